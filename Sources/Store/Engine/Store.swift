package import Domain
import Glibc
import Locks
import SQLite

/// The limits of the store.
package struct StoreLimits: Sendable {
    /// Jobs that may wait for the writer.
    ///
    /// Further ones are rejected as `.busy`.
    package var writeQueueMax = 4096
    /// Jobs per transaction.
    ///
    /// Batches from 64 to 256 waiting connections gave 28–34 k inserts per second in the prototypes.
    package var writeBatchMax = 256
    /// Pages of 4 KiB in the WAL that trigger a checkpoint.
    ///
    /// Copying them takes the time of all who wait for their receipt, and a page that changed often is copied once: 4,000
    /// instead of SQLite's default of 1,000 gave a quarter more writes, 8,000 instead of 4,000 an eighth more with the same
    /// p99. 16,000 gave 5 % above that, with a p99 10 % higher.
    package var checkpointPages = 8000
    /// How long to wait for a lock.
    package var busyMillisecondsMax = 5000
    /// The page cache of each read connection, enough for the upper pages of its B-trees.
    ///
    /// Up to 200 MiB gave no more reads, because the operating system caches the file.
    package var cacheKibibytes = 2048
    /// The page cache of the writer, enough for the upper pages and all of the small tables.
    ///
    /// With 4,000 hamlets, 8 MiB instead of 2 save 5 of 13 file reads per contribution; 16 MiB save only one more.
    package var writerCacheKibibytes = 8192

    package init() {}
}

/// A store: one file, one writer, read-only readers.
package final class Store: Sendable {
    package let path: String
    package let writer: Writer
    package let changes: Changes
    private let limits: StoreLimits
    package let clock: JournalClock
    /// The key of the entity tags of lists: 32 random bytes that stay with the file.
    package let tagKey: [UInt8]
    private let migrations: [Migration]
    private let lock: LockFile

    /// The version of the SQLite library, logged at start.
    package static var sqliteVersion: String { Connection.libraryVersion }

    /// Opens the file at `path`, or creates it.
    ///
    /// - Parameters:
    ///   - path: the database file. Its folder must exist.
    ///   - migrations: those of the program.
    ///   - limits: see `StoreLimits`.
    ///   - mayCreate: whether a missing file is created; otherwise a mistyped path would give an empty book.
    ///   - older: what is done with a file of an older version.
    ///   - clock: supplies the time of each transaction.
    /// - Throws: `OpeningError`.
    package init(
        path: String, migrations: [Migration] = Migration.all, limits: StoreLimits = StoreLimits(),
        mayCreate: Bool = true, older: OlderFile = .isRefused, clock: @escaping @Sendable () -> Instant
    ) throws(OpeningError) {
        self.migrations = migrations
        guard mayCreate || access(path, F_OK) == 0 else { throw .missing(path: path) }
        lock = try LockFile(beside: path)
        self.path = path
        self.limits = limits
        let connection = try Store.connection(path: path, limits: limits)
        let version = try connection.version(among: migrations, path: path)
        if version > 0 || !mayCreate, version < migrations.count {
            let file = StoreFile(of: path, migrations: migrations, limits: limits)
            try older.prepare(SchemaUpgrade(file: file, version: version))
        }
        try connection.makeDurable(path: path, limits: limits)
        try connection.migrate(to: migrations, at: clock())
        // Without its key the file serves tags that no client holds yet, which costs one transfer each.
        tagKey = (try? connection.tagKey()) ?? (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let (lastPosition, lastRecorded) = try connection.lastRecorded(path: path)
        changes = Changes(lastPosition: lastPosition)
        self.clock = JournalClock(clock, lastRecorded: lastRecorded)
        writer = Writer(connection: connection, changes: changes, limits: limits, clock: self.clock)
    }

    /// Opens a new read-only connection, for an event loop, a worker or verification.
    package func reader() throws(StoreError) -> Reader {
        do throws(SQLiteError) {
            return Reader(
                connection: try file.readingConnection(), changes: changes, clock: { [clock] in clock.now })
        } catch {
            throw StoreError(error)
        }
    }

    /// The file, for other read-only access besides this store.
    package var file: StoreFile { StoreFile(of: path, migrations: migrations, limits: limits) }

    /// The current time by the store's clock.
    package func now() -> Instant { clock.now }

    /// Finishes waiting jobs, rejects new ones, and checkpoints the WAL into the file.
    package func close() { writer.close() }

    private static func connection(
        path: String, limits: StoreLimits
    ) throws(OpeningError) -> sending Connection {
        do throws(SQLiteError) {
            return try Connection(path: path, mode: .readWrite, busyMilliseconds: limits.busyMillisecondsMax)
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
    }
}

extension Connection {
    /// Sets up the connection that writes.
    ///
    /// - Source: https://www.sqlite.org/pragma.html#pragma_synchronous: with WAL and FULL a committed transaction
    ///   survives a loss of power.
    fileprivate func makeDurable(path: String, limits: StoreLimits) throws(OpeningError) {
        do throws(SQLiteError) {
            try execute(
                script: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = FULL;
                    PRAGMA foreign_keys = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cache_size = -\(limits.writerCacheKibibytes);
                    """)
            guard !isReadOnly else {
                throw SQLiteError(
                    code: 8, message: "attempt to write a readonly database", operation: "open \(path)")
            }
            guard try isDurable() else {
                throw SQLiteError(
                    code: 0, message: "the file system does not let SQLite keep its write-ahead log",
                    operation: "PRAGMA journal_mode")
            }
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
    }

    /// True when the requested settings are in force: WAL, synced on every commit, with foreign keys checked.
    ///
    /// SQLite returns the old value, not an error, for a pragma it cannot apply.
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

    /// The position and time of the last journal row; 0 and 1970 when there is none.
    fileprivate func lastRecorded(path: String) throws(OpeningError) -> (position: Int64, time: Instant) {
        do throws(SQLiteError) {
            return try value(
                "SELECT position, recorded_ms FROM journal ORDER BY position DESC LIMIT 1"
            ) { row in (row.integer(0), Instant(milliseconds: row.integer(1))) }
                ?? (0, Instant(milliseconds: 0))
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
    }
}

extension Connection {
    fileprivate func tagKey() throws -> [UInt8]? {
        try first("SELECT key FROM tag_key WHERE id = 1") { row in row.bytes(0) }
    }
}
