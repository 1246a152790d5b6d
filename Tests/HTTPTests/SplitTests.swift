import Testing

@testable import HTTP

/// The result must not depend on how the network splits a request.
@Suite struct SplitTests {
    static let requests = [
        "GET /a?b=c HTTP/1.1\r\nHost: a\r\nAccept: x\r\naccept: y\r\n\r\n",
        "\r\nPOST /a?b=c HTTP/1.1\r\nHost: a\r\nAccept: x, y\r\nContent-Length: 5\r\n\r\nhello",
        "PUT http://b/a?b=c HTTP/1.1\r\nHost: a\r\nAccept: x, y\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;e=f\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
        "PATCH /a?b=c HTTP/1.1\r\nHost: a\r\nAccept: x, y\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
    ]

    private func check(_ exchange: Exchange, method: Method?) {
        let request = exchange.requests.first
        #expect(exchange.errors.isEmpty)
        #expect(exchange.requests.count == 1)
        #expect(request?.method == method)
        #expect(request?.path == "/a")
        #expect(request?.query == "b=c")
        #expect(request?.field("accept") == "x, y")
        #expect(request.map { $0.body == (method == .get ? [] : Array("hello".utf8)) } == true)
        #expect(exchange.statuses == [200])
    }

    @Test(arguments: requests)
    func `a request may arrive in any two pieces`(_ text: String) {
        let bytes = Array(text.utf8)
        let method = request(text)?.method
        for cut in 1..<bytes.count {
            let exchange = Exchange()
            exchange.send(Array(bytes[..<cut]))
            #expect(exchange.requests.isEmpty)
            exchange.send(Array(bytes[cut...]))
            check(exchange, method: method)
        }
    }

    @Test(arguments: requests)
    func `a request may arrive byte by byte`(_ text: String) {
        let exchange = Exchange()
        for byte in text.utf8 { exchange.send([byte]) }
        check(exchange, method: request(text)?.method)
    }

    @Test func `consecutive requests may be split anywhere`() {
        let bytes = Array(SplitTests.requests.joined().utf8)
        for cut in 1..<bytes.count {
            let exchange = Exchange()
            exchange.send(Array(bytes[..<cut]))
            exchange.send(Array(bytes[cut...]))
            #expect(exchange.requests.map(\.method) == [.get, .post, .put, .patch])
            #expect(exchange.statuses == [200, 200, 200, 200])
        }
    }

    @Test func `consecutive requests may arrive byte by byte`() {
        let exchange = Exchange()
        for byte in SplitTests.requests.joined().utf8 { exchange.send([byte]) }
        #expect(exchange.statuses == [200, 200, 200, 200])
        #expect(exchange.state.phase == .idle)
    }

    @Test func `bytes give the same error however they are split`() {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n".utf8)
        for cut in 1..<bytes.count {
            let exchange = Exchange()
            exchange.send(Array(bytes[..<cut]))
            exchange.send(Array(bytes[cut...]))
            #expect(exchange.errors == [.headerMalformed])
        }
    }
}
