import ArgumentParser
import Foundation
import GRDB

/// Fills the peer's database from the CSV files that the product imports.
struct Load: ParsableCommand {
    @Option var database: String
    @Option(help: "The folder with hamlets.csv and households.csv.")
    var csv: String
    @Option(parsing: .upToNextOption, help: "The files with contributions, in order.")
    var contributions: [String]
    @Option(help: "The list of administrative units, for the communes' names.")
    var units: String

    func run() throws {
        let ledger = try Ledger(path: database)
        try ledger.createTables()
        let names = try householdNames()
        try ledger.pool.write { db in
            try loadHamlets(into: db)
            try loadContributions(into: db, names: names)
            try loadSums(into: db)
        }
        try ledger.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA optimize; ANALYZE")
            _ = try db.checkpoint(.truncate)
        }
        print(try ledger.durability())
    }

    /// The rows of a file after the header.
    ///
    /// These files contain no quotes.
    private func rows(of path: String) throws -> some Sequence<[Substring]> {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return text.split(separator: "\n").dropFirst().lazy
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    /// Names by household; the first household is 1.
    private func householdNames() throws -> [String] {
        var names = [""]
        for row in try rows(of: csv + "/households.csv") { names.append(String(row[2])) }
        return names
    }

    private func loadHamlets(into db: Database) throws {
        var communes: [Substring: Substring] = [:]
        for line in try String(contentsOfFile: units, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            if cells[1] == "commune", cells[5].isEmpty { communes[cells[0]] = cells[3] }
        }
        var households: [Int64: (count: Int64, persons: Int64)] = [:]
        for row in try rows(of: csv + "/households.csv") {
            let sums = households[Int64(row[0]) ?? 0, default: (0, 0)]
            households[Int64(row[0]) ?? 0] = (sums.count + 1, sums.persons + (Int64(row[3]) ?? 0))
        }
        let insert = try db.makeStatement(
            sql: """
                INSERT INTO hamlet (id, commune, commune_name, name, type, valid_from, households, persons)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var id: Int64 = 0
        for row in try rows(of: csv + "/hamlets.csv") {
            id += 1
            let people = households[id] ?? (0, 0)
            try insert.execute(
                arguments: [
                    id, String(row[0]), String(communes[row[0]] ?? ""), String(row[1]), String(row[2]),
                    String(row[3]), people.count, people.persons,
                ])
        }
    }

    private func loadContributions(into db: Database, names: [String]) throws {
        let insert = try db.makeStatement(
            sql: """
                INSERT INTO contribution (
                    hamlet, fund, household, number, book, name, method, amount_dong, received_on, state)
                VALUES (?, ?, ?, ?, '1', ?, ?, ?, ?, 'valid')
                """)
        var numbers: [String: Int] = [:]
        for row in try contributions.map(rows).joined() {
            let year = row[4].prefix(4)
            let series = "\(row[0])/\(year)"
            let number = numbers[series, default: 0] + 1
            numbers[series] = number
            let household = Int(row[1]) ?? 0
            try insert.execute(
                arguments: [
                    Int64(row[0]), Int64(row[0]), household, "PT-\(year)-" + padded(number), names[household],
                    String(row[2]), Int64(row[3]), String(row[4]),
                ])
        }
    }

    private func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private func loadSums(into db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO hamlet_year (hamlet, year, received_dong, contributions_count, households_count)
                SELECT hamlet, CAST(substr(received_on, 1, 4) AS INTEGER), sum(amount_dong), count(*),
                    count(DISTINCT household)
                FROM contribution
                GROUP BY 1, 2;

                UPDATE hamlet SET
                    cash_dong = (SELECT coalesce(sum(amount_dong), 0) FROM contribution
                        WHERE contribution.hamlet = hamlet.id AND method = 'cash'),
                    bank_dong = (SELECT coalesce(sum(amount_dong), 0) FROM contribution
                        WHERE contribution.hamlet = hamlet.id AND method = 'bank');
                """)
    }
}
