import Domain
import Store
import TestSupport
import Testing

@Suite struct FundTests {
    @Test func `a fund round-trips`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        #expect(try office.read { tx in try tx.find(village.fund.id) } == village.fund)
        #expect(try office.read { tx in try tx.find(Fund.ID(9)) } == nil)
    }

    @Test func `fund names are unique within a hamlet`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let (id, name) = (village.fund.id.number, village.fund.name)
        #expect(throws: Refusal.nameTaken(.fund, at: .name, by: id, name: name)) {
            try office.write { tx in
                try tx.save(
                    Fund(
                        id: tx.newID(), owner: .hamlet(village.hamlet.id), name: village.fund.name, version: 1
                    ))
            }
        }
    }

    @Test func `funds of a hamlet are listed by id, page by page`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let other = try Village(in: office, named: "Xóm 10")
        let second = Fund(id: Fund.ID(3), owner: .hamlet(village.hamlet.id), name: "Quỹ cây xanh", version: 1)
        try office.write { tx in try tx.save(second) }
        try office.read { tx throws in
            #expect(
                try tx.funds(of: .hamlet(village.hamlet.id), after: nil, limit: 9) == [village.fund, second])
            #expect(
                try tx.funds(of: .hamlet(village.hamlet.id), after: village.fund.id, limit: 9) == [second])
            #expect(try tx.funds(of: .hamlet(other.hamlet.id), after: nil, limit: 1) == [other.fund])
        }
    }

    @Test func `the schema refuses a fund without a hamlet`() throws {
        let office = try TestStore()
        #expect(throws: StoreError.self) {
            try office.write { tx in
                try tx.save(Fund(id: Fund.ID(1), owner: .hamlet(Hamlet.ID(9)), name: "Quỹ", version: 1))
            }
        }
        #expect(office.store.changes.lastPosition == 0)
    }
}

@Suite struct OrganisationTests {
    @Test(arguments: ["womens_union", "community"].map(Organisation.Kind.init))
    func `an organisation round-trips`(_ kind: Organisation.Kind) throws {
        let office = try TestStore()
        let union = Organisation(
            id: Organisation.ID(1), name: "Hội Phụ nữ xóm 9", kind: kind, unit: "16702", version: 1)
        try office.write { tx in try tx.save(union) }
        #expect(try office.read { tx in try tx.find(union.id) } == union)
        #expect(try office.read { tx in try tx.find(Organisation.ID(2)) } == nil)
    }

    @Test func `organisation names are unique within a unit`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let same = Organisation(
            id: Organisation.ID(7), name: village.organisation.name,
            kind: Organisation.Kind(rawValue: "enterprise"),
            unit: village.organisation.unit, version: 1)
        let (id, name) = (village.organisation.id.number, village.organisation.name)
        #expect(throws: Refusal.nameTaken(.organisation, at: .name, by: id, name: name)) {
            try office.write { tx in try tx.save(same) }
        }
    }

    @Test func `organisations are listed below a unit by search key, page by page`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let front = Organisation(
            id: Organisation.ID(2), name: "Mặt trận tỉnh",
            kind: Organisation.Kind(rawValue: "fatherland_front"), unit: "40", version: 1)
        try office.write { tx in try tx.save(front) }
        try office.read { tx throws in
            #expect(
                try tx.organisations(below: "40", search: "", after: nil, limit: 9) == [
                    village.organisation, front,
                ])
            #expect(
                try tx.organisations(below: "16702", search: "", after: nil, limit: 9) == [
                    village.organisation
                ])
            #expect(try tx.organisations(below: "40", search: "mat tran", after: nil, limit: 9) == [front])
            #expect(
                try tx.organisations(below: "40", search: "", after: Organisation.ID(1), limit: 9) == [front])
        }
    }
}
