/// Every refusal of the HTTP layer and of the network beneath it.
///
/// The raw value is the stable `code` of the answer's problem document. The connection is closed after the
/// answer to any of them, because where the next request begins is no longer certain or no longer wanted.
package enum ProtocolError: String, Error, CaseIterable, Sendable {
    /// The request line is not "method SP target SP version" (RFC 9112 §3).
    case requestLineMalformed = "request-line-malformed"
    /// The target is in none of the forms of RFC 9112 §3.2, or has a byte that must be percent-encoded.
    case targetMalformed = "target-malformed"
    /// A header line is not "name:value", is folded, or holds a control byte (RFC 9112 §5).
    case headerMalformed = "header-malformed"
    /// A line ends in a bare LF, or more than one empty line comes before the request (RFC 9112 §2.2).
    case lineEndMalformed = "line-end-malformed"
    /// HTTP/1.1 without Host (RFC 9112 §3.2).
    case hostMissing = "host-missing"
    /// More than one Host, or one that is not host[:port] (RFC 9112 §3.2).
    case hostMalformed = "host-malformed"
    /// Content-Length is not a plain number, or stands more than once (RFC 9110 §8.6).
    case contentLengthMalformed = "content-length-malformed"
    /// Content-Length beside Transfer-Encoding, or Transfer-Encoding in HTTP/1.0 (RFC 9112 §6.1).
    case framingAmbiguous = "framing-ambiguous"
    /// A chunk's size line or end is wrong (RFC 9112 §7.1).
    case chunkMalformed = "chunk-malformed"
    /// Trailer fields after the last chunk: refused, our choice (RFC 9112 §7.1.2).
    case trailersRefused = "trailers-refused"
    /// The client ended its side in the middle of a request (RFC 9112 §8).
    case requestIncomplete = "request-incomplete"
    /// The head did not arrive within `headSecondsMax`, or the body stood still (RFC 9110 §15.5.9).
    case requestTimeout = "request-timeout"
    /// The body is longer than the path may take (RFC 9110 §15.5.14).
    case bodyTooLarge = "body-too-large"
    /// The request line is longer than `requestLineBytesMax` (RFC 9112 §3).
    case requestLineTooLong = "request-line-too-long"
    /// An expectation other than 100-continue (RFC 9110 §10.1.1).
    case expectationUnknown = "expectation-unknown"
    /// The header lines are more than `headerCountMax` or `headerBytesMax` (RFC 6585 §5).
    case headerTooLarge = "header-too-large"
    /// A well-formed method that the service does not know (RFC 9110 §9.1).
    case methodUnknown = "method-unknown"
    /// A transfer coding other than chunked (RFC 9112 §6.1).
    case transferCodingUnknown = "transfer-coding-unknown"
    /// More connections than the server, or one address, may have (RFC 9110 §15.6.4).
    case tooManyConnections = "too-many-connections"
    /// The unfinished bodies of all clients are more than the server may hold (RFC 9110 §15.6.4).
    case tooManyBodies = "too-many-bodies"
    /// The server is stopping (RFC 9110 §15.6.4).
    case shuttingDown = "shutting-down"
    /// A major version other than 1 (RFC 9110 §15.6.6).
    case versionUnsupported = "version-unsupported"
}

extension ProtocolError {
    /// The stable word for this refusal.
    package var code: String { rawValue }

    /// The status of the answer.
    package var status: Int {
        switch self {
        case .requestLineMalformed, .targetMalformed, .headerMalformed, .lineEndMalformed, .hostMissing,
            .hostMalformed, .contentLengthMalformed, .framingAmbiguous, .chunkMalformed, .trailersRefused,
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
