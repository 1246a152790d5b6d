import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A village with expenditures.
///
/// Expenditure 1: booked, cash. 2: voided. 3: a refund of receipt 1, paid by bank. 4: rejected.
/// 5: requested. Receipts 1 (bank) and 2 (cash) were issued 5 days earlier.
struct SpendingSample {
    let office: TestStore
    let village: Village
    let series: Voucher.Series

    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        self.village = village
        series = Voucher.Series(owner: .hamlet(village.hamlet.id), kind: .payment, year: 2026, book: "01")
        let officers = try Officers(of: village, in: office)
        try office.write(by: village.clerk.id) { tx in
            let gift = try tx.receive(
                200_000, from: .sponsor, in: village, method: .bank, on: .daysAgo(5))
            _ = try tx.receive(
                300_000, from: .household(village.households[0].id), in: village, on: .daysAgo(5))
            let paid = try tx.spend(120_000, by: officers, in: village)
            _ = try tx.take(.book, on: paid, by: officers, in: village)
            _ = try tx.take(.void, on: tx.spend(50_000, by: officers, in: village), by: officers, in: village)
            _ = try tx.spend(70_000, by: officers, in: village, method: .bank, refundOf: gift.id)
            _ = try tx.take(.reject, on: tx.request(1000, in: village), by: officers, in: village)
            _ = try tx.request(2000, in: village)
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try discrepancies()
    }

    func discrepancies() throws -> [Discrepancy] { try office.discrepancies() }

    /// The position of the first journal row about `id` with the state `state`, or 0.
    func position(of id: Int64, _ state: Expenditure.State) throws -> Int64 {
        let found = try RawFile(office.path).connection
            .first(
                """
                SELECT min(position) FROM journal
                WHERE subject = ?1 AND kind LIKE 'expenditure.%'
                    AND json_extract(CAST(payload AS TEXT), '$.state') = ?2
                """, id, state.rawValue
            ) { row in row.optionalInteger(0) }
        return (found ?? nil) ?? 0
    }

    var cash: LedgerAccount { LedgerAccount(fund: village.fund.id, kind: .cash) }

    var bank: LedgerAccount { LedgerAccount(fund: village.fund.id, kind: .bank) }

    /// A sum of the day on which everything was paid.
    func sum(
        _ debit: LedgerAccount.Kind, from credit: LedgerAccount.Kind, item: String = "Vật liệu",
        day: Int64 = 20_261_123, column: String
    ) -> Discrepancy.Total {
        .ledgerSum(
            owner: "h1", fund: village.fund.id.number, day: day, debit: debit, credit: credit, item: item,
            column: column)
    }
}

@Suite struct ExpenditureTamperingTests {
    @Test func `an unaltered village with expenditures is clean`() throws {
        #expect(try SpendingSample().discrepancies() == [])
    }

    @Test func `a changed value in any column is found`() throws {
        let ledger = try SpendingSample()
        let columns = try RawFile(ledger.office.path).connection
            .all("SELECT name, type FROM pragma_table_info('expenditure')") { row in
                (row.text(0), row.text(1))
            }
        #expect(columns.count > 20)
        for id in [1, 2, 3, 4, 5] {
            for (name, type) in columns {
                let other = type == "INTEGER" ? "coalesce(\(name), 0) + 100" : "coalesce(\(name), '') || 'x'"
                let discrepancies = try SpendingSample()
                    .discrepancies(after: "UPDATE expenditure SET \(name) = \(other) WHERE id = \(id)")
                #expect(!discrepancies.isEmpty, "\(id) \(name)")
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func `a deleted expenditure leaves an unclaimed event`(_ id: Int64) throws {
        let discrepancies = try SpendingSample()
            .discrepancies(after: "DELETE FROM expenditure WHERE id = \(id)")
        #expect(
            discrepancies.contains {
                if case .eventWithoutRow(.expenditure, id, _) = $0 { true } else { false }
            })
    }

    @Test func `a changed amount is found in the voucher, the journal, the postings and the totals`() throws {
        let ledger = try SpendingSample()
        let (paid, booked) = (try ledger.position(of: 1, .paid), try ledger.position(of: 1, .booked))
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE expenditure SET amount_dong = 110000 WHERE id = 1")
        #expect(
            discrepancies == [
                .payloadDiffers(.expenditure, id: 1, position: booked),
                .totalDiffers(
                    ledger.sum(.expenses, from: .cash, column: "amount"), stored: 120_000, computed: 110_000),
                .postingDiffers(position: paid, line: 1),
            ])
    }

    @Test func `a deleted payment leaves a gap in the voucher numbers`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(after: "DELETE FROM expenditure WHERE id = 2")
        #expect(discrepancies.contains(.numberMissing(ledger.series, number: 2)))
    }

