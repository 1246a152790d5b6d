package import Domain
import Foundation
package import SQLite

/// A database file opened for reading only: it is neither created nor migrated.
package struct StoreFile: Sendable {
    package let path: String
    let migrations: [Migration]
    let limits: StoreLimits

    /// Opens an existing file.
    ///
    /// - Parameters:
    ///   - path: the database file.
    ///   - migrations: those of the program, all of which must have been applied to the file.
    ///   - limits: see `StoreLimits`.
    /// - Throws: `OpeningError` when the file does not exist or has another version.
    package init(
        path: String, migrations: [Migration] = Migration.all, limits: StoreLimits = StoreLimits()
    ) throws(OpeningError) {
        self.init(of: path, migrations: migrations, limits: limits)
        let version = try version()
        guard version == migrations.count else {
            throw .outdated(path: path, version: version, needed: migrations.count)
        }
    }

    /// Refers to a file that this process already has open.
    init(of path: String, migrations: [Migration], limits: StoreLimits) {
        self.path = path
        self.migrations = migrations
        self.limits = limits
    }

    /// How many of the program's migrations the file has.
    ///
    /// - Throws: `OpeningError` when the file does not exist, is newer than the program or no book.
    package func version() throws(OpeningError) -> Int {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        return try connectionOrReason().version(among: migrations, path: path)
    }

    /// Opens a reader on which one transaction lasts until it ends, beside programs that write.
    package func reader(clock: @escaping @Sendable () -> Instant) throws(StoreError) -> Reader {
        do throws(SQLiteError) {
            return Reader(
                connection: try readingConnection(), changes: Changes(lastPosition: 0), clock: clock)
        } catch {
            throw StoreError(error)
        }
    }

    /// Opens a connection on which SQLite itself prevents writes.
    package func readingConnection() throws(SQLiteError) -> sending Connection {
        let connection = try Connection(
            path: path, mode: readingMode, busyMilliseconds: limits.busyMillisecondsMax)
        try connection.execute(
            script: """
                PRAGMA query_only = ON;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA trusted_schema = OFF;
                PRAGMA cache_size = -\(limits.cacheKibibytes);
                """)
        return connection
    }

    /// How the file is read: as one that nobody changes where this process may create nothing, such as on a read-only
    /// disk, and no program uses it.
    ///
    /// SQLite cannot read it there in its usual way, because it needs a file for the index of the write-ahead log. A
    /// file with another name may have its log beside that one, where a program writes.
    ///
    /// - Source: https://www.sqlite.org/wal.html#read_only_databases.
    var readingMode: Connection.Mode {
        let folder = path.contains("/") ? String(path.reversed().drop { $0 != "/" }.reversed()) : "."
        var (file, log) = (stat(), stat())
        let hasOneName = lstat(path, &file) == 0 && file.st_mode & S_IFMT == S_IFREG && file.st_nlink == 1
        guard hasOneName, access(folder, W_OK) != 0 else { return .readOnly }
        // A program that has the file open keeps both beside it.
        guard stat(path + "-wal", &log) == 0 else { return .immutable }
        return log.st_size == 0 && access(path + "-shm", F_OK) != 0 ? .immutable : .readOnly
    }

    private func connectionOrReason() throws(OpeningError) -> Connection {
        do throws(SQLiteError) {
            return try readingConnection()
        } catch {
            throw .cannotOpen(path: path, reason: error.message)
        }
    }
}
