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
}
