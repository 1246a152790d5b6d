import Domain
import Store
import TestSupport
import Testing

@Suite struct HouseholdTests {
    private func office(
        _ heads: [String]
    ) throws -> (office: TestStore, hamlet: Hamlet, households: [Household]) {
        let office = try TestStore()
        let (hamlet, households) = try office.write { tx in
            try tx.recordUnits()
            let hamlet = try tx.addHamlet(named: "Xóm 9")
            var households: [Household] = []
            for (index, head) in heads.enumerated() {
                households.append(try tx.addHousehold(of: hamlet, code: "H\(index + 1)", head: head))
            }
            return (hamlet, households)
        }
        return (office, hamlet, households)
    }

    @Test func `a household round-trips`() throws {
        let (office, _, households) = try office(["Nguyễn Văn An"])
        #expect(try office.read { tx in try tx.find(households[0].id) } == households[0])
        #expect(try office.read { tx in try tx.find(Household.ID(9)) } == nil)
    }

    @Test func `households are listed by given name, then family name, then middle name`() throws {
        let heads = [
            "Trần Văn Đạt", "Nguyễn Văn Dũng", "Lê Thị Ánh", "Nguyễn Thị An", "Hồ Văn An", "Nguyễn Đức An",
            "Cao Ân",
        ]
        let (office, hamlet, _) = try office(heads)
        let listed = try office.read { tx in
            try tx.households(of: hamlet.id, search: "", after: nil, limit: 99)
        }
        #expect(
            listed.map(\.headName) == [
                "Hồ Văn An", "Nguyễn Đức An", "Nguyễn Thị An", "Lê Thị Ánh", "Cao Ân", "Nguyễn Văn Dũng",
                "Trần Văn Đạt",
            ])
    }

    @Test func `pages have no gaps or overlaps, even between equal names`() throws {
        let (office, hamlet, _) = try office(
            ["Nguyễn Văn An", "Lê Bình", "Nguyễn Văn An", "Nguyễn Văn An", "Hồ Cường"])
        var seen: [Int64] = []
        var cursor: HouseholdCursor?
        repeat {
            let page = try office.read { tx in
                try tx.households(of: hamlet.id, search: "", after: cursor, limit: 2)
            }
            seen += page.map(\.id.number)
            cursor = page.count == 2 ? page.last.map { HouseholdCursor(after: $0) } : nil
        } while cursor != nil
        #expect(seen == [1, 3, 4, 2, 5])
    }

    @Test(arguments: ["duc", "h2", "anh"]) func `a household is found by name or code without accents`(
        _ query: String
    ) throws {
        let (office, hamlet, households) = try office(["Nguyễn Văn Bính", "Lê Đức Anh", "Hồ Cường"])
        let found = try office.read { tx in
            try tx.households(of: hamlet.id, search: query, after: nil, limit: 9)
        }
        #expect(found == [households[1]])
    }

    @Test func `household codes are unique within a hamlet`() throws {
        let (office, hamlet, households) = try office(["Nguyễn Văn An"])
        let id = households[0].id.number
        #expect(throws: Refusal.nameTaken(.household, at: .code, by: id, name: "H1")) {
            try office.write { tx in _ = try tx.addHousehold(of: hamlet, code: "H1", head: "Lê Bình") }
        }
        #expect(try office.read { tx in try tx.population(of: hamlet.id).householdsCount } == 1)
    }

    @Test func `a correction cannot take the code of another household`() throws {
        let (office, _, households) = try office(["Nguyễn Văn An", "Lê Bình"])
        let id = households[0].id.number
        #expect(throws: Refusal.nameTaken(.household, at: .code, by: id, name: "H1")) {
            try office.write { tx in
                try tx.save(households[1].correcting(code: "H1"), replacing: households[1])
            }
        }
    }

    @Test func `a correction updates name, order and counts`() throws {
        let (office, hamlet, households) = try office(["Nguyễn Văn An", "Lê Bình"])
        let corrected = households[0].correcting(code: "H9", headName: "Nguyễn Văn Yên", personsCount: 1)
        try office.write { tx in try tx.save(corrected, replacing: households[0]) }
        try office.read { tx throws in
            #expect(try tx.find(corrected.id) == corrected)
            let listed = try tx.households(of: hamlet.id, search: "", after: nil, limit: 9)
            #expect(listed.map(\.headName) == ["Lê Bình", "Nguyễn Văn Yên"])
            #expect(try tx.households(of: hamlet.id, search: "h9", after: nil, limit: 9) == [corrected])
            let population = try tx.population(of: hamlet.id)
            #expect(population == (2, 4))
        }
    }

    @Test func `a correction of an older version is refused and stores nothing`() throws {
        let (office, hamlet, households) = try office(["Nguyễn Văn An"])
        let first = households[0].correcting(personsCount: 5)
        try office.write { tx in try tx.save(first, replacing: households[0]) }
        let before = office.store.changes.lastPosition
        #expect(throws: Refusal.versionMismatch(current: 1)) {
            try office.write { tx in
                try tx.save(households[0].correcting(personsCount: 7), replacing: households[0])
            }
        }
        #expect(office.store.changes.lastPosition == before)
        #expect(try office.read { tx in try tx.population(of: hamlet.id).personsCount } == 5)
    }

    @Test func `a hamlet without households has a population of zero`() throws {
        let (office, hamlet, _) = try office([])
        #expect(try office.read { tx in try tx.population(of: hamlet.id) } == (0, 0))
    }
}
