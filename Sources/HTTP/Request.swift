/// One whole request.
///
/// Copying it copies references; a field's value is made into a String when it is asked for.
package struct Request: Sendable {
    package let method: Method
    package let version: Version
    /// As sent, percent-encoding kept.
    ///
    /// Starts with "/", or is "*" for `OPTIONS *`.
    package let path: String
    /// What stands after the first "?", percent-encoding kept; empty when there is none.
    package let query: String
    /// Path and query as they were sent: the same text asks for the same thing.
    package var target: String { query.isEmpty ? path : path + "?" + query }
    /// After chunks are joined; empty when there is none.
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

    /// A request that came over no connection, such as a test's: nothing is checked.
    ///
    /// - `target`: path, and query after "?".
    /// - `fields`: names in any case, in order.
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
        path = String(parts[0])
        query = parts.count > 1 ? String(parts[1]) : ""
        self.fields = Fields(fields)
        self.body = body
        self.peer = peer
    }

    /// The field's value without blanks around it.
    ///
    /// Several lines of one name are joined with ", " in their order (RFC 9110 §5.2); bytes that are not
    /// UTF-8 become U+FFFD. Nil when there is no such line.
    ///
    /// - `name`: in lower case.
    package func field(_ name: StaticString) -> String? { fields.value(of: name) }
}
