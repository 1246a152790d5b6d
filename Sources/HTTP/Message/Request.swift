/// One complete request.
///
/// A copy shares its storage; a field's value is converted to a String only on access.
package struct Request: Sendable {
    package let method: Method
    package let version: Version
    /// The path, still percent-encoded, except for unreserved characters: see `normalisedPath`.
    ///
    /// Starts with "/", or is "*" for `OPTIONS *`.
    package let path: String
    /// The part after the first "?", still percent-encoded; empty when there is none.
    package let query: String
    /// The path and query, joined by "?": equal text means the same target.
    package var target: String { query.isEmpty ? path : path + "?" + query }
    /// The body after chunk decoding; empty when there is none.
    package let body: [UInt8]
    /// The client's numeric address, IPv6 without brackets; empty over a Unix socket.
    package let peer: String
    private let fields: Fields

    init(head: Head, body: [UInt8], peer: String) {
        method = head.method
        version = head.version
        path = head.path
        query = head.query
        fields = head.fields
        self.body = body
        self.peer = peer
    }

    /// Creates a request that did not arrive over a connection, such as in a test; nothing is validated.
    ///
    /// - Parameters:
    ///   - method: the request method.
    ///   - target: the path, optionally followed by "?" and the query.
    ///   - fields: names and values in order; names in any case.
    ///   - body: the body, not chunked.
    ///   - peer: the client's numeric address.
    package init(
        method: Method,
        target: String,
        fields: [(String, String)] = [],
        body: [UInt8] = [],
        peer: String = ""
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.method = method
        version = .http11
        path = normalisedPath(String(parts[0]))
        query = parts.count > 1 ? String(parts[1]) : ""
        self.fields = Fields(fields)
        self.body = body
        self.peer = peer
    }

    /// The value of a header field, without surrounding blanks.
    ///
    /// Several lines with the same name are joined with ", " in order (RFC 9110 §5.2); bytes that are not
    /// ASCII become U+FFFD.
    ///
    /// - Parameter name: the field name in lowercase.
    /// - Returns: nil when there is no such line.
    package func field(_ name: StaticString) -> String? { fields.value(of: name) }
}
