import Testing

@testable import HTTP

@Suite struct FramingTests {
    private func body(_ text: String) -> String? {
        request(text).map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test func `a body has the length given in the head (RFC 9112 §6.2)`() {
        #expect(body(post("Content-Length: 5", body: "hello")) == "hello")
        #expect(body(post("Content-Length: 005", body: "hello")) == "hello")
        #expect(body(post("Content-Length: \t5 ", body: "hello")) == "hello")
        #expect(body(post("Content-Length: 0", body: "")) == "")
        #expect(body(post(body: "")) == "")
        #expect(body("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi") == "hi")
    }

    @Test(
        arguments: [
            "+5", "-5", "5 5", "5, 5", "5,5", "5,", ",5", "0x5", "5.0", "5e0", "", "five", "5;", "\"5\"", "٥",
            "5\u{B}",
        ]
        .filter { $0 != "5\u{B}" }
    )
    func `a length that is not digits gets 400 (RFC 9110 §8.6)`(_ value: String) {
        #expect(protocolError(post("Content-Length: \(value)", body: "hello")) == .contentLengthMalformed)
    }

    @Test(arguments: ["5", "6", "0", "005"])
    func `a second length gets 400 even if equal (RFC 9110 §8.6)`(_ second: String) {
        let text = post("Content-Length: 5", "Content-Length: \(second)", body: "hello")
        #expect(protocolError(text) == .contentLengthMalformed)
    }

    @Test(arguments: ["1048577", "9223372036854775807", "9223372036854775808", "99999999999999999999999999"])
    func `a length over the limit gets 413 before any body, however long the number is`(_ value: String) {
        #expect(protocolError(post("Content-Length: \(value)", body: "")) == .bodyTooLarge)
    }

    @Test func `a length together with a transfer coding gets 400 (RFC 9112 §6.3)`() {
        let chunked = "5\r\nhello\r\n0\r\n\r\n"
        let both = post("Content-Length: 5", "Transfer-Encoding: chunked", body: chunked)
        #expect(protocolError(both) == .framingAmbiguous)
        #expect(
            protocolError(post("transfer-encoding: chunked", "CONTENT-LENGTH: 15", body: chunked))
                == .framingAmbiguous
        )
        #expect(
            protocolError(post("Transfer-Encoding: gzip", "Content-Length: 0", body: "")) == .framingAmbiguous
        )
    }

    @Test func `a transfer coding in HTTP/1.0 gets 400 (RFC 9112 §6.1)`() {
        let text = "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        #expect(protocolError(text) == .framingAmbiguous)
    }

    @Test(arguments: ["chunked, chunked", "chunked,", ",chunked", "", " , "])
    func `chunked twice or a list with empty elements gets 400 (RFC 9112 §6.1)`(_ value: String) {
        #expect(protocolError(post("Transfer-Encoding: \(value)", body: "0\r\n\r\n")) == .framingAmbiguous)
    }

    @Test func `chunked on two lines gets 400 (RFC 9112 §6.1)`() {
        let text = post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked", body: "0\r\n\r\n")
        #expect(protocolError(text) == .framingAmbiguous)
    }

    @Test(arguments: [
        "gzip", "identity", "gzip, chunked", "chunked, gzip", "xchunked", "chunkedx", "chunked;q=1",
        "\"chunked\"",
        "chunked chunked",
    ])
    func `a coding other than chunked gets 501 (RFC 9112 §6.1)`(_ value: String) {
        #expect(
            protocolError(post("Transfer-Encoding: \(value)", body: "0\r\n\r\n")) == .transferCodingUnknown)
    }

    @Test(arguments: ["chunked", "Chunked", "CHUNKED", "\tchunked "])
    func `chunked is accepted in any case`(_ value: String) {
        #expect(body(post("Transfer-Encoding: \(value)", body: "5\r\nhello\r\n0\r\n\r\n")) == "hello")
    }

    @Test func `bytes after a body belong to the next request`() {
        let exchange = Exchange(post("Content-Length: 3", body: "abc" + get()))
        #expect(exchange.requests.map(\.method) == [.post, .get])
        #expect(exchange.requests.map { $0.body.count } == [3, 0])
    }

    @Test func `100 is sent when the body is expected and has not arrived (RFC 9110 §10.1.1)`() {
        let exchange = Exchange(post("Content-Length: 2", "Expect: 100-Continue", body: ""))
        #expect(exchange.continueCount == 1)
        exchange.send("h")
        exchange.send("i")
        #expect(exchange.continueCount == 1)
        #expect(exchange.statuses == [200])
    }

    @Test(arguments: [
        post("Content-Length: 2", "Expect: 100-continue", body: "h"),
        post("Content-Length: 2", "Expect: 100-continue", body: "hi"),
        post("Content-Length: 0", "Expect: 100-continue", body: ""),
        post("Expect: 100-continue", body: ""),
        "POST / HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n",
    ])
    func `100 is not sent when the body has begun, is empty, or the client is 1.0`(_ text: String) {
        let exchange = Exchange(text)
        #expect(exchange.continueCount == 0)
        #expect(exchange.errors.isEmpty)
    }

    @Test func `100 is sent for a chunked body too`() {
        let exchange = Exchange(post("Transfer-Encoding: chunked", "Expect: 100-continue", body: ""))
        #expect(exchange.continueCount == 1)
        exchange.send("2\r\nhi\r\n0\r\n\r\n")
        #expect(exchange.requests.first?.body == Array("hi".utf8))
    }

    @Test func `a body that is too large gets 413 instead of 100`() {
        let exchange = Exchange(post("Content-Length: 9999999", "Expect: 100-continue", body: ""))
        #expect(exchange.continueCount == 0)
        #expect(exchange.statuses == [413])
    }

    @Test(arguments: ["200-ok", "100-continue, x", ""])
    func `any other expectation gets 417 (RFC 9110 §10.1.1)`(_ value: String) {
        #expect(
            protocolError(post("Content-Length: 2", "Expect: \(value)", body: "hi")) == .expectationUnknown)
    }
}

