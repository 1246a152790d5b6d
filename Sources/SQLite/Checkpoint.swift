import CSQLite

extension Connection {
    package enum Checkpoint: Sendable {
        /// Moves the pages that no reader needs, and never waits.
        case passive
        /// Waits for readers up to the busy timeout, so that the log restarts at its beginning.
        case restart
        /// Like `restart`, and truncates the log file.
        case truncate
    }

    /// Moves pages from the log into the database file.
    ///
    /// - Parameters:
    ///   - checkpoint: how far to go.
    ///   - milliseconds: how long to wait for readers, in place of the busy timeout.
    /// - Returns: false when a reader prevented completion. That is not an error: the next checkpoint
    ///   continues.
    /// - Throws: `SQLiteError` for any error other than busy.
    /// - Source: https://www.sqlite.org/c3ref/wal_checkpoint_v2.html
    @discardableResult
    package func checkpoint(
        _ checkpoint: Checkpoint, waitingAtMost milliseconds: Int
    ) throws(SQLiteError) -> Bool {
        _ = sqlite3_busy_timeout(handle, Int32(clamping: milliseconds))
        defer { _ = sqlite3_busy_timeout(handle, Int32(clamping: busyMilliseconds)) }
        return try self.checkpoint(checkpoint)
    }

    /// Moves pages from the log into the database file, as above; waits up to the busy timeout.
    @discardableResult
    package func checkpoint(_ checkpoint: Checkpoint) throws(SQLiteError) -> Bool {
        let mode =
            switch checkpoint {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .restart: SQLITE_CHECKPOINT_RESTART
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        var inLog: Int32 = 0
        var moved: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &inLog, &moved)
        if code & 0xFF == SQLITE_BUSY { return false }
        guard code == SQLITE_OK else { throw SQLiteError(handle, operation: "checkpoint") }
        return inLog == moved
    }

    /// Tracks the size of the log.
    ///
    /// The hook also replaces SQLite's automatic checkpoint, so the writer decides when to run one.
    ///
    /// - Source: https://www.sqlite.org/c3ref/wal_hook.html, which replaces `wal_autocheckpoint`.
    func trackWALPages() {
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, walPages)
    }
}
