package import Domain
package import JSON
package import SQLite

extension CashCount: StoredRecord {
    package static let table = EntityTable(
        .cashCount, "cash_count",
        [
            "id", "owner", "fund", "counted_on", "book_dong", "counted_by",
            "posts_difference", "note", "state", "confirmed_by", "recorded_by", "recorded_ms",
            "version",
        ], actions: [.recorded, .changed], scopeSource: .owner, isVersioned: true,
        // What was posted on a day is in the books of that day.
        dating: EntityTable.Dating("counted_on", where: "state = 'confirmed' AND posts_difference <> 0"),
        publicMembers: publicMembers, personal: .kept("counted_by", "note", as: .accounts)
    )
    .with(part: "cash_count_notes", of: "cash_count")

    /// As `PublicCashCountView`: what two persons found, not who they were.
    private static let publicMembers: PublicMembers = {
        let members: [StaticString] = ["fund", "counted_on", "counted", "book", "difference", "state"]
        // Once nothing was public of a count of a commune or an organisation.
        let ofHamlets = (["hamlet"] + members).map { PublicMembers.Member($0, .with("hamlet")) }
        return PublicMembers(
            PublicMembers.owner + members.map { .init($0) }, when: .with("confirmed_by"),
            earlier: [PublicMembers(ofHamlets, when: .with("confirmed_by"))])
    }()

    package static let statements = RecordStatements(table, parts: ["denomination", "notes"])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> CashCount {
        let state: State = row.choice(8)
        let count = CashCount(
            id: row.id(0), owner: row.owner(1), fund: row.id(2), on: row.date(3),
            notes: try tx.parts(of: row.id(0) as ID, readNotes), book: row.dong(4),
            countedBy: readCounters(row), postsDifference: row.boolean(6), note: row.optionalText(7),
            state: state, confirmedBy: row.optionalID(9), recording: row.recording(10))
        row.validate((state == .confirmed) == (count.confirmedBy != nil), "a confirmed count has two persons")
        row.validate(count.counted <= Dong.documentMax, "the notes add up")
        return count
    }

    private static func readNotes(_ row: borrowing Row) -> Notes {
        let denomination = Denomination(rawValue: row.integer(0))
        row.validate(denomination != nil && (1...notesMax).contains(row.integer(1)), "notes are counted")
        return Notes(
            denomination: denomination ?? .d200,
            count: (1...notesMax).contains(row.integer(1)) ? row.integer(1) : 1)
    }

    private static func readCounters(_ row: borrowing Row) -> [User.ID] {
        let numbers = row.text(5).split(separator: ",").compactMap { Int64($0) }
        row.validate(
            numbers.map(String.init).joined(separator: ",") == row.text(5)
                && countersRange.contains(numbers.count), "a count has at least two persons")
        return numbers.map { Identifier($0) }
    }

    package var listOwner: FundOwner? { owner }

    /// Only what a second counter confirmed.
    package func mayBePublic(on today: LocalDate) -> Bool { state == .confirmed }

    package var row: [any Bindable] {
        [
            id, owner, fund, on, book, countedBy.map { String($0.number) }.joined(separator: ","),
            postsDifference, note, state.rawValue, confirmedBy,
        ]
    }

    package var parts: [[any Bindable]] {
        notes.map { [$0.denomination.rawValue, $0.count] as [any Bindable] }
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("fund", fund.number)
        json.member("counted_on", on.text)
        json.name("notes")
        json.beginArray()
        for notes in notes {
            json.beginObject()
            json.member("denomination", notes.denomination.rawValue)
            json.member("count", notes.count)
            json.endObject()
        }
        json.endArray()
        json.member("counted", counted.amount)
        json.member("book", book.amount)
        json.member("difference", difference.amount)
        json.name("counted_by")
        json.beginArray()
        for person in countedBy { json.value(person.number) }
        json.endArray()
        json.member("posts_difference", postsDifference)
        json.member("note", note)
        json.member("state", state.rawValue)
        json.member("confirmed_by", confirmedBy?.number)
        json.member("recorded_by", recording.by.number)
        json.member("recorded_at", recording.at.text)
        json.member("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM cash_count
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR state = ?4)
        ORDER BY id DESC
        LIMIT ?5
        """)

    fileprivate static let confirmedOfFund = Query(
        """
        SELECT \(table.columns)
        FROM cash_count
        WHERE owner = ?1 AND fund = ?2 AND counted_on >= ?3 AND state = 'confirmed'
        ORDER BY id DESC
        LIMIT 100
        """)
}

extension Reading where Self: ~Copyable {
    /// The counts of `owner`, or of one fund of it, newest first, before `cursor`.
    package borrowing func cashCounts(
        of owner: FundOwner, fund: Fund.ID? = nil, state: CashCount.State? = nil,
        before cursor: CashCount.ID?,
        limit: Int
    ) throws -> [CashCount] {
        try all(CashCount.ofOwner, owner, cursor?.number ?? Int64.max, fund, state?.rawValue, limit)
    }

    /// The confirmed counts of a fund's cash on or after `day`, newest first; the last 100.
    borrowing func confirmedCashCounts(
        of fund: Fund.ID, of owner: FundOwner, since day: LocalDate
    ) throws -> [CashCount] {
        try all(CashCount.confirmedOfFund, owner, fund, day)
    }
}

extension Reading where Self: ~Copyable {
    /// The role with which a count was recorded on which nobody has decided yet; nil when it was not recorded with a
    /// token.
    package borrowing func recorderAssignment(of count: CashCount) throws -> RoleAssignment? {
        let token: AccessToken.ID? = try connection.first(
            """
            SELECT journal.token
            FROM cash_count JOIN journal ON journal.position = cash_count.position
            WHERE cash_count.id = ?1 AND journal.token IS NOT NULL
            """, count.id
        ) { row in row.id(0) }
        return try token.flatMap { try find($0)?.assignment }
    }
}

extension WriteTransaction {
    /// Stores the count after a step; a confirmed one posts its difference when the counters decided so.
    ///
    /// - Throws: `Refusal.versionMismatch`; those of `post(_:of:position:)`.
    package borrowing func save(_ count: CashCount, after old: CashCount) throws {
        let position = try save(count, replacing: old, as: .changed)
        guard let posting = count.posting else { return }
        try post(
            posting, of: count.owner, position: position,
            taking: BooksRefusal.Step("confirm", of: .cashCount))
    }
}
