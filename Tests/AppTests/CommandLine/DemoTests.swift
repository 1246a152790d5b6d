import Foundation
import Network
import SQLite
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct DemoTests {
        @Test func `the sums are those of the article`() throws {
            let demo = try LoadedDemo()
            let server = try ServerProcess(in: demo.folder)
            let client = try Client(server.listener)
            let nine = try client.get("/v1/public/hamlets/1/summary").json
            #expect(nine.text("/hamlet/commune") == "16702" && nine.text("/hamlet/name") == "Xóm 9")
            // Recorded in 2023, and public since the end of that month.
            #expect(nine.integer("/hamlet/households") == 315)
            let hamlet = try client.get("/v1/hamlets/1", token: demo.token).json
            #expect(hamlet.integer("/households") == 315)
            #expect(hamlet.integer("/persons") == 897)
            #expect(nine.items("/years").map { $0.integer("/year") }.contains(2023))
            let received = try #require(nine.items("/years").first { $0.integer("/year") == 2023 })
            #expect(try #require(received.integer("/received")) > 1_000_000_000)
            #expect(received.integer("/participating_households") == 315)

            let one = try client.get("/v1/public/hamlets/2/summary").json
            #expect(one.text("/hamlet/commune") == "17392")
            let opened = try #require(one.items("/years").first { $0.integer("/year") == 2023 })
            let gathered = try #require(opened.integer("/received"))
            #expect((640_000_000..<650_000_000).contains(gathered))

            let union =
                try client.get(
                    "/v1/public/statement?organisation=1&from=2023-01-01&to=2023-12-31"
                )
                .json
            let lines = union.items("/received")
            let scrap = try #require(lines.first { $0.text("/kind") == "organisations" }?.integer("/cash"))
            #expect((13_000_001..<14_000_000).contains(scrap))
            let help = try #require(lines.first { $0.text("/kind") == "individuals" }?.integer("/bank"))
            #expect(help > 300_000_000)
        }

        @Test func `state support to the ward is apart from the people's money`() throws {
            let demo = try LoadedDemo()
            let server = try ServerProcess(in: demo.folder)
            let client = try Client(server.listener)
            let report = try client.get("/v1/public/reports/money?unit=16702&by=source").json
            let received = Dictionary(
                uniqueKeysWithValues: report.items("/rows")
                    .map { ($0.text("/key") ?? "", $0.integer("/received") ?? 0) })
            #expect(received["state"] == 900_000_000)
            #expect(try #require(received["households"]) > 900_000_000)
            let hamlet =
                try client.get(
                    "/v1/public/statement?hamlet=1&from=2020-01-01&to=2100-12-31"
                )
                .json
            #expect(
                hamlet.items("/received").allSatisfy { $0.text("/kind")?.hasPrefix("state") == false })
        }

        @Test func `it does not depend on the day of loading`() throws {
            let (first, second) = (try LoadedDemo().folder, try LoadedDemo.loaded().folder)
            for query in [
                "SELECT owner || posted_on || fund || debit || credit || amount FROM posting ORDER BY position, line",
                """
                SELECT kind || ' ' || subject || ' ' || recorded_ms FROM journal
                WHERE recorded_ms < 1767225600000 ORDER BY position
                """,
            ] as [StaticString] {
                let rows = try [first, second]
                    .map { folder in
                        try folder.connection().all(query) { $0.text(0) }
                    }
                #expect(rows[0] == rows[1] && rows[0].count > 500)
            }
        }

        @Test func `Vinh registered nearly 700 models in 4 areas in five months`() throws {
            let demo = try LoadedDemo()
            let server = try ServerProcess(in: demo.folder)
            let client = try Client(server.listener)
            let months = "from=2024-01-01&to=2024-05-31&by=area"
            for unit in ["40", "412"] {
                let target = "/v1/reports/models?unit=\(unit)&" + months
                let report = try client.get(target, token: demo.token).json
                let areas = report.items("/rows").compactMap { $0.integer("/registered") }
                #expect(try #require(report.integer("/registered")) == areas.reduce(0, +))
                #expect((680..<700).contains(areas.reduce(0, +)))
                #expect(areas.count == 4 && areas.allSatisfy { $0 > 100 })
                // Individuals are public once they are recognised.
                let shown = try client.get("/v1/public/reports/models?unit=\(unit)&" + months).json
                let collective = try #require(report.integer("/collective"))
                #expect((collective...areas.reduce(0, +)).contains(shown.integer("/registered") ?? 0))
            }
        }

        @Test func `flower streets are copied by two branches, litter bins by six`() throws {
            let demo = try LoadedDemo()
            let copies = try demo.folder.connection()
                .all(
                    """
                    SELECT source.name, count(*)
                    FROM model JOIN model AS source ON source.id = model.replicated_from
                    GROUP BY 1 ORDER BY 1
                    """
                ) { "\($0.text(0)) \($0.integer(1))" }
            #expect(copies == ["Biến rác thành đường hoa 2", "Thùng rác văn minh 6"])
        }

        @Test func `leaders give more than average, and amounts differ`() throws {
            let demo = try LoadedDemo()
            let sums = try demo.folder.connection()
                .all("SELECT DISTINCT amount_dong FROM contribution WHERE household <= 315 ORDER BY 1") {
                    $0.integer(0)
                }
            #expect(sums.count > 3 && sums.contains(8_000_000))
        }

        @Test func `its books pass verification`() throws {
            let demo = try LoadedDemo()
            let ending = try demo.folder.danvan("verify")
            #expect(ending.code == 0, "\(ending.errors)")
        }

        @Test func `it prints the token and five commands`() throws {
            let demo = try LoadedDemo()
            #expect(demo.lines.count == 6)
            #expect(demo.lines[0].hasPrefix("TOKEN=dv_"))
            #expect(demo.lines.dropFirst().allSatisfy { $0.hasPrefix("curl -s ") })
            #expect(demo.lines.dropFirst().allSatisfy { $0.contains("http://127.0.0.1:8080/v1/") })
        }

        @Test func `each of the five commands works`() throws {
            let demo = try LoadedDemo()
            let server = try ServerProcess(in: demo.folder)
            let messages = try demo.lines.dropFirst().map { try Message(curl: $0, token: demo.token) }
            let responses = try messages.map { try Client(server.listener).response(to: $0) }
            #expect(responses.map(\.status) == [200, 200, 201, 200, 200])
            #expect(responses[1].json.items("/data").count == 3)
            #expect(responses[2].json.integer("/amount") == 500_000)
            #expect(responses[3].json.text("/state") == "confirmed")
            #expect(responses[4].json.items("/data").first?.integer("/amount") == 500_000)
            _ = try server.stopped()
            #expect(try demo.folder.danvan("verify").code == 0)
        }

        @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")))
        func `a shell runs the five commands unchanged`() throws {
            let demo = try LoadedDemo()
            let server = try ServerProcess(in: demo.folder)
            let script =
                demo.lines.joined(separator: "; echo\n")
                .replacing("127.0.0.1:8080", with: server.listener.description) + "; echo\n"
            let output = try shell(script.replacing("curl -s", with: "curl -sf -m 30"), in: demo.folder)
            let lines = output.split(separator: "\n").filter { !$0.isEmpty }
            #expect(lines.count == 5 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
            #expect(lines[2].contains("\"amount_in_words\":\"Năm trăm nghìn đồng\""))
        }

        @Test func `a file with data is refused, or left unchanged with --if-empty`() throws {
            let demo = try LoadedDemo()
            let before = FileManager.default.contents(atPath: demo.folder.database)
            let refused = try demo.folder.danvan(
                "demo", "--units", Repository.units, "--parameters", Repository.parameters)
            #expect(refused.code == 1 && refused.output == "")
            #expect(
                refused.errors
                    == "danvan: data/danvan.db đã có dữ liệu; demo chỉ nạp vào tệp trống.\n")
            let left = try demo.folder.danvan(
                "demo", "--if-empty", "--units", Repository.units, "--parameters", Repository.parameters)
            #expect(left.code == 0 && left.output == "")
            #expect(left.errors == "data/danvan.db đã có dữ liệu: để yên.\n")
            #expect(FileManager.default.contents(atPath: demo.folder.database) == before)
        }

        @Test func `--if-empty fills an empty file`() throws {
            let folder = try Folder()
            let ending = try folder.danvan(
                "demo", "--if-empty", "--units", Repository.units, "--parameters", Repository.parameters)
            #expect(ending.code == 0 && ending.outputLines.count == 6)
        }

        @Test func `without the list of units nothing is loaded`() throws {
            let folder = try Folder()
            let ending = try folder.danvan("demo")
            #expect(ending.code == 74)
            #expect(ending.errors == "danvan: Không đọc được tệp config/nghe-an-units.csv.\n")
            #expect(try folder.number("SELECT count(*) FROM journal") == 0)
        }

        @Test func `the commands use the configured address`() throws {
            let folder = try Folder()
            let ending = try folder.danvan(
                "demo", "--units", Repository.units, "--parameters", Repository.parameters,
                environment: ["DANVAN_SERVER_LISTEN": "unix:/tmp/x.sock,[::1]:9000"])
            #expect(ending.outputLines.dropFirst().allSatisfy { $0.contains("http://[::1]:9000/v1/") })
        }
    }
}

