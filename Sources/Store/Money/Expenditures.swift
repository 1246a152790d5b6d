package import Domain
package import JSON
package import SQLite

extension Expenditure: StoredEntity {
    package static let table = EntityTable(
        .expenditure, "expenditure",
        [
            "expenditure.id", "expenditure.owner", "expenditure.fund", "payee", "purpose", "item",
            "amount_dong", "method", "refund_of", "requested_ms", "state", "requested_by", "checked_by",
            "approved_by",
            "paid_by", "booked_by", "rejected_by", "voided_by", "reason", "paid_on", "book", "number",
            "expenditure.version", "party_address", "voucher_reason", "cancelled_by", "note",
            "approved_on", "names_book", "reversed_on", "issued_on", "replaces", "replaced_by",
            "attachments", "repays", "passes_through", "voucher_line", "voucher_lines",
        ], actions: [.recorded, .changed], scopeSource: .owner, isVersioned: true,
        publicMembers: publicMembers,
        personal: .kept("payee", "party_address", "purpose", "reason", "voucher_reason", "note", as: .voucher)
    )

    /// As `PublicExpenditureLine`: payments only, without the payee.
    private static let publicMembers = PublicMembers(
        PublicMembers.owner + [
            .init("fund"),
            .init(
                "purpose", .without("refund_of"), .not("state", "\"voided\""), .noSupport("purpose"),
                .noSupport("item")), .init("item"),
            .init("amount"), .init("method"), .init("state"), .init("paid_on"), .init("reversed_on"),
            .init("book"), .init("number"), .init("voucher_line"), .init("voucher_lines"),
            .init("issued_on"), .init("replaces"), .init("replaced_by"),
        ], when: .with("number"))

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Expenditure {
        let owner = row.owner(1)
        var actors = StepActors(requestedBy: row.id(11))
        actors.checkedBy = row.optionalID(12)
        actors.approvedBy = row.optionalID(13)
        actors.paidBy = row.optionalID(14)
        actors.bookedBy = row.optionalID(15)
        actors.rejectedBy = row.optionalID(16)
        actors.voidedBy = row.optionalID(17)
        actors.cancelledBy = row.optionalID(25)
        return Expenditure(
            id: row.id(0), owner: owner, fund: row.id(2), payee: row.text(3), purpose: row.text(4),
            note: row.optionalText(26), item: row.text(5), amount: row.positiveDong(6), method: row.choice(7),
            refundOf: row.optionalID(8), repays: row.optionalID(34),
            passesThrough: row.boolean(35), line: readLine(row),
            requestedAt: row.instant(9), state: row.choice(10), actors: actors,
            approvedOn: readApproval(row), voucher: readVoucher(row, of: owner),
            paidOn: row.optionalDate(19), replaces: row.optionalID(31), replacedBy: row.optionalID(32),
            reason: row.optionalText(18), reversedOn: row.optionalDate(29), version: row.integer(22))
    }

    private static func readApproval(_ row: borrowing Row) -> LocalDate? {
        guard let approved = row.optionalDate(27) else { return nil }
        row.validate(row.optionalInteger(13) != nil, "a day of approval has its approver")
        row.validate(
            row.optionalInteger(31) != nil || row.optionalDate(19).map { $0 >= approved } ?? true,
            "nothing is paid before it is approved")
        return approved
    }

