package import Domain
import SQLite

/// Which postings a book lists; nil matches any.
package struct LedgerEntryFilter: Hashable, Sendable {
    package var owner: FundOwner
    package var fund: Fund.ID?
    /// Debited or credited.
    package var account: LedgerAccount.Kind?
    package var from: LocalDate
    package var to: LocalDate

    package init(
        owner: FundOwner, fund: Fund.ID? = nil, account: LedgerAccount.Kind? = nil, from: LocalDate,
        to: LocalDate
    ) {
        self.owner = owner
        self.fund = fund
        self.account = account
        self.from = from
        self.to = to
    }
}

extension Reading where Self: ~Copyable {
    /// Every posting that `filter` matches, by day and in the order of the journal.
    ///
    /// Whatever entity made it: those of receipts through their contributions, all others through an index of them.
    ///
    /// - Parameters:
    ///   - filter: the owner, days, fund and account.
    ///   - limit: the maximum number of rows.
    /// - Returns: at most `limit` postings.
    /// - Throws: `SQLiteError`.
    package borrowing func ledgerEntries(
        matching filter: LedgerEntryFilter, limit: Int
    ) throws -> [LedgerEntry] {
        var found: [LedgerEntry] = []
        try forEachLedgerEntry(matching: filter, limit: limit) { found.append($0) }
        return found
    }

    /// Passes every posting that `filter` matches to `body`, by day and in the order of the journal.
    ///
    /// Those of one account have within a day what comes in before what goes out. The rows are sorted within the cache
    /// of the connection, or in a temporary file, so that memory does not grow with their number.
    package borrowing func forEachLedgerEntry(
        matching filter: LedgerEntryFilter, limit: Int = Int.max, _ body: (LedgerEntry) throws -> Void
    ) throws {
        var kept = KeptValues()
        try connection.forEach(
            listedEntries, filter.owner, filter.from, filter.to, filter.fund, filter.account?.rawValue, limit
        ) { row in
            let entry = readEntry(row, of: filter.owner, keeping: &kept)
            try row.check()
            try body(entry)
        }
    }

    /// What came in to `account` and went out of it in the period of `filter`, by the sums.
    package borrowing func cashBookTotals(
        of account: LedgerAccount.Kind, matching filter: LedgerEntryFilter
    ) throws -> CashBookTotals {
        let before = try balances(of: filter.owner, fund: filter.fund, before: filter.from)
        // Only 9999-12-31 has no following day, and no posting has that date.
        let after = try balances(of: filter.owner, fund: filter.fund, before: filter.to.next ?? filter.to)
        let moved = try connection.first(
            movedOfAccount, filter.owner, filter.from, filter.to, filter.fund, account.rawValue
        ) { row in (row.total(0), row.total(1)) }
        return CashBookTotals(
            opening: before.held(in: account), received: Dong(moved?.0 ?? 0), spent: Dong(moved?.1 ?? 0),
            closing: after.held(in: account))
    }

    /// Passes the lines of the book of `account` to `body`, one after another.
    ///
    /// - Throws: `SQLiteError` when they do not lead to what the sums say: a book that lacks a posting is given to
    ///   nobody.
    package borrowing func forEachCashBookLine(
        of account: LedgerAccount.Kind, matching filter: LedgerEntryFilter, totals: CashBookTotals,
        _ body: (CashBook.Line) throws -> Void
    ) throws {
        var filter = filter
        filter.account = account
        var turnover = CashBook.Turnover(of: account, opening: totals.opening)
        try forEachLedgerEntry(matching: filter) { entry in try body(try turnover.line(of: entry)) }
        guard
            totals
                == CashBookTotals(
                    opening: totals.opening, received: turnover.received, spent: turnover.spent,
                    closing: turnover.balance)
        else { throw unequalSums(of: filter.owner) }
    }

    /// The book of `account` over the period of `filter`.
    ///
    /// - Returns: the book; nil when it has more than `CashBook.linesMax` lines.
    /// - Throws: `SQLiteError` when its lines do not lead from the opening to the closing balance of the sums: a book
    ///   that lacks a posting is given to nobody.
    package borrowing func cashBook(
        of account: LedgerAccount.Kind, matching filter: LedgerEntryFilter
    ) throws -> CashBook? {
        var filter = filter
        filter.account = account
        let found = try ledgerEntries(matching: filter, limit: CashBook.linesMax + 1)
        guard found.count <= CashBook.linesMax else { return nil }
        let before = try balances(of: filter.owner, fund: filter.fund, before: filter.from)
        // Only 9999-12-31 has no following day, and no posting has that date.
        let after = try balances(of: filter.owner, fund: filter.fund, before: filter.to.next ?? filter.to)
        let book = try CashBook(of: account, opening: before.held(in: account), entries: found)
        guard book.closing == after.held(in: account) else { throw unequalSums(of: filter.owner) }
        return book
    }
}

/// The balances of a cash book, and what moved between them.
package struct CashBookTotals: Hashable, Sendable {
    package let opening: Dong
    package let received: Dong
    package let spent: Dong
    package let closing: Dong

    package init(opening: Dong, received: Dong, spent: Dong, closing: Dong) {
        self.opening = opening
        self.received = received
        self.spent = spent
        self.closing = closing
    }
}

private func unequalSums(of owner: FundOwner) -> SQLiteError {
    SQLiteError(invalidRow: "the postings of \(owner.text) differ from its sums", operation: "cash book")
}

extension Balances {
    /// The balance of cash or of the bank.
    package func held(in account: LedgerAccount.Kind) -> Dong {
        precondition(account.isMoneyAccount, "only cash and bank have balances")
        return account == .cash ? cash : bank
    }
}

