import HTTP

/// A setting: its key, the allowed values, and a description.
struct Setting: Sendable {
    /// Group and name, as in `server.listen`.
    ///
    /// The name of a number ends with its unit, or with the unit and `_max` or `_min`.
    let key: String
    let kind: Kind
    /// One sentence for operators, without a full stop; `english` has the same meaning.
    let vietnamese: String
    let english: String
    /// Whether the value is masked in the listing and in messages.
    let isSecret: Bool

    init(_ key: String, _ kind: Kind, isSecret: Bool = false, vi vietnamese: String, en english: String) {
        self.key = key
        self.kind = kind
        self.vietnamese = vietnamese
        self.english = english
        self.isSecret = isSecret
    }

    /// The environment variable: `DANVAN_SERVER_LISTEN` for `server.listen`.
    var environmentName: String {
        Setting.environmentPrefix + key.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// All variables with this prefix are ours, so an unknown one is an error.
    static let environmentPrefix = "DANVAN_"

    /// The text shown instead of a secret.
    static let mask = "••••"
}

extension Setting {
    /// The type, default and allowed values of a setting.
    enum Kind: Sendable {
        /// Inclusive bounds.
        case integer(Int, in: ClosedRange<Int>)
        case boolean(Bool)
        /// 1 to `upTo` characters, without control characters and without a space at either end.
        case text(String, upTo: Int)
        /// One of the words, spelled exactly.
        case choice(String, of: [String])
        /// A file or folder, relative to the current directory: 1 to 4096 bytes without control characters.
        case path(String)
        /// 1 to 16 distinct `ListenAddress`es.
        case addresses([String])
        /// At most 64 distinct `AddressBlock`s.
        case networks([String])
        /// At most 16 `ConfiguredWitness`es with distinct keys.
        case witnesses([String])
        /// A `WebAddress`, or its word for none.
        case webAddress(String)
    }

    /// A value as given, before it is converted to the type used by `Wiring`.
    enum Value: Hashable, Sendable {
        case integer(Int)
        case boolean(Bool)
        case text(String)
        case list([String])
    }

    /// The origin of an effective value.
    enum Origin: Hashable, Sendable {
        case standard
        /// The path of the file, as given.
        case file(String)
        /// The name of the variable.
        case environment(String)
        case commandLine
    }

    var standardValue: Value {
        switch kind {
        case .integer(let number, _): .integer(number)
        case .boolean(let flag): .boolean(flag)
        case .text(let text, _), .choice(let text, _), .path(let text), .webAddress(let text):
            .text(text)
        case .addresses(let texts), .networks(let texts), .witnesses(let texts): .list(texts)
        }
    }

    /// Whether `value` has this type and is within the bounds.
    func allows(_ value: Value) -> Bool {
        switch (kind, value) {
        case (.integer(_, let bounds), .integer(let number)): bounds.contains(number)
        case (.boolean, .boolean): true
        case (.text(_, let charactersMax), .text(let text)):
            text.count <= charactersMax && isPlain(text) && text.first != " " && text.last != " "
        case (.choice(_, let words), .text(let text)): words.contains(text)
        case (.path, .text(let text)): text.utf8.count <= pathBytesMax && isPlain(text)
        case (.addresses, .list(let texts)): areAddresses(texts)
        case (.networks, .list(let texts)): areNetworks(texts)
        case (.witnesses, .list(let texts)): areWitnesses(texts)
        case (.webAddress, .text(let text)): text == WebAddress.none || WebAddress(text) != nil
        case (.integer, _), (.boolean, _), (.text, _), (.choice, _), (.path, _), (.addresses, _),
            (.networks, _), (.witnesses, _), (.webAddress, _):
            false
        }
    }

    /// The values `allows` accepts, in Vietnamese, to follow "phải là".
    var allowed: String {
        switch kind {
        case .integer(_, let bounds): "số nguyên từ \(bounds.lowerBound) đến \(bounds.upperBound)"
        case .boolean: "true hoặc false"
        case .text(_, let charactersMax): "chữ, từ 1 đến \(charactersMax) ký tự"
        case .choice(_, let words): "một trong: " + words.joined(separator: ", ")
        case .path: "đường dẫn, không rỗng"
        case .addresses: "danh sách địa chỉ IPv4:cổng, [IPv6]:cổng hoặc unix:/đường-dẫn, không trùng nhau"
        case .networks: "danh sách địa chỉ IP hoặc dải địa chỉ như 10.0.0.0/8, không trùng nhau"
        case .witnesses: "danh sách khóa công khai của bên chứng kiến, mỗi khóa có thể kèm địa chỉ http://…"
        case .webAddress: "none, hoặc địa chỉ https://… không có dấu / ở cuối"
        }
    }
}

/// PATH_MAX on Linux.
private let pathBytesMax = 4096
private let addressesMax = 16
private let networksMax = 64
private let witnessesMax = 16

private func isPlain(_ text: String) -> Bool {
    !text.isEmpty && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
}

private func areAddresses(_ texts: [String]) -> Bool {
    let addresses = texts.compactMap(ListenAddress.init)
    return !texts.isEmpty && texts.count <= addressesMax && Set(addresses).count == texts.count
}

private func areNetworks(_ texts: [String]) -> Bool {
    let blocks = texts.compactMap(AddressBlock.init)
    return texts.count <= networksMax && blocks.count == texts.count && Set(blocks).count == texts.count
}

private func areWitnesses(_ texts: [String]) -> Bool {
    let witnesses = texts.compactMap(ConfiguredWitness.init)
    return texts.count <= witnessesMax && witnesses.count == texts.count
        && Set(witnesses.map(\.key)).count == texts.count
}
