import Domain
import Store
import TestSupport
import Testing

@Suite struct HamletTests {
    @Test func `a hamlet round-trips`() throws {
        let office = try TestStore()
        let hamlet = Hamlet(
            id: Hamlet.ID(1), commune: "16702", name: "Khối 3", kind: .toDanPho,
            validity: try #require(Validity(from: .sample, to: LocalDate("2030-12-31"))), version: 1)
        try office.write { tx in try tx.save(hamlet) }
        #expect(try office.read { tx in try tx.find(hamlet.id) } == hamlet)
        #expect(try office.read { tx in try tx.find(Hamlet.ID(2)) } == nil)
    }

    @Test(arguments: Hamlet.Kind.allCases) func `every kind of hamlet can be stored`(
        _ kind: Hamlet.Kind
    ) throws {
        let office = try TestStore()
        let validity = try #require(Validity(from: .sample, to: nil))
        let hamlet = Hamlet(
            id: Hamlet.ID(1), commune: "16702", name: "Xóm", kind: kind, validity: validity, version: 1)
        try office.write { tx in try tx.save(hamlet) }
        #expect(try office.read { tx in try tx.find(hamlet.id)?.kind } == kind)
    }

    @Test func `names of open hamlets are unique within a commune`() throws {
        let office = try TestStore()
        try office.write { tx in _ = try tx.addHamlet(named: "Xóm 9") }
        #expect(throws: Refusal.nameTaken(.hamlet, at: .name, by: 1, name: "Xóm 9")) {
            try office.write { tx in _ = try tx.addHamlet(named: "Xóm 9") }
        }
        try office.write { tx in _ = try tx.addHamlet(named: "Xóm 9", in: "16663") }
    }

    @Test func `hamlets are listed below a province or a commune, page by page`() throws {
        let office = try TestStore()
        try office.write { tx in
            try tx.recordUnits()
            for name in ["Xóm 9", "Xóm 10", "Khối Yên Hoà"] { _ = try tx.addHamlet(named: name) }
            _ = try tx.addHamlet(named: "Xóm 9", in: "16663")
        }
        try office.read { tx throws in
            #expect(try tx.hamlets(below: "40", search: "", after: nil, limit: 9).count == 3)
            #expect(
                try tx.hamlets(below: "16702", search: "", after: nil, limit: 2).map(\.name) == [
                    "Xóm 9", "Xóm 10",
                ])
            #expect(
                try tx.hamlets(below: "16702", search: "", after: Hamlet.ID(2), limit: 2).map(\.name) == [
                    "Khối Yên Hoà"
                ])
            #expect(try tx.hamlets(below: "4", search: "", after: nil, limit: 9).isEmpty)
        }
    }

    @Test func `a hamlet of a commune with two versions is listed once`() throws {
        let office = try TestStore()
        let before = try #require(Validity(from: nil, to: LocalDate("2025-06-30")))
        try office.write { tx in
            try tx.recordUnits()
            _ = try tx.record(
                code: "16702", level: .commune, parent: "40", name: "Phường Nghi Phú", validity: before)
            _ = try tx.addHamlet(named: "Xóm 9")
        }
        #expect(
            try office.read { tx in try tx.hamlets(below: "40", search: "", after: nil, limit: 9).count } == 1
        )
    }

    @Test(arguments: ["Khối Yên Hoà", "KHỐI YÊN HOÀ", "Khối Ye\u{302}n Hoa\u{300}", "Khối Yên  Hòa"])
    func `a name is found by its search key whatever its spelling`(_ name: String) throws {
        let office = try TestStore()
        try office.write { tx in
            try tx.recordUnits()
            _ = try tx.addHamlet(named: name)
        }
        let found = try office.read { tx in
            try tx.hamlets(below: "40", search: "yen hoa", after: nil, limit: 9)
        }
        #expect(found.map(\.name) == [name])
    }
}
