import Domain
import TestSupport
import Testing

@testable import Store

extension WriteTransaction {
    /// Counts of the fund's cash: 1, withdrawn, and 2, confirmed, with two kinds of notes each; its difference stays open.
    ///
    /// Months: 1, August 2025, opened again and submitted; 2, September 2025, closed.
    borrowing func addPeriods(of village: Village) throws {
        for (index, step) in [CashCount.Step.withdraw, .confirm].enumerated() {
            let count = try count(
                [(.d50000, 1), (.d20000, Int64(index + 1))], in: village, on: .sample, note: "Két sắt")
            let taken = try count.taking(step, by: village.clerk.id)
            try acting(as: village.clerk.id) { tx in try tx.save(taken, after: count) }
        }
        let august = try close("2025-08", of: village)
        let opened = try august.reopened(for: "Ghi sót một phiếu thu")
        try save(opened, after: august)
        let held = AccountingPeriod.Closing(cash: .zero, bank: .zero)
        let resubmitted = try opened.taking(.submit, by: village.accountant.id, holding: held)
        try acting(as: village.accountant.id) { tx in try tx.save(resubmitted, after: opened) }
        _ = try close("2025-09", of: village)
    }

    /// A new count of the fund's cash by clerk and accountant.
    borrowing func count(
        _ notes: [(CashCount.Denomination, Int64)], in village: Village, on day: LocalDate,
        posts: Bool = false,
        note: String? = nil
    ) throws -> CashCount {
        let owner = village.fund.owner
        let held = try balances(of: owner, fund: village.fund.id, before: day.next ?? day)
        let count = CashCount(
            id: try newID(), owner: owner, fund: village.fund.id, on: day,
            notes: notes.map { CashCount.Notes(denomination: $0.0, count: $0.1) }, book: held.cash,
            countedBy: [village.clerk.id, village.accountant.id], postsDifference: posts, note: note,
            recording: recording(by: village.accountant.id))
        try save(count, replacing: nil)
        return count
    }

    /// A month that the accountant submitted and the clerk closed, whatever it lacks.
    borrowing func close(_ month: String, of village: Village) throws -> AccountingPeriod {
        let month = try #require(AccountingPeriod.Month(text: month))
        let owner = village.fund.owner
        let held = try balances(of: owner, fund: nil, before: month.lastDay.next ?? month.lastDay)
        let closing = AccountingPeriod.Closing(cash: held.cash, bank: held.bank)
        let open = AccountingPeriod(
            id: try newID(), owner: owner, month: month, recording: recording(by: village.accountant.id))
        try save(open, after: nil)
        let submitted = try open.taking(.submit, by: village.accountant.id, holding: closing)
        try acting(as: village.accountant.id) { tx in try tx.save(submitted, after: open) }
        let closed = try submitted.taking(.close, by: village.clerk.id, holding: closing)
        try acting(as: village.clerk.id) { tx in try tx.save(closed, after: submitted) }
        return closed
    }
}
