package import Domain
import JSON
import SQLite

/// What a user sends to be known: a secret of 256 bits, of which the store keeps the SHA-256, for one duty.
package struct AccessToken: Hashable, Sendable {
    package typealias ID = Identifier<AccessToken>

    package let id: ID
    package let user: User
    package let assignment: RoleAssignment
    package let createdAt: Instant
    package let expiresAt: Instant
    package let lastUsedAt: Instant?
    package let revokedAt: Instant?

    package init(
        id: ID, user: User, assignment: RoleAssignment, createdAt: Instant, expiresAt: Instant,
        lastUsedAt: Instant?,
        revokedAt: Instant?
    ) {
        self.id = id
        self.user = user
        self.assignment = assignment
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    package func isGood(at moment: Instant) -> Bool { revokedAt == nil && moment < expiresAt }
}

extension Reading where Self: ~Copyable {
    package borrowing func user(named name: String) throws -> User? {
        try connection.first("SELECT id, name FROM user_account WHERE name = ?1", name) { row in
            User(id: row.id(0), name: row.text(1))
        }
    }

    package borrowing func user(_ id: User.ID) throws -> User? {
        try connection.first("SELECT id, name FROM user_account WHERE id = ?1", id) { row in
            User(id: row.id(0), name: row.text(1))
        }
    }

    /// The users by number, after `cursor`.
    package borrowing func users(after cursor: User.ID?, limit: Int) throws -> [User] {
        try connection.all(
            "SELECT id, name FROM user_account WHERE id > ?1 ORDER BY id LIMIT ?2", cursor?.number ?? 0, limit
        ) { row in User(id: row.id(0), name: row.text(1)) }
    }

    /// The token whose secret has the SHA-256 `hash`, good or not.
    package borrowing func token(hash: [UInt8]) throws -> AccessToken? {
        try connection.first(
            """
            SELECT access_token.id, user_account.id, user_account.name, role, unit_code, hamlet,
                access_token.created_ms, expires_ms, last_used_ms, revoked_ms
            FROM access_token JOIN user_account ON user_account.id = access_token.user_account
            WHERE hash = ?1
            """, hash, read: readToken)
    }

    package borrowing func token(_ id: AccessToken.ID) throws -> AccessToken? {
        try connection.first(
            """
            SELECT access_token.id, user_account.id, user_account.name, role, unit_code, hamlet,
                access_token.created_ms, expires_ms, last_used_ms, revoked_ms
            FROM access_token JOIN user_account ON user_account.id = access_token.user_account
            WHERE access_token.id = ?1
            """, id, read: readToken)
    }

    /// The tokens by number, after `cursor`, revoked and expired ones too.
    package borrowing func tokens(after cursor: AccessToken.ID?, limit: Int) throws -> [AccessToken] {
        try connection.all(
            """
            SELECT access_token.id, user_account.id, user_account.name, role, unit_code, hamlet,
                access_token.created_ms, expires_ms, last_used_ms, revoked_ms
            FROM access_token JOIN user_account ON user_account.id = access_token.user_account
            WHERE access_token.id > ?1
            ORDER BY access_token.id
            LIMIT ?2
            """, cursor?.number ?? 0, limit, read: readToken)
    }
}

extension WriteTransaction {
    /// Records a new user.
    ///
    /// - Throws: `Refusal.taken` when the name is in use.
    package borrowing func addUser(named name: String) throws -> User {
        let id = User.ID(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM user_account") { row in row.integer(0)
            }
                ?? 1)
        let user = User(id: id, name: name)
        let position = try journal(.userRecorded, subject: id.number, hamlet: nil) { user.write(to: &$0) }
        try refusing(.alreadyExists(.user, pointer: "/name"), on: "user_account.name") {
            () throws(SQLiteError) in
            try connection.run(
                "INSERT INTO user_account (id, name, created_ms, position) VALUES (?1, ?2, ?3, ?4)", id, name,
                now,
                position)
        }
        return user
    }

    /// Issues a token for `user`.
    ///
    /// The secret is the caller's to show once; only `hash` is stored.
    ///
    /// - Parameters:
    ///   - user: whose token it is.
    ///   - assignment: the duty that it carries.
    ///   - hash: SHA-256 of the secret.
    ///   - daysCount: how long it is good.
    /// - Returns: the token, without its secret.
    /// - Throws: `SQLiteError`.
    package borrowing func issueToken(
        for user: User, assignment: RoleAssignment, hash: [UInt8], daysCount: Int
    ) throws -> AccessToken {
        let id = AccessToken.ID(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM access_token") { row in row.integer(0)
            }
                ?? 1)
        let token = AccessToken(
            id: id, user: user, assignment: assignment, createdAt: now,
            expiresAt: now.adding(days: daysCount),
            lastUsedAt: nil, revokedAt: nil)
        let position = try journal(.tokenIssued, subject: id.number, hamlet: nil) { token.write(to: &$0) }
        try connection.run(
            """
            INSERT INTO access_token (id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms,
                position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, id, user.id, hash, assignment.role.rawValue, assignment.scope.unit, assignment.scope.hamlet,
            now,
            token.expiresAt, position)
        return token
    }

    /// Ends `token` now.
    ///
    /// Ending it again changes nothing.
    package borrowing func revoke(_ token: AccessToken) throws -> AccessToken {
        guard token.revokedAt == nil else { return token }
        let revoked = AccessToken(
            id: token.id, user: token.user, assignment: token.assignment, createdAt: token.createdAt,
            expiresAt: token.expiresAt, lastUsedAt: token.lastUsedAt, revokedAt: now)
        let position = try journal(.tokenRevoked, subject: token.id.number, hamlet: nil) {
            revoked.write(to: &$0)
        }
        try connection.run(
            "UPDATE access_token SET revoked_ms = ?2, position = ?3 WHERE id = ?1", token.id, now, position)
        return revoked
    }

    /// Makes the token's duty one over `hamlet`, which took over from the one it was over.
    borrowing func moveToken(_ id: AccessToken.ID, to hamlet: Hamlet.ID) throws {
        guard let old = try token(id) else {
            preconditionFailure("token \(id.number) was there a moment ago")
        }
        let token = AccessToken(
            id: old.id, user: old.user,
            assignment: RoleAssignment(role: old.assignment.role, scope: .hamlet(hamlet)),
            createdAt: old.createdAt, expiresAt: old.expiresAt, lastUsedAt: old.lastUsedAt,
            revokedAt: old.revokedAt)
        let position = try journal(.tokenMoved, subject: id.number, hamlet: nil) { token.write(to: &$0) }
        try connection.run(
            "UPDATE access_token SET hamlet = ?2, position = ?3 WHERE id = ?1", id, hamlet, position)
    }

    /// Notes that the token was used now.
    ///
    /// Not in the journal: it changes nothing that anybody decided.
    package borrowing func noteUse(of token: AccessToken.ID) throws {
        try connection.run("UPDATE access_token SET last_used_ms = ?2 WHERE id = ?1", token, now)
    }
}

extension RoleAssignment.Scope {
    package var unit: AdministrativeUnit.Code? {
        if case .unit(let code) = self { code } else { nil }
    }

    package var hamlet: Hamlet.ID? {
        if case .hamlet(let hamlet) = self { hamlet } else { nil }
    }
}

extension User {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("name", name)
    }
}

extension AccessToken {
    func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("user", user.id.number)
        json.member("role", assignment.role.rawValue)
        json.member("unit", assignment.scope.unit)
        json.member("hamlet", assignment.scope.hamlet?.number)
        json.member("created_at", createdAt.text)
        json.member("expires_at", expiresAt.text)
        json.member("revoked_at", revokedAt?.text)
    }
}

func readToken(_ row: borrowing Row) -> AccessToken {
    let scope: RoleAssignment.Scope =
        if let hamlet: Hamlet.ID = row.optionalID(5) { .hamlet(hamlet) } else { .unit(row.text(4)) }
    return AccessToken(
        id: row.id(0), user: User(id: row.id(1), name: row.text(2)),
        assignment: RoleAssignment(role: row.choice(3), scope: scope),
        createdAt: row.instant(6), expiresAt: row.instant(7),
        lastUsedAt: row.optionalInteger(8).map { Instant(milliseconds: $0) },
        revokedAt: row.optionalInteger(9).map { Instant(milliseconds: $0) })
}
