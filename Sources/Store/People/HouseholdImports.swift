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

    /// The codes of the households of `hamlet` over time; ended ones and previous versions too.
    package borrowing func householdCodes(of hamlet: Hamlet.ID) throws -> [NamedPeriod] {
        try connection.all(
            """
            SELECT id, code, head_name, valid_from, ended_on
            FROM household
            WHERE hamlet = ?1
            UNION ALL
            SELECT household, code, head_name, valid_from, valid_to
            FROM household_version
            WHERE hamlet = ?1
            ORDER BY 1, 4
            """, hamlet
        ) { row in row.namedPeriod() }
    }
}
