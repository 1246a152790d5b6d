package import Domain
import SQLite
import Synchronization

/// Limits of the store, each with its unit in its name.
package struct StoreLimits: Sendable {
    /// Jobs that may wait for the writer; one more is told to come again.
    package var writeQueueMax = 4096
    /// Jobs in one transaction.
    ///
    /// 64 to 256 waiting connections gave 28–34 k inserts a second in the prototypes.
    package var writeBatchMax = 256
    /// Pages of 4 KiB in the log before a checkpoint.
    ///
    /// 4,000 instead of SQLite's 1,000 gave a quarter more writes.
    package var checkpointPages = 4000
    /// How long a lock is waited for.
    package var busyMillisecondsMax = 5000
    /// The page cache of each connection that reads: the upper pages of its trees.
    ///
    /// More, up to 200 MiB, gave no more reads: the system's own cache holds the file.
    package var cacheKibibytes = 2048
    /// The page cache of the writer: the upper pages, and the small tables whole.
    ///
    /// With 4,000 hamlets 8 MiB instead of 2 take 5 of 13 reads of the file out of a contribution, 16 MiB only one
    /// more.
    package var writerCacheKibibytes = 8192
    /// Pooled connections for slow reads.
    package var readersCount = 2

    package init() {}
}

/// What is remembered: one file, one writer, read-only readers.
package final class Store: Sendable {
    package let path: String
    package let writer: Writer
    package let changes: Changes
    private let limits: StoreLimits
    private let clock: @Sendable () -> Instant
    private let lock: LockFile

    /// Version of the SQLite library, for the log at start.
    package static var sqliteVersion: String { Connection.libraryVersion }

    /// Opens the file at `path`, makes it when it is missing, and brings it to the newest migration.
    ///
    /// - Parameters:
    ///   - path: the database file; its folder exists.
    ///   - migrations: the folder with `NNNN_noun.sql`.
    ///   - limits: see `StoreLimits`.
    ///   - clock: the time of each transaction.
    /// - Throws: `OpeningError`.
    package init(
        path: String, migrations: String, limits: StoreLimits = StoreLimits(),
        clock: @escaping @Sendable () -> Instant
    ) throws(OpeningError) {
        let migrations = try Migration.all(in: migrations)
        lock = try LockFile(beside: path)
        self.path = path
        self.limits = limits
        self.clock = clock
        let connection = try Store.writingConnection(path: path, limits: limits)
        try connection.bringUp(to: migrations, at: clock())
        changes = Changes(lastPosition: try connection.lastPosition(path: path))
        writer = Writer(connection: connection, changes: changes, limits: limits, clock: clock)
    }

    /// A read-only connection of its own, for a loop, a worker or a check.
    package func reader() throws(StoreError) -> Reader {
        do throws(SQLiteError) {
            return Reader(connection: try file.readingConnection(), changes: changes, clock: clock)
        } catch {
            throw StoreError(error)
        }
    }

    /// The file, for whoever reads it beside this store.
    package var file: StoreFile { StoreFile(of: path, limits: limits) }

    /// The time by the store's clock.
    package func now() -> Instant { clock() }

    /// Finishes what waits and moves the log into the file.
    ///
    /// Takes no more writes.
    package func close() { writer.close() }

    /// - Source: https://www.sqlite.org/pragma.html#pragma_synchronous: with WAL and FULL a committed transaction
    ///   survives a loss of power.
    private static func writingConnection(
        path: String, limits: StoreLimits
    ) throws(OpeningError) -> sending Connection {
        do throws(SQLiteError) {
            let connection = try Connection(
                path: path, mode: .readWrite, busyMilliseconds: limits.busyMillisecondsMax)
            try connection.execute(
                script: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cache_size = -\(limits.writerCacheKibibytes);
                    """)
            guard try connection.isDurable() else {
                throw SQLiteError(
                    code: 0, message: "the file system does not let SQLite keep its write-ahead log",
                    doing: "PRAGMA journal_mode")
            }
            return connection
        } catch {
            throw .unreachable(path: path, reason: error.message)
        }
    }
}

extension Connection {
    /// True when what was asked for is in force: a log, synced with every commit, and checked foreign keys.
    ///
    /// SQLite answers a pragma that it cannot follow with the old value, not with an error.
    fileprivate func isDurable() throws(SQLiteError) -> Bool {
        let mode = try value("PRAGMA journal_mode") { row in row.text(0) }
        let synchronous = try value("PRAGMA synchronous") { row in row.integer(0) }
        let foreignKeys = try value("PRAGMA foreign_keys") { row in row.integer(0) }
        return mode == "wal" && synchronous == 2 && foreignKeys == 1
    }

    private func value<Value>(
        _ sql: StaticString, _ read: (borrowing Row) -> Value
    ) throws(SQLiteError) -> Value? {
        do {
            return try first(sql, read: read)
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading a value throws nothing else: \(error)")
        }
    }

    fileprivate func lastPosition(path: String) throws(OpeningError) -> Int64 {
        do throws(SQLiteError) {
            return try lastJournalPosition()
        } catch {
            throw .unreachable(path: path, reason: error.message)
        }
    }
}
