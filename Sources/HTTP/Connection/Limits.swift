/// The limits that HTTP enforces on one connection.
///
/// Every count and size is inclusive.
package struct Limits: Sendable {
    /// The request line without its CRLF; beyond it the client gets 414.
    package var requestLineBytesMax = 8 * 1024
    /// All header lines with their CRLFs, without the empty line; beyond it the client gets 431.
    package var headerBytesMax = 16 * 1024
    /// The number of header lines; beyond it the client gets 431.
    package var headerCountMax = 100
    /// The body after chunk decoding; beyond it the client gets 413.
    package var bodyBytesMax = 1024 * 1024
    /// The body of a request on `largeBodyPaths` that says who sends it; beyond it the client gets 413.
    package var largeBodyBytesMax = 32 * 1024 * 1024
    /// Paths that accept the larger body (imports), including all paths below them; without a trailing slash.
    package var largeBodyPaths: [String] = []
    /// A chunk's size line with its extensions, without its CRLF; beyond it the client gets 400.
    package var chunkLineBytesMax = 256
    /// All chunk extensions of one body; beyond it the client gets 400.
    ///
    /// Nothing uses extensions, and they must not outweigh the body.
    package var chunkExtensionBytesMax = 4 * 1024
    /// Requests per connection; the last response closes it.
    package var requestsPerConnectionMax = 10_000

    package init() {}
}

extension Limits {
    /// The maximum body size in bytes of the request with this head.
    ///
    /// Who sends no credentials has no use for a large one.
    func bodyBytesMax(for head: Head) -> Int {
        guard head.fields.contains("authorization"),
            largeBodyPaths.contains(where: { head.path.isPath(within: $0) })
        else { return bodyBytesMax }
        return max(bodyBytesMax, largeBodyBytesMax)
    }
}

extension String {
    /// Whether this path is `other` or below it; compares bytes, because it runs for every request.
    fileprivate func isPath(within other: String) -> Bool {
        let (path, other) = (utf8, other.utf8)
        guard path.count >= other.count, path.starts(with: other) else { return false }
        return path.count == other.count || path[path.index(path.startIndex, offsetBy: other.count)] == .slash
    }
}
