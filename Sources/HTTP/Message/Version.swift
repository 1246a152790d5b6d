/// The protocol version of a request.
///
/// A minor version above 1 is treated as 1.1 (RFC 9110 §2.5).
package enum Version: Sendable {
    case http10
    case http11
}
