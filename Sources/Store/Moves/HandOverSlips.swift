package import Domain
package import JSON
package import SQLite

extension HandOverSlip: StoredEntity {
    package static let table = EntityTable(
        .handOverSlip, "hand_over_slip",
        [
            "id", "owner", "fund", "collector", "handed_on", "amount_dong", "first_receipt", "last_receipt",
            "recorded_by", "recorded_ms", "state", "confirmed_by", "void_reason", "voided_by", "voided_ms",
            "version", "reversed_on",
        ], actions: [.recorded, .changed, .voided], scopeSource: .owner, isVersioned: true,
        rules: [ownsFund, isInHand, hasReceipts],
        // A correction counts on its own day.
        dating: EntityTable.Dating(
            "coalesce(reversed_on, handed_on)", where: "(state <> 'voided' OR reversed_on IS NOT NULL)"),
        // Cash that comes to the fund is seen in its balances; who collected it is the office's own.
        publicMembers: PublicMembers(
            [
                .init("hamlet"), .init("commune_owner"), .init("organisation_owner"), .init("fund"),
                .init("on"),
                .init("amount"), .init("state"), .init("reversed_on"),
            ], when: .with("confirmed_by")), personal: .kept("void_reason", as: .voucher))

    /// The row names the owner of its fund.
    private static let ownsFund = EntityTable.Rule(
        "owner",
        "EXISTS (SELECT 1 FROM fund WHERE fund.id = hand_over_slip.fund AND fund.owner = hand_over_slip.owner)"
    )

    /// At the end of its day, the collector had handed over no more than was received.
    private static let isInHand = EntityTable.Rule(
        "amount_dong",
        """
        state <> 'confirmed' OR (
            SELECT CAST(coalesce(sum(moved.amount), 0) AS BIGINT)
            FROM (\(moves)) AS moved
            WHERE moved.collector = hand_over_slip.collector AND moved.fund = hand_over_slip.fund
                AND moved.owner = hand_over_slip.owner AND moved.day <= hand_over_slip.handed_on) >= 0
        """)

    /// The receipts are the collector's.
    private static let hasReceipts = EntityTable.Rule(
        "first_receipt",
        """
        first_receipt <= last_receipt AND 2 = (
            SELECT count(*) + CASE WHEN first_receipt = last_receipt THEN 1 ELSE 0 END
            FROM contribution
            WHERE (contribution.id = first_receipt OR contribution.id = last_receipt)
                AND contribution.collector = hand_over_slip.collector AND contribution.fund = hand_over_slip.fund)
        """)

    /// What came into collectors' hands, and what went out of them, by day.
    ///
    /// A receipt of a closed month that was reversed later came in, and went out on the day of the correction; a slip
    /// went out, and came back. `origin` is the day of the receipt or of the slip, also for its reversal.
    static let moves: SQL = """
        SELECT contribution.owner AS owner, contribution.fund AS fund, contribution.collector AS collector,
            received_on AS day, received_on AS origin, 0 AS is_slip, contribution.amount_dong AS amount
        FROM contribution
        WHERE contribution.collector IS NOT NULL AND (voided_ms IS NULL OR reversed_on IS NOT NULL)
        UNION ALL
        SELECT contribution.owner, contribution.fund, contribution.collector, reversed_on, received_on, 0,
            0 - contribution.amount_dong
        FROM contribution
        WHERE contribution.collector IS NOT NULL AND reversed_on IS NOT NULL
        UNION ALL
        SELECT slip.owner, slip.fund, slip.collector, slip.handed_on, slip.handed_on, 1, 0 - slip.amount_dong
        FROM hand_over_slip AS slip
        WHERE slip.state = 'confirmed' OR slip.reversed_on IS NOT NULL
        UNION ALL
        SELECT slip.owner, slip.fund, slip.collector, slip.reversed_on, slip.handed_on, 1, slip.amount_dong
        FROM hand_over_slip AS slip
        WHERE slip.reversed_on IS NOT NULL
        """

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> HandOverSlip {
        let state: State = row.choice(10)
        let confirmedBy: User.ID? = row.optionalID(11)
        let voiding = row.voiding(12, of: row.date(4), reversed: 16)
        row.validate((state == .voided) == (voiding != nil), "what is voided has a reason")
        row.validate(
            state == .voided || (state == .confirmed) == (confirmedBy != nil),
            "what is confirmed was confirmed by somebody")
        return HandOverSlip(
            id: row.id(0), owner: row.owner(1), fund: row.id(2), collector: row.id(3), on: row.date(4),
            amount: row.positiveDong(5), receipts: Receipts(first: row.id(6), last: row.id(7)),
            recordedBy: row.id(8), recordedAt: row.instant(9), state: state, confirmedBy: confirmedBy,
            voiding: voiding, version: row.integer(15))
    }

