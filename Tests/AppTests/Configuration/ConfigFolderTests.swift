import Foundation
import TestSupport
import Testing

@testable import App

/// Compares the content of `config/` with the code.
@Suite struct ConfigFolderTests {
    private static let folder = Repository.root.appending(path: "config")
    private let file = folder.appending(path: "danvan.json").path

    private var readme: String {
        get throws { try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8) }
    }

    @Test func `the file has the default values`() throws {
        let written = try Settings.load(file: file, environment: [:], overrides: [:])
        for entry in written.effective { #expect(entry.value == entry.setting.standardValue) }
        #expect(try written.settings == loaded().settings)
    }

    @Test func `the file has every key`() throws {
        let loaded = try Settings.load(file: file, environment: [:], overrides: [:])
        for entry in loaded.effective { #expect(entry.origin == .file(file), "\(entry.setting.key)") }
    }

    @Test func `the file has its keys in table order`() throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        var rest = text[...]
        for setting in Setting.table {
            let name = try #require(setting.key.split(separator: ".").last)
            let place = try #require(rest.range(of: "\"\(name)\": "), "\(setting.key)")
            rest = rest[place.upperBound...]
        }
    }

    @Test func `the document has a row for every setting and no other`() throws {
        let rows = try readme.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(rows == Setting.table.map(\.documentRow))
    }

    @Test func `the document has a heading for every group`() throws {
        let readme = try readme
        for group in Set(Setting.table.compactMap { $0.key.split(separator: ".").first }) {
            #expect(readme.contains("\n## \(group) — "))
        }
    }
}

extension Setting {
    /// Key and variable, default, allowed values, and the description in both languages.
    fileprivate var documentRow: String {
        "| `\(key)`<br>`\(environmentName)` | `\(standardText)` | \(allowed) | \(vietnamese).<br>*\(english).* |"
    }
}
