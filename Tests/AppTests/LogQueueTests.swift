import Foundation
import Locks
import Network
import TestSupport
import Testing

@testable import App

@Suite struct LogQueueTests {
    /// Where a queue writes, which can be held up.
    private final class Sink: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        let gate = DispatchSemaphore(value: 0)

        func write(_ more: [UInt8]) {
            gate.wait()
            bytes.withLock { $0 += more }
        }

        var lines: [Substring] {
            let text = bytes.withLock { String(decoding: $0, as: UTF8.self) }
            return Array(text.split(separator: "\n").map { Substring($0) })
        }
    }

    @Test func `lines are written in order`() {
        let sink = Sink()
        let queue = LogQueue(bytesMax: 1000) { sink.write($0) }
        for number in 0..<20 { queue.add("line \(number)") }
        for _ in 0..<20 { sink.gate.signal() }
        queue.flush(withinSeconds: 10)
        #expect(sink.lines == (0..<20).map { "line \($0)" })
    }

    @Test func `a sink that takes nothing delays nobody, and what was dropped is counted`() {
        let sink = Sink()
        let queue = LogQueue(bytesMax: 1000) { sink.write($0) }
        let start = ContinuousClock.now
        for number in 0..<10_000 { queue.add("line \(number)") }
        #expect(ContinuousClock.now - start < .seconds(5))
        queue.flush(withinSeconds: 0.01)
        for _ in 0..<1000 { sink.gate.signal() }
        queue.flush(withinSeconds: 10)
        queue.add("after")
        queue.flush(withinSeconds: 10)
        let lines = sink.lines
        #expect(lines.count < 500 && lines.last == "after")
        let dropped = lines.compactMap { line in
            line.hasSuffix(" log lines were dropped") ? Int(line.split(separator: " ")[1]) : nil
        }
        #expect(dropped.reduce(0) { $0 + $1 } == 10_001 - (lines.count - dropped.count))
    }
}

extension ProcessTests {
    @Suite struct BlockedLogTests {
        @Test func `a standard error that nobody reads stops no request`() throws {
            let office = try Office()
            let pipe = Pipe()
            let socket = office.folder.path(of: "s.sock")
            let command = try Command(
                ["serve", "--listen", "unix:" + socket], in: office.folder,
                environment: ["DANVAN_LIMITS_FAILED_SIGN_INS_MAX": "0", "DANVAN_LOG_LEVEL": "trace"],
                errorsTo: pipe)
            waits(seconds: 60) { FileManager.default.fileExists(atPath: socket) }
            let client = try Client(.unix(path: socket))
            // A pipe holds 64 KiB: some hundred lines.
            for _ in 0..<2000 { #expect(try client.get("/v1/hamlets/1", token: "dv_wrong").status == 401) }
            #expect(try client.get("/livez").status == 200)
            _ = try pipe.fileHandleForReading.read(upToCount: 1)
            command.signal(SIGTERM)
        }
    }
}
