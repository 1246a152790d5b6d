package import Domain
package import JSON
package import SQLite

extension PayableGift: StoredRecord {
    package static let table = EntityTable(
        .payableGift, "payable_gift",
        [
            "id", "owner", "payable", "amount_dong", "consent", "is_anonymous", "state", "confirmed_by",
            "contribution", "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded, .changed], scopeSource: .owner, isVersioned: true,
        rules: [
            EntityTable.Rule(
                "owner",
                """
                EXISTS (
                    SELECT 1 FROM payable
                    WHERE payable.id = payable_gift.payable AND payable.owner = payable_gift.owner)
                """),
            EntityTable.Rule(
                "contribution",
                """
                contribution IS NULL OR EXISTS (
                    SELECT 1 FROM contribution
                    WHERE contribution.id = payable_gift.contribution AND settles = payable_gift.payable
                        AND contribution.amount_dong = payable_gift.amount_dong
                        AND contribution.is_anonymous = payable_gift.is_anonymous
                        AND contribution.recorded_by = payable_gift.confirmed_by)
                """),
        ], personal: .kept("consent", as: .voucher))

    package static let statements = RecordStatements(table)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> PayableGift {
        let gift = PayableGift(
            id: row.id(0), owner: row.owner(1), payable: row.id(2), amount: row.positiveDong(3),
            consent: row.text(4), isAnonymous: row.boolean(5), state: row.choice(6),
            confirmedBy: row.optionalID(7), contribution: row.optionalID(8), recording: row.recording(9))
        row.validate(
            (gift.state == .confirmed) == (gift.confirmedBy != nil)
                && (gift.confirmedBy == nil) == (gift.contribution == nil),
            "a confirmed gift has two persons and a receipt")
        return gift
    }

    package var listOwner: FundOwner? { owner }

    package var row: [any Bindable] {
        [id, owner, payable, amount, consent, isAnonymous, state.rawValue, confirmedBy, contribution]
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        writeFacts(to: &json)
    }

    /// Writes the members of the payload and the representation but for id and owner.
    package func writeFacts(to fields: inout some FieldWriter) {
        fields.member("payable", payable)
        fields.member("amount", amount)
        fields.member("consent", consent)
        fields.boolean("anonymous", isAnonymous)
        fields.choice("state", state)
        fields.member("confirmed_by", confirmedBy)
        fields.member("contribution", contribution)
        fields.member(recording)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM payable_gift
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR payable = ?3) AND (?4 IS NULL OR state = ?4)
        ORDER BY id DESC
        LIMIT ?5
        """)
}

extension Reading where Self: ~Copyable {
    /// The gifts of what `owner` owes, newest first, before `cursor`; nil matches anything.
    package borrowing func payableGifts(
        of owner: FundOwner, payable: Payable.ID?, state: PayableGift.State?,
        before cursor: PayableGift.ID?, limit: Int
    ) throws -> [PayableGift] {
        try all(
            PayableGift.ofOwner, owner, cursor?.number ?? Int64.max, payable, state?.rawValue, limit)
    }
}
