import JSON

extension LoadedSettings {
    /// The output of `danvan config`: key, value and origin of each setting, in columns.
    var lines: [String] { effective.lines }

    /// The output of `danvan config --json`.
    var json: String { effective.json }
}

extension [EffectiveSetting] {
    /// One line for each setting, in columns of equal width: key, value, origin.
    ///
    /// Secrets are masked.
    var lines: [String] {
        let keyWidth = map(\.setting.key.count).max() ?? 0
        let valueWidth = map(\.shownValue.count).max() ?? 0
        return map {
            padded($0.setting.key, to: keyWidth) + "  " + padded($0.shownValue, to: valueWidth) + "  "
                + $0.origin.vietnamese
        }
    }

    /// An object with one member for each setting, as in `{"log.level":{"value":"info","origin":"default"},…}`.
    ///
    /// Secrets are masked. All other values have the same type as in the file.
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        for entry in self {
            writer.name(dynamic: entry.setting.key)
            writer.beginObject()
            writer.name("value")
            writer.value(entry.setting.isSecret ? .string(Setting.mask) : JSONValue(entry.value))
            writer.member("origin", entry.origin.shown)
            writer.endObject()
        }
        writer.endObject()
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

extension EffectiveSetting {
    /// The value for display, or the mask.
    var shownValue: String {
        guard !setting.isSecret else { return Setting.mask }
        return switch value {
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        case .text(let text): text
        case .list(let texts): texts.joined(separator: ", ")
        }
    }
}

extension Setting.Origin {
    fileprivate var shown: String {
        switch self {
        case .standard: "default"
        case .file(let path): "file \(path)"
        case .environment(let name): "environment \(name)"
        case .commandLine: "command line"
        }
    }
}

extension JSONValue {
    fileprivate init(_ value: Setting.Value) {
        switch value {
        case .integer(let number): self = .integer(Int64(number))
        case .boolean(let flag): self = .bool(flag)
        case .text(let text): self = .string(text)
        case .list(let texts): self = .array(texts.map(JSONValue.string))
        }
    }
}

private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
