import Foundation
import SQLite
import Testing

@Suite struct OpeningTests {
    let file: DatabaseFile

    init() throws { file = try DatabaseFile() }

    @Test func `the library version has three numbers`() {
        let numbers = Connection.libraryVersion.split(separator: ".").map { Int($0) }
        #expect(numbers.count == 3 && !numbers.contains(nil))
    }

    @Test func `a read-write connection creates the file`() throws {
        let connection = try file.connection()
        try connection.execute(script: "CREATE TABLE note (text TEXT) STRICT")
        #expect(try DatabaseFile.bytesCount(at: file.path) > 0)
    }

    @Test func `the next connection reads what was written`() throws {
        do { _ = try file.openWithNotes(["đã nộp"]) }
        #expect(try file.connection().notes() == ["đã nộp"])
    }

    @Test(arguments: [Connection.Mode.readWrite, .readOnly])
    func `a missing folder is an error that names the path`(_ mode: Connection.Mode) throws {
        let path = file.path(of: "missing/danvan.sqlite")
        let error = sqliteError { _ = try Connection(path: path, mode: mode, busyMilliseconds: 0) }
        #expect(error?.code == 14)
        #expect(error?.kind == .other)
        #expect(error?.operation == "open \(path)")
        #expect(error?.message == "unable to open database file")
    }

    @Test(arguments: ["a.sqlite", "a?mode=memory#b%20.sqlite", "sổ?\u{301}.sqlite"])
    func `an immutable file is read without files beside it`(_ name: String) throws {
        let path = file.path(of: name)
        do {
            let connection = try Connection(path: path, mode: .readWrite, busyMilliseconds: 0)
            try connection.execute(
                script:
                    "PRAGMA journal_mode = WAL; CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('a')")
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: file.folder.path())
        let connection = try Connection(path: path, mode: .immutable, busyMilliseconds: 0)
        #expect(try connection.first("SELECT text FROM note") { row in row.text(0) } == "a")
        #expect(throws: SQLiteError.self) { try connection.run("DELETE FROM note") }
        #expect(connection.isReadOnly)
        #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder.path()) == names)
    }

    @Test func `a folder cannot be opened as a database`() {
        let error = sqliteError {
            _ = try Connection(path: file.folder.path(), mode: .readWrite, busyMilliseconds: 0)
        }
        #expect((error?.code ?? 0) & 0xFF == 14)
    }

    @Test func `a read-only connection does not create a file`() throws {
        #expect(sqliteError { _ = try file.connection(.readOnly) }?.code == 14)
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test func `a read-only connection reads but cannot write`() throws {
        let writer = try file.openWithNotes(["một"])
        let reader = try file.connection(.readOnly)
        #expect(try reader.notes() == ["một"])
        let error = sqliteError { try reader.insert(note: "hai") }
        #expect(error?.kind == .readOnly)
        #expect(try writer.notes() == ["một"])
    }

    @Test func `a file that is not a database opens but fails at the first statement`() throws {
        try Data("Đây không phải cơ sở dữ liệu. ".utf8 + [UInt8](repeating: 7, count: 4096))
            .write(to: URL(filePath: file.path))
        let connection = try file.connection()
        #expect(sqliteError { try connection.run("SELECT count(*) FROM sqlite_schema") }?.code == 26)
    }

    @Test func `a file name that looks like a URI is not interpreted`() throws {
        let path = file.path(of: "a") + "?mode=memory"
        let connection = try Connection(path: path, mode: .readWrite, busyMilliseconds: 0)
        try connection.execute(script: "CREATE TABLE note (text TEXT) STRICT")
        #expect(try DatabaseFile.bytesCount(at: path) > 0)
    }

    @Test func `the schema table cannot be modified`() throws {
        let connection = try file.openWithNotes()
        try connection.execute(script: "PRAGMA writable_schema = ON")
        let error = sqliteError { try connection.execute(script: "DELETE FROM sqlite_schema") }
        #expect(error?.message == "table sqlite_master may not be modified")
    }

    @Test func `an error in a script names the script`() throws {
        let connection = try file.openWithNotes()
        let error = sqliteError { try connection.execute(script: "CREATE TABEL a (b)") }
        #expect(error?.kind == .other)
        #expect(error?.message == #"near "TABEL": syntax error"#)
        #expect(error?.operation == "CREATE TABEL a (b)")
    }

    @Test func `a long script is truncated in the error`() throws {
        let script = "CREATE TABEL " + String(repeating: "ê", count: 500)
        #expect(sqliteError { try file.connection().execute(script: script) }?.operation.count == 200)
    }

    @Test func `a script stops at its first error`() throws {
        let connection = try file.openWithNotes()
        #expect(throws: SQLiteError.self) {
            try connection.execute(
                script: """
                    INSERT INTO note (text) VALUES ('một');
                    INSERT INTO nota (text) VALUES ('hai');
                    INSERT INTO note (text) VALUES ('ba');
                    """
            )
        }
        #expect(try connection.notes() == ["một"])
    }

    @Test func `a negative busy timeout means no waiting`() throws {
        let connection = try file.openWithNotes()
        try connection.run("BEGIN IMMEDIATE")
        let other = try file.connection(busyMilliseconds: .min)
        #expect(sqliteError { try other.run("BEGIN IMMEDIATE") }?.kind == .busy)
    }
}
