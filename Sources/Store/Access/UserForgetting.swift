package import Domain
import SQLite

extension User {
    /// The rows of the index `journal_user`, in its words, so that it is used.
    private static let journalKinds: SQL =
        "(kind = 'user.recorded' OR kind = 'user.disabled' OR kind = 'user.enabled')"

    fileprivate static let erasable = Query(
        """
        SELECT position, recorded_ms, actor, token, assigned_by, kind, subject, owner, payload, nonce, leaf
        FROM journal
        WHERE subject = ?1 AND \(journalKinds) AND payload IS NOT NULL
        ORDER BY position
        """)
}

extension WriteTransaction {
    /// Erases the name of a user who is disabled, in their row and in the journal; what they did keeps their number.
    ///
    /// - Returns: what is left of the user.
    /// - Throws: `ForgettingRefusal`; `SQLiteError`.
    package borrowing func forget(_ id: User.ID) throws -> User {
        guard let old = try find(id) else { throw ForgettingRefusal.unknown }
        guard old.disabledAt != nil else { throw ForgettingRefusal.userNotDisabled }
        guard try !isForgotten(id) else { throw ForgettingRefusal.alreadyForgotten }
        let user = old.forgotten
        let position = try journal(.forgotten, user, owner: nil)
        try connection.run(
            "UPDATE user_account SET name = ?2, position = ?3 WHERE id = ?1", id, user.name, position)
        try erase(User.erasable, of: id.number)
        return user
    }
}
