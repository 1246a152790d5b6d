package import Domain
package import JSON
package import SQLite

extension AccessToken: StoredEntity {
    private static let joined: SQL =
        "access_token JOIN user_account ON user_account.id = access_token.user_account"

    package static let table = EntityTable(
        .token, "access_token", from: joined,
        [
            "access_token.id", "user_account.id", "user_account.name", "user_account.disabled_ms", "role",
            "unit_code", "access_token.hamlet", "access_token.created_ms", "expires_ms", "last_used_ms",
            "revoked_ms", "days", "assigned_by", "redeemed_ms", "hash",
            "code_hash", "has_hashes",
        ], actions: [.issued, .redeemed, .moved, .revoked],
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
            (row.optionalText(5) == nil) != (row.optionalInteger(6) == nil), "a role has one scope")
        let scope: RoleAssignment.Scope =
            if let hamlet: Hamlet.ID = row.optionalID(6) { .hamlet(hamlet) } else { .unit(row.text(5)) }
        row.validate(
            row.optionalInteger(11).map { (1...36_500).contains($0) } ?? true, "a token is valid for days")
        let enrolment = row.optionalInteger(11)
            .map { daysCount in
                Enrolment(
                    assignedBy: row.optionalID(12), daysCount: Int(clamping: daysCount),
                    redeemedAt: row.optionalInstant(13))
            }
        return AccessToken(
            id: row.id(0), user: User(id: row.id(1), name: row.text(2), disabledAt: row.optionalInstant(3)),
            assignment: RoleAssignment(role: row.choice(4), scope: scope), enrolment: enrolment,
            createdAt: row.instant(7), expiresAt: row.instant(8), lastUsedAt: row.optionalInstant(9),
            revokedAt: row.optionalInstant(10),
            hashes: row.integer(16) == 1
                ? Hashes(secret: row.optionalBytes(14), code: row.optionalBytes(15)) : nil)
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
        // Tokens issued before there were codes have none of these.
        if let enrolment {
            json.member("assigned_by", enrolment.assignedBy?.number)
            json.member("days", Int64(enrolment.daysCount))
            json.member("redeemed_at", enrolment.redeemedAt?.text)
        }
        // Nor do those journalled before the hashes were.
        if let secret = hashes?.secret { json.member("secret_sha256", AccessToken.hexadecimal(secret)) }
        if let code = hashes?.code { json.member("code_sha256", AccessToken.hexadecimal(code)) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    fileprivate static let byHash = Query("SELECT \(table.columns) FROM \(joined) WHERE hash = ?1")

    fileprivate static let byCodeHash = Query("SELECT \(table.columns) FROM \(joined) WHERE code_hash = ?1")

    fileprivate static let page = Query(
        """
        SELECT \(table.columns)
        FROM \(joined)
        WHERE access_token.id > ?1
        ORDER BY access_token.id
        LIMIT ?2
        """)

    fileprivate static let pageWithin = Query(
        """
        SELECT \(table.columns)
        FROM \(joined)
        WHERE access_token.id IN (SELECT id FROM access_token WHERE \(within)) AND access_token.id > ?3
        ORDER BY access_token.id
        LIMIT ?4
        """)

    /// The tokens below the unit `?1` or, when that is NULL, for the hamlet `?2`.
    static let within: SQL = """
        unit_code IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
        OR hamlet IN (
            SELECT hamlet.id FROM hamlet JOIN unit ON unit.code = hamlet.commune
            WHERE instr(unit.path, '/' || ?1 || '/') > 0
        )
        OR hamlet = ?2
        """

    fileprivate static let current: SQL = "revoked_ms IS NULL AND expires_ms > ?2"

    fileprivate static let validForHamlet = Query(
        """
        SELECT \(table.columns)
        FROM \(joined)
        WHERE hamlet = ?1 AND \(current)
        ORDER BY access_token.id
        """)

    fileprivate static let currentOfUser = Query(
        """
        SELECT \(table.columns)
        FROM \(joined)
        WHERE access_token.user_account = ?1 AND \(current)
        ORDER BY access_token.id
        """)
}

extension Reading where Self: ~Copyable {
    /// The token whose secret has the SHA-256 `hash`, whether valid or not.
    package borrowing func token(hash: [UInt8]) throws -> AccessToken? {
        try first(AccessToken.byHash, hash)
    }

    /// The token whose enrolment code has the SHA-256 `hash`, whether redeemed or not.
    package borrowing func token(codeHash hash: [UInt8]) throws -> AccessToken? {
        try first(AccessToken.byCodeHash, hash)
    }

    /// The tokens by id, after `cursor`, including revoked and expired ones.
    package borrowing func tokens(after cursor: AccessToken.ID?, limit: Int) throws -> [AccessToken] {
        try all(AccessToken.page, cursor?.number ?? 0, limit)
    }

    /// The tokens for places within `scope` by id, after `cursor`, including revoked and expired ones.
    package borrowing func tokens(
        within scope: RoleAssignment.Scope, after cursor: AccessToken.ID?, limit: Int
    ) throws -> [AccessToken] {
        try all(AccessToken.pageWithin, scope.unit, scope.hamlet, cursor?.number ?? 0, limit)
    }

