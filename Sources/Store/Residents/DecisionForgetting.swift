package import Domain
package import SQLite

extension Decision: ForgettableEntity {
    package static let erasable = Query(
        """
        SELECT \(EntityKind.erasableColumns)
        FROM journal
        WHERE subject = ?1 AND payload IS NOT NULL AND \(EntityKind.personalKinds) AND kind IN ('decision.recorded', 'decision.changed')
        ORDER BY position
        """)

    package var forgettingOwner: FundOwner? { scope.hamlet.map { .hamlet($0) } }

    package func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws {
        switch state {
        case .passed, .failed, .sent, .superseded: return
        case .draft, .voted: throw ForgettingRefusal.decisionOpen
        }
    }

    /// The names in the minutes go; what was decided, and by how many, stays.
    package func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws {
        try tx.update(to: self) {
            try tx.connection.run(
                """
                UPDATE decision SET chair = ?2, secretary = ?3, version = ?4, position = ?5
                WHERE id = ?1 AND version = ?4 - 1
                """, id, proceedings?.chair, proceedings?.secretary, version, position)
        }
        try tx.connection.run(
            "UPDATE decision_person SET name = ?2 WHERE decision = ?1", id, Household.forgottenName)
    }
}
