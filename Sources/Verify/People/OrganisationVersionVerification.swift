import Domain
import SQLite
import Store

extension Verifier {
    /// Checks that each previous version equals its journal row and lasted until the day before the next version.
    func verifyPreviousOrganisations(_ range: ClosedRange<Int64>) throws {
        let end = Organisation.table.columns.count + JournalLink.columnsCount
        try connection.forEachReadable(previousOrganisations, range.lowerBound, range.upperBound) { row in
            rowDone()
            findings.previousComputed.add([
                Int64(EntityKind.organisation.index), row.integer(0), row.integer(end + 1),
            ])
            let organisation = try Organisation.read(row, in: reading)
            let (validTo, next) = (row.date(end), row.optionalDate(end + 2))
            try row.check()
            comparePrevious(
                organisation, with: row.link(at: Organisation.table.columns.count), validTo: validTo,
                next: next)
        } onUnreadable: { row, _ in
            report(.rowUnreadable(.organisation, id: row.integer(0)))
        }
    }
}

private let previousOrganisations = Query(
    """
    SELECT \(Organisation.versionColumns), former.position, journal.kind, subject, payload, former.valid_to, ended_at,
        coalesce((
            SELECT later.valid_from
            FROM organisation_version AS later
            WHERE later.organisation = former.organisation AND later.version > former.version
            ORDER BY later.version
            LIMIT 1), organisation.current_from)
    FROM organisation_version AS former LEFT JOIN organisation ON organisation.id = former.organisation
        LEFT JOIN journal ON journal.position = former.position
    WHERE former.organisation BETWEEN ?1 AND ?2
    ORDER BY former.organisation, former.version
    """)
