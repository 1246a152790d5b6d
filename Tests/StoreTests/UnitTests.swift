import Domain
import Foundation
import Testing

@testable import Store

@Suite struct UnitTests {
    private static func validity(_ from: String?, _ to: String?) throws -> Validity {
        try #require(Validity(from: from.flatMap { LocalDate($0) }, to: to.flatMap { LocalDate($0) }))
    }

    /// Nghệ An, Vinh, and the two lives of 16702.
    private func office() throws -> Office {
        let office = try Office()
        let always = try Self.validity(nil, nil)
        let before = try Self.validity(nil, "2025-06-30")
        let since = try Self.validity("2025-07-01", nil)
        try office.write { tx in
            _ = try tx.record(
                code: "40", level: .province, parent: nil, name: "Tỉnh Nghệ An", validity: always)
            _ = try tx.record(
                code: "412", level: .district, parent: "40", name: "Thành phố Vinh", validity: before)
            _ = try tx.record(
                code: "16702", level: .commune, parent: "412", name: "Phường Nghi Phú", validity: before)
            _ = try tx.record(
                code: "16702", level: .commune, parent: "40", name: "Phường Vinh Phú", validity: since)
        }
        return office
    }

    @Test(arguments: [
        ("2025-06-30", "Phường Nghi Phú"), ("2025-07-01", "Phường Vinh Phú"),
        ("2026-11-23", "Phường Vinh Phú"),
    ])
    func `a code names the unit of the day`(_ day: String, name: String) throws {
        let day = try LocalDate.day(day)
        #expect(try office().read { tx in try tx.unit("16702", on: day)?.name } == name)
    }

    @Test func `a code without a life on the day names nothing`() throws {
        let office = try office()
        #expect(try office.read { tx in try tx.unit("412", on: tx.today) } == nil)
        #expect(try office.read { tx in try tx.unit("99999", on: tx.today) } == nil)
    }

    @Test func `the lives of a code come oldest first and whole`() throws {
        let lives = try office().read { tx in try tx.unitLives("16702") }
        let expected = [
            AdministrativeUnit(
                id: AdministrativeUnit.ID(3), code: "16702", level: .commune, parentCode: "412",
                name: "Phường Nghi Phú", validity: try Self.validity(nil, "2025-06-30")),
            AdministrativeUnit(
                id: AdministrativeUnit.ID(4), code: "16702", level: .commune, parentCode: "40",
                name: "Phường Vinh Phú", validity: try Self.validity("2025-07-01", nil)),
        ]
        #expect(lives == expected)
    }

    @Test func `recording a known life again changes nothing`() throws {
        let office = try office()
        let before = office.store.changes.lastPosition
        let since = try Self.validity("2025-07-01", nil)
        let recording = try office.write { tx in
            try tx.record(
                code: "16702", level: .commune, parent: "40", name: "Phường Vinh Phú", validity: since)
        }
        #expect(recording == .known)
        #expect(office.store.changes.lastPosition == before)
    }

