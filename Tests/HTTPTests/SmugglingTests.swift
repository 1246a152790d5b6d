import Testing

@testable import HTTP

/// Request smuggling: requests whose end two servers have been made to disagree about.
///
/// Each must be refused, or be read in the one way that the RFC allows.
@Suite struct SmugglingTests {
    struct Attack: CustomTestStringConvertible {
        let name: String
        let head: String
        let body: String
        let error: ProtocolError

        init(
            _ name: String,
            _ head: String,
            body: String = "0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
            _ error: ProtocolError
        ) {
            self.name = name
            self.head = head
            self.body = body
            self.error = error
        }

        var testDescription: String { name }
    }

    static let attacks = [
        Attack("CL.TE", "Content-Length: 6\r\nTransfer-Encoding: chunked", .framingAmbiguous),
        Attack("TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 3", .framingAmbiguous),
        Attack("CL.0 with TE", "Content-Length: 0\r\nTransfer-Encoding: chunked", .framingAmbiguous),
        Attack("TE.TE", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", .transferCodingUnknown),
        Attack(
            "TE identity",
            "Transfer-Encoding: chunked\r\nTransfer-encoding: identity",
            .transferCodingUnknown
        ),
        Attack("TE in quotes", "Transfer-Encoding: \"chunked\"", .transferCodingUnknown),
        Attack("TE with a vertical tab", "Transfer-Encoding: \u{B}chunked", .headerMalformed),
        Attack("TE with a form feed", "Transfer-Encoding: chunked\u{C}", .headerMalformed),
        Attack("TE with a NUL", "Transfer-Encoding: chunked\u{0}", .headerMalformed),
        Attack("TE after a space", "Transfer-Encoding : chunked", .headerMalformed),
        Attack("TE after a tab", "Transfer-Encoding\t: chunked", .headerMalformed),
        Attack("TE after a NUL", "Transfer-Encoding\u{0}: chunked", .headerMalformed),
        Attack("TE folded", "Transfer-Encoding:\r\n chunked", .headerMalformed),
        Attack("TE folded by a tab", "Transfer-Encoding:\r\n\tchunked", .headerMalformed),
        Attack("TE hidden behind a bare CR", "X: y\rTransfer-Encoding: chunked", .headerMalformed),
        Attack("TE hidden behind a bare LF", "X: y\nTransfer-Encoding: chunked", .lineEndMalformed),
        Attack("TE indented", " Transfer-Encoding: chunked", .headerMalformed),
        Attack("TE without a colon", "Transfer-Encoding chunked", .headerMalformed),
        Attack("CL.CL", "Content-Length: 6\r\nContent-Length: 5", .contentLengthMalformed),
        Attack("CL list", "Content-Length: 6, 6", .contentLengthMalformed),
        Attack("CL with a sign", "Content-Length: +6", .contentLengthMalformed),
        Attack("CL below zero", "Content-Length: -6", .contentLengthMalformed),
        Attack("CL in hexadecimal", "Content-Length: 0x6", .contentLengthMalformed),
        Attack("CL with a digit separator", "Content-Length: 1_0", .contentLengthMalformed),
        Attack("CL with a space", "Content-Length: 1 0", .contentLengthMalformed),
        Attack("CL with a comma at its end", "Content-Length: 6,", .contentLengthMalformed),
        Attack("CL that wraps to 6", "Content-Length: 18446744073709551622", .bodyTooLarge),
        Attack("CL after a space", "Content-Length : 6", .headerMalformed),
        Attack("CL folded", "Content-Length:\r\n 6", .headerMalformed),
        Attack("CL with other digits", "Content-Length: ６", .contentLengthMalformed),
        Attack(
            "chunk size that wraps to 0",
            "Transfer-Encoding: chunked",
            body: "100000000\r\n\r\n",
            .chunkMalformed
        ),
        Attack(
            "chunk size of 64 bits",
            "Transfer-Encoding: chunked",
            body: "fffffffffffffffe\r\n",
            .chunkMalformed
        ),
        Attack(
            "chunk size with a prefix",
            "Transfer-Encoding: chunked",
            body: "0x0\r\n\r\n",
            .chunkMalformed
        ),
        Attack("chunk size with a sign", "Transfer-Encoding: chunked", body: "+0\r\n\r\n", .chunkMalformed),
        Attack("chunk size after a space", "Transfer-Encoding: chunked", body: " 0\r\n\r\n", .chunkMalformed),
        Attack(
            "chunk size before a space",
            "Transfer-Encoding: chunked",
            body: "0 \r\n\r\n",
            .chunkMalformed
        ),
        Attack("chunk line with a bare LF", "Transfer-Encoding: chunked", body: "0\n\r\n", .chunkMalformed),
        Attack(
            "chunk extension with a bare LF",
            "Transfer-Encoding: chunked",
            body: "0;\n\r\n",
            .chunkMalformed
        ),
        Attack(
            "chunk extension with a bare CR",
            "Transfer-Encoding: chunked",
            body: "0;\rx\r\n\r\n",
            .chunkMalformed
        ),
        Attack(
            "chunk longer than its size",
            "Transfer-Encoding: chunked",
            body: "1\r\nab\r\n0\r\n\r\n",
            .chunkMalformed
        ),
        Attack(
            "chunk with any two bytes at its end",
            "Transfer-Encoding: chunked",
            body: "1\r\naXX0\r\n",
            .chunkMalformed
        ),
        Attack(
            "trailers",
            "Transfer-Encoding: chunked",
            body: "0\r\nContent-Length: 9\r\n\r\n",
            .trailersMalformed
        ),
        Attack("second Host", "Host: b", .hostMalformed),
        Attack("Host list", "X: y\r\nhost: a, b", .hostMalformed),
    ]

    @Test(arguments: attacks)
    func `an ambiguous request is refused and the bytes after it are never a request`(_ attack: Attack) {
        let exchange = Exchange("POST /a HTTP/1.1\r\nHost: a\r\n\(attack.head)\r\n\r\n\(attack.body)")
        #expect(exchange.errors == [attack.error])
        #expect(exchange.requests.isEmpty)
        #expect(exchange.isClosed)
        #expect(exchange.text.contains("Connection: close"))
    }

    @Test(arguments: attacks)
    func `an ambiguous request sent byte by byte is refused for the same reason`(_ attack: Attack) {
        let exchange = Exchange()
        for byte in "POST /a HTTP/1.1\r\nHost: a\r\n\(attack.head)\r\n\r\n\(attack.body)".utf8 {
            exchange.send([byte])
        }
        #expect(exchange.errors == [attack.error])
        #expect(exchange.requests.isEmpty)
    }

    @Test func `a body that looks like a request stays a body`() {
        let hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
        let exchange = Exchange(post("Content-Length: \(hidden.utf8.count)", body: hidden) + get())
        #expect(exchange.requests.map(\.path) == ["/a", "/a"])
        #expect(exchange.requests.first?.body == Array(hidden.utf8))
    }

    @Test func `a GET may have a body, which is not taken for the next request`() {
        let exchange = Exchange(
            "GET /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nGETGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
        )
        #expect(exchange.requests.map(\.path) == ["/1", "/2"])
    }
}

/// Requests as sent by real clients.
@Suite struct RealClientTests {
    static let heads = [
        "GET /v1/public/hamlets?limit=50 HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n",
        "POST /v1/contributions HTTP/1.1\r\nHost: 10.0.0.7:8080\r\nUser-Agent: python-requests/2.32.3\r\n"
            + "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "GET /docs HTTP/1.1\r\nHost: danvan.example.vn\r\nConnection: keep-alive\r\nsec-ch-ua: \"Chromium\";v=\"130\"\r\n"
            + "sec-ch-ua-mobile: ?0\r\nUpgrade-Insecure-Requests: 1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
            + "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
            + "Accept-Language: vi-VN,vi;q=0.9,en;q=0.8\r\nCookie: a=b; c=\"d\"\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: localhost\r\nUser-Agent: ApacheBench/2.3\r\nAccept: */*\r\n\r\n",
        "POST /v1/imports HTTP/1.1\r\nHost: [fd00::7]:8080\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
            + "User-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "OPTIONS /v1/public/works HTTP/1.1\r\nHost: a\r\nOrigin: https://b.example\r\n"
            + "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: x-request-id\r\n\r\n",
        "GET /v1/reports?from=2026-01-01&to=2026-12-31&q=%E1%BA%A4p&sort=-date&f[]=a|b HTTP/1.1\r\nHost: a\r\n"
            + "If-None-Match: W/\"r7\", \"x\"\r\nRange: bytes=0-\r\nX-Empty:\r\n\r\n",
        "GET http://proxy.example/v1/works HTTP/1.1\r\nHost: proxy.example\r\nVia: 1.1 squid\r\n"
            + "X-Forwarded-For: 203.0.113.9, 10.0.0.1\r\nForwarded: for=\"[2001:db8::1]\"\r\n\r\n",
    ]

    @Test(arguments: heads)
    func `a real client's request is accepted`(_ text: String) {
        let exchange = Exchange(text)
        #expect(exchange.errors.isEmpty)
        #expect(exchange.statuses == [200])
        #expect(exchange.requests.first?.field("host") != nil)
    }
}
