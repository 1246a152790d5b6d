package import Domain
import SQLite

/// The totals of one hamlet in one year, by effective date.
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
    /// The yearly totals of `hamlet`, latest first.
    ///
    /// Years without any activity are absent.
    package borrowing func years(of hamlet: Hamlet.ID) throws -> [YearSummary] {
        try connection.all(
            """
            SELECT year, pledged_dong, pledges_count, received_households_dong, received_sponsors_dong,
                contributions_count, households_count, spent_dong, refunded_dong, expenditures_count,
                received_state_dong
            FROM hamlet_year
            WHERE hamlet = ?1
            ORDER BY year DESC
            """, hamlet, read: readYear)
    }
}

extension Reading where Self: ~Copyable {
    /// True when a household whose name is not public is among those that contributed to `hamlet` in `year`.
    package borrowing func hasAnonymousHousehold(_ hamlet: Hamlet.ID, in year: Int) throws -> Bool {
        try connection.first(
            """
            SELECT 1 FROM contribution
            WHERE hamlet = ?1 AND received_on BETWEEN ?2 * 10000 AND ?2 * 10000 + 9999
                AND household IS NOT NULL AND is_anonymous <> 0 AND voided_ms IS NULL
                AND amount_dong > refunded_dong
            LIMIT 1
            """, hamlet, year
        ) { _ in true } ?? false
    }
}

extension WriteTransaction {
    borrowing func addToYearlyTotals(
        of day: LocalDate, in hamlet: Hamlet.ID, pledged: Int64, pledgesCount: Int64
    ) throws {
        guard pledged != 0 || pledgesCount != 0 else { return }
        try addToYearlyTotals(day.year, in: hamlet) { () throws(SQLiteError) in
            try connection.run(
                """
                UPDATE hamlet_year
                SET pledged_dong = pledged_dong + ?3, pledges_count = pledges_count + ?4
                WHERE hamlet = ?1 AND year = ?2
                    AND (SELECT CAST(sum(pledged_dong) AS BIGINT) FROM hamlet_year WHERE hamlet = ?1) <= ?5 - ?3
                """, hamlet, day.year, pledged, pledgesCount, Dong.documentMax)
        }
    }

    /// Runs `update` on the row of `year`, inserting the row first if necessary.
    ///
    /// - Throws: `Refusal.amountTooLarge` when `update` still changes nothing. Its condition rejects totals of all
    ///   years above `Dong.documentMax`, long before 64 bits overflow.
    private borrowing func addToYearlyTotals(
        _ year: Int, in hamlet: Hamlet.ID, _ update: () throws(SQLiteError) -> Void
    ) throws {
        try update()
        guard connection.changeCount == 0 else { return }
        try openYear(year, in: hamlet)
        try update()
        if connection.changeCount == 0 { throw Refusal.amountTooLarge }
    }

    /// Removes `contribution`, already stored as voided, from the totals of its year.
    borrowing func removeFromYearlyTotals(_ contribution: Contribution) throws {
        let (year, hamlet) = (contribution.receivedOn.year, contribution.hamlet)
        let isLast =
            try contribution.donor.household.map { try removeParticipant($0, in: year, of: hamlet) } ?? false
        try addToYearlyTotals(
            year, in: hamlet, received: [contribution.source: -contribution.amount.amount],
            contributionsCount: -1, householdsCount: isLast ? -1 : 0)
    }

