package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// What the hamlets below the unit `code` received, spent and hold.
    ///
    /// By the boundaries of the time, money counts for the unit in which the hamlet was on its day, and what is held
    /// for the unit in which the hamlet is on the last day; a hamlet that comes or goes takes what it holds along.
    ///
    /// - Parameters:
    ///   - code: the unit.
    ///   - from: the first day; nil for all days.
    ///   - to: the last day, on which the balances are.
    ///   - grouping: what the rows are.
    ///   - boundaries: those of the time, or those of today.
    /// - Returns: the report; places and times without money are not in it.
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func moneyReport(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate,
        by grouping: MoneyReport.Grouping, boundaries: Boundaries
    ) throws -> MoneyReport {
        var sums = MoneySums(from: from, to: to, grouping: grouping)
        let stays =
            switch boundaries {
            case .historical: try staysThen(below: code)
            case .current: try staysNow(below: code)
            }
        var start = stays.startIndex
        while start < stays.endIndex {
            let hamlet = stays[start].hamlet
            let end = stays[start...].firstIndex { $0.hamlet != hamlet } ?? stays.endIndex
            sums.begin(Array(stays[start..<end]))
            var (debit, credit) = (PreviousValue<LedgerAccount.Kind>(), PreviousValue<LedgerAccount.Kind>())
            try connection.forEach(sumsUntil, FundOwner.hamlet(hamlet), to) { row in
                try sums.add(
                    row.dong(4), fund: row.integer(0), on: row.integer(1),
                    row.choice(2, repeating: &debit), row.choice(3, repeating: &credit))
            }
            try sums.end()
            start = end
        }
        return try report(of: sums)
    }

    private borrowing func report(of sums: MoneySums) throws -> MoneyReport {
        let rows = try sums.rows()
        let names = try names(of: rows.map(\.key), sums.grouping)
        return MoneyReport(
            by: sums.grouping, total: sums.total,
            rows: rows.map { MoneyReport.Row(key: $0.key, name: names[$0.key], sums: $0.sums) })
    }

    private borrowing func names(
        of keys: [String], _ grouping: MoneyReport.Grouping
    ) throws -> [String: String] {
        let found: [(String, String)]
        switch grouping {
        case .commune:
            found = try keys.compactMap { code in
                try unitHistory(code).last.map { (code, $0.name) }
            }
        case .hamlet:
            found = try connection.all(
                "SELECT id, name FROM hamlet WHERE id IN (SELECT value FROM json_each(?1))", list(keys)
            ) { row in (String(row.integer(0)), row.text(1)) }
        case .fund:
            found = try connection.all(
                "SELECT id, name FROM fund WHERE id IN (SELECT value FROM json_each(?1))", list(keys)
            ) { row in (String(row.integer(0)), row.text(1)) }
        case .year, .month, .source: found = []
        }
        return Dictionary(found) { first, _ in first }
    }

    private func list(_ keys: [String]) -> String { "[" + keys.joined(separator: ",") + "]" }

    /// The stays of hamlets below the unit by the boundaries of their time, by hamlet and day.
    private borrowing func staysThen(below code: AdministrativeUnit.Code) throws -> [MoneyStay] {
        try connection.all(staysBelow, code) { row in
            MoneyStay(
                hamlet: row.id(0), shown: row.id(0), commune: row.text(1), first: row.integer(2),
                next: row.integer(3))
        }
    }

    /// Where every hamlet below the unit lies today, closed ones too, and which hamlet it is part of.
    private borrowing func staysNow(below code: AdministrativeUnit.Code) throws -> [MoneyStay] {
        let all = try connection.all(
            "SELECT id, commune, CASE WHEN valid_to IS NULL THEN 1 ELSE 0 END FROM hamlet ORDER BY id"
        ) { row in (id: row.id(0) as Hamlet.ID, commune: row.text(1), isOpen: row.boolean(2)) }
        var communes: [String: (code: String, isBelow: Bool)] = [:]
        var stays: [MoneyStay] = []
        for one in all {
            let hamlet = one.isOpen ? one.id : try currentSuccessor(of: one.id)
            let named = hamlet == one.id ? one.commune : try find(hamlet)?.commune ?? one.commune
            if communes[named] == nil {
                let current = try currentCode(of: named)
                communes[named] = (current, try unitPath(current, on: today)?.contains(code) == true)
            }
            if let commune = communes[named], commune.isBelow {
                stays.append(
                    MoneyStay(
                        hamlet: one.id, shown: hamlet, commune: commune.code, first: 0,
                        next: MoneyStay.forever))
            }
        }
        return stays
    }
}

/// The sums of a hamlet by fund and day.
///
/// They are added up here: grouping them in SQL sorts them first, which takes
/// several times as long as reading them.
private let sumsUntil = Query(
    """
    SELECT fund, day, debit, credit, amount
    FROM ledger_sum
    WHERE owner = ?1 AND day <= ?2 AND unit = 'dong'
    ORDER BY owner, fund, day
    """)

/// The stays of hamlets in communes, and of communes below the unit ?1, each from its first day to before another.
///
/// A commune that has ended is where it was as long as no later one has its code, because a hamlet may remain in it.
private let staysBelow = Query(
    """
    WITH place (code, first, next) AS (
        SELECT code, CASE WHEN EXISTS (
                SELECT 1
                FROM unit AS earlier
                WHERE earlier.code = unit.code AND coalesce(earlier.valid_from, 0) < coalesce(unit.valid_from, 0)
            ) THEN unit.valid_from ELSE 0 END,
            coalesce((
                SELECT min(later.valid_from)
                FROM unit AS later
                WHERE later.code = unit.code AND coalesce(later.valid_from, 0) > coalesce(unit.valid_from, 0)
            ), 99991231)
        FROM unit
        WHERE instr(path, '/' || ?1 || '/') > 0
    ), version (hamlet, commune, first, next) AS (
        SELECT id, commune, coalesce(current_from, 0), 99991231
        FROM hamlet
        UNION ALL
        SELECT hamlet, commune, coalesce(valid_from, 0), valid_to + 1
        FROM hamlet_version
    )
    SELECT hamlet, commune, CASE WHEN version.first > place.first THEN version.first ELSE place.first END,
        CASE WHEN version.next < place.next THEN version.next ELSE place.next END
    FROM version JOIN place ON place.code = version.commune
    WHERE version.first < place.next AND place.first < version.next
    ORDER BY 1, 3
    """)
