package import Domain
package import SQLite
import Text

extension Household: ForgettableEntity {
    package static let erasable = Query(
        """
        SELECT \(EntityKind.erasableColumns)
        FROM journal
        WHERE subject = ?1 AND payload IS NOT NULL AND \(journalKinds)
        ORDER BY position
        """)

    private static let openPledge = Query(
        """
        SELECT id FROM pledge
        WHERE household = ?1 AND state IN ('proposed', 'confirmed', 'partly')
        ORDER BY id
        LIMIT 1
        """)

    package var forgettingOwner: FundOwner? { .hamlet(hamlet) }

    package func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws {
        guard end != nil else { throw ForgettingRefusal.householdLives }
        let pledge: Pledge.ID? = try tx.connection.first(Household.openPledge, id) { row in row.id(0) }
        if let pledge { throw ForgettingRefusal.openPledge(pledge) }
    }

    /// Vouchers keep the names that stand on them; counts, days and the code stay.
    package func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws {
        try tx.update(to: self) {
            try tx.connection.run(
                """
                UPDATE household
                SET head_name = ?2, address = NULL, workers = NULL, tier = NULL, search_key = ?3, sort_key = ?4,
                    version = ?5, position = ?6
                WHERE id = ?1 AND version = ?5 - 1
                """, id, headName, searchKey, headName.personSortKey, version, position)
        }
        try tx.connection.run(
            """
            UPDATE household_version SET head_name = ?2, address = NULL, workers = NULL, tier = NULL
            WHERE household = ?1
            """, id, headName)
    }
}
