import Domain
import SQLite
import Store
import TestSupport
import Testing

@testable import Verify

/// Verification compares the file's schema with that of the migrations.
@Suite struct SchemaTamperingTests {
    /// The discrepancies of a new file after `script`.
    private func discrepancies(after script: String) throws -> [Discrepancy] {
        let office = try TestStore()
        try RawFile(office.path).run(script)
        return try office.store.file.verification(discrepanciesMax: 1000).discrepancies
    }

    @Test func `an unaltered schema is that of the migrations`() throws {
        #expect(try discrepancies(after: "ANALYZE") == [])
    }

    @Test func `a dropped trigger, index or view is found`() throws {
        let office = try TestStore()
        let objects = try RawFile(office.path).connection
            .all(
                """
                SELECT type, name FROM sqlite_schema
                WHERE type IN ('trigger', 'index', 'view') AND sql IS NOT NULL
                ORDER BY type, name
                """
            ) { row in (type: row.text(0), name: row.text(1)) }
        // The folder is removed with the office.
        #expect(objects.count > 60 && office.store.changes.lastPosition == 0)
        for (type, name) in objects {
            let found = try discrepancies(after: "DROP \(type) \(name)")
            #expect(found == [.schemaObjectMissing("\(type) \(name)")], "\(type) \(name)")
        }
    }

    @Test func `a table without its constraints is found`() throws {
        let found = try discrepancies(
            after: """
                DROP TABLE fund_decision;
                CREATE TABLE fund_decision (
                    fund INTEGER NOT NULL, number INTEGER NOT NULL, decision INTEGER NOT NULL, PRIMARY KEY (fund, number)
                ) STRICT, WITHOUT ROWID;
                """)
        #expect(found.contains(.schemaObjectChanged("table fund_decision")))
        #expect(found.contains(.schemaObjectMissing("trigger fund_decision_never_erased")))
    }

    @Test func `an added trigger is found`() throws {
        let found = try discrepancies(
            after: """
                CREATE TRIGGER hidden AFTER INSERT ON contribution
                BEGIN UPDATE fund SET name = name; END;
                """)
        #expect(found == [.schemaObjectUnknown("trigger hidden")])
    }

    /// The name of an object of SQLite's own begins with "sqlite_"; anybody may call a trigger "sqlitex".
    @Test func `an added trigger is found whatever it is called`() throws {
        for name in ["sqlitex", "SQLite stat1", "k\u{E9}o", "table"] {
            let found = try discrepancies(
                after: """
                    CREATE TRIGGER "\(name)" AFTER INSERT ON contribution
                    BEGIN UPDATE fund SET name = name; END;
                    """)
            #expect(found == [.schemaObjectUnknown("trigger \(name)")])
        }
    }

    @Test func `two added tables whose names differ in bytes alone are found`() throws {
        let found = try discrepancies(after: "CREATE TABLE \"k\u{E9}o\" (a); CREATE TABLE \"ke\u{301}o\" (a)")
        #expect(found == [.schemaObjectUnknown("table k\u{E9}o")])
    }

    /// Each change disarms the trigger; SQLite's quotes and white space outside of texts may differ.
    @Test(arguments: [
        // Within a text.
        ("state = 'closed'", "state = 'clo\"sed'"), ("state = 'closed'", "state = ' closed'"),
        // As a text in the place of a column, or of a word.
        ("month >= NEW.posted_on / 100", "\"month \" >= NEW.posted_on / 100"),
        ("BEGIN SELECT", "BEGIN /* x */ SELECT 1 WHERE 1 = 0 AND"), ("AND month", "-- x\nAND NOT month"),
    ])
    func `a trigger whose words were changed is found`(_ old: String, _ new: String) throws {
        let office = try TestStore()
        let raw = try RawFile(office.path)
        let name = "posting_in_open_month"
        let sql = try #require(
            try raw.connection.first("SELECT sql FROM sqlite_schema WHERE name = ?1", name) { row in
                row.text(0)
            })
        #expect(sql.contains(old))
        try raw.run("DROP TRIGGER \(name); \(sql.replacing(old, with: new))")
        let found = try office.store.file.verification(discrepanciesMax: 1000).discrepancies
        #expect(found == [.schemaObjectChanged("trigger \(name)")])
    }

    @Test(arguments: ["    -- x CHECK", "    /* CHECK"]) func `a constraint behind a comment is found`(
        _ comment: String
    ) throws {
        let office = try TestStore()
        let raw = try RawFile(office.path)
        let sql = try #require(
            try raw.connection.first("SELECT sql FROM sqlite_schema WHERE name = 'accounting_period'") {
                row in
                row.text(0)
            })
        let constraint = "    CHECK (closed_by IS NULL OR closed_by <> submitted_by),\n"
        #expect(sql.contains(constraint))
        let end = comment.contains("/*") ? "*/\n" : ""
        let other = sql.replacing(constraint, with: comment + constraint.dropFirst(9) + end)
        try raw.run("DROP TABLE accounting_period; \(other)")
        let found = try office.store.file.verification(discrepanciesMax: 1000).discrepancies
        #expect(found.contains(.schemaObjectChanged("table accounting_period")))
    }

    @Test func `quotes around a table, white space and comments are no change`() throws {
        let office = try TestStore()
        let raw = try RawFile(office.path)
        let name = "posting_in_open_month"
        let sql = try #require(
            try raw.connection.first("SELECT sql FROM sqlite_schema WHERE name = ?1", name) { row in
                row.text(0)
            })
        let same = sql.replacing("ON posting", with: "ON  \"posting\" -- x\n")
            .replacing("\nBEGIN", with: "\t/* it's */\nBEGIN")
        #expect(same != sql)
        try raw.run("DROP TRIGGER \(name); \(same)")
        #expect(try office.store.file.verification(discrepanciesMax: 1000).discrepancies == [])
    }
}
