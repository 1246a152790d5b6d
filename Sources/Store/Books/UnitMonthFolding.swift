import Domain
package import SQLite

extension UnitMonths {
    /// The end of the name of the migration in whose transaction all postings are folded.
    static let migrationSuffix = "_fund_years.sql"

    /// The number of postings that are folded together.
    ///
    /// Fewer would write the same rows more often; more would take longer in a report, which adds them up.
    package static let foldedTogether: Int64 = 1000
}

/// Which postings are in `unit_month`.
package struct UnitMonthState: Hashable, Sendable {
    /// Of the last folded posting; 0 when none is.
    package let position: Int64
    /// The latest day of a folded posting; 0 when none is.
    package let lastDay: Int64
}

extension Connection {
    package func unitMonthState() throws -> UnitMonthState {
        let state = try first("SELECT position, last_day FROM unit_month_state WHERE id = 1") { row in
            UnitMonthState(position: row.integer(0), lastDay: row.integer(1))
        }
        guard let state else {
            throw SQLiteError(invalidRow: "unit_month_state has no row", operation: "sums by unit and month")
        }
        return state
    }

    /// The postings before `end` that are not folded by `state`, by unit and month, and which those are that are folded
    /// with them.
    package func unfoldedMonths(
        after state: UnitMonthState, before end: Int64 = Int64.max
    ) throws -> (UnitMonths, UnitMonthState) {
        var months = UnitMonths()
        var (position, lastDay) = (state.position, state.lastDay)
        var staysOf: [FundOwner: [OwnerStay]] = [:]
        var (debit, credit) = (PreviousValue<LedgerAccount.Kind>(), PreviousValue<LedgerAccount.Kind>())
        try forEach(postingsAfter, state.position, end) { row in
            let (owner, day) = (row.owner(1), row.integer(5))
            (position, lastDay) = (row.integer(0), max(lastDay, day))
            let stays = try staysOf[owner] ?? stays(of: owner)
            staysOf[owner] = stays
            months.add(
                row.integer(4), row.choice(2, repeating: &debit), row.choice(3, repeating: &credit), on: day,
                of: owner, fund: row.id(6), in: stays)
        }
        return (months, UnitMonthState(position: position, lastDay: lastDay))
    }

    /// Folds all postings before `end` into the sums by unit and month, which thereby change by what is read from
    /// `posting` otherwise: no report changes.
    ///
    /// - Returns: false when a sum would leave the range of 64 bits; then nothing is folded, and reports refuse it.
    @discardableResult
    package func foldUnitMonths(before end: Int64 = Int64.max) throws -> Bool {
        let state = try unitMonthState()
        let (months, folded) = try unfoldedMonths(after: state, before: end)
        guard folded != state else { return true }
        guard try add(months) else { return false }
        try run(
            "UPDATE unit_month_state SET position = ?1, last_day = ?2 WHERE id = 1", folded.position,
            folded.lastDay)
        return true
    }

    /// Folds all postings before `end` unless one is damaged.
    ///
    /// That stops no other posting: verification finds it, and reports refuse it.
    func foldReadableMonths(before end: Int64 = Int64.max) throws {
        do {
            try foldUnitMonths(before: end)
        } catch let error as SQLiteError where error.isInvalidRow {
            // They stay as they are.
        }
    }

    /// Adds to the stored sums; one that becomes 0 has no row.
    ///
    /// - Returns: false when a sum would leave the range of 64 bits; then nothing is added.
    fileprivate func add(_ months: UnitMonths) throws -> Bool {
        var changedMonths: [(key: UnitMonths.Key, sums: UnitMonth)] = []
        for (key, change) in months.months.sorted(by: { $0.key < $1.key }) where !change.isZero {
            var sums = try first(storedMonth, key.unit, key.month) { UnitMonth.read($0) } ?? UnitMonth()
            sums.add(change)
            guard change.isExact, sums.isExact else { return false }
            changedMonths.append((key, sums))
        }
        var changedYears: [(key: UnitMonths.Year, sums: UnitMonth)] = []
        for (key, change) in months.years.sorted(by: { $0.key < $1.key }) where !change.isZero {
            var sums =
                try first(storedYear, key.year, key.owner) { UnitMonth.read($0, isYear: true) } ?? UnitMonth()
            sums.add(change)
            guard change.isExact, sums.isExact else { return false }
            changedYears.append((key, sums))
        }
        guard let changedFunds = try changed(months.funds) else { return false }
        for (key, sums) in changedMonths { try save(sums, of: key) }
        for (key, sums) in changedYears { try save(sums, of: key) }
        for (key, sums) in changedFunds { try save(sums, of: key) }
        return true
    }

