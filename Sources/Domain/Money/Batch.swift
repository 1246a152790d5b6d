/// Writes that one request makes together, such as a paper list of contributions (danh sách thu).
package struct Batch: Hashable, Sendable {
    /// What a refused operation means for the others.
    package enum Mode: String, CaseIterable, Sendable {
        /// All are stored, or none.
        case atomic
        /// Each is stored or refused by itself.
        case independent
    }

    /// About 0.1 s of the writer, which everyone else waits for.
    package static let operationsMax = 1_000

    package let mode: Mode
    /// The number of operations.
    package let count: Int
    /// The sum of their amounts in đồng; clamped to the range of 64 bits.
    package let amount: Int64

    /// - Parameters:
    ///   - mode: what a refused operation means for the others.
    ///   - amounts: those of the operations, in đồng; 0 for one without an amount.
    package init(_ mode: Mode, amounts: [Int64]) {
        self.mode = mode
        count = amounts.count
        amount = amounts.sum { $0 }
    }
}
