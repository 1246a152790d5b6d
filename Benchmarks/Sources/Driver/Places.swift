import Foundation
import Synchronization

/// Places and people: the households of a province, all units of the country, and hamlets that merge.
extension Plan {
    func takePlaces(into record: inout Record) throws {
        let places = Places(layout: layout)
        try makeFolder(places.folder)
        try takeHouseholds(of: places, into: &record)
        try takeUnits(of: places, into: &record)
        try takeMergers(of: places, into: &record)
    }

    /// Imports 900,000 households of 4,000 hamlets into a database without households.
    private func takeHouseholds(of places: Places, into record: inout Record) throws {
        try places.writeHouseholds()
        let filling = Filling(data: data, layout: layout)
        for round in 1...min(rounds, 3) {
            let database = try places.emptyDatabase(filling)
            try filling.danvan(["import", "hamlets", places.hamlets], on: database)
            let log = layout.logs + "/places.log"
            let begun = ContinuousClock.now
            let child = try Child(
                "danvan import households", layout.danvan,
                ["import", "households", places.households, "--database", database],
                folder: layout.data, log: log)
            let peak = try child.waitWatchingMemory(log: log)
            let seconds = (ContinuousClock.now - begun) / .seconds(1)
            printError("households \(round): \(Places.householdsCount) in \(seconds) s, \(peak / 1024) MiB")
            record.samples.append(single(.places, "households, time", round, ("s", seconds)))
            record.samples.append(
                single(.places, "households, memory", round, ("MB", Double(peak) * 1024 / 1e6)))
        }
        addClaim(
            .places, "households, time", "import of \(Places.householdsCount) households", .atMost(60), " s",
            digits: 1,
            to: &record)
        addClaim(.places, "households, memory", "its memory", .atMost(200), " MB", to: &record)
    }

    /// Searches 13,000 units, timed by the server, which excludes the socket.
    private func takeUnits(of places: Places, into record: inout Record) throws {
        try places.writeUnits()
        let filling = Filling(data: data, layout: layout)
        let database = places.folder + "/units.db"
        try removeDatabase(database)
        try filling.danvan(["migrate"], on: database)
        try filling.danvan(["import", "units", places.units], on: database)
        try filling.danvan(["user", "add", Filling.clerk], on: database)
        let (server, token) = try places.serve(database, filling)
        defer { server.stop() }
        guard let connection = Connection(port: places.port) else {
            throw BenchError("danvan does not answer")
        }
        for round in 1...rounds {
            var times: [Double] = []
            for index in 0..<3000 {
                let query = Places.queries[index % Places.queries.count]
                let response = connection.timedExchange(
                    "GET", "/v1/units?q=\(query)", fields: ["Authorization: Bearer \(token)"])
                guard let response, response.status == 200, let milliseconds = response.milliseconds else {
                    throw BenchError("a search for \(query) was answered \(response?.status ?? 0)")
                }
                times.append(milliseconds)
            }
            times.sort()
            record.samples.append(single(.places, "unit search, p50", round, ("ms", times[times.count / 2])))
            record.samples.append(
                single(.places, "unit search, p99", round, ("ms", times[times.count * 99 / 100])))
        }
        addClaim(
            .places, "unit search, p99", "unit search over \(Places.unitsCount) units, p99 in process",
            .atMost(2), " ms",
            digits: 2, to: &record)
    }

    /// Merges three hamlets with 2,000 households and six funds during concurrent reads.
    private func takeMergers(of places: Places, into record: inout Record) throws {
        try places.writeMergers()
        let filling = Filling(data: data, layout: layout)
        let database = try places.emptyDatabase(filling)
        for name in ["hamlets", "households", "funds", "contributions"] {
            let user = name == "contributions" ? ["--user", Filling.clerk] : []
            try filling.danvan(
                ["import", name] + user + ["\(places.folder)/merger-\(name).csv"], on: database)
        }
        let (server, token) = try places.serve(database, filling)
        defer { server.stop() }
        for round in 1...Places.mergersCount {
            let reader = try LongestRead(port: places.port, hamlet: Places.mergersCount * 3)
            let (milliseconds, body) = try places.merge(round, token: token)
            let longest = try reader.stop()
            guard body.contains("\"households\":2000,"), body.contains("\"cash\":600000") else {
                throw BenchError("a merger moved something else: \(body.prefix(400))")
            }
            printError("merger \(round): \(milliseconds) ms, longest read beside it \(longest) ms")
            record.samples.append(single(.places, "merger", round, ("ms", milliseconds)))
            record.samples.append(single(.places, "longest read beside a merger", round, ("ms", longest)))
        }
        addClaim(
            .places, "merger", "merger of 2,000 households in 3 hamlets with 6 funds", .atMost(200), " ms",
            to: &record)
        addClaim(
            .places, "longest read beside a merger", "longest of the reads beside it", .atMost(20), " ms",
            digits: 1,
            to: &record)
    }
}

