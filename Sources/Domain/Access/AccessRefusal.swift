/// Why a role cannot be assigned, a token redeemed or a user disabled.
package enum AccessRefusal: Hashable, Sendable {
    /// The enrolment code is unknown, or was redeemed, revoked or has expired.
    case enrolmentCodeInvalid
    /// The user already has a valid token, and the request was not made with it.
    case confirmationRequired
    /// Nobody assigns a role to themselves, or disables themselves.
    case ownAssignment
    /// A hamlet's administrator cannot assign this role.
    case roleNotAssignable(Role)
    /// The user has been disabled since that day.
    case userDisabled(since: LocalDate)
    /// The user has roles outside the administrator's place.
    case rolesElsewhere
    /// An administrator above recorded the user, who holds no token to confirm with, or disabled them.
    case managedAbove
}
