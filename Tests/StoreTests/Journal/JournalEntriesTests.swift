import Domain
import SQLite
import TestSupport
import Testing
import Transparency

@testable import Store

/// Migration `0046_journal_entries.sql` on a file of before.
@Suite struct JournalEntriesTests {
    private static let before = Array(Migration.all.prefix { $0.name != JournalEntries.migrationName })

    /// A file and its folder, which is removed with it.
    private struct EarlierFile {
        let folder: TemporaryFolder

        var path: String { folder.path(of: TestStore.fileName) }
    }

    /// A file of before with `count` rows, whose payloads are of several kinds.
    private func earlierFile(rows count: Int) throws -> EarlierFile {
        let folder = try TemporaryFolder()
        let office = EarlierFile(folder: folder)
        try Store(path: office.path, migrations: Self.before, clock: { TestStore.start }).close()
        let raw = try RawFile(office.path)
        try raw.connection.run("BEGIN")
        for position in 1...Int64(count) {
            let isReceipt = position.isMultiple(of: 3)
            let (event, subject) = (isReceipt ? "contribution.recorded" : "user.recorded", position)
            let payload = Array(
                (isReceipt
                    ? #"{"id":\#(position),"hamlet":7,"amount":\#(position * 1000),"anonymous":false,"party_name":"An"}"#
                    : #"{"id":\#(position),"name":"Lan"}"#)
                    .utf8)
            let actor = Actor(User.ID(2), token: position > 10 ? AccessToken.ID(1) : nil)
            var hash = EarlierJournalHash()
            hash.write(
                position: position, at: Instant(milliseconds: position), actor: actor, event: event,
                subject: subject, payload: payload)
            try raw.connection.run(
                """
                INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload, leaf, token)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                """, position, position, actor.user, event, subject, payload, hash.hash, actor.token)
        }
        try raw.connection.run("COMMIT")
        return office
    }

    private func upgraded(_ office: EarlierFile) throws -> Store {
        try Store(
            path: office.path, older: .isUpgraded(after: { _ in }),
            clock: { TestStore.start })
    }

    @Test func `each voucher's row is found by an index, not by reading the journal`() throws {
        let office = try earlierFile(rows: 1)
        let connection = try RawFile(office.path).connection
        try JournalEntries.prepare(on: connection)
        try connection.run("ALTER TABLE journal RENAME TO earlier_journal")
        // The one that the migration creates, and that its statements cannot use.
        try connection.run(
            """
            CREATE INDEX earlier_journal_voucher ON earlier_journal (kind, subject)
            WHERE kind IN ('contribution.recorded', 'expenditure.changed')
            """)
        let plan = try connection.all(
            """
            EXPLAIN QUERY PLAN SELECT min(position) FROM earlier_journal
            WHERE kind = 'contribution.recorded' AND subject = ?1
            """, 1
        ) { row in row.text(3) }
        #expect(plan.contains { $0.contains("earlier_journal_events (kind=? AND subject=?)") })
    }

    @Test(arguments: [1, 255, 256, 257, 1500]) func `rows become entries of one tree, each with a nonce`(
        _ count: Int
    ) throws {
        let office = try earlierFile(rows: count)
        let store = try upgraded(office)
        defer { store.close() }
        let raw = try RawFile(store.path)
        #expect(try raw.integer("SELECT count(DISTINCT nonce) FROM journal") == Int64(count))
        #expect(try raw.integer("SELECT count(*) FROM log_tile WHERE level = 0") == Int64(count / 256))
        var edge = TreeEdge()
        try raw.connection.forEach("SELECT leaf FROM journal ORDER BY position") { row in
            if let leaf = TreeHash(row.bytes(0)) { _ = edge.append(leaf) }
        }
        #expect(edge.size == Int64(count))
        let reader = try store.reader()
        defer { reader.end() }
        #expect(try reader.read { tx in try tx.logRoot(at: Int64(count)) } == edge.root)
    }

    @Test func `owners and public members of old rows are those of new ones`() throws {
        let office = try earlierFile(rows: 3)
        try upgraded(office).close()
        let rows = try RawFile(office.path).connection
            .all("SELECT owner, public_members, actor, token FROM journal ORDER BY position") { row in
                [
                    row.optionalText(0) ?? "-",
                    row.optionalBytes(1).map { String(decoding: $0, as: UTF8.self) } ?? "-",
                    "\(row.integer(2))",
                ]
            }
        #expect(rows[0] == ["-", "-", "2"])
        #expect(rows[2] == ["h7", #"{"hamlet":7,"amount":3000,"party_name":"An"}"#, "2"])
    }

    @Test(arguments: ["payload = x'7B7D'", "actor = 3", "recorded_ms = 77", "leaf = zeroblob(32)"])
    func `a row that was altered before stops the upgrade, and the file stays as it was`(
        _ change: String
    ) throws {
        let office = try earlierFile(rows: 5)
        try RawFile(office.path).tamper("UPDATE journal SET \(change) WHERE position = 4")
        #expect(throws: OpeningError.self) { try upgraded(office).close() }
        #expect(
            try RawFile(office.path).integer("SELECT count(*) FROM migration") == Int64(Self.before.count))
        #expect(try RawFile(office.path).integer("SELECT count(*) FROM journal") == 5)
    }
}
