/// A bearer token: a 256-bit secret that identifies a user in one role assignment.
///
/// The store keeps only the SHA-256 of the secret. An administrator does not see it: they create an enrolment code,
/// which the user redeems for the token.
package struct AccessToken: Entity, Hashable {
    package typealias ID = Identifier<AccessToken>

    package static let kind = EntityKind.token

    /// How a token reaches its user: by a one-time code.
    package struct Enrolment: Hashable, Sendable {
        /// The administrator who created the code; nil for the administrator of the machine.
        package let assignedBy: User.ID?
        /// How long the token will be valid.
        package let daysCount: Int
        package fileprivate(set) var redeemedAt: Instant?

        package init(assignedBy: User.ID?, daysCount: Int, redeemedAt: Instant? = nil) {
            self.assignedBy = assignedBy
            self.daysCount = daysCount
            self.redeemedAt = redeemedAt
        }
    }

    /// What the journal knows of the secret and of the enrolment code: the SHA-256 of each.
    package struct Hashes: Hashable, Sendable {
        package let secret: [UInt8]?
        package let code: [UInt8]?

        package init(secret: [UInt8]?, code: [UInt8]?) {
            self.secret = secret
            self.code = code
        }
    }

    package enum State: String, CaseIterable, Sendable {
        /// There is an enrolment code, but no secret yet.
        case enrolling
        case valid
        case expired
        case revoked
    }

    package let id: ID
    package let user: User
    package private(set) var assignment: RoleAssignment
    /// Nil for a token that the administrator of the machine issued with its secret.
    package private(set) var enrolment: Enrolment?
    package let createdAt: Instant
    /// When the token expires; before it is redeemed, when the code does.
    package private(set) var expiresAt: Instant
    package let lastUsedAt: Instant?
    package private(set) var revokedAt: Instant?
    /// Nil for a token whose hashes were never journalled.
    package private(set) var hashes: Hashes?

    package init(
        id: ID, user: User, assignment: RoleAssignment, enrolment: Enrolment? = nil, createdAt: Instant,
        expiresAt: Instant, lastUsedAt: Instant? = nil, revokedAt: Instant? = nil, hashes: Hashes? = nil
    ) {
        self.id = id
        self.user = user
        self.assignment = assignment
        self.enrolment = enrolment
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
        self.hashes = hashes
    }

    /// The token revoked at `moment`, with its code if it has not been redeemed.
    ///
    /// A token that was already revoked is returned unchanged.
    package func revoked(at moment: Instant) -> AccessToken {
        var token = self
        token.revokedAt = revokedAt ?? moment
        return token
    }

    /// The token whose code was redeemed at `moment`, for a secret.
    ///
    /// - Parameters:
    ///   - moment: now.
    ///   - hashes: of the secret and of the code.
    /// - Returns: the token, valid from now on.
    /// - Throws: `AccessRefusal.enrolmentCodeInvalid` when the code was used, revoked or has expired.
    package func redeemed(at moment: Instant, hashes: Hashes? = nil) throws(Refusal) -> AccessToken {
        guard state(at: moment) == .enrolling, let daysCount = enrolment?.daysCount else {
            throw .access(.enrolmentCodeInvalid)
        }
        var token = self
        token.enrolment?.redeemedAt = moment
        token.hashes = hashes
        token.expiresAt = moment.adding(days: daysCount)
        return token
    }

    /// The token with its role assignment transferred to `hamlet`, the successor of the hamlet it was scoped to.
    package func moved(to hamlet: Hamlet.ID) -> AccessToken {
        var token = self
        token.assignment = RoleAssignment(role: assignment.role, scope: .hamlet(hamlet))
        return token
    }

    package func state(at moment: Instant) -> State {
        if revokedAt != nil { return .revoked }
        if moment >= expiresAt { return .expired }
        if let enrolment, enrolment.redeemedAt == nil { return .enrolling }
        return .valid
    }

    /// True when requests with its secret are accepted at `moment`.
    package func isValid(at moment: Instant) -> Bool { state(at: moment) == .valid }
}
