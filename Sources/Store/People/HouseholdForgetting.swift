package import Domain
import SQLite
import Text

extension Household {
    fileprivate static let erasable = Query(
        """
        SELECT position, recorded_ms, actor, token, assigned_by, kind, subject, owner, payload, nonce, leaf
        FROM journal
        WHERE subject = ?1 AND \(journalKinds) AND payload IS NOT NULL
        ORDER BY position
        """)

    fileprivate static let openPledge = Query(
        """
        SELECT id FROM pledge
        WHERE household = ?1 AND state IN ('proposed', 'confirmed', 'partly')
        ORDER BY id
        LIMIT 1
        """)
}

extension WriteTransaction {
    /// Erases the personal data of a household that has ended: in its row, its previous versions and the journal.
    ///
    /// Vouchers keep the names that stand on them. Counts, days and the code stay.
    ///
    /// - Returns: what is left of the household.
    /// - Throws: `ForgettingRefusal`; `SQLiteError`.
    package borrowing func forget(_ id: Household.ID) throws -> Household {
        guard let old = try find(id) else { throw ForgettingRefusal.unknown }
        guard old.end != nil else { throw ForgettingRefusal.householdLives }
        guard try !isForgotten(id) else { throw ForgettingRefusal.alreadyForgotten }
        let pledge: Pledge.ID? = try connection.first(Household.openPledge, id) { row in row.id(0) }
        if let pledge { throw ForgettingRefusal.openPledge(pledge) }
        let household = old.forgotten
        let position = try journal(.forgotten, household, owner: .hamlet(household.hamlet))
        try update(to: household) {
            try connection.run(
                """
                UPDATE household
                SET head_name = ?2, address = NULL, workers = NULL, tier = NULL, search_key = ?3, sort_key = ?4,
                    version = ?5, position = ?6
                WHERE id = ?1 AND version = ?5 - 1
                """, id, household.headName, household.searchKey, household.headName.personSortKey,
                household.version, position)
        }
        try connection.run(
            """
            UPDATE household_version SET head_name = ?2, address = NULL, workers = NULL, tier = NULL
            WHERE household = ?1
            """, id, household.headName)
        try erase(Household.erasable, of: id.number)
        return household
    }
}
