/// The authenticated caller: a user and the one role assignment their token carries.
package struct Caller: Hashable, Sendable {
    package let user: User.ID
    package let assignment: RoleAssignment

    package init(user: User.ID, assignment: RoleAssignment) {
        self.user = user
        self.assignment = assignment
    }

    /// True when the caller's role assignment covers `place`.
    ///
    /// Any role there may see what belongs to it.
    ///
    /// A nil place is visible to every caller with a role.
    package func canSee(_ place: Place?) -> Bool { place.map { assignment.scope.covers($0) } ?? true }
}
