/// What a head says about the body's length and about the connection.
struct Framing {
    enum Body: Equatable {
        /// This number of bytes; 0 when the head announces no body.
        case length(Int)
        case chunked
    }

    let body: Body
    /// The client waits for 100 (Continue) before it sends the body (RFC 9110 §10.1.1).
    let wantsContinue: Bool
    /// The client wants the connection kept open (RFC 9112 §9.3).
    let keepsAlive: Bool

    /// Determines the framing from `head`.
    ///
    /// - Parameters:
    ///   - head: the complete head.
    ///   - bodyBytesMax: the limit for this head's path.
    /// - Throws: the errors of `transferCoding`, `contentLength` and `expectsContinue`.
    init(_ head: Head, bodyBytesMax: Int) throws(ProtocolError) {
        let isChunked = try Framing.transferCoding(head)
        let length = try Framing.contentLength(head, bytesMax: bodyBytesMax)
        body = isChunked ? .chunked : .length(length)
        wantsContinue = try Framing.expectsContinue(head)
        keepsAlive = Framing.keepsAlive(head)
    }

    /// Whether the body is chunked.
    ///
    /// - Throws: `.framingAmbiguous` when Content-Length is also present (RFC 9112 §6.3, item 3), in HTTP/1.0
    ///   (§6.1), and when chunked occurs twice or the list has empty elements (§6.1);
    ///   `.transferCodingUnknown` for any other coding (§6.1).
    private static func transferCoding(_ head: Head) throws(ProtocolError) -> Bool {
        let lines = head.fields.values(of: "transfer-encoding")
        guard !lines.isEmpty else { return false }
        guard head.version == .http11, head.fields.values(of: "content-length").isEmpty else {
            throw .framingAmbiguous
        }
        let codings = lines.flatMap { $0.split(separator: .comma, omittingEmptySubsequences: false) }
        for coding in codings where !coding.trimmingBlanks.isEmpty {
            guard coding.trimmingBlanks.isEqual(ignoringCase: "chunked") else { throw .transferCodingUnknown }
        }
        guard codings.count == 1, codings.allSatisfy({ !$0.trimmingBlanks.isEmpty }) else {
            throw .framingAmbiguous
        }
        return true
    }

    /// The value of Content-Length, or 0 when it is absent.
    ///
    /// - Throws: `.contentLengthMalformed` unless the field consists of digits and occurs once. A list such
    ///   as "5, 5" could be read as 5; RFC 9110 §8.6 allows refusing it, and we do. `.bodyTooLarge` over
    ///   `bytesMax`, and when the number does not fit in 64 bits.
    private static func contentLength(_ head: Head, bytesMax: Int) throws(ProtocolError) -> Int {
        let lines = head.fields.values(of: "content-length")
        guard let digits = lines.first else { return 0 }
        guard lines.count == 1, !digits.isEmpty, digits.allSatisfy(\.isDigit) else {
            throw .contentLengthMalformed
        }
        var length = 0
        for digit in digits {
            length = length * 10 + Int(digit - .zero)
            guard length <= bytesMax else { throw .bodyTooLarge }
        }
        return length
    }

    /// Whether the client expects 100-continue; always false for HTTP/1.0.
    ///
    /// - Throws: `.expectationUnknown` for any other expectation (RFC 9110 §10.1.1).
    private static func expectsContinue(_ head: Head) throws(ProtocolError) -> Bool {
        let expectations = head.fields.values(of: "expect")
        guard head.version == .http11, !expectations.isEmpty else { return false }
        guard expectations.allSatisfy({ $0.isEqual(ignoringCase: "100-continue") }) else {
            throw .expectationUnknown
        }
        return true
    }

    /// Whether the connection persists (RFC 9112 §9.3): not with close, always in 1.1, in 1.0 only with
    /// keep-alive.
    private static func keepsAlive(_ head: Head) -> Bool {
        if head.fields.list("connection", contains: "close") { return false }
        return head.version == .http11 || head.fields.list("connection", contains: "keep-alive")
    }
}
