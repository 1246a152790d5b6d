package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// What the owners of books below the unit `code` received, spent and hold.
    ///
    /// By the boundaries of the time, money counts for the unit in which the owner was on its day, and what is held
    /// for the unit in which the owner is on the last day; one that comes or goes takes what it holds along.
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
        let places = MoneyPlaces(unit: code, from: from, to: to, boundaries: boundaries)
        var sums = MoneySums(from: from, to: to, grouping: grouping)
        switch grouping {
        case .commune, .year, .month, .source: try addUnits(in: places, to: &sums)
        case .hamlet, .owner: try addOwners(in: places, to: &sums)
        case .fund: try addFunds(in: places, to: &sums)
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
        case .hamlet: found = try names(keys, namesOfHamlets).map { (String($0.id), $0.name) }
        case .owner:
            func ids(_ kind: Character) -> [String] {
                keys.filter { $0.first == kind }.map { String($0.dropFirst()) }
            }
            let units = try connection.all(
                "SELECT id, name FROM unit WHERE id IN (SELECT value FROM json_each(?1))", list(ids("c"))
            ) { row in ("c\(row.integer(0))", row.text(1)) }
            let organisations = try connection.all(
                "SELECT id, name FROM organisation WHERE id IN (SELECT value FROM json_each(?1))",
                list(ids("o"))
            ) { row in ("o\(row.integer(0))", row.text(1)) }
            found =
                try names(ids("h"), namesOfHamlets).map { ("h\($0.id)", $0.name) } + units + organisations
        case .fund: found = try names(keys, namesOfFunds).map { (String($0.id), $0.name) }
        case .year, .month, .source: found = []
        }
        return Dictionary(found) { first, _ in first }
    }

    private borrowing func names(
        _ ids: [String], _ queries: (some: Query, all: Query)
    ) throws -> [(id: Int64, name: String)] {
        func name(_ row: borrowing Row) -> (id: Int64, name: String) { (row.integer(0), row.text(1)) }
        // For those of a province, which are most of the table, reading all is twice as fast as finding each.
        guard ids.count < 500 else { return try connection.all(queries.all, read: name) }
        return try connection.all(queries.some, list(ids), read: name)
    }

    private func list(_ keys: [String]) -> String { "[" + keys.joined(separator: ",") + "]" }
}

private let namesOfHamlets = (
    some: Query("SELECT id, name FROM hamlet WHERE id IN (SELECT value FROM json_each(?1))"),
    all: Query("SELECT id, name FROM hamlet")
)

private let namesOfFunds = (
    some: Query("SELECT id, name FROM fund WHERE id IN (SELECT value FROM json_each(?1))"),
    all: Query("SELECT id, name FROM fund")
)
