/// A request method that the service knows (RFC 9110 §9.3, RFC 5789).
///
/// Any other well-formed token is `ProtocolError.methodUnknown`.
package enum Method: String, CaseIterable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// Known, so that a path answers it with 405, but supported by none.
    case trace = "TRACE"
    /// Likewise: registered with IANA as safe and idempotent (draft-ietf-httpbis-safe-method-w-body).
    case query = "QUERY"

    /// Those that some resource supports.
    package static let supported = allCases.filter { $0 != .trace && $0 != .query }
}
