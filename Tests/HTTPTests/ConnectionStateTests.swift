import Testing

@testable import HTTP

@Suite struct ConnectionStateTests {
    @Test func `300 pipelined requests get their responses in order`() {
        let exchange = Exchange((0..<300).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
        #expect(exchange.requests.map(\.path) == (0..<300).map { "/\($0)" })
        #expect(exchange.statuses.count == 300)
        #expect(exchange.text.hasSuffix("\r\n\r\n/299"))
        #expect(exchange.state.phase == .idle)
    }

    @Test func `the next request waits for the response to the previous one`() {
        let exchange = Exchange()
        exchange.holdsResponses = true
        exchange.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(exchange.requests.map(\.path) == ["/1"])
        #expect(exchange.state.phase == .response)
        exchange.send("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(exchange.requests.map(\.path) == ["/1"])
        for count in 1...3 {
            #expect(exchange.requests.count == count)
            exchange.respond(Response(status: 200))
        }
        #expect(exchange.requests.map(\.path) == ["/1", "/2", "/3"])
        #expect(exchange.state.phase == .idle)
    }

    @Test func `a valid request before a malformed one gets its response first`() {
        let exchange = Exchange(get() + "GARBAGE\r\n\r\n" + get())
        #expect(exchange.statuses == [200, 400])
        #expect(exchange.isClosed)
        #expect(exchange.isLingering)
    }

    @Test(arguments: ProtocolError.allCases)
    func `every protocol error has an error status and a stable code`(_ error: ProtocolError) {
        #expect((400...505).contains(error.status))
        #expect(error.code.allSatisfy { $0 == "-" || ($0.isLowercase && $0.isASCII) })
    }

    @Test func `an HTTP/1.1 connection stays open until close is requested (RFC 9112 §9.3)`() {
        let persistent = Exchange(get())
        #expect(!persistent.isClosed)
        #expect(!persistent.text.contains("Connection:"))
        let closed = Exchange(get("Connection: foo, CLOSE"))
        #expect(closed.isClosed)
        #expect(!closed.isLingering)
        #expect(closed.text.contains("\r\nConnection: close\r\n"))
    }

    @Test func `an HTTP/1.0 connection is closed unless keep-alive is requested (RFC 9112 §9.3)`() {
        let closed = Exchange("GET / HTTP/1.0\r\n\r\n")
        #expect(closed.isClosed)
        let persistent = Exchange("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
        #expect(!persistent.isClosed)
        #expect(persistent.text.contains("\r\nConnection: keep-alive\r\n"))
        let both = Exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n")
        #expect(both.isClosed)
    }

    @Test func `closing lingers when a client requested close but sent more`() {
        let exchange = Exchange(get("Connection: close") + get())
        #expect(exchange.statuses == [200])
        #expect(exchange.isLingering)
    }

    @Test func `a response may request the close`() {
        let exchange = Exchange()
        exchange.makeResponse = { _ in
            var response = Response(status: 200)
            response.closesConnection = true
            return response
        }
        exchange.send(get() + get())
        #expect(exchange.statuses == [200])
        #expect(exchange.isLingering)
    }

    @Test func `the next response of a stopping server is the last`() {
        let exchange = Exchange(get())
        exchange.state.closeAfterResponse()
        exchange.send(get() + get())
        #expect(exchange.statuses == [200, 200])
        #expect(exchange.text.contains("Connection: close"))
    }

    @Test func `a connection is closed at once when the client ends between requests`() {
        let exchange = Exchange(get())
        exchange.end()
        #expect(exchange.statuses == [200])
        #expect(exchange.isClosed)
        #expect(!exchange.isLingering)
    }

    @Test(arguments: ["G", "GET / HTTP/1.1\r\nHost: a\r\n", post("Content-Length: 2", body: "h")])
    func `a client that ends within a request gets 400 (RFC 9112 §8)`(_ text: String) {
        let exchange = Exchange(text)
        exchange.end()
        #expect(exchange.errors == [.requestIncomplete])
        #expect(exchange.isClosed)
        #expect(!exchange.isLingering)
    }

    @Test func `a client that ends while it waits still gets all its responses`() {
        let exchange = Exchange()
        exchange.holdsResponses = true
        exchange.send(get() + get())
        exchange.end()
        #expect(exchange.isWaiting)
        exchange.respond(Response(status: 201))
        exchange.respond(Response(status: 202))
        #expect(exchange.statuses == [201, 202])
        #expect(exchange.isClosed)
    }

    @Test func `an idle connection is closed silently at its deadline`() {
        let exchange = Exchange(get())
        exchange.expire()
        #expect(exchange.statuses == [200])
        #expect(exchange.isClosed)
    }

    @Test(arguments: ["GET", "GET / HTTP/1.1\r\n", post("Content-Length: 2", body: "h"), "\r"])
    func `a request that stalls gets 408 (RFC 9110 §15.5.9)`(_ text: String) {
        let exchange = Exchange(text)
        exchange.expire()
        #expect(exchange.statuses == [408])
        #expect(exchange.isLingering)
    }

    @Test func `there is no deadline while a response is pending`() {
        let exchange = Exchange()
        exchange.holdsResponses = true
        exchange.send(get())
        exchange.expire()
        #expect(exchange.isWaiting)
        exchange.respond(Response(status: 200))
        #expect(exchange.statuses == [200])
    }

    @Test func `a closed connection stays closed`() {
        let exchange = Exchange("GARBAGE\r\n\r\n")
        exchange.expire()
        exchange.end()
        #expect(exchange.statuses == [400])
        #expect(exchange.state.phase == .closing)
    }

    @Test func `the phase follows the request`() {
        let exchange = Exchange()
        exchange.holdsResponses = true
        #expect(exchange.state.phase == .idle)
        exchange.send("P")
        #expect(exchange.state.phase == .head)
        exchange.send("OST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")
        #expect(exchange.state.phase == .body)
        exchange.send("hi")
        #expect(exchange.state.phase == .response)
        exchange.respond(Response(status: 200))
        #expect(exchange.state.phase == .idle)
    }

    @Test func `an error response to HEAD has no body once the method is known`() {
        let exchange = Exchange()
        exchange.send("HEAD / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n")
        #expect(exchange.statuses == [417])
        #expect(exchange.text.hasSuffix("\r\n\r\n"))
    }
}
