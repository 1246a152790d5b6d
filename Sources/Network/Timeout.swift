/// What a connection is waiting for, and until when.
///
/// It reads no clock; times are milliseconds of the monotonic clock.
struct Timeout {
    enum Wait {
        /// The first byte of a request.
        case idle
        /// The rest of a head.
        case head
        /// The rest of a body.
        case body
        /// The responder's response, without a time limit.
        case response
        /// Room in the kernel's send buffer.
        case write
        /// The end of the data of a client that is still sending.
        case linger
    }

    private(set) var wait = Wait.response
    /// Nil when the wait has no limit.
    private(set) var deadline: Int?
    private var request: UInt32 = 0
    private var progressMark = 0

    /// Records that the connection is now waiting for `wait`, and sets the deadline.
    ///
    /// The deadline for a head or for lingering does not move once set; that for a body or for writing moves
    /// with every `progressBytesMin` bytes.
    ///
    /// - Parameters:
    ///   - wait: what the connection is waiting for.
    ///   - request: the number of requests so far, so that each head has its own deadline.
    ///   - byteCount: the bytes transferred so far in the direction of the wait.
    ///   - now: the current time.
    ///   - settings: the time limits.
    mutating func rearm(
        _ wait: Wait,
        request: UInt32,
        byteCount: Int,
        now: Int,
        settings: NetworkSettings
    ) {
        let isSame = wait == self.wait && request == self.request
        switch wait {
        case .idle: deadline = now + milliseconds(settings.idleSecondsMax)
        case .response: deadline = nil
        case .head where !isSame: deadline = now + milliseconds(settings.headSecondsMax)
        case .linger where self.wait != .linger: deadline = now + milliseconds(settings.lingerSecondsMax)
        case .head, .linger: break
        case .body, .write:
            if isSame, byteCount - progressMark < settings.progressBytesMin { break }
            deadline = now + milliseconds(wait == .body ? settings.bodySecondsMax : settings.writeSecondsMax)
            progressMark = byteCount
        }
        self.wait = wait
        self.request = request
    }

    private func milliseconds(_ seconds: Double) -> Int { Int(seconds * 1000) }
}
