package import Domain
package import JSON
package import SQLite

extension AccountingPeriod: StoredRecord {
    package static let table = EntityTable(
        .accountingPeriod, "accounting_period",
        [
            "id", "owner", "month", "state", "submitted_by", "closed_by",
            "cash_dong", "bank_dong", "reopen_reason", "recorded_by", "recorded_ms",
            "version",
        ], actions: [.recorded, .changed], scopeSource: .owner, isVersioned: true,
        publicMembers: publicMembers, personal: .kept("reopen_reason", as: .accounts))

    /// As `PublicPeriodView`: what was closed and what it held, and why it was opened again.
    private static let publicMembers: PublicMembers = {
        let members: [PublicMembers.Member] = [
            .init("from"), .init("to"), .init("state"), .init("cash"), .init("bank"), .init("reopen_reason"),
        ]
        // Once nothing was public of a month of a commune or an organisation.
        let ofHamlets = PublicMembers([.init("hamlet")] + members, when: .with("hamlet"))
        return PublicMembers(PublicMembers.owner + members, earlier: [ofHamlets])
    }()

    package static let statements = RecordStatements(table)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> AccountingPeriod {
        let month = Month(packed: row.integer(2))
        row.validate(month != nil, "a period is a month")
        let state: State = row.choice(3)
        row.validate(
            (row.optionalInteger(4) != nil) == (state != .open)
                && (row.optionalInteger(5) != nil) == (state == .closed)
                && (row.optionalInteger(6) != nil) == (state == .closed)
                && (row.optionalInteger(7) != nil) == (state == .closed), "a closed month has its figures")
        return AccountingPeriod(
            id: row.id(0), owner: row.owner(1), month: month ?? Month(of: .firstDay), state: state,
            submittedBy: row.optionalID(4), closedBy: row.optionalID(5),
            closing: row.optionalInteger(6) == nil
                ? nil : Closing(cash: row.dong(6), bank: Dong(row.optionalInteger(7) ?? 0)),
            reason: row.optionalText(8), recording: row.recording(9))
    }

    package var listOwner: FundOwner? { owner }

    package var row: [any Bindable] {
        [
            id, owner, month.packed, state.rawValue, submittedBy, closedBy, closing?.cash, closing?.bank,
            reason,
        ]
    }

    package var uniqueness: (columns: StaticString, refusal: Refusal)? {
        (
            "accounting_period.owner, accounting_period.month",
            .alreadyExists(.accountingPeriod, at: .month)
        )
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        owner.writeMember(to: &json)
        json.member("from", month.firstDay.text)
        json.member("to", month.lastDay.text)
        json.member("state", state.rawValue)
        json.member("submitted_by", submittedBy?.number)
        json.member("closed_by", closedBy?.number)
        if let closing {
            json.member("cash", closing.cash.amount)
            json.member("bank", closing.bank.amount)
        }
        json.member("reopen_reason", reason)
        json.member("recorded_by", recording.by.number)
        json.member("recorded_at", recording.at.text)
        json.member("version", version)
    }

    fileprivate static let ofOwner = Query(
        """
        SELECT \(table.columns)
        FROM accounting_period
        WHERE owner = ?1 AND (?2 IS NULL OR month < ?2)
        ORDER BY month DESC
        LIMIT ?3
        """)
}

extension Reading where Self: ~Copyable {
    /// The recorded months of `owner`, latest first, before `month`.
    package borrowing func accountingPeriods(
        of owner: FundOwner, before month: AccountingPeriod.Month?, limit: Int
    ) throws -> [AccountingPeriod] {
        try all(AccountingPeriod.ofOwner, owner, month?.packed, limit)
    }

    /// The last closed month of `owner`; nil when none is.
    package borrowing func lastClosedMonth(of owner: FundOwner) throws -> AccountingPeriod.Month? {
        try connection.first(
            "SELECT max(month) FROM accounting_period WHERE owner = ?1 AND state = 'closed'", owner
        ) { row in row.optionalInteger(0).flatMap { AccountingPeriod.Month(packed: $0) } } ?? nil
    }

    /// What `month` lacks before it can be closed, in the order in which it is done.
    package borrowing func blockers(
        of month: AccountingPeriod.Month, of owner: FundOwner
    ) throws -> [BooksRefusal.Blocker] {
        guard month.lastDay < today else { return [.notEnded(month)] }
        var blockers: [BooksRefusal.Blocker] = []
        if let earlier = try firstOpenMonth(of: owner), earlier < month {
            blockers.append(.earlierOpen(earlier))
        }
        blockers += try connection.all(
            """
            SELECT id, voucher_lines FROM expenditure
            WHERE owner = ?1 AND state = 'paid' AND paid_on BETWEEN ?2 AND ?3 AND voucher_line = 1
            ORDER BY id
            LIMIT 20
            """, owner, month.firstDay, month.lastDay
        ) { row in .paymentNotBooked(row.id(0), linesCount: row.integer(1)) }
        return try blockers + advanceBlockers(until: month.lastDay, of: owner)
            + handBlockers(until: month.lastDay, of: owner)
            + countBlockers(of: month, of: owner)
            + reconciliationBlockers(of: month, of: owner)
    }