    /// The sums of the funds after `changes`; nil when one would leave the range of 64 bits.
    private func changed(
        _ changes: [UnitMonths.FundYear: UnitMonth]
    ) throws -> [(key: UnitMonths.FundYear, sums: UnitMonth)]? {
        var changed: [(key: UnitMonths.FundYear, sums: UnitMonth)] = []
        for (key, change) in changes.sorted(by: { $0.key < $1.key }) where !change.isZero {
            var sums =
                try first(storedFundYear, key.year, key.fund) { UnitMonth.read($0, isYear: true) }
                ?? UnitMonth()
            sums.add(change)
            guard change.isExact, sums.isExact else { return nil }
            changed.append((key, sums))
        }
        return changed
    }

    private func save(_ sums: UnitMonth, of key: UnitMonths.Key) throws(SQLiteError) {
        if sums.isZero {
            try run("DELETE FROM unit_month WHERE unit = ?1 AND month = ?2", key.unit, key.month)
        } else {
            try run(
                upsertedMonth, key.unit, key.month, sums.fromHouseholds, sums.fromSponsors, sums.fromState,
                sums.spent, sums.refunded, sums.cash, sums.bank, sums.movedCash, sums.movedBank)
        }
    }

    private func save(_ sums: UnitMonth, of key: UnitMonths.Year) throws(SQLiteError) {
        if sums.isZero {
            try run("DELETE FROM owner_year WHERE year = ?1 AND owner = ?2", key.year, key.owner)
        } else {
            try run(
                upsertedYear, key.year, key.owner, sums.fromHouseholds, sums.fromSponsors, sums.fromState,
                sums.spent, sums.refunded, sums.cash, sums.bank)
        }
    }

    private func save(_ sums: UnitMonth, of key: UnitMonths.FundYear) throws(SQLiteError) {
        if sums.isZero {
            try run("DELETE FROM fund_year WHERE year = ?1 AND fund = ?2", key.year, key.fund)
        } else {
            try run(
                upsertedFundYear, key.year, key.fund, sums.fromHouseholds, sums.fromSponsors, sums.fromState,
                sums.spent, sums.refunded, sums.cash, sums.bank)
        }
    }
}

extension UnitMonth {
    /// The columns after the key of `owner_year` and `fund_year`.
    static let yearColumns: SQL = """
        households_dong, sponsors_dong, state_dong, spent_dong, refunded_dong, cash_dong, bank_dong
        """

    /// The columns after the key of `unit_month`.
    static let columns: SQL = "\(yearColumns), moved_cash_dong, moved_bank_dong"

    /// Reads `columns`, or `yearColumns`.
    static func read(_ row: borrowing Row, from column: Int32 = 0, isYear: Bool = false) -> UnitMonth {
        var month = UnitMonth()
        month.fromHouseholds = row.total(column)
        month.fromSponsors = row.total(column + 1)
        month.fromState = row.total(column + 2)
        month.spent = row.total(column + 3)
        month.refunded = row.total(column + 4)
        month.cash = row.total(column + 5)
        month.bank = row.total(column + 6)
        guard !isYear else { return month }
        month.movedCash = row.total(column + 7)
        month.movedBank = row.total(column + 8)
        return month
    }
}