    /// Adds to the totals received from each source.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    borrowing func addToYearlyTotals(
        _ year: Int, in hamlet: Hamlet.ID, received: [Contribution.Source: Int64],
        contributionsCount: Int64, householdsCount: Int64
    ) throws {
        func amount(_ source: Contribution.Source) -> Int64 { received[source] ?? 0 }
        try addToYearlyTotals(year, in: hamlet) { () throws(SQLiteError) in
            try connection.run(
                """
                UPDATE hamlet_year
                SET received_households_dong = received_households_dong + ?3,
                    received_sponsors_dong = received_sponsors_dong + ?4,
                    received_state_dong = received_state_dong + ?8,
                    contributions_count = contributions_count + ?5,
                    households_count = households_count + ?6
                WHERE hamlet = ?1 AND year = ?2
                    AND (
                        SELECT CAST(
                            sum(received_households_dong + received_sponsors_dong + received_state_dong) AS BIGINT)
                        FROM hamlet_year WHERE hamlet = ?1
                    ) <= ?7 - ?3 - ?4 - ?8
                """, hamlet, year, amount(.households), amount(.sponsors), contributionsCount,
                householdsCount, Dong.documentMax, amount(.state))
        }
    }

    /// Adds a payment to the totals of its year when `sign` is 1, or removes it when `sign` is −1.
    ///
    /// - Throws: `Refusal.amountTooLarge`.
    borrowing func addToYearlyTotals(_ posting: Posting, in hamlet: Hamlet.ID, sign: Int64) throws {
        let amount = sign > 0 ? posting.amount.amount : -posting.amount.amount
        let isRefund = posting.contraAccount == .refunds
        try addToYearlyTotals(posting.on.year, in: hamlet) { () throws(SQLiteError) in
            try connection.run(
                """
                UPDATE hamlet_year
                SET spent_dong = spent_dong + ?3, refunded_dong = refunded_dong + ?4,
                    expenditures_count = expenditures_count + ?5
                WHERE hamlet = ?1 AND year = ?2 AND spent_dong + ?3 + refunded_dong + ?4 <= ?6
                """, hamlet, posting.on.year, isRefund ? 0 : amount, isRefund ? amount : 0, sign,
                Dong.documentMax)
        }
    }

    private borrowing func openYear(_ year: Int, in hamlet: Hamlet.ID) throws {
        try connection.run(
            "INSERT INTO hamlet_year (hamlet, year) VALUES (?1, ?2) ON CONFLICT (hamlet, year) DO NOTHING",
            hamlet, year)
    }

    /// Records that `household` participated in `year`.
    ///
    /// - Returns: false when that was already recorded.
    borrowing func addParticipant(
        _ household: Household.ID, in year: Int, of hamlet: Hamlet.ID
    ) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            INSERT INTO household_year (hamlet, year, household) VALUES (?1, ?2, ?3)
            ON CONFLICT (hamlet, year, household) DO NOTHING
            """, hamlet, year, household)
        return connection.changeCount == 1
    }

    /// Removes the participation of `household` in `year`, unless it still has a valid receipt that was not refunded
    /// whole.
    ///
    /// - Returns: false when it still has one.
    borrowing func removeParticipant(
        _ household: Household.ID, in year: Int, of hamlet: Hamlet.ID
    ) throws(SQLiteError) -> Bool {
        try connection.run(
            deleteParticipant, hamlet, year, household)
        return connection.changeCount == 1
    }
}

private let deleteParticipant = Query(
    """
    DELETE FROM household_year
    WHERE hamlet = ?1 AND year = ?2 AND household = ?3
        AND NOT EXISTS (
            SELECT 1 FROM contribution
            WHERE contribution.hamlet = ?1 AND contribution.household = ?3
                AND received_on BETWEEN ?2 * 10000 AND ?2 * 10000 + 9999 AND voided_ms IS NULL
                AND amount_dong > refunded_dong
        )
    """)

/// The totals of a year, of one hamlet or of several together.
///
/// - Throws: `Refusal.amountTooLarge` when those of several hamlets exceed `Dong.documentMax`.
func readYear(_ row: borrowing Row) throws(Refusal) -> YearSummary {
    let year = YearSummary(
        year: Int(row.integer(0)), pledged: try row.sum(1), pledgesCount: row.integer(2),
        receivedFromHouseholds: try row.sum(3), receivedFromSponsors: try row.sum(4),
        receivedFromState: try row.sum(10),
        contributionsCount: row.integer(5), householdsCount: row.integer(6), spent: try row.sum(7),
        refunded: try row.sum(8), expendituresCount: row.integer(9))
    guard year.received <= Dong.documentMax else { throw .amountTooLarge }
    return year
}