    /// The month of the first posting after the last closed month.
    ///
    /// An opening balance closes books on paper; it is no voucher of its month.
    private borrowing func firstOpenMonth(of owner: FundOwner) throws -> AccountingPeriod.Month? {
        let closed = try lastClosedMonth(of: owner)?.lastDay
        return try connection.first(
            """
            SELECT min(day)
            FROM ledger_sum
            WHERE owner = ?1 AND (?2 IS NULL OR day > ?2) AND debit <> 'opening' AND credit <> 'opening'
            """, owner, closed
        ) { row in row.optionalDate(0).map { AccountingPeriod.Month(of: $0) } } ?? nil
    }

    /// Each fund that holds cash at the end of the month needs a count since then that its book still agrees with.
    private borrowing func countBlockers(
        of month: AccountingPeriod.Month, of owner: FundOwner
    ) throws -> [BooksRefusal.Blocker] {
        guard let next = month.lastDay.next else { return [] }
        var blockers: [BooksRefusal.Blocker] = []
        let funds = try connection.all(
            """
            SELECT fund, fund.name
            FROM ledger_sum JOIN fund ON fund.id = ledger_sum.fund
            WHERE ledger_sum.owner = ?1 AND day < ?2 AND unit = 'dong' AND (debit = 'cash' OR credit = 'cash')
            GROUP BY fund, fund.name
            HAVING sum(CASE WHEN debit = 'cash' THEN amount ELSE 0 - amount END) > 0
            ORDER BY fund
            """, owner, next
        ) { row in (id: row.id(0) as Fund.ID, name: row.text(1)) }
        for fund in funds {
            let counts = try confirmedCashCounts(of: fund.id, of: owner, since: month.lastDay)
            guard let last = counts.first else {
                blockers.append(.countMissing(fund.id, fundName: fund.name))
                continue
            }
            // Any of them will do: a later voucher outdates the count of a later month, not that of this one.
            if try counts.contains(where: { try bookCash(of: $0) == $0.book }) { continue }
            let book = try bookCash(of: last)
            blockers.append(.countOutdated(last.id, fundName: fund.name, book: book))
        }
        return blockers
    }

    /// The cash of the fund of `count` at the end of its day by the book, without the difference that it posted.
    package borrowing func bookCash(of count: CashCount) throws -> Dong {
        // Only 9999-12-31 has no following day, and no count has that date.
        let held = try balances(of: count.owner, fund: count.fund, before: count.on.next ?? count.on).cash
        guard let posting = count.posting else { return held }
        return posting.debit == .cash
            ? held.less(posting.amount) : Dong(held.amount.addingClamped(posting.amount.amount))
    }
}

extension WriteTransaction {
    /// Checks that the month of `day` is open.
    ///
    /// - Parameters:
    ///   - day: of the change.
    ///   - owner: whose books it changes.
    ///   - field: the input field that names the day; nil when it follows from an earlier record.
    ///   - step: the step that changes the earlier record, for the advice of the refusal.
    /// - Throws: `BooksRefusal.periodClosed`, which names the last closed month.
    package borrowing func checkOpen(
        _ day: LocalDate, of owner: FundOwner, named field: Field?, taking step: BooksRefusal.Step? = nil
    ) throws {
        let closed: AccountingPeriod.Month?
        if let known = session.caches.closedMonths[owner] {
            closed = known
        } else {
            closed = try lastClosedMonth(of: owner)
            session.caches.closedMonths[owner] = .some(closed)
        }
        if let closed, AccountingPeriod.Month(of: day) <= closed {
            throw Refusal.books(.periodClosed(closed, named: field, taking: step))
        }
    }

    /// Checks that the month of `day` is closed.
    ///
    /// - Throws: `BooksRefusal.periodOpen`.
    package borrowing func checkClosed(_ day: LocalDate, of owner: FundOwner) throws {
        let month = AccountingPeriod.Month(of: day)
        if let closed = try lastClosedMonth(of: owner), month <= closed { return }
        throw Refusal.books(.periodOpen(month))
    }

    /// Stores a month, new or after a step.
    ///
    /// - Throws: `Refusal.versionMismatch`; `.alreadyExists` for a month that is recorded already.
    package borrowing func save(_ period: AccountingPeriod, after old: AccountingPeriod?) throws {
        try keepBooks(of: period.owner)
        try save(period, replacing: old, as: .changed)
        session.caches.closedMonths.removeValue(forKey: period.owner)
    }
}
