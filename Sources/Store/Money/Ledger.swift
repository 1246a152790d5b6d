package import Domain
import SQLite

/// The combined balances of a hamlet's funds.
package struct Balances: Hashable, Sendable {
    package let cash: Dong
    package let bank: Dong

    package init(cash: Dong, bank: Dong) {
        self.cash = cash
        self.bank = bank
    }

    /// The combined balances.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package init(sumOf balances: [Balances]) throws(Refusal) {
        self.init(
            cash: try balances.sum { held -> Dong in held.cash },
            bank: try balances.sum { held -> Dong in held.bank })
    }
}

extension Reading where Self: ~Copyable {
    /// The cash and bank balances of all funds of `hamlet`.
    package borrowing func balances(of hamlet: Hamlet.ID) throws -> Balances {
        try connection.first(
            """
            SELECT CAST(coalesce(sum(CASE kind WHEN 'cash' THEN debited_dong - credited_dong END), 0) AS BIGINT),
                CAST(coalesce(sum(CASE kind WHEN 'bank' THEN debited_dong - credited_dong END), 0) AS BIGINT)
            FROM ledger_account
            WHERE hamlet = ?1
            """, hamlet
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }

    /// The cash and bank balances of one fund.
    package borrowing func balances(of fund: Fund) throws -> Balances {
        try connection.first(
            """
            SELECT CAST(coalesce(sum(CASE kind WHEN 'cash' THEN debited_dong - credited_dong END), 0) AS BIGINT),
                CAST(coalesce(sum(CASE kind WHEN 'bank' THEN debited_dong - credited_dong END), 0) AS BIGINT)
            FROM ledger_account
            WHERE hamlet = ?1 AND fund = ?2
            """, fund.hamlet, fund.id
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }
}

/// Movements over a period between the same accounts for the same item, of one fund or of all funds of a hamlet.
package struct FundMovement: Hashable, Sendable {
    package let moneyAccount: LedgerAccount.Kind
    package let contraAccount: LedgerAccount.Kind
    package let item: String
    package let inflow: Dong
    package let outflow: Dong
}

extension Reading where Self: ~Copyable {
    /// The cash and bank balances of `hamlet`, or of one fund of it, at the start of `day`.
    package borrowing func balances(
        of hamlet: Hamlet.ID, fund: Fund.ID?, before day: LocalDate
    ) throws -> Balances {
        try connection.first(
            """
            SELECT CAST(coalesce(sum(CASE money WHEN 'cash' THEN in_dong - out_dong END), 0) AS BIGINT),
                CAST(coalesce(sum(CASE money WHEN 'bank' THEN in_dong - out_dong END), 0) AS BIGINT)
            FROM fund_day
            WHERE hamlet = ?1 AND (?2 IS NULL OR fund = ?2) AND day < ?3
            """, hamlet, fund, day
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }

    /// The movements of `hamlet`, or of one fund of it, from `from` to `to`, inclusive.
    ///
    /// Grouped by contra account and item, ordered by the bytes of the item.
    package borrowing func movements(
        of hamlet: Hamlet.ID, fund: Fund.ID?, from: LocalDate, to: LocalDate
    ) throws -> [FundMovement] {
        try connection.all(
            """
            SELECT money, other, item, CAST(sum(in_dong) AS BIGINT), CAST(sum(out_dong) AS BIGINT)
            FROM fund_day
            WHERE hamlet = ?1 AND (?2 IS NULL OR fund = ?2) AND day BETWEEN ?3 AND ?4
            GROUP BY money, other, item
            HAVING sum(in_dong) > 0 OR sum(out_dong) > 0
            ORDER BY other, item, money
            """, hamlet, fund, from, to
        ) { row in
            FundMovement(
                moneyAccount: row.choice(0), contraAccount: row.choice(1), item: row.text(2),
                inflow: row.dong(3),
                outflow: row.dong(4))
        }
    }
}

extension WriteTransaction {
    /// Posts `posting` to the ledger of `hamlet`, as the effect of the journal row at `position`.
    ///
    /// - Throws: `Refusal.balanceTooLow` when cash or bank would be negative today; `.balanceTooLowOnDate` when it
    ///   would be negative at the end of the posting's date or of a later one; `.amountTooLarge` when an account
    ///   would exceed `Dong.documentMax`.
    borrowing func post(_ posting: Posting, in hamlet: Hamlet.ID, position: Int64) throws {
        if !posting.increasesMoneyAccount {
            let lowest = try lowestBalance(of: posting, in: hamlet)
            guard lowest.balance >= posting.amount else {
                let shortage = try shortage(for: posting, in: hamlet, on: lowest.day)
                throw lowest.today >= posting.amount
                    ? Refusal.balanceTooLowOnDate(shortage) : .balanceTooLow(shortage)
            }
        }
        try insertPosting(posting, in: hamlet, position: position)
        try updateAccounts(posting, in: hamlet)
        try addToDailyTotals(posting, in: hamlet)
    }

    /// Stores the posting alone, opening its accounts if necessary.
    borrowing func insertPosting(
        _ posting: Posting, in hamlet: Hamlet.ID, position: Int64
    ) throws(SQLiteError) {
        if try insert(posting, in: hamlet, position: position) { return }
        try openAccounts(of: posting, in: hamlet)
        guard try insert(posting, in: hamlet, position: position) else {
            throw SQLiteError(invalidRow: "an account that was opened is not there", operation: "post")
        }
    }

    /// - Returns: false when one of the accounts is not open yet; then nothing is stored.
    private borrowing func insert(
        _ posting: Posting, in hamlet: Hamlet.ID, position: Int64
    ) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            INSERT INTO posting (debit_account, credit_account, amount_dong, posted_on, position)
            SELECT debited.id, credited.id, ?5, ?6, ?7
            FROM ledger_account AS debited, ledger_account AS credited
            WHERE debited.hamlet = ?1 AND debited.fund = ?2 AND debited.kind = ?3
                AND credited.hamlet = ?1 AND credited.fund = ?2 AND credited.kind = ?4
            """, hamlet, posting.fund, posting.debit.kind.rawValue, posting.credit.kind.rawValue,
            posting.amount, posting.on, position)
        return connection.changeCount == 1
    }

    private borrowing func openAccounts(of posting: Posting, in hamlet: Hamlet.ID) throws(SQLiteError) {
        for account in [posting.debit, posting.credit] {
            try connection.run(
                """
                INSERT INTO ledger_account (hamlet, fund, kind)
                VALUES (?1, ?2, ?3)
                ON CONFLICT (hamlet, fund, kind) DO NOTHING
                """, hamlet, account.fund, account.kind.rawValue)
        }
    }

    /// Updates both accounts in one statement, because RETURNING would create an in-memory table for each.
    ///
    /// So would `IN`, or `kind` without `coalesce`; scanning the few accounts of a fund is cheaper. The limits are
    /// conditions of the UPDATE, so an account at its limit stays unchanged.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    borrowing func updateAccounts(_ posting: Posting, in hamlet: Hamlet.ID) throws {
        try checkInflow(posting, in: hamlet)
        try connection.run(
            """
            UPDATE ledger_account
            SET debited_dong = debited_dong + CASE WHEN kind = ?3 THEN ?5 ELSE 0 END,
                credited_dong = credited_dong + CASE WHEN kind = ?4 THEN ?5 ELSE 0 END
            WHERE hamlet = ?1 AND fund = ?2 AND (coalesce(kind, '') = ?3 OR coalesce(kind, '') = ?4)
                AND CASE WHEN kind = ?3 THEN debited_dong ELSE credited_dong END <= ?6 - ?5
                AND (kind <> ?3 OR debited_dong - credited_dong <= ?7 - ?5)
            """, hamlet, posting.fund, posting.debit.kind.rawValue, posting.credit.kind.rawValue,
            posting.amount, accountTurnoverMax, Dong.documentMax)
        guard connection.changeCount == 2 else { throw Refusal.amountTooLarge }
    }

    /// Checks that all that ever came into `hamlet`, without what was voided, is at most `Dong.documentMax`.
    ///
    /// Nothing is paid that did not come in, so every balance, payment total and statement of any period is as small.
    private borrowing func checkInflow(_ posting: Posting, in hamlet: Hamlet.ID) throws {
        guard posting.direction == .inflow, !posting.isReversal else { return }
        let received =
            try connection.first(
                """
                SELECT CAST(coalesce(sum(CASE kind WHEN 'handover' THEN credited_dong
                    WHEN 'households' THEN credited_dong - debited_dong
                    WHEN 'sponsors' THEN credited_dong - debited_dong WHEN 'state' THEN credited_dong - debited_dong END), 0) AS BIGINT)
                FROM ledger_account
                WHERE hamlet = ?1
                """, hamlet
            ) { row in Dong(row.total(0)) } ?? .zero
        _ = try received.added(to: posting.amount)
    }

    /// The lowest balance of the posting's money account at the end of its date or of any later day.
    ///
    /// - Returns: the lowest balance, the first day with it, and today's balance.
    private borrowing func lowestBalance(
        of posting: Posting, in hamlet: Hamlet.ID
    ) throws -> (balance: Dong, day: LocalDate, today: Dong) {
        // The posting's date carries the balance of the last movement on or before it; without any, the balance is 0.
        let lowest = try connection.first(
            """
            WITH held AS (
                SELECT day, CAST(sum(sum(in_dong - out_dong)) OVER (ORDER BY day) AS BIGINT) AS balance
                FROM fund_day
                WHERE hamlet = ?1 AND fund = ?2 AND money = ?3
                GROUP BY day
            ), since AS (
                SELECT ?4 AS day, coalesce(
                    (SELECT balance FROM held WHERE day <= ?4 ORDER BY day DESC LIMIT 1), 0) AS balance
                UNION ALL
                SELECT day, balance
                FROM held
                WHERE day > ?4
            )
            SELECT balance, day, (SELECT balance FROM since ORDER BY day DESC LIMIT 1) AS today
            FROM since
            ORDER BY balance, day
            LIMIT 1
            """, hamlet, posting.fund, posting.moneyAccount.rawValue, posting.on
        ) { row in (balance: row.dong(0), day: row.date(1), today: row.dong(2)) }
        guard let lowest else {
            throw SQLiteError(invalidRow: "a day has no balance", operation: "lowest balance")
        }
        return lowest
    }

    /// What the fund of `posting` held at the end of `day`, for the refusal of the posting.
    private borrowing func shortage(
        for posting: Posting, in hamlet: Hamlet.ID, on day: LocalDate
    ) throws -> Refusal.Shortage {
        // Only 9999-12-31 has no following day, and no voucher has that date.
        let held = try balances(of: hamlet, fund: posting.fund, before: day.next ?? day)
        return Refusal.Shortage(
            of: posting.moneyAccount, on: day, cash: held.cash, bank: held.bank, isVoiding: posting.isReversal
        )
    }

    borrowing func addToDailyTotals(_ posting: Posting, in hamlet: Hamlet.ID) throws {
        let amount = posting.isReversal ? -posting.amount.amount : posting.amount.amount
        let (inflow, outflow): (Int64, Int64) =
            switch posting.direction {
            case .inflow: (amount, 0)
            case .outflow: (0, amount)
            }
        // The row exists. An upsert would check the CHECK constraints against the negative inserted values.
        if posting.isReversal {
            try connection.run(
                """
                UPDATE fund_day
                SET in_dong = in_dong + ?7, out_dong = out_dong + ?8
                WHERE hamlet = ?1 AND fund = ?2 AND money = ?3 AND day = ?4 AND other = ?5 AND item = ?6
                """, hamlet, posting.fund, posting.moneyAccount.rawValue, posting.on,
                posting.contraAccount.rawValue,
                posting.item, inflow, outflow)
            if connection.changeCount == 1 { return }
        }
        try connection.run(
            """
            INSERT INTO fund_day (hamlet, fund, money, day, other, item, in_dong, out_dong)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (hamlet, fund, money, day, other, item) DO UPDATE
            SET in_dong = fund_day.in_dong + ?7, out_dong = fund_day.out_dong + ?8
            """, hamlet, posting.fund, posting.moneyAccount.rawValue, posting.on,
            posting.contraAccount.rawValue,
            posting.item, inflow, outflow)
    }
}

/// The limit for one side of an account, which voided vouchers raise too: far below the range of 64 bits.
///
/// No sum overflows, and a mistake does not use up a fund, because it is far above `Dong.documentMax`; so only
/// `Row.total` reads it.
private let accountTurnoverMax = Dong(1 << 62)
