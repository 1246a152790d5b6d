import Domain
import Testing

extension Place {
    fileprivate static let province = Place(units: ["40"], hamlet: nil)
    fileprivate static let ward = Place(units: ["40", "16702"], hamlet: nil)
    fileprivate static let xom9 = Place(units: ["40", "16702"], hamlet: .xom9)
    fileprivate static let xom1 = Place(units: ["40", "17000"], hamlet: .xom1)
    /// Before 2025-07-01 a commune belonged to a district.
    fileprivate static let formerWard = Place(units: ["40", "412", "16702"], hamlet: nil)
    fileprivate static let nowhere = Place(units: [], hamlet: nil)

    fileprivate static let all = [province, ward, xom9, xom1, formerWard, nowhere]
}

extension RoleAssignment.Scope {
    fileprivate static let province = RoleAssignment.Scope.unit("40")
    fileprivate static let ward = RoleAssignment.Scope.unit("16702")
    fileprivate static let district = RoleAssignment.Scope.unit("412")
    fileprivate static let elsewhere = RoleAssignment.Scope.unit("38")
    fileprivate static let xom9 = RoleAssignment.Scope.hamlet(.xom9)
    fileprivate static let xom1 = RoleAssignment.Scope.hamlet(.xom1)

    fileprivate static let all = [province, ward, district, elsewhere, xom9, xom1]
}

/// A scope and all the places in `Place.all` that it covers.
private struct Coverage: Sendable {
    let scope: RoleAssignment.Scope
    let places: Set<Place>

    static let matrix = [
        Coverage(scope: .province, places: [.province, .ward, .xom9, .xom1, .formerWard]),
        Coverage(scope: .ward, places: [.ward, .xom9, .formerWard]),
        Coverage(scope: .district, places: [.formerWard]),
        Coverage(scope: .elsewhere, places: []),
        Coverage(scope: .xom9, places: [.xom9]),
        Coverage(scope: .xom1, places: [.xom1]),
    ]
}

/// A scope, its place, and all the scopes that contain it.
private struct Containment: Sendable {
    let scope: RoleAssignment.Scope
    let place: Place
    let containers: Set<RoleAssignment.Scope>

    static let matrix = [
        Containment(scope: .province, place: .province, containers: [.province]),
        Containment(scope: .ward, place: .ward, containers: [.province, .ward]),
        Containment(scope: .ward, place: .formerWard, containers: [.province, .district, .ward]),
        Containment(scope: .xom9, place: .xom9, containers: [.province, .ward, .xom9]),
        Containment(scope: .xom1, place: .xom1, containers: [.province, .xom1]),
        Containment(scope: .elsewhere, place: .nowhere, containers: []),
    ]
}

@Suite struct ScopeTests {
    @Test(arguments: Coverage.matrix)
    private func `a scope covers its places and no other`(_ coverage: Coverage) {
        #expect(Set(Place.all.filter { coverage.scope.covers($0) }) == coverage.places)
    }

    @Test(arguments: Coverage.matrix)
    private func `a caller sees what the role assignment covers, whatever the role`(_ coverage: Coverage) {
        for role in Role.allCases {
            let caller = Caller(Actor(.lan), assignment: RoleAssignment(role: role, scope: coverage.scope))
            #expect(Set(Place.all.filter { caller.canSee($0) }) == coverage.places)
        }
    }

    @Test(arguments: Containment.matrix)
    private func `a scope is contained in itself and in the scopes above it`(_ containment: Containment) {
        let holders = RoleAssignment.Scope.all.filter {
            $0.contains(containment.scope, at: containment.place)
        }
        #expect(Set(holders) == containment.containers)
    }

    @Test func `a hamlet id is not a unit code`() {
        #expect(!RoleAssignment.Scope.unit("9").covers(.xom9))
        #expect(!RoleAssignment.Scope.hamlet(Hamlet.ID(40)).covers(.province))
    }

    @Test func `a code does not cover codes that start with it`() {
        #expect(!RoleAssignment.Scope.unit("4").covers(.province))
        #expect(!RoleAssignment.Scope.unit("1670").covers(.ward))
    }

    @Test func `a hamlet scope does not contain its unit or other hamlets`() {
        #expect(!RoleAssignment.Scope.xom9.contains(.ward, at: .ward))
        #expect(!RoleAssignment.Scope.xom9.contains(.ward, at: .xom9))
        #expect(!RoleAssignment.Scope.xom9.contains(.xom1, at: .xom9))
    }

    @Test func `role assignments differ by role and by scope`() {
        let assignment = RoleAssignment(role: .clerk, scope: .ward)
        #expect(assignment != RoleAssignment(role: .accountant, scope: .ward))
        #expect(assignment != RoleAssignment(role: .clerk, scope: .province))
        #expect(Caller(Actor(.lan), assignment: assignment) != Caller(Actor(.minh), assignment: assignment))
    }
}