    private static func readVoucher(_ row: borrowing Row, of owner: FundOwner) -> Voucher? {
        let number = row.optionalInteger(21)
        row.validate(
            (row.optionalInteger(19) != nil) == (number != nil)
                && (row.optionalText(20) != nil) == (number != nil),
            "a payment voucher is whole")
        let state: State = row.choice(10)
        row.validate(
            [.paid, .booked, .voided].contains(state) == (number != nil), "only what was paid has a voucher")
        guard let number else {
            let isLoose =
                row.optionalText(23)?.isEmpty == false || row.optionalText(24)?.isEmpty == false
                || row.boolean(28) || row.optionalInteger(30) != nil || row.optionalInteger(33) != nil
            row.validate(!isLoose, "what is not paid has no voucher")
            return nil
        }
        let day = row.optionalDate(30) ?? row.date(19)
        row.validate(
            day == row.date(19) || (day > row.date(19) && row.optionalInteger(31) != nil),
            "only a replacement is issued later than the money went")
        row.validate(
            state == .voided || row.optionalInteger(32) == nil, "only what was voided is replaced")
        return Voucher(
            series: Voucher.Series(owner: owner, kind: .payment, year: day.year, book: row.text(20)),
            number: number, line: readLine(row), namesBook: row.boolean(28), issuedOn: day,
            amount: row.positiveDong(6),
            partyName: row.text(3),
            partyAddress: row.text(23), reason: row.text(24), attachments: row.optionalInteger(33))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("fund", fund.number)
        json.member("payee", payee)
        json.member("purpose", purpose)
        // Absent in rows from before there were notes.
        if let note { json.member("note", note) }
        json.member("item", item)
        json.member("amount", amount.amount)
        json.member("method", method.rawValue)
        json.member("refund_of", refundOf?.number)
        // Only a repayment has it.
        if let repays { json.member("repays", repays.number) }
        // Only money that was collected for others has it.
        if passesThrough { json.member("passes_through", true) }
        // Only payments of several lines have these.
        if line != .only {
            json.member("voucher_line", line.number)
            json.member("voucher_lines", line.count)
        }
        json.member("requested_at", requestedAt.text)
        json.member("state", state.rawValue)
        json.member("requested_by", actors.requestedBy.number)
        json.member("checked_by", actors.checkedBy?.number)
        json.member("approved_by", actors.approvedBy?.number)
        // Absent in rows from before the day was recorded.
        if let approvedOn { json.member("approved_on", approvedOn.text) }
        json.member("paid_by", actors.paidBy?.number)
        json.member("booked_by", actors.bookedBy?.number)
        json.member("rejected_by", actors.rejectedBy?.number)
        json.member("voided_by", actors.voidedBy?.number)
        if let by = actors.cancelledBy { json.member("cancelled_by", by.number) }
        json.member("reason", reason)
        if let voucher {
            json.member("paid_on", (paidOn ?? voucher.issuedOn).text)
            json.member("book", voucher.series.book)
            json.member("number", voucher.printedNumber)
            json.member("party_address", voucher.partyAddress)
            json.member("voucher_reason", voucher.reason)
            if let count = voucher.attachments { json.member("attachments", count) }
        }
        // Only replacements have these, and payments that were replaced.
        if let replaces {
            json.member("replaces", replaces.number)
            if let voucher { json.member("issued_on", voucher.issuedOn.text) }
        }
        if let replacedBy { json.member("replaced_by", replacedBy.number) }
        if let reversedOn { json.member("reversed_on", reversedOn.text) }
        json.member("version", version)
    }