/// The generated places of the section, as CSV files.
private struct Places {
    static let householdsCount = 900_000
    static let unitsCount = 13_000
    static let mergersCount = 8
    static let queries = [
        "xuan", "nghi%20phu", "NGHI%20PH%C3%9A", "tan", "a", "d%E1%BB%A9c", "h%C3%B2a%20l%E1%BB%99c",
        "phuong", "khong%20co",
        "th%E1%BB%8B%20tr%E1%BA%A5n",
    ]

    let layout: Layout
    let port = 18280

    var folder: String { layout.data + "/places" }
    var hamlets: String { folder + "/hamlets.csv" }
    var households: String { folder + "/households.csv" }
    var units: String { folder + "/units.csv" }

    /// A migrated database with the units of Nghệ An and the recording user.
    func emptyDatabase(_ filling: Filling) throws -> String {
        let database = folder + "/places.db"
        try removeDatabase(database)
        try filling.danvan(["migrate"], on: database)
        try filling.danvan(["import", "units", layout.units], on: database)
        try filling.danvan(["user", "add", Filling.clerk], on: database)
        return database
    }

    func serve(_ database: String, _ filling: Filling) throws -> (server: ServerProcess, token: String) {
        let token =
            try filling.danvan(
                [
                    "token", "issue", "--user", Filling.clerk, "--role", "clerk", "--unit", "40", "--days",
                    "2",
                ], on: database
            )
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let log = layout.logs + "/danvan-\(port).log"
        let child = try Child(
            "danvan", layout.danvan, ["serve"],
            environment: [
                "DANVAN_DATABASE_PATH": database, "DANVAN_SERVER_LISTEN": "127.0.0.1:\(port)",
                // One client stands for all of a province.
                "DANVAN_LIMITS_REQUESTS_PER_TOKEN_MAX": "0", "DANVAN_LIMITS_REQUESTS_PER_ADDRESS_MAX": "0",
                "DANVAN_SERVER_REQUESTS_PER_CONNECTION_MAX": "1000000000",
            ], folder: layout.data, output: log, log: log)
        return (
            try ServerProcess(.danvan, port: port, child: child, ready: "/livez", log: log) { _ in "" }, token
        )
    }

    func writeHouseholds() throws {
        let hamletsCount = 4000
        try write(hamlets, "commune,name,type,valid_from", 0..<hamletsCount) {
            "16702,Xóm \($0),xom,2020-01-01"
        }
        try write(households, "hamlet,code,head_name,persons", 0..<Places.householdsCount) { index in
            "\(index % hamletsCount + 1),H\(index / hamletsCount),\(personName(index)),\(1 + index % 7)"
        }
    }

    /// 34 provinces and their communes, with names composed of common syllables.
    func writeUnits() throws {
        let syllables = [
            "Nghi", "Phú", "Xuân", "Hòa", "Tân", "Đức", "Lộc", "Diễn", "Lâm", "Quỳnh", "Châu", "Yên", "Thành",
            "Đô", "Lương",
            "Sơn", "Vinh", "Hưng", "Nguyên", "Nam", "Anh", "Quế", "Phong", "Kỳ", "Tương", "Dương", "Thanh",
            "Chương", "Thịnh",
        ]
        let kinds = ["Xã", "Phường", "Thị trấn", "Đặc khu"]
        let provincesCount = 34
        try write(units, "code,level,parent_code,name,valid_from,valid_to", 0..<Places.unitsCount) { index in
            let province = String(10 + index % provincesCount)
            if index < provincesCount {
                return "\(province),province,,Tỉnh \(syllables[index % syllables.count]) \(index),,"
            }
            let name = [7, 11, 13].map { syllables[index / $0 % syllables.count] }.joined(separator: " ")
            return
                "\(10_000 + index),commune,\(province),\(kinds[index % 10 == 0 ? index / 10 % 4 : index % 2]) \(name),,"
        }
    }

