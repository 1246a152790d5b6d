import Domain
import SQLite

extension WriteTransaction {
    /// Posts `posting` to the books of `owner`, as an effect of the journal row at `position`.
    ///
    /// - Parameters:
    ///   - posting: the movement.
    ///   - owner: whose fund it is of.
    ///   - position: the position of the journal row.
    ///   - line: its number among the postings of the row, from 1.
    ///   - field: the input field that names its day; nil for none.
    ///   - step: the step that posts on the day of an earlier record; nil for none.
    /// - Throws: `BooksRefusal.periodClosed`; `BooksRefusal.beforeOpening`; `.balanceTooLow` when cash or bank would be
    ///   negative today; `.balanceTooLowOnDate` when it would be negative at the end of the posting's date or of a later
    ///   one; `.amountTooLarge`.
    borrowing func post(
        _ posting: Posting, of owner: FundOwner, position: Int64, line: Int64 = 1,
        named field: Field? = nil, taking step: BooksRefusal.Step? = nil
    ) throws {
        try checkOpen(posting.on, of: owner, named: field, taking: step)
        try insert(posting, of: owner, position: position, line: line)
        if let account = posting.decreasedAccount {
            let lowest = try lowestBalance(of: account, in: posting.fund, of: owner, from: posting.on)
            guard lowest.balance >= posting.amount else {
                let shortage = try shortage(of: account, for: posting, of: owner, on: lowest.day)
                throw lowest.today >= posting.amount
                    ? Refusal.balanceTooLowOnDate(shortage) : .balanceTooLow(shortage)
            }
        }
        try add(LedgerSum(posting), amount: posting.signedAmount, count: posting.signedCount, of: owner)
    }

    /// Stores the posting alone.
    ///
    /// `unposted` is the position of an earlier entry of the job whose posting follows: nothing from it on is folded.
    ///
    /// - Throws: `BooksRefusal.beforeOpening` when the fund's opening balance contains what happened that day.
    borrowing func insert(
        _ posting: Posting, of owner: FundOwner, position: Int64, line: Int64 = 1, unposted: Int64? = nil
    ) throws {
        try checkOpening(before: posting)
        if line == 1 { try foldPostings(before: min(position, unposted ?? position)) }
        try connection.run(
            """
            INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'dong', ?8, ?9)
            """, position, line, owner, posting.fund, posting.debit.rawValue, posting.credit.rawValue,
            posting.item, posting.signedAmount, posting.on)
    }

    /// Adds to the sum of a day.
    ///
    /// - Parameters:
    ///   - sum: its fund, pair of accounts, item and day.
    ///   - amount: in đồng; negative for a reversal.
    ///   - count: the number of vouchers; negative for reversals.
    ///   - owner: whose fund it is.
    /// - Throws: `Refusal.amountTooLarge` when all that ever came into cash or bank, transfers between them included,
    ///   and all that was ever owed, would exceed `Dong.documentMax`. Nothing leaves an account that did not come into it, so every balance, total
    ///   and line of any period is as small.
    borrowing func add(_ sum: LedgerSum, amount: Int64, count: Int64, of owner: FundOwner) throws {
        if sum.debit.isMoneyAccount || sum.credit == .payables { try countReceived(amount, by: owner) }
        if amount < 0, try reduce(sum, by: amount, count: count, of: owner) { return }
        try increase(sum, by: amount, count: count, of: owner)
    }

    /// Adds to all that ever came in.
    private borrowing func countReceived(_ amount: Int64, by owner: FundOwner) throws {
        let received = try received(by: owner).added(to: Dong(amount))
        session.caches.received[owner] = received.amount
    }

    /// Changes a sum that exists.
    ///
    /// An upsert would check the CHECK constraints against the negative inserted values.
    ///
    /// - Returns: whether there is such a sum.
    private borrowing func reduce(
        _ sum: LedgerSum, by amount: Int64, count: Int64, of owner: FundOwner
    ) throws -> Bool {
        try connection.run(
            """
            UPDATE ledger_sum
            SET amount = amount + ?8, vouchers = vouchers + ?9
            WHERE owner = ?1 AND fund = ?2 AND day = ?3 AND debit = ?4 AND credit = ?5 AND item = ?6 AND unit = ?7
            """, owner, sum.fund, sum.on, sum.debit.rawValue, sum.credit.rawValue, sum.item, "dong", amount,
            count)
        return connection.changeCount == 1
    }

    /// Changes a sum, or begins it.
    private borrowing func increase(
        _ sum: LedgerSum, by amount: Int64, count: Int64, of owner: FundOwner
    ) throws {
        try connection.run(
            """
            INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (owner, fund, day, debit, credit, item, unit) DO UPDATE
            SET amount = ledger_sum.amount + ?8, vouchers = ledger_sum.vouchers + ?9
            """, owner, sum.fund, sum.on, sum.debit.rawValue, sum.credit.rawValue, sum.item, "dong", amount,
            count)
    }

    /// All that ever came into cash or bank, or was owed, without what was voided: summed once, then kept until a rollback.
    private borrowing func received(by owner: FundOwner) throws -> Dong {
        if let known = session.caches.received[owner] { return Dong(known) }
        return
            try connection.first(
                """
                SELECT CAST(coalesce(sum(amount), 0) AS BIGINT)
                FROM ledger_sum
                WHERE owner = ?1 AND unit = 'dong' AND (debit = 'cash' OR debit = 'bank' OR debit = 'in_hand' OR credit = 'payables')
                """, owner
            ) { row in row.dong(0) } ?? .zero
    }

    /// The lowest balance of an account at the end of `day` or of any later one.
    ///
    /// - Returns: the lowest balance, the first day with it, and today's balance.
    private borrowing func lowestBalance(
        of account: LedgerAccount.Kind, in fund: Fund.ID, of owner: FundOwner, from day: LocalDate
    ) throws -> (balance: Dong, day: LocalDate, today: Dong) {
        let lowest = try connection.first(lowestOfAccount, owner, fund, account.rawValue, day) { row in
            (balance: row.dong(0), day: row.date(1), today: row.dong(2))
        }
        guard let lowest else {
            throw SQLiteError(invalidRow: "a day has no balance", operation: "lowest balance")
        }
        return lowest
    }

    /// What the fund of `posting` held at the end of `day`, for the refusal of the posting.
    private borrowing func shortage(
        of account: LedgerAccount.Kind, for posting: Posting, of owner: FundOwner, on day: LocalDate
    ) throws -> Refusal.Shortage {
        // Only 9999-12-31 has no following day, and no voucher has that date.
        let held = try balances(of: owner, fund: posting.fund, before: day.next ?? day)
        return Refusal.Shortage(
            of: account, on: day, cash: held.cash, bank: held.bank, isVoiding: posting.isReversal,
            isCounted: posting.debit == .shortage)
    }
}

private let lowestOfAccount = Query(
    """
    WITH held AS (
        SELECT day, CAST(
            sum(sum(CASE WHEN debit = ?3 THEN amount ELSE 0 - amount END)) OVER (ORDER BY day) AS BIGINT
            ) AS balance
        FROM ledger_sum
        WHERE owner = ?1 AND fund = ?2 AND unit = 'dong' AND (debit = ?3 OR credit = ?3)
        GROUP BY day
    ), \(LedgerSum.balancesSince)
    SELECT balance, day, (SELECT balance FROM since ORDER BY day DESC LIMIT 1) AS today
    FROM since
    ORDER BY balance, day
    LIMIT 1
    """)
