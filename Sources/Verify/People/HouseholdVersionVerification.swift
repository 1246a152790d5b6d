import Domain
import SQLite
import Store

extension Verifier {
    /// Checks that each previous version equals its journal row and lasted until the day before the next version.
    func verifyPreviousHouseholds(_ range: ClosedRange<Int64>) throws {
        let end = Household.table.columns.count + JournalLink.columnsCount
        try connection.forEachReadable(previousHouseholds, range.lowerBound, range.upperBound) { row in
            rowDone()
            findings.previousComputed.add([
                Int64(EntityKind.household.index), row.integer(0), row.integer(end + 1),
            ])
            let household = try Household.read(row, in: reading)
            let (validTo, next) = (row.date(end), row.optionalDate(end + 2))
            try row.check()
            comparePrevious(
                household, with: row.link(at: Household.table.columns.count), validTo: validTo, next: next,
                isAnonymous: household == household.anonymised)
        } onUnreadable: { row, _ in
            report(.rowUnreadable(.household, id: row.integer(0)))
        }
    }
}

private let previousHouseholds = Query(
    """
    SELECT \(Household.versionColumns), former.position, journal.kind, subject, payload, valid_to, ended_at,
        coalesce((
            SELECT valid_from
            FROM household_version AS later
            WHERE later.household = former.household AND later.version > former.version
            ORDER BY later.version
            LIMIT 1), (SELECT valid_from FROM household WHERE id = former.household))
    FROM household_version AS former LEFT JOIN journal ON journal.position = former.position
    WHERE household BETWEEN ?1 AND ?2
    ORDER BY household, version
    """)
