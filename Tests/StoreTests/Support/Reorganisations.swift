import Domain
import Store
import Testing

extension WriteTransaction {
    /// Hamlets 2 and 3, each with cash, bank money and a pledge, merged into hamlet 4, which is then renamed.
    borrowing func addReorganisations(by clerk: User) throws {
        let parts = [try Village(named: "Xóm 10", in: self), try Village(named: "Xóm 11", in: self)]
        for (index, part) in parts.enumerated() {
            let household = part.households[0]
            let day = try LocalDate.day("2026-11-01")
            let pledge = try take(.confirm, on: pledge(500_000, by: household, in: part, on: day), in: part)
            _ = try receive(100_000, from: .household(household.id), in: part, pledge: pledge, on: day)
            _ = try receive(
                200_000, from: .sponsor, in: part, method: .bank, reference: "FT\(index)", on: day)
        }
        let merged = try merge(parts.map(\.hamlet), into: "Xóm Mới", on: .day("2026-11-10"), by: clerk)
        let renamed = try merged.changed(name: "Xóm Xanh", on: .day("2026-11-20"))
        try change(renamed, from: merged)
        try save(
            Reorganisation(
                id: try newID(), kind: .rename, order: .sample(on: .day("2026-11-20")),
                steps: [Reorganisation.Step(predecessor: merged.id, successor: merged.id)], fundTransfers: [],
                moved: Reorganisation.Moved(), recordedBy: clerk.id, recordedAt: now))
    }

    /// Organisation 1 is called otherwise from a day on.
    borrowing func addOrganisationHistory(of village: Village) throws {
        let change = Organisation.Change(name: "Hội Liên hiệp Phụ nữ Xóm 9")
        try self.change(
            try village.organisation.changed(change, on: .day("2026-11-15")), from: village.organisation,
            named: .name)
    }

    /// Merges `hamlets`.
    ///
    /// The hamlets' ids are prefixed to the codes of their households.
    borrowing func merge(
        _ hamlets: [Hamlet], into name: String, on day: LocalDate, by clerk: User
    ) throws -> Hamlet {
        var parts: [ReorganisationPlan.MergerPart] = []
        for hamlet in hamlets {
            parts.append(
                ReorganisationPlan.MergerPart(
                    holdings: try holdings(of: hamlet, from: day), codePrefix: "\(hamlet.id.number)-"))
        }
        let plan = try ReorganisationPlan(
            merging: parts, into: name, .xom, fundNames: [], keeping: [], in: hamlets[0].commune, on: day)
        let done = try execute(plan)
        let new = try #require(done.hamlets.first)
        try save(
            Reorganisation(
                id: try newID(), kind: .merge, order: .sample(on: day),
                steps: hamlets.map { Reorganisation.Step(predecessor: $0.id, successor: new.id) },
                fundTransfers: done.fundTransfers, moved: plan.moved, recordedBy: clerk.id, recordedAt: now))
        return new
    }
}

extension Reorganisation.Order {
    static func sample(on day: LocalDate) -> Reorganisation.Order {
        Reorganisation.Order(number: "12/NQ-HĐND", decidedOn: day, effectiveOn: day)
    }
}
