import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A closed month takes no posting: the ledger refuses it, the schema again, and verification finds what came in anyway.
@Suite struct AccountingPeriodTests {
    private let office: TestStore
    private let village: Village
    private let officers: Officers

    private static let october = AccountingPeriod.Month(packed: 202_610) ?? .init(of: .firstDay)

    /// Receipt 1 of 100,000 in cash of October, which is closed; receipt 2 of 50,000 of November.
    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        self.village = village
        officers = try Officers(of: village, in: office)
        let day = try LocalDate.day("2026-10-15")
        _ = try office.write { tx in
            _ = try tx.receive(100_000, from: .sponsor, in: village, on: day)
            _ = try tx.close("2026-10", of: village)
            return try tx.receive(50_000, from: .sponsor, in: village)
        }
    }

    private func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }

    private func closedMonth(_ account: LedgerAccount.Kind) -> Discrepancy.Total {
        .closedMonth(owner: "h1", month: 202_610, account: account)
    }

    @Test func `the ledger refuses a receipt, a payment and a void of a closed month`() throws {
        let (village, officers) = (village, officers)
        let last = try LocalDate.day("2026-10-31")
        #expect(throws: Refusal.books(.periodClosed(Self.october, named: .receivedOn))) {
            try office.write { tx in
                try tx.receive(1000, from: .sponsor, in: village, on: last, book: "02")
            }
        }
        // Every month before it too, whether it was recorded or not.
        #expect(throws: Refusal.books(.periodClosed(Self.october, named: .receivedOn))) {
            try office.write { tx in
                try tx.receive(1000, from: .sponsor, in: village, on: .day("2026-03-01"), book: "02")
            }
        }
        #expect(throws: Refusal.books(.periodClosed(Self.october, named: .paidOn))) {
            try office.write { tx in try tx.spend(1000, by: officers, in: village, on: last) }
        }
        let void = BooksRefusal.Step("void", of: .contribution)
        #expect(throws: Refusal.books(.periodClosed(Self.october, named: nil, taking: void))) {
            try office.write { tx in try tx.voidReceipt(of: tx.existing(Contribution.ID(1)), in: village) }
        }
        _ = try office.write { tx in
            try tx.receive(1000, from: .sponsor, in: village, on: .day("2026-11-01"), book: "02")
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a refusal, a rollback and a reopening leave no wrong memory of closed months`() throws {
        let village = village
        let (november, receive): (String, @Sendable (borrowing WriteTransaction) throws -> Contribution) = (
            "2026-11", { tx in try tx.receive(1000, from: .sponsor, in: village, book: "02") }
        )
        _ = try office.write(isDryRun: true) { tx in try tx.close(november, of: village) }
        _ = try office.write { tx in try receive(tx) }
        _ = try office.write { tx in try tx.close(november, of: village) }
        #expect(throws: Refusal.self) { try office.write { tx in try receive(tx) } }
        _ = try office.write { tx in
            let closed = try #require(
                try tx.accountingPeriods(of: village.fund.owner, before: nil, limit: 1).first)
            try tx.save(closed.reopened(for: "Ghi sót"), after: closed)
            return try receive(tx)
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `changed figures of a closed month are found`() throws {
        let found = try discrepancies(
            after:
                "UPDATE accounting_period SET cash_dong = cash_dong + 5, bank_dong = 7 WHERE month = 202610")
        #expect(found.contains(.totalDiffers(closedMonth(.cash), stored: 100_005, computed: 100_000)))
        #expect(found.contains(.totalDiffers(closedMonth(.bank), stored: 7, computed: 0)))
    }

    /// The receipt of November moved into October with its posting and sums.
    @Test func `a voucher smuggled into a closed month is found`() throws {
        let found = try discrepancies(
            after: """
                UPDATE contribution SET received_on = 20261016 WHERE id = 2;
                UPDATE posting SET posted_on = 20261016 WHERE posted_on = 20261123;
                UPDATE ledger_sum SET day = 20261016 WHERE day = 20261123;
                """)
        #expect(found.contains(.totalDiffers(closedMonth(.cash), stored: 100_000, computed: 150_000)))
    }

    @Test func `the difference of a count is a posting of its own`() throws {
        let village = village
        try office.write { tx in
            let count = try tx.count([(.d100000, 2)], in: village, on: .sample, posts: true)
            try tx.save(count.taking(.confirm, by: village.clerk.id), after: count)
        }
        let position = try #require(try RawFile(office.path).integer("SELECT max(position) FROM journal"))
        #expect(try office.read { tx in try tx.balances(of: village.fund).cash } == Dong(200_000))
        #expect(try office.discrepancies() == [])
        #expect(
            try discrepancies(after: "DELETE FROM posting WHERE credit = 'surplus'")
                .contains(.postingMissing(position: position, line: 1)))
    }

    @Test(arguments: [
        "INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on) "
            + "SELECT 999, 1, owner, fund, debit, credit, item, unit, 5, 20261031 FROM posting WHERE amount = 50000",
        "INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on) "
            + "SELECT 999, 1, owner, fund, debit, credit, item, unit, 5, 20250101 FROM posting WHERE amount = 50000",
        "DELETE FROM accounting_period", "UPDATE accounting_period SET closed_by = submitted_by",
        "UPDATE accounting_period SET closed_by = NULL", "UPDATE accounting_period SET cash_dong = NULL",
        "UPDATE accounting_period SET state = 'open'", "UPDATE accounting_period SET state = 'gone'",
        "UPDATE accounting_period SET submitted_by = NULL",
    ])
    func `the schema keeps closed months`(_ script: String) throws {
        #expect(throws: SQLiteError.self) { try RawFile(office.path).run(script) }
        #expect(try office.discrepancies() == [])
    }

    @Test func `an open month takes a posting`() throws {
        try RawFile(office.path)
            .run(
                """
                INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on)
                SELECT 999, 1, owner, fund, debit, credit, item, unit, 5, 20261101 FROM posting WHERE amount = 50000
                """)
        #expect(try office.discrepancies().contains(.postingWithoutEvent(position: 999, line: 1)))
    }
}

/// The rules of `CashCount` as enforced by the schema against anyone who bypasses the service.
@Suite struct CashCountConstraintTests {
    private let office: TestStore

    /// Count 1 is withdrawn, 2 confirmed, 3 recorded by the clerk, user 1.
    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in
            try tx.addPeriods(of: village)
            _ = try tx.count([(.d1000, 3)], in: village, on: .sample)
        }
    }

    @Test(arguments: [
        "UPDATE cash_count SET state = 'recorded', confirmed_by = NULL WHERE id = 2",
        "UPDATE cash_count SET note = 'khác' WHERE id = 2",
        "UPDATE cash_count SET state = 'recorded' WHERE id = 1",
        "UPDATE cash_count SET state = 'confirmed', confirmed_by = recorded_by WHERE id = 3",
        "UPDATE cash_count SET state = 'confirmed' WHERE id = 3",
        "UPDATE cash_count SET confirmed_by = 2 WHERE id = 3",
        "UPDATE cash_count SET state = 'gone' WHERE id = 3",
        "UPDATE cash_count SET book_dong = -1 WHERE id = 3",
        "UPDATE cash_count SET posts_difference = 2 WHERE id = 3", "DELETE FROM cash_count WHERE id = 3",
        "UPDATE cash_count_notes SET notes = 0", "UPDATE cash_count_notes SET denomination = -1",
    ])
    func `the schema keeps decided counts and the separation of duties`(_ script: String) throws {
        #expect(throws: SQLiteError.self) { try RawFile(office.path).run(script) }
    }

    @Test func `a count is read as it was stored`() throws {
        let counts = try office.read { tx in
            try tx.cashCounts(of: .hamlet(Identifier(1)), before: nil, limit: 9)
        }
        #expect(counts.map(\.state) == [.recorded, .confirmed, .withdrawn])
        #expect(counts.map(\.counted) == [Dong(3000), Dong(90_000), Dong(70_000)])
        #expect(
            counts[1].notes == [
                CashCount.Notes(denomination: .d50000, count: 1),
                CashCount.Notes(denomination: .d20000, count: 2),
            ])
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: [
        "UPDATE cash_count SET counted_by = '1' WHERE id = 3",
        "UPDATE cash_count SET counted_by = '1,02' WHERE id = 3",
        "UPDATE cash_count SET counted_by = '1,2,3,4,5,6' WHERE id = 3",
        "UPDATE cash_count SET owner = 'h01' WHERE id = 3",
        "UPDATE cash_count_notes SET denomination = 300 WHERE cash_count = 3",
        "UPDATE cash_count_notes SET notes = 1000001 WHERE cash_count = 3",
        "UPDATE accounting_period SET month = 202513 WHERE id = 2",
        "UPDATE accounting_period SET owner = 'x' WHERE id = 2",
    ])
    func `a value that is none is found`(_ script: String) throws {
        try RawFile(office.path).tamper(script)
        #expect(try !office.discrepancies().isEmpty)
    }
}
