import Domain
import SQLite
import Store

extension HamletBooks {
    /// Notes the commune of a row of the hamlet.
    mutating func note<Value: StoredEntity>(_ commune: String, of value: Value) {
        guard communes[commune] == nil else { return }
        communes[commune] = HamletCommune(
            hamlet: hamlet.number, commune: commune, kind: Value.kind, id: value.id.number)
    }
}

extension Verifier {
    /// Checks that the commune of contributions and expenditures is or was that of their hamlet.
    ///
    /// Only when nothing else was found: an altered hamlet would be reported with each of its rows again.
    func verifyCommunes() throws {
        guard findings.discrepanciesCount == 0 else { return }
        for found in findings.communes {
            let isKnown = try connection.first(
                """
                SELECT 1 FROM hamlet WHERE id = ?1 AND commune = ?2
                UNION ALL
                SELECT 1 FROM hamlet_version WHERE hamlet = ?1 AND commune = ?2
                LIMIT 1
                """, found.hamlet, found.commune
            ) { _ in true }
            if isKnown != true { report(.columnDiffers(found.kind, id: found.id, column: "commune")) }
        }
    }
}
