import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A value is written where a row has none: a reader that does not look there would not see it.
@Suite struct FilledColumnTests {
    /// The last use, as `EveryColumnTests` lists it; and of a token that was issued without a code, what only a code has.
    private static let uncovered: Set<String> = [
        "access_token.last_used_ms", "access_token.assigned_by", "access_token.redeemed_ms",
    ]

    private struct Column {
        let table: String
        let name: String
        let type: String

        /// SQL for values: that of another row, and one of its own.
        var values: [String] {
            let own =
                switch type {
                case "INTEGER": "1"
                case "TEXT": "'x'"
                default: "zeroblob(32)"
                }
            let other =
                "(SELECT \(name) FROM \(table) AS other WHERE other.\(name) IS NOT NULL ORDER BY 1 LIMIT 1)"
            return [own, "coalesce(\(other), \(own))"]
        }
    }

    private static func columns(_ raw: RawFile) throws -> [Column] {
        try raw.connection
            .all(
                """
                SELECT tables.name, columns.name, columns.type
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND tables.name NOT IN ('migration', 'tag_key', 'sqlite_sequence')
                    AND columns."notnull" = 0 AND columns.pk = 0
                ORDER BY 1, 2
                """
            ) { row in Column(table: row.text(0), name: row.text(1), type: row.text(2)) }
            .filter { !uncovered.contains("\($0.table).\($0.name)") }
    }

    /// Predicates for the first and the last row that has no value in the column.
    private static func rows(_ column: Column, _ raw: RawFile) throws -> [String] {
        let keys = try raw.connection.all(
            "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", column.table
        ) { row in row.text(0) }
        let quoted = keys.map { "'\($0) = ' || quote(\($0))" }.joined(separator: " || ' AND ' || ")
        try raw.run(
            """
            DROP TABLE IF EXISTS temp.empty;
            CREATE TEMP TABLE empty AS
            SELECT \(quoted) AS predicate FROM \(column.table) WHERE \(column.name) IS NULL;
            """)
        let rows = try raw.connection.all("SELECT predicate FROM temp.empty") { row in row.text(0) }
        return rows.count < 2 ? rows : [rows[0], rows[rows.count - 1]]
    }

    @Test(arguments: TamperingSample.allCases)
    func `a value where there was none is found`(_ sample: TamperingSample) throws {
        let office = try sample.office()
        office.store.close()
        let raw = try RawFile(office.path)
        let triggers = try raw.connection.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            row in
            row.text(0)
        }
        for trigger in triggers { try raw.run("DROP TRIGGER \(trigger)") }
        try raw.run("PRAGMA ignore_check_constraints = ON")
        var tried = 0
        for column in try Self.columns(raw) {
            for row in try Self.rows(column, raw) {
                for value in column.values {
                    try raw.run("BEGIN")
                    defer { try? raw.run("ROLLBACK") }
                    let script = "UPDATE \(column.table) SET \(column.name) = \(value) WHERE \(row)"
                    // Another row may have the value.
                    guard (try? raw.run(script)) != nil else { continue }
                    let tx = ReadTransaction(reading: raw.connection)
                    let found = try tx.verification(split: VerificationSplit(partsMax: 1)).discrepancies
                    #expect(!found.isEmpty, "\(sample.rawValue): \(script)")
                    tried += 1
                }
            }
        }
        #expect(tried > 20)
    }
}
