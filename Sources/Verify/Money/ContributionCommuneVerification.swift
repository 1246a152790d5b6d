import Domain
import SQLite
import Store

extension OwnerBooks {
    /// Notes the unit of a row of the owner.
    mutating func note<Value: StoredEntity>(_ commune: String, of value: Value) {
        guard communes[commune] == nil else { return }
        communes[commune] = OwnerUnit(
            owner: owner, commune: commune, kind: Value.kind, id: value.id.number)
    }
}

extension Verifier {
    /// Checks that the unit of contributions and expenditures is or was that of their owner.
    ///
    /// Only when nothing else was found: an altered hamlet would be reported with each of its rows again.
    func verifyCommunes() throws {
        guard findings.discrepanciesCount == 0 else { return }
        for found in findings.communes {
            let isKnown = try connection.first(
                """
                SELECT 1 FROM hamlet WHERE id = ?1 AND commune = ?4
                UNION ALL
                SELECT 1 FROM hamlet_version WHERE hamlet = ?1 AND commune = ?4
                UNION ALL
                SELECT 1 FROM unit WHERE id = ?2 AND code = ?4
                UNION ALL
                SELECT 1 FROM organisation JOIN unit ON unit.code = ?4 WHERE organisation.id = ?3
                LIMIT 1
                """, found.owner.hamlet, found.owner.commune, found.owner.organisation, found.commune
            ) { _ in true }
            if isKnown != true { report(.columnDiffers(found.kind, id: found.id, column: "commune")) }
        }
    }
}
