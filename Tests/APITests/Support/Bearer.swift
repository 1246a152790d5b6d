import Domain

/// A caller: one role in one place.
struct Bearer: Hashable, Sendable {
    let role: Role
    let scope: RoleAssignment.Scope

    init(_ role: Role, at scope: RoleAssignment.Scope = .commune) {
        self.role = role
        self.scope = scope
    }

    static let head = Bearer(.hamletHead, at: .xom9)
    static let clerk = Bearer(.clerk)
    static let accountant = Bearer(.accountant)
    static let treasurer = Bearer(.treasurer)
    static let approver = Bearer(.approver)
    static let auditor = Bearer(.auditor)
    static let admin = Bearer(.admin)
}

extension RoleAssignment.Scope {
    static let province = RoleAssignment.Scope.unit("40")
    /// Phường Vinh Phú, the commune of the village.
    static let commune = RoleAssignment.Scope.unit("16702")
    /// Xã Anh Sơn.
    static let otherCommune = RoleAssignment.Scope.unit("17329")
    static let xom9 = RoleAssignment.Scope.hamlet(Hamlet.ID(1))
    static let xom10 = RoleAssignment.Scope.hamlet(Hamlet.ID(2))
}
