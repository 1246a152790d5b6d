/// A request without its body.
struct Head: Sendable {
    let method: Method
    let version: Version
    let path: String
    let query: String
    let fields: Fields

    /// Creates the head and checks Host.
    ///
    /// - Parameters:
    ///   - bytes: the complete head, which the ranges in `requestLine` and `lines` refer to.
    ///   - requestLine: the parsed first line.
    ///   - lines: the parsed header lines.
    /// - Throws: `.hostMissing`, `.hostMalformed`.
    /// - Source: RFC 9112 §3.2; the authority of an absolute target replaces Host (§3.2.2).
    init(bytes: [UInt8], requestLine: RequestLine, lines: [FieldLine]) throws(ProtocolError) {
        var fields = Fields(bytes: bytes, lines: lines)
        try Host.check(fields, version: requestLine.version)
        if let authority = requestLine.authority { fields.replaceHost(with: authority) }
        method = requestLine.method
        version = requestLine.version
        path =
            requestLine.path.isEmpty
            ? "/" : normalisedPath(String(decoding: bytes[requestLine.path], as: UTF8.self))
        query = String(decoding: bytes[requestLine.query], as: UTF8.self)
        self.fields = fields
    }
}
