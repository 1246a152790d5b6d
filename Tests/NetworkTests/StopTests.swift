import Dispatch
import Glibc
import HTTP
import Locks
import TestSupport
import Testing

@testable import Network

/// A stop running on another thread.
final class Stopping: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let took = Mutex(0)

    func begin(_ server: Server, withinSeconds seconds: Double) {
        DispatchQueue.global()
            .async { [self] in
                let start = TickClock.monotonicMilliseconds
                server.stop(withinSeconds: seconds)
                took.withLock { $0 = TickClock.monotonicMilliseconds - start }
                done.signal()
            }
    }

    /// Waits for its end, and returns how many seconds it took.
    func end() -> Double {
        done.wait()
        return Double(took.withLock { $0 }) / 1000
    }
}

@Suite struct StopTests {
    @Test func `a stop waits for pending responses and gives 503 to other requests`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { server, listener, gate in
            let waiting = try Client(listener)
            try waiting.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            let halfway = try Client(listener)
            try halfway.send("GET /a HTTP/1.1\r\n")
            let idle = try Client(listener)
            #expect(try idle.get().status == 200)
            #expect(eventually { gate.heldCount == 1 })

            let stopping = Stopping()
            stopping.begin(server, withinSeconds: 5)
            #expect(idle.readToEnd() == "")
            #expect(throws: Client.Failed.self) { try Client(listener) }
            try halfway.send("Host: a\r\n\r\n")
            let refused = try halfway.readResponse()
            #expect(refused.text == "shutting-down")
            #expect(refused.closes)
            halfway.close()
            gate.open()
            let answered = try waiting.readResponse()
            #expect(answered.text == "/hold")
            #expect(answered.closes)
            waiting.close()
            #expect(stopping.end() < 4)
        }
    }

    @Test func `a stop ends in time when a response never comes`() throws {
        try withServer { server, listener, gate in
            let waiting = try Client(listener)
            try waiting.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.heldCount == 1 })
            let stopping = Stopping()
            stopping.begin(server, withinSeconds: 0.3)
            #expect((0.3...2).contains(stopping.end()))
            #expect(waiting.readToEnd() == "")
            gate.open()
        }
    }

    @Test func `a stop ends in time when a client does not read`() throws {
        try withServer { server, listener, _ in
            let slow = try Client(listener, receiveBytes: 4_096)
            try slow.send("GET /big/8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { server.statistics.requests == 1 })
            let stopping = Stopping()
            stopping.begin(server, withinSeconds: 0.2)
            #expect(stopping.end() < 2)
        }
    }

    @Test func `a stop sends a long response in full`() throws {
        try withServer { server, listener, _ in
            let client = try Client(listener)
            try client.send("GET /big/8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { server.statistics.requests == 1 })
            let stopping = Stopping()
            stopping.begin(server, withinSeconds: 5)
            #expect(try client.readResponse().text.utf8.count == 8_000_000)
            #expect(stopping.end() < 4)
        }
    }

    @Test func `stopping an idle server is quick and stopping it again does nothing`() throws {
        try withServer { server, listener, _ in
            var clients: [Client] = []
            for _ in 0..<50 { clients.append(try Client(listener)) }
            #expect(eventually { server.statistics.connectionsOpen == 50 })
            let first = Stopping()
            first.begin(server, withinSeconds: 5)
            #expect(first.end() < 2)
            #expect(server.stop(withinSeconds: 5))
            for client in clients { #expect(client.readToEnd() == "") }
        }
    }

    @Test func `a server that never started may be stopped`() {
        let server = Server(settings: NetworkSettings(listeners: []), limits: Limits()) {
            TestResponder(Gate(), loop: $0)
        }
        #expect(server.stop(withinSeconds: 1))
    }
}

@Suite struct ConnectionLimitTests {
    @Test func `a client over the total limit gets 503 until another disconnects`() throws {
        try withServer(.sample { $0.connectionsMax = 2 }) { server, listener, _ in
            let first = try Client(listener)
            let second = try Client(listener)
            #expect(try first.get().status == 200)
            #expect(try second.get().status == 200)
            let third = try Client(listener)
            let refused = try third.readResponse()
            #expect(refused.status == 503)
            #expect(refused.text == "too-many-connections")
            #expect(refused.closes)
            #expect(third.readToEnd() == "")
            #expect(server.statistics.connectionsRefused == 1)
            first.close()
            #expect(eventually { server.statistics.connectionsOpen == 1 })
            #expect(try listener.get().status == 200)
        }
    }

    @Test func `an address over its limit gets 503 but a Unix client does not`() throws {
        let listeners: [Listener] = [.tcp(host: "127.0.0.1", port: 0), .unix(path: temporaryPath())]
        try withServer(
            .sample {
                $0.listeners = listeners
                $0.connectionsPerAddressMax = 1
            }
        ) { server, listener, _ in
            let first = try Client(listener)
            #expect(try first.get().status == 200)
            let refused = try Client(listener)
            #expect(try refused.readResponse().text == "too-many-connections")
            let local = try (0..<3).map { _ in try Client(server.listeners[1]) }
            for client in local { #expect(try client.get().status == 200) }
        }
    }

    @Test func `many refused clients are all closed and the admitted one is served`() throws {
        try withServer(.sample { $0.connectionsMax = 1 }) { server, listener, _ in
            let admitted = try Client(listener)
            #expect(try admitted.get().status == 200)
            let refused = try (0..<200).map { _ in try Client(listener) }
            for client in refused { #expect(client.readToEnd() != nil) }
            #expect(try admitted.get().status == 200)
            #expect(server.statistics.connectionsRefused == 200)
        }
    }

    @Test func `incomplete bodies share one limit and completed ones no longer count`() throws {
        try withServer(
            .sample {
                $0.loopsCount = 1
                $0.bodyBytesTotalMax = 70_000
            }
        ) { server, listener, _ in
            let head = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n"
            let most = String(repeating: "a", count: 30_000)
            let rest = String(repeating: "a", count: 10_000)
            let first = try Client(listener)
            try first.send(head + most)
            let second = try Client(listener)
            try second.send(head + most)
            #expect(try second.readResponse().text == "too-many-bodies")
            second.close()
            try first.send(rest)
            #expect(try first.readResponse().status == 200)
            let third = try Client(listener)
            try third.send(head + most)
            third.reset()
            #expect(eventually { server.statistics.connectionsAccepted == 3 })
            #expect(eventually { server.statistics.connectionsOpen == 1 })
            try first.send(head + most)
            try first.send(rest)
            #expect(try first.readResponse().status == 200)
        }
    }
}
