package import Domain
package import JSON
package import SQLite

extension BankEntry: StoredEntity {
    package static let table = EntityTable(
        .bankEntry, "bank_entry",
        [
            "id", "owner", "fund", "kind", "amount_dong", "entered_on", "reference", "recorded_by",
            "recorded_ms", "void_reason", "voided_by", "voided_ms", "version", "reversed_on",
        ], actions: [.recorded, .voided], scopeSource: .owner, isVersioned: true,
        derived: ["reference_key"],
        rules: [
            EntityTable.Rule(
                "owner",
                "EXISTS (SELECT 1 FROM fund WHERE fund.id = bank_entry.fund AND fund.owner = bank_entry.owner)"
            )
        ],
        // A correction counts on its own day.
        dating: EntityTable.Dating(
            "coalesce(reversed_on, entered_on)", where: "(void_reason IS NULL OR reversed_on IS NOT NULL)"),
        // The public statement of a day shows the same; the bank's reference is private.
        publicMembers: .ofOwner([
            .init("fund"), .init("kind"), .init("amount"), .init("on"), .init("state"), .init("reversed_on"),
        ]), personal: .kept("void_reason", as: .voucher))

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> BankEntry {
        BankEntry(
            id: row.id(0), owner: row.owner(1), fund: row.id(2), kind: row.choice(3),
            amount: row.positiveDong(4), on: row.date(5), reference: row.optionalText(6),
            recordedBy: row.id(7), recordedAt: row.instant(8),
            voiding: row.voiding(9, of: row.date(5), reversed: 13),
            version: row.integer(12))
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] { [.text(referenceKey)] }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        writeFacts(to: &json)
        // Absent in rows from before there were corrections.
        if let day = voiding?.reversedOn { json.member("reversed_on", day.text) }
    }

    /// Writes the members of the payload and the representation but for id and owner.
    package func writeFacts(to fields: inout some FieldWriter) {
        fields.member("fund", fund)
        fields.choice("kind", kind)
        fields.member("amount", amount)
        fields.member("on", on)
        fields.member("reference", reference)
        fields.choice("state", state)
        fields.member("recorded_by", recordedBy)
        fields.member("recorded_at", recordedAt)
        fields.member(voiding)
        fields.count("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM bank_entry
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR kind = ?4)
            AND (?5 IS NULL OR entered_on >= ?5) AND (?6 IS NULL OR entered_on <= ?6)
        ORDER BY id DESC
        LIMIT ?7
        """)
}

extension Reading where Self: ~Copyable {
    /// The interest and fees of `owner` in a period, newest first, before `cursor`; nil matches anything.
    package borrowing func bankEntries(
        of owner: FundOwner, fund: Fund.ID?, kind: BankEntry.Kind?, from: LocalDate?, to: LocalDate?,
        before cursor: BankEntry.ID?, limit: Int
    ) throws -> [BankEntry] {
        try all(
            BankEntry.ofOwner, owner, cursor?.number ?? Int64.max, fund, kind?.rawValue, from, to, limit)
    }
}

extension WriteTransaction {
    /// Records and posts interest or a fee.
    ///
    /// - Throws: `Refusal.alreadyExists` when the fund has such an entry with the reference; `.balanceTooLow`,
    ///   `.balanceTooLowOnDate` for a fee that the bank account cannot pay.
    package borrowing func record(_ entry: BankEntry) throws {
        let position = try journal(.recorded, entry, owner: entry.owner)
        try mappingConstraint(
            .alreadyExists(.bankEntry, at: .reference),
            on: "bank_entry.fund, bank_entry.kind, bank_entry.reference_key"
        ) {
            try connection.run(
                """
                INSERT INTO bank_entry (id, owner, fund, kind, amount_dong, entered_on, reference, reference_key,
                    recorded_by, recorded_ms, version, posted_position, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)
                """, entry.id, entry.owner, entry.fund, entry.kind.rawValue, entry.amount, entry.on,
                entry.reference, entry.referenceKey, entry.recordedBy, entry.recordedAt, entry.version,
                position)
        }
        try post(entry, position: position, named: .on)
    }

    /// Stores that `entry` was voided, and reverses or corrects its posting.
    ///
    /// - Throws: `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when the interest was already spent;
    ///   `.versionMismatch`.
    package borrowing func void(_ entry: BankEntry) throws {
        guard let voiding = entry.voiding else { preconditionFailure("a voiding without its reason") }
        let position = try journal(.voided, entry, owner: entry.owner)
        try update(to: entry) {
            try connection.run(
                """
                UPDATE bank_entry
                SET void_reason = ?2, voided_by = ?3, voided_ms = ?4, version = ?5, position = ?6, reversed_on = ?7
                WHERE id = ?1 AND version = ?5 - 1
                """, entry.id, voiding.reason, voiding.by, voiding.at, entry.version, position,
                voiding.reversedOn)
        }
        try reverse(entry, position: position)
    }
}
