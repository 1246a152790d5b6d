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
