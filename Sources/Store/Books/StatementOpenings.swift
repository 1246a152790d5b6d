package import Domain
import SQLite

/// What a statement begins with, read in one pass over the sums.
package struct StatementOpening: Hashable, Sendable {
    package let balances: Balances
    /// Cash that collectors have in hand.
    package let inHand: Dong
    /// What the funds owe.
    package let owed: Dong

    package init(balances: Balances, inHand: Dong, owed: Dong) {
        self.balances = balances
        self.inHand = inHand
        self.owed = owed
    }

    /// That of several owners together.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package init(sumOf openings: [StatementOpening]) throws(Refusal) {
        self.init(
            balances: try Balances(sumOf: openings.map(\.balances)),
            inHand: try openings.sum { opening -> Dong in opening.inHand },
            owed: try openings.sum { opening -> Dong in opening.owed })
    }
}

extension Reading where Self: ~Copyable {
    /// What `owner`, or one fund of it, has and owes at the start of `day`.
    package borrowing func opening(
        of owner: FundOwner, fund: Fund.ID?, before day: LocalDate
    ) throws -> StatementOpening {
        let found =
            if let fund {
                try connection.first(ofFund, owner, day, fund, read: readOpening)
            } else {
                try connection.first(ofOwner, owner, day, read: readOpening)
            }
        return found
            ?? StatementOpening(balances: Balances(cash: .zero, bank: .zero), inHand: .zero, owed: .zero)
    }
}

private func readOpening(_ row: borrowing Row) -> StatementOpening {
    StatementOpening(
        balances: Balances(cash: row.dong(0), bank: row.dong(1)), inHand: row.dong(2), owed: row.dong(3))
}

/// Debits less credits of what is held, credits less debits of what is owed.
private let sums: SQL = """
    SELECT CAST(coalesce(sum(CASE WHEN debit = 'cash' THEN amount WHEN credit = 'cash' THEN 0 - amount ELSE 0 END), 0)
            AS BIGINT),
        CAST(coalesce(sum(CASE WHEN debit = 'bank' THEN amount WHEN credit = 'bank' THEN 0 - amount ELSE 0 END), 0)
            AS BIGINT),
        CAST(coalesce(sum(
            CASE WHEN debit = 'in_hand' THEN amount WHEN credit = 'in_hand' THEN 0 - amount ELSE 0 END), 0) AS BIGINT),
        CAST(coalesce(sum(
            CASE WHEN credit = 'payables' THEN amount WHEN debit = 'payables' THEN 0 - amount ELSE 0 END), 0) AS BIGINT)
    FROM ledger_sum
    """

private let ofOwner = Query("\(sums) WHERE owner = ?1 AND day < ?2 AND unit = 'dong'")
private let ofFund = Query("\(sums) WHERE owner = ?1 AND day < ?2 AND fund = ?3 AND unit = 'dong'")
