import Domain
import Foundation
import SQLite
import TestSupport
import Testing
import Verify

@testable import Store

/// Sums by unit and month: reports from them equal those from the postings, however many are folded.
@Suite struct UnitMonthTests {
    private static let periods: [(from: String?, to: String)] = [
        (nil, "2026-11-23"), (nil, "2026-05-14"), ("2026-05-10", "2026-06-20"), ("2026-01-01", "2026-05-31"),
        ("2026-03-05", "2026-03-20"),
    ]

    private func compare(_ units: RandomUnits, _ isFolded: String) throws {
        let posted = try units.posted()
        for unit in RandomUnits.units {
            for (first, last) in Self.periods {
                for boundaries in Boundaries.allCases {
                    let (from, to) = (try first.map { try LocalDate.day($0) }, try LocalDate.day(last))
                    let expected = ExpectedMoney(
                        posted: posted, stays: units.stays, unit: unit, from: Int64(from?.packed ?? 0),
                        to: Int64(to.packed), isCurrent: boundaries == .current)
                    for grouping in MoneyReport.Grouping.allCases {
                        let report = try units.office.read { tx in
                            try tx.moneyReport(
                                below: unit, from: from, to: to, by: grouping, boundaries: boundaries)
                        }
                        let place = "\(isFolded) \(unit) \(first ?? "")…\(last) \(boundaries) \(grouping)"
                        #expect(report.total.figures == expected.total, "\(place)")
                        guard grouping != .source, grouping != .fund else { continue }
                        let rows = Dictionary(
                            uniqueKeysWithValues: report.rows.map { ($0.key, $0.sums.figures) })
                        #expect(rows == expected.rows(by: grouping), "\(place)")
                    }
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every report equals the sums over postings, folded or not`(_ seed: UInt64) throws {
        let units = try RandomUnits(seed: seed)
        #expect(units.stays.values.contains { $0.count > 2 })
        try compare(units, "partly folded")
        #expect(try units.office.discrepancies() == [])
        let folded = try units.office.write { tx in try tx.connection.foldUnitMonths() }
        #expect(folded)
        try compare(units, "folded")
        #expect(try units.office.discrepancies() == [])
    }

    @Test func `postings are folded when there are many, and rollbacks do not miscount them`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let receive: @Sendable (borrowing WriteTransaction) throws -> Contribution = { tx in
            try tx.receive(1000, from: .sponsor, in: village)
        }
        for _ in 0..<10 { _ = try office.write { tx in try receive(tx) } }
        _ = try office.write(isDryRun: true) { tx in
            for _ in 0..<1100 { _ = try receive(tx) }
            return try receive(tx)
        }
        let state = { try office.read { tx in try tx.connection.unitMonthState() } }
        #expect(try state() == UnitMonthState(position: 0, lastDay: 0))
        _ = try office.write { tx in
            for _ in 0..<UnitMonths.foldedTogether - 10 { _ = try receive(tx) }
            return try receive(tx)
        }
        let raw = try RawFile(office.path)
        #expect(
            try state().position
                == raw.integer(
                    "SELECT max(position) FROM posting WHERE position < (SELECT max(position) FROM posting)"))
        #expect(try state().lastDay == 20_261_123)
        #expect(try raw.integer("SELECT sponsors_dong FROM unit_month") == 1000 * UnitMonths.foldedTogether)
        #expect(try raw.integer("SELECT cash_dong FROM unit_month") == 1000 * UnitMonths.foldedTogether)
        #expect(try office.discrepancies() == [])
    }

    @Test func `sums outside the range of 64 bits stop no receipt`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        _ = try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village)
            return try tx.connection.foldUnitMonths()
        }
        try RawFile(office.path).run("UPDATE unit_month SET sponsors_dong = 9223372036854775800")
        let folded = try office.write { tx in
            _ = try tx.receive(1000, from: .sponsor, in: village)
            return try tx.connection.foldUnitMonths()
        }
        #expect(!folded)
        #expect(throws: Refusal.amountTooLarge) {
            try office.read { tx in
                try tx.moneyReport(below: "40", from: nil, to: .sample, by: .commune, boundaries: .historical)
            }
        }
    }

    @Test func `a damaged posting stops no receipt`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        _ = try office.write { tx in try tx.receive(1000, from: .sponsor, in: village) }
        try RawFile(office.path).tamper("UPDATE posting SET debit = 'gold'")
        _ = try office.write { tx in
            try tx.connection.foldReadableMonths()
            return try tx.receive(1000, from: .sponsor, in: village)
        }
        #expect(throws: (any Error).self) {
            try office.read { tx in
                try tx.moneyReport(below: "40", from: nil, to: .sample, by: .commune, boundaries: .historical)
            }
        }
    }

    @Test func `an organisation counts where it was, and what it holds where it is`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let owner = FundOwner.organisation(village.organisation.id)
        _ = try office.write { tx in
            try tx.keepBooks(of: owner)
            try tx.keepBooks(of: .commune(#require(tx.unitHistory(Village.commune).last).id))
            let since = try #require(Validity(from: .day("2025-07-01"), to: nil))
            _ = try tx.record(
                code: "17001", level: .commune, parent: "40", name: "Xã Anh Sơn", validity: since)
            try tx.connection.run(
                """
                INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                VALUES (?1, ?2, 20261101, 'cash', 'households', '', 'dong', 700, 1)
                """, owner, village.fund.id)
            try tx.connection.run(
                """
                INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on)
                VALUES (1, 1, ?1, ?2, 'cash', 'households', '', 'dong', 700, 20261101)
                """, owner, village.fund.id)
            return try tx.connection.foldUnitMonths()
        }
        func rows(_ grouping: MoneyReport.Grouping, _ boundaries: Boundaries) throws -> [String] {
            try office.read { tx in
                try tx.moneyReport(
                    below: "40", from: nil, to: .sample, by: grouping, boundaries: boundaries
                )
                .rows
                .map { "\($0.key) \($0.name ?? "") \($0.sums.fromHouseholds.amount) \($0.sums.cash.amount)" }
            }
        }
        #expect(try rows(.commune, .historical) == ["16702 Phường Vinh Phú 700 700"])
        #expect(try rows(.owner, .historical) == ["o1 Hội Phụ nữ Xóm 9 700 700"])
        #expect(try rows(.hamlet, .historical) == [])
        try office.write { tx in
            let old = try tx.existing(village.organisation.id)
            try tx.change(
                try old.changed(Organisation.Change(unit: "17001"), on: .day("2026-11-10")), from: old,
                named: .unit)
        }
        #expect(
            try rows(.commune, .historical) == ["16702 Phường Vinh Phú 700 0", "17001 Xã Anh Sơn 0 700"])
        #expect(try rows(.commune, .current) == ["17001 Xã Anh Sơn 700 700"])
    }

    @Test(arguments: [false, true])
    func `a move later in the month takes nothing along before its day`(_ isFolded: Bool) throws {
        let office = try TestStore()
        let village = try Village(in: office)
        _ = try office.write { tx in
            let since = try #require(Validity(from: .day("2025-07-01"), to: nil))
            _ = try tx.record(
                code: "17001", level: .commune, parent: "40", name: "Xã Anh Sơn", validity: since)
            return try tx.receive(1000, from: .sponsor, in: village, on: .day("2026-06-10"))
        }
        if isFolded { _ = try office.write { tx in try tx.connection.foldUnitMonths() } }
        try office.write { tx in
            let old = try tx.existing(village.hamlet.id)
            try tx.change(try old.changed(commune: "17001", on: .day("2026-06-16")), from: old)
        }
        // Nothing was posted after the last day of the first two reports.
        for (day, unit) in [
            ("2026-06-10", "16702"), ("2026-06-15", "16702"), ("2026-06-16", "17001"),
            ("2026-06-30", "17001"),
        ] {
            for grouping in [MoneyReport.Grouping.commune, .year, .month] {
                let held = try ["16702", "17001"]
                    .map { unit in
                        try office.read { tx in
                            try tx.moneyReport(
                                below: unit, from: nil, to: .day(day), by: grouping, boundaries: .historical)
                        }
                        .total.cash.amount
                    }
                #expect(held == (unit == "16702" ? [1000, 0] : [0, 1000]), "\(day) \(grouping)")
            }
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `postings of an older file are folded by one migration`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.migrations)
        #expect(names.count { $0.hasSuffix(UnitMonths.migrationSuffix) } == 1)
        let office = try SampleBooks(isReorganised: true).office
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT count(*) FROM unit_month") == 0)
        _ = try office.write { tx in try tx.connection.foldUnitMonths() }
        #expect(try raw.integer("SELECT count(*) FROM unit_month") ?? 0 > 0)
        #expect(try office.discrepancies() == [])
    }
}
