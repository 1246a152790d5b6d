/// A role within the subtree of a unit, or within one hamlet.
package struct RoleAssignment: Hashable, Sendable {
    package enum Scope: Hashable, Sendable {
        /// The unit with this code and everything below it.
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

extension RoleAssignment {
    /// True for a role that a hamlet's administrator cannot assign: a duty about money, or one above the hamlet.
    package var isAssignedAboveHamlets: Bool { scope.hamlet == nil || role.isMoneyDuty }
}

extension RoleAssignment.Scope {
    package var unit: AdministrativeUnit.Code? {
        if case .unit(let code) = self { code } else { nil }
    }

    package var hamlet: Hamlet.ID? {
        if case .hamlet(let hamlet) = self { hamlet } else { nil }
    }

    package func covers(_ place: Place) -> Bool {
        switch self {
        case .unit(let code): place.units.contains(code)
        case .hamlet(let hamlet): place.hamlets.contains(hamlet)
        }
    }

    /// True when this scope includes all of `other`, which is located at `place`.
    package func contains(_ other: RoleAssignment.Scope, at place: Place) -> Bool {
        switch self {
        case .unit: covers(place)
        case .hamlet: self == other
        }
    }
}
