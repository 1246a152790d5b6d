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
    /// - Throws: `Refusal.amountTooLarge`.
    package borrowing func moneyReport(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate,
        by grouping: MoneyReport.Grouping, boundaries: Boundaries
    ) throws -> MoneyReport {
        var sums = MoneySums(from: from, to: to, grouping: grouping)
        switch boundaries {
        case .historical:
            try connection.forEach(
                moneyByBoundariesThen, code, from, to, grouping.rawValue
            ) { row in try sums.add(row, key: sums.key(row.integer(0), row.text(1))) }
            if sums.isByTime {
                for move in try moves(below: code) where move.on <= to {
                    let held = try balances(of: .hamlet(move.hamlet), fund: nil, before: move.on)
                    try sums.move(held, on: move.on, isArrival: move.isArrival)
                }
            }
        case .current:
            let places = try currentPlaces(below: code)
            // Hamlets are joined after the query: where a closed one lies today is known here only.
            let keyed = grouping == .commune ? MoneyReport.Grouping.hamlet : grouping
            try connection.forEach(
                moneyByBoundariesNow, jsonArray(of: Array(places.keys)), from, to, keyed.rawValue
            ) { row in
                let (number, place) = (row.integer(0), places[Identifier(row.integer(0))])
                switch (grouping, place) {
                case (.commune, let place?): try sums.add(row, key: .text(place.commune))
                case (.hamlet, let place?): try sums.add(row, key: .number(place.hamlet.number))
                case (_, _): try sums.add(row, key: sums.key(number, ""))
                }
            }
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

    /// When hamlets came below the unit, and when they left it.
    private borrowing func moves(below code: AdministrativeUnit.Code) throws -> [HamletMove] {
        let stays = try connection.all(staysBelow, code) { row in
            (hamlet: row.id(0) as Hamlet.ID, first: row.integer(1), next: row.integer(2))
        }
        var moves: [HamletMove] = []
        for (index, stay) in stays.enumerated() {
            let isFirst = index == 0 || stays[index - 1].hamlet != stay.hamlet
            let isLast = index == stays.count - 1 || stays[index + 1].hamlet != stay.hamlet
            if let first = LocalDate(packed: stay.first),
                isFirst || stays[index - 1].next <= Int64(first.previous?.packed ?? 0)
            {
                moves.append(HamletMove(hamlet: stay.hamlet, on: first, isArrival: true))
            }
            // The day after the last one, which a version gives as its last day plus 1.
            let end = LocalDate(packed: stay.next) ?? LocalDate(packed: stay.next - 1)?.next
            if let end, end.year < 9999, isLast || stays[index + 1].first > Int64(end.packed) {
                moves.append(HamletMove(hamlet: stay.hamlet, on: end, isArrival: false))
            }
        }
        return moves
    }

    /// Where every hamlet below the unit lies today, closed ones too, and which hamlet it is part of.
    private borrowing func currentPlaces(
        below code: AdministrativeUnit.Code
    ) throws -> [Hamlet.ID: (hamlet: Hamlet.ID, commune: AdministrativeUnit.Code)] {
        let all = try connection.all(
            "SELECT id, commune, CASE WHEN valid_to IS NULL THEN 1 ELSE 0 END FROM hamlet ORDER BY id"
        ) { row in (id: row.id(0) as Hamlet.ID, commune: row.text(1), isOpen: row.boolean(2)) }
        var communes: [String: (code: String, isBelow: Bool)] = [:]
        var places: [Hamlet.ID: (hamlet: Hamlet.ID, commune: AdministrativeUnit.Code)] = [:]
        for one in all {
            let hamlet = one.isOpen ? one.id : try currentSuccessor(of: one.id)
            let named = hamlet == one.id ? one.commune : try find(hamlet)?.commune ?? one.commune
            if communes[named] == nil {
                let current = try currentCode(of: named)
                communes[named] = (current, try unitPath(current, on: today)?.contains(code) == true)
            }
            if let commune = communes[named], commune.isBelow { places[one.id] = (hamlet, commune.code) }
        }
        return places
    }
}

/// A hamlet comes below a unit, or leaves it, at the beginning of a day.
private struct HamletMove {
    let hamlet: Hamlet.ID
    let on: LocalDate
    let isArrival: Bool
}

/// The stays of hamlets in communes, and of communes below the unit ?1, each from its first day to before another.
///
/// A commune that has ended is where it was as long as no later one has its code, because a hamlet may remain in it.
private let staysThen: SQL = """
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
    ), stay (hamlet, commune, first, next) AS (
        SELECT hamlet, commune, CASE WHEN version.first > place.first THEN version.first ELSE place.first END,
            CASE WHEN version.next < place.next THEN version.next ELSE place.next END
        FROM version JOIN place ON place.code = version.commune
        WHERE version.first < place.next AND place.first < version.next
    )
    """

private let staysNow: SQL = """
    WITH stay (hamlet, commune, first, next) AS (
        SELECT value, '', 0, 99991231
        FROM json_each(?1)
    )
    """

/// By key, commune and pair of accounts: what moved in the period, what is held by hamlets that are there on its last
/// day, and what moved until then while they were there.
private let money: SQL = """
    SELECT CASE ?4 WHEN 'hamlet' THEN stay.hamlet WHEN 'fund' THEN fund WHEN 'year' THEN day / 10000
            WHEN 'month' THEN day / 100 ELSE 0 END,
        CASE WHEN ?4 = 'commune' THEN stay.commune ELSE '' END, debit, credit,
        CAST(sum(CASE WHEN day >= coalesce(?2, 0) AND day >= first AND day < next THEN amount ELSE 0 END) AS BIGINT),
        CAST(sum(CASE WHEN ?3 >= first AND ?3 < next THEN amount ELSE 0 END) AS BIGINT),
        CAST(sum(CASE WHEN day >= first AND day < next THEN amount ELSE 0 END) AS BIGINT)
    FROM stay CROSS JOIN ledger_sum
    WHERE ledger_sum.owner = 'h' || stay.hamlet AND day <= ?3 AND ledger_sum.unit = 'dong'
    GROUP BY 1, 2, 3, 4
    """

private let moneyByBoundariesThen = Query("\(staysThen) \(money)")
private let moneyByBoundariesNow = Query("\(staysNow) \(money)")
private let staysBelow = Query("\(staysThen) SELECT hamlet, first, next FROM stay ORDER BY hamlet, first")
