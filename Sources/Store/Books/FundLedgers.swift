package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The totals and balances of the ledger of `fund` over `year`, up to the present month.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func ledger(of fund: Fund, in year: Int) throws -> FundLedger {
        let sums = try connection.all(
            sumsByMonth, fund.owner, fund.id, year * 10_000, year * 10_000 + 9999
        ) { row in
            FundLedger.Sum(
                month: Int(row.integer(0)), debit: row.choice(1), credit: row.choice(2), amount: row.dong(3))
        }
        let lastMonth = year < today.year ? 12 : year == today.year ? today.month : 0
        return try FundLedger(of: year, through: lastMonth, sums: sums)
    }

    /// Passes the lines of `group` in the ledger of `fund` over `year` to `body`, in the order of the items' bytes.
    package borrowing func forEachLedgerLine(
        of group: FundLedger.Group, in year: Int, of fund: Fund, _ body: (FundLedger.Line) throws -> Void
    ) throws {
        let days = year * 10_000 + group.month * 100
        try connection.forEach(
            itemsOfMonth, fund.owner, fund.id, days, days + 99, group.isInflow, group.contra.rawValue
        ) { row in
            let line = FundLedger.Line(
                of: group, item: row.text(0), cash: row.dong(1), bank: row.dong(2))
            try row.check()
            try body(line)
        }
    }
}

/// By month of the year; 0 for all days before.
private let sumsByMonth = Query(
    """
    SELECT CASE WHEN day < ?3 THEN 0 ELSE day / 100 % 100 END, debit, credit, CAST(sum(amount) AS BIGINT)
    FROM ledger_sum
    WHERE owner = ?1 AND fund = ?2 AND day <= ?4 AND unit = 'dong'
    GROUP BY 1, 2, 3
    HAVING sum(amount) > 0
    """)

/// What moved between an account and the fund's money, in (?5 = 1) or out.
///
/// Cash in the hands of collectors is cash, which it stays when it is handed over.
private let itemsOfMonth = Query(
    """
    SELECT item,
        CAST(sum(CASE WHEN CASE WHEN ?5 = 1 THEN debit ELSE credit END = 'bank' THEN 0 ELSE amount END) AS BIGINT),
        CAST(sum(CASE WHEN CASE WHEN ?5 = 1 THEN debit ELSE credit END = 'bank' THEN amount ELSE 0 END) AS BIGINT)
    FROM ledger_sum
    WHERE owner = ?1 AND fund = ?2 AND day BETWEEN ?3 AND ?4 AND unit = 'dong'
        AND NOT (debit = 'cash' AND credit = 'in_hand')
        AND ((?5 = 1 AND credit = ?6 AND (debit = 'cash' OR debit = 'in_hand' OR debit = 'bank'))
            OR (?5 = 0 AND debit = ?6 AND (credit = 'cash' OR credit = 'in_hand' OR credit = 'bank')))
    GROUP BY item
    HAVING sum(amount) > 0
    ORDER BY item
    """)