@Suite struct ChunkTests {
    private func chunked(_ body: String, limits: Limits = Limits()) -> Exchange {
        Exchange(post("Transfer-Encoding: chunked", body: body), limits: limits)
    }

    private func refusal(_ body: String, limits: Limits = Limits()) -> ProtocolError? {
        let exchange = chunked(body, limits: limits)
        return exchange.errors.first
    }

    @Test func `chunks are joined (RFC 9112 §7.1)`() {
        let exchange = chunked("5\r\nhello\r\n00A\r\n, everyone\r\n00\r\n\r\n")
        #expect(exchange.requests.first?.body == Array("hello, everyone".utf8))
    }

    @Test func `a body without chunks is empty`() {
        let exchange = chunked("0\r\n\r\n" + get())
        #expect(exchange.requests.map { $0.body.count } == [0, 0])
    }

    @Test(arguments: [
        "", "g", "-1", "+5", "0x5", " 5", "5 ", "5\t", "5,5", "0000100000000", "100000000",
        "FFFFFFFFFFFFFFFF",
        "10000000000000005", "5 5", ";a", "5 \t",
    ])
    func `a size that is not hexadecimal with 1–8 significant digits gets 400 (RFC 9112 §7.1)`(_ size: String)
    {
        #expect(refusal("\(size)\r\nhello\r\n0\r\n\r\n") == .chunkMalformed)
    }

    @Test(arguments: ["05", "000000005", "00000000000000005"])
    func `leading zeros of a size count for nothing (RFC 9112 §7.1)`(_ size: String) {
        #expect(chunked("\(size)\r\nhello\r\n0\r\n\r\n").requests.first?.body == Array("hello".utf8))
    }