/// Values that most rows repeat.
private struct KeptValues {
    var debit = PreviousValue<LedgerAccount.Kind>()
    var credit = PreviousValue<LedgerAccount.Kind>()
    var item = PreviousValue<String>()
    var event = PreviousValue<String>()
    var book = PreviousValue<String>()
    var reason = PreviousValue<String>()
}

private func readEntry(
    _ row: borrowing Row, of owner: FundOwner, keeping kept: inout KeptValues
) -> LedgerEntry {
    let (on, event, subject) = (row.date(2), row.text(8, repeating: &kept.event), row.integer(9))
    let kind: Voucher.Kind? =
        switch event {
        case "contribution.recorded", "contribution.voided": .receipt
        case "expenditure.changed": .payment
        default: nil
        }
    let origin: LedgerEntry.Origin =
        switch kind {
        case .receipt: .receipt(Identifier(subject))
        case .payment: .payment(Identifier(subject))
        case nil: .other(event: event, subject: subject)
        }
    let document = kind.map { kind in
        let series = Voucher.Series(
            owner: owner, kind: kind, year: Int(row.integer(16)), book: row.text(10, repeating: &kept.book))
        return LedgerEntry.Document(
            number: series.printed(row.integer(11), namingBook: row.boolean(12)), partyName: row.text(13),
            reason: row.text(14, repeating: &kept.reason), voidReason: row.optionalText(15))
    }
    return LedgerEntry(
        position: row.integer(0), line: row.integer(1), on: on, fund: row.id(3),
        debit: row.choice(4, repeating: &kept.debit), credit: row.choice(5, repeating: &kept.credit),
        item: row.text(6, repeating: &kept.item), amount: row.dong(7), origin: origin, document: document)
}

private let posted: SQL = """
    posting.position, posting.line, posted_on, posting.fund, debit, credit, posting.item, posting.amount
    """

/// A row of `posting` of the days, fund and account.
private let isListed: SQL = """
    posting.unit = 'dong' AND posted_on BETWEEN ?2 AND ?3 AND (?4 IS NULL OR posting.fund = ?4)
    AND (?5 IS NULL OR debit = ?5 OR credit = ?5)
    """

/// Receipts that credit no source, for others, are in the index too: they are found through their contributions.
///
/// The condition of the index `posting_not_received`, word for word.
private let isNotReceived: SQL = """
    credit <> 'households' AND credit <> 'people_away' AND credit <> 'individuals' AND credit <> 'companies'
    AND credit <> 'organisations' AND credit <> 'state_central' AND credit <> 'state_province'
    AND credit <> 'state_district' AND credit <> 'state_commune' AND credit <> 'state_agencies'
    """

private let receiptFacts: SQL = """
    contribution.id, book, number, names_book, party_name, voucher_reason, void_reason,
        coalesce(issued_on, received_on) / 10000, \(isOutflow)
    """

/// 1 when the posting goes out of the account ?5; 0 for all postings.
private let isOutflow: SQL = "CASE WHEN credit = ?5 THEN 1 ELSE 0 END"

private let listedEntries = Query(
    """
    SELECT \(posted), 'contribution.recorded', \(receiptFacts)
    FROM contribution CROSS JOIN posting
    WHERE contribution.owner = ?1 AND received_on BETWEEN ?2 AND ?3 AND posting.position = voucher_position
        AND \(isListed)
    UNION ALL
    SELECT \(posted), 'contribution.voided', \(receiptFacts)
    FROM contribution CROSS JOIN posting
    WHERE contribution.owner = ?1 AND received_on BETWEEN ?2 AND ?3 AND voided_ms IS NOT NULL
        AND contribution.reversed_on IS NULL AND posting.position = contribution.position AND \(isListed)
    UNION ALL
    SELECT \(posted), journal.kind, journal.subject, coalesce(expenditure.book, receipt.book),
        coalesce(expenditure.number, receipt.number), coalesce(expenditure.names_book, receipt.names_book),
        coalesce(payee, receipt.party_name), coalesce(expenditure.voucher_reason, receipt.voucher_reason),
        coalesce(expenditure.reason, receipt.void_reason),
        coalesce(expenditure.issued_on, paid_on, receipt.issued_on, receipt.received_on) / 10000, \(isOutflow)
    FROM posting JOIN journal ON journal.position = posting.position
        LEFT JOIN expenditure ON journal.kind = 'expenditure.changed' AND expenditure.id = journal.subject
        LEFT JOIN contribution AS receipt ON journal.kind = 'contribution.voided' AND receipt.id = journal.subject
    WHERE posting.owner = ?1 AND \(isNotReceived) AND \(isListed)
        AND (credit <> 'pass_through' OR journal.kind = 'expenditure.changed')
    ORDER BY 3, 18, 1, 2
    LIMIT ?6
    """)

private let movedOfAccount = Query(
    """
    WITH RECURSIVE \(LedgerSum.ownFunds)
    SELECT coalesce(CAST(sum(CASE WHEN debit = ?5 THEN amount ELSE 0 END) AS BIGINT), 0),
        coalesce(CAST(sum(CASE WHEN credit = ?5 THEN amount ELSE 0 END) AS BIGINT), 0)
    FROM own CROSS JOIN ledger_sum
    WHERE ledger_sum.owner = ?1 AND ledger_sum.fund = own.fund AND day BETWEEN ?2 AND ?3
        AND ledger_sum.unit = 'dong' AND (?4 IS NULL OR ledger_sum.fund = ?4) AND (debit = ?5 OR credit = ?5)
    """)
