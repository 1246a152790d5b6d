import SQLite
import Testing

@Suite struct QueryTests {
    let file: DatabaseFile
    let connection: Connection

    init() throws {
        file = try DatabaseFile()
        connection = try file.openWithNotes(["một", "hai", "ba"])
    }

    /// Expects that the write lock is free and no statement holds a snapshot, so that a truncating checkpoint
    /// succeeds.
    private func expectNoLocks() throws {
        try connection.insert(note: "sau cùng")
        #expect(try file.connection().checkpoint(.truncate))
    }

    @Test func `the first row is returned`() throws {
        #expect(try connection.first("SELECT text FROM note ORDER BY id") { row in row.text(0) } == "một")
        try expectNoLocks()
    }

    @Test func `without a first row the result is nil and nothing is read`() throws {
        let text = try connection.first("SELECT text FROM note WHERE id = ?1", 99) { row in
            Issue.record("there is no row")
            return row.text(0)
        }
        #expect(text == nil)
    }

    @Test func `a first row with NULL differs from a missing row`() throws {
        let kept = try connection.first("SELECT NULL") { row in row.optionalText(0) }
        let missing = try connection.first("SELECT NULL WHERE 0") { row in row.optionalText(0) }
        #expect(kept == .some(nil))
        #expect(missing == nil)
    }

