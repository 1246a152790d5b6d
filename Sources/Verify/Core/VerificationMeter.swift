import Synchronization

/// Counts the rows of all threads and tells how far they have come.
final class VerificationMeter: Sendable {
    private let rowsTotal: Int64
    private let progress: @Sendable (Verification.Progress) -> Void
    /// Rows that were passed.
    ///
    /// `progress` is called under it, so that what it says never goes back.
    private let rowsDone = Mutex<Int64>(0)

    /// Rows that a thread passes before it counts them here.
    static let stepRows: Int64 = 1024

    init(rowsTotal: Int64, progress: @escaping @Sendable (Verification.Progress) -> Void) {
        self.rowsTotal = rowsTotal
        self.progress = progress
    }

    func add(_ rows: Int64) {
        rowsDone.withLock { rowsDone in
            let stepsBefore = rowsDone / Verification.progressStepRows
            rowsDone += rows
            if rowsDone / Verification.progressStepRows > stepsBefore { tell(rowsDone) }
        }
    }

    /// All rows are done.
    func finish() { rowsDone.withLock { tell($0) } }

    private func tell(_ rowsDone: Int64) {
        progress(Verification.Progress(rowsDone: rowsDone, rowsTotal: max(rowsTotal, rowsDone)))
    }
}