    @Test(arguments: [
        "5;a\r\nhello\r\n0;b\r\n\r\n", "5 ; a=\"b;c\"\r\nhello\r\n0\r\n\r\n", "5\t;\r\nhello\r\n0\r\n\r\n",
    ])
    func `an extension is ignored (RFC 9112 §7.1.1)`(_ body: String) {
        let exchange = chunked(body)
        #expect(exchange.requests.first?.body == Array("hello".utf8))
    }

    @Test(arguments: [
        "5\nhello\r\n0\r\n\r\n", "\nhello", "5;a\nhello\r\n0\r\n\r\n", "5;a\rb\r\nhello\r\n",
        "5;\u{0}\r\nhello\r\n",
        "5\r\nhelloX", "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\nhello\rX",
        "5\r\nhello!\r\n0\r\n\r\n",
    ])
    func `a malformed line end gets 400 (RFC 9112 §7.1)`(_ body: String) {
        #expect(refusal(body) == .chunkMalformed)
    }

    @Test(arguments: [
        "0\r\nContent-Length: 5\r\n\r\n", "0\r\nTRANSFER-ENCODING: chunked\r\n\r\n", "0\r\n \r\n", "0\r\n\n",
        "0\r\n\rX\n", "0\r\nX : y\r\n\r\n", "0\r\n: y\r\n\r\n", "0\r\nX: y\r\n folded\r\n\r\n",
        "0\r\nX: \u{0}\r\n\r\n",
        "0\r\nX: y\n\r\n",
    ])
    func `a malformed trailer section, or one about framing, gets 400 (RFC 9112 §7.1.2)`(_ body: String) {
        #expect(refusal(body) == .trailersMalformed)
    }

    @Test(arguments: ["0\r\nX: y\r\n\r\n", "0\r\nExpires: 1\r\nDigest:\r\n\r\n", "000\r\n\r\n", "0\r\n\r\n"])
    func `well-formed trailers are ignored (RFC 9112 §7.1.2)`(_ body: String) {
        #expect(refusal(body) == nil)
    }

    @Test func `the length of the trailer section is limited`() {
        var limits = Limits()
        limits.chunkExtensionBytesMax = 10
        #expect(refusal("0\r\nX: 3456\r\n\r\n", limits: limits) == nil)
        #expect(refusal("0\r\nX: 34567\r\nY: 1\r\n\r\n", limits: limits) == .trailersMalformed)
        #expect(refusal("0\r\nX: 345678901234567890", limits: limits) == .trailersMalformed)
    }

    @Test func `the length of a size line is limited`() {
        var limits = Limits()
        limits.chunkLineBytesMax = 8
        #expect(refusal("1;345678\r\nx\r\n0\r\n\r\n", limits: limits) == nil)
        #expect(refusal("1;3456789\r\nx\r\n0\r\n\r\n", limits: limits) == .chunkMalformed)
        #expect(refusal("1;34567890", limits: limits) == .chunkMalformed)
    }

    @Test func `the total length of a body's extensions is limited`() {
        var limits = Limits()
        limits.chunkExtensionBytesMax = 6
        #expect(refusal("1;ab\r\nx\r\n1;ab\r\nx\r\n0\r\n\r\n", limits: limits) == nil)
        #expect(refusal("1;ab\r\nx\r\n1;abc\r\nx\r\n0\r\n\r\n", limits: limits) == .chunkMalformed)
    }

    @Test func `a decoded body over the limit gets 413 before its data`() {
        var limits = Limits()
        limits.bodyBytesMax = 6
        #expect(refusal("3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", limits: limits) == nil)
        #expect(refusal("3\r\nabc\r\n4\r\n", limits: limits) == .bodyTooLarge)
        #expect(refusal("7\r\n", limits: limits) == .bodyTooLarge)
        #expect(refusal("FFFFFFFF\r\n", limits: limits) == .bodyTooLarge)
    }
}
