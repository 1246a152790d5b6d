import Domain
import JSON
import SQLite
import Store

/// How verification divides the file into parts, which the threads take one after another.
package struct VerificationSplit: Sendable {
    /// The maximum number of parts per pass: enough that waiting for the last one is short.
    private let partsMax: Int64
    /// The minimum number of ids per part, so that small tables are not divided.
    private let numbersMin: Int64

    package init(partsMax: Int64 = 32, numbersMin: Int64 = 2048) {
        precondition(partsMax > 0 && numbersMin > 0, "a part has something in it")
        self.partsMax = partsMax
        self.numbersMin = numbersMin
    }

    /// Ascending ranges that together contain every number once, of equal width between `first` and `last`.
    func ranges(from first: Int64, to last: Int64) -> [ClosedRange<Int64>] {
        let distance = first <= last ? UInt64(bitPattern: last &- first) : 0
        // One less than the number of parts, and of the numbers in each, so that both fit in 64 bits.
        let bordersCount = min(UInt64(partsMax - 1), distance / UInt64(numbersMin))
        var ranges: [ClosedRange<Int64>] = []
        var lower = Int64.min
        if bordersCount > 0 {
            let width = distance / (bordersCount + 1) + 1
            for index in 1...bordersCount where index <= distance / width {
                let next = first &+ Int64(bitPattern: index * width)
                ranges.append(lower...(next - 1))
                lower = next
            }
        }
        ranges.append(lower...Int64.max)
        return ranges
    }
}

/// The rows of one pass in a range of numbers: one unit of work for a thread.
struct VerificationPart: Sendable {
    enum Pass: Hashable, Sendable {
        /// By position.
        case journal
        /// By id.
        case postings
        /// The rows of an entity, by id.
        case rows(EntityKind)
        /// Previous versions of hamlets, households or organisations, by id.
        case previous(EntityKind)
        /// Contributions, expenditures, vouchers and totals, by hamlet.
        case books
        /// The same of other owners, in one part: they are few.
        case otherBooks
    }

    let pass: Pass
    let range: ClosedRange<Int64>
}

/// Verifies rows, with the findings known so far and those of this run.
///
/// A class, because every pass is a closure over rows that adds to it.
final class Verifier {
    let connection: Connection
    /// The same connection, for readers that load parts of an entity.
    let reading: ReadTransaction
    /// The findings of the passes before this run.
    let known: Findings
    /// True when `known` includes the part directly before this one; false when that may still be in progress.
    let followsKnown: Bool
    /// The findings of this run.
    var findings: Findings
    let meter: VerificationMeter
    /// Whether any row of a kind was changed.
    ///
    /// Checked before `known`, because two threads that retain the same dictionary contend for its reference count.
    private let areChanged: [Bool]
    let names: NameKeys
    /// Reused for payloads that are only compared.
    var writer = JSONWriter(capacity: 1024)
    /// The token of the last journal row that has one, when it exists.
    var lastToken: (id: Int64, owner: TokenOwners.Owner)?
    /// The last journal row, when it names a request.
    var lastRequest: RequestRow?
    private var rowsDone: Int64 = 0

    init(
        connection: Connection, known: Findings, followsKnown: Bool, meter: VerificationMeter,
        names: NameKeys = NameKeys()
    ) {
        self.connection = connection
        reading = ReadTransaction(reading: connection)
        self.known = known
        self.followsKnown = followsKnown
        self.meter = meter
        self.names = names
        areChanged = known.journal.areChanged
        findings = known.empty
    }

    func report(_ discrepancy: Discrepancy) { findings.add(discrepancy) }

    /// Counts one more row as done.
    func rowDone() {
        rowsDone += 1
        if rowsDone == VerificationMeter.stepRows { flushRows() }
    }

    /// Claims a row and returns the position of its last change in the journal, or nil when it was never changed.
    func latest(of entity: EntityKind, _ id: Int64) -> Int64? {
        guard areChanged[entity.index], let latest = known.journal[entity].latest[id] else { return nil }
        findings.journal[entity].verified.append(id)
        return latest
    }

    /// Verifies `part` and returns its findings.
    func findings(in part: VerificationPart) throws -> Findings {
        switch part.pass {
        case .journal: try verifyJournal(part.range)
        case .postings: try verifyPostings(part.range)
        case .rows(let entity): try verifyRows(of: entity.storedType, part.range)
        case .previous(.hamlet): try verifyPreviousHamlets(part.range)
        case .previous(.organisation): try verifyPreviousOrganisations(part.range)
        case .previous: try verifyPreviousHouseholds(part.range)
        case .books: try verifyBooks(part.range)
        case .otherBooks: try verifyOtherBooks()
        }
        flushRows()
        return findings
    }

    private func flushRows() {
        meter.add(rowsDone)
        rowsDone = 0
    }
}
