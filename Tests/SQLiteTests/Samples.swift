import Foundation
import SQLite

/// A database file in its own folder, which is deleted on deinit.
final class DatabaseFile: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "danvan-sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // A folder left in the temporary directory harms no test.
        try? FileManager.default.removeItem(at: folder)
    }

    var path: String { path(of: "danvan.sqlite") }
    var logPath: String { path + "-wal" }

    /// The path of another file in the folder.
    func path(of name: String) -> String { folder.appending(path: name).path() }

    func connection(
        _ mode: Connection.Mode = .readWrite,
        busyMilliseconds: Int = 0
    ) throws(SQLiteError) -> Connection {
        try Connection(path: path, mode: mode, busyMilliseconds: busyMilliseconds)
    }

    /// Opens a read-write connection in WAL mode with one table of notes.
    func openWithNotes(_ notes: [String] = []) throws(SQLiteError) -> Connection {
        let connection = try connection()
        try connection.execute(
            script: """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = OFF;
                PRAGMA foreign_keys = ON;
                CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
                """
        )
        for note in notes { try connection.insert(note: note) }
        return connection
    }

    /// The size in bytes of the file at `path`; 0 when there is none.
    static func bytesCount(at path: String) throws -> Int {
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }
}

extension Connection {
    func insert(note: String) throws(SQLiteError) {
        try run("INSERT INTO note (text) VALUES (?1)", note)
    }

    func notes() throws -> [String] {
        try all("SELECT text FROM note ORDER BY id") { row in row.text(0) }
    }

    func notesCount() throws -> Int64? {
        try first("SELECT count(*) FROM note") { row in row.integer(0) }
    }

    /// Inserts notes that fill about `pages` pages of 4096 bytes, in one transaction.
    func fill(pages: Int) throws(SQLiteError) {
        try run("BEGIN IMMEDIATE")
        for _ in 0..<pages {
            try run("INSERT INTO note (text) VALUES (hex(randomblob(2000)))")
        }
        try run("COMMIT")
    }

    /// Opens a private database in an unlinked temporary file: a stopped process leaves nothing behind.
    ///
    /// For exit tests, which must not mistake a thrown error for a stopped process; they return early on nil.
    static func openTemporary() -> Connection? {
        guard let connection = try? Connection(path: "", mode: .readWrite, busyMilliseconds: 0) else {
            return nil
        }
        try? connection.execute(
            script: """
                CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT) STRICT;
                INSERT INTO note (text) VALUES ('một'), ('hai'), (NULL);
                """
        )
        return connection
    }
}

/// The error that a test closure throws.
struct TestError: Error, Equatable {}

/// The SQLite error thrown by `body`, or nil when there was none.
func sqliteError(of body: () throws -> Void) -> SQLiteError? {
    do {
        try body()
        return nil
    } catch {
        return error as? SQLiteError
    }
}
