/// What a user sends to be known: a secret of 256 bits, of which the store keeps the SHA-256, for one duty.
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

    /// The token, ended at `moment`; one that was ended before stays as it is.
    package func revoked(at moment: Instant) -> AccessToken {
        AccessToken(
            id: id, user: user, assignment: assignment, createdAt: createdAt, expiresAt: expiresAt,
            lastUsedAt: lastUsedAt, revokedAt: revokedAt ?? moment)
    }

    /// The token with its duty over `hamlet`, which took over from the one it was over.
    package func moved(to hamlet: Hamlet.ID) -> AccessToken {
        AccessToken(
            id: id, user: user, assignment: RoleAssignment(role: assignment.role, scope: .hamlet(hamlet)),
            createdAt: createdAt, expiresAt: expiresAt, lastUsedAt: lastUsedAt, revokedAt: revokedAt)
    }

    package func isGood(at moment: Instant) -> Bool { revokedAt == nil && moment < expiresAt }
}
