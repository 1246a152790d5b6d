package import Domain
package import JSON
package import SQLite

extension FundTransfer: StoredEntity {
    package static let table = EntityTable(
        .fundTransfer, "fund_transfer",
        [
            "id", "owner", "fund", "to_fund", "decision", "from_account", "to_account", "amount_dong",
            "transferred_on", "recorded_by", "recorded_ms", "void_reason", "voided_by", "voided_ms",
            "version", "reversed_on",
        ], actions: [.recorded, .voided], scopeSource: .owner, isVersioned: true,
        rules: [
            EntityTable.Rule(
                "owner",
                """
                EXISTS (SELECT 1 FROM fund WHERE fund.id = fund_transfer.fund AND fund.owner = fund_transfer.owner)
                """),
            EntityTable.Rule(
                "to_fund",
                """
                to_fund IS NULL
                    OR EXISTS (SELECT 1 FROM fund WHERE fund.id = to_fund AND fund.owner = fund_transfer.owner)
                """),
        ],
        // A correction counts on its own day.
        dating: EntityTable.Dating(
            "coalesce(reversed_on, transferred_on)", where: "(void_reason IS NULL OR reversed_on IS NOT NULL)"
        ),
        // The public statement of a day shows the same, but for who transferred and why it was voided.
        publicMembers: .ofOwner([
            .init("fund"), .init("to_fund"), .init("decision"), .init("from"), .init("to"), .init("amount"),
            .init("on"), .init("state"), .init("reversed_on"),
        ]), personal: .kept("void_reason", as: .voucher))

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> FundTransfer {
        let (fund, toFund): (Fund.ID, Fund.ID?) = (row.id(2), row.optionalID(3))
        let decision: Decision.ID? = row.optionalID(4)
        let (from, to): (Contribution.Method, Contribution.Method) = (row.choice(5), row.choice(6))
        row.validate((toFund == nil) == (decision == nil), "another fund needs a decision")
        let moves = toFund.map { $0 != fund } ?? (from != to)
        row.validate(moves, "a transfer moves something")
        var recipient: Recipient?
        if moves, let toFund, let decision { recipient = Recipient(fund: toFund, decision: decision) }
        // A row that moves nothing was reported: any other account will do.
        let other: Contribution.Method = from == .cash ? .bank : .cash
        return FundTransfer(
            id: row.id(0), owner: row.owner(1), fund: fund, recipient: recipient, from: from,
            to: recipient == nil ? other : to, amount: row.positiveDong(7), on: row.date(8),
            recordedBy: row.id(9), recordedAt: row.instant(10),
            voiding: row.voiding(11, of: row.date(8), reversed: 15),
            version: row.integer(14))
    }

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
        fields.member("to_fund", recipient?.fund)
        fields.member("decision", recipient?.decision)
        fields.choice("from", from)
        fields.choice("to", to)
        fields.member("amount", amount)
        fields.member("on", on)
        fields.choice("state", state)
        fields.member("recorded_by", recordedBy)
        fields.member("recorded_at", recordedAt)
        fields.member(voiding)
        fields.count("version", version)
    }

    /// A fund's transfers are those from it and to it.
    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM fund_transfer
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3 OR to_fund = ?3)
            AND (?4 IS NULL OR transferred_on >= ?4) AND (?5 IS NULL OR transferred_on <= ?5)
        ORDER BY id DESC
        LIMIT ?6
        """)
}

extension Reading where Self: ~Copyable {
    /// The transfers of `owner` in a period, newest first, before `cursor`; nil matches anything.
    package borrowing func fundTransfers(
        of owner: FundOwner, fund: Fund.ID?, from: LocalDate?, to: LocalDate?,
        before cursor: FundTransfer.ID?, limit: Int
    ) throws -> [FundTransfer] {
        try all(FundTransfer.ofOwner, owner, cursor?.number ?? Int64.max, fund, from, to, limit)
    }
}

extension WriteTransaction {
    /// Records and posts a transfer.
    ///
    /// - Throws: `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when cash or bank would be negative on any date.
    package borrowing func record(_ transfer: FundTransfer) throws {
        let position = try journal(.recorded, transfer, owner: transfer.owner)
        try connection.run(
            """
            INSERT INTO fund_transfer (id, owner, fund, to_fund, decision, from_account, to_account, amount_dong,
                transferred_on, recorded_by, recorded_ms, version, posted_position, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13)
            """, transfer.id, transfer.owner, transfer.fund, transfer.recipient?.fund,
            transfer.recipient?.decision, transfer.from.rawValue, transfer.to.rawValue, transfer.amount,
            transfer.on, transfer.recordedBy, transfer.recordedAt, transfer.version, position)
        try post(transfer, position: position, named: .on)
    }

    /// Stores that `transfer` was voided, and reverses or corrects its postings.
    ///
    /// - Throws: `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when the money was already spent; `.versionMismatch`.
    package borrowing func void(_ transfer: FundTransfer) throws {
        guard let voiding = transfer.voiding else { preconditionFailure("a voiding without its reason") }
        let position = try journal(.voided, transfer, owner: transfer.owner)
        try update(to: transfer) {
            try connection.run(
                """
                UPDATE fund_transfer
                SET void_reason = ?2, voided_by = ?3, voided_ms = ?4, version = ?5, position = ?6, reversed_on = ?7
                WHERE id = ?1 AND version = ?5 - 1
                """, transfer.id, voiding.reason, voiding.by, voiding.at, transfer.version, position,
                voiding.reversedOn)
        }
        try reverse(transfer, position: position)
    }
}
