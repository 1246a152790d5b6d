import TestSupport
import Testing

@testable import App

@Suite struct SettingTableTests {
    @Test func `keys are unique`() {
        #expect(Set(Setting.table.map(\.key)).count == Setting.table.count)
    }

    @Test func `variables are unique`() {
        #expect(Set(Setting.table.map(\.environmentName)).count == Setting.table.count)
    }

    @Test(arguments: Setting.table.map(\.key))
    func `a key is a group and a name in lower case`(_ key: String) {
        #expect(key.wholeMatch(of: /[a-z]+\.[a-z]+(_[a-z]+)*/) != nil)
    }

    @Test(arguments: Setting.table)
    func `a setting is described in two languages`(_ setting: Setting) {
        for sentence in [setting.vietnamese, setting.english] {
            #expect(sentence.first?.isUppercase == true)
            #expect(!sentence.hasSuffix("."))
            #expect(!sentence.contains("|"), "it stands in a table of Markdown")
        }
        #expect(setting.vietnamese != setting.english)
    }

    @Test(arguments: Setting.table)
    func `every default is allowed`(_ setting: Setting) {
        #expect(setting.allows(setting.standardValue))
    }

    @Test func `a variable is named after its key`() throws {
        #expect(try Setting.named("server.listen").environmentName == "DANVAN_SERVER_LISTEN")
        #expect(
            try Setting.named("database.busy_milliseconds_max").environmentName
                == "DANVAN_DATABASE_BUSY_MILLISECONDS_MAX"
        )
    }

    @Test(arguments: Setting.table)
    func `the name of a number contains its unit`(_ setting: Setting) {
        guard case .integer = setting.kind else { return }
        let units = [
            "seconds", "milliseconds", "bytes", "kibibytes", "pages", "hours", "days", "count", "max", "min",
            "limit_default", "days_default",
        ]
        #expect(units.contains { setting.key.hasSuffix("_" + $0) || setting.key.hasSuffix("." + $0) })
    }

    @Test(arguments: Setting.table)
    func `every setting can be set by its variable`(_ setting: Setting) throws {
        let before = try effectiveSettings([setting])
        let after = try effectiveSettings(
            [setting], environment: [setting.environmentName: setting.otherText])
        #expect(before[0].value == setting.standardValue)
        #expect(before[0].origin == .standard)
        #expect(after[0].value != setting.standardValue)
        #expect(after[0].origin == .environment(setting.environmentName))
    }

    @Test(arguments: Setting.table)
    func `every setting can be set on the command line`(_ setting: Setting) throws {
        let after = try effectiveSettings([setting], overrides: [setting.key: setting.otherText])
        #expect(after[0].value != setting.standardValue)
        #expect(after[0].origin == .commandLine)
    }

    @Test(arguments: Setting.table)
    func `every setting changes the typed settings`(_ setting: Setting) throws {
        let before = try loaded()
        let after = try loaded(environment: [setting.environmentName: setting.otherText])
        #expect(after.settings != before.settings)
    }

    @Test(arguments: Setting.table)
    func `every setting rejects an empty text`(_ setting: Setting) throws {
        let fromEnvironment = try errors {
            _ = try effectiveSettings([setting], environment: [setting.environmentName: ""])
        }
        let fromCommandLine = try errors {
            _ = try effectiveSettings([setting], overrides: [setting.key: ""])
        }
        #expect(fromEnvironment == [setting.refusing("", from: .environment(setting.environmentName))])
        #expect(fromCommandLine == [setting.refusing("", from: .commandLine)])
    }
}

@Suite struct SettingBoundsTests {
    private static let numbers = Setting.table.filter { $0.bounds != nil }
    private static let texts = Setting.table.filter { $0.charactersMax != nil }
    private static let choices = Setting.table.filter { !$0.words.isEmpty }

    @Test func `most settings are numbers`() {
        #expect(Self.numbers.count == 46)
        #expect(Self.texts.count == 1)
        #expect(Self.choices.count == 3)
    }

    @Test(arguments: numbers)
    func `the bounds of a number are inclusive`(_ setting: Setting) throws {
        let bounds = try #require(setting.bounds)
        for number in [bounds.lowerBound, bounds.upperBound] {
            let values = try effectiveSettings([setting], overrides: [setting.key: String(number)])
            #expect(values[0].value == .integer(number))
        }
    }

    @Test(arguments: numbers)
    func `a number out of bounds is refused`(_ setting: Setting) throws {
        let bounds = try #require(setting.bounds)
        for number in [bounds.lowerBound - 1, bounds.upperBound + 1, .min, .max] {
            let errors = try errors {
                _ = try effectiveSettings([setting], overrides: [setting.key: String(number)])
            }
            #expect(errors == [setting.refusing(String(number), from: .commandLine)])
        }
    }

    @Test(
        arguments: numbers,
        ["hai", "1.0", "1e1", " 5", "5 ", "0x5", "٥", "9223372036854775808", "true", "-", "5,6"]
    )
    func `a number consists of digits`(_ setting: Setting, _ text: String) throws {
        let errors = try errors { _ = try effectiveSettings([setting], overrides: [setting.key: text]) }
        #expect(errors == [setting.refusing(text, from: .commandLine)])
    }

