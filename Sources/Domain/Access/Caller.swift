/// Who calls: a user with the one duty that their token carries.
package struct Caller: Hashable, Sendable {
    package let user: User.ID
    package let assignment: RoleAssignment

    package init(user: User.ID, assignment: RoleAssignment) {
        self.user = user
        self.assignment = assignment
    }

    /// True when the caller has a duty over `place`: whoever has one there may know what is there.
    ///
    /// What has no place is for everybody who has a role.
    package func sees(_ place: Place?) -> Bool { place.map { assignment.scope.covers($0) } ?? true }
}
