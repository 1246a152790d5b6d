import SQLite
import Testing

@Suite struct TransactionTests {
    let file: DatabaseFile
    let connection: Connection

    init() throws {
        file = try DatabaseFile()
        connection = try file.openWithNotes()
    }

    @Test func `a transaction is open from begin to commit`() throws {
        #expect(!connection.isInTransaction)
        try connection.run("BEGIN IMMEDIATE")
        #expect(connection.isInTransaction)
        try connection.insert(note: "một")
        try connection.run("COMMIT")
        #expect(!connection.isInTransaction)
        #expect(try file.connection().notes() == ["một"])
    }

    @Test func `a rollback undoes everything`() throws {
        try connection.run("BEGIN")
        try connection.insert(note: "một")
        try connection.run("ROLLBACK")
        #expect(!connection.isInTransaction)
        #expect(try connection.notes() == [])
    }

    @Test func `a savepoint rolls back on its own`() throws {
        try connection.run("BEGIN IMMEDIATE")
        for note in ["một", "hai", "ba"] {
            try connection.run("SAVEPOINT job")
            try connection.insert(note: note)
            if note == "hai" { try connection.run("ROLLBACK TO job") }
            try connection.run("RELEASE job")
        }
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
        #expect(try connection.notes() == ["một", "ba"])
    }

    @Test func `a rejected row leaves the transaction open with its other rows`() throws {
        try connection.run("BEGIN IMMEDIATE")
        try connection.insert(note: "một")
        #expect(throws: SQLiteError.self) { try connection.insert(note: "một") }
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
        #expect(try connection.notes() == ["một"])
    }

    @Test func `a second begin and a commit without one are errors`() throws {
        #expect(sqliteError { try connection.run("COMMIT") }?.kind == .other)
        try connection.run("BEGIN")
        #expect(sqliteError { try connection.run("BEGIN") }?.kind == .other)
        try connection.run("COMMIT")
    }

    @Test func `a full disk has its own kind and ends the transaction`() throws {
        let pages = try connection.first("PRAGMA page_count") { row in row.integer(0) } ?? 0
        try connection.execute(script: "PRAGMA max_page_count = \(pages + 8)")
        #expect(sqliteError { try connection.fill(pages: 20) }?.kind == .full)
        #expect(!connection.isInTransaction)
        #expect(try connection.notes() == [])
    }

    @Test func `an error in a visit leaves the transaction open`() throws {
        try connection.run("BEGIN")
        try connection.insert(note: "một")
        #expect(throws: TestError()) { try connection.forEach("SELECT 1") { _ in throw TestError() } }
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
    }

    @Test func `closing a connection in a transaction rolls back and releases the lock`() throws {
        do {
            let other = try file.connection()
            try other.run("BEGIN IMMEDIATE")
            try other.insert(note: "một")
        }
        try connection.run("BEGIN IMMEDIATE")
        try connection.run("COMMIT")
        #expect(try connection.notes() == [])
    }
}
