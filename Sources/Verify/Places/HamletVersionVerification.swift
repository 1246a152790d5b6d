import Domain
import SQLite
import Store

extension Verifier {
    /// Checks that each previous version equals its journal row and lasted until the day before the next version.
    func verifyPreviousHamlets(_ range: ClosedRange<Int64>) throws {
        let end = Hamlet.table.columns.count + JournalLink.columnsCount
        try connection.forEachReadable(previousHamlets, range.lowerBound, range.upperBound) { row in
            rowDone()
            findings.previousComputed.add([
                Int64(EntityKind.hamlet.index), row.integer(0), row.integer(end + 1),
            ])
            let hamlet = try Hamlet.read(row, in: reading)
            let (validTo, next) = (row.date(end), row.optionalDate(end + 2))
            try row.check()
            comparePrevious(
                hamlet, with: row.link(at: Hamlet.table.columns.count), validTo: validTo, next: next)
        } onUnreadable: { row, _ in
            report(.rowUnreadable(.hamlet, id: row.integer(0)))
        }
    }
}

private let previousHamlets = Query(
    """
    SELECT \(Hamlet.versionColumns), former.position, journal.kind, subject, payload, former.valid_to, ended_at,
        coalesce((
            SELECT later.valid_from
            FROM hamlet_version AS later
            WHERE later.hamlet = former.hamlet AND later.version > former.version
            ORDER BY later.version
            LIMIT 1), hamlet.current_from)
    FROM hamlet_version AS former LEFT JOIN hamlet ON hamlet.id = former.hamlet
        LEFT JOIN journal ON journal.position = former.position
    WHERE former.hamlet BETWEEN ?1 AND ?2
    ORDER BY former.hamlet, former.version
    """)
