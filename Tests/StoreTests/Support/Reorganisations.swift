import Domain
import Store
import Testing

extension WriteTransaction {
    /// Hamlets 2 and 3, with money in both of a fund's places and a pledge, merged into 4, which was renamed.
    borrowing func addReorganisations(by clerk: User) throws {
        let parts = [try Village(named: "Xóm 10", in: self), try Village(named: "Xóm 11", in: self)]
        for (index, part) in parts.enumerated() {
            let household = part.households[0]
            let pledge = try take(.confirm, on: pledge(500_000, by: household, in: part), in: part)
            let day = try LocalDate.day("2026-11-01")
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
                steps: [Reorganisation.Step(predecessor: merged.id, successor: merged.id)], handOvers: [],
                moved: Reorganisation.Moved(), recordedBy: clerk.id, recordedAt: now))
    }

    /// Merges `hamlets`, whose households' codes get the hamlets' numbers before them.
    borrowing func merge(
        _ hamlets: [Hamlet], into name: String, on day: LocalDate, by clerk: User
    ) throws -> Hamlet {
        for hamlet in hamlets { try close(hamlet.closed(on: day), replacing: hamlet) }
        let new = Hamlet(
            id: try newID(), commune: hamlets[0].commune, name: name, kind: .xom,
            validity: try #require(Validity(from: day, to: nil)), version: 1)
        try save(new)
        var handOvers: [Reorganisation.HandOver] = []
        var households: Int64 = 0
        var persons: Int64 = 0
        for hamlet in hamlets {
            var transfer = HamletTransfer(predecessor: hamlet.id, successors: [new.id], day: day)
            transfer.codePrefix = "\(hamlet.id.number)-"
            let done = try transferAll(transfer)
            handOvers += done.handOvers
            households += done.moved.households
            persons += done.moved.persons
        }
        var moved = Reorganisation.Moved()
        moved.households = households
        moved.persons = persons
        try save(
            Reorganisation(
                id: try newID(), kind: .merge, order: .sample(on: day),
                steps: hamlets.map { Reorganisation.Step(predecessor: $0.id, successor: new.id) },
                handOvers: handOvers, moved: moved, recordedBy: clerk.id, recordedAt: now))
        return new
    }
}

extension Reorganisation.Order {
    static func sample(on day: LocalDate) -> Reorganisation.Order {
        Reorganisation.Order(number: "12/NQ-HĐND", decidedOn: day, effectiveOn: day)
    }
}
