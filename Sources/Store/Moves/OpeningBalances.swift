package import Domain
package import JSON
package import SQLite

extension OpeningBalance: StoredEntity {
    package static let table = EntityTable(
        .openingBalance, "opening_balance",
        [
            "id", "owner", "fund", "opened_on", "cash_dong", "bank_dong", "basis", "first_counter",
            "second_counter", "recorded_by", "recorded_ms", "state", "confirmed_by", "void_reason",
            "voided_by", "voided_ms", "version", "reversed_on", "corrected_cash_dong",
            "corrected_bank_dong",
        ], actions: [.recorded, .changed, .voided], scopeSource: .owner, isVersioned: true,
        rules: [ownsFund, isOldest],
        // A correction counts on its own day.
        dating: EntityTable.Dating(
            "coalesce(reversed_on, opened_on)", where: "(state <> 'voided' OR reversed_on IS NOT NULL)"),
        // Once it is confirmed, it is a line of the public statement; before, it is the office's own.
        publicMembers: .ofOwner(
            [
                .init("fund"), .init("on"), .init("cash"), .init("bank"), .init("state"),
                .init("reversed_on"), .init("corrected_cash"), .init("corrected_bank"),
            ], when: .with("confirmed_by")),
        personal: .kept("first_counter", "second_counter", "void_reason", as: .accounts))

    /// The row names the owner of its fund.
    private static let ownsFund = EntityTable.Rule(
        "owner",
        "EXISTS (SELECT 1 FROM fund WHERE fund.id = opening_balance.fund AND fund.owner = opening_balance.owner)"
    )

    /// Nothing that stands is dated on or before the day of a confirmed one.
    private static let isOldest = EntityTable.Rule(
        "opened_on",
        """
        (state <> 'confirmed' AND reversed_on IS NULL) OR NOT EXISTS (
            SELECT 1 FROM ledger_sum
            WHERE ledger_sum.owner = opening_balance.owner AND ledger_sum.fund = opening_balance.fund
                AND day <= opened_on AND vouchers > 0 AND credit <> 'opening')
        """)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> OpeningBalance {
        let state: State = row.choice(11)
        let confirmedBy: User.ID? = row.optionalID(12)
        let voiding = row.voiding(13, of: row.date(3), reversed: 17)
        row.validate(
            (voiding?.reversedOn != nil) == (row.optionalInteger(18) != nil)
                && (row.optionalInteger(18) != nil) == (row.optionalInteger(19) != nil)
                && (voiding?.reversedOn == nil || confirmedBy != nil), "a correction is whole")
        row.validate((state == .voided) == (voiding != nil), "what is voided has a reason")
        row.validate(
            state == .voided || (state == .confirmed) == (confirmedBy != nil),
            "what is confirmed was confirmed by somebody")
        return OpeningBalance(
            id: row.id(0), owner: row.owner(1), fund: row.id(2), on: row.date(3), cash: row.dong(4),
            bank: row.dong(5), basis: row.text(6), countedBy: [row.text(7), row.text(8)],
            recordedBy: row.id(9), recordedAt: row.instant(10), state: state, confirmedBy: confirmedBy,
            voiding: voiding,
            corrected: row.optionalInteger(18) == nil
                ? nil : Held(cash: row.dong(18), bank: Dong(row.optionalInteger(19) ?? 0)),
            version: row.integer(16))
    }

