import Domain
import SQLite

/// A read-only connection whose transaction may span several requests of one event-loop tick.
///
/// Not Sendable: it is confined to one loop's queue, or borrowed from the store's pool.
package final class Reader {
    private let session: Session
    private let changes: Changes
    private let clock: @Sendable () -> Instant
    /// The commit count when the open transaction began; nil when none is open.
    private var openedAt: Int64?

    init(connection: Connection, changes: Changes, clock: @escaping @Sendable () -> Instant) {
        session = Session(connection: connection, now: clock())
        self.changes = changes
        self.clock = clock
    }

    /// Runs `body` in the open transaction, or in a new one when none is open or there was a commit since.
    ///
    /// Callers therefore always read their own writes.
    ///
    /// - Throws: `StoreError`, or any error of `body`.
    package func read<Value>(_ body: (borrowing ReadTransaction) throws -> Value) throws -> Value {
        do {
            try open()
            return try body(ReadTransaction(session: session))
        } catch let error as SQLiteError {
            throw StoreError(error)
        }
    }

    /// Ends the read transaction, so that the WAL can be checkpointed.
    ///
    /// Does nothing when none is open.
    package func end() {
        guard openedAt != nil else { return }
        openedAt = nil
        // A read transaction has nothing to lose: COMMIT and ROLLBACK both just end it.
        try? session.connection.run("COMMIT")
    }

    private func open() throws(SQLiteError) {
        let commitsCount = changes.commitsCount
        if openedAt == commitsCount { return }
        end()
        session.begin(at: clock())
        try session.connection.run("BEGIN")
        openedAt = commitsCount
    }
}
