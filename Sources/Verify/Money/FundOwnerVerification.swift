import Domain
import SQLite

extension Verifier {
    /// Checks that every hamlet, and of the others whoever keeps books, is an owner; and that no sum has another.
    ///
    /// NULL is not in an empty table. From one owner of vouchers to the next, because one may have thousands of them.
    func verifyOwners() throws {
        try connection.forEach(
            """
            WITH RECURSIVE receiving (owner) AS (
                SELECT min(owner) FROM contribution
                UNION ALL
                SELECT (SELECT min(owner) FROM contribution WHERE contribution.owner > receiving.owner)
                FROM receiving
                WHERE owner IS NOT NULL
            ), spending (owner) AS (
                SELECT min(owner) FROM expenditure
                UNION ALL
                SELECT (SELECT min(owner) FROM expenditure WHERE expenditure.owner > spending.owner)
                FROM spending
                WHERE owner IS NOT NULL
            )
            SELECT 'h' || id AS named FROM hamlet WHERE 'h' || id NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM fund_owner
            WHERE owner <> coalesce('h' || hamlet, 'c' || unit, 'o' || organisation, '')
                OR CASE WHEN hamlet IS NULL THEN 0 ELSE 1 END + CASE WHEN unit IS NULL THEN 0 ELSE 1 END
                    + CASE WHEN organisation IS NULL THEN 0 ELSE 1 END <> 1
                OR hamlet IS NOT NULL AND hamlet NOT IN (SELECT id FROM hamlet)
                OR unit IS NOT NULL AND unit NOT IN (SELECT id FROM unit)
                OR organisation IS NOT NULL AND organisation NOT IN (SELECT id FROM organisation)
            UNION
            SELECT owner FROM ledger_sum
            WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM opening_balance WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM fund_transfer WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM fund WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM voucher_series WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM voucher_book WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM receiving WHERE owner IS NOT NULL AND owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM spending WHERE owner IS NOT NULL AND owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM bank_entry WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM hand_over_slip WHERE owner NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM payable WHERE owner NOT IN (SELECT owner FROM fund_owner)
            ORDER BY 1
            """
        ) { row in report(.ownerDiffers(owner: row.text(0))) }
    }
}
