package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The ledger of `fund` over `year`, up to the present month.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func ledger(of fund: Fund, in year: Int) throws -> FundLedger {
        let sums = try connection.all(
            sumsByMonth, fund.owner, fund.id, year * 10_000, year * 10_000 + 9999
        ) { row in
            FundLedger.Sum(
                month: Int(row.integer(0)), debit: row.choice(1), credit: row.choice(2), item: row.text(3),
                amount: row.dong(4))
        }
        let lastMonth = year < today.year ? 12 : year == today.year ? today.month : 0
        return try FundLedger(of: year, through: lastMonth, sums: sums)
    }
}

/// By month of the year; 0 for all days before.
private let sumsByMonth = Query(
    """
    SELECT CASE WHEN day < ?3 THEN 0 ELSE day / 100 % 100 END, debit, credit, item, CAST(sum(amount) AS BIGINT)
    FROM ledger_sum
    WHERE owner = ?1 AND fund = ?2 AND day <= ?4 AND unit = 'dong'
    GROUP BY 1, 2, 3, 4
    HAVING sum(amount) > 0
    """)
