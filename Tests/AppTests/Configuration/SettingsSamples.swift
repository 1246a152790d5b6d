import Foundation
import Testing

@testable import App

/// A file with this content, in a folder of its own, gone with the value.
struct TemporaryFile: ~Copyable {
    let path: String
    private let folder: URL

    init(_ bytes: [UInt8]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "danvan.json")
        try Data(bytes).write(to: file)
        path = file.path
    }

    init(_ text: String) throws { try self.init(Array(text.utf8)) }

    deinit {
        // A folder left behind in the temporary directory harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }
}

/// A path where nothing is.
let nowhere = "/nonexistent/danvan.json"

/// What is in force when a file says `json`.
func loaded(
    _ json: String,
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws -> LoadedSettings {
    let file = try TemporaryFile(json)
    return try Settings.load(file: file.path, environment: environment, overrides: overrides)
}

/// What is in force without a file.
func loaded(
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws(ConfigurationErrors) -> LoadedSettings {
    try Settings.load(file: nil, environment: environment, overrides: overrides, standardFile: nowhere)
}

/// What is in force of `table`, without a file.
func inForce(
    _ table: [Setting],
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws(ConfigurationErrors) -> [EffectiveSetting] {
    try settingsInForce(
        file: nowhere,
        isFileRequired: false,
        environment: environment,
        overrides: overrides,
        table: table
    )
}

/// The faults that `body` throws; none when it throws nothing.
func faults(of body: () throws -> Void) throws -> [ConfigurationError] {
    do {
        try body()
        return []
    } catch let error as ConfigurationErrors {
        return error.errors
    }
}

/// The messages of a file that says `json`, with the file's path shortened to `F`.
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

/// The messages with `file`, whose path is shortened to `F`.
func messages(
    file: String,
    environment: [String: String] = [:],
    overrides: [String: String] = [:]
) throws -> [String] {
    let faults = try faults {
        _ = try Settings.load(file: file, environment: environment, overrides: overrides)
    }
    return faults.map { $0.line.replacingOccurrences(of: file, with: "F") }
}

extension Setting {
    /// The setting of the table with this key.
    static func named(_ key: String) throws -> Setting {
        try #require(table.first { $0.key == key })
    }

    /// The default as text, as a variable would hold it.
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
        case .addresses: "[::1]:9000,unix:/run/danvan.sock"
        }
    }
}
