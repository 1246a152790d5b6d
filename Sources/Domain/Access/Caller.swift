/// The authenticated caller: a user and the one role assignment their token carries.
package struct Caller: Hashable, Sendable {
    package let actor: Actor
    package let assignment: RoleAssignment

    package init(_ actor: Actor, assignment: RoleAssignment) {
        (self.actor, self.assignment) = (actor, assignment)
    }

    package var user: User.ID { actor.user }

    /// True when the caller's role assignment covers `place`.
    ///
    /// Any role there may see what belongs to it.
    ///
    /// A nil place is visible to every caller with a role.
    package func canSee(_ place: Place?) -> Bool { place.map { assignment.scope.covers($0) } ?? true }

    /// Checks that the caller may assign `role` to `user`.
    ///
    /// - Throws: `AccessRefusal.ownAssignment` for the caller's own user; `.roleNotAssignable` for a role about money,
    ///   which the commune assigns.
    package func checkAssigning(_ role: Role, to user: User.ID) throws(Refusal) {
        guard user != self.user else { throw .access(.ownAssignment) }
        guard assignment.scope.hamlet == nil || !role.isMoneyDuty else {
            throw .access(.roleNotAssignable(role))
        }
    }
}
