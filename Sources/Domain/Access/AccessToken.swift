/// A bearer token: a 256-bit secret that identifies a user in one role assignment.
///
/// The store keeps only the SHA-256 of the secret.
package struct AccessToken: Entity, Hashable {
    package typealias ID = Identifier<AccessToken>

    package static let kind = EntityKind.token

    package let id: ID
    package let user: User
    package let assignment: RoleAssignment
    package let createdAt: Instant
    package let expiresAt: Instant
    package let lastUsedAt: Instant?
    package let revokedAt: Instant?

    package init(
        id: ID, user: User, assignment: RoleAssignment, createdAt: Instant, expiresAt: Instant,
        lastUsedAt: Instant?, revokedAt: Instant?
    ) {
        self.id = id
        self.user = user
        self.assignment = assignment
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    /// The token revoked at `moment`.
    ///
    /// A token that was already revoked is returned unchanged.
    package func revoked(at moment: Instant) -> AccessToken {
        AccessToken(
            id: id, user: user, assignment: assignment, createdAt: createdAt, expiresAt: expiresAt,
            lastUsedAt: lastUsedAt, revokedAt: revokedAt ?? moment)
    }

    /// The token with its role assignment transferred to `hamlet`, the successor of the hamlet it was scoped to.
    package func moved(to hamlet: Hamlet.ID) -> AccessToken {
        AccessToken(
            id: id, user: user, assignment: RoleAssignment(role: assignment.role, scope: .hamlet(hamlet)),
            createdAt: createdAt, expiresAt: expiresAt, lastUsedAt: lastUsedAt, revokedAt: revokedAt)
    }

    /// True when the token is neither revoked nor expired at `moment`.
    package func isValid(at moment: Instant) -> Bool { revokedAt == nil && moment < expiresAt }
}
