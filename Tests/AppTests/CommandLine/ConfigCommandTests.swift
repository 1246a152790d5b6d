import Foundation
import JSON
import TestSupport
import Testing

@testable import App

extension ProcessTests {
    @Suite struct ConfigCommandTests {
        @Test func `every setting is printed with its value and origin`() throws {
            let folder = try Folder()
            _ = try folder.write(#"{"log":{"level":"debug"}}"#, to: "own.json")
            let ending = try folder.danvan(
                "config", "--config", "own.json", "--database", "x.db",
                environment: ["DANVAN_SERVER_LOOPS_COUNT": "1"])
            #expect(ending.code == 0 && ending.errors == "")
            let rows = ending.outputLines.map { line in
                line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                    .filter { !$0.isEmpty }
            }
            #expect(rows.map { $0[0] } == Setting.table.map(\.key))
            let reported = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Array($0.dropFirst())) })
            #expect(reported["log.level"] == ["debug", "tệp own.json"])
            #expect(reported["server.loops_count"] == ["1", "biến môi trường DANVAN_SERVER_LOOPS_COUNT"])
            #expect(reported["database.path"] == ["x.db", "dòng lệnh"])
            #expect(reported["json.depth_max"] == ["32", "mặc định"])
        }

        @Test func `--json prints the same as one object`() throws {
            let ending = try Folder().danvan("config", "--json", environment: ["DANVAN_JSON_DEPTH_MAX": "9"])
            let json = try JSONDocument(parsing: Array(ending.output.utf8.dropLast())).root
            #expect(json.at("/json.depth_max")?["value"] == .integer(9))
            #expect(json.text("/json.depth_max/origin") == "environment DANVAN_JSON_DEPTH_MAX")
            #expect(json.text("/log.format/origin") == "default")
        }

        @Test func `a file is read only when it is named`() throws {
            let folder = try Folder()
            _ = try folder.danvan("migrate", "--database", "config/x.db")
            _ = try folder.write(#"{"language":{"default":"en"}}"#, to: "config/danvan.json")
            func origin(_ environment: [String: String] = [:]) throws -> String? {
                try folder.danvan("config", environment: environment).outputLines
                    .first { $0.hasPrefix("language.default") }
            }
            #expect(try origin()?.hasSuffix("mặc định") == true)
            let named = try origin(["DANVAN_CONFIG": "config/danvan.json"])
            #expect(named?.hasSuffix("tệp config/danvan.json") == true)
        }

        @Test func `config creates no database`() throws {
            let folder = try Folder()
            _ = try folder.danvan("config")
            #expect(!folder.exists("data"))
        }
    }
}
