/// The settings, and for each where it came from.
struct LoadedSettings: Sendable {
    let settings: Settings
    /// Every setting in the order of the table.
    let inForce: [EffectiveSetting]
}

extension Settings {
    /// The file that is read when none is named and it exists, from the current directory.
    static let standardFile = "config/danvan.json"

    /// Reads what was set: the command line decides over the environment, that over the file, that over defaults.
    ///
    /// - `file`: a path; when nil, `standardFile`, which may be missing.
    /// - `environment`: the whole of it; only `DANVAN_…` is looked at.
    /// - `overrides`: text by key, `["server.loops_count": "1"]`; a list's elements are parted by commas.
    /// - Throws: everything that is wrong with any of the three.
    static func load(
        file: String?,
        environment: [String: String],
        overrides: [String: String],
        standardFile: String = Settings.standardFile
    ) throws(ConfigurationErrors) -> LoadedSettings {
        let inForce = try settingsInForce(
            file: file ?? standardFile,
            isFileRequired: file != nil,
            environment: environment,
            overrides: overrides
        )
        let values = inForce.map { ($0.setting.key, $0.value) }
        return LoadedSettings(settings: Settings(Dictionary(uniqueKeysWithValues: values)), inForce: inForce)
    }
}

/// What `Settings.load` does, for any table.
func settingsInForce(
    file: String,
    isFileRequired: Bool,
    environment: [String: String],
    overrides: [String: String],
    table: [Setting] = Setting.table
) throws(ConfigurationErrors) -> [EffectiveSetting] {
    var layers: [SettingLayer] = [
        .commandLine(overrides, table: table), .environment(environment, table: table),
    ]
    do throws(ConfigurationError.FileFault) {
        let layer = try SettingsFile.layer(at: file, isRequired: isFileRequired, table: table)
        if let layer { layers.append(layer) }
    } catch {
        throw ConfigurationErrors(errors: [.file(file, error)] + layers.flatMap { $0.errors(in: table) })
    }
    let inForce = try EffectiveSetting.all(of: table, from: layers)
    let errors = contradictions(in: inForce)
    guard errors.isEmpty else { throw ConfigurationErrors(errors: errors) }
    return inForce
}

/// Settings that are allowed each by itself but not together.
private func contradictions(in inForce: [EffectiveSetting]) -> [ConfigurationError] {
    let byKey = Dictionary(uniqueKeysWithValues: inForce.map { ($0.setting.key, $0) })
    let ordered = [
        ("lists.limit_default", "lists.limit_max"),
        ("access.token_days_default", "access.token_days_max"),
    ]
    return ordered.compactMap { smaller, larger -> ConfigurationError? in
        guard let first = byKey[smaller], let second = byKey[larger] else { return nil }
        guard case (.integer(let low), .integer(let high)) = (first.value, second.value) else { return nil }
        return low > high ? .inverted(first.given, second.given) : nil
    }
}

extension EffectiveSetting {
    fileprivate var given: ConfigurationError.Given {
        ConfigurationError.Given(key: setting.key, text: shownValue, origin: origin)
    }
}
