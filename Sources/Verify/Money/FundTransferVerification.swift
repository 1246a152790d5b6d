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
    SELECT effective_on, from_fund, to_fund, cash_dong, bank_dong, 1, \(precedingInReorganisation), reorganisation.position
    FROM reorganisation_fund AS moved JOIN fund ON fund.id = from_fund
        JOIN reorganisation ON reorganisation.id = moved.reorganisation
    WHERE fund.owner = ?1
    UNION ALL
    SELECT effective_on, from_fund, to_fund, cash_dong, bank_dong, 0, \(precedingInReorganisation), reorganisation.position
    FROM reorganisation_fund AS moved JOIN fund ON fund.id = to_fund
        JOIN reorganisation ON reorganisation.id = moved.reorganisation
    WHERE fund.owner = ?1
    UNION ALL
    SELECT effective_on, from_fund, to_fund, cash_dong, bank_dong, 1, \(precedingInHandover), book_handover.position
    FROM book_handover_fund AS moved JOIN fund ON fund.id = from_fund
        JOIN book_handover ON book_handover.id = moved.handover
    WHERE fund.owner = ?1
    UNION ALL
    SELECT effective_on, from_fund, to_fund, cash_dong, bank_dong, 0, \(precedingInHandover), book_handover.position
    FROM book_handover_fund AS moved JOIN fund ON fund.id = to_fund
        JOIN book_handover ON book_handover.id = moved.handover
    WHERE fund.owner = ?1
    """)

/// The number of postings of the transfers before it.
private let precedingInReorganisation: SQL = """
    (SELECT \(postingsCount)
    FROM reorganisation_fund AS earlier
    WHERE earlier.reorganisation = moved.reorganisation AND earlier.number < moved.number)
    """

private let precedingInHandover: SQL = """
    (SELECT \(postingsCount)
    FROM book_handover_fund AS earlier
    WHERE earlier.handover = moved.handover AND earlier.number < moved.number)
    """

private let postingsCount: SQL = """
    CAST(coalesce(sum(
        CASE WHEN earlier.cash_dong > 0 THEN 2 ELSE 0 END + CASE WHEN earlier.bank_dong > 0 THEN 2 ELSE 0 END), 0
        ) AS BIGINT)
    """
