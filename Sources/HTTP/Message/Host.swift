/// The syntax of Host: uri-host [":" port] (RFC 9110 §7.2).
enum Host {
    /// Checks that the request has exactly one valid Host; HTTP/1.0 may omit it.
    ///
    /// - Throws: `.hostMissing` when HTTP/1.1 has none; `.hostMalformed` for a second one or an invalid one,
    ///   in 1.0 too (RFC 9112 §3.2).
    static func check(_ fields: Fields, version: Version) throws(ProtocolError) {
        let hosts = fields.values(of: "host")
        guard let host = hosts.first else {
            guard version == .http10 else { throw .hostMissing }
            return
        }
        guard hosts.count == 1, isValid(host.span, at: 0..<host.count) else { throw .hostMalformed }
    }

    /// Whether `range` is a name, an IPv4 address or a bracketed IPv6 address, with or without a port.
    ///
    /// An empty host is refused, because an http URI always has one (RFC 9110 §4.2.1). User names are refused
    /// too (§4.2.4).
    static func isValid(_ bytes: Span<UInt8>, at range: Range<Int>) -> Bool {
        guard let end = hostEnd(bytes, in: range), end > range.lowerBound else { return false }
        guard end < range.upperBound else { return true }
        return bytes[end] == .colon && isPort(bytes, at: end + 1..<range.upperBound)
    }

    private static func hostEnd(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
        guard let first = range.first, bytes[first] == .leftBracket else { return nameEnd(bytes, in: range) }
        guard let last = bytes.firstIndex(of: .rightBracket, in: range), last > first + 2 else { return nil }
        for index in first + 1..<last {
            guard bytes[index].hexValue != nil || bytes[index] == .colon || bytes[index] == 0x2E else {
                return nil
            }
        }
        return last + 1
    }

    private static func nameEnd(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index] != .colon {
            let isPercent = bytes[index] == .percent
            guard
                isPercent
                    ? bytes.isPercentEncoded(at: index, before: range.upperBound) : bytes[index].isHostByte
            else { return nil }
            index += 1
        }
        return index
    }

    /// Whether `range` is a port: up to five digits, possibly none (RFC 3986 §3.2.3).
    ///
    /// The port is not compared with the ones we listen on.
    private static func isPort(_ bytes: Span<UInt8>, at range: Range<Int>) -> Bool {
        guard range.count <= 5 else { return false }
        for index in range where !bytes[index].isDigit { return false }
        return true
    }
}
