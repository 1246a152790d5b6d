package import Domain
package import JSON
package import SQLite

extension AccessToken: StoredEntity {
    package static let table = EntityTable(
        .token, "access_token",
        from: "access_token JOIN user_account ON user_account.id = access_token.user_account",
        [
            "access_token.id", "user_account.id", "user_account.name", "role", "unit_code",
            "access_token.hamlet",
            "access_token.created_ms", "expires_ms", "last_used_ms", "revoked_ms",
        ], actions: [.issued, .moved, .revoked],
        // No hamlet end: tokens of a closed hamlet can still be revoked.
        scopeSource: .selected(
            by: Query(
                """
                SELECT access_token.hamlet, coalesce(hamlet.commune, access_token.unit_code), 0, NULL
                FROM access_token LEFT JOIN hamlet ON hamlet.id = access_token.hamlet
                WHERE access_token.id = ?1
                """)), isVersioned: false)

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> AccessToken {
        row.validate(
            (row.optionalText(4) == nil) != (row.optionalInteger(5) == nil), "a role has one scope")
        let scope: RoleAssignment.Scope =
            if let hamlet: Hamlet.ID = row.optionalID(5) { .hamlet(hamlet) } else { .unit(row.text(4)) }
        return AccessToken(
            id: row.id(0), user: User(id: row.id(1), name: row.text(2)),
            assignment: RoleAssignment(role: row.choice(3), scope: scope), createdAt: row.instant(6),
            expiresAt: row.instant(7), lastUsedAt: row.optionalInstant(8), revokedAt: row.optionalInstant(9))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("user", user.id.number)
        json.member("role", assignment.role.rawValue)
        json.member("unit", assignment.scope.unit)
        json.member("hamlet", assignment.scope.hamlet?.number)
        json.member("created_at", createdAt.text)
        json.member("expires_at", expiresAt.text)
        json.member("revoked_at", revokedAt?.text)
    }

    private static let joined: SQL =
        "access_token JOIN user_account ON user_account.id = access_token.user_account"

    fileprivate static let byHash = Query("SELECT \(table.columns) FROM \(joined) WHERE hash = ?1")

    fileprivate static let page = Query(
        """
        SELECT \(table.columns)
        FROM \(joined)
        WHERE access_token.id > ?1
        ORDER BY access_token.id
        LIMIT ?2
        """)

    fileprivate static let validForHamlet = Query(
        """
        SELECT \(table.columns)
        FROM \(joined)
        WHERE hamlet = ?1 AND revoked_ms IS NULL AND expires_ms > ?2
        ORDER BY access_token.id
        """)
}

extension Reading where Self: ~Copyable {
    /// The token whose secret has the SHA-256 `hash`, whether valid or not.
    package borrowing func token(hash: [UInt8]) throws -> AccessToken? {
        try first(AccessToken.byHash, hash)
    }

    /// The tokens by id, after `cursor`, including revoked and expired ones.
    package borrowing func tokens(after cursor: AccessToken.ID?, limit: Int) throws -> [AccessToken] {
        try all(AccessToken.page, cursor?.number ?? 0, limit)
    }

    /// The tokens with role assignments for `hamlet` that are valid at `moment`.
    borrowing func validTokens(for hamlet: Hamlet.ID, at moment: Instant) throws -> [AccessToken] {
        try all(AccessToken.validForHamlet, hamlet, moment)
    }
}

extension WriteTransaction {
    /// Issues a token for `user`.
    ///
    /// The caller shows the secret once; only `hash` is stored.
    ///
    /// - Parameters:
    ///   - user: the token's owner.
    ///   - assignment: the role assignment it carries.
    ///   - hash: SHA-256 of the secret.
    ///   - daysCount: how long it is valid.
    /// - Returns: the token, without its secret.
    /// - Throws: `SQLiteError`.
    package borrowing func issueToken(
        for user: User, assignment: RoleAssignment, hash: [UInt8], daysCount: Int
    ) throws -> AccessToken {
        let token = AccessToken(
            id: try newID(), user: user, assignment: assignment, createdAt: now,
            expiresAt: now.adding(days: daysCount), lastUsedAt: nil, revokedAt: nil)
        let position = try journal(.issued, token, owner: nil)
        try connection.run(
            """
            INSERT INTO access_token (id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms,
                position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, token.id, user.id, hash, assignment.role.rawValue, assignment.scope.unit,
            assignment.scope.hamlet, now, token.expiresAt, position)
        return token
    }

    /// Revokes `token` as of now.
    ///
    /// Does nothing when it is already revoked.
    package borrowing func revoke(_ token: AccessToken) throws -> AccessToken {
        guard token.revokedAt == nil else { return token }
        let revoked = token.revoked(at: now)
        let position = try journal(.revoked, revoked, owner: nil)
        try connection.run(
            "UPDATE access_token SET revoked_ms = ?2, position = ?3 WHERE id = ?1", token.id, now, position)
        return revoked
    }

    /// Transfers the token's role assignment to `hamlet`, the successor of its hamlet.
    borrowing func move(_ token: AccessToken, to hamlet: Hamlet.ID) throws {
        let position = try journal(.moved, token.moved(to: hamlet), owner: nil)
        try connection.run(
            "UPDATE access_token SET hamlet = ?2, position = ?3 WHERE id = ?1", token.id, hamlet, position)
    }

    /// Records that the token was used just now.
    ///
    /// Not journalled, because it is not a decision of anyone.
    package borrowing func recordUse(of token: AccessToken.ID) throws {
        try connection.run("UPDATE access_token SET last_used_ms = ?2 WHERE id = ?1", token, now)
    }
}
