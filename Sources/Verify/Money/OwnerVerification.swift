import Domain
import SQLite

extension Verifier {
    /// Checks that every hamlet, and of the others whoever keeps books, is an owner; and that no row about money has
    /// another.
    func verifyOwners() throws {
        try connection.forEach(
            """
            SELECT 'h' || id AS named FROM hamlet WHERE 'h' || id NOT IN (SELECT owner FROM fund_owner)
            UNION
            SELECT owner FROM fund_owner
            WHERE (hamlet IS NULL OR owner <> 'h' || hamlet OR hamlet NOT IN (SELECT id FROM hamlet))
                AND (unit IS NULL OR owner <> 'c' || unit OR unit NOT IN (SELECT id FROM unit))
                AND (organisation IS NULL OR owner <> 'o' || organisation
                    OR organisation NOT IN (SELECT id FROM organisation))
            UNION
            SELECT owner FROM ledger_sum WHERE owner NOT IN (SELECT owner FROM fund_owner)
            ORDER BY 1
            """
        ) { row in report(.ownerDiffers(owner: row.text(0))) }
    }
}
