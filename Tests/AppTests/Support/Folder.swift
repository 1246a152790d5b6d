import Foundation
import SQLite
import Testing

/// A temporary folder in which a test's processes work; gone with the value.
final class Folder {
    let path: String
    private var runsCount = 0

    /// The path is short, because a Unix socket's has at most 107 bytes.
    init() throws {
        path = "/tmp/dv-" + UUID().uuidString.prefix(13)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // A folder left behind in the temporary directory harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Where the defaults put the file.
    var database: String { path + "/data/danvan.db" }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String = "table.csv") throws -> String {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String = "table.csv") throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    /// Bytes of the file; 0 when there is none.
    func bytesCount(of name: String) -> Int {
        // A file that is not there has no attributes.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes?[.size] as? Int ?? 0
    }

    /// Opens the database beside the service, to look or to tamper.
    func connection() throws(SQLiteError) -> Connection {
        try Connection(path: database, mode: .readWrite, busyMilliseconds: 10_000)
    }

    /// One number out of the database.
    func number(_ sql: StaticString) throws -> Int64 {
        try #require(try connection().first(sql) { $0.integer(0) })
    }

    /// A name for the next run's files.
    func nextRun() -> String {
        runsCount += 1
        return path + "/run\(runsCount)"
    }
}

/// Where the repository lies.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static let migrations = root + "/migrations"
    static let units = root + "/config/nghe-an-units.csv"
    static let parameters = root + "/config/parameters.csv"
}
