import Testing

@testable import HTTP

/// Checks every limit at n and at n + 1; `Limits` says what each one counts.
@Suite struct LimitTests {
    private var limits = Limits()

    @Test func `a request line of n bytes is accepted, n + 1 bytes get 414 (RFC 9112 §3)`() {
        let line = "GET /\(String(repeating: "a", count: 8_192 - 14)) HTTP/1.1"
        #expect(line.utf8.count == 8_192)
        #expect(protocolError("\(line)\r\nHost: a\r\n\r\n") == nil)
        #expect(protocolError("GET /a" + line.dropFirst(5) + "\r\nHost: a\r\n\r\n") == .requestLineTooLong)
    }

    @Test func `an unterminated request line gets 414 without waiting for its end`() {
        #expect(protocolError(String(repeating: "a", count: 8_193)) == nil)
        #expect(protocolError(String(repeating: "a", count: 8_194)) == .requestLineTooLong)
    }

    @Test func `header lines of n bytes are accepted, n + 1 bytes get 431 (RFC 6585 §5)`() {
        let rest = 16_384 - "Host: a\r\nX: \r\n".utf8.count
        #expect(protocolError(get("X: " + String(repeating: "a", count: rest))) == nil)
        #expect(protocolError(get("X: " + String(repeating: "a", count: rest + 1))) == .headerTooLarge)
    }

    @Test func `an unterminated header line gets 431 without waiting for its end`() {
        let start = "GET / HTTP/1.1\r\nHost: a\r\n"
        #expect(protocolError(start + String(repeating: "a", count: 16_384 - 9 + 1)) == nil)
        #expect(protocolError(start + String(repeating: "a", count: 16_384 - 9 + 2)) == .headerTooLarge)
    }

    @Test func `n header lines are accepted, n + 1 get 431`() {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 99)
        #expect(protocolError(head + "\r\n") == nil)
        #expect(protocolError(head + "X: y\r\n\r\n") == .headerTooLarge)
    }

    @Test func `a body of n bytes is accepted, n + 1 bytes get 413 (RFC 9110 §15.5.14)`() {
        let body = String(repeating: "a", count: 1_048_576)
        #expect(request(post("Content-Length: 1048576", body: body))?.body.count == 1_048_576)
        #expect(protocolError(post("Content-Length: 1048577", body: "")) == .bodyTooLarge)
    }

    @Test func `only imports and the paths below accept a larger body, of whoever has a token`() {
        var limits = Limits()
        limits.bodyBytesMax = 1
        limits.largeBodyBytesMax = 3
        limits.largeBodyPaths = ["/v1/imports"]
        var token = ""
        func refusal(_ path: String, _ length: Int) -> ProtocolError? {
            protocolError(
                "POST \(path) HTTP/1.1\r\nHost: a\r\n\(token)Content-Length: \(length)\r\n\r\n",
                limits: limits)
        }
        #expect(refusal("/v1/imports", 2) == .bodyTooLarge && refusal("/v1/imports", 1) == nil)
        token = "Authorization: Bearer x\r\n"
        #expect(refusal("/v1/imports", 3) == nil)
        #expect(refusal("/v1/imports/households?x", 3) == nil)
        #expect(refusal("/v1/imports/households", 4) == .bodyTooLarge)
        #expect(refusal("/v1/importsx", 2) == .bodyTooLarge)
        #expect(refusal("/v1", 2) == .bodyTooLarge)
        let chunked = "POST /v1/imports HTTP/1.1\r\nHost: a\r\n\(token)Transfer-Encoding: chunked\r\n\r\n"
        #expect(protocolError(chunked + "3\r\nabc\r\n0\r\n\r\n", limits: limits) == nil)
        #expect(protocolError(chunked + "4\r\n", limits: limits) == .bodyTooLarge)
    }

    @Test func `the last request allowed on a connection closes it`() {
        var limits = Limits()
        limits.requestsPerConnectionMax = 3
        let exchange = Exchange(get() + get() + get() + get(), limits: limits)
        #expect(exchange.statuses == [200, 200, 200])
        #expect(exchange.isClosed)
        #expect(exchange.isLingering)
        #expect(exchange.text.components(separatedBy: "Connection: close").count == 2)
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] { split(separator: separator) }
}
