import Glibc
import HTTP
import Locks
import TestSupport
import Testing

@testable import Network

@Suite struct ServingTests {
    @Test func `one connection serves one request after another`() throws {
        try withServer { server, listener, _ in
            let client = try Client(listener)
            for number in 0..<50 { #expect(try client.get("/\(number)").text == "/\(number)") }
            #expect(server.statistics.connectionsAccepted == 1)
            #expect(server.statistics.requests == 50)
            #expect(server.statistics.connectionsOpen == 1)
        }
    }

    @Test func `every response has a date`() throws {
        try withServer { _, listener, _ in
            let response = try listener.get()
            #expect(response.head.contains("\r\nDate: "))
        }
    }

    @Test func `the response to HEAD has no body`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            try client.send("HEAD /big/1000 HTTP/1.1\r\nHost: a\r\n\r\n")
            let response = try client.readResponse(hasBody: false)
            #expect(response.head.contains("Content-Length: 1000\r\n"))
            #expect(try client.get("/next").text == "/next")
        }
    }

    @Test func `300 pipelined requests get their responses in order`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            try client.send((0..<300).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for number in 0..<300 { #expect(try client.readResponse().text == "/\(number)") }
        }
    }

    @Test func `300 deferred and immediate responses stay in order`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            let later = "GET /later HTTP/1.1\r\nHost: a\r\n\r\n"
            try client.send((0..<150).map { later + "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            for number in 0..<150 {
                #expect(try client.readResponse().text == "/later")
                #expect(try client.readResponse().text == "/\(number)")
            }
        }
    }

    @Test func `pipelining behind a pending response does not make the loop spin`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { server, listener, gate in
            let client = try Client(listener)
            try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.heldCount == 1 })
            let ticksBefore = server.statistics.ticks
            let requests = (0..<300).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
            for part in requests.chunked(by: 30) { try client.send(part.joined()) }
            usleep(200_000)
            #expect(server.statistics.ticks - ticksBefore < 30)
            #expect(server.statistics.requests == 1)
            gate.open()
            #expect(try client.readResponse().text == "/hold")
            for number in 0..<300 { #expect(try client.readResponse().text == "/\(number)") }
        }
    }

    @Test func `other clients are served while one waits for its response`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { _, listener, gate in
            let waiting = try Client(listener)
            try waiting.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.heldCount == 1 })
            #expect(try listener.get("/b").text == "/b")
            gate.open()
            #expect(try waiting.readResponse().text == "/hold")
        }
    }

    @Test func `a response given twice is sent once`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            for _ in 0..<20 {
                #expect(try client.get("/twice").text == "/twice")
                #expect(try client.get("/hello").text == "/hello")
            }
        }
    }

    @Test func `a tick ends before its responses are sent`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { _, listener, gate in
            let client = try Client(listener)
            for _ in 0..<200 {
                _ = try client.get()
                #expect(gate.openTicks.load(ordering: .sequentiallyConsistent) == 0)
            }
        }
    }

    @Test func `a response to a disconnected client is dropped`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { server, listener, gate in
            let gone = try Client(listener)
            try gone.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.heldCount == 1 })
            gone.reset()
            #expect(eventually { server.statistics.connectionsOpen == 0 })
            let next = try Client(listener)
            try next.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.heldCount == 2 })
            gate.open()
            #expect(try next.readResponse().text == "/hold")
            #expect(try next.get("/a").text == "/a")
        }
    }

    @Test func `clients that disconnect within a request are cleaned up`() throws {
        try withServer { server, listener, _ in
            for text in [
                "", "G", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
            ] {
                let client = try Client(listener)
                try client.send(text)
                client.reset()
            }
            #expect(eventually { server.statistics.connectionsAccepted == 4 })
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `a client that closes its side still gets its responses`() throws {
        try withServer { server, listener, gate in
            let client = try Client(listener)
            try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            client.shutDownWriting()
            #expect(eventually { gate.heldCount == 1 })
            gate.open()
            #expect(try client.readResponse().text == "/hold")
            #expect(try client.readResponse().text == "/b")
            #expect(client.readToEnd() == "")
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `a client that closes its side within a request gets 400`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            try client.send("GET / HTTP/1.1\r\nHo")
            client.shutDownWriting()
            #expect(try client.readResponse().text == "request-incomplete")
            #expect(client.readToEnd() == "")
        }
    }

    @Test func `a body may be long, chunked, and requested with 100`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            let body = String(repeating: "a", count: 1_000_000)
            try client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n\(body)")
            #expect(try client.readResponse().text.utf8.count == 1_000_002)
            try client.send(
                "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
            )
            #expect(try client.readResponse(isInterimWanted: true).status == 100)
            try client.send("5\r\nhello\r\n0\r\n\r\n")
            #expect(try client.readResponse().text == "/bhello")
        }
    }

    @Test func `an IPv6 client is served and its address is known`() throws {
        try withServer(.sample { $0.listeners = [.tcp(host: "[::1]", port: 0)] }) { _, listener, _ in
            let response = try listener.get("/peer")
            #expect(response.text == "::1")
        }
    }

    @Test func `an IPv4 client's address is known and a Unix client has none`() throws {
        let path = temporaryPath()
        try withServer(.sample { $0.listeners = [.tcp(host: "127.0.0.1", port: 0), .unix(path: path)] }) {
            server,
            listener,
            _ in
            #expect(try listener.get("/peer").text == "127.0.0.1")
            let local = try Client(server.listeners[1])
            #expect(try local.get("/peer").text == "")
            #expect(try local.get("/a").text == "/a")
        }
    }

    @Test func `1 000 open connections are all served and spread over the loops`() throws {
        try withServer(.sample { $0.connectionsPerAddressMax = 2_000 }) { server, listener, _ in
            var clients: [Client] = []
            for _ in 0..<1_000 { clients.append(try Client(listener)) }
            for client in clients { try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n") }
            var onFirstLoop = 0
            for client in clients {
                let response = try client.readResponse()
                #expect(response.text == "/a")
                onFirstLoop += response.head.contains("X-Loop: 0") ? 1 : 0
            }
            #expect((450...550).contains(onFirstLoop))
            #expect(server.statistics.connectionsOpen == 1_000)
            clients = []
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `a trusted proxy has no limit of its own`() throws {
        let block = try #require(AddressBlock("127.0.0.0/8"))
        for (blocks, isServed) in [([block], true), ([], false)] {
            let settings = NetworkSettings.sample {
                $0.connectionsPerAddressMax = 1
                $0.trustedProxies = blocks
            }
            try withServer(settings) { _, listener, _ in
                let first = try Client(listener)
                #expect(try first.get("/a").text == "/a")
                let second = try Client(listener)
                let response = try second.get("/b")
                #expect(response.text == (isServed ? "/b" : "too-many-connections"))
            }
        }
    }

    @Test func `a busy pipelining client does not starve another`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { server, listener, _ in
            let busy = try Client(listener)
            let quiet = try Client(listener)
            try busy.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 1_500))
            _ = try quiet.get("/quiet")
            for _ in 0..<1_500 { _ = try busy.readResponse() }
            #expect(server.statistics.ticks > 1_500 / 16)
        }
    }
}

extension Array {
    /// The array in parts of `size` elements; the last may be shorter.
    func chunked(by size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}

/// A unique path, short enough for a socket.
func temporaryPath() -> String { "/tmp/network-test-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock" }
