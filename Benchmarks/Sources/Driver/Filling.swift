import Foundation

/// Fills each server's files from the CSV files, once.
///
/// Complete files get a stamp and are reused in later runs.
struct Filling {
    let data: DataSet
    let layout: Layout

    /// The user who records the contributions.
    static let clerk = "Bench"

    func fill(_ peers: [Peer]) throws {
        try data.writeCSV(communes: communes())
        if peers.contains(.danvan) || peers.contains(.nginx) { try once("danvan", fillDanvan) }
        let needsHummingbird: Set<Peer> = [.hummingbird, .bare, .pocketbase]
        if !needsHummingbird.isDisjoint(with: peers) { try once("hummingbird", fillHummingbird) }
        if peers.contains(.pocketbase) { try once("pocketbase", fillPocketBase) }
    }

    private func once(_ name: String, _ work: () throws -> Void) throws {
        let stamp = "\(data.folder)/\(name).whole"
        guard !exists(stamp) else { return }
        printError("filling \(name) with \(data.rows) contributions (kept for later runs)")
        try work()
        try Data().write(to: URL(fileURLWithPath: stamp))
    }

    /// The codes of the current communes.
    private func communes() throws -> [String] {
        var codes: [String] = []
        for line in try String(contentsOfFile: layout.units, encoding: .utf8).split(separator: "\n") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            if cells[1] == "commune", cells[5].isEmpty { codes.append(String(cells[0])) }
        }
        return codes
    }

    private func fillDanvan() throws {
        let imports = try run(layout.danvan, ["import", "--help"], in: layout)
        guard imports.contains("contributions") else {
            throw BenchError("this danvan has no 'import contributions', which the data needs")
        }
        try removeDatabase(data.danvanBefore)
        try danvan(["migrate"], on: data.danvanBefore)
        try danvan(["import", "units", layout.units], on: data.danvanBefore)
        for name in ["hamlets", "households", "funds"] {
            try danvan(["import", name, "\(data.csv)/\(name).csv"], on: data.danvanBefore)
        }
        try danvan(["user", "add", Filling.clerk], on: data.danvanBefore)
        try copyDatabase(data.danvanBefore, to: data.danvan)
        try importContributions(into: data.danvan)
    }

    func importContributions(into database: String) throws {
        for file in data.contributionFiles {
            try danvan(["import", "contributions", "--user", Filling.clerk, file], on: database)
        }
    }

    @discardableResult
    func danvan(_ arguments: [String], on database: String) throws -> String {
        try run(
            layout.danvan, arguments + ["--database", database], in: layout)
    }

    private func fillHummingbird() throws {
        try removeDatabase(data.hummingbird)
        try run(
            layout.hummingbirdPeer,
            [
                "load", "--database", data.hummingbird, "--units", layout.units, "--csv", data.csv,
                "--contributions",
            ] + data.contributionFiles, in: layout)
    }

    /// Writes the same rows as in the Hummingbird peer, while PocketBase is not running.
    private func fillPocketBase() throws {
        guard let pocketbase = layout.pocketbase else { throw BenchError("PocketBase is not there") }
        try removeIfThere(data.pocketbase)
        try makeFolder(data.pocketbase)
        let folders = ["--dir", data.pocketbase, "--migrationsDir", layout.benchmarks + "/pocketbase"]
        try run(pocketbase, ["migrate", "up"] + folders, in: layout)
        let script = """
            ATTACH '\(data.hummingbird)' AS source;
            BEGIN;
            INSERT INTO hamlets (id, commune, commune_name, name, type, valid_from, households, persons, balances,
                years, models)
            SELECT printf('%015d', id), commune, commune_name, name, type, valid_from, households, persons,
                json_object('cash', cash_dong, 'bank', bank_dong),
                (SELECT json_group_array(json_object('year', year, 'pledged', 0, 'pledges', 0,
                    'received', received_dong, 'received_from_households', received_dong,
                    'received_from_sponsors', 0, 'spent', 0, 'refunded', 0, 'expenditures', 0,
                    'contributions', contributions_count, 'participating_households', households_count))
                    FROM (SELECT * FROM source.hamlet_year AS year WHERE year.hamlet = hamlet.id ORDER BY year DESC)),
                json_object('registered', 0, 'accepted', 0, 'appraised', 0, 'recognised', 0)
            FROM source.hamlet AS hamlet;
            INSERT INTO contributions (id, hamlet, fund, household, number, book, name, donor, method, amount,
                received_on, state)
            SELECT printf('%015d', id), hamlet, fund, household, number, book, name, 'household', method,
                amount_dong, received_on, state
            FROM source.contribution ORDER BY id;
            COMMIT;
            ANALYZE;
            """
        try run(tool("sqlite3"), ["-bail", data.pocketbase + "/data.db", script], in: layout)
    }
}

/// Prints progress on standard error, separate from the results.
func printError(_ words: String) { FileHandle.standardError.write(Data("bench: \(words)\n".utf8)) }
