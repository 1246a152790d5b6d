package import Domain
import SQLite

/// What a sum is over: the postings of a fund between the same accounts for the same item on one day.
///
/// All figures about money are sums over these rows: `ledger_sum` has one for each pair of accounts and day.
struct LedgerSum: Hashable {
    let fund: Fund.ID
    let debit: LedgerAccount.Kind
    let credit: LedgerAccount.Kind
    let item: String
    let on: LocalDate

    init(_ posting: Posting) {
        fund = posting.fund
        debit = posting.debit
        credit = posting.credit
        item = posting.item
        on = posting.on
    }

    /// The funds of the owner ?1 that have sums, found one by one: the sums are ordered by fund before the day.
    static let ownFunds: SQL = """
        own (fund) AS (
            SELECT min(fund) FROM ledger_sum WHERE owner = ?1
            UNION ALL
            SELECT (SELECT min(fund) FROM ledger_sum WHERE owner = ?1 AND fund > own.fund)
            FROM own
            WHERE own.fund IS NOT NULL
        )
        """

    /// The balance at the end of the day ?4 and of each later day with a movement, from the balances `held` by day.
    ///
    /// The day carries the balance of the last movement on or before it; without any, the balance is 0.
    static let balancesSince: SQL = """
        since AS (
            SELECT ?4 AS day, coalesce(
                (SELECT balance FROM held WHERE day <= ?4 ORDER BY day DESC LIMIT 1), 0) AS balance
            UNION ALL
            SELECT day, balance
            FROM held
            WHERE day > ?4
        )
        """
}

/// The combined balances of a fund, or of all funds of an owner.
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

/// Movements over a period between the same accounts for the same item, of one fund or of all funds of an owner.
///
/// The money account is cash or bank; where neither moved, it is what the fund owes, which falls by the inflow and grows
/// by the outflow.
package struct FundMovement: Hashable, Sendable {
    package let moneyAccount: LedgerAccount.Kind
    package let contraAccount: LedgerAccount.Kind
    package let item: String
    package let inflow: Dong
    package let outflow: Dong
}

extension Reading where Self: ~Copyable {
    /// The cash and bank balances of all funds of `owner`.
    package borrowing func balances(of owner: FundOwner) throws -> Balances {
        try connection.first(ofOwner, owner, read: readBalances) ?? Balances(cash: .zero, bank: .zero)
    }

    /// The cash and bank balances of one fund.
    package borrowing func balances(of fund: Fund) throws -> Balances {
        try connection.first(ofFund, fund.owner, fund.id, read: readBalances)
            ?? Balances(cash: .zero, bank: .zero)
    }

    /// The cash and bank balances of `owner`, or of one fund of it, at the start of `day`.
    package borrowing func balances(
        of owner: FundOwner, fund: Fund.ID?, before day: LocalDate
    ) throws -> Balances {
        let held =
            if let fund {
                try connection.first(ofFundBefore, owner, fund, day, read: readBalances)
            } else {
                try connection.first(ofOwnerBefore, owner, day, read: readBalances)
            }
        return held ?? Balances(cash: .zero, bank: .zero)
    }

    /// The movements of `owner`, or of one fund of it, from `from` to `to`, inclusive.
    ///
    /// Grouped by contra account and item, ordered by the bytes of the item.
    package borrowing func movements(
        of owner: FundOwner, fund: Fund.ID?, from: LocalDate, to: LocalDate
    ) throws -> [FundMovement] {
        let pairs = try connection.all(
            """
            SELECT debit, credit, item, CAST(sum(amount) AS BIGINT)
            FROM ledger_sum
            WHERE owner = ?1 AND (?2 IS NULL OR fund = ?2) AND day BETWEEN ?3 AND ?4 AND unit = 'dong'
            GROUP BY debit, credit, item
            HAVING sum(amount) > 0
            """, owner, fund, from, to
        ) { row in
            MovementPair(debit: row.choice(0), credit: row.choice(1), item: row.text(2), amount: row.dong(3))
        }
        return try FundMovement.list(of: pairs)
    }
}

/// The sum over a pair of accounts and an item.
private struct MovementPair {
    let debit: LedgerAccount.Kind
    let credit: LedgerAccount.Kind
    let item: String
    let amount: Dong
}

extension FundMovement {
    /// What a movement is between.
    private struct Key: Hashable {
        let money: LedgerAccount.Kind
        let contra: LedgerAccount.Kind
        let item: String
    }

    /// The movements that `pairs` are seen from cash and from bank, or from what is owed where neither moved.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    fileprivate static func list(of pairs: [MovementPair]) throws(Refusal) -> [FundMovement] {
        var sums: [Key: (inflow: Dong, outflow: Dong)] = [:]
        for pair in pairs {
            let movesMoney = pair.debit.isMoneyAccount || pair.credit.isMoneyAccount
            if pair.debit.isMoneyAccount || !movesMoney && pair.debit == .payables {
                let key = Key(money: pair.debit, contra: pair.credit, item: pair.item)
                let sum = sums[key] ?? (.zero, .zero)
                sums[key] = (try sum.inflow.added(to: pair.amount), sum.outflow)
            }
            if pair.credit.isMoneyAccount || !movesMoney && pair.credit == .payables {
                let key = Key(money: pair.credit, contra: pair.debit, item: pair.item)
                let sum = sums[key] ?? (.zero, .zero)
                sums[key] = (sum.inflow, try sum.outflow.added(to: pair.amount))
            }
        }
        return
            sums.map { key, sum in
                FundMovement(
                    moneyAccount: key.money, contraAccount: key.contra, item: key.item, inflow: sum.inflow,
                    outflow: sum.outflow)
            }
            .sorted {
                ($0.contraAccount.rawValue, $0.item, $0.moneyAccount.rawValue)
                    < ($1.contraAccount.rawValue, $1.item, $1.moneyAccount.rawValue)
            }
    }
}

private func readBalances(_ row: borrowing Row) -> Balances {
    Balances(cash: row.dong(0), bank: row.dong(1))
}

/// Debits less credits of cash and of bank.
private let held: SQL = """
    SELECT CAST(coalesce(sum(CASE WHEN debit = 'cash' THEN amount WHEN credit = 'cash' THEN 0 - amount ELSE 0 END), 0)
            AS BIGINT),
        CAST(coalesce(sum(CASE WHEN debit = 'bank' THEN amount WHEN credit = 'bank' THEN 0 - amount ELSE 0 END), 0)
            AS BIGINT)
    FROM ledger_sum
    """

private let ofOwner = Query("\(held) WHERE owner = ?1 AND unit = 'dong'")
private let ofFund = Query("\(held) WHERE owner = ?1 AND fund = ?2 AND unit = 'dong'")
private let ofOwnerBefore = Query("\(held) WHERE owner = ?1 AND day < ?2 AND unit = 'dong'")
private let ofFundBefore = Query("\(held) WHERE owner = ?1 AND fund = ?2 AND day < ?3 AND unit = 'dong'")
