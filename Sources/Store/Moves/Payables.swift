package import Domain
package import JSON
package import SQLite

extension Payable: StoredEntity {
    package static let table = EntityTable(
        .payable, "payable",
        [
            "id", "owner", "fund", "expenditure", "kind", "creditor_household", "creditor_kind",
            "creditor_name", "creditor_address", "amount_dong", "purpose", "item", "owed_on", "document",
            "recorded_by", "recorded_ms", "void_reason", "voided_by", "voided_ms", "version", "reversed_on",
        ], actions: [.recorded, .voided], scopeSource: .owner, isVersioned: true,
        rules: [ownsFund, isOfApproved, isNotExceeded, isSettledInItsFund],
        // A correction counts on its own day.
        dating: EntityTable.Dating(
            "coalesce(reversed_on, owed_on)", where: "(void_reason IS NULL OR reversed_on IS NOT NULL)"),
        // The public statement of a day shows the same, but for who is owed and why it was voided.
        publicMembers: PublicMembers([
            .init("hamlet"), .init("commune_owner"), .init("organisation_owner"), .init("fund"),
            .init("amount"), .init("item"), .init("on"), .init("state"), .init("reversed_on"),
        ]),
        personal: .kept(
            "creditor_name", "creditor_address", "purpose", "document", "void_reason", as: .voucher))

    /// The row names the owner of its fund.
    private static let ownsFund = EntityTable.Rule(
        "owner", "EXISTS (SELECT 1 FROM fund WHERE fund.id = payable.fund AND fund.owner = payable.owner)")

    /// What is owed was approved, and ended unpaid.
    private static let isOfApproved = EntityTable.Rule(
        "expenditure",
        """
        EXISTS (
            SELECT 1 FROM expenditure
            WHERE expenditure.id = payable.expenditure AND expenditure.owner = payable.owner
                AND expenditure.fund = payable.fund AND expenditure.amount_dong = payable.amount_dong
                AND expenditure.item = payable.item AND expenditure.state = 'cancelled'
                AND expenditure.approved_by IS NOT NULL AND refund_of IS NULL AND repays IS NULL)
        """)

    /// No more is repaid and given, or about to be, than was owed.
    private static let isNotExceeded = EntityTable.Rule(
        "amount_dong",
        """
        (SELECT CAST(coalesce(sum(expenditure.amount_dong), 0) AS BIGINT) FROM expenditure
        WHERE repays = payable.id AND \(repaidOrRequested))
        + (SELECT CAST(coalesce(sum(contribution.amount_dong), 0) AS BIGINT) FROM contribution
        WHERE settles = payable.id AND voided_ms IS NULL)
        + (SELECT CAST(coalesce(sum(payable_gift.amount_dong), 0) AS BIGINT) FROM payable_gift
        WHERE payable_gift.payable = payable.id AND payable_gift.state = 'recorded')
            <= CASE WHEN void_reason IS NULL THEN amount_dong ELSE 0 END
        """)

    /// Repayments and receipts of gifts are in the fund that owes, and each receipt has its gift.
    private static let isSettledInItsFund = EntityTable.Rule(
        "fund",
        """
        NOT EXISTS (SELECT 1 FROM expenditure WHERE repays = payable.id AND expenditure.fund <> payable.fund)
        AND NOT EXISTS (
            SELECT 1 FROM contribution
            WHERE settles = payable.id AND (contribution.fund <> payable.fund OR NOT EXISTS (
                SELECT 1 FROM payable_gift
                WHERE payable_gift.contribution = contribution.id AND payable_gift.payable = payable.id)))
        """)

