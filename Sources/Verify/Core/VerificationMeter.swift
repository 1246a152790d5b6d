import Locks

/// Counts the rows of all threads and reports progress.
final class VerificationMeter: Sendable {
    private let rowsTotal: Int64
    private let progress: @Sendable (Verification.Progress) -> Void
    /// The number of rows done.
    ///
    /// `progress` is called while holding the lock, so that reported progress never decreases.
    private let rowsDone = Mutex<Int64>(0)

    /// Rows that a thread handles between two updates of the meter.
    static let stepRows: Int64 = 1024

    init(rowsTotal: Int64, progress: @escaping @Sendable (Verification.Progress) -> Void) {
        self.rowsTotal = rowsTotal
        self.progress = progress
    }

    func add(_ rows: Int64) {
        rowsDone.withLock { rowsDone in
            let stepsBefore = rowsDone / Verification.progressStepRows
            rowsDone += rows
            if rowsDone / Verification.progressStepRows > stepsBefore { report(rowsDone) }
        }
    }

    /// Reports that all rows are done.
    func finish() { rowsDone.withLock { report($0) } }

    private func report(_ rowsDone: Int64) {
        progress(Verification.Progress(rowsDone: rowsDone, rowsTotal: max(rowsTotal, rowsDone)))
    }
}
