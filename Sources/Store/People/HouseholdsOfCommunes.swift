package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The households of all hamlets of a commune, ordered as those of a hamlet.
    ///
    /// Each page sorts them all, which are some thousands.
    ///
    /// - Parameters:
    ///   - commune: the code.
    ///   - search: a search key that must occur in the head's name or the code; empty for all.
    ///   - cursor: the last household of the previous page.
    ///   - limit: the maximum number of rows.
    /// - Returns: at most `limit` households.
    /// - Throws: `SQLiteError`.
    package borrowing func households(
        of commune: AdministrativeUnit.Code, search: String, after cursor: HouseholdCursor?, limit: Int
    ) throws -> [Household] {
        try all(ofCommune, commune, search, cursor?.sortKey ?? [], cursor?.id.number ?? 0, limit)
    }
}

private let ofCommune = Query(
    """
    SELECT \(Household.table.columns)
    FROM household
    WHERE hamlet IN (SELECT id FROM hamlet WHERE commune = ?1) AND ended_on IS NULL
        AND (?2 = '' OR instr(search_key, ?2) > 0) AND (sort_key, id) > (?3, ?4)
    ORDER BY sort_key, id
    LIMIT ?5
    """)
