import Domain
import SQLite
import Store

/// The sums by unit and month, by owner and year, and by fund and year, against the postings that the books imply.
///
/// Those until the last folded posting are in them; the others are not, and are read from `posting` by reports.
extension OwnerBooks {
    /// Adds a posting that should be in the sums.
    mutating func fold(_ line: PostingLine) {
        guard line.position <= foldedPosition else { return }
        let (posting, day) = (line.posting, Int64(line.posting.on.packed))
        lastFoldedDay = max(lastFoldedDay, day)
        months.add(
            posting.signedAmount, posting.debit, posting.credit, on: day, of: line.owner, fund: posting.fund,
            in: stays)
    }
}

extension Verifier {
    /// The position of the last folded posting; 0 when the row that names it is damaged, which is reported later.
    func foldedPosition() throws -> Int64 {
        try connection.first("SELECT position FROM unit_month_state WHERE id = 1") { row in row.total(0) }
            ?? 0
    }

    func verifyUnitMonths() throws {
        try verifyUnitMonthState()
        try verifyOwnerYears()
        try verifyFundYears()
        var unmatched = findings.unitMonths.months.filter { !$0.value.isZero }
        try connection.forEachReadable(storedMonths) { row in
            rowDone()
            let key = UnitMonths.Key(unit: row.text(0), month: row.integer(1))
            let computed = unmatched.removeValue(forKey: key)
            compare(row, with: computed, columnsCount: 9) { key.total($0) }
            try row.check()
        } onUnreadable: { row, _ in
            report(.totalDiffers(.unitMonthState(column: "unit_month"), stored: row.total(1), computed: nil))
        }
        for (key, month) in unmatched.sorted(by: { $0.key < $1.key }) {
            guard let column = month.columns.first(where: { $0.amount != 0 }) else { continue }
            report(.totalDiffers(key.total(column.name), stored: nil, computed: column.amount))
        }
    }

    private func verifyOwnerYears() throws {
        var unmatched = findings.unitMonths.years.filter { !$0.value.isZero }
        try connection.forEachReadable(storedYears) { row in
            rowDone()
            let key = UnitMonths.Year(year: row.integer(0), owner: row.owner(1))
            try row.check()
            let computed = unmatched.removeValue(forKey: key)
            compare(row, with: computed, columnsCount: 7) { key.total($0) }
        } onUnreadable: { row, _ in
            report(.totalDiffers(.unitMonthState(column: "owner_year"), stored: row.total(0), computed: nil))
        }
        for (key, year) in unmatched.sorted(by: { $0.key < $1.key }) {
            guard let column = year.columns.first(where: { $0.amount != 0 }) else { continue }
            report(.totalDiffers(key.total(column.name), stored: nil, computed: column.amount))
        }
    }

    private func verifyFundYears() throws {
        var unmatched = findings.unitMonths.funds.filter { !$0.value.isZero }
        try connection.forEachReadable(storedFundYears) { row in
            rowDone()
            let key = UnitMonths.FundYear(year: row.integer(0), fund: row.id(1))
            try row.check()
            let computed = unmatched.removeValue(forKey: key)
            compare(row, with: computed, columnsCount: 7) { key.total($0) }
        } onUnreadable: { row, _ in
            report(.totalDiffers(.unitMonthState(column: "fund_year"), stored: row.total(0), computed: nil))
        }
        for (key, year) in unmatched.sorted(by: { $0.key < $1.key }) {
            guard let column = year.columns.first(where: { $0.amount != 0 }) else { continue }
            report(.totalDiffers(key.total(column.name), stored: nil, computed: column.amount))
        }
    }

    /// Compares the sums of a row, which are its columns after the key.
    private func compare(
        _ row: borrowing Row, with computed: UnitMonth?, columnsCount: Int,
        _ total: (String) -> Discrepancy.Total
    ) {
        var hasReported = false
        for (index, column) in (computed ?? UnitMonth()).columns.prefix(columnsCount).enumerated() {
            let stored = row.total(Int32(index) + 2)
            guard stored != column.amount else { continue }
            hasReported = true
            report(
                .totalDiffers(
                    total(column.name), stored: stored, computed: computed == nil ? nil : column.amount))
        }
        // A sum that became 0 has no row.
        if computed == nil, !hasReported {
            report(.totalDiffers(total("row"), stored: 0, computed: nil))
        }
    }

    private func verifyUnitMonthState() throws {
        let stored = try connection.first(
            "SELECT position, last_day FROM unit_month_state WHERE id = 1"
        ) { row in (position: row.total(0), lastDay: row.total(1)) }
        let position = try connection.first(
            "SELECT max(position) FROM posting WHERE position <= ?1", stored?.position ?? 0
        ) { row in row.optionalInteger(0) ?? 0 }
        for (column, stored, computed) in [
            ("position", stored?.position, position), ("last_day", stored?.lastDay, findings.lastFoldedDay),
        ] where stored != computed {
            report(.totalDiffers(.unitMonthState(column: column), stored: stored, computed: computed))
        }
    }
}

extension UnitMonths.Key {
    fileprivate func total(_ column: String) -> Discrepancy.Total {
        .unitMonth(unit: unit, month: month, column: column)
    }
}

extension UnitMonths.Year {
    fileprivate func total(_ column: String) -> Discrepancy.Total {
        .ownerYear(owner: owner.text, year: year, column: column)
    }
}

extension UnitMonths.FundYear {
    fileprivate func total(_ column: String) -> Discrepancy.Total {
        .fundYear(fund: fund.number, year: year, column: column)
    }
}

private let storedFundYears = Query(
    """
    SELECT year, fund, households_dong, sponsors_dong, state_dong, spent_dong, refunded_dong, cash_dong, bank_dong
    FROM fund_year
    ORDER BY year, fund
    """)

private let storedYears = Query(
    """
    SELECT year, owner, households_dong, sponsors_dong, state_dong, spent_dong, refunded_dong, cash_dong, bank_dong
    FROM owner_year
    ORDER BY year, owner
    """)

private let storedMonths = Query(
    """
    SELECT unit, month, households_dong, sponsors_dong, state_dong, spent_dong, refunded_dong, cash_dong, bank_dong,
        moved_cash_dong, moved_bank_dong
    FROM unit_month
    ORDER BY unit, month
    """)
