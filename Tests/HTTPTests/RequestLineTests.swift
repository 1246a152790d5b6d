import Testing

@testable import HTTP

@Suite struct RequestLineTests {
    @Test(arguments: Method.allCases)
    func `every method the service knows is accepted`(_ method: Method) {
        #expect(request("\(method.rawValue) / HTTP/1.1\r\nHost: a\r\n\r\n")?.method == method)
    }

    @Test(arguments: ["CONNECT", "PROPFIND", "get", "GETS", "GE", "M-SEARCH", "!#$%&'*+-.^_`|~9"])
    func `any other well-formed method gets 501 (RFC 9110 §9.1)`(_ method: String) {
        #expect(protocolError("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n") == .methodUnknown)
    }

    @Test(arguments: [
        "GET  / HTTP/1.1", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/1.1 ", "GET\t/ HTTP/1.1",
        "GET /", "GET", "GET / ", " / HTTP/1.1", "G(T / HTTP/1.1", "GET / HTTP/1.1 x", "GET  HTTP/1.1",
        "GET / http/1.1", "GET / HTTP/1.1\r", "GET / HTTP/11", "GET / HTTP/1.", "GET / HTTP/1.10",
        "GET / HTTP/a.1",
        "GET / HTTPS/1.1", "\u{16}\u{3}\u{1}\u{2} / HTTP/1.1", "G\u{0}T / HTTP/1.1", "ĐI / HTTP/1.1",
    ])
    func `a line that is not three words gets 400 (RFC 9112 §3)`(_ line: String) {
        #expect(protocolError("\(line)\r\nHost: a\r\n\r\n") == .requestLineMalformed)
    }

    @Test(arguments: ["HTTP/2.0", "HTTP/0.9", "HTTP/3.0", "HTTP/9.9"])
    func `any other major version gets 505 (RFC 9110 §15.6.6)`(_ version: String) {
        #expect(protocolError("GET / \(version)\r\nHost: a\r\n\r\n") == .versionUnsupported)
    }

    @Test func `the HTTP/2 preface gets 505`() {
        #expect(protocolError("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == .versionUnsupported)
    }

    @Test func `a later minor version is treated as 1.1 (RFC 9110 §2.5)`() {
        #expect(request("GET / HTTP/1.0\r\n\r\n")?.version == .http10)
        #expect(request("GET / HTTP/1.1\r\nHost: a\r\n\r\n")?.version == .http11)
        #expect(request("GET / HTTP/1.7\r\nHost: a\r\n\r\n")?.version == .http11)
    }

    @Test func `one empty line before the request is skipped, a second gets 400 (RFC 9112 §2.2)`() {
        #expect(request("\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")?.path == "/b")
        #expect(protocolError("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n") == .lineEndMalformed)
    }

    @Test func `an empty line alone does not start a request`() {
        let exchange = Exchange("\r\n")
        #expect(exchange.state.phase == .idle)
        exchange.send("G")
        #expect(exchange.state.phase == .head)
    }

    @Test(arguments: [
        "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\n",
        "\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: b\nC: d\r\n\r\n",
    ])
    func `a bare LF gets 400 (RFC 9112 §2.2)`(_ text: String) {
        #expect(protocolError(text) == .lineEndMalformed)
    }

    @Test func `a bare CR anywhere gets 400 (RFC 9112 §2.2)`() {
        #expect(protocolError("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n") == .targetMalformed)
        #expect(protocolError("GET / HTTP/1.1\rHost: a\r\n\r\n") == .requestLineMalformed)
        #expect(protocolError("GET / HTTP/1.1\r\nHost: a\rB: c\r\n\r\n") == .headerMalformed)
        #expect(protocolError("GET / HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n") == .headerMalformed)
    }
}

@Suite struct TargetTests {
    private func target(_ text: String, method: String = "GET") -> Request? {
        request("\(method) \(text) HTTP/1.1\r\nHost: a\r\n\r\n")
    }

    private func refusal(_ text: String, method: String = "GET") -> ProtocolError? {
        protocolError("\(method) \(text) HTTP/1.1\r\nHost: a\r\n\r\n")
    }

    @Test func `the target is split at the first question mark and kept as sent`() {
        let split = target("/v1/a%20b/?q=%2F?x&y=[1]|{2}")
        #expect(split?.path == "/v1/a%20b/")
        #expect(split?.query == "q=%2F?x&y=[1]|{2}")
        #expect(target("/a")?.query == "")
        #expect(target("/a?")?.query == "")
        #expect(target("//a")?.path == "//a")
    }

    @Test func `an absolute target is converted to origin form (RFC 9112 §3.2.2)`() {
        #expect(target("http://b.example:80/x?y")?.path == "/x")
        #expect(target("http://b.example:80/x?y")?.query == "y")
        #expect(target("HTTPS://b?y=1")?.path == "/")
        #expect(target("HTTPS://b?y=1")?.query == "y=1")
        #expect(target("http://b")?.path == "/")
    }

    @Test func `the authority of an absolute target replaces Host (RFC 9112 §3.2.2)`() {
        #expect(target("http://b.example:80/x")?.field("host") == "b.example:80")
        #expect(target("/x")?.field("host") == "a")
    }

    @Test func `an asterisk is allowed for OPTIONS only (RFC 9112 §3.2.4)`() {
        #expect(target("*", method: "OPTIONS")?.path == "*")
        #expect(refusal("*") == .targetMalformed)
        #expect(refusal("*/a", method: "OPTIONS") == .targetMalformed)
    }

    @Test(
        arguments: [
            "a", "a/b", "a:80", "?x", "ftp://a/", "http:/a", "http://", "http:///x", "http://u@a/",
            "http://a:x/",
            "http://a b/", "mailto:x",
        ]
        .filter { !$0.contains(" ") }
    )
    func `any other form gets 400 (RFC 9112 §3.2)`(_ text: String) {
        #expect(refusal(text) == .targetMalformed)
    }

    @Test(arguments: ["/a#b", "/\"", "/<", "/>", "/\\", "/\u{7F}", "/\u{1}", "/Ấp", "/a\u{0}b", "/a\tb"])
    func `a byte that must be percent-encoded gets 400 (RFC 9112 §3.2)`(_ text: String) {
        #expect(refusal(text) == .targetMalformed)
    }

    @Test(arguments: [
        ("/v1/%68amlets/1", "/v1/hamlets/1"), ("/%76%31/%7E%2D%5f%2e", "/v1/~-_."), ("/a%20b", "/a%20b"),
        ("/a%2Fb", "/a%2Fb"), ("/%C3%A1", "/%C3%A1"), ("/%2568", "/%2568"), ("/a+b", "/a+b"),
    ])
    func `unreserved characters of a path are decoded, once (RFC 3986 §6.2.2.2)`(
        _ sent: String, _ path: String
    ) {
        #expect(Request(method: .get, target: sent).path == path)
        #expect(target(sent)?.path == path)
    }

    @Test(arguments: ["/%", "/%4", "/%g0", "/%0g", "/?%", "/%%30", "/%4?1"])
    func `a percent sign without two digits gets 400 (RFC 3986 §2.1)`(_ text: String) {
        #expect(refusal(text) == .targetMalformed)
    }
}
