import Testing

@testable import HTTP

@Suite struct FieldTests {
    @Test func `a field is found in any case, without surrounding blanks`() {
        let found = request(get("X-NAME: \t a b \t ", "Accept:application/json", "Empty:", "Blank: \t "))
        #expect(found?.field("x-name") == "a b")
        #expect(found?.field("accept") == "application/json")
        #expect(found?.field("empty") == "")
        #expect(found?.field("blank") == "")
        #expect(found?.field("x-nam") == nil)
        #expect(found?.field("x-names") == nil)
    }

    @Test func `lines with the same name are joined in order (RFC 9110 §5.2)`() {
        let found = request(get("Accept: a", "X: y", "ACCEPT: b, c", "accept: d"))
        #expect(found?.field("accept") == "a, b, c, d")
    }

    @Test func `a byte of a value that is not ASCII becomes U+FFFD, so that comparing values is quick`() {
        #expect(request(get("X-Name: Văn"))?.field("x-name") == "V\u{FFFD}\u{FFFD}n")
        let marks = String(repeating: "\u{316}\u{301}", count: 3500)
        let value = request(get("X-Name: A" + marks))?.field("x-name") ?? ""
        let time = ContinuousClock().measure { for _ in 0..<100 { #expect(value != "Application") } }
        // Each comparison took 20 ms.
        #expect(time < .milliseconds(500))
        let exchange = Exchange()
        exchange.send(
            Array("GET / HTTP/1.1\r\nHost: a\r\nX: a".utf8) + [0xFF, 0xC3] + Array("\r\n\r\n".utf8)
        )
        #expect(exchange.requests.first?.field("x") == "a\u{FFFD}\u{FFFD}")
    }

    @Test(arguments: [" folded", "\tfolded", "X: a\r\n b", "X: a\r\n\tb: c"])
    func `a folded line gets 400 (RFC 9112 §5.2)`(_ lines: String) {
        #expect(protocolError(get(lines)) == .headerMalformed)
    }

    @Test(arguments: ["X : a", "X\t: a", ": a", "X", "X Y: a", "X(Y): a", "Ấ: a", "X\u{0}: a", "\u{B}X: a"])
    func `a name that is not a token up to its colon gets 400 (RFC 9112 §5.1)`(_ line: String) {
        #expect(protocolError(get(line)) == .headerMalformed)
    }

    @Test(arguments: [0x00, 0x01, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F] as [UInt8])
    func `a control byte in a value gets 400 (RFC 9110 §5.5)`(_ byte: UInt8) {
        let exchange = Exchange()
        exchange.send(Array("GET / HTTP/1.1\r\nHost: a\r\nX: a".utf8) + [byte] + Array("b\r\n\r\n".utf8))
        #expect(exchange.errors == [.headerMalformed])
    }

    @Test func `a blank before the first header gets 400`() {
        #expect(protocolError("GET / HTTP/1.1\r\n Host: a\r\n\r\n") == .headerMalformed)
    }

    @Test func `a request created in code behaves like a parsed one`() {
        let made = Request(
            method: .post,
            target: "/v1/a?b=c?d",
            fields: [("Accept", "a"), ("accept", "b")],
            body: [1]
        )
        #expect(made.path == "/v1/a")
        #expect(made.query == "b=c?d")
        #expect(made.field("accept") == "a, b")
        #expect(made.body == [1])
        #expect(made.version == .http11)
        #expect(Request(method: .get, target: "/").query == "")
    }
}

@Suite struct HostTests {
    private func refusal(_ host: String) -> ProtocolError? {
        protocolError("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
    }

    @Test(arguments: [
        "a", "a.example", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080", "[::ffff:1.2.3.4]", "a:",
        "a:0", "A-b_c~d",
        "a%20b", "xn--nguyn-3ra.vn",
    ])
    func `a name or an address, with or without a port, is accepted`(_ host: String) {
        #expect(refusal(host) == nil)
    }

    @Test(arguments: [
        "", "a b", "a/b", "a@b", "a:b", "a:123456", "a:80:80", ":80", "[::1", "::1", "[]", "[:]", "[::1]x",
        "[::g]", "a%2",
        "a%zz", "a,b:80,c", "Ấ", "a?b", "a#b", "[::1]80",
    ])
    func `any other host gets 400 (RFC 9112 §3.2)`(_ host: String) {
        #expect(refusal(host) == .hostMalformed)
    }

    @Test func `HTTP/1.1 without Host gets 400, HTTP/1.0 may omit it (RFC 9112 §3.2)`() {
        #expect(protocolError("GET / HTTP/1.1\r\n\r\n") == .hostMissing)
        #expect(protocolError("GET http://a/ HTTP/1.1\r\n\r\n") == .hostMissing)
        #expect(protocolError("GET / HTTP/1.0\r\n\r\n") == nil)
        #expect(request("GET http://a/ HTTP/1.0\r\n\r\n")?.field("host") == nil)
    }

    @Test func `a second Host gets 400 even if equal and in HTTP/1.0 (RFC 9112 §3.2)`() {
        #expect(protocolError(get("Host: a")) == .hostMalformed)
        #expect(protocolError(get("host: b")) == .hostMalformed)
        #expect(protocolError("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n") == .hostMalformed)
        #expect(protocolError("GET / HTTP/1.0\r\nHost: a b\r\n\r\n") == .hostMalformed)
    }
}
