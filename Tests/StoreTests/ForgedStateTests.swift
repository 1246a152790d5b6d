import Domain
import JSON
import SQLite
import TestSupport
import Testing
import Transparency

@testable import Store
@testable import Verify

/// One value altered everywhere at once, by somebody who has the file and knows the format: in the row with all columns
/// that derive from it, in the payload and the public part of its entry, and in all hashes; signed checkpoints removed.
///
/// `verify` finds what other rows imply too. The rest is found by whoever kept a checkpoint, or the proof file of a
/// receipt, from before: the root is another one.
@Suite struct ForgedStateTests {
    private struct Column {
        let name: String
        let type: String
        /// The values that a CHECK lists.
        let choices: [String]

        /// SQL for plausible other values.
        func otherValues(than old: String?) -> [String] {
            let isDay = name.hasSuffix("_on") || name == "valid_from" || name == "valid_to"
            return switch type {
            case "INTEGER" where isDay: [1, -1].map { "coalesce(\(name), 20261115) + \($0)" }
            case "INTEGER": ["coalesce(\(name), 0) + 1"]
            case "BLOB": ["zeroblob(32)"]
            default:
                choices.isEmpty
                    ? ["coalesce(\(name), '') || 'x'"] : choices.filter { $0 != old }.map { "'\($0)'" }
            }
        }
    }

    /// A copy of a sample without triggers, whose root was kept.
    private struct Forgery {
        let office: TestStore
        let raw: RawFile
        let size: Int64
        let root: TreeHash
        let kept: Checkpoint

        init(_ sample: TamperingSample) throws {
            office = try sample.office()
            office.store.close()
            raw = try RawFile(office.path)
            let triggers = try raw.connection.all(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
            ) { row in row.text(0) }
            for trigger in triggers { try raw.run("DROP TRIGGER \(trigger)") }
            try raw.run("DELETE FROM log_cosignature; DELETE FROM log_checkpoint;")
            let tx = ReadTransaction(reading: raw.connection)
            size = try tx.logSize()
            root = try tx.logRoot(at: size)
            kept = Checkpoint(origin: try LogKeys.log().name, size: size, root: root)
        }

        func columns(of table: String) throws -> [Column] {
            let sql = try raw.connection
                .first("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", table) {
                    $0.text(0)
                }
            let words = (sql ?? "").split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            return try raw.connection
                .all("SELECT name, type FROM pragma_table_info(?1)", table) { row in
                    (name: row.text(0), type: row.text(1))
                }
                // Counted from 1 in all rows.
                .filter { !["id", "position", "version", "last_used_ms"].contains($0.name) }
                .map { name, type in
                    Column(
                        name: name, type: type,
                        choices: words.quotedWords(after: "CHECK (\(name) IN (", until: ")"))
                }
        }

        func ids(of kind: EntityKind) throws -> [Int64] {
            try raw.run(
                "DROP TABLE IF EXISTS temp.ids; CREATE TEMP TABLE ids AS SELECT id FROM \(kind.table.name.text)"
            )
            return try raw.connection.all("SELECT id FROM temp.ids ORDER BY id") { row in row.integer(0) }
        }

        func value(_ column: Column, of kind: EntityKind, _ id: Int64) throws -> String? {
            try raw.run(
                """
                DROP TABLE IF EXISTS temp.old;
                CREATE TEMP TABLE old AS
                SELECT CAST(\(column.name) AS TEXT) AS value FROM \(kind.table.name.text) WHERE id = \(id)
                """)
            return try raw.connection.first("SELECT value FROM temp.old") { row in row.optionalText(0) }
                ?? nil
        }

        /// What was found of the altered value, and how the kept checkpoint compares; nil when it cannot be written.
        func alter<Value: StoredEntity>(
            _ type: Value.Type, _ id: Int64, _ column: Column, from old: String?, to value: String
        ) throws -> (isFound: Bool, comparison: CheckpointComparison)? {
            try raw.run("BEGIN")
            defer { try? raw.run("ROLLBACK") }
            let table = Value.table.name.text
            // Another row may have the value, or the column only takes some.
            guard (try? raw.run("UPDATE \(table) SET \(column.name) = \(value) WHERE id = \(id)")) != nil
            else {
                return nil
            }
            let tx = ReadTransaction(reading: raw.connection)
            // A row that cannot be read has no payload to forge.
            guard let state = try? tx.find(Identifier<Value>(id)) else { return (true, .otherHistory) }
            try deriveColumns(of: state)
            guard try self.value(column, of: Value.kind, id) != old else { return nil }
            try forge(state)
            let discrepancies = try tx.verification(split: VerificationSplit(partsMax: 1)).discrepancies
            let comparison = try CheckpointComparison(kept, size: tx.logSize()) { try tx.logRoot(at: $0) }
            return (!discrepancies.isEmpty, comparison)
        }

