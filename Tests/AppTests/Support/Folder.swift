import Foundation
import SQLite
import Testing

/// A temporary folder for the processes of a test, removed with the value.
final class Folder {
    let path: String
    private var runsCount = 0

    /// The path is short, because that of a Unix socket has at most 107 bytes.
    init() throws {
        path = "/tmp/dv-" + UUID().uuidString.prefix(13)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // A folder that cannot be removed only takes space in the temporary directory.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The default path of the database.
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

    /// The size of the file in bytes; 0 when there is none.
    func bytesCount(of name: String) -> Int {
        // A missing file has no attributes.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return attributes?[.size] as? Int ?? 0
    }

    /// Opens the database while the service runs, to inspect or change it.
    func connection() throws(SQLiteError) -> Connection {
        try Connection(path: database, mode: .readWrite, busyMilliseconds: 10_000)
    }

    /// A single number from the database.
    func number(_ sql: StaticString) throws -> Int64 {
        try #require(try connection().first(sql) { $0.integer(0) })
    }

    /// The base name for the files of the next run.
    func nextRun() -> String {
        runsCount += 1
        return path + "/run\(runsCount)"
    }
}

/// The location of the repository.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func text(of path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }

    static let migrations = root + "/migrations"
    static let units = root + "/config/nghe-an-units.csv"
    static let parameters = root + "/config/parameters.csv"
}
