import Foundation
import SQLite
import TestSupport
import Testing

typealias Folder = TemporaryFolder

extension TemporaryFolder {
    /// A folder with a new database.
    static func migrated() throws -> Folder {
        let folder = try Folder()
        try #require(try folder.danvan("migrate").code == 0)
        return folder
    }

    /// The default path of the database.
    var database: String { path(of: "data/danvan.db") }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String = "table.csv") throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file and returns its path.
    func write(_ bytes: [UInt8]) throws -> String { try write(bytes, to: "table.csv") }

    /// Opens the database while the service runs, to inspect or change it.
    func connection() throws(SQLiteError) -> Connection {
        try Connection(path: database, mode: .readWrite, busyMilliseconds: 10_000)
    }

    /// A single number from the database.
    func number(_ sql: StaticString) throws -> Int64 {
        try #require(try connection().first(sql) { $0.integer(0) })
    }

    /// A base name for the files of one run.
    func newRun() -> String { path(of: "run-" + UUID().uuidString) }
}