    @Test(arguments: [
        "party_address = NULL", "voucher_reason = NULL", "number = NULL", "paid_on = NULL", "book = NULL",
    ]) func `an incomplete payment voucher makes the row unreadable`(_ change: String) throws {
        let discrepancies = try SpendingSample()
            .discrepancies(after: "UPDATE expenditure SET \(change) WHERE id = 1")
        #expect(discrepancies.contains(.rowUnreadable(.expenditure, id: 1)))
    }

    @Test func `two expenditures with the same number are reported`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(after: "UPDATE expenditure SET number = 1 WHERE id = 2")
        #expect(discrepancies.contains(.numberShared(ledger.series, number: 1)))
        #expect(discrepancies.contains(.numberMissing(ledger.series, number: 2)))
    }

    @Test func `a deleted posting of a payment is reported as missing`() throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 1, .paid)
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM posting WHERE position = \(position)")
        #expect(discrepancies == [.postingMissing(position: position, line: 1)])
    }

    @Test func `a deleted posting of a voided payment is reported as missing`() throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 2, .voided)
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM posting WHERE position = \(position)")
        #expect(discrepancies == [.postingMissing(position: position, line: 1)])
    }

    @Test(arguments: [
        "posted_on = 20260101", "debit = credit, credit = debit", "debit = 'refunds'", "credit = 'bank'",
        "item = 'Xi măng'", "amount = -120000",
    ])
    func `a payment posting with a wrong date or account is reported`(_ change: String) throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 1, .paid)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE posting SET \(change) WHERE position = \(position)")
        #expect(discrepancies == [.postingDiffers(position: position, line: 1)])
    }

    @Test func `a posting for an unpaid request is unclaimed`() throws {
        let ledger = try SpendingSample()
        let (position, paid) = (try ledger.position(of: 5, .requested), try ledger.position(of: 1, .paid))
        let discrepancies = try ledger.discrepancies(
            after: """
                INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on)
                SELECT \(position), line, owner, fund, debit, credit, item, unit, amount, posted_on
                FROM posting WHERE position = \(paid)
                """)
        #expect(discrepancies == [.postingWithoutEvent(position: position, line: 1)])
    }

    @Test(arguments: [
        ("expenses", "cash", "amount", Int64(120_000)), ("expenses", "cash", "vouchers", 1),
        ("refunds", "bank", "amount", 70_000), ("refunds", "bank", "vouchers", 1),
    ])
    func `a changed sum of payments or refunds is reported`(
        _ debit: String, _ credit: String, _ column: String, computed: Int64
    ) throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE ledger_sum SET \(column) = \(column) + 1 WHERE debit = '\(debit)'")
        let (debited, credited) = (
            try #require(LedgerAccount.Kind(rawValue: debit)),
            try #require(LedgerAccount.Kind(rawValue: credit))
        )
        #expect(
            discrepancies == [
                .totalDiffers(
                    ledger.sum(debited, from: credited, column: column), stored: computed + 1,
                    computed: computed)
            ])
    }

    @Test(arguments: [
        ("cash", LedgerAccount.Kind.households, Int64(300_000)), ("bank", .peopleAway, 200_000),
    ])
    func `a changed sum of a day is reported`(
        _ money: String, _ credit: LedgerAccount.Kind, _ computed: Int64
    ) throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE ledger_sum SET amount = amount + 1 WHERE debit = '\(money)' AND day = 20261118")
        let sum = ledger.sum(
            try #require(LedgerAccount.Kind(rawValue: money)), from: credit, item: "", day: 20_261_118,
            column: "amount")
        #expect(discrepancies == [.totalDiffers(sum, stored: computed + 1, computed: computed)])
    }

    @Test func `missing and invented sums are reported`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE ledger_sum SET item = 'Khác' WHERE debit = 'expenses'")
        func sum(_ item: String) -> Discrepancy.Total {
            ledger.sum(.expenses, from: .cash, item: item, column: "amount")
        }
        #expect(
            discrepancies == [
                .totalDiffers(sum("Khác"), stored: 120_000, computed: nil),
                .totalDiffers(sum("Vật liệu"), stored: nil, computed: 120_000),
            ])
    }

    @Test(arguments: ["debit = 'gold'", "credit = 'gold'", "unit = 'usd'"])
    func `a sum with an unknown account kind or unit is unreadable`(_ change: String) throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE ledger_sum SET \(change) WHERE debit = 'expenses'")
        #expect(
            discrepancies == [
                .ledgerSumUnreadable(owner: "h1", fund: ledger.village.fund.id.number, day: 20_261_123),
                .totalDiffers(
                    ledger.sum(.expenses, from: .cash, column: "amount"), stored: nil, computed: 120_000),
            ])
    }

    @Test func `sums of a missing hamlet are reported`() throws {
        let discrepancies = try SpendingSample()
            .discrepancies(
                after: """
                    PRAGMA foreign_keys = OFF;
                    INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                    VALUES ('h44', 1, 20261123, 'cash', 'people_away', '', 'dong', 5, 1);
                    """)
        #expect(discrepancies.first == .ownerDiffers(owner: "h44") && discrepancies.count == 2)
    }

    @Test func `a payment moved before the receipt overdraws the account`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE expenditure SET paid_on = 20261101, approved_on = 20261101 WHERE id = 1")
        #expect(
            discrepancies.contains(
                .balanceNegative(ledger.cash, owner: "h1", day: 20_261_101, balance: -120_000))
        )
    }

    @Test func `a receipt lowered below what was paid out overdraws the account`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE contribution SET amount_dong = 69999 WHERE id = 1")
        #expect(
            discrepancies.contains(
                .balanceNegative(ledger.bank, owner: "h1", day: 20_261_123, balance: -1)))
    }

    @Test func `refunds above the receipt are reported`() throws {
        let discrepancies = try SpendingSample()
            .discrepancies(after: "UPDATE expenditure SET amount_dong = 200001 WHERE id = 3")
        #expect(
            discrepancies.contains(.refundsTooLarge(contribution: 1, received: 200_000, refunded: 200_001)))
    }

    @Test func `a refund of a voided or missing receipt is reported`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE contribution SET void_reason = 'Sai', voided_by = 2, voided_ms = 0 WHERE id = 1")
        #expect(discrepancies.contains(.refundsTooLarge(contribution: 1, received: 0, refunded: 70_000)))
        try RawFile(ledger.office.path)
            .run("PRAGMA foreign_keys = OFF; UPDATE expenditure SET refund_of = 77 WHERE id = 3")
        #expect(
            try ledger.discrepancies()
                .contains(.refundsTooLarge(contribution: 77, received: 0, refunded: 70_000)))
    }

    @Test func `a payload that is not JSON does not stop verification`() throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 1, .paid)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE journal SET payload = x'FF00' WHERE position = \(position)")
        #expect(discrepancies.contains(.journalHashDiffers(position: position)))
        #expect(
            discrepancies.contains(.columnDiffers(.expenditure, id: 1, column: "voucher_position")))
    }

    @Test func `an expenditure reset to approved is found`() throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 3, .paid)
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE expenditure SET state = 'approved', paid_by = NULL, number = NULL, book = NULL, paid_on = NULL,
                    party_address = NULL, voucher_reason = NULL
                WHERE id = 3
                """)
        #expect(discrepancies.contains(.lastNumberDiffers(ledger.series, stored: 3, computed: 2)))
        #expect(
            discrepancies.contains(
                .totalDiffers(
                    ledger.sum(.refunds, from: .bank, column: "amount"), stored: 70_000, computed: nil)))
        #expect(discrepancies.contains(.postingWithoutEvent(position: position, line: 1)))
    }
}
