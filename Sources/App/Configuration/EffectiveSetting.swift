import Configuration
import Locks

/// A setting with its effective value and the origin of that value.
struct EffectiveSetting: Sendable {
    let setting: Setting
    let value: Setting.Value
    let origin: Setting.Origin
}

extension EffectiveSetting {
    /// The effective value of each setting, in table order.
    ///
    /// - Parameters:
    ///   - table: the known settings.
    ///   - layers: at least one, by descending precedence.
    /// - Returns: one value for each setting of `table`.
    /// - Throws: all errors of all layers.
    static func all(
        of table: [Setting],
        from layers: [SettingLayer]
    ) throws(ConfigurationErrors) -> [EffectiveSetting] {
        let errors = layers.flatMap { $0.errors(in: table) }
        guard errors.isEmpty else { throw ConfigurationErrors(errors: errors) }
        let decider = DecidingLayer()
        let reader = ConfigReader(providers: layers.map(\.provider), accessReporter: decider)
        return table.map { setting in
            let value = setting.value(from: reader)
            let origin = decider.index.map { layers[$0].origin(of: setting) }
            return EffectiveSetting(setting: setting, value: value, origin: origin ?? .standard)
        }
    }
}

/// Records which provider supplied the last value.
///
/// Providers are queried in order, and the report contains those that were queried.
private final class DecidingLayer: AccessReporter {
    private let last = Mutex<Int?>(nil)

    /// The index of the provider, or nil when none had a value and the default was used.
    var index: Int? { last.withLock { $0 } }

    func report(_ event: AccessEvent) {
        let found = event.providerResults.firstIndex { isValue($0.result) }
        last.withLock { $0 = found }
    }

    private func isValue(_ result: Result<LookupResult, any Error>) -> Bool {
        switch result {
        case .success(let found): found.value != nil
        case .failure: false
        }
    }
}

extension Setting {
    var configKey: ConfigKey { ConfigKey(key) }

    /// The type that providers must find or convert to.
    var configType: ConfigType {
        switch kind {
        case .integer: .int
        case .boolean: .bool
        case .text, .choice, .path, .webAddress: .string
        case .addresses, .networks, .witnesses: .stringArray
        }
    }

    /// The value of the first provider that has one, otherwise the default.
    ///
    /// Valid only if no layer has errors: the reader silently uses the default in place of a value of the wrong type.
    fileprivate func value(from reader: ConfigReader) -> Value {
        switch kind {
        case .integer(let standard, _):
            .integer(reader.int(forKey: configKey, isSecret: isSecret, default: standard))
        case .boolean(let standard):
            .boolean(reader.bool(forKey: configKey, isSecret: isSecret, default: standard))
        case .text(let standard, _), .choice(let standard, _), .path(let standard), .webAddress(let standard):
            .text(reader.string(forKey: configKey, isSecret: isSecret, default: standard))
        case .addresses(let standard), .networks(let standard), .witnesses(let standard):
            .list(reader.stringArray(forKey: configKey, isSecret: isSecret, default: standard))
        }
    }
}

extension Setting.Value {
    /// Nil for content types that no setting uses.
    init?(_ content: ConfigContent) {
        switch content {
        case .int(let number): self = .integer(number)
        case .bool(let flag): self = .boolean(flag)
        case .string(let text): self = .text(text)
        case .stringArray(let texts): self = .list(texts)
        case .double, .bytes, .intArray, .doubleArray, .boolArray, .byteChunkArray: return nil
        }
    }
}