    @Test(
        arguments: [
            (nil, nil), ("2025-06-30", nil), (nil, "2025-06-30"), ("2026-01-01", "2026-12-31"),
            ("2025-07-01", "2025-07-01"),
        ] as [(String?, String?)])
    func `a life that overlaps another is refused`(_ from: String?, to: String?) throws {
        let office = try office()
        let validity = try Self.validity(from, to)
        #expect(throws: UnitFault.self) {
            try office.write { tx in
                _ = try tx.record(
                    code: "16702", level: .commune, parent: "40", name: "Khác", validity: validity)
            }
        }
        #expect(try office.read { tx in try tx.unitsCount() } == 4)
    }

    @Test(arguments: [nil, "2025-07-01", "2030-01-01"] as [String?])
    func `there is no district after 2025-06-30`(_ to: String?) throws {
        let validity = try Self.validity(nil, to)
        #expect(throws: UnitFault.districtTooLate) {
            try office()
                .write { tx in
                    try tx.record(
                        code: "413", level: .district, parent: "40", name: "Cửa Lò", validity: validity)
                }
        }
    }

    @Test func `a parent must be known, above, and alive`() throws {
        let office = try office()
        let always = try Self.validity(nil, nil)
        for parent in ["41", "16702", "412"] {
            #expect(throws: UnitFault.parentUnknown(parent)) {
                try office.write { tx in
                    try tx.record(
                        code: "16703", level: .commune, parent: parent, name: "Xã", validity: always)
                }
            }
        }
    }

    @Test func `the path runs from the province down, as it stands on the day or stood last`() throws {
        let office = try office()
        let before = try LocalDate.day("2025-06-30")
        #expect(try office.read { tx in try tx.unitPath("16702", on: before) } == ["40", "412", "16702"])
        #expect(try office.read { tx in try tx.unitPath("16702", on: tx.today) } == ["40", "16702"])
        #expect(try office.read { tx in try tx.unitPath("412", on: tx.today) } == ["40", "412"])
        #expect(try office.read { tx in try tx.unitPath("99999", on: tx.today) } == nil)
    }

    @Test func `units are listed by day, parent and search key, page by page`() throws {
        let office = try office()
        let before = try LocalDate.day("2025-06-30")
        try office.read { tx throws in
            let today = tx.today
            #expect(
                try tx.units(on: today, parent: nil, search: "", after: nil, limit: 9).map(\.id.number) == [
                    1, 4,
                ])
            #expect(
                try tx.units(on: before, parent: "412", search: "", after: nil, limit: 9).map(\.name) == [
                    "Phường Nghi Phú"
                ])
            #expect(
                try tx.units(on: today, parent: nil, search: "vinh phu", after: nil, limit: 9).map(\.code)
                    == ["16702"])
            let first = try tx.units(on: today, parent: nil, search: "", after: nil, limit: 1)
            #expect(first.map(\.code) == ["40"])
            #expect(
                try tx.units(on: today, parent: nil, search: "", after: first[0].id, limit: 1).map(\.code)
                    == ["16702"])
        }
    }
}

/// The real list: 1 province, 20 districts and 412 communes until 2025-06-30, 130 communes since.
///
/// - Source: vietnamese-provinces-database project, MIT, July 2026.
@Suite struct NgheAnTests {
    struct Line: Sendable {
        let code: String
        let level: AdministrativeUnit.Level
        let parent: String?
        let name: String
        let validity: Validity
    }

    private static func lines() throws -> [Line] {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/nghe-an-units.csv")
        let text = try String(contentsOf: url, encoding: .utf8)
        return try text.split(whereSeparator: \.isNewline).dropFirst()
            .map { line in
                let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return Line(
                    code: fields[0], level: try #require(AdministrativeUnit.Level(rawValue: fields[1])),
                    parent: fields[2].isEmpty ? nil : fields[2], name: fields[3],
                    validity: try #require(Validity(from: LocalDate(fields[4]), to: LocalDate(fields[5]))))
            }
    }

    private static func record(_ lines: [Line], in office: Office) throws -> [UnitRecording] {
        try office.write { tx in
            var recordings: [UnitRecording] = []
            for line in lines {
                recordings.append(
                    try tx.record(
                        code: line.code, level: line.level, parent: line.parent, name: line.name,
                        validity: line.validity))
            }
            return recordings
        }
    }

    @Test func `the whole list is recorded in file order, once`() throws {
        let office = try Office()
        let lines = try Self.lines()
        #expect(lines.count == 563)
        #expect(try Self.record(lines, in: office).allSatisfy { $0 == .recorded })
        #expect(try Self.record(lines, in: office).allSatisfy { $0 == .known })
        #expect(office.store.changes.lastPosition == 563)
        #expect(try office.read { tx in try tx.verification().faults } == [])
    }

    @Test func `Nghệ An had 412 communes in districts and has 130 of its own`() throws {
        let office = try Office()
        _ = try Self.record(Self.lines(), in: office)
        let before = try LocalDate.day("2025-06-30")
        try office.read { tx throws in
            let now = try tx.units(on: tx.today, parent: "40", search: "", after: nil, limit: 1000)
            #expect(now.count { $0.level == .commune } == 130)
            let then = try tx.units(on: before, parent: nil, search: "", after: nil, limit: 1000)
            #expect(then.count { $0.level == .commune } == 412)
            #expect(then.count { $0.level == .district } == 20)
        }
    }
}
