/// One thing that can be set: its name, what it may be, and what it is for.
struct Setting: Sendable {
    /// Group and name, as in `server.listen`.
    ///
    /// A number's name ends with its unit, or with the unit and `_max` or `_min`.
    let key: String
    let kind: Kind
    /// One sentence for the people who run the service, without a full stop; `english` says the same.
    let vietnamese: String
    let english: String
    /// Whether the value is masked wherever it would be shown: in the listing and in messages.
    let isSecret: Bool

    init(_ key: String, _ kind: Kind, isSecret: Bool = false, vi vietnamese: String, en english: String) {
        self.key = key
        self.kind = kind
        self.vietnamese = vietnamese
        self.english = english
        self.isSecret = isSecret
    }

    /// The variable that sets it: `DANVAN_SERVER_LISTEN` for `server.listen`.
    var environmentName: String {
        Setting.environmentPrefix + key.uppercased().map { $0 == "." ? "_" : String($0) }.joined()
    }

    /// Every variable that starts so is ours: an unknown one is a mistake, not somebody else's.
    static let environmentPrefix = "DANVAN_"

    /// What is shown in place of a secret.
    static let mask = "••••"
}

extension Setting {
    /// What a setting may be, with its default.
    enum Kind: Sendable {
        /// Inclusive bounds.
        case integer(Int, in: ClosedRange<Int>)
        case boolean(Bool)
        /// 1 to `upTo` characters, none of them a control character, no space at either end.
        case text(String, upTo: Int)
        /// One of the words, written exactly so.
        case choice(String, of: [String])
        /// A file or folder, relative to the current directory: 1 to 4096 bytes, no control character.
        case path(String)
        /// One to 16 different `ListenAddress`es.
        case addresses([String])
    }

    /// What was given, before it gets the type that wiring code reads.
    enum Value: Hashable, Sendable {
        case integer(Int)
        case boolean(Bool)
        case text(String)
        case list([String])
    }

    /// Where the value in force came from.
    enum Origin: Hashable, Sendable {
        case standard
        /// The file's path, as it was given.
        case file(String)
        /// The variable's name.
        case environment(String)
        case commandLine
    }

    var standardValue: Value {
        switch kind {
        case .integer(let number, _): .integer(number)
        case .boolean(let flag): .boolean(flag)
        case .text(let text, _), .choice(let text, _), .path(let text): .text(text)
        case .addresses(let texts): .list(texts)
        }
    }

    /// Whether `value` is of this kind and within its bounds.
    func allows(_ value: Value) -> Bool {
        switch (kind, value) {
        case (.integer(_, let bounds), .integer(let number)): bounds.contains(number)
        case (.boolean, .boolean): true
        case (.text(_, let charactersMax), .text(let text)):
            text.count <= charactersMax && isPlain(text) && text.first != " " && text.last != " "
        case (.choice(_, let words), .text(let text)): words.contains(text)
        case (.path, .text(let text)): text.utf8.count <= pathBytesMax && isPlain(text)
        case (.addresses, .list(let texts)): areAddresses(texts)
        case (.integer, _), (.boolean, _), (.text, _), (.choice, _), (.path, _), (.addresses, _): false
        }
    }

    /// What `allows` accepts, in Vietnamese, to follow "phải là".
    var allowed: String {
        switch kind {
        case .integer(_, let bounds): "số nguyên từ \(bounds.lowerBound) đến \(bounds.upperBound)"
        case .boolean: "true hoặc false"
        case .text(_, let charactersMax): "chữ, từ 1 đến \(charactersMax) ký tự"
        case .choice(_, let words): "một trong: " + words.joined(separator: ", ")
        case .path: "đường dẫn, không rỗng"
        case .addresses: "danh sách địa chỉ IPv4:cổng, [IPv6]:cổng hoặc unix:/đường-dẫn, không trùng nhau"
        }
    }
}

/// Linux's PATH_MAX.
private let pathBytesMax = 4096
private let addressesMax = 16

private func isPlain(_ text: String) -> Bool {
    !text.isEmpty && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
}

private func areAddresses(_ texts: [String]) -> Bool {
    let addresses = texts.compactMap(ListenAddress.init)
    return !texts.isEmpty && texts.count <= addressesMax && Set(addresses).count == texts.count
}
