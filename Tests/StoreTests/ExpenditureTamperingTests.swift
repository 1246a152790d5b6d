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
        series = Voucher.Series(hamlet: village.hamlet.id, kind: .payment, year: 2026, book: "01")
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

    static func year(_ column: String) -> Discrepancy.Total {
        .hamletYear(hamlet: 1, year: 2026, column: column)
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
        let day = Discrepancy.Total.fundDay(
            ledger.cash, hamlet: 1, day: 20_261_123, contraAccount: .expenses, item: "Vật liệu",
            column: "out_dong")
        #expect(
            discrepancies == [
                .payloadDiffers(.expenditure, id: 1, position: booked),
                .totalDiffers(SpendingSample.year("spent_dong"), stored: 120_000, computed: 110_000),
                .totalDiffers(day, stored: 120_000, computed: 110_000),
                .postingDiffers(id: 3, position: paid),
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
        #expect(discrepancies.contains(.paymentPostingMissing(expenditure: 1, position: position)))
    }

    @Test func `a deleted posting of a voided payment is reported as missing`() throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 2, .voided)
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM posting WHERE position = \(position)")
        #expect(discrepancies.contains(.paymentPostingMissing(expenditure: 2, position: position)))
    }

    @Test(arguments: [
        "posted_on = 20260101", "debit_account = credit_account, credit_account = debit_account",
        "debit_account = (SELECT id FROM ledger_account WHERE kind = 'refunds')",
    ])
    func `a payment posting with a wrong date or account is reported`(_ change: String) throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 1, .paid)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE posting SET \(change) WHERE position = \(position)")
        #expect(discrepancies.last == .postingDiffers(id: 3, position: position))
    }

    @Test func `a posting for an unpaid request is unclaimed`() throws {
        let ledger = try SpendingSample()
        let position = try ledger.position(of: 5, .requested)
        let discrepancies = try ledger.discrepancies(
            after: """
                INSERT INTO posting (id, debit_account, credit_account, amount_dong, posted_on, position)
                SELECT 99, debit_account, credit_account, amount_dong, posted_on, \(position)
                FROM posting WHERE id = 3
                """)
        #expect(discrepancies.contains(.postingWithoutEvent(id: 99, position: position)))
    }

    @Test(arguments: [
        ("spent_dong", Int64(120_000)), ("refunded_dong", 70_000), ("expenditures_count", 2),
    ])
    func `a changed yearly total is reported`(_ column: String, computed: Int64) throws {
        let discrepancies = try SpendingSample()
            .discrepancies(after: "UPDATE hamlet_year SET \(column) = \(column) + 1")
        #expect(
            discrepancies == [
                .totalDiffers(SpendingSample.year(column), stored: computed + 1, computed: computed)
            ])
    }

    @Test(arguments: [("cash", "out_dong", Int64(0)), ("bank", "in_dong", 200_000)])
    func `a changed daily total of a fund is reported`(
        _ money: String, _ column: String, _ computed: Int64
    ) throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE fund_day SET \(column) = \(column) + 1 WHERE money = '\(money)' AND day = 20261118"
        )
        let account = LedgerAccount(
            fund: ledger.village.fund.id, kind: try #require(LedgerAccount.Kind(rawValue: money)))
        let sum = Discrepancy.Total.fundDay(
            account, hamlet: 1, day: 20_261_118, contraAccount: money == "cash" ? .households : .sponsors,
            item: "",
            column: column)
        #expect(discrepancies == [.totalDiffers(sum, stored: computed + 1, computed: computed)])
    }

    @Test func `missing and invented daily totals of a fund are reported`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE fund_day SET item = 'Khác' WHERE other = 'expenses'")
        func sum(_ item: String) -> Discrepancy.Total {
            .fundDay(
                ledger.cash, hamlet: 1, day: 20_261_123, contraAccount: .expenses, item: item,
                column: "in_dong")
        }
        #expect(
            discrepancies == [
                .totalDiffers(sum("Khác"), stored: 0, computed: nil),
                .totalDiffers(sum("Vật liệu"), stored: nil, computed: 0),
            ])
    }

    @Test func `a daily total with an unknown account kind is unreadable`() throws {
        let discrepancies = try SpendingSample()
            .discrepancies(after: "UPDATE fund_day SET other = 'gold' WHERE other = 'expenses'")
        #expect(discrepancies.first == .fundDayUnreadable(hamlet: 1, fund: 1, day: 20_261_123))
    }

    @Test func `daily totals of a missing hamlet are reported`() throws {
        let discrepancies = try SpendingSample()
            .discrepancies(
                after: """
                    PRAGMA foreign_keys = OFF;
                    INSERT INTO fund_day (hamlet, fund, money, day, other, item, in_dong, out_dong)
                    VALUES (44, 1, 'cash', 20261123, 'sponsors', '', 5, 0);
                    """)
        #expect(discrepancies.count == 1)
    }

    @Test func `a payment moved before the receipt overdraws the account`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE expenditure SET paid_on = 20261101, approved_on = 20261101 WHERE id = 1")
        #expect(
            discrepancies.contains(
                .balanceNegative(ledger.cash, hamlet: 1, day: 20_261_101, balance: -120_000))
        )
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
        #expect(discrepancies.contains(.postingWithoutEvent(id: 3, position: position)))
    }

    @Test func `an expenditure reset to approved is found`() throws {
        let ledger = try SpendingSample()
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE expenditure SET state = 'approved', paid_by = NULL, number = NULL, book = NULL, paid_on = NULL,
                    party_address = NULL, voucher_reason = NULL
                WHERE id = 3
                """)
        #expect(discrepancies.contains(.lastNumberDiffers(ledger.series, stored: 3, computed: 2)))
        #expect(
            discrepancies.contains(
                .totalDiffers(SpendingSample.year("refunded_dong"), stored: 70_000, computed: 0)))
    }
}
