import SQLite
import Testing

/// A statement that SQLite rejects, with the expected error.
private struct Refused: Sendable, CustomTestStringConvertible {
    let sql: StaticString
    let code: Int32
    let kind: SQLiteError.Kind
    let constrained: String

    var testDescription: String { constrained }

    private static func constraint(_ subcode: Int32, _ sql: StaticString, _ constrained: String) -> Refused {
        Refused(sql: sql, code: 19 | subcode << 8, kind: .constraint, constrained: constrained)
    }

    /// Subcodes from https://www.sqlite.org/rescode.html.
    static let all = [
        constraint(
            8,
            "INSERT INTO hamlet (commune, name, persons) VALUES ('16702', 'Xóm 9', 5)",
            "hamlet.commune, hamlet.name"
        ),
        constraint(
            8,
            "UPDATE hamlet SET code = 'A' WHERE id = 2",
            "hamlet.code"
        ),
        constraint(
            8,
            "INSERT INTO hamlet (commune, name, valid_from) VALUES ('16702', 'Xóm 10', 20250701)",
            "index 'hamlet_life'"
        ),
        constraint(6, "INSERT INTO hamlet (id, commune, name) VALUES (1, '1', 'a')", "hamlet.id"),
        constraint(6, "INSERT INTO series (hamlet, year) VALUES (1, 2026)", "series.hamlet, series.year"),
        constraint(1, "INSERT INTO hamlet (commune, name) VALUES ('16702', '')", "length(name) > 0"),
        constraint(1, "UPDATE hamlet SET persons = -1", "persons_counted"),
        constraint(5, "INSERT INTO hamlet (commune) VALUES ('16702')", "hamlet.name"),
        constraint(5, "UPDATE hamlet SET name = NULL", "hamlet.name"),
        constraint(
            3,
            "INSERT INTO series (hamlet, year) VALUES (99, 2026)",
            "FOREIGN KEY constraint failed"
        ),
        constraint(3, "DELETE FROM hamlet WHERE id = 1", "FOREIGN KEY constraint failed"),
        constraint(
            12,
            "UPDATE hamlet SET persons = 'năm'",
            "cannot store TEXT value in INTEGER column hamlet.persons"
        ),
        constraint(
            12,
            "UPDATE hamlet SET persons = 1.5",
            "cannot store REAL value in INTEGER column hamlet.persons"
        ),
        constraint(
            12,
            "UPDATE hamlet SET name = x'00'",
            "cannot store BLOB value in TEXT column hamlet.name"
        ),
        Refused(
            sql: "DELETE FROM series",
            code: 19 | 7 << 8,
            kind: .trigger,
            constrained: "series are never erased"
        ),
        Refused(
            sql: "UPDATE series SET year = 2027",
            code: 19 | 7 << 8,
            kind: .trigger,
            constrained: "kept as written"
        ),
    ]
}

@Suite struct ConstraintTests {
    private let file: DatabaseFile
    private let connection: Connection

    init() throws {
        file = try DatabaseFile()
        connection = try file.connection()
        try connection.execute(
            script: """
                PRAGMA foreign_keys = ON;
                CREATE TABLE hamlet (
                    id         INTEGER PRIMARY KEY,
                    commune    TEXT NOT NULL,
                    name       TEXT NOT NULL CHECK (length(name) > 0),
                    code       TEXT UNIQUE,
                    persons    INTEGER CONSTRAINT persons_counted CHECK (persons >= 0),
                    valid_from INTEGER,
                    UNIQUE (commune, name)
                ) STRICT;
                CREATE UNIQUE INDEX hamlet_life ON hamlet (commune, coalesce(valid_from, 20250701))
                    WHERE valid_from IS NOT NULL;
                CREATE TABLE series (
                    hamlet INTEGER NOT NULL REFERENCES hamlet (id),
                    year   INTEGER NOT NULL,
                    PRIMARY KEY (hamlet, year)
                ) STRICT, WITHOUT ROWID;
                CREATE TRIGGER series_never_erased BEFORE DELETE ON series
                BEGIN SELECT RAISE(ABORT, 'series are never erased'); END;
                CREATE TRIGGER series_kept_as_written BEFORE UPDATE ON series
                BEGIN SELECT RAISE(ABORT, 'voucher_series: kept as written'); END;
                INSERT INTO hamlet (commune, name, code, persons, valid_from)
                VALUES ('16702', 'Xóm 9', 'A', 900, 20250701), ('16703', 'Xóm 9', 'B', 1, NULL);
                INSERT INTO series (hamlet, year) VALUES (1, 2026);
                """
        )
    }

