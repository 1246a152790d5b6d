import Domain
import Foundation
import SQLite
import TestSupport
import Testing
import Text

@testable import Store
@testable import Verify

@Suite struct UnitTests {
    private static func validity(_ from: String?, _ to: String?) throws -> Validity {
        try #require(Validity(from: from.flatMap { LocalDate($0) }, to: to.flatMap { LocalDate($0) }))
    }

    /// Nghệ An, Vinh, and the two versions of 16702.
    private func office() throws -> TestStore {
        let office = try TestStore()
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
    func `a code is resolved by date`(_ day: String, name: String) throws {
        let day = try LocalDate.day(day)
        #expect(try office().read { tx in try tx.unit("16702", on: day)?.name } == name)
    }

    @Test func `a code without a unit on the date resolves to nil`() throws {
        let office = try office()
        #expect(try office.read { tx in try tx.unit("412", on: tx.today) } == nil)
        #expect(try office.read { tx in try tx.unit("99999", on: tx.today) } == nil)
    }

    @Test func `the versions of a code are listed oldest first`() throws {
        let versions = try office().read { tx in try tx.unitHistory("16702") }
        let expected = [
            AdministrativeUnit(
                id: AdministrativeUnit.ID(3), code: "16702", level: .commune, parentCode: "412",
                name: "Phường Nghi Phú", validity: try Self.validity(nil, "2025-06-30")),
            AdministrativeUnit(
                id: AdministrativeUnit.ID(4), code: "16702", level: .commune, parentCode: "40",
                name: "Phường Vinh Phú", validity: try Self.validity("2025-07-01", nil)),
        ]
        #expect(versions == expected)
    }

    @Test func `recording the same version again changes nothing`() throws {
        let office = try office()
        let before = office.store.changes.lastPosition
        let since = try Self.validity("2025-07-01", nil)
        let recording = try office.write { tx in
            try tx.record(
                code: "16702", level: .commune, parent: "40", name: "Phường Vinh Phú", validity: since)
        }
        #expect(recording == .alreadyRecorded)
        #expect(office.store.changes.lastPosition == before)
    }

    @Test(
        arguments: [
            (nil, nil), ("2025-06-30", nil), (nil, "2025-06-30"), ("2026-01-01", "2026-12-31"),
            ("2025-07-01", "2025-07-01"),
        ] as [(String?, String?)])
    func `overlapping versions are refused`(_ from: String?, to: String?) throws {
        let office = try office()
        let validity = try Self.validity(from, to)
        #expect(throws: UnitError.self) {
            try office.write { tx in
                _ = try tx.record(
                    code: "16702", level: .commune, parent: "40", name: "Khác", validity: validity)
            }
        }
        #expect(try office.read { tx in try tx.unitsCount() } == 4)
    }

    @Test(arguments: [nil, "2025-07-01", "2030-01-01"] as [String?])
    func `a district after 2025-06-30 is refused`(_ to: String?) throws {
        let validity = try Self.validity(nil, to)
        #expect(throws: UnitError.districtEnded) {
            try office()
                .write { tx in
                    try tx.record(
                        code: "413", level: .district, parent: "40", name: "Cửa Lò", validity: validity)
                }
        }
    }

    @Test func `a parent must exist on that date at a higher level`() throws {
        let office = try office()
        let always = try Self.validity(nil, nil)
        for parent in ["41", "16702", "412"] {
            #expect(throws: UnitError.parentUnknown(parent)) {
                try office.write { tx in
                    try tx.record(
                        code: "16703", level: .commune, parent: parent, name: "Xã", validity: always)
                }
            }
        }
    }

    @Test func `the path is that of the date or the latest before`() throws {
        let office = try office()
        let before = try LocalDate.day("2025-06-30")
        #expect(try office.read { tx in try tx.unitPath("16702", on: before) } == ["40", "412", "16702"])
        #expect(try office.read { tx in try tx.unitPath("16702", on: tx.today) } == ["40", "16702"])
        #expect(try office.read { tx in try tx.unitPath("412", on: tx.today) } == ["40", "412"])
        #expect(try office.read { tx in try tx.unitPath("99999", on: tx.today) } == nil)
    }

    @Test func `the unit index includes new units but not rolled-back ones`() throws {
        let office = try office()
        let reader = try office.store.reader()
        let since = try #require(Validity(from: LocalDate("2025-07-01"), to: nil))
        func found() throws -> [String] {
            defer { reader.end() }
            return try reader.read { tx in try tx.namesLikeMoi() }
        }
        #expect(try found() == [])
        #expect(throws: Refusal.ownVoucher) {
            try office.write { tx in
                _ = try tx.record(
                    code: "30000", level: .commune, parent: "40", name: "Xã Mới Một", validity: since)
                #expect(try tx.namesLikeMoi() == ["Xã Mới Một"])
                throw Refusal.ownVoucher
            }
        }
        #expect(try found() == [])
        _ = try office.write { tx in
            _ = try tx.record(
                code: "30001", level: .commune, parent: "40", name: "Xã Mới Hai", validity: since)
            #expect(try tx.namesLikeMoi() == ["Xã Mới Hai"])
        }
        #expect(try found() == ["Xã Mới Hai"])
    }

    @Test func `units are listed by date, parent and search key, page by page`() throws {
        let office = try office()
        let before = try LocalDate.day("2025-06-30")
        try office.read { tx throws in
            let today = tx.today
            #expect(
                try tx.units(on: today, parent: nil, search: NameSearch(nil), after: nil, limit: 9)
                    .map(\.id.number) == [
                        4, 1,
                    ])
            #expect(
                try tx.units(on: before, parent: "412", search: NameSearch(nil), after: nil, limit: 9)
                    .map(\.name) == [
                        "Phường Nghi Phú"
                    ])
            #expect(
                try tx.units(on: today, parent: nil, search: NameSearch("vinh phu"), after: nil, limit: 9)
                    .map(\.code)
                    == ["16702"])
            let first = try tx.units(on: today, parent: nil, search: NameSearch(nil), after: nil, limit: 1)
            #expect(first.map(\.code) == ["16702"])
            let cursor = UnitCursor(after: first[0], in: NameSearch(nil))
            let second = try tx.units(
                on: today, parent: nil, search: NameSearch(nil), after: cursor, limit: 1)
            #expect(second.map(\.code) == ["40"])
        }
    }
}

