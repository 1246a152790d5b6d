import Domain
import Foundation
import SQLite
import TestSupport
import Testing
import Transparency

@testable import Store
@testable import Verify

/// Random alterations of random rows, always the same ones: each is found by `verify`, or by a checkpoint kept outside.
@Suite struct TamperingGeneratorTests {
    /// Columns that nothing in the file implies, as `EveryColumnTests` lists them; and those of tables that it leaves to
    /// other tests.
    private static let uncovered: Set<String> = [
        "access_token.last_used_ms", "log_checkpoint.signed_ms", "log_key.added_ms", "log_key.is_current",
        "log_cosignature.received_ms",
    ]
    private static let seconds = 10.0

    private struct Target {
        let table: String
        let column: String
    }

    private static func targets(_ raw: RawFile) throws -> [Target] {
        try raw.connection
            .all(
                """
                SELECT tables.name, columns.name
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table'
                    AND tables.name NOT IN ('migration', 'tag_key', 'sqlite_sequence')
                ORDER BY 1, 2
                """
            ) { row in Target(table: row.text(0), column: row.text(1)) }
            .filter { !uncovered.contains("\($0.table).\($0.column)") }
    }

    /// A predicate for one random row with a value in the column, by its primary key; nil when there is none.
    private static func row(
        _ target: Target, _ raw: RawFile, _ generator: inout SeededGenerator
    ) throws -> (predicate: String, value: [UInt8], type: String)? {
        let keys = try raw.connection.all(
            "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", target.table
        ) { row in row.text(0) }
        guard !keys.isEmpty else { return nil }
        // A row that counts nothing says nothing.
        let isCounted =
            switch target.table {
            case "unit_model", "hamlet_model": "models_count > 0"
            case "pledge_year": "pledges_count > 0"
            case "hamlet_population": "households > 0"
            default: "1 = 1"
            }
        let quoted = keys.map { "'\($0) = ' || quote(\($0))" }.joined(separator: " || ' AND ' || ")
        // A cast of the value to a blob gives its bytes.
        try raw.run(
            """
            DROP TABLE IF EXISTS temp.chosen;
            CREATE TEMP TABLE chosen AS
            SELECT \(quoted) AS predicate, CAST(\(target.column) AS BLOB) AS value, typeof(\(target.column)) AS type
            FROM \(target.table)
            WHERE length(CAST(\(target.column) AS BLOB)) > 0 AND \(isCounted);
            """)
        let rows = try raw.connection.all("SELECT predicate, value, type FROM temp.chosen ORDER BY predicate")
        {
            row in (predicate: row.text(0), value: row.bytes(1), type: row.text(2))
        }
        return rows.randomElement(using: &generator)
    }

    /// SQL for the value with one bit of one byte, or one digit, changed.
    private static func flipped(
        _ value: [UInt8], _ type: String, _ generator: inout SeededGenerator
    ) -> String {
        if type == "integer" {
            let number = Int64(String(decoding: value, as: UTF8.self)) ?? 0
            return "\(number ^ (1 << Int64.random(in: 0...8, using: &generator)))"
        }
        var bytes = value
        let index = bytes.indices.randomElement(using: &generator) ?? 0
        // Of a text, a bit that leaves it in ASCII.
        bytes[index] ^= 1 << UInt8.random(in: 0...(type == "text" ? 3 : 7), using: &generator)
        let hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return type == "text" ? "CAST(x'\(hexadecimal)' AS TEXT)" : "x'\(hexadecimal)'"
    }

    private enum Alteration: CaseIterable {
        case flippedBit
        /// The value of another row, which is as plausible.
        case otherRow
        case null
        /// A letter or a NUL more, behind which some programs do not look.
        case longer
        /// The same letters in another composition.
        case composition
        case deletedRow
    }

