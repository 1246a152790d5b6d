import Glibc
import HTTP
import TestSupport
import Testing

@testable import Network

/// These tests use real clocks, so deadlines are short and bounds are wide.
@Suite struct DeadlineTests {
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = TickClock.monotonicMilliseconds
        try body()
        return Double(TickClock.monotonicMilliseconds - start) / 1000
    }

    @Test func `an unterminated head gets 408 even if bytes keep trickling in`() throws {
        try withServer(.sample { $0.headSecondsMax = 0.3 }) { _, listener, _ in
            let client = try Client(listener)
            let time = try seconds {
                for byte in "GET / H" {
                    try client.send(String(byte))
                    usleep(30_000)
                }
                #expect(try client.readResponse().text == "request-timeout")
            }
            #expect((0.3...3).contains(time))
            #expect(client.readToEnd() == "")
        }
    }

    @Test func `each head has its own deadline`() throws {
        try withServer(.sample { $0.headSecondsMax = 0.4 }) { _, listener, _ in
            let client = try Client(listener)
            for _ in 0..<3 {
                try client.send("GET / HTTP/1.1\r\n")
                usleep(180_000)
                try client.send("Host: a\r\n\r\n")
                #expect(try client.readResponse().status == 200)
            }
        }
    }

    @Test func `an idle connection is closed silently`() throws {
        try withServer(.sample { $0.idleSecondsMax = 0.2 }) { server, listener, _ in
            let fresh = try Client(listener)
            let used = try Client(listener)
            #expect(try used.get().status == 200)
            #expect(fresh.readToEnd() == "")
            #expect(used.readToEnd() == "")
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `a body that stalls gets 408`() throws {
        try withServer(.sample { $0.bodySecondsMax = 0.2 }) { _, listener, _ in
            let client = try Client(listener)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc")
            #expect(try client.readResponse().text == "request-timeout")
        }
    }

    @Test func `a body that makes progress has no overall limit`() throws {
        try withServer(.sample { $0.bodySecondsMax = 0.4 }) { _, listener, _ in
            let client = try Client(listener)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5120\r\n\r\n")
            for _ in 0..<5 {
                usleep(150_000)
                try client.send(String(repeating: "a", count: 1_024))
            }
            #expect(try client.readResponse().status == 200)
        }
    }

    @Test func `a byte now and then is not progress`() throws {
        try withServer(.sample { $0.bodySecondsMax = 0.3 }) { _, listener, _ in
            let client = try Client(listener)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n")
            let time = try seconds {
                for _ in 0..<8 {
                    try client.send("a")
                    usleep(50_000)
                }
                #expect(try client.readResponse().status == 408)
            }
            #expect(time < 3)
        }
    }

    @Test func `there is no deadline while a response is pending`() throws {
        try withServer(
            .sample {
                $0.idleSecondsMax = 0.1
                $0.headSecondsMax = 0.1
                $0.writeSecondsMax = 0.1
            }
        ) { _, listener, gate in
            let client = try Client(listener)
            try client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.heldCount == 1 })
            usleep(300_000)
            gate.open()
            #expect(try client.readResponse().text == "/hold")
        }
    }

    @Test func `a slow reader is dropped, delays no other client, and is not read`() throws {
        try withServer(
            .sample {
                $0.loopsCount = 1
                $0.writeSecondsMax = 0.5
            }
        ) { server, listener, _ in
            let slow = try Client(listener, receiveBytes: 4_096)
            let other = try Client(listener)
            try slow.send("GET /big/8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            try slow.send(String(repeating: "GET /b HTTP/1.1\r\nHost: a\r\n\r\n", count: 100))
            for _ in 0..<20 { #expect(try other.get().status == 200) }
            let ticksBefore = server.statistics.ticks
            usleep(100_000)
            #expect(server.statistics.ticks - ticksBefore < 10)
            #expect(server.statistics.requests <= 21)
            #expect(eventually { server.statistics.connectionsOpen == 1 })
            #expect(try other.get().status == 200)
        }
    }

    @Test func `what an address does not take is bounded by memory, not only by time`() throws {
        try withServer(
            .sample {
                $0.loopsCount = 1
                $0.bodyBytesTotalMax = 1_000_000
            }
        ) { server, listener, _ in
            let slow = try Client(listener, receiveBytes: 4_096)
            try slow.send("GET /big/32000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(
                eventually {
                    server.statistics.connectionsAccepted == 1 && server.statistics.connectionsOpen == 0
                })
            #expect(try Client(listener).get().status == 200)
        }
    }

    @Test func `a slow but steady reader gets a long response and the next one`() throws {
        try withServer(.sample { $0.writeSecondsMax = 0.5 }) { _, listener, _ in
            let client = try Client(listener, receiveBytes: 65_536)
            try client.send("GET /big/8000000 HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            usleep(100_000)
            #expect(client.receive(bytesMax: 4_000) > 0)
            usleep(100_000)
            #expect(try client.readResponse().text.utf8.count == 8_000_000)
            #expect(try client.readResponse().text == "/b")
        }
    }

    @Test func `a client gets an error response while it is still sending (RFC 9112 §9.6)`() throws {
        try withServer { server, listener, _ in
            let client = try Client(listener)
            try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
            try client.send([UInt8](repeating: 0x61, count: 3_000_000))
            #expect(try client.readResponse().text == "body-too-large")
            #expect(client.readToEnd() == "")
            client.close()
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `data after an error response is limited in bytes`() throws {
        try withServer(.sample { $0.lingerBytesMax = 100_000 }) { server, listener, _ in
            let client = try Client(listener)
            try client.send("GARBAGE\r\n\r\n")
            #expect(try client.readResponse().status == 400)
            let part = [UInt8](repeating: 0x61, count: 65_536)
            #expect(throws: Client.Failed.self) { for _ in 0..<1_000 { try client.send(part) } }
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `a connection after an error response is closed in time`() throws {
        try withServer(.sample { $0.lingerSecondsMax = 0.2 }) { server, listener, _ in
            let client = try Client(listener)
            try client.send("GARBAGE\r\n\r\n")
            #expect(try client.readResponse().status == 400)
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `a client that never stops sending after an error is dropped in time`() throws {
        try withServer(
            .sample {
                $0.lingerSecondsMax = 0.3
                $0.lingerBytesMax = .max / 2
            }
        ) { server, listener, _ in
            let client = try Client(listener)
            try client.send("GARBAGE\r\n\r\n")
            #expect(try client.readResponse().status == 400)
            let part = [UInt8](repeating: 0x61, count: 1_000_000)
            let time = seconds {
                #expect(throws: Client.Failed.self) { for _ in 0..<100_000 { try client.send(part) } }
            }
            #expect(time < 5)
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }

    @Test func `an HTTP 1.0 connection is closed right after its response`() throws {
        try withServer { server, listener, _ in
            let client = try Client(listener)
            try client.send("GET /a HTTP/1.0\r\n\r\n")
            #expect(client.readToEnd()?.hasSuffix("\r\n\r\n/a") == true)
            #expect(eventually { server.statistics.connectionsOpen == 0 })
        }
    }
}