    @Test(arguments: texts)
    func `a text may have its maximum length`(_ setting: Setting) throws {
        let longest = String(repeating: "Ộ", count: try #require(setting.charactersMax))
        #expect(
            try effectiveSettings([setting], overrides: [setting.key: longest])[0].value == .text(longest))
        #expect(!setting.allows(.text(longest + "Ộ")))
    }

    @Test(arguments: texts)
    func `a text has no control characters and no surrounding spaces`(_ setting: Setting) {
        for text in ["", " ", " a", "a ", "a\n", "\u{0}", "a\u{9B}b", "\t"] {
            #expect(!setting.allows(.text(text)))
        }
        #expect(setting.allows(.text("a b")))
    }

    @Test(arguments: choices)
    func `a choice must match one of its words exactly`(_ setting: Setting) {
        for word in setting.words {
            #expect(setting.allows(.text(word)))
            #expect(!setting.allows(.text(word.uppercased())))
            #expect(!setting.allows(.text(word + " ")))
        }
        #expect(!setting.allows(.text("khác")))
    }

    @Test(arguments: ["database.path", "backup.folder", "bank.webhook_secret"])
    func `a path has at most 4096 bytes and no control characters`(_ key: String) throws {
        let setting = try Setting.named(key)
        #expect(setting.allows(.text(String(repeating: "a", count: 4096))))
        #expect(!setting.allows(.text(String(repeating: "a", count: 4097))))
        #expect(!setting.allows(.text("")))
        #expect(!setting.allows(.text("data\n/danvan.db")))
        #expect(!setting.allows(.text("data\u{0}.db")))
        #expect(setting.allows(.text("/srv/dân vận/sổ.db")))
    }

    @Test func `a list has 1 to 16 addresses`() throws {
        let setting = try Setting.named("server.listen")
        let many = (1...17).map { "127.0.0.1:\($0)" }
        #expect(!setting.allows(.list([])))
        #expect(setting.allows(.list(Array(many.prefix(16)))))
        #expect(!setting.allows(.list(many)))
    }

    @Test func `networks are distinct blocks, at most 64`() throws {
        let setting = try Setting.named("server.trusted_proxies")
        #expect(setting.allows(.list([])))
        #expect(setting.allows(.list(["10.0.0.0/8", "::1"])))
        #expect(!setting.allows(.list(["10.0.0.0/8", "10.0.0.0/8"])))
        #expect(!setting.allows(.list(["proxy.local"])))
        #expect(!setting.allows(.list((0...64).map { "10.0.0.\($0)" })))
    }

    @Test(arguments: [
        "none", "https://thon.example.vn", "http://127.0.0.1:8080", "https://[2001:db8::1]",
        "https://xa.example.vn/quy-thon",
    ])
    func `an address of the public is one that a phone opens, or none`(_ text: String) throws {
        #expect(try Setting.named("public.address").allows(.text(text)))
    }

    @Test(arguments: [
        "", "None", "thon.example.vn", "ftp://thon.example.vn", "https://", "https:///a", "https://a/",
        "https://a?b", "https://a#b", "https://u@a", "https://a b", "https://thôn.vn", "https://a\"",
        "https://:80",
        "https://a\n", "https://" + String(repeating: "a", count: 193),
    ])
    func `any other address of the public is refused`(_ text: String) throws {
        #expect(try !Setting.named("public.address").allows(.text(text)))
    }

    @Test func `addresses are unique`() throws {
        let setting = try Setting.named("server.listen")
        #expect(!setting.allows(.list(["127.0.0.1:80", "127.0.0.1:080"])))
        #expect(!setting.allows(.list(["127.0.0.1:80", "localhost:80"])))
        #expect(setting.allows(.list(["127.0.0.1:80", "127.0.0.1:81"])))
    }

    @Test(arguments: Setting.table)
    func `no setting accepts a value of another type`(_ setting: Setting) {
        let others: [Setting.Value] = [.integer(1), .boolean(true), .text("một"), .list(["một"])]
        for value in others where !setting.isOfKind(value) { #expect(!setting.allows(value)) }
    }

    @Test func `a boolean is parsed from the usual words`() throws {
        let flag = Setting("test.flag", .boolean(false), vi: "Thử", en: "Test")
        for (text, value) in ["true": true, "false": false, "1": true, "0": false, "YES": true, "no": false] {
            #expect(try effectiveSettings([flag], overrides: [flag.key: text])[0].value == .boolean(value))
        }
        let errors = try errors { _ = try effectiveSettings([flag], overrides: [flag.key: "có"]) }
        #expect(errors == [flag.refusing("có", from: .commandLine)])
        #expect(flag.allowed == "true hoặc false")
    }
}

extension Setting {
    fileprivate func refusing(_ text: String, from origin: Origin) -> ConfigurationError {
        .refused(
            ConfigurationError.Given(key: key, text: text.debugDescription, origin: origin),
            allowed: allowed
        )
    }

    fileprivate var bounds: ClosedRange<Int>? {
        if case .integer(_, let bounds) = kind { bounds } else { nil }
    }

    fileprivate var charactersMax: Int? {
        if case .text(_, let charactersMax) = kind { charactersMax } else { nil }
    }

    fileprivate var words: [String] {
        if case .choice(_, let words) = kind { words } else { [] }
    }

    fileprivate func isOfKind(_ value: Value) -> Bool {
        switch (standardValue, value) {
        case (.integer, .integer), (.boolean, .boolean), (.text, .text), (.list, .list): true
        case (.integer, _), (.boolean, _), (.text, _), (.list, _): false
        }
    }
}
