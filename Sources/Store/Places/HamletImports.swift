package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The open hamlet with this name in the commune, or nil when there is none.
    package borrowing func openHamlet(
        named name: String, in commune: AdministrativeUnit.Code
    ) throws -> Hamlet? {
        let id: Hamlet.ID? = try connection.first(
            "SELECT id FROM hamlet WHERE commune = ?1 AND name = ?2 AND valid_to IS NULL", commune, name
        ) { row in row.id(0) }
        return try id.flatMap { try find($0) }
    }

    /// The names of hamlets in `commune` over time, or of all hamlets; closed ones and previous versions too.
    package borrowing func hamletNames(in commune: AdministrativeUnit.Code?) throws -> [NamedPeriod] {
        try connection.all(
            """
            SELECT id, name, commune, coalesce(current_from, valid_from), valid_to
            FROM hamlet
            WHERE ?1 IS NULL OR commune = ?1
            UNION ALL
            SELECT hamlet, former.name, former.commune, coalesce(former.valid_from, hamlet.valid_from), former.valid_to
            FROM hamlet_version AS former JOIN hamlet ON hamlet.id = former.hamlet
            WHERE ?1 IS NULL OR former.commune = ?1
            ORDER BY 1, 4
            """, commune
        ) { row in row.namedPeriod() }
    }
}
