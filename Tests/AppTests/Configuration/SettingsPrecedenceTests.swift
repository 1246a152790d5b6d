import TestSupport
import Testing

@testable import App

@Suite struct SettingsPrecedenceTests {
    private let file = #"{"server": {"loops_count": 3}}"#
    private let variable = ["DANVAN_SERVER_LOOPS_COUNT": "4"]
    private let override = ["server.loops_count": "5"]

    @Test func `without any configuration the defaults are effective`() throws {
        let loaded = try loaded()
        #expect(loaded.settings.server.loopsCount == 0)
        #expect(loaded.effective.allSatisfy { $0.origin == .standard })
        #expect(loaded.effective.map(\.setting.key) == Setting.table.map(\.key))
    }

    @Test func `the file overrides the default`() throws {
        let loaded = try loaded(file)
        #expect(loaded.settings.server.loopsCount == 3)
        #expect(loaded.settings.server.connectionsMax == 10_000)
    }

    @Test func `the environment overrides the file`() throws {
        let loaded = try loaded(file, environment: variable)
        #expect(loaded.settings.server.loopsCount == 4)
        #expect(loaded.origin(of: "server.loops_count") == .environment("DANVAN_SERVER_LOOPS_COUNT"))
    }

    @Test func `the command line overrides the environment`() throws {
        let loaded = try loaded(file, environment: variable, overrides: override)
        #expect(loaded.settings.server.loopsCount == 5)
        #expect(loaded.origin(of: "server.loops_count") == .commandLine)
    }

    @Test func `the command line overrides the file`() throws {
        #expect(try loaded(file, overrides: override).settings.server.loopsCount == 5)
    }

    @Test func `a given value that equals the default keeps its origin`() throws {
        let loaded = try loaded(environment: ["DANVAN_SERVER_LOOPS_COUNT": "2"])
        #expect(loaded.origin(of: "server.loops_count") == .environment("DANVAN_SERVER_LOOPS_COUNT"))
    }

    @Test func `each setting has its own origin`() throws {
        let loaded = try loaded(
            #"{"log": {"level": "debug", "format": "json"}, "lists": {"limit_max": 100}}"#,
            environment: ["DANVAN_LOG_FORMAT": "text", "DANVAN_DATABASE_PATH": "/srv/a.db"],
            overrides: ["database.path": "/srv/b.db"]
        )
        #expect(loaded.settings.log.level == .debug)
        #expect(loaded.settings.log.format == .text)
        #expect(loaded.settings.lists.limitMax == 100)
        #expect(loaded.settings.database.path == "/srv/b.db")
        #expect(loaded.origin(of: "log.format") == .environment("DANVAN_LOG_FORMAT"))
        #expect(loaded.origin(of: "database.path") == .commandLine)
        #expect(loaded.origin(of: "database.write_batch_max") == .standard)
    }

    @Test func `a list is replaced, not extended`() throws {
        let loaded = try loaded(
            #"{"server": {"listen": ["0.0.0.0:1", "0.0.0.0:2"]}}"#,
            environment: ["DANVAN_SERVER_LISTEN": "[::1]:3"]
        )
        #expect(loaded.settings.server.listen == [.tcp(host: "::1", port: 3)])
    }

    @Test func `list elements in a variable are separated by commas`() throws {
        let loaded = try loaded(environment: ["DANVAN_SERVER_LISTEN": "localhost:80, unix:/run/danvan.sock"])
        #expect(
            loaded.settings.server.listen
                == [.tcp(host: "127.0.0.1", port: 80), .unix(path: "/run/danvan.sock")]
        )
    }

    @Test(arguments: ["127.0.0.1:80,", ",", "127.0.0.1:80,,127.0.0.1:81"])
    func `a list has no empty elements`(_ text: String) throws {
        #expect(throws: ConfigurationErrors.self) { try loaded(environment: ["DANVAN_SERVER_LISTEN": text]) }
    }

    @Test func `a file that nobody named is not read`() throws {
        #expect(try Settings.load(file: nil, environment: [:], overrides: [:]).file == nil)
    }

    @Test func `a variable names the file, unless the command line does`() throws {
        let named = try TemporaryFile(file)
        let other = try TemporaryFile(#"{"server": {"loops_count": 9}}"#)
        let environment = ["DANVAN_CONFIG": named.path]
        let loaded = try Settings.load(file: nil, environment: environment, overrides: [:])
        #expect(loaded.settings.server.loopsCount == 3 && loaded.file == named.path)
        #expect(loaded.origin(of: "server.loops_count") == .file(named.path))
        let overridden = try Settings.load(file: other.path, environment: environment, overrides: [:])
        #expect(overridden.settings.server.loopsCount == 9 && overridden.file == other.path)
    }

    @Test(arguments: [nowhere, ""]) func `a file that a variable names must exist`(_ path: String) throws {
        #expect(throws: ConfigurationErrors.self) {
            try Settings.load(file: nil, environment: ["DANVAN_CONFIG": path], overrides: [:])
        }
    }
}

@Suite struct SettingsContradictionTests {
    @Test func `the default page limit is at most the maximum`() throws {
        let same = try loaded(overrides: ["lists.limit_default": "500"])
        #expect(same.settings.lists.limitDefault == 500)
        let errors = try errors { _ = try loaded(overrides: ["lists.limit_default": "501"]) }
        #expect(
            errors.map(\.line) == [
                "lists.limit_default = 501 (dòng lệnh) không được lớn hơn lists.limit_max = 500 (mặc định)"
            ]
        )
    }

    @Test func `the default token lifetime is at most the maximum`() throws {
        let errors = try errors { _ = try loaded(environment: ["DANVAN_ACCESS_TOKEN_DAYS_MAX": "364"]) }
        #expect(
            errors.map(\.line) == [
                "access.token_days_default = 365 (mặc định) không được lớn hơn "
                    + "access.token_days_max = 364 (biến môi trường DANVAN_ACCESS_TOKEN_DAYS_MAX)"
            ]
        )
    }

    @Test func `all contradictions are reported at once`() throws {
        let overrides = ["lists.limit_max": "1", "access.token_days_max": "1"]
        #expect(try errors { _ = try loaded(overrides: overrides) }.count == 2)
    }
}

extension LoadedSettings {
    fileprivate func origin(of key: String) -> Setting.Origin? {
        effective.first { $0.setting.key == key }?.origin
    }
}
