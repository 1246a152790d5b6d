import Domain
import SQLite
import TestSupport
import Testing
import Verify

@testable import Store

/// Sums that only grow: what the service accepts, `verify` and every list can read.
@Suite struct LedgerTurnoverTests {
    private static let most = Dong.documentMax.amount

    @Test func `a mistyped receipt that was voided uses up no fund, and the file verifies`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        for _ in 0..<3 {
            try office.write { tx in
                let wrong = try tx.receive(Self.most, from: .sponsor, in: village)
                _ = try tx.voidReceipt(of: wrong, in: village)
            }
            #expect(try office.discrepancies() == [])
        }
        try office.write { tx in _ = try tx.receive(1, from: .sponsor, in: village) }
        #expect(try office.discrepancies() == [])
        #expect(try office.read { tx in try tx.balances(of: village.fund).cash } == Dong(1))
    }

    @Test func `a payment of everything may be voided and paid again`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            _ = try tx.receive(Self.most, from: .sponsor, in: village)
            for _ in 0..<3 {
                let paid = try tx.spend(Self.most, by: officers, in: village)
                _ = try tx.take(.void, on: paid, by: officers, in: village)
            }
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `hundreds of mistyped receipts of the most in one transaction use up nothing`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            for _ in 0..<600 {
                let wrong = try tx.receive(Self.most, from: .sponsor, in: village)
                _ = try tx.voidReceipt(of: wrong, in: village)
            }
            _ = try tx.receive(Self.most, from: .sponsor, in: village)
        }
        #expect(try office.discrepancies() == [])
        #expect(try office.read { tx in try tx.balances(of: village.fund).cash } == Dong(Self.most))
    }

    /// Money that was spent counts too: otherwise statements of several years would exceed what is exact.
    @Test func `all that comes into a hamlet in all years is limited, not only what it holds`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            _ = try tx.receive(Self.most, from: .sponsor, in: village)
            _ = try tx.spend(Self.most, by: officers, in: village)
        }
        let inflow = Posting(
            fund: village.fund.id, debit: .bank, credit: .transfer, amount: Dong(1), on: .sample)
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in try tx.post(inflow, of: .hamlet(village.hamlet.id), position: 1) }
        }
        #expect(try office.discrepancies() == [])
    }

    /// Every column of money, by how it is kept small: a new one needs a decision.
    ///
    /// A document has at most `Dong.documentMax`; so has a sum of what came in, or was paid, in one hamlet, because a
    /// voided voucher is taken off it.
    @Test func `every column of money is a document's or a bounded sum`() throws {
        let documents: Set = [
            "contribution.amount_dong", "expenditure.amount_dong", "pledge.amount_dong", "posting.amount",
            "reorganisation_fund.bank_dong", "reorganisation_fund.cash_dong",
            "opening_balance.bank_dong", "opening_balance.cash_dong", "fund_transfer.amount_dong",
            "opening_balance.corrected_bank_dong", "opening_balance.corrected_cash_dong",
            "book_handover_fund.bank_dong", "book_handover_fund.cash_dong",
            "bank_entry.amount_dong", "bank_account.opening_dong", "bank_account.closing_dong",
            "bank_credit.amount_dong", "bank_credit_receipt.amount_dong",
            "bank_reconciliation_line.amount_dong", "payable.amount_dong", "payable_gift.amount_dong",
            "hand_over_slip.amount_dong", "contribution.foreign_amount",
            "decision_estimate.amount",
        ]
        let boundedSums: Set = [
            "contribution.refunded_dong", "ledger_sum.amount", "pledge.received_dong",
            "pledge_year.pledged_dong", "cash_count.book_dong", "accounting_period.cash_dong",
            "accounting_period.bank_dong", "bank_reconciliation.book_dong",
        ]
        // Sums over owners are kept in 64 bits: what would leave them is not kept, and its report refused.
        let sums = ["households", "sponsors", "state", "spent", "refunded", "cash", "bank"]
        let sumsOfOwners = Set(
            sums.flatMap { ["unit_month.\($0)_dong", "owner_year.\($0)_dong", "fund_year.\($0)_dong"] }
                + ["unit_month.moved_cash_dong", "unit_month.moved_bank_dong"])
        let office = try TestStore()
        let columns = try RawFile(office.path).connection
            .all(
                """
                SELECT tables.name, columns.name
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND (columns.name LIKE '%_dong' OR columns.name LIKE '%amount%')
                """
            ) { row in row.text(0) + "." + row.text(1) }
        #expect(Set(columns) == documents.union(boundedSums).union(sumsOfOwners))
    }

    @Test func `totals of hamlets together that are too large are refused, not an error of the file`() throws
    {
        let office = try TestStore()
        let (one, two) = (try Village(in: office), try Village(in: office, named: "Xóm 10"))
        try office.write { tx in
            for village in [one, two] { _ = try tx.receive(Self.most, from: .sponsor, in: village) }
        }
        #expect(
            try office.read { tx in try tx.years(of: [one.hamlet.id]) }.first?.received == Dong(Self.most))
        #expect(throws: Refusal.amountTooLarge) {
            try office.read { tx in try tx.years(of: [one.hamlet.id, two.hamlet.id]) }
        }
    }
}