/// The real list: 1 province, 20 districts and 412 communes until 2025-06-30, 130 communes since then.
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
        let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
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

    private static func record(_ lines: [Line], in office: TestStore) throws -> [UnitRecording] {
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

    @Test func `the whole list imports in file order, and only once`() throws {
        let office = try TestStore()
        let lines = try Self.lines()
        #expect(lines.count == 563)
        #expect(try Self.record(lines, in: office).allSatisfy { $0 == .recorded })
        #expect(try Self.record(lines, in: office).allSatisfy { $0 == .alreadyRecorded })
        #expect(office.store.changes.lastPosition == 563)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `every real unit is found by its name, its key and each of its words`() throws {
        let office = try TestStore()
        _ = try Self.record(Self.lines(), in: office)
        try office.read { tx throws in
            for (unit, _) in try tx.unitTree("40", on: tx.today) {
                for text in [unit.name, unit.name.searchKey]
                    + unit.name.split(separator: " ").map(String.init)
                {
                    let found = try tx.units(
                        on: tx.today, parent: nil, search: NameSearch(text), after: nil, limit: 1000)
                    #expect(found.contains(unit), "\(text)")
                    #expect(found.allSatisfy { $0.name.searchKey.contains(text.searchKey) }, "\(text)")
                }
            }
        }
    }

    @Test func `every real unit has a type`() throws {
        let office = try TestStore()
        _ = try Self.record(Self.lines(), in: office)
        let kinds = try office.read { tx in
            try tx.unitTree("40", on: .day("2025-06-30")).map { $0.unit.kind }
                + tx.unitTree("40", on: tx.today).map { $0.unit.kind }
        }
        #expect(kinds.count == 433 + 131)
        #expect(kinds.allSatisfy { $0 != nil })
        let counts = Dictionary(grouping: kinds.compactMap(\.self)) { $0 }.mapValues(\.count)
        #expect(counts[.tinh] == 2)
        #expect(counts[.huyen, default: 0] + counts[.thiXa, default: 0] + counts[.thanhPho, default: 0] == 20)
    }

    /// A trigger repeats the check of the service.
    @Test func `the schema refuses a successor that does not follow in time`() throws {
        let office = try TestStore()
        _ = try Self.record(Self.lines(), in: office)
        let raw = try RawFile(office.path)
        let ended = "(SELECT min(id) FROM unit WHERE valid_to = 20250630)"
        let alsoEnded = "(SELECT max(id) FROM unit WHERE valid_to = 20250630)"
        let current = "(SELECT max(id) FROM unit WHERE valid_from = 20250701)"
        func insert(_ predecessor: String, _ successor: String) -> String {
            "INSERT INTO unit_succession (predecessor, successor, position) VALUES (\(predecessor), \(successor), 1)"
        }
        for (predecessor, successor) in [
            (current, current), (current, ended), (ended, alsoEnded), (ended, ended),
        ] {
            #expect(throws: SQLiteError.self) { try raw.run(insert(predecessor, successor)) }
        }
        try raw.run(insert(ended, current))
    }

    @Test func `Nghệ An had 412 communes in 20 districts and now has 130 communes`() throws {
        let office = try TestStore()
        _ = try Self.record(Self.lines(), in: office)
        let before = try LocalDate.day("2025-06-30")
        try office.read { tx throws in
            let now = try tx.units(
                on: tx.today, parent: "40", search: NameSearch(nil), after: nil, limit: 1000)
            #expect(now.count { $0.level == .commune } == 130)
            let then = try tx.units(on: before, parent: nil, search: NameSearch(nil), after: nil, limit: 1000)
            #expect(then.count { $0.level == .commune } == 412)
            #expect(then.count { $0.level == .district } == 20)
        }
    }
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func namesLikeMoi() throws -> [String] {
        try units(on: today, parent: nil, search: NameSearch("moi"), after: nil, limit: 9).map(\.name)
    }
}
