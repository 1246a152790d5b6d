import Store
import TestSupport

/// Books that together have a row of every table and every state.
enum TamperingSample: String, CaseIterable, Sendable {
    case books, moves, payables, slips, handover, replaced, lines, spending, responses

    /// A new file with the books.
    func office() throws -> TestStore {
        switch self {
        case .books: try SampleBooks(isReorganised: true).office
        case .moves: try MoveSample().office
        case .payables: try PayableSample().office
        case .slips: try TestStore(copyOf: HandOverSlipTests.filled.get().path)
        case .handover: try HandoverSample().office
        case .replaced: try ReplacedSample().office
        case .lines: try LineSample().office
        case .spending: try SpendingSample().office
        case .responses: try ResponseSample().office
        }
    }
}
