import SQLite

/// When the writer moves pages of the WAL into the file: between batches, so never while a job waits for its commit.
///
/// A passive checkpoint does not wait. The log begins again at its start only when no reader needs it, and on a busy
/// service some event loop always does. So once the log is long, a restart waits for the readers of a tick. A reader that
/// takes longer, such as a backup or a verification, keeps the log growing instead of the writer waiting.
struct WriterCheckpoints {
    /// Longer than an event loop's tick, shorter than anyone notices.
    private static let restartMilliseconds = 20

    /// The pages in the log that trigger a checkpoint; eight times as many trigger a restart.
    let pages: Int
    /// The length of the log at which to try again.
    private var isDueAt = 0

    init(pages: Int) { self.pages = pages }

    mutating func runIfDue(on connection: Connection) {
        let waiting = connection.walPageCount
        guard waiting >= pages else {
            isDueAt = 0
            return
        }
        guard waiting >= isDueAt else { return }
        let isDone: Bool? =
            if waiting < 8 * pages {
                // Nothing is lost if it fails: the log still holds the pages, and a later batch tries again.
                try? connection.checkpoint(.passive)
            } else {
                // As above.
                try? connection.checkpoint(.restart, waitingAtMost: Self.restartMilliseconds)
            }
        // SQLite sorts all pages that wait before it finds that a reader needs them.
        if isDone != true { isDueAt = waiting + waiting / 8 }
    }
}