    /// A repayment that counts: paid, or on its way.
    fileprivate static let repaidOrRequested: SQL = """
        (expenditure.state = 'requested' OR expenditure.state = 'checked' OR expenditure.state = 'approved'
            OR expenditure.state = 'paid' OR expenditure.state = 'booked')
        """

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Payable {
        Payable(
            id: row.id(0), owner: row.owner(1), fund: row.id(2), expenditure: row.id(3), kind: row.choice(4),
            creditor: readCreditor(row), amount: row.positiveDong(9), purpose: row.text(10),
            item: row.text(11), on: row.date(12), document: row.text(13), recordedBy: row.id(14),
            recordedAt: row.instant(15), voiding: row.voiding(16, of: row.date(12), reversed: 20),
            version: row.integer(19))
    }

    private static func readCreditor(_ row: borrowing Row) -> Creditor {
        let (name, address) = (row.text(7), row.text(8))
        let household: Household.ID? = row.optionalID(5)
        row.validate((household == nil) != (row.optionalText(6) == nil), "a debt has one creditor")
        if let household { return Creditor(household: household, name: name, address: address) }
        guard row.optionalText(6) != nil else { return Creditor(.person, name: name, address: address) }
        let kind: Contribution.Sponsor.Kind = row.choice(6)
        let isKnown = Creditor.kinds.contains(kind)
        row.validate(isKnown, "a creditor is a person or a company")
        return Creditor(isKnown ? kind : .person, name: name, address: address)
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
        fields.member("expenditure", expenditure)
        fields.choice("kind", kind)
        fields.member("household", creditor.household)
        fields.choice("creditor_kind", creditor.kind)
        fields.member("creditor_name", creditor.name)
        fields.member("creditor_address", creditor.address)
        fields.member("amount", amount)
        fields.member("purpose", purpose)
        fields.member("item", item)
        fields.member("on", on)
        fields.member("document", document)
        fields.choice("state", state)
        fields.member("recorded_by", recordedBy)
        fields.member("recorded_at", recordedAt)
        fields.member(voiding)
        fields.count("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM payable
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR kind = ?4)
            AND (?5 = 0 OR (\(outstanding)) > 0)
        ORDER BY id DESC
        LIMIT ?6
        """)

    fileprivate static let openAdvances = Query(
        """
        SELECT id, creditor_name, \(outstanding)
        FROM payable
        WHERE owner = ?1 AND kind = 'advance' AND owed_on <= ?2 AND (\(outstanding)) > 0
        ORDER BY id
        LIMIT 20
        """)

    fileprivate static let openOfOwner = Query(
        "SELECT id FROM payable WHERE owner = ?1 AND (\(outstanding)) > 0 ORDER BY id LIMIT 100")

    /// What is still owed.
    private static let outstanding: SQL = """
        CASE WHEN payable.void_reason IS NULL THEN payable.amount_dong
            - (SELECT CAST(coalesce(sum(expenditure.amount_dong), 0) AS BIGINT) FROM expenditure
                WHERE repays = payable.id AND (expenditure.state = 'paid' OR expenditure.state = 'booked'))
            - (SELECT CAST(coalesce(sum(contribution.amount_dong), 0) AS BIGINT) FROM contribution
                WHERE settles = payable.id AND voided_ms IS NULL)
            ELSE 0 END
        """
}

/// Which debts a list shows; nil matches any.
package struct PayableFilter: Hashable, Sendable {
    package var fund: Fund.ID?
    package var kind: Payable.Kind?
    /// When true, only those of which something is still owed.
    package var isOpen: Bool

    package init(fund: Fund.ID? = nil, kind: Payable.Kind? = nil, isOpen: Bool = false) {
        self.fund = fund
        self.kind = kind
        self.isOpen = isOpen
    }
}

extension Reading where Self: ~Copyable {
    /// What funds of `owner` owe or owed, newest first, before `cursor`.
    package borrowing func payables(
        of owner: FundOwner, matching filter: PayableFilter, before cursor: Payable.ID?, limit: Int
    ) throws -> [Payable] {
        try all(
            Payable.ofOwner, owner, cursor?.number ?? Int64.max, filter.fund, filter.kind?.rawValue,
            filter.isOpen, limit)
    }

    /// What was repaid and given of `payable`, and what is about to be.
    package borrowing func settlement(of payable: Payable.ID) throws -> Payable.Settlement {
        let found = try connection.first(
            """
            SELECT (SELECT CAST(coalesce(sum(amount_dong), 0) AS BIGINT) FROM expenditure
                    WHERE repays = ?1 AND (state = 'paid' OR state = 'booked')),
                (SELECT CAST(coalesce(sum(amount_dong), 0) AS BIGINT) FROM contribution
                    WHERE settles = ?1 AND voided_ms IS NULL),
                (SELECT CAST(coalesce(sum(amount_dong), 0) AS BIGINT) FROM expenditure
                    WHERE repays = ?1 AND (state = 'requested' OR state = 'checked' OR state = 'approved'))
                + (SELECT CAST(coalesce(sum(amount_dong), 0) AS BIGINT) FROM payable_gift
                    WHERE payable = ?1 AND state = 'recorded')
            """, payable
        ) { row in
            Payable.Settlement(repaid: row.dong(0), given: row.dong(1), pending: row.dong(2))
        }
        return found ?? Payable.Settlement(repaid: .zero, given: .zero, pending: .zero)
    }

    /// The debts of `owner` of which something is still owed: the first 100.
    package borrowing func openPayables(of owner: FundOwner) throws -> [Payable.ID] {
        try connection.all(Payable.openOfOwner, owner) { row in row.id(0) }
    }

    /// The personal advances up to `day` of which something is still owed now: they keep a month open.
    borrowing func advanceBlockers(until day: LocalDate, of owner: FundOwner) throws -> [BooksRefusal.Blocker]
    {
        try connection.all(Payable.openAdvances, owner, day) { row in
            .advanceOpen(row.id(0), creditor: row.text(1), outstanding: row.dong(2))
        }
    }
}

extension WriteTransaction {
    /// Records and posts what a fund owes.
    ///
    /// - Throws: those of `post(_:position:named:)`; `Refusal.alreadyExists` when the expenditure is owed already.
    package borrowing func record(_ payable: Payable) throws {
        let position = try journal(.recorded, payable, owner: payable.owner)
        let creditor = payable.creditor
        try mappingConstraint(.alreadyExists(.payable, at: .expenditures), on: "payable.expenditure") {
            try connection.run(
                """
                INSERT INTO payable (id, owner, fund, expenditure, kind, creditor_household, creditor_kind,
                    creditor_name, creditor_address, amount_dong, purpose, item, owed_on, document, recorded_by,
                    recorded_ms, version, posted_position, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18)
                """, payable.id, payable.owner, payable.fund, payable.expenditure, payable.kind.rawValue,
                creditor.household, creditor.kind?.rawValue, creditor.name, creditor.address,
                payable.amount, payable.purpose, payable.item, payable.on, payable.document,
                payable.recordedBy, payable.recordedAt, payable.version, position)
        }
        try post(payable, position: position, named: .on)
    }

    /// Stores that `payable` was voided, and reverses or corrects its posting.
    ///
    /// - Throws: `PayableRefusal.settled` when something of it was repaid or given, or is about to be;
    ///   `BooksRefusal.periodClosed`; `.versionMismatch`.
    package borrowing func void(_ payable: Payable) throws {
        guard let voiding = payable.voiding else { preconditionFailure("a voiding without its reason") }
        guard try settlement(of: payable.id).isNothing else { throw Refusal.payable(.settled) }
        let position = try journal(.voided, payable, owner: payable.owner)
        try update(to: payable) {
            try connection.run(
                """
                UPDATE payable
                SET void_reason = ?2, voided_by = ?3, voided_ms = ?4, version = ?5, position = ?6, reversed_on = ?7
                WHERE id = ?1 AND version = ?5 - 1
                """, payable.id, voiding.reason, voiding.by, voiding.at, payable.version, position,
                voiding.reversedOn)
        }
        try reverse(payable, position: position)
    }
}
