import Foundation
package import SQLite

/// A database file that is only read: it is neither made nor brought up to date.
package struct StoreFile: Sendable {
    package let path: String
    private let limits: StoreLimits

    /// - Parameters:
    ///   - path: the database file.
    ///   - migrations: the folder with `NNNN_noun.sql`; the file has all of them.
    ///   - limits: see `StoreLimits`.
    /// - Throws: `OpeningError` when there is no such file, or when it is of another version.
    package init(
        path: String, migrations: String, limits: StoreLimits = StoreLimits()
    ) throws(OpeningError) {
        let migrations = try Migration.all(in: migrations)
        self.init(of: path, limits: limits)
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        let missing = try connectionOrReason().missing(of: migrations).count
        guard missing == 0 else { throw .outdated(path: path, missing: missing) }
    }

    /// A file that this process has open.
    init(of path: String, limits: StoreLimits) {
        self.path = path
        self.limits = limits
    }

    /// A connection that SQLite itself keeps from writing.
    package func readingConnection() throws(SQLiteError) -> sending Connection {
        let connection = try Connection(
            path: path, mode: .readOnly, busyMilliseconds: limits.busyMillisecondsMax)
        try connection.execute(
            script: """
                PRAGMA query_only = ON;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA cache_size = -\(limits.cacheKibibytes);
                """)
        return connection
    }

    private func connectionOrReason() throws(OpeningError) -> Connection {
        do throws(SQLiteError) {
            return try readingConnection()
        } catch {
            throw .unreachable(path: path, reason: error.message)
        }
    }
}