/// All that ever came in is kept in memory between transactions: it must be what the file says after each of them.
@Suite struct ReceivedTotalTests {
    private static let most = Dong.documentMax.amount
    private struct Stop: Error {}

    private let office: TestStore
    private let village: Village

    /// A hamlet that may receive 10 more.
    init() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        (self.office, self.village) = (office, village)
        _ = try office.write { tx in
            try tx.receive(Self.most - 10, from: .sponsor, in: village, on: .daysAgo(3))
        }
    }

    /// Receives `dong` by `method`, as one job of the writer.
    private func receive(_ dong: Int64, method: Contribution.Method = .cash, isDryRun: Bool = false) throws {
        let village = village
        _ = try office.write(isDryRun: isDryRun) { tx in
            try tx.receive(dong, from: .sponsor, in: village, method: method)
        }
    }

    /// Checks that the hamlet may receive `left` more and nothing else.
    private func expectLeft(_ left: Int64) throws {
        #expect(throws: Refusal.amountTooLarge) { try receive(left + 1, method: .bank) }
        try receive(left, method: .bank)
        #expect(throws: Refusal.amountTooLarge) { try receive(1) }
        #expect(try office.discrepancies() == [])
    }

    @Test func `what is left is found from the file, and from memory`() throws {
        try expectLeft(10)
    }

    @Test func `a job that fails after it received money leaves the total as it was`() throws {
        let village = village
        try receive(1)
        #expect(throws: Stop.self) {
            try office.write { tx in
                _ = try tx.receive(9, from: .sponsor, in: village)
                throw Stop()
            }
        }
        try expectLeft(9)
    }

    @Test func `a refused receipt leaves the total as it was`() throws {
        #expect(throws: Refusal.amountTooLarge) { try receive(11) }
        try expectLeft(10)
    }

    @Test func `a dry run leaves the total as it was`() throws {
        try receive(10, isDryRun: true)
        try receive(10, isDryRun: true)
        try expectLeft(10)
    }

    @Test func `a refused job of a batch leaves the total of the others`() throws {
        let village = village
        let gate = try Gate(in: office)
        let results = JobResults<Contribution>()
        for (job, dong) in [Int64(4), 7, 5, 2].enumerated() {
            try office.store.writer.submit(
                actor: nil, { tx in try tx.receive(dong, from: .sponsor, in: village) },
                completion: { results.record(job, $0) })
        }
        gate.open()
        #expect(results.wait(for: 4).map(\.result.isSuccess) == [true, false, true, false])
        try expectLeft(1)
    }

    @Test func `voiding gives back what was received, in the same transaction and in a later one`() throws {
        let village = village
        let gift = try office.write { tx in
            let wrong = try tx.receive(10, from: .sponsor, in: village)
            _ = try tx.voidReceipt(of: wrong, in: village)
            return try tx.receive(10, from: .sponsor, in: village)
        }
        #expect(throws: Refusal.amountTooLarge) { try receive(1) }
        _ = try office.write { tx in try tx.voidReceipt(of: gift, in: village) }
        try expectLeft(10)
    }

    @Test func `a voiding that was rolled back gives back nothing`() throws {
        let village = village
        let gift = try office.write { tx in try tx.receive(10, from: .sponsor, in: village) }
        #expect(throws: Stop.self) {
            try office.write { tx in
                _ = try tx.voidReceipt(of: gift, in: village)
                throw Stop()
            }
        }
        #expect(throws: Refusal.amountTooLarge) { try receive(1) }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a payment, a refund and their voiding give back nothing`() throws {
        let village = village
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            let gift = try tx.receive(10, from: .sponsor, in: village)
            for refundOf in [nil, gift.id] {
                let paid = try tx.spend(10, by: officers, in: village, refundOf: refundOf)
                _ = try tx.take(.void, on: paid, by: officers, in: village)
                _ = try tx.spend(10, by: officers, in: village, refundOf: refundOf)
            }
        }
        #expect(throws: Refusal.amountTooLarge) { try receive(1) }
        #expect(try office.discrepancies() == [])
    }

    @Test func `another hamlet has a total of its own, and a file opened again the same`() throws {
        let other = try Village(in: office, named: "Xóm 10")
        _ = try office.write { tx in try tx.receive(Self.most, from: .sponsor, in: other) }
        try receive(10)
        office.store.close()
        let again = try TestStore(copyOf: office.path)
        for village in [village, other] {
            #expect(throws: Refusal.amountTooLarge) {
                _ = try again.write { tx in try tx.receive(1, from: .sponsor, in: village) }
            }
        }
        #expect(try again.discrepancies() == [])
    }

    @Test func `money that a successor takes over counts as received by it`() throws {
        let village = village
        let other = try Village(in: office, named: "Xóm 10")
        let merged = try office.write { tx in
            _ = try tx.receive(10, from: .sponsor, in: other, on: .daysAgo(3))
            return try tx.merge(
                [village.hamlet, other.hamlet], into: "Xóm Mới", on: .sample, by: village.clerk)
        }
        let fund = try #require(
            try office.read { tx in try tx.funds(of: .hamlet(merged.id), after: nil, limit: 9).first })
        let inflow = Posting(
            fund: fund.id, debit: .cash, credit: .individuals, amount: Dong(1), on: .sample)
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in try tx.post(inflow, of: .hamlet(merged.id), position: 1) }
        }
        #expect(try office.discrepancies() == [])
    }
}
