import Configuration

/// One source of settings.
///
/// The first layer that contains a key decides its value.
struct SettingLayer: Sendable {
    let provider: any ConfigProvider
    /// The text given for each known key, for messages.
    let given: [String: String]
    /// The errors for content that is not a known setting.
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

    /// All errors: first unknown content, then values of a wrong type or out of bounds in table order.
    ///
    /// Values overridden by a stronger layer are checked too, because they take effect when that layer is removed.
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
        // The error says only that the type is wrong; `given` and the setting describe it better.
        let found = try? provider.value(forKey: key, type: setting.configType)
        guard let content = found?.value?.content, let value = Setting.Value(content) else { return false }
        return setting.allows(value)
    }
}

extension SettingLayer {
    /// The layer of the environment variables that start with `DANVAN_`; all others are ignored.
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

    /// The layer of `--set server.listen=…`, parsed like variables.
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

    /// The layer of a file's values by key; `given` also contains values of types that no setting has.
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
