package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The household of `hamlet` with this code that has not ended, or nil when there is none.
    package borrowing func openHousehold(
        coded code: String, of hamlet: Hamlet.ID
    ) throws -> Household? {
        let id: Household.ID? = try connection.first(
            "SELECT id FROM household WHERE hamlet = ?1 AND code = ?2 AND ended_on IS NULL", hamlet, code
        ) { row in row.id(0) }
        return try id.flatMap { try find($0) }
    }
}
