import Glibc
import JSON
import Network

/// One `GET /readyz` over a blocking socket, within a time limit.
struct HealthProbe {
    enum Failed: Error, Equatable {
        /// The address cannot be connected to; the `errno`.
        case unreachable(Int32)
        /// No complete response within the time limit.
        case timeout
        /// Not a response of HTTP/1.1, or one that is cut off.
        case malformed
        /// A response with another status than 200, and its `detail`, if it is a problem document.
        case notReady(status: Int, detail: String?)
    }

    let listener: Listener
    let secondsMax: Int

    init(of listener: Listener, secondsMax: Int) {
        self.listener = listener
        self.secondsMax = secondsMax
    }

    /// A response about readiness is shorter than 1 KiB; whatever sends more is not this service.
    private static let responseBytesMax = 16_384

    private static let request = Array(
        "GET /readyz HTTP/1.1\r\nHost: localhost\r\nUser-Agent: danvan-health\r\nConnection: close\r\n\r\n"
            .utf8)

    /// Returns when the service is ready.
    ///
    /// Takes `secondsMax` at most: the limit is one deadline for all steps, so that a service that sends a byte now and
    /// then does not hold the caller.
    func run() throws(Failed) {
        let deadline = ContinuousClock.now + .seconds(secondsMax)
        let descriptor = try connected(by: deadline)
        defer { _ = Glibc.close(descriptor) }
        try send(on: descriptor, by: deadline)
        try check(try response(on: descriptor, by: deadline))
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
            guard address.connect(descriptor) else { throw HealthProbe.failure(errno) }
            return descriptor
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
    }

    private func send(on descriptor: Int32, by deadline: ContinuousClock.Instant) throws(Failed) {
        try limit(descriptor, by: deadline)
        let sent = Glibc.send(
            descriptor, HealthProbe.request, HealthProbe.request.count, Int32(MSG_NOSIGNAL))
        guard sent == HealthProbe.request.count else {
            throw sent < 0 ? HealthProbe.failure(errno) : .malformed
        }
    }

    /// Everything up to the end of the connection.
    private func response(
        on descriptor: Int32, by deadline: ContinuousClock.Instant
    ) throws(Failed) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            try limit(descriptor, by: deadline)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count != 0 else { return bytes }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw HealthProbe.failure(errno) }
            bytes += buffer[..<count]
            guard bytes.count <= HealthProbe.responseBytesMax else { throw .malformed }
        }
    }

    private func check(_ bytes: [UInt8]) throws(Failed) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst(9).prefix(3)),
            let head = text.firstRange(of: "\r\n\r\n")
        else { throw .malformed }
        guard status != 200 else { return }
        // A proxy in between may respond with HTML: then there is no detail.
        let problem = try? JSONDocument(parsing: Array(text[head.upperBound...].utf8)).root["detail"]
        guard case .string(let detail) = problem else { throw .notReady(status: status, detail: nil) }
        throw .notReady(status: status, detail: detail)
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

extension HealthProbe.Failed {
    /// What happened, for the person who asked.
    var sentence: String {
        switch self {
        case .unreachable(ECONNREFUSED), .unreachable(ENOENT): "không có dịch vụ nào tại địa chỉ này."
        case .unreachable(EACCES), .unreachable(EPERM): "không có quyền kết nối."
        case .unreachable(let code): "không kết nối được (\(String(cString: strerror(code))))."
        case .timeout: "không trả lời kịp."
        case .malformed: "câu trả lời không phải của danvan."
        case .notReady(let status, let detail):
            "chưa sẵn sàng (\(status))" + (detail.map { ": " + $0 } ?? ".")
        }
    }
}
