import Domain

/// A value with the one text under which a public response is cached, however the request spells it.
protocol KeyedValue {
    var keyText: String { get }
}

extension Int64: KeyedValue {
    var keyText: String { String(self) }
}

extension String: KeyedValue {
    var keyText: String { self }
}

extension Bool: KeyedValue {
    var keyText: String { self ? "true" : "false" }
}

extension LocalDate: KeyedValue {
    var keyText: String { text }
}

extension Identifier: KeyedValue {
    var keyText: String { String(number) }
}

extension RequestDecoder {
    /// Says that `name` means no more than leaving it out.
    mutating func omitFromKey(_ name: String) { queryTexts[name] = nil }

    /// Says that `name` means `value`.
    mutating func setKey(_ name: String, to value: some KeyedValue) {
        if queryTexts[name] != nil { queryTexts[name] = value.keyText }
    }

    /// What requests that mean the same have in common: the path with its values, then the parameters by name, each with
    /// its value as it was read, without those that are as by default.
    ///
    /// It is a target with this meaning itself, so that a request in this spelling needs no decoding.
    func target(of path: PathPattern) -> String {
        guard case .request(let values, _, _) = source else { return path.text }
        var target = ""
        for step in path.steps {
            switch step {
            case .choice(let word): target += "/" + word
            case .value(let name):
                let text = pathTexts[name] ?? values.first { $0.name == name }?.text ?? ""
                target += "/" + percentEncoded(text)
            case .rest(let name):
                let text = pathTexts[name] ?? values.first { $0.name == name }?.text ?? ""
                for step in text.split(separator: "/", omittingEmptySubsequences: false) {
                    target += "/" + percentEncoded(String(step))
                }
            }
        }
        let pairs = queryTexts.sorted { $0.key < $1.key }.map { "\($0.key)=\(percentEncoded($0.value))" }
        return pairs.isEmpty ? target : target + "?" + pairs.joined(separator: "&")
    }
}

/// The text with all bytes encoded that are not unreserved.
///
/// - Source: RFC 3986 §2.3.
private func percentEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.append(byte)
        default:
            encoded.append(UInt8(ascii: "%"))
            encoded += [byte >> 4, byte & 15].map { hexDigits[Int($0)] }
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private let hexDigits = Array("0123456789ABCDEF".utf8)
