import Domain
import Testing

@testable import Store

@Suite struct StandingTests {
    private static let inHamlet = Place(units: ["40", "16702"], hamlet: Hamlet.ID(1))
    private static let inCommune = Place(units: ["40", "16702"], hamlet: nil)

    @Test(arguments: [
        (ResourceRef.unit("16702"), inCommune, Int64(0)),
        (.unit("40"), Place(units: ["40"], hamlet: nil), 0),
        (.hamlet(Hamlet.ID(1)), inHamlet, 1),
        (.household(Household.ID(2)), inHamlet, 2),
        (.organisation(Organisation.ID(1)), inCommune, 1),
        (.fund(Fund.ID(1)), inHamlet, 1),
        (.pledge(Pledge.ID(1)), inHamlet, 2),
        (.contribution(Contribution.ID(1)), inHamlet, 2),
        (.token(AccessToken.ID(1)), inHamlet, 0),
        (.token(AccessToken.ID(2)), inCommune, 0),
        (.model(Model.ID(1)), inHamlet, 6),
        (.model(Model.ID(2)), inCommune, 6),
    ])
    func `everything stands in a place at a version`(
        _ subject: ResourceRef, place: Place, version: Int64
    ) throws {
        let office = try Office()
        let village = try Village(in: office)
        try office.write { tx in
            let household = village.households[1]
            try tx.save(household.correcting(personsCount: 7), replacing: household)
            _ = try tx.take(.confirm, on: tx.pledge(1000, by: household, in: village), in: village)
            _ = try tx.voidReceipt(of: tx.receive(1000, from: .sponsor, in: village), in: village)
            try tx.addModels(of: village)
            for (byte, scope) in [
                (UInt8(1), RoleAssignment.Scope.hamlet(village.hamlet.id)), (2, .unit("16702")),
            ] {
                _ = try tx.issueToken(
                    for: village.clerk, assignment: RoleAssignment(role: .clerk, scope: scope),
                    hash: [UInt8](repeating: byte, count: 32), daysCount: 1)
            }
        }
        #expect(
            try office.read { tx in try tx.resourceScope(of: subject) }
                == ResourceScope(place: place, version: version, hamletEnd: nil)
        )
    }

    @Test(arguments: [
        ResourceRef.unit("99999"), .hamlet(Hamlet.ID(9)), .household(Household.ID(9)),
        .organisation(Organisation.ID(9)), .fund(Fund.ID(9)), .pledge(Pledge.ID(9)),
        .contribution(Contribution.ID(9)), .token(AccessToken.ID(9)), .model(Model.ID(9)),
    ])
    func `what does not exist stands nowhere, and still has a entity`(_ subject: ResourceRef) throws {
        let office = try Office()
        _ = try Village(in: office)
        #expect(try office.read { tx in try tx.resourceScope(of: subject) } == nil)
        #expect("\(subject)".hasPrefix(subject.entity.rawValue))
    }
}