    @Test func `all rows are returned in order`() throws {
        #expect(try connection.notes() == ["một", "hai", "ba"])
        #expect(
            try connection.all("SELECT id FROM note ORDER BY id DESC") { row in row.integer(0) } == [3, 2, 1]
        )
    }

    @Test func `without rows the result is an empty list`() throws {
        #expect(try connection.all("SELECT text FROM note WHERE id > ?1", 3) { row in row.text(0) } == [])
    }

    @Test func `each row is visited once, in order`() throws {
        var visited: [String] = []
        try connection.forEach("SELECT text FROM note ORDER BY id") { row in visited.append(row.text(0)) }
        #expect(visited == ["một", "hai", "ba"])
    }

    @Test func `without rows nothing is visited`() throws {
        try connection.forEach("SELECT text FROM note WHERE id > 3") { _ in Issue.record("there is no row") }
    }

    @Test func `a visit may run other statements`() throws {
        try connection.forEach("SELECT id, text FROM note ORDER BY id") { row in
            try connection.run("UPDATE note SET text = ?2 WHERE id = ?1", row.integer(0), row.text(1) + "!")
        }
        #expect(try connection.notes() == ["một!", "hai!", "ba!"])
    }

    @Test func `visits of different statements may be nested`() throws {
        var pairs: [String] = []
        try connection.forEach("SELECT text FROM note WHERE id < 3 ORDER BY id") { outer in
            try connection.forEach("SELECT text FROM note WHERE id > 1 ORDER BY id") { inner in
                pairs.append("\(outer.text(0)) \(inner.text(0))")
            }
        }
        #expect(pairs == ["một hai", "một ba", "hai hai", "hai ba"])
    }

    @Test func `an error in a visit ends it and releases its locks`() throws {
        var visited = 0
        #expect(throws: TestError()) {
            try connection.forEach("SELECT text FROM note ORDER BY id") { _ in
                visited += 1
                if visited == 2 { throw TestError() }
            }
        }
        #expect(visited == 2)
        try expectNoLocks()
    }

    @Test func `after an error in a visit the statement starts from the first row`() throws {
        let everyNote: StaticString = "SELECT text FROM note ORDER BY id"
        #expect(throws: TestError()) { try connection.forEach(everyNote) { _ in throw TestError() } }
        #expect(try connection.all(everyNote) { row in row.text(0) } == ["một", "hai", "ba"])
    }

    @Test func `an error while reading the first row releases its locks`() throws {
        #expect(throws: TestError()) {
            try connection.first("SELECT text FROM note WHERE id >= ?1", 1) { _ in throw TestError() }
        }
        try expectNoLocks()
    }

    @Test func `an error while reading all rows releases its locks`() throws {
        #expect(throws: TestError()) {
            try connection.all("SELECT text FROM note WHERE id >= ?1", 1) { _ in throw TestError() }
        }
        try expectNoLocks()
    }

    @Test func `a statement does not keep the values of its last use`() throws {
        let greeting: StaticString = "SELECT coalesce(?1, 'không tên')"
        #expect(try connection.first(greeting, "Lan") { row in row.text(0) } == "Lan")
        #expect(try connection.first(greeting, String?.none) { row in row.text(0) } == "không tên")
    }

    @Test func `a statement can be used many times`() throws {
        for number in 0..<1000 { try connection.insert(note: "ghi chú \(number)") }
        #expect(try connection.notesCount() == 1003)
    }

    @Test func `a statement can be used again after an error`() throws {
        #expect(sqliteError { try connection.insert(note: "một") }?.kind == .constraint)
        try connection.insert(note: "bốn")
        #expect(try connection.notes() == ["một", "hai", "ba", "bốn"])
    }

    @Test func `a statement survives a schema change`() throws {
        #expect(try connection.notesCount() == 3)
        try connection.execute(script: "ALTER TABLE note ADD COLUMN more TEXT; DROP TABLE IF EXISTS other")
        try file.connection().execute(script: "CREATE INDEX note_more ON note (more)")
        #expect(try connection.notesCount() == 3)
    }

    @Test func `a statement without its table fails and works once the table is back`() throws {
        #expect(try connection.notesCount() == 3)
        try connection.execute(script: "ALTER TABLE note RENAME TO away")
        #expect(sqliteError { _ = try connection.notesCount() }?.message == "no such table: note")
        try connection.execute(script: "ALTER TABLE away RENAME TO note")
        #expect(try connection.notesCount() == 3)
    }

    @Test func `an error in the SQL carries the statement`() {
        let error = sqliteError { try connection.run("SELEC 1") }
        #expect(error?.code == 1)
        #expect(error?.operation == "SELEC 1")
    }

    @Test func `SQL without a statement is an error`() {
        #expect(throws: SQLiteError.self) { try connection.run("-- nothing") }
        #expect(throws: SQLiteError.self) { try connection.run("") }
    }

    @Test func `a statement may end in a semicolon and white space`() throws {
        #expect(try connection.first("SELECT 1; \n\t") { row in row.integer(0) } == 1)
    }

    @Test func `run executes all of a statement and ignores its rows`() throws {
        try connection.run("UPDATE note SET text = text || '.' RETURNING id")
        #expect(try connection.notes() == ["một.", "hai.", "ba."])
    }

    @Test func `changes are counted for the last writing statement`() throws {
        try connection.run("UPDATE note SET text = text || '?' WHERE id > 1")
        #expect(connection.changeCount == 2)
        _ = try connection.notes()
        #expect(connection.changeCount == 2)
        try connection.run("DELETE FROM note WHERE id = 99")
        #expect(connection.changeCount == 0)
    }

    @Test func `the id of the last inserted row is returned`() throws {
        try connection.insert(note: "bốn")
        #expect(connection.lastInsertedID == 4)
        try connection.run("INSERT INTO note (id, text) VALUES (?1, 'năm')", Int64.max)
        #expect(connection.lastInsertedID == Int64.max)
    }

    @Test func `every optional column returns its value or nil`() throws {
        try connection.forEach("SELECT 7, NULL, 'bảy', x'07'") { row in
            #expect(row.optionalInteger(0) == 7 && row.optionalInteger(1) == nil)
            #expect(row.optionalText(2) == "bảy" && row.optionalText(1) == nil)
            #expect(row.optionalBytes(3) == [7] && row.optionalBytes(1) == nil)
        }
    }

    @Test func `a returned row is passed on only if the write succeeded`() throws {
        try connection.execute(
            script: "CREATE TABLE page (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note (id)) STRICT"
        )
        let insert: StaticString = "INSERT INTO page (note) VALUES (?1) RETURNING id"
        #expect(try connection.first(insert, 1) { row in row.integer(0) } == 1)
        let error = sqliteError { _ = try connection.first(insert, 99) { row in row.integer(0) } }
        #expect(error?.code == 787)
        #expect(try connection.first("SELECT count(*) FROM page") { row in row.integer(0) } == 1)
    }

    @Test func `a returned row in a transaction is passed on only if the write succeeded`() throws {
        try connection.execute(
            script: "CREATE TABLE page (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note (id)) STRICT"
        )
        try connection.run("BEGIN")
        let error = sqliteError {
            _ = try connection.first("INSERT INTO page (note) VALUES (99) RETURNING id") { row in
                row.integer(0)
            }
        }
        #expect(error?.kind == .constraint)
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
        #expect(try connection.first("SELECT count(*) FROM page") { row in row.integer(0) } == 0)
    }

    @Test func `a returned row is passed on only if its commit succeeded`() throws {
        try connection.execute(
            script: """
                CREATE TABLE page (
                    id   INTEGER PRIMARY KEY,
                    note INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED
                ) STRICT
                """
        )
        let insert: StaticString = "INSERT INTO page (note) VALUES (?1) RETURNING id"
        let error = sqliteError { _ = try connection.first(insert, 99) { row in row.integer(0) } }
        #expect(error?.code == 787)
        #expect(try connection.first(insert, 1) { row in row.integer(0) } == 1)
        #expect(try connection.all("SELECT note FROM page") { row in row.integer(0) } == [1])
    }

    @Test func `a successful write with RETURNING releases the lock`() throws {
        let id = try connection.first("INSERT INTO note (text) VALUES ('bốn'), ('năm') RETURNING id") { row in
            row.integer(0)
        }
        #expect(id == 4)
        #expect(try connection.notesCount() == 5)
        try expectNoLocks()
    }
}
