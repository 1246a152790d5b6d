import SQLite
import Testing

@Suite struct QueryTests {
    let file: DatabaseFile
    let connection: Connection

    init() throws {
        file = try DatabaseFile()
        connection = try file.withNotes(["một", "hai", "ba"])
    }

    /// The write lock is free and no statement holds a snapshot: a truncating checkpoint gets through.
    private func expectNothingHeld() throws {
        try connection.insert(note: "sau cùng")
        #expect(try file.connection().checkpoint(.truncate))
    }

    @Test func `the first row is given`() throws {
        #expect(try connection.first("SELECT text FROM note ORDER BY id") { row in row.text(0) } == "một")
        try expectNothingHeld()
    }

    @Test func `no first row is nil, and nothing is read`() throws {
        let text = try connection.first("SELECT text FROM note WHERE id = ?1", 99) { row in
            Issue.record("there is no row")
            return row.text(0)
        }
        #expect(text == nil)
    }

    @Test func `a first row with NULL is not a missing row`() throws {
        let kept = try connection.first("SELECT NULL") { row in row.optionalText(0) }
        let missing = try connection.first("SELECT NULL WHERE 0") { row in row.optionalText(0) }
        #expect(kept == .some(nil))
        #expect(missing == nil)
    }

    @Test func `all rows come in their order`() throws {
        #expect(try connection.notes() == ["một", "hai", "ba"])
        #expect(
            try connection.all("SELECT id FROM note ORDER BY id DESC") { row in row.integer(0) } == [3, 2, 1]
        )
    }

    @Test func `no rows are an empty list`() throws {
        #expect(try connection.all("SELECT text FROM note WHERE id > ?1", 3) { row in row.text(0) } == [])
    }

    @Test func `each row is visited once, in order`() throws {
        var visited: [String] = []
        try connection.each("SELECT text FROM note ORDER BY id") { row in visited.append(row.text(0)) }
        #expect(visited == ["một", "hai", "ba"])
    }

    @Test func `no rows are no visits`() throws {
        try connection.each("SELECT text FROM note WHERE id > 3") { _ in Issue.record("there is no row") }
    }

    @Test func `a visit may run other statements`() throws {
        try connection.each("SELECT id, text FROM note ORDER BY id") { row in
            try connection.run("UPDATE note SET text = ?2 WHERE id = ?1", row.integer(0), row.text(1) + "!")
        }
        #expect(try connection.notes() == ["một!", "hai!", "ba!"])
    }

    @Test func `visits may be nested when their statements differ`() throws {
        var pairs: [String] = []
        try connection.each("SELECT text FROM note WHERE id < 3 ORDER BY id") { outer in
            try connection.each("SELECT text FROM note WHERE id > 1 ORDER BY id") { inner in
                pairs.append("\(outer.text(0)) \(inner.text(0))")
            }
        }
        #expect(pairs == ["một hai", "một ba", "hai hai", "hai ba"])
    }

    @Test func `an error in a visit ends it and holds nothing`() throws {
        var visited = 0
        #expect(throws: GivenUp()) {
            try connection.each("SELECT text FROM note ORDER BY id") { _ in
                visited += 1
                if visited == 2 { throw GivenUp() }
            }
        }
        #expect(visited == 2)
        try expectNothingHeld()
    }

    @Test func `after an error in a visit the statement starts from the top`() throws {
        let everyNote: StaticString = "SELECT text FROM note ORDER BY id"
        #expect(throws: GivenUp()) { try connection.each(everyNote) { _ in throw GivenUp() } }
        #expect(try connection.all(everyNote) { row in row.text(0) } == ["một", "hai", "ba"])
    }

    @Test func `an error while reading the first row holds nothing`() throws {
        #expect(throws: GivenUp()) {
            try connection.first("SELECT text FROM note WHERE id >= ?1", 1) { _ in throw GivenUp() }
        }
        try expectNothingHeld()
    }

    @Test func `an error while reading all rows holds nothing`() throws {
        #expect(throws: GivenUp()) {
            try connection.all("SELECT text FROM note WHERE id >= ?1", 1) { _ in throw GivenUp() }
        }
        try expectNothingHeld()
    }

    @Test func `a statement forgets the values of its last use`() throws {
        let greeting: StaticString = "SELECT coalesce(?1, 'không tên')"
        #expect(try connection.first(greeting, "Lan") { row in row.text(0) } == "Lan")
        #expect(try connection.first(greeting, String?.none) { row in row.text(0) } == "không tên")
    }

    @Test func `a statement is used many times`() throws {
        for number in 0..<1000 { try connection.insert(note: "ghi chú \(number)") }
        #expect(try connection.notesCount() == 1003)
    }

    @Test func `a refused statement is used again`() throws {
        #expect(refusal { try connection.insert(note: "một") }?.kind == .constraint)
        try connection.insert(note: "bốn")
        #expect(try connection.notes() == ["một", "hai", "ba", "bốn"])
    }

    @Test func `a statement follows a change of the schema`() throws {
        #expect(try connection.notesCount() == 3)
        try connection.execute(script: "ALTER TABLE note ADD COLUMN more TEXT; DROP TABLE IF EXISTS other")
        try file.connection().execute(script: "CREATE INDEX note_more ON note (more)")
        #expect(try connection.notesCount() == 3)
    }

    @Test func `a statement whose table is gone is an error, and works when it is back`() throws {
        #expect(try connection.notesCount() == 3)
        try connection.execute(script: "ALTER TABLE note RENAME TO away")
        #expect(refusal { _ = try connection.notesCount() }?.message == "no such table: note")
        try connection.execute(script: "ALTER TABLE away RENAME TO note")
        #expect(try connection.notesCount() == 3)
    }

    @Test func `a mistake in the SQL is an error that carries it`() {
        let error = refusal { try connection.run("SELEC 1") }
        #expect(error?.code == 1)
        #expect(error?.doing == "SELEC 1")
    }

    @Test func `SQL without a statement is an error`() {
        #expect(throws: SQLiteError.self) { try connection.run("-- nothing") }
        #expect(throws: SQLiteError.self) { try connection.run("") }
    }

    @Test func `one statement may end in a semicolon and spaces`() throws {
        #expect(try connection.first("SELECT 1; \n\t") { row in row.integer(0) } == 1)
    }

    @Test func `rows of a run are passed over and all of it happens`() throws {
        try connection.run("UPDATE note SET text = text || '.' RETURNING id")
        #expect(try connection.notes() == ["một.", "hai.", "ba."])
    }

    @Test func `changes are counted for the last statement`() throws {
        try connection.run("UPDATE note SET text = text || '?' WHERE id > 1")
        #expect(connection.changesCount == 2)
        _ = try connection.notes()
        #expect(connection.changesCount == 2)
        try connection.run("DELETE FROM note WHERE id = 99")
        #expect(connection.changesCount == 0)
    }

    @Test func `the id of the last row is known`() throws {
        try connection.insert(note: "bốn")
        #expect(connection.lastInsertedID == 4)
        try connection.run("INSERT INTO note (id, text) VALUES (?1, 'năm')", Int64.max)
        #expect(connection.lastInsertedID == Int64.max)
    }

    @Test func `every optional column reads its value or nil`() throws {
        try connection.each("SELECT 7, NULL, 'bảy', x'07'") { row in
            #expect(row.optionalInteger(0) == 7 && row.optionalInteger(1) == nil)
            #expect(row.optionalText(2) == "bảy" && row.optionalText(1) == nil)
            #expect(row.optionalBytes(3) == [7] && row.optionalBytes(1) == nil)
        }
    }

    @Test func `a returned row is given only when the write was kept`() throws {
        try connection.execute(
            script: "CREATE TABLE page (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note (id)) STRICT"
        )
        let insert: StaticString = "INSERT INTO page (note) VALUES (?1) RETURNING id"
        #expect(try connection.first(insert, 1) { row in row.integer(0) } == 1)
        let error = refusal { _ = try connection.first(insert, 99) { row in row.integer(0) } }
        #expect(error?.code == 787)
        #expect(try connection.first("SELECT count(*) FROM page") { row in row.integer(0) } == 1)
    }

    @Test func `a returned row within a transaction is given only when the write was kept`() throws {
        try connection.execute(
            script: "CREATE TABLE page (id INTEGER PRIMARY KEY, note INTEGER REFERENCES note (id)) STRICT"
        )
        try connection.run("BEGIN")
        let error = refusal {
            _ = try connection.first("INSERT INTO page (note) VALUES (99) RETURNING id") { row in
                row.integer(0)
            }
        }
        #expect(error?.kind == .constraint)
        #expect(connection.isInTransaction)
        try connection.run("COMMIT")
        #expect(try connection.first("SELECT count(*) FROM page") { row in row.integer(0) } == 0)
    }

    @Test func `a returned row is given only when the commit behind it happened`() throws {
        try connection.execute(
            script: """
                CREATE TABLE page (
                    id   INTEGER PRIMARY KEY,
                    note INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED
                ) STRICT
                """
        )
        let insert: StaticString = "INSERT INTO page (note) VALUES (?1) RETURNING id"
        let error = refusal { _ = try connection.first(insert, 99) { row in row.integer(0) } }
        #expect(error?.code == 787)
        #expect(try connection.first(insert, 1) { row in row.integer(0) } == 1)
        #expect(try connection.all("SELECT note FROM page") { row in row.integer(0) } == [1])
    }

    @Test func `a returned row with its write kept frees the lock`() throws {
        let id = try connection.first("INSERT INTO note (text) VALUES ('bốn'), ('năm') RETURNING id") { row in
            row.integer(0)
        }
        #expect(id == 4)
        #expect(try connection.notesCount() == 5)
        try expectNothingHeld()
    }
}
