package import Domain
package import SQLite

extension User: ForgettableEntity {
    // In the words of the index `journal_user`, so that it is used.
    package static let erasable = Query(
        """
        SELECT \(EntityKind.erasableColumns)
        FROM journal
        WHERE subject = ?1 AND payload IS NOT NULL AND (kind = 'user.recorded' OR kind = 'user.disabled' OR kind = 'user.enabled')
        ORDER BY position
        """)

    package func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws {
        guard disabledAt != nil else { throw ForgettingRefusal.userNotDisabled }
    }

    /// What the user did keeps their number.
    package func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws {
        try tx.connection.run(
            "UPDATE user_account SET name = ?2, position = ?3 WHERE id = ?1", id, name, position)
    }
}
