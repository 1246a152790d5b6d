package import Domain
import SQLite

extension Household {
    /// The households of a hamlet at a journal position.
    ///
    /// Those of now, without those that changed since, and with what these were then: a version tells where a household
    /// was; what never had one was where it is.
    fileprivate static let countAtPosition = Query(
        """
        SELECT
            coalesce((SELECT households FROM hamlet_population WHERE hamlet = ?1), 0)
            - (SELECT count(*) FROM household WHERE hamlet = ?1 AND position > ?2 AND ended_on IS NULL)
            + (
                SELECT count(*)
                FROM household
                WHERE hamlet = ?1 AND position > ?2
                    AND NOT EXISTS (
                        SELECT 1 FROM household_version
                        WHERE household_version.household = household.id AND household_version.ended_at > ?2
                    )
                    AND EXISTS (
                        SELECT 1 FROM journal
                        WHERE journal.subject = household.id AND journal.kind = 'household.recorded'
                            AND journal.position <= ?2
                    )
                    -- One that had ended and was forgotten since was not there.
                    AND NOT EXISTS (
                        SELECT 1 FROM journal
                        WHERE journal.subject = household.id AND \(journalKinds)
                            AND kind = 'household.ended' AND journal.position <= ?2
                    )
            )
            + (
                SELECT count(*)
                FROM household_version AS version
                WHERE version.hamlet = ?1 AND version.ended_at > ?2
                    AND NOT EXISTS (
                        SELECT 1 FROM household_version AS earlier
                        WHERE earlier.household = version.household AND earlier.ended_at > ?2
                            AND earlier.ended_at < version.ended_at
                    )
                    AND EXISTS (
                        SELECT 1 FROM journal
                        WHERE journal.subject = version.household AND journal.kind = 'household.recorded'
                            AND journal.position <= ?2
                    )
            )
        """)
}

extension Reading where Self: ~Copyable {
    /// The last journal position that was recorded on `day` or before; 0 when there is none.
    ///
    /// By bisection: positions have no gap, and their times never run backwards.
    package borrowing func lastPosition(on day: LocalDate) throws -> Int64 {
        var found: Int64 = 0
        var next =
            try connection.first("SELECT coalesce(max(position), 0) + 1 FROM journal") { row in
                row.integer(0)
            } ?? 1
        while next - found > 1 {
            let middle = found + (next - found) / 2
            let recordedOn = try connection.first(
                "SELECT recorded_ms FROM journal WHERE position = ?1", middle
            ) { row in LocalDate(Instant(milliseconds: row.integer(0))) }
            if let recordedOn, recordedOn <= day { found = middle } else { next = middle }
        }
        return found
    }

    /// The number of households of `hamlet` as it was known at a journal position, whatever is recorded later.
    ///
    /// It reads the households that changed since: in the month of a merger, all of the hamlet.
    package borrowing func householdsCount(of hamlet: Hamlet.ID, at position: Int64) throws -> Int64 {
        // Before the first row there was nobody.
        guard position > 0 else { return 0 }
        return try connection.first(Household.countAtPosition, hamlet, position) { row in row.integer(0) }
            ?? 0
    }
}
