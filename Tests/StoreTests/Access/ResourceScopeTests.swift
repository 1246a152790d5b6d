import Domain
import TestSupport
import Testing

@testable import Store

@Suite struct ResourceScopeTests {
    private static let inHamlet = Place(units: ["40", "16702"], hamlet: Hamlet.ID(1))
    private static let inCommune = Place(units: ["40", "16702"], hamlet: nil)

    private static let places: [(ResourceRef, Place, Int64)] = [
        (.unit("16702"), inCommune, 0), (.unit("40"), Place(units: ["40"], hamlet: nil), 0),
        (ResourceRef(Hamlet.ID(1)), inHamlet, 1), (ResourceRef(Household.ID(2)), inHamlet, 2),
        (ResourceRef(Organisation.ID(1)), inCommune, 1), (ResourceRef(Fund.ID(1)), inHamlet, 1),
        (ResourceRef(Pledge.ID(1)), inHamlet, 2), (ResourceRef(Contribution.ID(1)), inHamlet, 2),
        (ResourceRef(AccessToken.ID(1)), inHamlet, 0), (ResourceRef(AccessToken.ID(2)), inCommune, 0),
        (ResourceRef(Model.ID(1)), inHamlet, 6), (ResourceRef(Model.ID(2)), inCommune, 6),
    ]

    @Test(arguments: places)
    func `every resource has a place and a version`(
        _ resource: ResourceRef, place: Place, version: Int64
    ) throws {
        let office = try TestStore()
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
            try office.read { tx in try tx.resourceScope(of: resource) }
                == ResourceScope(
                    place: place, version: version, owner: place.hamlets.first.map { .hamlet($0) },
                    hamletEnd: nil)
        )
    }

    @Test(arguments: [
        ResourceRef.unit("99999"), ResourceRef(Hamlet.ID(9)), ResourceRef(Household.ID(9)),
        ResourceRef(Organisation.ID(9)), ResourceRef(Fund.ID(9)), ResourceRef(Pledge.ID(9)),
        ResourceRef(Contribution.ID(9)), ResourceRef(AccessToken.ID(9)), ResourceRef(Model.ID(9)),
    ])
    func `a missing resource has no scope`(_ resource: ResourceRef) throws {
        let office = try TestStore()
        _ = try Village(in: office)
        #expect(try office.read { tx in try tx.resourceScope(of: resource) } == nil)
    }
}
