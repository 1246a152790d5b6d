import Foundation
import TestSupport
import Testing

@testable import App

/// A file with the given content in its own folder, removed with the value.
struct TemporaryFile {
    let path: String
    private let folder: TemporaryFolder

    init(_ bytes: [UInt8]) throws {
        folder = try TemporaryFolder()
        path = try folder.write(bytes, to: "danvan.json")
    }

    init(_ text: String) throws { try self.init(Array(text.utf8)) }
}

/// A path that does not exist.
let nowhere = "/nonexistent/danvan.json"

/// The settings loaded from a file with the content `json`.
func loaded(
    _ json: String,
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws -> LoadedSettings {
    let file = try TemporaryFile(json)
    return try Settings.load(file: file.path, environment: environment, overrides: overrides)
}

/// The settings loaded without a file.
func loaded(
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws(ConfigurationErrors) -> LoadedSettings {
    try Settings.load(file: nil, environment: environment, overrides: overrides)
}

/// The effective settings of `table`, without a file.
func effectiveSettings(
    _ table: [Setting],
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws(ConfigurationErrors) -> [EffectiveSetting] {
    try effectiveSettings(
        file: nil,
        environment: environment,
        overrides: overrides,
        table: table
    )
}

/// The errors thrown by `body`; empty when it throws none.
func errors(of body: () throws -> Void) throws -> [ConfigurationError] {
    do {
        try body()
        return []
    } catch let error as ConfigurationErrors {
        return error.errors
    }
}

/// The messages for a file with the content `json`, with its path shortened to `F`.
func messages(
    _ json: String,
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws -> [String] {
    try messages(Array(json.utf8), environment: environment, overrides: overrides)
}

func messages(
    _ bytes: [UInt8],
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws -> [String] {
    let file = try TemporaryFile(bytes)
    return try messages(file: file.path, environment: environment, overrides: overrides)
}

/// The messages for `file`, with its path shortened to `F`.
func messages(
    file: String,
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws -> [String] {
    let errors = try errors {
        _ = try Settings.load(file: file, environment: environment, overrides: overrides)
    }
    return errors.map { $0.line.replacingOccurrences(of: file, with: "F") }
}

extension Setting {
    /// The setting with this key.
    static func named(_ key: String) throws -> Setting {
        try #require(table.first { $0.key == key })
    }

    /// The default as text, in the format of a variable.
    var standardText: String {
        EffectiveSetting(setting: self, value: standardValue, origin: .standard).shownValue
            .replacingOccurrences(of: ", ", with: ",")
    }

    /// An allowed text that is not the default.
    var otherText: String {
        switch kind {
        case .integer(let standard, let bounds):
            String(standard == bounds.upperBound ? standard - 1 : standard + 1)
        case .boolean(let standard): String(!standard)
        case .text: "Khác"
        case .choice(let standard, let words): words.first { $0 != standard } ?? standard
        case .path: "/srv/khác"
        case .webAddress: "https://thon.example.vn"
        case .addresses: "[::1]:9000,unix:/run/danvan.sock"
        case .networks: "10.0.0.0/8,2001:db8::/32"
        case .witnesses:
            "giamsat.example/nghi-phu+10390cd6+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X http://127.0.0.1:8090"
        }
    }
}
