import Configuration

/// One place that settings come from.
///
/// Layers are asked in order, and the first that has a key decides.
struct SettingLayer: Sendable {
    let provider: any ConfigProvider
    /// What stands there for each known key, as written, for the messages.
    let given: [String: String]
    /// What stands there and is no setting at all.
    let unknown: [ConfigurationError]
    private let source: Source

    private enum Source {
        case file(String)
        case environment
        case commandLine
    }

    func origin(of setting: Setting) -> Setting.Origin {
        switch source {
        case .file(let path): .file(path)
        case .environment: .environment(setting.environmentName)
        case .commandLine: .commandLine
        }
    }

    /// What is unknown, and what is not of its setting's kind or beyond its bounds, in the table's order.
    ///
    /// A value that a higher layer hides is checked too: it would surprise when that layer goes.
    func errors(in table: [Setting]) -> [ConfigurationError] {
        let refused = table.compactMap { setting -> ConfigurationError? in
            guard let text = given[setting.key], !isAllowed(setting) else { return nil }
            let shown = setting.isSecret ? Setting.mask : text
            let given = ConfigurationError.Given(key: setting.key, text: shown, origin: origin(of: setting))
            return .refused(given, allowed: setting.allowed)
        }
        return unknown + refused
    }

    private func isAllowed(_ setting: Setting) -> Bool {
        let key = AbsoluteConfigKey(setting.configKey)
        // The error says only that the kind is wrong, which `given` and the setting say better.
        let found = try? provider.value(forKey: key, type: setting.configType)
        guard let content = found?.value?.content, let value = Setting.Value(content) else { return false }
        return setting.allows(value)
    }
}

extension SettingLayer {
    /// The variables that start with `DANVAN_`; all others belong to somebody else.
    static func environment(_ variables: [String: String], table: [Setting]) -> SettingLayer {
        let ours = variables.filter { $0.key.hasPrefix(Setting.environmentPrefix) }
        let names = table.map(\.environmentName)
        let unknown = ours.keys.filter { !names.contains($0) }.sorted()
            .map { name in
                ConfigurationError.unknown(
                    name,
                    nearest: nearestName(to: name, among: names),
                    in: .environment(name)
                )
            }
        return SettingLayer(variables: ours, unknown: unknown, table: table, source: .environment)
    }

    /// The keys and values of `--set server.listen=…`, read like variables.
    static func commandLine(_ overrides: [String: String], table: [Setting]) -> SettingLayer {
        let keys = table.map(\.key)
        let unknown = overrides.keys.filter { !keys.contains($0) }.sorted()
            .map { key in
                ConfigurationError.unknown(key, nearest: nearestName(to: key, among: keys), in: .commandLine)
            }
        var variables: [String: String] = [:]
        for setting in table { variables[setting.environmentName] = overrides[setting.key] }
        return SettingLayer(variables: variables, unknown: unknown, table: table, source: .commandLine)
    }

    /// A file's values by their keys; `given` may hold more, when a value is of no kind that a setting has.
    static func file(
        _ path: String,
        values: [String: ConfigContent],
        given: [String: String],
        unknown: [ConfigurationError]
    ) -> SettingLayer {
        var found: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, content) in values {
            found[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(content, isSecret: false)
        }
        let provider = InMemoryProvider(name: path, values: found)
        return SettingLayer(provider: provider, given: given, unknown: unknown, source: .file(path))
    }

    private init(variables: [String: String], unknown: [ConfigurationError], table: [Setting], source: Source)
    {
        var given: [String: String] = [:]
        for setting in table {
            given[setting.key] = variables[setting.environmentName].map(ConfigurationError.quoted)
        }
        let provider = EnvironmentVariablesProvider(environmentVariables: variables)
        self.init(
            provider: provider.prefixKeys(with: "danvan"),
            given: given,
            unknown: unknown,
            source: source
        )
    }
}
