/// A request target in one of the forms that a server accepts (RFC 9112 §3.2), as ranges in the head's bytes.
///
/// The fourth form, authority-form, belongs to CONNECT, which is refused as an unknown method.
struct Target {
    let path: Range<Int>
    let query: Range<Int>
    let authority: Range<Int>?

    /// Parses the target at `range` of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the head.
    ///   - range: the target.
    ///   - method: decides whether "*" is allowed.
    /// - Throws: `.targetMalformed` for a byte that is not allowed in a target (§3.2: such a request line is
    ///   invalid and is not repaired), for "%" without two hexadecimal digits (RFC 3986 §2.1), for "*" with a
    ///   method other than OPTIONS (§3.2.4), for an absolute target that is not http(s) with a plain host
    ///   (RFC 9110 §4.2), and for anything else that does not start with "/".
    init(_ bytes: Span<UInt8>, at range: Range<Int>, method: Method) throws(ProtocolError) {
        try Target.checkBytes(bytes, in: range)
        let first = bytes[range.lowerBound]
        if first == .asterisk, range.count == 1, method == .options {
            self.init(path: range, query: range.upperBound..<range.upperBound, authority: nil)
        } else if first == .slash {
            self.init(bytes, afterAuthority: range, authority: nil)
        } else {
            let authority = try Target.authority(bytes, of: range)
            self.init(bytes, afterAuthority: authority.upperBound..<range.upperBound, authority: authority)
        }
    }

    private init(path: Range<Int>, query: Range<Int>, authority: Range<Int>?) {
        self.path = path
        self.query = query
        self.authority = authority
    }

    private init(_ bytes: Span<UInt8>, afterAuthority rest: Range<Int>, authority: Range<Int>?) {
        let mark = bytes.firstIndex(of: .questionMark, in: rest)
        path = rest.lowerBound..<(mark ?? rest.upperBound)
        query = (mark.map { $0 + 1 } ?? rest.upperBound)..<rest.upperBound
        self.authority = authority
    }

    private static func checkBytes(_ bytes: Span<UInt8>, in range: Range<Int>) throws(ProtocolError) {
        for index in range {
            guard bytes[index].isTargetByte else { throw .targetMalformed }
            guard bytes[index] == .percent else { continue }
            guard bytes.isPercentEncoded(at: index, before: range.upperBound) else { throw .targetMalformed }
        }
    }

    private static func authority(
        _ bytes: Span<UInt8>, of range: Range<Int>
    ) throws(ProtocolError) -> Range<Int> {
        let schemes = ["http://", "https://"]
        guard let scheme = schemes.first(where: { bytes.starts(with: $0, in: range) }) else {
            throw .targetMalformed
        }
        let start = range.lowerBound + scheme.utf8.count
        var end = start
        while end < range.upperBound, bytes[end] != .slash, bytes[end] != .questionMark { end += 1 }
        guard Host.isValid(bytes, at: start..<end) else { throw .targetMalformed }
        return start..<end
    }
}

/// `path` with the encodings of unreserved characters decoded: `/v1/%68amlets` is the same path as `/v1/hamlets`.
///
/// What is decoded here once is equal everywhere: for the router, the cache, limits by path and repeated requests.
/// - Source: RFC 3986 §2.3 and §6.2.2.2.
func normalisedPath(_ path: String) -> String {
    guard path.utf8.contains(.percent) else { return path }
    let bytes = Array(path.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
        if bytes[index] == .percent, index + 2 < bytes.count, let high = bytes[index + 1].hexValue,
            let low = bytes[index + 2].hexValue, UInt8(high << 4 | low).isUnreserved
        {
            decoded.append(UInt8(high << 4 | low))
            index += 3
        } else {
            decoded.append(bytes[index])
            index += 1
        }
    }
    return String(decoding: decoded, as: UTF8.self)
}

extension UInt8 {
    /// A letter, a digit or one of `-._~`, in ASCII.
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
