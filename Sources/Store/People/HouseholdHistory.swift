package import Domain
import SQLite

extension Household {
    fileprivate static let previous = Query(
        "SELECT \(versionColumns), valid_to FROM household_version WHERE household = ?1 ORDER BY version")

    fileprivate static let versionOnDay = Query(
        """
        SELECT \(versionColumns)
        FROM household_version
        WHERE household = ?1 AND coalesce(valid_from, 0) <= ?2 AND valid_to >= ?2
        """)

    fileprivate static let onDay = Query(
        """
        SELECT \(table.columns) FROM \(currentOnDay)
        UNION ALL
        SELECT \(table.columns) FROM \(endedAfterDay)
        UNION ALL
        SELECT \(versionColumns) FROM \(versionsOnDay)
        """)

    fileprivate static let populationOnDay = Query(
        """
        SELECT count(*), CAST(coalesce(sum(persons), 0) AS BIGINT)
        FROM (
            SELECT persons FROM \(currentOnDay)
            UNION ALL
            SELECT persons FROM \(endedAfterDay)
            UNION ALL
            SELECT persons FROM \(versionsOnDay)
        ) AS living
        """)

    /// A household without a first day has existed as long as its hamlet.
    private static let firstDay: SQL = "coalesce(valid_from, (SELECT valid_from FROM hamlet WHERE id = ?1))"

    private static let currentOnDay: SQL =
        "household WHERE hamlet = ?1 AND ended_on IS NULL AND \(firstDay) <= ?2"

    private static let endedAfterDay: SQL = """
        household WHERE hamlet = ?1 AND ended_on IS NOT NULL AND \(firstDay) <= ?2 AND ended_on >= ?2
        """

    private static let versionsOnDay: SQL =
        "household_version WHERE hamlet = ?1 AND \(firstDay) <= ?2 AND valid_to >= ?2"
}

/// Households on a given date, and their previous versions.
extension Reading where Self: ~Copyable {
    /// The previous versions of `id`, oldest first, each with its last day.
    package borrowing func previousVersions(
        of id: Household.ID
    ) throws -> [(state: Household, validTo: LocalDate)] {
        try connection.all(Household.previous, id) { row in
            (try Household.read(row, in: self), row.date(Household.versionColumns.count))
        }
    }

    /// The household as it was on `day`; nil before its first day and after its last.
    ///
    /// A household without a first day has existed as long as its hamlet.
    package borrowing func household(_ id: Household.ID, on day: LocalDate) throws -> Household? {
        guard let current = try find(id) else { return nil }
        if let end = current.end, end.lastDay < day { return nil }
        if let from = current.validFrom, day < from { return try first(Household.versionOnDay, id, day) }
        return current
    }

    /// The first day of the household, or nil when that is before the records.
    package borrowing func firstDay(of id: Household.ID) throws -> LocalDate? {
        if let oldest = try previousVersions(of: id).first { return oldest.state.validFrom }
        return try find(id)?.validFrom
    }

    /// The households that lived in `hamlet` on `day`, as of that day, unordered.
    ///
    /// A hamlet has at most a few thousand.
    package borrowing func households(of hamlet: Hamlet.ID, on day: LocalDate) throws -> [Household] {
        try all(Household.onDay, hamlet, day)
    }

    /// One page of them by given name, after `cursor`: see `households(of:search:after:limit:)`.
    package borrowing func households(
        of hamlet: Hamlet.ID, on day: LocalDate, search: String, after cursor: HouseholdCursor?, limit: Int
    ) throws -> [Household] {
        let found = try households(of: hamlet, on: day)
            .filter { search.isEmpty || $0.searchKey.contains(search) }
            .map { (cursor: HouseholdCursor(after: $0), household: $0) }
        return found.filter { one in cursor.map { $0.isBefore(one.cursor) } ?? true }
            .sorted { $0.cursor.isBefore($1.cursor) }.prefix(limit).map(\.household)
    }

    /// The number of households and persons that lived in `hamlet` on `day`.
    package borrowing func population(
        of hamlet: Hamlet.ID, on day: LocalDate
    ) throws -> (householdsCount: Int64, personsCount: Int64) {
        let counts = try connection.first(Household.populationOnDay, hamlet, day) { row in
            (row.integer(0), row.integer(1))
        }
        return counts ?? (0, 0)
    }

    /// The first receipts of `household` in `hamlet` dated `day` or later, without voided ones.
    package borrowing func receipts(
        of household: Household.ID, in hamlet: Hamlet.ID, from day: LocalDate
    ) throws -> [Voucher] {
        try connection.all(
            """
            SELECT 'receipt', coalesce(issued_on, received_on), book, number, amount_dong, party_name, names_book
            FROM contribution
            WHERE owner = ?1 AND household = ?2 AND received_on >= ?3 AND voided_ms IS NULL
            ORDER BY id
            LIMIT ?4
            """, FundOwner.hamlet(hamlet), household, day, Refusal.LaterRecords.listedMax
        ) { row in readVoucher(row, of: .hamlet(hamlet)) }
    }

    /// True when `household` lived in `hamlet` on `day` or later, and has since left it.
    package borrowing func hasLeft(
        _ hamlet: Hamlet.ID, since day: LocalDate, _ household: Household.ID
    ) throws -> Bool {
        try connection.first(
            "SELECT 1 FROM household_version WHERE household = ?1 AND hamlet = ?2 AND valid_to >= ?3",
            household,
            hamlet, day
        ) { _ in true } ?? false
    }
}

extension HouseholdCursor {
    /// True when this household precedes `other` in the list by given name.
    package func isBefore(_ other: HouseholdCursor) -> Bool {
        sortKey == other.sortKey
            ? id.number < other.id.number : sortKey.lexicographicallyPrecedes(other.sortKey)
    }
}
