/// What a connection waits for and until when: no clock inside, times are milliseconds of the monotonic
/// clock.
struct Timeout {
    enum Wait {
        /// The first byte of a request.
        case idle
        /// The rest of a head.
        case head
        /// The rest of a body.
        case body
        /// The answer that the responder makes: as long as it takes.
        case response
        /// Room in the kernel's send buffer.
        case write
        /// The end of a client that still sends.
        case linger
    }

    private(set) var wait = Wait.response
    /// Nil when nothing limits the wait.
    private(set) var deadline: Int?
    private var request: UInt32 = 0
    private var progressMark = 0

    /// Notes that the connection now waits for `wait`.
    ///
    /// The deadline of a head and of lingering does not move once set; that of a body or of writing moves
    /// with each `progressBytesMin` bytes.
    ///
    /// - `request`: the number of requests so far, so that the next head gets its own time.
    /// - `byteCount`: bytes moved so far in the direction that is waited for.
    mutating func renew(
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
