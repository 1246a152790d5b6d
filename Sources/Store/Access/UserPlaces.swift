package import Domain
import SQLite

/// Who answers for a user: the place whose administrator recorded them.
extension Reading where Self: ~Copyable {
    /// True when `scope` includes the place that recorded the user.
    ///
    /// The administrator of the machine records above all places, for a province.
    package borrowing func isRecorded(_ user: User.ID, within scope: RoleAssignment.Scope) throws -> Bool {
        let recorder: AccessToken.ID? = try connection.first(
            """
            SELECT journal.token
            FROM user_account JOIN journal ON journal.position = user_account.recorded_position
            WHERE user_account.id = ?1 AND journal.token IS NOT NULL
            """, user
        ) { row in row.id(0) }
        return try includes(scope, recorder)
    }

    /// True when `scope` includes the place of the administrator who disabled the user.
    package borrowing func isDisabled(_ user: User.ID, within scope: RoleAssignment.Scope) throws -> Bool {
        let disabler: AccessToken.ID? = try connection.first(
            """
            SELECT journal.token
            FROM user_account JOIN journal ON journal.position = user_account.position
            WHERE user_account.id = ?1 AND journal.token IS NOT NULL
            """, user
        ) { row in row.id(0) }
        return try includes(scope, disabler)
    }

    /// True when whoever redeems the code of `token` must send a token of its user.
    ///
    /// Without confirmation, whoever has the code acts as the user. Only the place that recorded the user may allow
    /// that, as long as the user has no valid token, and no earlier code of a place that this one does not include.
    borrowing func needsConfirmation(_ token: AccessToken) throws -> Bool {
        let others = try currentTokens(of: token.user.id).filter { $0.id != token.id }
        if others.contains(where: { $0.isValid(at: now) }) { return true }
        // A code of the administrator of the machine.
        guard token.enrolment?.assignedBy != nil else { return false }
        guard let scope = try assignerScope(of: token), try isRecorded(token.user.id, within: scope) else {
            return true
        }
        return try others.contains { other in
            try other.id.number < token.id.number && !includes(scope, other.id)
        }
    }

    /// The place of the administrator who created the code of `token`; nil when a reorganisation has moved it since.
    private borrowing func assignerScope(of token: AccessToken) throws -> RoleAssignment.Scope? {
        let assigner: AccessToken.ID? = try connection.first(
            """
            SELECT journal.token
            FROM access_token JOIN journal ON journal.position = access_token.position
            WHERE access_token.id = ?1 AND journal.kind = ?2 AND journal.token IS NOT NULL
            """, token.id, JournalEvent(.token, .issued).name
        ) { row in row.id(0) }
        return try assigner.flatMap { try find($0) }?.assignment.scope
    }

    /// True when `scope` includes the place of the token `id`, or, without one, all places.
    private borrowing func includes(_ scope: RoleAssignment.Scope, _ id: AccessToken.ID?) throws -> Bool {
        guard let id else { return try isTop(scope) }
        guard let other = try find(id)?.assignment.scope,
            let place = try resourceScope(of: ResourceRef(id))?.place
        else { return false }
        return scope.contains(other, at: place)
    }

    /// True when no place is above `scope`.
    borrowing func isTop(_ scope: RoleAssignment.Scope) throws -> Bool {
        guard let code = scope.unit else { return false }
        return try unit(code, on: today)?.level == .province
    }
}