extension WriteTransaction {
    /// Folds the postings before that of `position` when there are many that are not folded.
    ///
    /// Not those after it: a job may post a later entry first, as a replacement does, and what is inserted before the
    /// last folded posting would be in no sum.
    borrowing func foldPostings(before position: Int64) throws {
        let count = try session.caches.unfoldedPostings ?? unfoldedPostingsCount()
        session.caches.unfoldedPostings = count + 1
        guard count >= UnitMonths.foldedTogether else { return }
        try connection.foldReadableMonths(before: position)
        session.caches.unfoldedPostings = 1
    }

    private borrowing func unfoldedPostingsCount() throws -> Int64 {
        try connection.first(
            """
            SELECT count(*)
            FROM (
                SELECT 1 FROM posting
                WHERE position > (SELECT position FROM unit_month_state)
                LIMIT ?1
            ) AS unfolded
            """, UnitMonths.foldedTogether
        ) { row in row.integer(0) } ?? 0
    }

    /// Runs `change`, after which `owner` may be in another unit, and counts its money where it is then.
    ///
    /// - Throws: what `change` throws; `Refusal.amountTooLarge` when the sum of a unit left the range of 64 bits.
    borrowing func takingMoneyAlong(of owner: FundOwner, _ change: () throws -> Void) throws {
        // Sums of days are not divided into folded postings and others.
        guard try connection.foldUnitMonths() else { throw Refusal.amountTooLarge }
        session.caches.unfoldedPostings = 0
        let before = try connection.stays(of: owner)
        try change()
        let after = try connection.stays(of: owner)
        guard before != after else { return }
        var months = UnitMonths()
        try connection.forEach(sumsOfOwner, owner) { row in
            let (day, debit, credit, amount) = (
                row.integer(0), row.choice(1, as: LedgerAccount.Kind.self),
                row.choice(2, as: LedgerAccount.Kind.self), row.integer(3)
            )
            let fund: Fund.ID = row.id(4)
            months.add(amount.opposite, debit, credit, on: day, of: owner, fund: fund, in: before)
            months.add(amount, debit, credit, on: day, of: owner, fund: fund, in: after)
        }
        guard try connection.add(months) else { throw Refusal.amountTooLarge }
    }
}

private let postingsAfter = Query(
    """
    SELECT position, owner, debit, credit, amount, posted_on, fund
    FROM posting
    WHERE position > ?1 AND position < ?2 AND unit = 'dong'
    ORDER BY position, line
    """)

private let sumsOfOwner = Query(
    "SELECT day, debit, credit, amount, fund FROM ledger_sum WHERE owner = ?1 AND unit = 'dong' AND amount > 0"
)

private let storedMonth = Query("SELECT \(UnitMonth.columns) FROM unit_month WHERE unit = ?1 AND month = ?2")

private let storedYear = Query(
    "SELECT \(UnitMonth.yearColumns) FROM owner_year WHERE year = ?1 AND owner = ?2")

private let storedFundYear = Query(
    "SELECT \(UnitMonth.yearColumns) FROM fund_year WHERE year = ?1 AND fund = ?2")

private let upsertedFundYear = Query(
    """
    INSERT INTO fund_year (year, fund, \(UnitMonth.yearColumns))
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (year, fund) DO UPDATE
    SET households_dong = ?3, sponsors_dong = ?4, state_dong = ?5, spent_dong = ?6, refunded_dong = ?7,
        cash_dong = ?8, bank_dong = ?9
    """)

private let upsertedYear = Query(
    """
    INSERT INTO owner_year (year, owner, \(UnitMonth.yearColumns))
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (year, owner) DO UPDATE
    SET households_dong = ?3, sponsors_dong = ?4, state_dong = ?5, spent_dong = ?6, refunded_dong = ?7,
        cash_dong = ?8, bank_dong = ?9
    """)

private let upsertedMonth = Query(
    """
    INSERT INTO unit_month (unit, month, \(UnitMonth.columns))
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT (unit, month) DO UPDATE
    SET households_dong = ?3, sponsors_dong = ?4, state_dong = ?5, spent_dong = ?6, refunded_dong = ?7,
        cash_dong = ?8, bank_dong = ?9, moved_cash_dong = ?10, moved_bank_dong = ?11
    """)
