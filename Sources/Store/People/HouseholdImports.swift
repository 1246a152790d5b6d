package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The household of `hamlet` with this code that has not ended, or nil when there is none.
    ///
    /// Codes are compared by `nameKey`; of several in an older file, the one that is written so.
    package borrowing func openHousehold(
        coded code: String, of hamlet: Hamlet.ID
    ) throws -> Household? {
        let open = try names(of: .households(hamlet)).named(code).filter { $0.last == nil }.map(\.entity)
        let found = open.first { $0.name == code } ?? open.first
        return try found.flatMap { try find(Household.ID($0.id)) }
    }

    /// The codes of the households of `hamlet` over time; ended ones and previous versions too.
    package borrowing func householdCodes(of hamlet: Hamlet.ID) throws -> [NamedPeriod] {
        try connection.all(
            """
            SELECT id, code, valid_from, ended_on
            FROM household
            WHERE hamlet = ?1
            UNION ALL
            SELECT household, code, valid_from, valid_to
            FROM household_version
            WHERE hamlet = ?1
            ORDER BY 1, 3
            """, hamlet
        ) { row in
            // Without names: an error of a row may list them, and reading names is logged.
            NamedPeriod(
                id: row.integer(0), name: row.text(1), context: "", from: row.optionalDate(2),
                to: row.optionalDate(3))
        }
    }
}
