/// The settings, with the origin of each value.
struct LoadedSettings: Sendable {
    let settings: Settings
    /// The effective settings in table order.
    let effective: [EffectiveSetting]
    /// The path of the file that was read; nil for none.
    let file: String?
}

extension Settings {
    /// The variable that names the file, unless the command line does.
    static let fileVariable = Setting.environmentPrefix + "CONFIG"

    /// Loads the settings; the command line overrides the environment, which overrides the file, which overrides the
    /// defaults.
    ///
    /// - Parameters:
    ///   - file: the path of a file that must exist; nil for the one that `fileVariable` names. A file that nobody
    ///     named is not read: a command in a folder of somebody else must not obey what lies there.
    ///   - environment: all variables; only those with the prefix `DANVAN_` are read.
    ///   - overrides: texts by key, such as `["server.loops_count": "1"]`; the elements of a list are separated by
    ///     commas.
    /// - Returns: the settings with their origins.
    /// - Throws: all errors of all three sources.
    static func load(
        file: String?,
        environment: [String: String],
        overrides: [String: String]
    ) throws(ConfigurationErrors) -> LoadedSettings {
        var environment = environment
        let named = environment.removeValue(forKey: fileVariable)
        let file = file ?? named
        let effective = try effectiveSettings(
            file: file,
            environment: environment,
            overrides: overrides
        )
        let values = effective.map { ($0.setting.key, $0.value) }
        return LoadedSettings(
            settings: Settings(Dictionary(uniqueKeysWithValues: values)), effective: effective, file: file)
    }
}

/// The implementation of `Settings.load`, for any table.
func effectiveSettings(
    file: String?,
    environment: [String: String],
    overrides: [String: String],
    table: [Setting] = Setting.table
) throws(ConfigurationErrors) -> [EffectiveSetting] {
    var layers: [SettingLayer] = [
        .commandLine(overrides, table: table), .environment(environment, table: table),
    ]
    if let file {
        do throws(ConfigurationError.FileError) {
            layers.append(try SettingsFile.layer(at: file, table: table))
        } catch {
            throw ConfigurationErrors(errors: [.file(file, error)] + layers.flatMap { $0.errors(in: table) })
        }
    }
    let effective = try EffectiveSetting.all(of: table, from: layers)
    let errors = contradictions(in: effective)
    guard errors.isEmpty else { throw ConfigurationErrors(errors: errors) }
    return effective
}

/// The errors of settings that are valid alone but not together.
private func contradictions(in settings: [EffectiveSetting]) -> [ConfigurationError] {
    let byKey = Dictionary(uniqueKeysWithValues: settings.map { ($0.setting.key, $0) })
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
