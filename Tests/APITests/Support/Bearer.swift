import Domain

/// Who sends a request: one role, in one place.
struct Bearer: Hashable, Sendable {
    let role: Role
    let scope: Grant.Scope

    init(_ role: Role, at scope: Grant.Scope = .commune) {
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

extension Grant.Scope {
    static let province = Grant.Scope.unit("40")
    /// Phường Vinh Phú, where the village is.
    static let commune = Grant.Scope.unit("16702")
    /// Xã Anh Sơn.
    static let otherCommune = Grant.Scope.unit("17329")
    static let xom9 = Grant.Scope.hamlet(Hamlet.ID(1))
    static let xom10 = Grant.Scope.hamlet(Hamlet.ID(2))
}
