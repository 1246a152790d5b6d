import Domain
import TestSupport
import Testing
import Text

@testable import Store

/// What a request read before the writer and what was recorded since are together what the writer would read itself.
@Suite struct HouseholdTierNameTests {
    private static let heads = ["Lò Thị Mây", "Vi Văn Sơn", "Cao Thị Én", "Trần Văn Ba"]

    /// The names of `heads` that are found.
    private struct Found: Hashable {
        let byNamesReadBefore: [String]
        let byAll: [String]

        init(_ byNamesReadBefore: [String], _ byAll: [String]) {
            self.byNamesReadBefore = byNamesReadBefore
            self.byAll = byAll
        }
    }

    private func found(_ known: HouseholdTierNames, in office: TestStore) throws -> Found {
        @Sendable func heads(in sets: [NameSet]) -> [String] {
            Self.heads.filter { head in
                let text = WordSequence("Theo ông bà \(head)")
                return sets.contains { $0.isNamed(in: text) }
            }
        }
        return try office.write { tx in
            tx.keep(known)
            let kept = try tx.namesWithTier(below: "40")
            tx.keep(nil)
            return Found(heads(in: kept), heads(in: try tx.namesWithTier(below: "40")))
        }
    }

    private func read(in office: TestStore) throws -> HouseholdTierNames {
        try office.read { tx in try tx.householdTierNames(below: "40") }
    }

    @Test func `a household recorded or changed between is compared too`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let steps: [(head: String, take: @Sendable (borrowing WriteTransaction) throws -> Void)] = [
            (
                "Lò Thị Mây",
                { tx in
                    let new = Household(
                        id: try tx.newID(), hamlet: village.hamlet.id, code: "N1", headName: "Lò Thị Mây",
                        personsCount: 3, tier: "poor", version: 1)
                    try tx.save(new, replacing: nil)
                }
            ),
            (
                "Vi Văn Sơn",
                { tx in
                    let old = try tx.existing(village.households[0].id)
                    let change = HouseholdChange(headName: "Vi Văn Sơn", tier: .some("poor"))
                    try tx.save(try old.corrected(change, validFrom: nil), replacing: old)
                }
            ),
            (
                "Cao Thị Én",
                { tx in
                    let old = try tx.existing(village.households[0].id)
                    let new = try old.changed(HouseholdChange(headName: "Cao Thị Én"), on: .day("2026-11-10"))
                    try tx.storeVersion(new, from: old)
                }
            ),
        ]
        let before = try read(in: office)
        #expect(try found(before, in: office) == Found([], []))
        var expected: [String] = []
        for step in steps {
            let known = try read(in: office)
            try office.write { tx in try step.take(tx) }
            expected.append(step.head)
            for names in [known, before] {
                #expect(try found(names, in: office) == Found(expected, expected), "\(step.head)")
            }
        }
    }

    @Test func `households without a tier and those of other provinces are not`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let other = try office.write { tx in
            let since = try #require(Validity(from: .day("2025-07-01"), to: nil))
            _ = try tx.record(
                code: "38", level: .province, parent: nil, name: "Tỉnh Thanh Hóa", validity: since)
            _ = try tx.record(
                code: "14001", level: .commune, parent: "38", name: "Xã Xa", validity: since)
            let hamlet = Hamlet(
                id: try tx.newID(), commune: "14001", name: "Thôn Xa", kind: .thon,
                validity: Validity(from: try .day("2025-07-01")), version: 1)
            try tx.save(hamlet)
            return hamlet
        }
        let known = try read(in: office)
        try office.write { tx in
            for (hamlet, head, tier) in [
                (village.hamlet.id, "Lò Thị Mây", nil), (other.id, "Vi Văn Sơn", "poor" as String?),
            ] {
                let new = Household(
                    id: try tx.newID(), hamlet: hamlet, code: "N1", headName: head, personsCount: 3,
                    tier: tier, version: 1)
                try tx.save(new, replacing: nil)
            }
        }
        #expect(try found(known, in: office) == Found([], []))
        // It comes with its hamlet.
        try office.write { tx in
            try tx.change(try other.changed(commune: Village.commune, on: .day("2026-11-10")), from: other)
        }
        #expect(try found(known, in: office) == Found(["Vi Văn Sơn"], ["Vi Văn Sơn"]))
    }
}