    package func mayBePublic(on today: LocalDate) -> Bool { confirmedBy != nil }

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
        fields.member("collector", collector)
        fields.member("on", on)
        fields.member("amount", amount)
        fields.member("first_receipt", receipts.first)
        fields.member("last_receipt", receipts.last)
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
        FROM hand_over_slip
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR collector = ?4)
            AND (?5 IS NULL OR state = ?5)
        ORDER BY id DESC
        LIMIT ?6
        """)

    /// Voided ones too: their numbers are in the row.
    fileprivate static let collected = Query(
        """
        SELECT \(Contribution.table.columns)
        FROM contribution
        WHERE contribution.owner = ?1 AND contribution.id BETWEEN ?2 AND ?3 AND collector = ?4 AND fund = ?5
        ORDER BY contribution.id
        """)

    /// The valid receipts of a collector for a fund from one to another, less the slips that name any of them.
    fileprivate static let leftOfReceipts = Query(
        """
        SELECT (SELECT CAST(coalesce(sum(contribution.amount_dong), 0) AS BIGINT) FROM contribution
                WHERE contribution.owner = ?1 AND contribution.fund = ?2 AND contribution.collector = ?3
                    AND contribution.id BETWEEN ?4 AND ?5 AND contribution.voided_ms IS NULL)
            - (SELECT CAST(coalesce(sum(slip.amount_dong), 0) AS BIGINT) FROM hand_over_slip AS slip
                WHERE slip.owner = ?1 AND slip.fund = ?2 AND slip.collector = ?3 AND slip.state = 'confirmed'
                    AND slip.first_receipt <= ?5 AND slip.last_receipt >= ?4)
        """)
}

extension Reading where Self: ~Copyable {
    /// The slips of `owner`, newest first, before `cursor`; nil matches anything.
    package borrowing func handOverSlips(
        of owner: FundOwner, fund: Fund.ID?, collector: User.ID?, state: HandOverSlip.State?,
        before cursor: HandOverSlip.ID?, limit: Int
    ) throws -> [HandOverSlip] {
        try all(
            HandOverSlip.ofOwner, owner, cursor?.number ?? Int64.max, fund, collector, state?.rawValue, limit)
    }

    /// The receipts that `slip` names: from its first to its last one, those of its collector for its fund.
    package borrowing func receipts(of slip: HandOverSlip) throws -> [Contribution] {
        try all(
            HandOverSlip.collected, slip.owner, slip.receipts.first, slip.receipts.last, slip.collector,
            slip.fund)
    }
}

extension WriteTransaction {
    /// Checks that the collector has the cash of `slip` in hand, and that it comes from the receipts that the slip
    /// names.
    ///
    /// Slips that name some of the same receipts count whole, so that no receipt is handed over twice: whoever hands
    /// over the rest of several slips names the receipts of them all.
    ///
    /// - Throws: `CollectorRefusal.tooLittleInHand`, `.receiptsHandedOver`.
    package borrowing func checkCash(of slip: HandOverSlip) throws {
        try checkHand(of: slip.collector, for: slip.fund, of: slip.owner, from: slip.on, less: slip.amount)
        let left = try connection.first(
            HandOverSlip.leftOfReceipts, slip.owner, slip.fund, slip.collector, slip.receipts.first,
            slip.receipts.last
        ) { row in row.integer(0) }
        guard let left, slip.amount.amount > left else { return }
        throw Refusal.collector(.receiptsHandedOver(left: Dong(max(0, left))))
    }

    /// Records a new slip, which is not posted yet.
    package borrowing func record(_ slip: HandOverSlip) throws {
        let position = try journal(.recorded, slip, owner: slip.owner)
        try connection.run(
            """
            INSERT INTO hand_over_slip (id, owner, fund, collector, handed_on, amount_dong, first_receipt, last_receipt,
                recorded_by, recorded_ms, state, version, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """, slip.id, slip.owner, slip.fund, slip.collector, slip.on, slip.amount, slip.receipts.first,
            slip.receipts.last, slip.recordedBy, slip.recordedAt, slip.state.rawValue, slip.version, position)
    }

    /// Stores `slip` as a change of `old`: its confirmation posts it, and voiding a confirmed one reverses that.
    ///
    /// - Throws: those of `checkCash(of:)`; `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when the cash was
    ///   already spent; `.versionMismatch`.
    package borrowing func save(_ slip: HandOverSlip, replacing old: HandOverSlip) throws {
        if slip.state == .confirmed { try checkCash(of: slip) }
        let action: JournalEvent.Action = slip.state == .voided ? .voided : .changed
        let position = try journal(action, slip, owner: slip.owner)
        let voiding = slip.voiding
        try update(to: slip) {
            try connection.run(
                """
                UPDATE hand_over_slip
                SET state = ?2, confirmed_by = ?3, void_reason = ?4, voided_by = ?5, voided_ms = ?6, version = ?7,
                    position = ?8, reversed_on = ?9,
                    posted_position = CASE WHEN ?3 IS NOT NULL THEN coalesce(posted_position, ?8) END
                WHERE id = ?1 AND version = ?7 - 1
                """, slip.id, slip.state.rawValue, slip.confirmedBy, voiding?.reason, voiding?.by,
                voiding?.at, slip.version, position, voiding?.reversedOn)
        }
        switch (old.state, slip.state) {
        case (.recorded, .confirmed): try post(slip, position: position, taking: "confirm")
        case (.confirmed, .voided): try reverse(slip, position: position)
        case (.recorded, .recorded), (.recorded, .voided), (.confirmed, .recorded), (.confirmed, .confirmed),
            (.voided, _):
            break
        }
    }
}