        private func deriveColumns<Value: StoredEntity>(of state: Value) throws {
            for (name, derived) in zip(Value.table.derived, state.derived(NameKeys())) {
                let value: String
                switch derived {
                case .text(let text): value = "'\(text.replacing("'", with: "''"))'"
                case .bytes(let bytes):
                    var digits: [UInt8] = []
                    digits.append(hexadecimal: bytes)
                    value = "x'\(String(decoding: digits, as: UTF8.self))'"
                }
                try raw.run(
                    "UPDATE \(Value.table.name.text) SET \(name.text) = \(value) WHERE id = \(state.id.number)"
                )
            }
        }

        /// Writes the state into the last entry about it, with the hashes that fit.
        private func forge<Value: StoredEntity>(_ state: Value) throws {
            var json = JSONWriter(capacity: 512)
            json.beginObject()
            state.writePayload(to: &json)
            json.endObject()
            let payload = json.finish()
            let members = Value.table.publicMembers.selected(from: payload)
            var entry = JournalEntry()
            for event in Value.table.eventNames {
                let position = try raw.connection.first(
                    "SELECT max(position) FROM journal WHERE kind = ?1 AND subject = ?2", event, state.id
                ) { row in row.optionalInteger(0) }
                guard let position, let position, position == (try last(of: Value.table, state.id.number))
                else {
                    continue
                }
                let leaf = try raw.connection.first(
                    """
                    SELECT position, recorded_ms, actor, kind, subject, token, assigned_by, owner, nonce, request
                    FROM journal
                    WHERE position = ?1
                    """, position
                ) { row in
                    let actor = row.optionalID(2)
                        .map { Actor($0, token: row.optionalID(5), assignedBy: row.optionalID(6)) }
                    let columns = JournalEntry.Row(
                        position: row.integer(0), recordedAt: row.instant(1), author: actor,
                        event: row.text(3), subject: row.integer(4), owner: row.optionalText(7),
                        request: row.optionalBytes(9))
                    entry.write(
                        columns, nonce: row.optionalBytes(8) ?? [], payload: payload, publicMembers: members)
                    return entry.leaf
                }
                try raw.connection.run(
                    "UPDATE journal SET payload = ?2, public_members = ?3, leaf = ?4 WHERE position = ?1",
                    position, payload, members, leaf?.bytes)
            }
        }

        private func last(of table: EntityTable, _ id: Int64) throws -> Int64 {
            var last: Int64 = 0
            for event in table.eventNames {
                let position = try raw.connection.first(
                    "SELECT max(position) FROM journal WHERE kind = ?1 AND subject = ?2", event, id
                ) { row in row.optionalInteger(0) }
                last = max(last, (position ?? nil) ?? 0)
            }
            return last
        }
    }

    /// The columns of which some altered value is found by a kept checkpoint alone.
    private static func accepted(_ kind: EntityKind) throws -> (columns: Set<String>, tried: Int) {
        var (columns, tried) = (Set<String>(), 0)
        for sample in TamperingSample.allCases.reversed() where sample != .responses {
            let forgery = try Forgery(sample)
            let ids = try forgery.ids(of: kind).suffix(3)
            for id in ids {
                for column in try forgery.columns(of: kind.table.name.text)
                where !columns.contains(column.name) {
                    let old = try forgery.value(column, of: kind, id)
                    for value in column.otherValues(than: old) {
                        guard let found = try forgery.alter(kind.storedType, id, column, from: old, to: value)
                        else { continue }
                        tried += 1
                        if !found.isFound { columns.insert(column.name) }
                        #expect(
                            found.isFound || found.comparison == .otherHistory,
                            "\(kind).\(column.name) = \(value)")
                    }
                }
            }
        }
        return (columns, tried)
    }

    @Test(arguments: EntityKind.allCases)
    func `what other rows imply is found, and all else by a kept checkpoint`(_ kind: EntityKind) throws {
        let (columns, tried) = try Self.accepted(kind)
        #expect(tried > 0, "no sample has a \(kind)")
        #expect(columns.subtracting(kind.columnsOfOwnWord).sorted() == [])
    }
}

extension String {
    /// The quoted words between `start` and `end`.
    fileprivate func quotedWords(after start: String, until end: Character) -> [String] {
        guard let range = firstRange(of: start) else { return [] }
        return self[range.upperBound...].prefix { $0 != end }.split(separator: ",")
            .map { word in String(word.filter { $0 != "'" && $0 != " " }) }
    }
}
