import Domain
import SQLite
import Store

extension Verifier {
    /// Adds the transfers from and to the funds of one owner, as recorded by reorganisations and hand-overs of books.
    func addFundTransfers(into books: inout OwnerBooks) throws {
        try connection.forEachReadable(fundTransfersOfOwner, books.owner) { row in
            let day = row.date(0)
            row.validate(row.integer(3) >= 0 && row.integer(4) >= 0, "nobody hands over less than nothing")
            try row.check()
            let transfer = Reorganisation.FundTransfer(
                from: row.id(1), to: row.id(2), cash: row.dong(3), bank: row.dong(4))
            var line = row.integer(6)
            for postings in transfer.postings(on: day) {
                let isOutflow = row.boolean(5)
                add(
                    isOutflow ? postings.outflow : postings.inflow, at: row.integer(7),
                    line: isOutflow ? line &+ 1 : line &+ 2, to: &books)
                line = line &+ 2
            }
        } onUnreadable: { _, _ in
            // Already reported with the reorganisation.
        }
    }
}

/// Day, funds, amounts, whether it goes out, the postings before it, and the position.
private let fundTransfersOfOwner = Query(
    """
    \(transfers(of: "reorganisation", "reorganisation_fund", "reorganisation", isOutflow: "1", fund: "from_fund"))
    UNION ALL
    \(transfers(of: "reorganisation", "reorganisation_fund", "reorganisation", isOutflow: "0", fund: "to_fund"))
    UNION ALL
    \(transfers(of: "book_handover", "book_handover_fund", "handover", isOutflow: "1", fund: "from_fund"))
    UNION ALL
    \(transfers(of: "book_handover", "book_handover_fund", "handover", isOutflow: "0", fund: "to_fund"))
    """)

private func transfers(of table: SQL, _ part: SQL, _ parent: SQL, isOutflow: SQL, fund: SQL) -> SQL {
    """
    SELECT effective_on, from_fund, to_fund, cash_dong, bank_dong, \(isOutflow), (
            SELECT CAST(coalesce(sum(
                CASE WHEN earlier.cash_dong > 0 THEN 2 ELSE 0 END + CASE WHEN earlier.bank_dong > 0 THEN 2 ELSE 0 END), 0
                ) AS BIGINT)
            FROM \(part) AS earlier
            WHERE earlier.\(parent) = moved.\(parent) AND earlier.number < moved.number
        ), \(table).position
    FROM \(part) AS moved JOIN fund ON fund.id = \(fund)
        JOIN \(table) ON \(table).id = moved.\(parent)
    WHERE fund.owner = ?1
    """
}