    /// For each merger three hamlets with 667, 667 and 666 households, and two funds each with cash and bank.
    func writeMergers() throws {
        let hamletsCount = Places.mergersCount * 3
        try write(folder + "/merger-hamlets.csv", "commune,name,type,valid_from", 0..<hamletsCount) {
            "16702,Xóm \($0),xom,2020-01-01"
        }
        try write(
            folder + "/merger-households.csv", "hamlet,code,head_name,persons", 0..<Places.mergersCount * 2000
        ) { index in
            let (merger, inside) = (index / 2000, index % 2000)
            return "\(merger * 3 + inside % 3 + 1),H\(inside),\(personName(index)),4"
        }
        try write(folder + "/merger-funds.csv", "hamlet,name", 0..<hamletsCount * 2) {
            "\($0 / 2 + 1),\($0 % 2 == 0 ? "Đường" : "Quỹ riêng \($0)")"
        }
        try write(
            folder + "/merger-contributions.csv", "fund,sponsor_name,method,amount,received_on",
            0..<hamletsCount * 4
        ) { index in
            "\(index / 2 + 1),Anh Xa,\(index % 2 == 0 ? "cash" : "bank"),100000,2026-01-15"
        }
    }

    /// Merges the three hamlets of one merger.
    ///
    /// - Parameters:
    ///   - round: the number of the merger, from 1.
    ///   - token: a clerk's token.
    /// - Returns: the duration reported by the server, and the response body.
    /// - Throws: `BenchError` when the merger fails.
    func merge(_ round: Int, token: String) throws -> (milliseconds: Double, body: String) {
        guard let connection = Connection(port: port) else { throw BenchError("danvan does not answer") }
        let parts = (1...3).map { "{\"hamlet\":\((round - 1) * 3 + $0)}" }.joined(separator: ",")
        let body = """
            {"commune":"16702","hamlets":[\(parts)],"name":"Gộp \(round)","type":"xom","decision_number":"1/NQ",\
            "decided_on":"2026-06-01","effective_on":"2026-07-01"}
            """
        let response = connection.timedExchange(
            "POST", "/v1/hamlet-mergers",
            fields: [
                "Authorization: Bearer \(token)", "Content-Type: application/json",
                "Idempotency-Key: bench-merger-0000\(round)",
            ], body: body)
        guard let response, response.status == 201, let milliseconds = response.milliseconds else {
            throw BenchError("a merger was refused: \(String(decoding: response?.body ?? [], as: UTF8.self))")
        }
        return (milliseconds, String(decoding: response.body, as: UTF8.self))
    }

    private func write(_ path: String, _ header: String, _ indices: Range<Int>, line: (Int) -> String) throws
    {
        guard !exists(path) else { return }
        var text = header + "\n"
        for index in indices {
            text += line(index)
            text += "\n"
        }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}

/// Reads one public page repeatedly on its own thread, and records the longest duration.
private final class LongestRead: Sendable {
    private struct State {
        var longest = 0.0
        var isStopped = false
        var failure: String?
    }

    private let state = Mutex(State())
    private let done = DispatchSemaphore(value: 0)

    init(port: Int, hamlet: Int) throws {
        guard let connection = Connection(port: port) else { throw BenchError("danvan does not answer") }
        nonisolated(unsafe) let own = connection
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isStopped }) {
                let begun = ContinuousClock.now
                let status = own.exchange("GET", "/v1/public/hamlets/\(hamlet)/summary")?.status
                let spent = (ContinuousClock.now - begun) / .milliseconds(1)
                state.withLock { state in
                    state.longest = max(state.longest, spent)
                    if status != 200 { state.failure = "a read was answered \(status ?? 0)" }
                }
                usleep(200)
            }
            done.signal()
        }
        // Allows some reads before the merger starts.
        usleep(50_000)
    }

    /// - Returns: the longest read, in milliseconds.
    func stop() throws -> Double {
        state.withLock { $0.isStopped = true }
        done.wait()
        return try state.withLock { state in
            if let failure = state.failure { throw BenchError(failure) }
            return state.longest
        }
    }
}