    /// The tokens and open enrolment codes for `hamlet` that have neither expired nor been revoked.
    borrowing func currentTokens(for hamlet: Hamlet.ID) throws -> [AccessToken] {
        try all(AccessToken.validForHamlet, hamlet, now)
    }

    /// The tokens and open enrolment codes of `user` that have neither expired nor been revoked.
    package borrowing func currentTokens(of user: User.ID) throws -> [AccessToken] {
        try all(AccessToken.currentOfUser, user, now)
    }
}

extension WriteTransaction {
    /// Issues a token for `user`, as the administrator of the machine does.
    ///
    /// The caller shows the secret once; only `hash` is stored.
    ///
    /// - Parameters:
    ///   - user: the token's owner.
    ///   - assignment: the role assignment it carries.
    ///   - hash: SHA-256 of the secret.
    ///   - daysCount: how long it is valid.
    /// - Returns: the token, without its secret.
    /// - Throws: `AccessRefusal.userDisabled`; `SQLiteError`.
    package borrowing func issueToken(
        for user: User, assignment: RoleAssignment, hash: [UInt8], daysCount: Int
    ) throws -> AccessToken {
        let token = AccessToken(
            id: try newID(), user: user, assignment: assignment, createdAt: now,
            expiresAt: now.adding(days: daysCount), hashes: AccessToken.Hashes(secret: hash, code: nil))
        try insert(token, hash: hash, codeHash: nil)
        return token
    }

    /// Assigns a role to `user`, who redeems a code for the token.
    ///
    /// The caller shows the code once; only `codeHash` is stored.
    ///
    /// - Parameters:
    ///   - user: the token's owner.
    ///   - assignment: the role assignment that the token will carry.
    ///   - codeHash: SHA-256 of the enrolment code.
    ///   - hoursCount: how long the code can be redeemed.
    ///   - daysCount: how long the token is valid from then on.
    /// - Returns: the token, which has no secret yet.
    /// - Throws: `AccessRefusal.userDisabled`; `SQLiteError`.
    package borrowing func enrol(
        _ user: User, assignment: RoleAssignment, codeHash: [UInt8], hoursCount: Int, daysCount: Int
    ) throws -> AccessToken {
        let token = AccessToken(
            id: try newID(), user: user, assignment: assignment,
            enrolment: AccessToken.Enrolment(assignedBy: actor?.user, daysCount: daysCount), createdAt: now,
            expiresAt: now.adding(hours: hoursCount),
            hashes: AccessToken.Hashes(secret: nil, code: codeHash))
        try insert(token, hash: nil, codeHash: codeHash)
        return token
    }

    private borrowing func insert(_ token: AccessToken, hash: [UInt8]?, codeHash: [UInt8]?) throws {
        if let disabledAt = token.user.disabledAt {
            throw Refusal.access(.userDisabled(since: LocalDate(disabledAt)))
        }
        let position = try journal(.issued, token, owner: nil)
        let (assignment, enrolment) = (token.assignment, token.enrolment)
        try connection.run(
            """
            INSERT INTO access_token (id, user_account, hash, role, unit_code, hamlet, created_ms, expires_ms,
                code_hash, days, assigned_by, position, has_hashes)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 1)
            """, token.id, token.user.id, hash, assignment.role.rawValue, assignment.scope.unit,
            assignment.scope.hamlet, now, token.expiresAt, codeHash, enrolment?.daysCount,
            enrolment?.assignedBy, position)
    }

    /// Redeems the enrolment code of `token` for a secret, as its owner.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - hash: SHA-256 of its secret.
    ///   - confirmation: the caller with a token of their own, if the request has one.
    /// - Returns: the token, valid from now on.
    /// - Throws: `AccessRefusal.enrolmentCodeInvalid`; `.confirmationRequired` when the owner did not send a token of
    ///   theirs and must: see `needsConfirmation`.
    package borrowing func redeem(
        _ token: AccessToken, hash: [UInt8], confirmedBy confirmation: Actor?
    ) throws -> AccessToken {
        let codeHash = try connection.first("SELECT code_hash FROM access_token WHERE id = ?1", token.id) {
            row in
            row.optionalBytes(0)
        }
        let redeemed = try token.redeemed(
            at: now, hashes: AccessToken.Hashes(secret: hash, code: codeHash ?? nil))
        if confirmation?.user != token.user.id, try needsConfirmation(token) {
            throw Refusal.access(.confirmationRequired)
        }
        let owner = confirmation ?? Actor(token.user.id, assignedBy: token.enrolment?.assignedBy)
        let position = try journal(.redeemed, redeemed, owner: nil, by: owner)
        try connection.run(
            """
            UPDATE access_token SET hash = ?2, redeemed_ms = ?3, expires_ms = ?4, position = ?5, has_hashes = 1
            WHERE id = ?1
            """, token.id, hash, now, redeemed.expiresAt, position)
        return redeemed
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
