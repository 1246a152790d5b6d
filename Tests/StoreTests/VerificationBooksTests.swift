import Domain
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct BooksTamperingTests {
    private static func year(_ column: String, of year: Int64 = 2026) -> Discrepancy.Total {
        .pledgeYear(hamlet: 1, year: year, column: column)
    }

    private static func sum(
        _ debit: LedgerAccount.Kind, from credit: LedgerAccount.Kind, column: String = "amount"
    ) -> Discrepancy.Total {
        .ledgerSum(
            owner: "h1", fund: 1, day: 20_261_123, debit: debit, credit: credit, item: "", column: column)
    }

    @Test func `a changed amount is found in the journal, the postings and the totals`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.contribution, .recorded))
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE contribution SET amount_dong = 110000 WHERE id = 1")
        #expect(
            discrepancies == [
                .totalDiffers(.pledge(id: 1), stored: 100_000, computed: 110_000),
                .totalDiffers(Self.sum(.cash, from: .households), stored: 100_000, computed: 110_000),
                .payloadDiffers(.contribution, id: 1, position: position),
                .postingDiffers(position: position, line: 1),
            ])
    }

    @Test func `a deleted contribution leaves a gap in the receipt numbers`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "DELETE FROM contribution WHERE id = 2")
        #expect(discrepancies.contains(.numberMissing(ledger.series, number: 2)))
    }

    @Test func `a deleted last receipt is missing from its series`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "DELETE FROM contribution WHERE id = 3")
        #expect(discrepancies.contains(.lastNumberDiffers(ledger.series, stored: 3, computed: 2)))
    }

    @Test func `a receipt moved to another book has no series`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE contribution SET book = 'riêng', number = 1 WHERE id = 3")
        let series = Voucher.Series(
            owner: .hamlet(ledger.village.hamlet.id), kind: .receipt, year: 2026, book: "riêng")
        #expect(discrepancies.contains(.lastNumberDiffers(series, stored: nil, computed: 1)))
        #expect(discrepancies.contains(.lastNumberDiffers(ledger.series, stored: 3, computed: 2)))
    }

    @Test func `two contributions with the same number are reported`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "UPDATE contribution SET number = 1 WHERE id = 2")
        #expect(discrepancies.contains(.numberShared(ledger.series, number: 1)))
        #expect(discrepancies.contains(.numberMissing(ledger.series, number: 2)))
    }

    @Test func `a series of unknown kind is reported`() throws {
        let discrepancies = try SampleBooks().discrepancies(after: "UPDATE voucher_series SET kind = 'gift'")
        #expect(discrepancies.contains(.voucherKindUnknown(owner: "h1", kind: "gift")))
    }

    @Test func `a wrong last number of a series is reported`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "UPDATE voucher_series SET last_number = 9")
        #expect(discrepancies == [.lastNumberDiffers(ledger.series, stored: 9, computed: 3)])
    }

    @Test func `a series without vouchers is reported`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "UPDATE voucher_series SET year = 1999")
        let moved = Voucher.Series(
            owner: .hamlet(ledger.village.hamlet.id), kind: .receipt, year: 1999, book: "01")
        #expect(
            discrepancies == [
                .lastNumberDiffers(moved, stored: 3, computed: nil),
                .lastNumberDiffers(ledger.series, stored: nil, computed: 3),
            ])
    }

    @Test(arguments: [
        ("households", "amount", Int64(100_000)), ("households", "vouchers", 1),
        ("people_away", "amount", 200_000), ("people_away", "vouchers", 1),
    ])
    func `a changed sum is reported`(_ credit: String, _ column: String, computed: Int64) throws {
        let discrepancies = try SampleBooks()
            .discrepancies(
                after: "UPDATE ledger_sum SET \(column) = \(column) + 5 WHERE credit = '\(credit)'")
        let kind = try #require(LedgerAccount.Kind(rawValue: credit))
        let sum = Self.sum(kind == .households ? .cash : .bank, from: kind, column: column)
        #expect(discrepancies == [.totalDiffers(sum, stored: computed + 5, computed: computed)])
    }

    @Test(arguments: [("pledged_dong", Int64(500_000)), ("pledges_count", 1)])
    func `a changed total of pledges is reported`(_ column: String, computed: Int64) throws {
        let discrepancies = try SampleBooks()
            .discrepancies(after: "UPDATE pledge_year SET \(column) = \(column) + 1")
        #expect(discrepancies == [.totalDiffers(Self.year(column), stored: computed + 1, computed: computed)])
    }

    @Test func `missing and invented years are reported`() throws {
        let discrepancies = try SampleBooks().discrepancies(after: "UPDATE pledge_year SET year = 1999")
        #expect(
            discrepancies == [
                .totalDiffers(Self.year("pledged_dong", of: 1999), stored: 500_000, computed: 0),
                .totalDiffers(Self.year("pledges_count", of: 1999), stored: 1, computed: 0),
                .totalDiffers(Self.year("pledged_dong"), stored: nil, computed: 500_000),
            ])
    }

    @Test func `missing and invented participations are reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(after: "UPDATE household_year SET household = 4 WHERE household = 1")
        #expect(
            discrepancies == [
                .totalDiffers(.householdYear(hamlet: 1, year: 2026, household: 4), stored: 1, computed: nil),
                .totalDiffers(.householdYear(hamlet: 1, year: 2026, household: 1), stored: nil, computed: 1),
            ])
    }

    @Test func `a changed and a deleted population are reported`() throws {
        let ledger = try SampleBooks()
        #expect(
            try ledger.discrepancies(after: "UPDATE hamlet_population SET persons = 1") == [
                .totalDiffers(.population(hamlet: 1, column: "persons"), stored: 1, computed: 20)
            ])
        try RawFile(ledger.office.path).run("DELETE FROM hamlet_population")
        #expect(
            try ledger.discrepancies() == [
                .totalDiffers(.population(hamlet: 1, column: "households"), stored: nil, computed: 6),
                .totalDiffers(.population(hamlet: 1, column: "persons"), stored: nil, computed: 20),
            ])
    }

    @Test func `totals of a missing hamlet are reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(
                after: """
                    PRAGMA foreign_keys = OFF;
                    INSERT INTO hamlet_population (hamlet, households, persons) VALUES (44, 1, 2);
                    INSERT INTO household_year (hamlet, year, household) VALUES (-3, 2026, 1);
                    """)
        #expect(
            discrepancies == [
                .totalDiffers(.householdYear(hamlet: -3, year: 2026, household: 1), stored: 1, computed: nil),
                .totalDiffers(.population(hamlet: 44, column: "households"), stored: 1, computed: nil),
                .totalDiffers(.population(hamlet: 44, column: "persons"), stored: 2, computed: nil),
            ])
    }

    @Test func `an inserted contribution is unclaimed and lacks a posting`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(
            after: """
                INSERT INTO contribution (owner, id, commune, fund, household, source, is_anonymous, method, received_on,
                    amount_dong, book, number, party_name, recorded_by, recorded_ms, version, position)
                SELECT owner, 9, commune, fund, household, source, is_anonymous, method, received_on, amount_dong, book, 4,
                    party_name, recorded_by, recorded_ms, version, position
                FROM contribution WHERE id = 1
                """)
        let position = try ledger.position(of: JournalEvent(.contribution, .recorded))
        #expect(discrepancies.contains(.lastNumberDiffers(ledger.series, stored: 3, computed: 4)))
        #expect(discrepancies.contains(.rowWithoutEvent(.contribution, id: 9, position: position)))
        // It does not say where it was issued.
        #expect(discrepancies.contains(.postingMissing(position: 0, line: 1)))
    }

    @Test func `a contribution whose voiding was removed is found`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.contribution, .voided), id: 3)
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE contribution SET void_reason = NULL, voided_by = NULL, voided_ms = NULL WHERE id = 3
                """)
        #expect(discrepancies.contains(.payloadDiffers(.contribution, id: 3, position: position)))
        #expect(discrepancies.contains(.postingWithoutEvent(position: position, line: 1)))
    }
}
