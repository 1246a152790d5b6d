/// The request line, as ranges in the head's bytes.
struct RequestLine {
    let method: Method
    let version: Version
    /// Empty means "/": an absolute target may omit the path.
    let path: Range<Int>
    let query: Range<Int>
    /// The authority of an absolute target; nil for other forms.
    let authority: Range<Int>?
}

extension RequestLine {
    /// Parses the request line at `range` of `bytes`, without its CRLF.
    ///
    /// - Parameters:
    ///   - bytes: the head.
    ///   - range: the line.
    /// - Throws: `.requestLineMalformed` unless the line is three words separated by single spaces (RFC 9112
    ///   §3), and when the version is not "HTTP/d.d" (§2.3); `.versionUnsupported`; `.methodUnknown`;
    ///   `.targetMalformed`.
    init(_ bytes: Span<UInt8>, at range: Range<Int>) throws(ProtocolError) {
        guard let first = bytes.firstIndex(of: .space, in: range),
            let second = bytes.firstIndex(of: .space, in: first + 1..<range.upperBound),
            first > range.lowerBound, second > first + 1
        else { throw .requestLineMalformed }
        for index in range.lowerBound..<first where !bytes[index].isTokenByte { throw .requestLineMalformed }
        version = try Version(bytes, at: second + 1..<range.upperBound)
        method = try Method(bytes, at: range.lowerBound..<first)
        let target = try Target(bytes, at: first + 1..<second, method: method)
        path = target.path
        query = target.query
        authority = target.authority
    }
}

extension Version {
    /// Parses "HTTP/d.d", which is case-sensitive.
    ///
    /// - Throws: `.requestLineMalformed`; `.versionUnsupported` when the major version is not 1 (RFC 9110
    ///   §15.6.6).
    init(_ bytes: Span<UInt8>, at range: Range<Int>) throws(ProtocolError) {
        let start = range.lowerBound
        guard range.count == 8, bytes.extracting(start..<start + 5).isEqual(to: "HTTP/"),
            bytes[start + 5].isDigit, bytes[start + 6] == 0x2E, bytes[start + 7].isDigit
        else { throw .requestLineMalformed }
        guard bytes[start + 5] == 0x31 else { throw .versionUnsupported }
        self = bytes[start + 7] == .zero ? .http10 : .http11
    }
}

extension Method {
    /// Parses a method name, which is case-sensitive.
    ///
    /// - Throws: `.methodUnknown`, status 501 (RFC 9110 §9.1).
    init(_ bytes: Span<UInt8>, at range: Range<Int>) throws(ProtocolError) {
        for method in Method.allCases where bytes.extracting(range).isEqual(to: method.rawValue) {
            self = method
            return
        }
        throw .methodUnknown
    }
}
