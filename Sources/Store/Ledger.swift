package import Domain
import SQLite

/// What a hamlet's funds hold together.
package struct Balances: Hashable, Sendable {
    package let cash: Dong
    package let bank: Dong

    package init(cash: Dong, bank: Dong) {
        self.cash = cash
        self.bank = bank
    }
}

extension Reading where Self: ~Copyable {
    /// What the safes and the bank accounts of all funds of `hamlet` hold.
    package borrowing func balances(of hamlet: Hamlet.ID) throws -> Balances {
        try connection.first(
            """
            SELECT coalesce(sum(CASE kind WHEN 'cash' THEN debited_dong - credited_dong END), 0),
                coalesce(sum(CASE kind WHEN 'bank' THEN debited_dong - credited_dong END), 0)
            FROM ledger_account
            WHERE hamlet = ?1
            """, hamlet
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }

    /// What the safe and the bank account of one fund hold.
    package borrowing func balances(of fund: Fund) throws -> Balances {
        try connection.first(
            """
            SELECT coalesce(sum(CASE kind WHEN 'cash' THEN debited_dong - credited_dong END), 0),
                coalesce(sum(CASE kind WHEN 'bank' THEN debited_dong - credited_dong END), 0)
            FROM ledger_account
            WHERE hamlet = ?1 AND fund = ?2
            """, fund.hamlet, fund.id
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }
}

/// What one fund, or all funds of a hamlet, held and moved over some days.
package struct FundMovement: Hashable, Sendable {
    package let money: LedgerAccount.Kind
    package let other: LedgerAccount.Kind
    package let item: String
    package let into: Dong
    package let outOf: Dong
}

extension Reading where Self: ~Copyable {
    /// What the safes and bank accounts of `hamlet`, or of one fund of it, held at the beginning of `day`.
    package borrowing func balances(
        of hamlet: Hamlet.ID, fund: Fund.ID?, before day: LocalDate
    ) throws -> Balances {
        try connection.first(
            """
            SELECT coalesce(sum(CASE money WHEN 'cash' THEN in_dong - out_dong END), 0),
                coalesce(sum(CASE money WHEN 'bank' THEN in_dong - out_dong END), 0)
            FROM fund_day
            WHERE hamlet = ?1 AND (?2 IS NULL OR fund = ?2) AND day < ?3
            """, hamlet, fund, day
        ) { row in Balances(cash: row.dong(0), bank: row.dong(1)) } ?? Balances(cash: .zero, bank: .zero)
    }

    /// What moved in `hamlet`, or in one fund of it, from the first to the last day, both included, by source and
    /// item; in alphabetical order of the items' bytes.
    package borrowing func movements(
        of hamlet: Hamlet.ID, fund: Fund.ID?, from: LocalDate, to: LocalDate
    ) throws -> [FundMovement] {
        try connection.all(
            """
            SELECT money, other, item, sum(in_dong), sum(out_dong)
            FROM fund_day
            WHERE hamlet = ?1 AND (?2 IS NULL OR fund = ?2) AND day BETWEEN ?3 AND ?4
            GROUP BY money, other, item
            HAVING sum(in_dong) > 0 OR sum(out_dong) > 0
            ORDER BY other, item, money
            """, hamlet, fund, from, to
        ) { row in
            FundMovement(
                money: row.word(0), other: row.word(1), item: row.text(2), into: row.dong(3),
                outOf: row.dong(4))
        }
    }
}

extension WriteTransaction {
    /// Moves the money of `posting` between two accounts of `hamlet`, as the effect of the journal row at `position`.
    ///
    /// - Throws: `Refusal.balanceTooLow` when the safe or the bank would hold less than nothing today,
    ///   `.balanceTooLowThen` when on the posting's day or one after it; `.amountTooLarge` when an account would hold more than a document can name.
    borrowing func post(_ posting: Posting, in hamlet: Hamlet.ID, position: Int64) throws {
        if !posting.bringsMoney {
            let lowest = try lowestBalance(of: posting, in: hamlet)
            guard lowest.balance >= posting.amount else {
                throw lowest.today >= posting.amount
                    ? Refusal.balanceTooLowThen(available: lowest.balance, on: lowest.day)
                    : .balanceTooLow(available: lowest.balance)
            }
        }
        let debited = try move(posting.amount, .zero, on: posting.debit, in: hamlet)
        let credited = try move(.zero, posting.amount, on: posting.credit, in: hamlet)
        try connection.run(
            """
            INSERT INTO posting (debit_account, credit_account, amount_dong, posted_on, position)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, debited, credited, posting.amount, posting.on, position)
        try addToDay(posting, in: hamlet)
    }

    private borrowing func move(
        _ debit: Dong, _ credit: Dong, on account: LedgerAccount, in hamlet: Hamlet.ID
    ) throws -> LedgerAccount.ID {
        let known: (id: LedgerAccount.ID, debited: Dong, credited: Dong)? = try connection.first(
            """
            UPDATE ledger_account
            SET debited_dong = debited_dong + ?4, credited_dong = credited_dong + ?5
            WHERE hamlet = ?1 AND fund = ?2 AND kind = ?3
            RETURNING id, debited_dong, credited_dong
            """, hamlet, account.fund, account.kind.rawValue, debit, credit
        ) { row in (row.id(0), row.dong(1), row.dong(2)) }
        if let known {
            let held = known.debited.amount - known.credited.amount
            guard max(known.debited, known.credited) <= movedMax, held <= Dong.documentMax.amount else {
                throw Refusal.amountTooLarge
            }
            return known.id
        }
        // Not an upsert: its CHECKs would look at what is added before they look at what is there.
        try connection.run(
            """
            INSERT INTO ledger_account (hamlet, fund, kind, debited_dong, credited_dong)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, hamlet, account.fund, account.kind.rawValue, debit, credit)
        return LedgerAccount.ID(connection.lastInsertedID)
    }

    /// The least that the posting's safe or bank account holds at the end of its day or of any later one, the first
    /// such day, and what it holds now.
    private borrowing func lowestBalance(
        of posting: Posting, in hamlet: Hamlet.ID
    ) throws -> (balance: Dong, day: LocalDate, today: Dong) {
        // The day itself stands for the last one on which the account moved before it; without any it holds nothing.
        let lowest = try connection.first(
            """
            WITH held AS (
                SELECT day, sum(sum(in_dong - out_dong)) OVER (ORDER BY day) AS balance
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
            SELECT balance, day, (SELECT balance FROM since ORDER BY day DESC LIMIT 1)
            FROM since
            ORDER BY balance, day
            LIMIT 1
            """, hamlet, posting.fund, posting.money.rawValue, posting.on
        ) { row in (balance: row.dong(0), day: row.date(1), today: row.dong(2)) }
        guard let lowest else { preconditionFailure("the day itself is always there") }
        return lowest
    }

    private borrowing func addToDay(_ posting: Posting, in hamlet: Hamlet.ID) throws {
        let amount = posting.isReversal ? -posting.amount.amount : posting.amount.amount
        let (into, outOf): (Int64, Int64) =
            switch posting.direction {
            case .into: (amount, 0)
            case .outOf: (0, amount)
            }
        try connection.run(
            """
            UPDATE fund_day
            SET in_dong = in_dong + ?7, out_dong = out_dong + ?8
            WHERE hamlet = ?1 AND fund = ?2 AND money = ?3 AND day = ?4 AND other = ?5 AND item = ?6
            """, hamlet, posting.fund, posting.money.rawValue, posting.on, posting.other.rawValue,
            posting.item,
            into, outOf)
        guard connection.changesCount == 0 else { return }
        try connection.run(
            """
            INSERT INTO fund_day (hamlet, fund, money, day, other, item, in_dong, out_dong)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, hamlet, posting.fund, posting.money.rawValue, posting.on, posting.other.rawValue,
            posting.item,
            into, outOf)
    }
}

/// What may pass through one side of an account: far from the end of 64 bits, so that no sum overflows.
private let movedMax = Dong(1 << 62)
