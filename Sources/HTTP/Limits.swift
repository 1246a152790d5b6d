/// What one connection may ask of HTTP.
///
/// Every count and size includes its bound.
package struct Limits: Sendable {
    /// The request line without its CRLF; more is 414.
    package var requestLineBytesMax = 8 * 1024
    /// All header lines with their CRLFs, without the empty line; more is 431.
    package var headerBytesMax = 16 * 1024
    /// Header lines; more is 431.
    package var headerCountMax = 100
    /// The body after its chunks are joined; more is 413.
    package var bodyBytesMax = 1024 * 1024
    /// The body under `largeBodyPaths`; more is 413.
    package var largeBodyBytesMax = 32 * 1024 * 1024
    /// Paths, and all beneath them, that take the larger body (imports), without a final slash.
    package var largeBodyPaths: [String] = []
    /// A chunk's size line with its extension, without its CRLF; more is 400.
    package var chunkLineBytesMax = 256
    /// All chunk extensions of one body: nobody needs them, and they must not outweigh it; more is 400.
    package var chunkExtensionBytesMax = 4 * 1024
    /// Requests answered on one connection; the last answer closes it.
    package var requestsPerConnectionMax = 10_000

    package init() {}
}

extension Limits {
    /// The most bytes a body sent to `path` may have.
    func bodyBytesMax(for path: String) -> Int {
        largeBodyPaths.contains { path == $0 || path.hasPrefix($0 + "/") } ? largeBodyBytesMax : bodyBytesMax
    }
}