/// A copy of the folder that one run of `danvan demo` filled.
final class LoadedDemo {
    let folder: Folder
    let lines: [String]

    var token: String { String(lines[0].dropFirst("TOKEN=".count)) }

    init() throws {
        let template = try Template.shared.get()
        lines = template.lines
        folder = try Folder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/data", withIntermediateDirectories: true)
        try Data(template.database).write(to: URL(filePath: folder.database))
    }

    /// A folder that `danvan demo` filled just now, and what it printed.
    static func loaded() throws -> (folder: Folder, lines: [String]) {
        let folder = try Folder()
        let ending = try folder.danvan(
            "demo", "--units", Repository.units, "--parameters", Repository.parameters)
        try #require(ending.code == 0 && ending.errors == "", "\(ending.errors)")
        return (folder, ending.outputLines)
    }

    private struct Template: Sendable {
        let database: [UInt8]
        let lines: [String]

        static let shared = Result { try Template() }

        private init() throws {
            let (folder, lines) = try LoadedDemo.loaded()
            self.lines = lines
            database = Array(try #require(FileManager.default.contents(atPath: folder.database)))
        }
    }
}

/// The output of `/bin/sh` running `script`, which must succeed.
private func shell(_ script: String, in folder: Folder) throws -> String {
    let file = try folder.write("set -e\n" + script, to: "try.sh")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", ". \(file) >\(folder.path)/try.out"]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    try #require(waits(seconds: 120) { !process.isRunning })
    #expect(process.terminationStatus == 0)
    return try String(contentsOfFile: folder.path + "/try.out", encoding: .utf8)
}

extension Message {
    /// The request that a curl command would send.
    fileprivate init(curl line: String, token: String) throws {
        var words = shellWords(line.replacing("$TOKEN", with: token)).dropFirst()
        var fields: [(String, String)] = []
        var (method, path, body): (String?, String, String?) = (nil, "", nil)
        while let word = words.popFirst() {
            switch word {
            case "-s": continue
            case "-H":
                let parts = (words.popFirst() ?? "").components(separatedBy: ": ")
                fields.append((parts[0], parts[1]))
            case "-d": body = words.popFirst()
            case "-X": method = words.popFirst()
            default:
                let url = URL(string: word)
                path = try #require(url).pathAndQuery
            }
        }
        self.init(method ?? (body == nil ? "GET" : "POST"), path, fields: fields)
        self.body = Array((body ?? "").utf8)
    }
}

extension URL {
    fileprivate var pathAndQuery: String { path + (query.map { "?" + $0 } ?? "") }
}

/// Splits a line into words like a shell: at blanks, except inside single or double quotes.
private func shellWords(_ line: String) -> [String] {
    var words: [String] = []
    var (word, isInWord): (String, Bool) = ("", false)
    var quote: Character?
    for character in line {
        switch (quote, character) {
        case (let open?, _) where open == character: quote = nil
        case (.some, _): word.append(character)
        case (nil, "\""), (nil, "'"): (quote, isInWord) = (character, true)
        case (nil, " "):
            if isInWord { words.append(word) }
            (word, isInWord) = ("", false)
        case (nil, _):
            word.append(character)
            isInWord = true
        }
    }
    return isInWord ? words + [word] : words
}
