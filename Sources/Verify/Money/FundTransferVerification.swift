import Domain
import SQLite
import Store

extension Verifier {
    /// Adds the transfers from and to the funds of one hamlet, as recorded by reorganisations, to its postings and
    /// days.
    func addFundTransfers(into books: inout HamletBooks) throws {
        var days = books.days
        try connection.forEachReadable(fundTransfersOfHamlet, books.hamlet) { row in
            let day = row.date(1)
            row.validate(row.integer(4) >= 0 && row.integer(5) >= 0, "nobody hands over less than nothing")
            try row.check()
            let transfer = Reorganisation.FundTransfer(
                from: row.id(2), to: row.id(3), cash: row.dong(4), bank: row.dong(5))
            for postings in transfer.postings(on: day) {
                let posting = row.boolean(6) ? postings.outflow : postings.inflow
                let debit = books.accountIDs[AccountKey(posting.debit)] ?? 0
                let credit = books.accountIDs[AccountKey(posting.credit)] ?? 0
                findings.postingsComputed.add([
                    row.integer(0), 5, debit, credit, posting.amount.amount, Int64(posting.on.packed),
                ])
                var sums = days[FundDay(posting)] ?? FundDay.Sums()
                if row.boolean(6) {
                    sums.outflow &+= posting.amount.amount
                } else {
                    sums.inflow &+= posting.amount.amount
                }
                days[FundDay(posting)] = sums
            }
        } onUnreadable: { _, _ in
            // Already reported with the reorganisation.
        }
        books.days = days
    }
}

private let fundTransfersOfHamlet = Query(
    """
    SELECT reorganisation_fund.reorganisation, effective_on, from_fund, to_fund, cash_dong, bank_dong, 1
    FROM reorganisation_fund JOIN fund ON fund.id = from_fund JOIN reorganisation ON reorganisation.id = reorganisation_fund.reorganisation
    WHERE fund.hamlet = ?1
    UNION ALL
    SELECT reorganisation_fund.reorganisation, effective_on, from_fund, to_fund, cash_dong, bank_dong, 0
    FROM reorganisation_fund JOIN fund ON fund.id = to_fund JOIN reorganisation ON reorganisation.id = reorganisation_fund.reorganisation
    WHERE fund.hamlet = ?1
    """)
