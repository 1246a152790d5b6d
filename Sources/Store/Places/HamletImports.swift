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
}
