import Dispatch
import Foundation
import Glibc
import Locks

/// Lines on their way to standard error: a bounded queue to one thread, so that a pipe that nobody reads delays nobody.
///
/// When it is full, lines are dropped and counted; the count is written as soon as there is room.
final class LogQueue: Sendable {
    private struct Waiting {
        var bytes: [UInt8] = []
        var droppedCount = 0
        /// True while the thread has bytes that are not written yet.
        var isWriting = false
    }

    /// Of the process: there is one standard error.
    static let shared = LogQueue(bytesMax: 4 << 20) { bytes in LogQueue.writeToStandardError(bytes) }

    private let waiting = Mutex(Waiting())
    private let hasLines = DispatchSemaphore(value: 0)
    private let bytesMax: Int

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - bytesMax: the most bytes that wait.
    ///   - write: writes bytes, however long it takes.
    init(bytesMax: Int, write: @escaping @Sendable ([UInt8]) -> Void) {
        self.bytesMax = bytesMax
        let thread = Thread { [self] in
            while true {
                hasLines.wait()
                let bytes = take()
                if !bytes.isEmpty { write(bytes) }
                waiting.withLock { $0.isWriting = false }
            }
        }
        thread.name = "danvan.log"
        thread.start()
    }

    /// Queues a line, which gets its newline here, or drops it.
    func add(_ line: String) {
        waiting.withLock { waiting in
            guard waiting.bytes.count + line.utf8.count < bytesMax else {
                waiting.droppedCount += 1
                return
            }
            waiting.bytes.append(contentsOf: line.utf8)
            waiting.bytes.append(UInt8(ascii: "\n"))
        }
        hasLines.signal()
    }

    /// Waits until all lines are written, at most `seconds`.
    func flush(withinSeconds seconds: Double) {
        let end = DispatchTime.now() + seconds
        while DispatchTime.now() < end {
            if waiting.withLock({ $0.bytes.isEmpty && !$0.isWriting }) { return }
            usleep(2_000)
        }
    }

    private func take() -> [UInt8] {
        waiting.withLock { waiting in
            var bytes = waiting.bytes
            waiting.bytes = []
            waiting.isWriting = !bytes.isEmpty
            if waiting.droppedCount > 0, !bytes.isEmpty {
                bytes += Array("danvan: \(waiting.droppedCount) log lines were dropped\n".utf8)
                waiting.droppedCount = 0
            }
            return bytes
        }
    }

    private static func writeToStandardError(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                // In small pieces, so that a reader that comes back finds whole lines early.
                try FileHandle.standardError.write(contentsOf: Data(rest.prefix(4096)))
            } catch {
                // A closed standard error leaves nobody to tell.
                return
            }
            rest = rest.dropFirst(4096)
        }
    }
}
