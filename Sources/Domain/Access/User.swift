/// A person who works with the service.
///
/// What they may do hangs on grants, what they send on tokens.
package struct User: Hashable, Sendable {
    package typealias ID = Identifier<User>

    package let id: ID
    package let name: String

    package init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}

/// A duty of a person.
///
/// Who may call an endpoint is a column of the endpoint table.
package enum Role: String, CaseIterable, Comparable, Sendable {
    case hamletHead = "hamlet_head"
    case clerk
    case accountant
    case treasurer
    case approver
    /// Runs models and decisions, for the Fatherland Front or the mass-mobilisation committee.
    case frontOfficer = "front_officer"
    case appraiser
    /// The community supervision board: reads all, records findings.
    case supervisor
    case auditor
    case admin

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// A role in a unit's subtree, or in one hamlet.
package struct RoleAssignment: Hashable, Sendable {
    package enum Scope: Hashable, Sendable {
        /// The unit with this code and all below it.
        case unit(AdministrativeUnit.Code)
        case hamlet(Hamlet.ID)
    }

    package let role: Role
    package let scope: Scope

    package init(role: Role, scope: Scope) {
        self.role = role
        self.scope = scope
    }
}

/// Where something stands: the units from the province down, and its hamlets: one, and those that took over from it.
package struct Place: Hashable, Sendable {
    package let units: [AdministrativeUnit.Code]
    package let hamlets: [Hamlet.ID]

    package init(units: [AdministrativeUnit.Code], hamlets: [Hamlet.ID]) {
        self.units = units
        self.hamlets = hamlets
    }

    package init(units: [AdministrativeUnit.Code], hamlet: Hamlet.ID?) {
        self.init(units: units, hamlets: hamlet.map { [$0] } ?? [])
    }
}

/// Who calls: a user with the one duty that their token carries.
package struct Caller: Hashable, Sendable {
    package let user: User.ID
    package let assignment: RoleAssignment

    package init(user: User.ID, assignment: RoleAssignment) {
        self.user = user
        self.assignment = assignment
    }

    /// True when the caller has a duty over `place`: whoever has one there may know what is there.
    package func sees(_ place: Place) -> Bool { assignment.scope.covers(place) }
}

extension RoleAssignment.Scope {
    package func covers(_ place: Place) -> Bool {
        switch self {
        case .unit(let code): place.units.contains(code)
        case .hamlet(let hamlet): place.hamlets.contains(hamlet)
        }
    }

    /// True when everything in `other` is in this scope too, `other` standing at `place`.
    package func contains(_ other: RoleAssignment.Scope, at place: Place) -> Bool {
        switch self {
        case .unit: covers(place)
        case .hamlet: self == other
        }
    }
}
