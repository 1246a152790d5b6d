package import Domain
package import JSON
package import SQLite

extension User: StoredEntity {
    package static let table = EntityTable(
        .user, "user_account", ["user_account.id", "user_account.name"], actions: [.recorded],
        scopeSource: .everywhere, isVersioned: false,
        rules: [EntityTable.Rule("created_ms", "created_ms = coalesce(entry_recorded_ms, created_ms)")])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> User { User(id: row.id(0), name: row.text(1)) }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("name", name)
    }

    fileprivate static let named = Query("SELECT \(table.columns) FROM user_account WHERE name = ?1")

    fileprivate static let page = Query(
        "SELECT \(table.columns) FROM user_account WHERE id > ?1 ORDER BY id LIMIT ?2")
}

extension Reading where Self: ~Copyable {
    package borrowing func user(named name: String) throws -> User? { try first(User.named, name) }

    /// The users by id, after `cursor`.
    package borrowing func users(after cursor: User.ID?, limit: Int) throws -> [User] {
        try all(User.page, cursor?.number ?? 0, limit)
    }
}

extension WriteTransaction {
    /// Records a new user.
    ///
    /// - Throws: `Refusal.alreadyExists` when the name is in use.
    package borrowing func addUser(named name: String) throws -> User {
        let (user, now) = (User(id: try newID(), name: name), now)
        let position = try journal(.recorded, user, owner: nil)
        try mappingConstraint(.alreadyExists(.user, at: .name), on: "user_account.name") {
            try connection.run(
                "INSERT INTO user_account (id, name, created_ms, position) VALUES (?1, ?2, ?3, ?4)", user.id,
                name, now, position)
        }
        return user
    }
}
