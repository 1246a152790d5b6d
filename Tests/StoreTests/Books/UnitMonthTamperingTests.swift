import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// Verification finds each changed sum by unit and month, and names it.
@Suite struct UnitMonthTamperingTests {
    private let office: TestStore

    /// 100,000 of households and 200,000 of people away in November, folded; 50,000 that is not.
    init() throws {
        let office = try TestStore()
        self.office = office
        let village = try Village(in: office)
        _ = try office.write { tx in
            _ = try tx.receive(100_000, from: .household(village.households[0].id), in: village)
            _ = try tx.receive(200_000, from: .sponsor, in: village, method: .bank, reference: "FT1")
            return try tx.connection.foldUnitMonths()
        }
        _ = try office.write { tx in try tx.receive(50_000, from: .sponsor, in: village) }
    }

    private func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }

    private func total(_ column: String, month: Int64 = 202_611) -> Discrepancy.Total {
        .unitMonth(unit: "16702", month: month, column: column)
    }

    @Test(
        arguments: [
            ("households_dong", 100_000), ("sponsors_dong", 200_000), ("state_dong", 0), ("spent_dong", 0),
            ("refunded_dong", 0), ("cash_dong", 100_000), ("bank_dong", 200_000), ("moved_cash_dong", 0),
            ("moved_bank_dong", 0),
        ] as [(String, Int64)])
    func `a changed sum is found, and nothing else`(_ column: String, _ computed: Int64) throws {
        let found = try discrepancies(after: "UPDATE unit_month SET \(column) = \(column) + 5")
        #expect(found == [.totalDiffers(total(column), stored: computed + 5, computed: computed)])
    }

    private func year(_ column: String, owner: String = "h1") -> Discrepancy.Total {
        .ownerYear(owner: owner, year: 2026, column: column)
    }

    @Test(
        arguments: [
            ("households_dong", 100_000), ("sponsors_dong", 200_000), ("state_dong", 0), ("spent_dong", 0),
            ("refunded_dong", 0), ("cash_dong", 100_000), ("bank_dong", 200_000),
        ] as [(String, Int64)])
    func `a changed sum of an owner is found, and nothing else`(_ column: String, _ computed: Int64) throws {
        let found = try discrepancies(after: "UPDATE owner_year SET \(column) = \(column) - 5")
        #expect(found == [.totalDiffers(year(column), stored: computed - 5, computed: computed)])
    }

    private func fund(_ column: String, fund: Int64 = 1) -> Discrepancy.Total {
        .fundYear(fund: fund, year: 2026, column: column)
    }

    @Test(
        arguments: [
            ("households_dong", 100_000), ("sponsors_dong", 200_000), ("state_dong", 0), ("spent_dong", 0),
            ("refunded_dong", 0), ("cash_dong", 100_000), ("bank_dong", 200_000),
        ] as [(String, Int64)])
    func `a changed sum of a fund is found, and nothing else`(_ column: String, _ computed: Int64) throws {
        let found = try discrepancies(after: "UPDATE fund_year SET \(column) = \(column) + 7")
        #expect(found == [.totalDiffers(fund(column), stored: computed + 7, computed: computed)])
    }

    @Test func `a sum moved to another fund or year, a missing and an invented one are found`() throws {
        let found = try discrepancies(
            after:
                "UPDATE fund_year SET year = 2025; INSERT INTO fund_year VALUES (2024, 1, 0, 0, 0, 0, 0, 0, 0)"
        )
        #expect(found.contains(.totalDiffers(fund("households_dong"), stored: nil, computed: 100_000)))
        #expect(
            found.contains(
                .totalDiffers(
                    .fundYear(fund: 1, year: 2025, column: "households_dong"), stored: 100_000, computed: nil)
            ))
        #expect(
            found.contains(
                .totalDiffers(.fundYear(fund: 1, year: 2024, column: "row"), stored: 0, computed: nil)))
    }

    @Test func `a sum moved to another owner is found at both`() throws {
        let found = try discrepancies(
            after: "INSERT INTO fund_owner (owner, unit) VALUES ('c1', 1); UPDATE owner_year SET owner = 'c1'"
        )
        #expect(
            found.contains(
                .totalDiffers(year("households_dong", owner: "c1"), stored: 100_000, computed: nil)))
        #expect(found.contains(.totalDiffers(year("households_dong"), stored: nil, computed: 100_000)))
    }

    @Test func `a missing row, an invented one and an empty one are found`() throws {
        let found = try discrepancies(
            after: """
                UPDATE unit_month SET month = 202612;
                INSERT INTO unit_month VALUES ('16702', 202601, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                """)
        #expect(found.contains(.totalDiffers(total("row", month: 202_601), stored: 0, computed: nil)))
        #expect(
            found.contains(
                .totalDiffers(total("households_dong", month: 202_612), stored: 100_000, computed: nil)))
        #expect(found.contains(.totalDiffers(total("households_dong"), stored: nil, computed: 100_000)))
    }

    @Test func `a changed state is found`() throws {
        let raw = try RawFile(office.path)
        let folded = try #require(try raw.integer("SELECT position FROM unit_month_state"))
        let last = try #require(try raw.integer("SELECT max(position) FROM posting"))
        #expect(
            try discrepancies(after: "UPDATE unit_month_state SET last_day = 20261101")
                == [
                    .totalDiffers(
                        .unitMonthState(column: "last_day"), stored: 20_261_101, computed: 20_261_123)
                ])
        let found = try discrepancies(
            after: "UPDATE unit_month_state SET last_day = 20261123, position = \(last)")
        // The receipt after the folded ones is in no sum.
        #expect(
            found == [
                .totalDiffers(year("sponsors_dong"), stored: 200_000, computed: 250_000),
                .totalDiffers(year("cash_dong"), stored: 100_000, computed: 150_000),
                .totalDiffers(fund("sponsors_dong"), stored: 200_000, computed: 250_000),
                .totalDiffers(fund("cash_dong"), stored: 100_000, computed: 150_000),
                .totalDiffers(total("sponsors_dong"), stored: 200_000, computed: 250_000),
                .totalDiffers(total("cash_dong"), stored: 100_000, computed: 150_000),
            ])
        let before = try discrepancies(after: "UPDATE unit_month_state SET position = \(folded) - 1")
        #expect(!before.isEmpty)
        #expect(
            try discrepancies(after: "UPDATE unit_month_state SET position = \(last) + 1")
                .contains(
                    .totalDiffers(.unitMonthState(column: "position"), stored: last + 1, computed: last)))
        #expect(
            try discrepancies(after: "DELETE FROM unit_month_state")
                .contains(
                    .totalDiffers(.unitMonthState(column: "position"), stored: nil, computed: 0)))
    }
}