    /// Selects vouchers without address and reason, which lists do not show.
    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns.replacing("party_address", with: "''").replacing("voucher_reason", with: "''"))
        FROM expenditure
        WHERE owner = ?1 AND id < ?2 AND (?3 IS NULL OR fund = ?3) AND (?4 IS NULL OR state = ?4)
            AND (?5 IS NULL OR method = ?5) AND (?6 IS NULL OR refund_of = ?6)
            AND (?7 = 0 OR number IS NOT NULL)
            AND (?8 IS NULL OR paid_on >= ?8) AND (?9 IS NULL OR paid_on <= ?9)
        ORDER BY id DESC
        LIMIT ?10
        """)

    fileprivate static let unpaidOfOwner = Query(
        """
        SELECT \(table.columns)
        FROM expenditure
        WHERE owner = ?1 AND state IN ('requested', 'checked', 'approved')
        ORDER BY id
        """)
}

extension Reading where Self: ~Copyable {
    /// The expenditures of `owner`, newest first, before `cursor`.
    ///
    /// Their vouchers lack address and reason.
    package borrowing func expenditures(
        of owner: FundOwner, matching filter: ExpenditureFilter, before cursor: Expenditure.ID?, limit: Int
    ) throws -> [Expenditure] {
        try all(
            Expenditure.ofOwner, owner, cursor?.number ?? Int64.max, filter.fund, filter.state?.rawValue,
            filter.method?.rawValue, filter.refundOf, filter.isPaid, filter.from, filter.to, limit)
    }

    /// The expenditures of `owner` that are neither paid nor rejected, oldest first.
    borrowing func unpaidExpenditures(of owner: FundOwner) throws -> [Expenditure] {
        try all(Expenditure.unpaidOfOwner, owner)
    }

    /// The total of `contribution` that has been refunded or requested as a refund.
    package borrowing func refunds(of contribution: Contribution.ID) throws -> Dong {
        try connection.first(
            """
            SELECT CAST(coalesce(sum(amount_dong), 0) AS BIGINT)
            FROM expenditure
            WHERE refund_of = ?1 AND state NOT IN ('rejected', 'withdrawn', 'cancelled', 'voided')
            """, contribution
        ) { row in row.dong(0) } ?? .zero
    }
}

extension WriteTransaction {
    /// Records a new request, or what replaces a payment and is approved already.
    ///
    /// `commune` is the code of the owner's commune, or of the organisation's unit.
    package borrowing func request(_ expenditure: Expenditure, in commune: AdministrativeUnit.Code) throws {
        let position = try journal(.recorded, expenditure, owner: expenditure.owner)
        try connection.run(
            """
            INSERT INTO expenditure (owner, id, commune, fund, payee, purpose, item, amount_dong, method, refund_of,
                requested_ms, state, requested_by, version, position, note, checked_by, approved_by, approved_on,
                replaces, repays, passes_through, voucher_line, voucher_lines)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                ?23, ?24)
            """, expenditure.owner, expenditure.id, commune, expenditure.fund, expenditure.payee,
            expenditure.purpose, expenditure.item, expenditure.amount, expenditure.method.rawValue,
            expenditure.refundOf, expenditure.requestedAt, expenditure.state.rawValue,
            expenditure.actors.requestedBy, expenditure.version, position, expenditure.note,
            expenditure.actors.checkedBy, expenditure.actors.approvedBy, expenditure.approvedOn,
            expenditure.replaces, expenditure.repays, expenditure.passesThrough, expenditure.line.number,
            expenditure.line.count)
        try countStep(ofRefund: expenditure)
    }

    /// Stores `expenditure` as a change of `old`.
    ///
    /// Paying it, and voiding the payment, post to the ledger.
    ///
    /// - Throws: `Refusal.balanceTooLow`, `.balanceTooLowOnDate` when cash or bank would be negative on any date;
    ///   `.versionMismatch`.
    package borrowing func save(_ expenditure: Expenditure, replacing old: Expenditure) throws {
        let position = try journal(.changed, expenditure, owner: expenditure.owner)
        try update(to: expenditure) {
            try update(expenditure, position: position)
        }
        // Before the settlement, which reads what is refunded.
        try countStep(ofRefund: expenditure)
        switch (old.posting, expenditure.posting, expenditure.state) {
        case (nil, let paid?, _):
            try post(paid, of: expenditure.owner, position: position, named: .paidOn)
            try settleRefund(expenditure, isPaid: true)
        case (let paid?, _, .voided):
            try post(
                expenditure.voidingPosting ?? paid.reversal, of: expenditure.owner, position: position,
                taking: BooksRefusal.Step("void", of: .expenditure))
            try settleRefund(expenditure, isPaid: false)
        case (nil, nil, _), (.some, _, _): break
        }
    }

    /// Stores `expenditure` after its transfer from the owner `old` to the successor.
    borrowing func move(_ expenditure: Expenditure, from old: FundOwner) throws {
        let position = try journal(.changed, expenditure, owner: expenditure.owner)
        try connection.run(
            """
            UPDATE expenditure
            SET owner = ?3, fund = ?4, version = ?5, position = ?6, commune = (
                SELECT coalesce(hamlet.commune, unit.code, organisation.unit)
                FROM fund_owner LEFT JOIN hamlet ON hamlet.id = fund_owner.hamlet
                    LEFT JOIN unit ON unit.id = fund_owner.unit
                    LEFT JOIN organisation ON organisation.id = fund_owner.organisation
                WHERE fund_owner.owner = ?3
            )
            WHERE owner = ?1 AND id = ?2
            """, old, expenditure.id, expenditure.owner, expenditure.fund, expenditure.version, position)
        try countStep(ofRefund: expenditure)
    }

    private borrowing func update(_ expenditure: Expenditure, position: Int64) throws(SQLiteError) {
        let actors = expenditure.actors
        let voucher = expenditure.voucher
        try connection.run(
            """
            UPDATE expenditure
            SET state = ?3, checked_by = ?4, approved_by = ?5, paid_by = ?6, booked_by = ?7, rejected_by = ?8,
                voided_by = ?9, reason = ?10, paid_on = ?11, book = ?12, number = ?13, party_address = ?14,
                voucher_reason = ?15, version = ?16, position = ?17, cancelled_by = ?18,
                approved_on = ?19, names_book = ?20, reversed_on = ?21, issued_on = ?22, replaced_by = ?23,
                attachments = ?24,
                voucher_position = CASE WHEN ?13 IS NOT NULL THEN coalesce(voucher_position, ?17) END
            WHERE owner = ?1 AND id = ?2 AND version = ?16 - 1
            """, expenditure.owner, expenditure.id, expenditure.state.rawValue, actors.checkedBy,
            actors.approvedBy, actors.paidBy, actors.bookedBy, actors.rejectedBy, actors.voidedBy,
            expenditure.reason, expenditure.paidOn, voucher?.series.book, voucher?.number,
            voucher?.partyAddress, voucher?.reason, expenditure.version, position, actors.cancelledBy,
            expenditure.approvedOn, voucher?.namesBook ?? false, expenditure.reversedOn,
            voucher.flatMap { $0.issuedOn == expenditure.paidOn ? nil : $0.issuedOn }, expenditure.replacedBy,
            voucher?.attachments)
    }
}
