import Domain
import JSON
import SQLite

extension Verifier {
    /// The expenditures of one hamlet, each against the journal.
    func verifyExpenditures(into books: inout HamletBooks) throws {
        try connection.each(
            """
            SELECT hamlet, id, fund, payee, purpose, item, amount_dong, method, refund_of, requested_ms, state,
                requested_by, checked_by, approved_by, paid_by, booked_by, rejected_by, voided_by, reason, paid_on,
                book, number, version, party_address, voucher_reason, expenditure.position,
                CASE journal.kind WHEN 'expenditure.recorded' THEN 1 WHEN 'expenditure.changed' THEN 2 ELSE 0 END,
                subject, payload
            FROM expenditure
            LEFT JOIN journal ON journal.position = expenditure.position
            WHERE hamlet = ?1
            ORDER BY id
            """, books.hamlet
        ) { row in
            let id = row.integer(1)
            pass(.expenditure, id: id)
            guard row.isExpenditure else {
                _ = latest(of: .expenditure, id)
                return found(.rowUnreadable(.expenditure, id: id))
            }
            let expenditure = readExpenditure(row)
            compare(.expenditure, id: id, with: row.link(at: 25)) { expenditure.write(to: &$0) }
            tallyPostings(of: expenditure, in: books)
            books.add(expenditure)
        }
    }

    private func tallyPostings(of expenditure: Expenditure, in books: HamletBooks) {
        guard let posting = expenditure.posting else { return }
        // Account 0 does not exist: a payment without its accounts agrees with no posting.
        let debit = books.accountIDs[AccountKey(posting.debit)] ?? 0
        let credit = books.accountIDs[AccountKey(posting.credit)] ?? 0
        let id = expenditure.id.number
        let day = Int64(posting.on.packed)
        findings.postingsComputed.add([id, 3, debit, credit, posting.amount.amount, day])
        guard expenditure.state == .voided else { return }
        findings.postingsComputed.add([id, 4, credit, debit, posting.amount.amount, day])
    }

    /// Nobody gets back more than they gave, nor what was never received.
    func verifyRefunds() throws {
        try connection.each(
            """
            WITH RECURSIVE line (origin, fund) AS (
                SELECT from_fund, to_fund FROM reorganisation_fund
                UNION
                SELECT origin, to_fund FROM line JOIN reorganisation_fund ON from_fund = line.fund
            )
            SELECT refund_of, sum(expenditure.amount_dong),
                max(CASE WHEN voided_ms IS NULL AND (contribution.fund = expenditure.fund
                        OR (contribution.fund, expenditure.fund) IN (SELECT origin, fund FROM line))
                    THEN contribution.amount_dong ELSE 0 END)
            FROM expenditure LEFT JOIN contribution ON contribution.id = refund_of
            WHERE refund_of IS NOT NULL AND state NOT IN ('rejected', 'voided')
            GROUP BY refund_of
            ORDER BY refund_of
            """
        ) { row in
            guard row.integer(1) > row.integer(2) else { return }
            found(
                .refundsTooLarge(
                    contribution: row.integer(0), received: row.integer(2), refunded: row.integer(1)))
        }
    }

    /// Payments and voided payments that the journal tells of and that moved nothing.
    func nameMissingPaymentPostings() throws -> Bool {
        var isNamed = false
        try connection.each(
            """
            SELECT subject, position
            FROM journal
            WHERE kind = 'expenditure.changed' AND position NOT IN (SELECT position FROM posting)
                AND CASE WHEN json_valid(CAST(payload AS TEXT))
                    THEN json_extract(CAST(payload AS TEXT), '$.state') END IN ('paid', 'voided')
            ORDER BY position
            """
        ) { row in
            isNamed = true
            found(.paymentPostingMissing(expenditure: row.integer(0), position: row.integer(1)))
        }
        return isNamed
    }

    func nameDifferingPaymentPostings() throws -> Bool {
        var isNamed = false
        try connection.each(
            """
            SELECT id, position
            FROM (
                SELECT posting.id, posting.position, posting.amount_dong, posting.posted_on, subject,
                    payload_state, iif(payload_state = 'paid', credit_account, debit_account) AS money_account,
                    iif(payload_state = 'paid', debit_account, credit_account) AS other_account
                FROM posting
                JOIN (
                    SELECT position, subject, CASE WHEN json_valid(CAST(payload AS TEXT))
                        THEN json_extract(CAST(payload AS TEXT), '$.state') END AS payload_state
                    FROM journal
                    WHERE kind = 'expenditure.changed'
                ) AS event ON event.position = posting.position
            ) AS moved
            WHERE NOT EXISTS (
                SELECT 1
                FROM expenditure
                JOIN ledger_account AS money ON money.id = money_account
                JOIN ledger_account AS other ON other.id = other_account
                WHERE expenditure.id = moved.subject AND moved.amount_dong = expenditure.amount_dong
                    AND moved.posted_on = paid_on
                    AND money.hamlet = expenditure.hamlet AND other.hamlet = expenditure.hamlet
                    AND money.fund = expenditure.fund AND other.fund = expenditure.fund
                    AND money.kind = method
                    AND other.kind = iif(refund_of IS NULL, 'expenses', 'refunds')
                    AND (payload_state = 'paid' OR payload_state = 'voided' AND state = 'voided'))
            ORDER BY id
            """
        ) { row in
            isNamed = true
            found(.postingDiffers(id: row.integer(0), position: row.integer(1)))
        }
        return isNamed
    }
}

extension HamletBooks {
    mutating func add(_ expenditure: Expenditure) {
        guard let voucher = expenditure.voucher, let posting = expenditure.posting else { return }
        let year = Int64(voucher.issuedOn.year)
        let series = VerifiedSeries(kind: .payment, year: year, book: voucher.series.book)
        numbers[series, default: []].append(voucher.number)
        let isValid = expenditure.state != .voided
        let amount = isValid ? expenditure.amount.amount : 0
        years[year, default: YearSums()].expendituresCount += isValid ? 1 : 0
        if expenditure.refundOf == nil {
            years[year, default: YearSums()].spent &+= amount
        } else {
            years[year, default: YearSums()].refunded &+= amount
        }
        days[FundDay(posting), default: FundDay.Sums()].outOf &+= amount
    }
}

extension Row {
    /// True when `readExpenditure` reads the row and leaves nothing of it out, whatever CHECKs it slipped past.
    fileprivate var isExpenditure: Bool {
        let isPaid = optionalInteger(21) != nil
        return integer(6) > 0 && isChoice(7, of: Contribution.Method.self) && isMoment(9)
            && isChoice(10, of: Expenditure.State.self) && isDay(19)
            && (optionalInteger(19) != nil) == isPaid && (optionalText(20) != nil) == isPaid
            && (optionalText(23) != nil) == isPaid && (optionalText(24) != nil) == isPaid
    }
}
