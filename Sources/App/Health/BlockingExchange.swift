import Glibc
import Network

/// One request of HTTP and its response over a blocking socket, within a time limit.
///
/// For commands and background queues, never on an event loop. The response ends with the connection, so a request asks
/// for that: `Connection: close`, or HTTP/1.0.
struct BlockingExchange {
    enum Failed: Error, Equatable {
        /// The address cannot be connected to; the `errno`.
        case unreachable(Int32)
        /// No complete response within the time limit.
        case timeout
        /// Not a response of HTTP/1, one that is cut off, or one that is too long.
        case malformed
    }

    /// What was received.
    struct Response: Hashable {
        let status: Int
        /// Without the empty line at its end.
        let head: String
        let body: [UInt8]

        /// The value of the first line with this name, whose case does not count.
        func field(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
                return String(parts[1].trimmingPrefix { $0 == " " || $0 == "\t" })
            }
            return nil
        }
    }

    let listener: Listener
    let secondsMax: Int
    /// The most bytes of a response with its head; what sends more is not the other side that is meant.
    let bytesMax: Int

    init(with listener: Listener, secondsMax: Int, bytesMax: Int) {
        self.listener = listener
        self.secondsMax = secondsMax
        self.bytesMax = bytesMax
    }

    /// Sends `request` and returns the response.
    ///
    /// Takes `secondsMax` at most: the limit is one deadline for all steps, so that a service that sends a byte now and
    /// then does not hold the caller.
    func response(to request: [UInt8]) throws(Failed) -> Response {
        let deadline = ContinuousClock.now + .seconds(secondsMax)
        let descriptor = try connected(by: deadline)
        defer { _ = Glibc.close(descriptor) }
        try send(request, on: descriptor, by: deadline)
        let bytes = try received(on: descriptor, by: deadline)
        guard let response = Response(bytes) else { throw .malformed }
        return response
    }

    private func connected(by deadline: ContinuousClock.Instant) throws(Failed) -> Int32 {
        let address: SocketAddress
        do { address = try SocketAddress(listener) } catch { throw .unreachable(EINVAL) }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw .unreachable(errno) }
        do throws(Failed) {
            // The send timeout bounds connect too (socket(7)).
            try limit(descriptor, by: deadline)
            guard address.connect(descriptor) else { throw BlockingExchange.failure(errno) }
            return descriptor
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
    }

    private func send(
        _ request: [UInt8], on descriptor: Int32, by deadline: ContinuousClock.Instant
    ) throws(Failed) {
        var rest = request
        while !rest.isEmpty {
            try limit(descriptor, by: deadline)
            let count = Glibc.send(descriptor, rest, rest.count, Int32(MSG_NOSIGNAL))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw count < 0 ? BlockingExchange.failure(errno) : .malformed }
            rest.removeFirst(count)
        }
    }

    /// Everything up to the end of the connection.
    private func received(
        on descriptor: Int32, by deadline: ContinuousClock.Instant
    ) throws(Failed) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            try limit(descriptor, by: deadline)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count != 0 else { return bytes }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw BlockingExchange.failure(errno) }
            bytes += buffer[..<count]
            guard bytes.count <= bytesMax else { throw .malformed }
        }
    }

    /// Limits the next call to the time that is left.
    private func limit(_ descriptor: Int32, by deadline: ContinuousClock.Instant) throws(Failed) {
        let left = deadline - ContinuousClock.now
        guard left > .zero else { throw .timeout }
        let (seconds, attoseconds) = left.components
        // Zero would mean no limit.
        var time = timeval(tv_sec: Int(seconds), tv_usec: max(1, Int(attoseconds / 1_000_000_000_000)))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    private static func failure(_ code: Int32) -> Failed {
        switch code {
        case EAGAIN, EINPROGRESS, ETIMEDOUT: .timeout
        default: .unreachable(code)
        }
    }
}

extension BlockingExchange.Response {
    /// Nil when it is no whole response.
    init?(_ bytes: [UInt8]) {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = bytes.firstRange(of: separator) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        guard head.hasPrefix("HTTP/1.1 ") || head.hasPrefix("HTTP/1.0 "),
            let status = Int(head.dropFirst(9).prefix(3))
        else { return nil }
        self.status = status
        self.head = head
        let body = Array(bytes[end.upperBound...])
        self.body = body
        // A body that is cut off must not pass for a shorter one.
        guard let length = field("content-length") else { return }
        guard Int(length) == body.count else { return nil }
    }
}

extension BlockingExchange.Failed {
    /// What happened, for the person who asked.
    var sentence: String {
        switch self {
        case .unreachable(ECONNREFUSED), .unreachable(ENOENT): "không có dịch vụ nào tại địa chỉ này."
        case .unreachable(EACCES), .unreachable(EPERM): "không có quyền kết nối."
        case .unreachable(let code): "không kết nối được (\(translated(String(cString: strerror(code)))))."
        case .timeout: "không trả lời kịp."
        case .malformed: "câu trả lời không phải của danvan."
        }
    }
}
