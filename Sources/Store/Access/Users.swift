package import Domain
package import JSON
package import SQLite
import Text

extension User: StoredEntity {
    package static let table = EntityTable(
        .user, "user_account", ["user_account.id", "user_account.name", "user_account.disabled_ms"],
        actions: [.recorded, .disabled, .enabled, .forgotten], scopeSource: .everywhere, isVersioned: false,
        rules: [
            EntityTable.Rule(
                "recorded_position",
                """
                EXISTS (
                    SELECT 1 FROM journal
                    WHERE position = recorded_position AND kind = 'user.recorded' AND subject = user_account.id
                        AND recorded_ms = created_ms AND recorded_by IS NOT DISTINCT FROM actor
                )
                """)
        ], personal: PersonalMembers(erased: ["name"]))

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> User { User(id: row.id(0), name: row.text(1), disabledAt: row.optionalInstant(2)) }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("name", name)
        if let disabledAt { json.member("disabled_at", disabledAt.text) }
    }

    fileprivate static let named = Query("SELECT \(table.columns) FROM user_account WHERE name = ?1")

    fileprivate static let page = Query(
        "SELECT \(table.columns) FROM user_account WHERE id > ?1 ORDER BY id LIMIT ?2")

    fileprivate static let pageWithin = Query(
        """
        SELECT \(table.columns)
        FROM user_account
        WHERE \(isWithin) AND id > ?3
        ORDER BY id
        LIMIT ?4
        """)

    fileprivate static let byIDWithin = Query(
        "SELECT \(table.columns) FROM user_account WHERE \(isWithin) AND id = ?3 LIMIT ?4")

    /// The users with a role in a place, and those whom its administrators recorded; the administrator of the machine
    /// records for a province (?5 = 1).
    private static let isWithin: SQL = """
        (
            id IN (SELECT user_account FROM access_token WHERE \(AccessToken.within))
            OR EXISTS (
                SELECT 1
                FROM journal
                WHERE position = recorded_position AND (
                    token IN (SELECT id FROM access_token WHERE \(AccessToken.within)) OR (token IS NULL AND ?5 = 1))
            )
        )
        """
}

extension Reading where Self: ~Copyable {
    package borrowing func user(named name: String) throws -> User? { try first(User.named, name) }

    /// The users by id, after `cursor`.
    package borrowing func users(after cursor: User.ID?, limit: Int) throws -> [User] {
        try all(User.page, cursor?.number ?? 0, limit)
    }

    /// The users with a role within `scope`, and those recorded there, by id, after `cursor`.
    package borrowing func users(
        within scope: RoleAssignment.Scope, after cursor: User.ID?, limit: Int
    ) throws -> [User] {
        try all(
            User.pageWithin, scope.unit, scope.hamlet, cursor?.number ?? 0, limit, try isTop(scope) ? 1 : 0)
    }

    /// The user, when `users(within:after:limit:)` lists them.
    package borrowing func user(_ id: User.ID, within scope: RoleAssignment.Scope) throws -> User? {
        try first(User.byIDWithin, scope.unit, scope.hamlet, id, 1, try isTop(scope) ? 1 : 0)
    }
}

extension WriteTransaction {
    /// Records a new user.
    ///
    /// - Throws: `Refusal.alreadyExists` when the name is in use, compared by `nameKey`, so that nobody signs for another.
    package borrowing func addUser(named name: String) throws -> User {
        let key = name.nameKey
        let isTaken = try connection.all("SELECT name FROM user_account") { row in row.text(0) }
            .contains { $0.nameKey == key }
        if isTaken { throw Refusal.alreadyExists(.user, at: .name) }
        let (user, now) = (User(id: try newID(), name: name), now)
        let position = try journal(.recorded, user, owner: nil)
        try mappingConstraint(.alreadyExists(.user, at: .name), on: "user_account.name") {
            try connection.run(
                """
                INSERT INTO user_account (id, name, created_ms, recorded_by, recorded_position, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?5)
                """, user.id, name, now, actor?.user, position)
        }
        return user
    }

    /// Disables or enables `user` as of now; disabling revokes all tokens and enrolment codes of theirs.
    ///
    /// Does nothing when they already are.
    ///
    /// - Throws: `Refusal.notFound` for enabling a user who was forgotten.
    package borrowing func set(_ user: User, isDisabled: Bool) throws -> User {
        guard (user.disabledAt != nil) != isDisabled else { return user }
        // Nobody knows any more who that was.
        guard try isDisabled || !isForgotten(user.id) else { throw Refusal.notFound(.user) }
        let changed = User(id: user.id, name: user.name, disabledAt: isDisabled ? now : nil)
        let position = try journal(isDisabled ? .disabled : .enabled, changed, owner: nil)
        try connection.run(
            "UPDATE user_account SET disabled_ms = ?2, position = ?3 WHERE id = ?1", user.id,
            changed.disabledAt, position)
        if isDisabled { for token in try currentTokens(of: user.id) { _ = try revoke(token) } }
        return changed
    }
}
