import Dispatch
import Glibc
import HTTP
import Locks
import TestSupport
import Testing

@testable import Network

/// Runs many concurrent clients and checks all their responses.
@Suite struct SoakTests {
    /// Requests of all kinds and the expected response bodies.
    private static func conversation(
        _ count: Int,
        _ generator: inout SeededGenerator
    ) -> (requests: [UInt8], bodies: [String]) {
        var requests = ""
        var bodies: [String] = []
        for number in 0..<count {
            let body = String(repeating: "b", count: Int.random(in: 0...3_000, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0:
                requests += "GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n"
                bodies.append("/\(number)")
            case 1:
                requests += "GET /later HTTP/1.1\r\nHost: a\r\n\r\n"
                bodies.append("/later")
            case 2:
                requests +=
                    "POST /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                bodies.append("/\(number)\(body)")
            case 3:
                let chunk = body.isEmpty ? "" : "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n"
                requests +=
                    "POST /\(number) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)0\r\n\r\n"
                bodies.append("/\(number)\(body)")
            default:
                requests += "GET /big/20000 HTTP/1.1\r\nHost: a\r\n\r\n"
                bodies.append(String(repeating: "x", count: 20_000))
            }
        }
        return (Array(requests.utf8), bodies)
    }

    /// Sends a conversation in random pieces, so that responses pile up, then reads and checks them.
    private static func talk(to listener: Listener, seed: UInt64) throws -> Bool {
        var generator = SeededGenerator(seed: seed)
        let (requests, bodies) = conversation(60, &generator)
        let client = try Client(listener)
        var sent = 0
        while sent < requests.count {
            let end = min(requests.count, sent + Int.random(in: 1...4_000, using: &generator))
            try client.send(Array(requests[sent..<end]))
            sent = end
        }
        for body in bodies {
            guard try client.readResponse().text == body else { return false }
        }
        return true
    }

    @Test func `24 concurrent clients get the right responses in the right order`() throws {
        try withServer { _, listener, _ in
            let good = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 24) { index in
                let isGood = (try? SoakTests.talk(to: listener, seed: UInt64(index))) ?? false
                if isGood { good.withLock { $0 += 1 } }
            }
            #expect(good.withLock { $0 } == 24)
        }
    }

    @Test func `clients that send random bytes do not affect others`() throws {
        try withServer { server, listener, _ in
            var generator = SeededGenerator(seed: 7)
            let good = try Client(listener)
            for _ in 0..<200 {
                let noisy = try Client(listener)
                let count = Int.random(in: 0...600, using: &generator)
                try noisy.send((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
                if Bool.random(using: &generator) { noisy.reset() }
            }
            #expect(try good.get().status == 200)
            #expect(eventually { server.statistics.connectionsAccepted == 201 })
            #expect(eventually { server.statistics.connectionsOpen == 1 })
        }
    }

    @Test func `all mail from many threads arrives`() throws {
        let mailbox = try Mailbox()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for time in 0..<500 { mailbox.post(.stop(by: time)) }
        }
        #expect(mailbox.take().count == 4_000)
    }

    @Test func `servers may start and stop repeatedly under load`() throws {
        for round in 0..<5 {
            try withServer { server, listener, _ in
                let clients = try (0..<20).map { _ in try Client(listener) }
                for client in clients { try client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n") }
                if round % 2 == 0 {
                    for client in clients { #expect(try client.readResponse().status == 200) }
                }
                #expect(server.stop(withinSeconds: 2))
            }
        }
    }
}
