import Domain
import JSON
import SQLite
import Transparency

/// Makes entries of the public log of an older file's journal rows: migration `0046_journal_entries.sql`.
///
/// Each row gets a nonce. Its earlier hash is checked first, so that an altered row does not become an entry.
struct JournalEntries {
    /// The migration whose transaction this runs in.
    static let migrationName = "0046_journal_entries.sql"

    private struct EarlierRow {
        let position: Int64
        let recordedAt: Instant
        let user: Int64?
        let token: Int64?
        let assignedBy: Int64?
        let event: String
        let subject: Int64
        let payload: [UInt8]
        let leaf: [UInt8]

        init(_ row: borrowing Row) {
            position = row.integer(0)
            recordedAt = row.instant(1)
            user = row.optionalInteger(2)
            token = row.optionalInteger(3)
            assignedBy = row.optionalInteger(4)
            event = row.text(5)
            subject = row.integer(6)
            payload = row.bytes(7)
            leaf = row.bytes(8)
        }

        var author: Actor? {
            user.map {
                Actor(
                    Identifier($0), token: token.map { Identifier($0) },
                    assignedBy: assignedBy.map { Identifier($0) })
            }
        }

        /// Whose books changed: the hamlet that the payload names, or that it is about.
        var owner: String? {
            guard let slices = JSONMemberSlices(of: payload) else { return nil }
            let name: StaticString = event.hasPrefix("hamlet.") ? "id" : "hamlet"
            let text = slices.member(name, in: payload)
                .map { String(decoding: payload[$0.value], as: UTF8.self) }
            return text.flatMap { Int64($0) }.map { FundOwner.hamlet(Identifier($0)).text }
        }
    }

    /// The rows read at a time: a table must not change while a statement reads it.
    private static let rowsMax = 1000

    /// Indexes the older rows by event and subject, before the migration looks for the row of each voucher.
    ///
    /// The migration's own index has a WHERE with IN, which SQLite does not derive from an equality: a file of 100,000
    /// receipts took more than seven minutes without this. The index goes with the table.
    static func prepare(on connection: Connection) throws(SQLiteError) {
        try connection.run("CREATE INDEX earlier_journal_events ON journal (kind, subject)")
    }

    /// Copies all rows.
    ///
    /// - Throws: `SQLiteError`, also for a row that its hash does not fit.
    static func run(on connection: Connection) throws {
        let events = Dictionary(
            uniqueKeysWithValues: JournalEvent.all.map { ($0.name, $0.kind.table.publicMembers) })
        var (entry, earlierHash, last) = (JournalEntry(), EarlierJournalHash(), Int64(0))
        var edge = TreeEdge()
        while true {
            let rows = try connection.all(
                """
                SELECT position, recorded_ms, actor, token, assigned_by, kind, subject, payload, leaf
                FROM earlier_journal
                WHERE position > ?1
                ORDER BY position
                LIMIT ?2
                """, last, rowsMax
            ) { row in EarlierRow(row) }
            guard let end = rows.last else { break }
            for row in rows {
                earlierHash.write(
                    position: row.position, at: row.recordedAt, actor: row.author, event: row.event,
                    subject: row.subject, payload: row.payload)
                guard earlierHash.isHashed(as: row.leaf) else {
                    throw SQLiteError(
                        code: 0, message: "journal row \(row.position) was altered", operation: migrationName)
                }
                let leaf = try copy(row, events[row.event] ?? .none, to: connection, with: &entry)
                try edge.append(leaf, storingOn: connection)
            }
            last = end.position
        }
        try connection.run("DROP TABLE earlier_journal")
    }

    private static func copy(
        _ row: EarlierRow, _ publicMembers: PublicMembers, to connection: Connection,
        with entry: inout JournalEntry
    ) throws -> TreeHash {
        let (nonce, owner) = (JournalEntry.newNonce(), row.owner)
        let selected = publicMembers.selected(from: row.payload)
        let columns = JournalEntry.Row(
            position: row.position, recordedAt: row.recordedAt, author: row.author, event: row.event,
            subject: row.subject, owner: owner, request: nil)
        entry.write(columns, nonce: nonce, payload: row.payload, publicMembers: selected)
        let leaf = entry.leaf
        try connection.run(
            JournalEntry.insertion, row.position, row.recordedAt, row.user, row.token, row.assignedBy,
            row.event, row.subject, owner, selected, row.payload, nonce, leaf.bytes)
        return leaf
    }
}
