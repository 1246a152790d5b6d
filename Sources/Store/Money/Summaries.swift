package import Domain
import SQLite

/// The totals of one hamlet in one year, by effective date, or of several hamlets together.
package struct YearSummary: Hashable, Sendable {
    package let year: Int
    /// Confirmed, partly received and fulfilled pledges, and the received part of waived ones.
    package let pledged: Dong
    package let pledgesCount: Int64
    package let receivedFromHouseholds: Dong
    package let receivedFromSponsors: Dong
    /// State support, which is not a contribution of the people.
    package let receivedFromState: Dong
    package let contributionsCount: Int64
    /// The number of households that contributed.
    package let householdsCount: Int64
    /// Payments other than refunds.
    package let spent: Dong
    package let refunded: Dong
    /// The number of payments, including refunds.
    package let expendituresCount: Int64

    /// The total from all sources.
    package var received: Dong {
        Dong(
            receivedFromHouseholds.amount.addingClamped(receivedFromSponsors.amount)
                .addingClamped(receivedFromState.amount))
    }

    /// True when money was received or paid: what was only pledged is private.
    package var hasMovedMoney: Bool {
        contributionsCount != 0 || expendituresCount != 0 || received > .zero || spent > .zero
            || refunded > .zero
    }

    package init(
        year: Int, pledged: Dong, pledgesCount: Int64, receivedFromHouseholds: Dong,
        receivedFromSponsors: Dong, receivedFromState: Dong,
        contributionsCount: Int64, householdsCount: Int64, spent: Dong, refunded: Dong,
        expendituresCount: Int64
    ) {
        self.year = year
        self.pledged = pledged
        self.pledgesCount = pledgesCount
        self.receivedFromHouseholds = receivedFromHouseholds
        self.receivedFromSponsors = receivedFromSponsors
        self.receivedFromState = receivedFromState
        self.contributionsCount = contributionsCount
        self.householdsCount = householdsCount
        self.spent = spent
        self.refunded = refunded
        self.expendituresCount = expendituresCount
    }
}

extension Reading where Self: ~Copyable {
    /// True when a household whose name is not public is among those that contributed to `hamlet` in `year`.
    package borrowing func hasAnonymousHousehold(_ hamlet: Hamlet.ID, in year: Int) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM contribution
            WHERE owner = ?1 AND received_on BETWEEN ?2 * 10000 AND ?2 * 10000 + 9999
                AND household IS NOT NULL AND (is_anonymous <> 0 OR settles IS NOT NULL) AND voided_ms IS NULL
                AND amount_dong > refunded_dong
            LIMIT 1
            """, FundOwner.hamlet(hamlet), year
        ) { _ in true } ?? false
    }
}

extension WriteTransaction {
    /// Adds to the pledges of a year.
    ///
    /// - Throws: `Refusal.amountTooLarge` when those of all years would exceed `Dong.documentMax`.
    borrowing func addToPledged(
        _ amount: Int64, count: Int64, of day: LocalDate, in hamlet: Hamlet.ID
    ) throws {
        guard amount != 0 || count != 0 else { return }
        try connection.run(
            "INSERT INTO pledge_year (hamlet, year) VALUES (?1, ?2) ON CONFLICT (hamlet, year) DO NOTHING",
            hamlet, day.year)
        try connection.run(
            """
            UPDATE pledge_year
            SET pledged_dong = pledged_dong + ?3, pledges_count = pledges_count + ?4
            WHERE hamlet = ?1 AND year = ?2
                AND (SELECT CAST(sum(pledged_dong) AS BIGINT) FROM pledge_year WHERE hamlet = ?1) <= ?5 - ?3
            """, hamlet, day.year, amount, count, Dong.documentMax)
        if connection.changeCount == 0 { throw Refusal.amountTooLarge }
    }

    /// Records that `household` participated in `year`, unless that is recorded already.
    borrowing func addParticipant(
        _ household: Household.ID, in year: Int, of hamlet: Hamlet.ID
    ) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO household_year (hamlet, year, household) VALUES (?1, ?2, ?3)
            ON CONFLICT (hamlet, year, household) DO NOTHING
            """, hamlet, year, household)
    }

    /// Removes the participation of `household` in `year`, unless it still has a valid receipt that was not refunded
    /// whole.
    borrowing func removeParticipant(
        _ household: Household.ID, in year: Int, of hamlet: Hamlet.ID
    ) throws(SQLiteError) {
        try connection.run(
            """
            DELETE FROM household_year
            WHERE hamlet = ?1 AND year = ?2 AND household = ?3
                AND NOT EXISTS (
                    SELECT 1 FROM contribution
                    WHERE contribution.owner = ?4 AND contribution.household = ?3
                        AND received_on BETWEEN ?2 * 10000 AND ?2 * 10000 + 9999
                        AND (voided_ms IS NULL OR reversed_on IS NOT NULL) AND amount_dong > refunded_dong
                )
            """, hamlet, year, household, FundOwner.hamlet(hamlet))
    }
}
