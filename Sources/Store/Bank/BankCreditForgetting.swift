package import Domain
package import SQLite

extension BankCredit: ForgettableEntity {
    package static let erasable = Query(
        """
        SELECT \(EntityKind.erasableColumns)
        FROM journal
        WHERE subject = ?1 AND payload IS NOT NULL AND \(EntityKind.personalKinds) AND kind IN ('bank_credit.recorded', 'bank_credit.changed')
        ORDER BY position
        """)

    package func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws {
        guard parts.isEmpty else { throw ForgettingRefusal.creditReceipted }
        guard state == .ignored else { throw ForgettingRefusal.creditOpen }
    }

    /// Amount, day and reference stay, so that the account agrees with its statements and no notice comes twice.
    package func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws {
        try tx.update(to: self) {
            try tx.connection.run(
                """
                UPDATE bank_credit
                SET memo = ?2, payer_name = NULL, payer_account = NULL, payment_code = NULL, ignored_reason = ?3,
                    version = ?4, position = ?5
                WHERE id = ?1 AND version = ?4 - 1
                """, id, facts.memo, ignoredFor, version, position)
        }
    }
}
