import Glibc
import HTTP
import Locks
import TestSupport
import Testing

@testable import Network

/// A body of letters, which says what was read of it.
final class TestBody: LongBody {
    let count: Int
    private let readableCount: Int
    private let furthest = Mutex(0)

    init(count: Int, readableCount: Int) {
        self.count = count
        self.readableCount = readableCount
    }

    var furthestByte: Int { furthest.withLock { $0 } }

    func read(into buffer: inout [UInt8], at offset: Int) -> Int {
        let end = min(offset + buffer.count, readableCount)
        guard offset < end else { return 0 }
        for index in offset..<end { buffer[index - offset] = TestBody.byte(index) }
        furthest.withLock { $0 = max($0, end) }
        return end - offset
    }

    /// Pieces that were lost, repeated or exchanged would show.
    static func byte(_ index: Int) -> UInt8 { UInt8(97 + index / 7 % 23) }
}

/// A body as long as anybody holds it.
final class WeakBody: Sendable {
    private let body: Mutex<Reference>

    private struct Reference {
        weak var body: TestBody?
    }

    init(_ body: TestBody) { self.body = Mutex(Reference(body: body)) }

    var held: TestBody? { body.withLock { $0.body } }
}

/// Bodies that are too long for memory: read piece by piece, as fast as the client takes them.
@Suite struct LongBodyTests {
    private func isWhole(_ response: ReceivedResponse, count: Int) -> Bool {
        response.status == 200 && response.field("Content-Length") == String(count)
            && response.body.count == count
            && response.body.enumerated().allSatisfy { $0.element == TestBody.byte($0.offset) }
    }

    private func isFreed(_ gate: Gate) -> Bool {
        gate.longBodies.withLock { $0.allSatisfy { $0.held == nil } }
    }

    @Test(arguments: [0, 1, 65_536, 65_537, 3_000_001])
    func `a long body arrives whole, at once or later`(_ count: Int) throws {
        try withServer { _, listener, gate in
            let client = try Client(listener)
            for query in ["", "?later"] {
                #expect(isWhole(try client.get("/long/\(count)" + query), count: count))
            }
            #expect(eventually { isFreed(gate) })
        }
    }

    @Test func `requests that were sent ahead are answered after it, in order`() throws {
        try withServer { _, listener, _ in
            let client = try Client(listener)
            let paths = ["/a", "/long/2000000", "/b", "/long/300000?later", "/long/5", "/c"]
            try client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            #expect(try client.readResponse().text == "/a")
            #expect(isWhole(try client.readResponse(), count: 2_000_000))
            #expect(try client.readResponse().text == "/b")
            #expect(isWhole(try client.readResponse(), count: 300_000))
            #expect(isWhole(try client.readResponse(), count: 5))
            #expect(try client.readResponse().text == "/c")
        }
    }

    @Test func `HEAD has the length and reads nothing, and HTTP 1.0 is closed after the last byte`() throws {
        try withServer { _, listener, gate in
            let client = try Client(listener)
            let head = try client.response(to: Message("HEAD", "/long/2000000"))
            #expect(head.field("Content-Length") == "2000000" && head.body.isEmpty)
            #expect(eventually { isFreed(gate) })
            #expect(try client.get("/b").text == "/b")
            let old = try Client(listener)
            try old.send("GET /long/2000000 HTTP/1.0\r\n\r\n")
            let received = try #require(old.readToEnd())
            #expect(received.utf8.suffix(1).first == TestBody.byte(1_999_999))
            #expect(received.utf8.count > 2_000_000)
        }
    }

    @Test func `a body that cannot be read to its end ends the connection before its length`() throws {
        try withServer { server, listener, gate in
            let client = try Client(listener)
            try client.send(
                "GET /broken/2000000 HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(throws: Client.Failed.self) { try client.readResponse() }
            #expect(eventually { server.statistics.connectionsOpen == 0 && isFreed(gate) })
        }
    }

    @Test func `a slow client gets all of it, holds one piece, and delays nobody`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { server, listener, gate in
            let slow = try Client(listener, receiveBytes: 4_096)
            try slow.send("GET /long/40000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            let other = try Client(listener)
            for _ in 0..<20 { #expect(try other.get().status == 200) }
            usleep(100_000)
            let ticks = server.statistics.ticks
            usleep(100_000)
            #expect(server.statistics.ticks - ticks < 10, "it waits without working")
            let body = try #require(gate.longBodies.withLock { $0.first?.held })
            // What the kernel buffers, and the piece after it.
            #expect(body.furthestByte < 20_000_000)
            #expect(isWhole(try slow.readResponse(), count: 40_000_000))
        }
    }

    @Test func `a client that takes nothing is dropped, and one that goes away frees it`() throws {
        try withServer(.sample { $0.writeSecondsMax = 0.3 }) { server, listener, gate in
            let stuck = try Client(listener, receiveBytes: 4_096)
            try stuck.send("GET /long/40000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { server.statistics.connectionsAccepted == 1 })
            #expect(eventually { server.statistics.connectionsOpen == 0 && isFreed(gate) })
        }
        try withServer { server, listener, gate in
            let gone = try Client(listener, receiveBytes: 4_096)
            try gone.send("GET /long/40000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(eventually { gate.longBodies.withLock { $0.first?.held?.furthestByte ?? 0 } > 0 })
            gone.reset()
            #expect(eventually { server.statistics.connectionsOpen == 0 && isFreed(gate) })
        }
    }

    @Test func `a fast client does not keep others from their turn`() throws {
        try withServer(.sample { $0.loopsCount = 1 }) { server, listener, _ in
            let fast = try Client(listener)
            let before = server.statistics.ticks
            #expect(isWhole(try fast.get("/long/20000000"), count: 20_000_000))
            #expect(server.statistics.ticks - before >= 20_000_000 / (8 * 65_536))
        }
    }

    @Test func `long bodies of one address are bounded on disk`() throws {
        try withServer(
            .sample {
                $0.loopsCount = 1
                $0.bodyBytesTotalMax = 10_000_000
            }
        ) { server, listener, gate in
            let slow = try Client(listener, receiveBytes: 4_096)
            try slow.send("GET /long/60000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(
                eventually {
                    server.statistics.connectionsAccepted == 1 && server.statistics.connectionsOpen == 0
                })
            #expect(isFreed(gate))
            let fitting = try Client(listener)
            #expect(isWhole(try fitting.get("/long/15000000"), count: 15_000_000))
        }
    }

    @Test func `a stopping server sends the rest of it and closes`() throws {
        try withServer { server, listener, _ in
            let client = try Client(listener, receiveBytes: 65_536)
            try client.send("GET /long/8000000 HTTP/1.1\r\nHost: a\r\n\r\n")
            usleep(50_000)
            let stopping = Stopping()
            stopping.begin(server, withinSeconds: 20)
            usleep(50_000)
            #expect(isWhole(try client.readResponse(), count: 8_000_000))
            #expect(client.hasEnd())
            #expect(stopping.end() < 20)
        }
    }
}
