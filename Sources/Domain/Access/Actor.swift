/// Who acts: a user, with the token they use and whoever assigned them its role.
package struct Actor: Hashable, Sendable {
    package let user: User.ID
    /// Nil for an import at the command line, and for a user who redeems their first code.
    package let token: AccessToken.ID?
    /// The administrator who assigned the token's role; nil for the administrator of the machine.
    package let assignedBy: User.ID?

    package init(_ user: User.ID, token: AccessToken.ID? = nil, assignedBy: User.ID? = nil) {
        self.user = user
        self.token = token
        self.assignedBy = assignedBy
    }

    /// The owner of `token`, using it.
    package init(using token: AccessToken) {
        self.init(token.user.id, token: token.id, assignedBy: token.enrolment?.assignedBy)
    }
}
