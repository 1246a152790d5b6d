import Foundation
package import SQLite

/// A database file opened for reading only: it is neither created nor migrated.
package struct StoreFile: Sendable {
    package let path: String
    /// The folder of the migrations that the file has.
    let migrations: String
    private let limits: StoreLimits

    /// Opens an existing file.
    ///
    /// - Parameters:
    ///   - path: the database file.
    ///   - migrations: the folder with files `NNNN_noun.sql`, all of which must have been applied to the file.
    ///   - limits: see `StoreLimits`.
    /// - Throws: `OpeningError` when the file does not exist or has another version.
    package init(
        path: String, migrations: String, limits: StoreLimits = StoreLimits()
    ) throws(OpeningError) {
        self.init(of: path, migrations: migrations, limits: limits)
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        let missing = try connectionOrReason().pending(of: try Migration.all(in: migrations)).count
        guard missing == 0 else { throw .outdated(path: path, missing: missing) }
    }

    /// Refers to a file that this process already has open.
    init(of path: String, migrations: String, limits: StoreLimits) {
        self.path = path
        self.migrations = migrations
        self.limits = limits
    }

    /// Opens a connection on which SQLite itself prevents writes.
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
            throw .cannotOpen(path: path, reason: error.message)
        }
    }
}