    /// SQL that alters one random row at one column; nil where there is nothing to alter.
    private static func script(
        _ alteration: Alteration, _ target: Target, _ raw: RawFile, _ generator: inout SeededGenerator
    ) throws -> String? {
        guard let row = try row(target, raw, &generator) else { return nil }
        let (table, column) = (target.table, target.column)
        func update(_ value: String) -> String {
            "UPDATE \(table) SET \(column) = \(value) WHERE \(row.predicate)"
        }
        let text = row.type == "text" ? String(decoding: row.value, as: UTF8.self) : ""
        switch alteration {
        case .flippedBit: return update(flipped(row.value, row.type, &generator))
        case .otherRow:
            return """
                UPDATE \(table) SET \(column) = (SELECT \(column) FROM \(table) AS other
                    WHERE other.\(column) <> \(table).\(column) ORDER BY 1 LIMIT 1)
                WHERE \(row.predicate)
                    AND EXISTS (SELECT 1 FROM \(table) AS other WHERE other.\(column) <> \(table).\(column))
                """
        case .null: return update("NULL")
        case .longer: return row.type == "text" ? update("\(column) || char(0, 120)") : nil
        case .composition:
            let other = text.decomposedStringWithCanonicalMapping
            return other.utf8.elementsEqual(text.utf8) || text.contains("'") ? nil : update("'\(other)'")
        case .deletedRow: return "DELETE FROM \(table) WHERE \(row.predicate)"
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `any alteration of any row is found`(_ seed: UInt64) throws {
        try alter(.books, seed, for: Self.seconds / 3)
    }

    @Test(arguments: TamperingSample.allCases.filter { $0 != .books })
    func `any alteration of books with moves, debts, slips, lines and replacements is found`(
        _ sample: TamperingSample
    ) throws {
        try alter(sample, 6, for: Self.seconds / 5)
    }

    /// Alters copies of the sample for some seconds, each at one place.
    private func alter(_ sample: TamperingSample, _ seed: UInt64, for seconds: Double) throws {
        var generator = SeededGenerator(seed: seed)
        let end = ContinuousClock.now + .seconds(seconds)
        let first = try sample.office()
        let targets = try withExtendedLifetime(first) { try Self.targets(RawFile(first.path)) }
        var tried = 0
        while tried < 60, tried == 0 || ContinuousClock.now < end {
            let office = try sample.office()
            let raw = try RawFile(office.path)
            let target = try #require(targets.randomElement(using: &generator))
            let alteration = try #require(Alteration.allCases.randomElement(using: &generator))
            // Whether a witness has cosigned is known to the witness alone.
            guard alteration != .deletedRow || target.table != "log_cosignature",
                let script = try Self.script(alteration, target, raw, &generator)
            else { continue }
            let before = try Self.content(of: target.table, raw)
            // An id that another row has, or NULL where the table has none, cannot be written at all.
            guard (try? raw.tamper(script)) != nil, try Self.content(of: target.table, raw) != before else {
                continue
            }
            let found = try office.store.verification().discrepancies
            #expect(!found.isEmpty, "\(sample.rawValue), seed \(seed): \(script)")
            tried += 1
        }
    }

    /// All rows of a table as text.
    private static func content(of table: String, _ raw: RawFile) throws -> [String] {
        let columns = try raw.connection.all("SELECT name FROM pragma_table_info(?1)", table) { row in
            row.text(0)
        }
        let row = columns.map { "typeof(\($0)) || hex(CAST(\($0) AS BLOB))" }.joined(separator: " || ")
        try raw.run(
            "DROP TABLE IF EXISTS temp.content; CREATE TEMP TABLE content AS SELECT \(row) AS row FROM \(table)"
        )
        return try raw.connection.all("SELECT row FROM temp.content ORDER BY row") { row in row.text(0) }
    }

    @Test(arguments: [4, 5] as [UInt64]) func `two swapped rows of the journal are found`(
        _ seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 1...8 {
            let books = try SampleBooks()
            let raw = try RawFile(books.office.path)
            let last = try raw.integer("SELECT max(position) FROM journal") ?? 0
            let first = Int64.random(in: 1..<last, using: &generator)
            let second = Int64.random(in: first + 1...last, using: &generator)
            try raw.tamper(
                """
                UPDATE journal SET position = 1000000 WHERE position = \(first);
                UPDATE journal SET position = \(first) WHERE position = \(second);
                UPDATE journal SET position = \(second) WHERE position = 1000000;
                """)
            let found = try books.office.store.verification().discrepancies
            #expect(!found.isEmpty, "seed \(seed): \(first) and \(second)")
        }
    }

    @Test func `rows cut off with all their effects are found by a checkpoint alone`() throws {
        let books = try SampleBooks()
        let older = try TestStore(copyOf: books.office.path)
        let (size, root) = try older.read { tx in (try tx.logSize(), try tx.logRoot(at: tx.logSize())) }
        let village = books.village
        _ = try books.office.write(by: village.clerk.id) { tx in
            try tx.receive(1000, from: .sponsor, in: village)
        }
        let name = try LogKeys.log().name
        let kept = try books.office.read { tx in
            Checkpoint(origin: name, size: try tx.logSize(), root: try tx.logRoot(at: tx.logSize()))
        }
        func compare(_ office: TestStore) throws -> CheckpointComparison {
            try office.read { tx in
                try CheckpointComparison(kept, size: tx.logSize()) { try tx.logRoot(at: $0) }
            }
        }
        #expect(try compare(books.office) == .contained)
        // The file from before the row is a file without the row and its effects: no fault can be seen in it.
        #expect(try older.discrepancies() == [])
        #expect(try compare(older) == .beyondEnd(size: size))
        // The same row once more is another entry.
        _ = try older.write(by: village.clerk.id) { tx in try tx.receive(1000, from: .sponsor, in: village) }
        #expect(try older.discrepancies() == [])
        #expect(try compare(older) == .otherHistory)
        #expect(try older.read { tx in try tx.logRoot(at: size) } == root)
    }

    @Test func `rows cut off below a stored checkpoint are found`() throws {
        let books = try SampleBooks()
        try books.office.write { tx in try tx.addCosignedCheckpoint(of: tx.logSize()) }
        let last = try RawFile(books.office.path).integer("SELECT max(position) FROM journal") ?? 0
        let found = try books.discrepancies(after: "DELETE FROM journal WHERE position = \(last)")
        #expect(found.contains(.checkpointDiffers(size: last)))
    }
}