    package func mayBePublic(on today: LocalDate) -> Bool { confirmedBy != nil }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        writeFacts(to: &json)
        // Absent in rows from before there were corrections.
        guard let day = voiding?.reversedOn, let corrected else { return }
        json.member("reversed_on", day.text)
        json.member("corrected_cash", corrected.cash.amount)
        json.member("corrected_bank", corrected.bank.amount)
    }

    /// Writes the members of the payload and the representation but for id and owner.
    package func writeFacts(to fields: inout some FieldWriter) {
        fields.member("fund", fund)
        fields.member("on", on)
        fields.member("cash", cash)
        fields.member("bank", bank)
        fields.member("basis", basis)
        fields.list("counted_by", countedBy, .text(lengthMax: OpeningBalance.counterNameLengthMax))
        fields.choice("state", state)
        fields.member("recorded_by", recordedBy)
        fields.member("recorded_at", recordedAt)
        fields.member("confirmed_by", confirmedBy)
        fields.member(voiding)
        fields.count("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM opening_balance
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR state = ?4)
        ORDER BY id DESC
        LIMIT ?5
        """)
}

extension Reading where Self: ~Copyable {
    /// The opening balances of `owner`, newest first, before `cursor`; nil matches anything.
    package borrowing func openingBalances(
        of owner: FundOwner, fund: Fund.ID?, state: OpeningBalance.State?, before cursor: OpeningBalance.ID?,
        limit: Int
    ) throws -> [OpeningBalance] {
        try all(
            OpeningBalance.ofOwner, owner, cursor?.number ?? Int64.max, fund, state?.rawValue, limit)
    }

    /// The first day on which the fund has a posting that stands; nil without any.
    package borrowing func firstPostingDay(of fund: Fund) throws -> LocalDate? {
        let found = try connection.first(
            "SELECT min(day) FROM ledger_sum WHERE owner = ?1 AND fund = ?2 AND vouchers > 0", fund.owner,
            fund.id
        ) { row in row.optionalDate(0) }
        return found ?? nil
    }
}

extension WriteTransaction {
    /// Checks that nothing of the fund is dated on or before the day of its opening balance, which contains it.
    ///
    /// - Throws: `BooksRefusal.beforeOpening`.
    borrowing func checkOpening(before posting: Posting) throws {
        guard posting.credit != .opening, !posting.isReversal else { return }
        let opened: LocalDate?
        if let known = session.caches.openings[posting.fund] {
            opened = known
        } else {
            // The first condition is that of the index.
            opened = try connection.first(
                """
                SELECT opened_on
                FROM opening_balance
                WHERE fund = ?1 AND (state <> 'voided' OR reversed_on IS NOT NULL) AND state <> 'recorded'
                """,
                posting.fund
            ) { row in row.date(0) }
            session.caches.openings[posting.fund] = .some(opened)
        }
        if let opened, posting.on <= opened {
            throw Refusal.books(.beforeOpening(of: posting.fund, on: opened))
        }
    }

    /// Records a new opening balance, which is not posted yet.
    ///
    /// - Throws: `Refusal.alreadyExists` when the fund has one.
    package borrowing func record(_ opening: OpeningBalance) throws {
        let position = try journal(.recorded, opening, owner: opening.owner)
        try mappingConstraint(
            .alreadyExists(.openingBalance, at: .fund), on: "opening_balance.fund"
        ) {
            try connection.run(
                """
                INSERT INTO opening_balance (id, owner, fund, opened_on, cash_dong, bank_dong, basis, first_counter,
                    second_counter, recorded_by, recorded_ms, state, version, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                """, opening.id, opening.owner, opening.fund, opening.on, opening.cash, opening.bank,
                opening.basis, opening.countedBy[0], opening.countedBy[1], opening.recordedBy,
                opening.recordedAt, opening.state.rawValue, opening.version, position)
        }
    }

    /// Stores `opening` as a change of `old`: its confirmation posts it, and voiding a confirmed one reverses or corrects
    /// that.
    ///
    /// - Throws: `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when the money was already spent; `.amountTooLarge`;
    ///   `.versionMismatch`.
    package borrowing func save(_ opening: OpeningBalance, replacing old: OpeningBalance) throws {
        let action: JournalEvent.Action = opening.state == .voided ? .voided : .changed
        let position = try journal(action, opening, owner: opening.owner)
        let voiding = opening.voiding
        try update(to: opening) {
            try connection.run(
                """
                UPDATE opening_balance
                SET state = ?2, confirmed_by = ?3, void_reason = ?4, voided_by = ?5, voided_ms = ?6, version = ?7,
                    position = ?8, reversed_on = ?9, corrected_cash_dong = ?10, corrected_bank_dong = ?11,
                    posted_position = CASE WHEN ?3 IS NOT NULL THEN coalesce(posted_position, ?8) END
                WHERE id = ?1 AND version = ?7 - 1
                """, opening.id, opening.state.rawValue, opening.confirmedBy, voiding?.reason, voiding?.by,
                voiding?.at, opening.version, position, voiding?.reversedOn, opening.corrected?.cash,
                opening.corrected?.bank)
        }
        session.caches.openings[opening.fund] = nil
        switch (old.state, opening.state) {
        case (.recorded, .confirmed): try post(opening, position: position, taking: "confirm")
        case (.confirmed, .voided): try reverse(opening, position: position)
        case (.recorded, .recorded), (.recorded, .voided), (.confirmed, .recorded), (.confirmed, .confirmed),
            (.voided, _):
            break
        }
    }
}
