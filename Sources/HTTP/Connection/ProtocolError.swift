/// An error of the HTTP layer or of the network layer below it.
///
/// The raw value is the stable `code` of the problem document in the response. The connection is closed after
/// that response, because the start of the next request is no longer certain or no longer wanted.
package enum ProtocolError: String, Error, CaseIterable, Sendable {
    /// The request line is not "method SP target SP version" (RFC 9112 §3).
    case requestLineMalformed = "request-line-malformed"
    /// The target has none of the forms of RFC 9112 §3.2, or contains a byte that must be percent-encoded.
    case targetMalformed = "target-malformed"
    /// A header line is not "name:value", is folded, or contains a control byte (RFC 9112 §5).
    case headerMalformed = "header-malformed"
    /// A line ends in a bare LF, or more than one empty line precedes the request (RFC 9112 §2.2).
    case lineEndMalformed = "line-end-malformed"
    /// An HTTP/1.1 request has no Host (RFC 9112 §3.2).
    case hostMissing = "host-missing"
    /// There is more than one Host, or one that is not host[:port] (RFC 9112 §3.2).
    case hostMalformed = "host-malformed"
    /// Content-Length is not a plain number, or occurs more than once (RFC 9110 §8.6).
    case contentLengthMalformed = "content-length-malformed"
    /// Content-Length occurs together with Transfer-Encoding, or Transfer-Encoding occurs in HTTP/1.0 (RFC
    /// 9112 §6.1).
    case framingAmbiguous = "framing-ambiguous"
    /// A chunk's size line or line end is malformed (RFC 9112 §7.1).
    case chunkMalformed = "chunk-malformed"
    /// The trailer section after the last chunk is malformed or too long, or has a field about framing (RFC 9112 §7.1.2,
    /// RFC 9110 §6.5.1).
    case trailersMalformed = "trailers-malformed"
    /// The client closed its side in the middle of a request (RFC 9112 §8).
    case requestIncomplete = "request-incomplete"
    /// The head did not arrive within `headSecondsMax`, or the body stalled (RFC 9110 §15.5.9).
    case requestTimeout = "request-timeout"
    /// The body exceeds the limit of its path (RFC 9110 §15.5.14).
    case bodyTooLarge = "body-too-large"
    /// The request line is longer than `requestLineBytesMax` (RFC 9112 §3).
    case requestLineTooLong = "request-line-too-long"
    /// Expect has a value other than 100-continue (RFC 9110 §10.1.1).
    case expectationUnknown = "expectation-unknown"
    /// The header lines exceed `headerCountMax` or `headerBytesMax` (RFC 6585 §5).
    case headerTooLarge = "header-too-large"
    /// The method is well-formed but unknown to the service (RFC 9110 §9.1).
    case methodUnknown = "method-unknown"
    /// Transfer-Encoding names a coding other than chunked (RFC 9112 §6.1).
    case transferCodingUnknown = "transfer-coding-unknown"
    /// The server, or one client address, has reached its connection limit (RFC 9110 §15.6.4).
    case tooManyConnections = "too-many-connections"
    /// The incomplete bodies of all clients exceed the server's limit (RFC 9110 §15.6.4).
    case tooManyBodies = "too-many-bodies"
    /// The server is stopping (RFC 9110 §15.6.4).
    case shuttingDown = "shutting-down"
    /// The major version is not 1 (RFC 9110 §15.6.6).
    case versionUnsupported = "version-unsupported"
}

extension ProtocolError {
    /// The stable code of this error.
    package var code: String { rawValue }

    /// The status of the response.
    package var status: Int {
        switch self {
        case .requestLineMalformed, .targetMalformed, .headerMalformed, .lineEndMalformed, .hostMissing,
            .hostMalformed, .contentLengthMalformed, .framingAmbiguous, .chunkMalformed, .trailersMalformed,
            .requestIncomplete:
            400
        case .requestTimeout: 408
        case .bodyTooLarge: 413
        case .requestLineTooLong: 414
        case .expectationUnknown: 417
        case .headerTooLarge: 431
        case .methodUnknown, .transferCodingUnknown: 501
        case .tooManyConnections, .tooManyBodies, .shuttingDown: 503
        case .versionUnsupported: 505
        }
    }
}
