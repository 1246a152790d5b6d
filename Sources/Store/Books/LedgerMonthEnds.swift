package import Domain
import SQLite

/// The balances of a fund at the end of a month.
package struct LedgerMonthEnd: Hashable, Sendable {
    package let fund: Fund.ID
    /// The first day of the following month.
    package let before: LocalDate
    package let balances: Balances
}

extension Reading where Self: ~Copyable {
    /// The balances of the funds of `owner` at the end of each month, from the first one in which a fund moved to the
    /// last one in which any did, from the sums and not from the postings.
    ///
    /// By fund and month.
    package borrowing func monthEnds(of owner: FundOwner) throws -> [LedgerMonthEnd] {
        let moved = try connection.all(movedByMonth, owner) { row in
            (fund: row.id(0) as Fund.ID, month: Int(row.integer(1)), cash: row.dong(2), bank: row.dong(3))
        }
        guard let last = moved.map(\.month).max() else { return [] }
        var ends: [LedgerMonthEnd] = []
        for (fund, months) in Dictionary(grouping: moved, by: \.fund)
            .sorted(by: { $0.key.number < $1.key.number })
        {
            var held = Balances(cash: .zero, bank: .zero)
            let byMonth = Dictionary(grouping: months, by: \.month)
            var month = months.map(\.month).min() ?? last
            while month <= last {
                for sum in byMonth[month] ?? [] {
                    held = try Balances(sumOf: [held, Balances(cash: sum.cash, bank: sum.bank)])
                }
                month = month % 100 < 12 ? month + 1 : (month / 100 + 1) * 100 + 1
                guard let before = LocalDate(year: month / 100, month: month % 100, day: 1) else { break }
                ends.append(LedgerMonthEnd(fund: fund, before: before, balances: held))
            }
        }
        return ends
    }
}

private let movedByMonth = Query(
    """
    SELECT fund, day / 100,
        CAST(sum(CASE WHEN debit = 'cash' THEN amount WHEN credit = 'cash' THEN 0 - amount ELSE 0 END) AS BIGINT),
        CAST(sum(CASE WHEN debit = 'bank' THEN amount WHEN credit = 'bank' THEN 0 - amount ELSE 0 END) AS BIGINT)
    FROM ledger_sum
    WHERE owner = ?1 AND unit = 'dong'
    GROUP BY fund, day / 100
    ORDER BY 1, 2
    """)
