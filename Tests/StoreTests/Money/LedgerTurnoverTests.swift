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

    @Test func `the turnover of an account has a limit far above, and nothing overflows there`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in
                for _ in 0..<600 {
                    let wrong = try tx.receive(Self.most, from: .sponsor, in: village)
                    _ = try tx.voidReceipt(of: wrong, in: village)
                }
            }
        }
        #expect(try office.discrepancies() == [])
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
            fund: village.fund.id, moneyAccount: .bank, contraAccount: .transfer, direction: .inflow,
            amount: Dong(1), on: .sample)
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in try tx.post(inflow, in: village.hamlet.id, position: 1) }
        }
        #expect(try office.discrepancies() == [])
    }

    /// Every column of money, by how it is kept small: a new one needs a decision.
    ///
    /// A document has at most `Dong.documentMax`; so has a sum of what came in, or was paid, in one hamlet; a turnover
    /// grows with every voided voucher, and only `Row.total` reads it.
    @Test func `every column of money is a document's, a bounded sum or a turnover`() throws {
        let documents: Set = [
            "contribution.amount_dong", "expenditure.amount_dong", "pledge.amount_dong",
            "posting.amount_dong",
            "reorganisation_fund.bank_dong", "reorganisation_fund.cash_dong",
        ]
        let boundedSums: Set = [
            "contribution.refunded_dong", "fund_day.in_dong", "fund_day.out_dong", "hamlet_year.pledged_dong",
            "hamlet_year.received_households_dong", "hamlet_year.received_sponsors_dong",
            "hamlet_year.received_state_dong", "hamlet_year.refunded_dong", "hamlet_year.spent_dong",
            "pledge.received_dong",
        ]
        let turnovers: Set = ["ledger_account.credited_dong", "ledger_account.debited_dong"]
        let office = try TestStore()
        let columns = try RawFile(office.path).connection
            .all(
                """
                SELECT tables.name, columns.name
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND columns.name LIKE '%_dong'
                """
            ) { row in row.text(0) + "." + row.text(1) }
        #expect(Set(columns) == documents.union(boundedSums).union(turnovers))
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
