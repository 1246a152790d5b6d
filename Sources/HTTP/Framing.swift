/// What a head says about what follows it: how long the body is, and what becomes of the connection.
struct Framing {
    enum Body: Equatable {
        /// Exactly so many bytes; 0 when the head names no body.
        case length(Int)
        case chunked
    }

    let body: Body
    /// The client waits for 100 (Continue) before it sends the body (RFC 9110 §10.1.1).
    let wantsContinue: Bool
    /// The client wants the connection kept (RFC 9112 §9.3).
    let keepsAlive: Bool

    /// - `bodyBytesMax`: for this head's path.
    /// - Throws: what `transferCoding`, `contentLength` and `expectsContinue` throw; `.bodyTooLarge`.
    init(_ head: Head, bodyBytesMax: Int) throws(ProtocolError) {
        let isChunked = try Framing.transferCoding(head)
        let length = try Framing.contentLength(head, bytesMax: bodyBytesMax)
        body = isChunked ? .chunked : .length(length)
        wantsContinue = try Framing.expectsContinue(head)
        keepsAlive = Framing.keepsAlive(head)
    }

    /// Whether the body is chunked.
    ///
    /// - Throws: `.framingAmbiguous` beside Content-Length (RFC 9112 §6.3, item 3), in HTTP/1.0 (§6.1), and
    ///   when chunked stands twice or with nothing (§6.1); `.transferCodingUnknown` on any other coding
    ///   (§6.1).
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

    /// The body's length, 0 when the head names none.
    ///
    /// - Throws: `.contentLengthMalformed` unless it is digits only and stands once. A list such as "5, 5"
    ///   could be read as 5; RFC 9110 §8.6 lets us refuse it, and we do. `.bodyTooLarge` over `bytesMax`, and
    ///   when the number does not fit 64 bits.
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

    /// Whether 100-continue is expected; HTTP/1.0 expects nothing.
    ///
    /// - Throws: `.expectationUnknown` on any other expectation (RFC 9110 §10.1.1).
    private static func expectsContinue(_ head: Head) throws(ProtocolError) -> Bool {
        let expectations = head.fields.values(of: "expect")
        guard head.version == .http11, !expectations.isEmpty else { return false }
        guard expectations.allSatisfy({ $0.isEqual(ignoringCase: "100-continue") }) else {
            throw .expectationUnknown
        }
        return true
    }

    /// RFC 9112 §9.3: close says no; else 1.1 means yes, and 1.0 only with keep-alive.
    private static func keepsAlive(_ head: Head) -> Bool {
        if head.fields.list("connection", contains: "close") { return false }
        return head.version == .http11 || head.fields.list("connection", contains: "keep-alive")
    }
}
