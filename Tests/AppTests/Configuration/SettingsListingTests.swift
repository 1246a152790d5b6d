import JSON
import TestSupport
import Testing

@testable import App

@Suite struct SettingsListingTests {
    private let token = Setting(
        "test.token",
        .text("trống", upTo: 40),
        isSecret: true,
        vi: "Mã",
        en: "A token"
    )
    private let secretNumber = Setting(
        "test.number",
        .integer(1, in: 1...9),
        isSecret: true,
        vi: "Số",
        en: "A number"
    )

    @Test func `every setting has a line with its key, value and origin`() throws {
        let lines = try loaded(overrides: ["log.level": "debug"]).lines
        #expect(lines.count == Setting.table.count)
        for (line, setting) in zip(lines, Setting.table) {
            #expect(line.hasPrefix(setting.key + " "))
            #expect(line.hasSuffix(setting.key == "log.level" ? "  dòng lệnh" : "  mặc định"))
        }
    }

    @Test func `the columns are aligned`() throws {
        let table = ["server.listen", "server.loops_count", "database.path"]
        let lines = try effectiveSettings(
            try table.map(Setting.named),
            environment: ["DANVAN_DATABASE_PATH": "/srv/xã Yên Sơn.db"],
            overrides: ["server.listen": "[::1]:80,unix:/a"]
        )
        .lines
        #expect(
            lines == [
                "server.listen       [::1]:80, unix:/a   dòng lệnh",
                "server.loops_count  0                   mặc định",
                "database.path       /srv/xã Yên Sơn.db  biến môi trường DANVAN_DATABASE_PATH",
            ]
        )
    }

    @Test func `a value from the file names the file`() throws {
        let file = try TemporaryFile(#"{"lists": {"limit_max": 77}}"#)
        let loaded = try Settings.load(file: file.path, environment: [:], overrides: [:])
        let line = try #require(loaded.lines.first { $0.hasPrefix("lists.limit_max ") })
        #expect(line.hasSuffix("  tệp \(file.path)"))
    }

    @Test func `a secret is masked in the listing, even if it is the default`() throws {
        let standard = try effectiveSettings([token, secretNumber])
        let given = try effectiveSettings(
            [token, secretNumber], environment: ["DANVAN_TEST_TOKEN": "mật-khẩu"])
        #expect(standard.lines == ["test.token   ••••  mặc định", "test.number  ••••  mặc định"])
        #expect(
            given.lines == [
                "test.token   ••••  biến môi trường DANVAN_TEST_TOKEN", "test.number  ••••  mặc định",
            ]
        )
        #expect(given[0].value == .text("mật-khẩu"), "the service itself gets it")
    }

    @Test func `a secret is masked in the JSON listing`() throws {
        let given = try effectiveSettings([token, secretNumber], overrides: ["test.token": "mật-khẩu"])
        #expect(
            given.json
                == #"{"test.token":{"value":"••••","origin":"command line"},"#
                + #""test.number":{"value":"••••","origin":"default"}}"#
        )
    }

    @Test func `a secret is masked in messages`() throws {
        let environment = ["DANVAN_TEST_TOKEN": " mật-khẩu"]
        let fromVariable = try errors { _ = try effectiveSettings([token], environment: environment) }
        #expect(
            fromVariable.map(\.line) == [
                "biến môi trường DANVAN_TEST_TOKEN: test.token phải là chữ, từ 1 đến 40 ký tự; không thể là ••••"
            ]
        )
        let file = try TemporaryFile(#"{"test": {"token": ["mật-khẩu"]}}"#)
        let fromFile = try errors {
            _ = try effectiveSettings(
                file: file.path,
                environment: [:],
                overrides: [:],
                table: [token]
            )
        }
        #expect(fromFile.count == 1)
        #expect(!fromFile[0].line.contains("khẩu"))
    }

    @Test func `a value in place of a group with secrets is masked in messages`() throws {
        let file = try TemporaryFile(#"{"test": "mật-khẩu"}"#)
        let errors = try errors {
            _ = try effectiveSettings(
                file: file.path,
                environment: [:],
                overrides: [:],
                table: [token]
            )
        }
        #expect(errors.map(\.line) == ["tệp \(file.path): test phải là một nhóm { … }, không thể là ••••"])
    }

    @Test func `values in the JSON listing have the same type as in the file`() throws {
        let flag = Setting("test.flag", .boolean(true), vi: "Thử", en: "Test")
        let table = try ["server.listen", "server.loops_count", "log.level"].map(Setting.named) + [flag]
        #expect(
            try effectiveSettings(table, overrides: ["server.listen": "[::1]:80,unix:/a"]).json
                == #"{"server.listen":{"value":["[::1]:80","unix:/a"],"origin":"command line"},"#
                + #""server.loops_count":{"value":0,"origin":"default"},"#
                + #""log.level":{"value":"info","origin":"default"},"#
                + #""test.flag":{"value":true,"origin":"default"}}"#
        )
    }

    @Test func `the JSON listing is valid for any values`() throws {
        let loaded = try loaded(overrides: ["database.path": #"/srv/"a\b".db"#])
        let document = try JSONDocument(parsing: Array(loaded.json.utf8))
        #expect(document.ambiguities.isEmpty)
        #expect(document.root["database.path"]?["value"] == .string(#"/srv/"a\b".db"#))
    }

    @Test func `a boolean is listed as a word`() throws {
        let flag = Setting("test.flag", .boolean(true), vi: "Thử", en: "Test")
        #expect(try effectiveSettings([flag]).lines == ["test.flag  true  mặc định"])
    }

    @Test func `an empty table has an empty listing`() throws {
        #expect(try effectiveSettings([]).lines == [])
        #expect(try effectiveSettings([]).json == "{}")
    }
}
