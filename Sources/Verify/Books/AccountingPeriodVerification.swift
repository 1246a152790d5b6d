import Domain
import SQLite
import Store

extension Verifier {
    /// Adds the differences that confirmed counts of cash posted.
    func addCashCounts(into books: inout OwnerBooks) throws {
        try connection.forEachReadable(countsOfOwner, books.owner) { row in
            let count = try CashCount.read(row, in: reading)
            try row.check()
            if let posting = count.posting {
                add(posting, at: row.integer(CashCount.table.columns.count), to: &books)
            }
        } onUnreadable: { _, _ in
            // Already reported in the pass over all counts.
        }
    }

    /// Checks that each closed month still has the figures with which it was closed, by the vouchers rather than stored
    /// totals.
    func verifyPeriods(of books: OwnerBooks) throws {
        try connection.forEachReadable(closedMonthsOfOwner, books.owner) { row in
            let period = try AccountingPeriod.read(row, in: reading)
            try row.check()
            guard let closing = period.closing else { return }
            let last = Int64(period.month.lastDay.packed)
            for (kind, stored) in [(LedgerAccount.Kind.cash, closing.cash), (.bank, closing.bank)] {
                let held = books.held(in: kind, at: last)
                guard held != stored.amount else { continue }
                report(
                    .totalDiffers(
                        .closedMonth(
                            owner: period.owner.text, month: period.month.packed, account: kind),
                        stored: stored.amount, computed: held))
            }
        } onUnreadable: { _, _ in
            // Already reported in the pass over all months.
        }
    }
}

extension OwnerBooks {
    /// What all funds held in cash or bank at the end of a day.
    fileprivate func held(in kind: LedgerAccount.Kind, at day: Int64) -> Int64 {
        sums.reduce(into: 0) { held, entry in
            guard entry.key.day <= day else { return }
            if entry.key.debit == kind { held &+= entry.value.amount }
            if entry.key.credit == kind { held &-= entry.value.amount }
        }
    }
}

private let countsOfOwner = Query(
    "SELECT \(CashCount.table.columns), position FROM cash_count WHERE owner = ?1 AND state = 'confirmed' ORDER BY id"
)

private let closedMonthsOfOwner = Query(
    """
    SELECT \(AccountingPeriod.table.columns)
    FROM accounting_period
    WHERE owner = ?1 AND state = 'closed'
    ORDER BY month
    """)