    @Test(arguments: Refused.all)
    private func `a rejected row names the constraint`(_ refused: Refused) {
        let error = sqliteError { try connection.run(refused.sql) }
        #expect(error?.code == refused.code)
        #expect(error?.kind == refused.kind)
        #expect(error?.constraintName == refused.constrained)
        #expect(error?.operation == refused.sql.description)
    }

    @Test(arguments: Refused.all)
    private func `a rejected row changes nothing`(_ refused: Refused) throws {
        let before = try connection.all("SELECT * FROM hamlet JOIN series") { row in row.text(2) }
        #expect(throws: SQLiteError.self) { try connection.run(refused.sql) }
        #expect(try connection.all("SELECT * FROM hamlet JOIN series") { row in row.text(2) } == before)
    }

    @Test func `a strict integer column accepts a text of digits but not a word`() throws {
        let update: StaticString = "UPDATE hamlet SET persons = ?1 WHERE id = 1"
        try connection.run(update, "315")
        #expect(
            try connection.first("SELECT persons FROM hamlet WHERE id = 1") { row in row.integer(0) } == 315
        )
        #expect(sqliteError { try connection.run(update, "ba trăm") }?.kind == .constraint)
        #expect(sqliteError { try connection.run(update, [UInt8]("315".utf8)) }?.kind == .constraint)
    }

    @Test func `a deferred foreign key fails the commit`() throws {
        try connection.run("PRAGMA defer_foreign_keys = ON")
        try connection.run("BEGIN")
        try connection.run("PRAGMA defer_foreign_keys = ON")
        try connection.run("INSERT INTO series (hamlet, year) VALUES (77, 2026)")
        #expect(sqliteError { try connection.run("COMMIT") }?.kind == .constraint)
        #expect(connection.isInTransaction)
        try connection.run("ROLLBACK")
    }
}

@Suite struct SQLiteErrorTests {
    @Test(
        arguments: [
            (19, .constraint), (275, .constraint), (787, .constraint), (1299, .constraint),
            (1555, .constraint),
            (2067, .constraint), (3091, .constraint), (1811, .trigger), (5, .busy), (261, .busy),
            (517, .busy),
            (6, .busy), (262, .busy), (13, .full), (8, .readOnly), (1032, .readOnly), (1, .other),
            (10, .other),
            (778, .other), (11, .other), (14, .other), (18, .other), (21, .other), (26, .other),
        ] as [(Int32, SQLiteError.Kind)]
    )
    func `every code has its kind`(_ code: Int32, _ kind: SQLiteError.Kind) {
        #expect(SQLiteError(code: code, message: "", operation: "").kind == kind)
    }

    @Test(arguments: [
        ("UNIQUE constraint failed: a.b", "a.b"), ("UNIQUE constraint failed: a.b, a.c", "a.b, a.c"),
        ("CHECK constraint failed: time = '12:30'", "time = '12:30'"), ("no colon", "no colon"), ("", ""),
        ("colon at the end:", ""), (":   spaces", "spaces"),
    ])
    func `the text after the first colon is the constraint`(_ message: String, _ constrained: String) {
        #expect(SQLiteError(code: 19, message: message, operation: "").constraintName == constrained)
    }
}
