import Domain
import Testing

/// A change of an organisation has a day after its founding and not before its last change.
@Suite struct OrganisationChangeTests {
    private static func organisation(
        from: String? = "2020-01-01", currentFrom: String? = nil
    ) throws -> Organisation {
        Organisation(
            id: Identifier(1), name: "Hội A", kind: .womensUnion, unit: "16702", parent: Identifier(2),
            validity: Validity(from: from.flatMap { LocalDate($0) }),
            currentFrom: currentFrom.flatMap { LocalDate($0) }, version: 3)
    }

    private static let day = LocalDate("2026-11-20") ?? .firstDay

    @Test func `only what is named changes`() throws {
        let old = try Self.organisation()
        let renamed = try old.changed(Organisation.Change(name: "Hội B"), on: Self.day)
        #expect(renamed.name == "Hội B" && renamed.unit == "16702" && renamed.parent == Identifier(2))
        #expect(renamed.currentFrom == Self.day && renamed.version == 4 && renamed.validity == old.validity)
        let apart = try old.changed(Organisation.Change(parent: .some(nil)), on: Self.day)
        #expect(apart.parent == nil && apart.name == "Hội A")
        let moved = try old.changed(
            Organisation.Change(kind: .stateAgency, unit: "40", parent: .some(Identifier(9))), on: Self.day)
        #expect(moved.kind == .stateAgency && moved.unit == "40" && moved.parent == Identifier(9))
    }

    @Test func `what changes nothing is refused at what it names`() throws {
        for (change, field) in [
            (Organisation.Change(name: "Hội A"), Field.name), (.init(kind: .womensUnion), .type),
            (.init(unit: "16702"), .unit), (.init(parent: .some(Identifier(2))), .parent),
        ] {
            #expect(throws: Refusal.noChange(at: field)) {
                try Self.organisation().changed(change, on: Self.day)
            }
        }
    }

    @Test(
        arguments: [
            ("2020-01-01", nil, "2020-01-01", "2020-01-02"), ("2020-01-01", nil, "2019-12-31", "2020-01-02"),
            (nil, "2026-11-21", "2026-11-20", "2026-11-21"),
            ("2020-01-01", "2026-11-21", "2026-11-20", "2026-11-21"),
        ] as [(String?, String?, String, String)])
    func `an earlier day is refused with the first that is open`(
        _ from: String?, _ currentFrom: String?, _ day: String, _ first: String
    ) throws {
        let old = try Self.organisation(from: from, currentFrom: currentFrom)
        let change = Organisation.Change(name: "Hội B")
        let refusal = Refusal.dateOutOfRange(at: .effectiveOn, from: LocalDate(first), to: nil)
        #expect(throws: refusal) { try old.changed(change, on: try #require(LocalDate(day))) }
        #expect(try old.changed(change, on: try #require(LocalDate(first))).name == "Hội B")
    }
}
