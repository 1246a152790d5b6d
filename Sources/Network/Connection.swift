import Glibc
import HTTP

/// One client of one loop: its socket, its HTTP state, and what is still to be sent.
///
/// Used on the loop's queue.
final class Connection {
    /// What a read or a write came to.
    enum Transfer {
        case bytes(Int)
        case wouldBlock
        /// The client has closed its side.
        case ended
        case failed
    }

    let token: Token
    /// Nil for one that was refused, and is not counted.
    let admitted: AcceptedClient?
    var state: ConnectionState
    /// Answers not sent yet; `sentCount` bytes of them are.
    var output: [UInt8] = []
    private var sentCount = 0
    /// The kernel may have bytes for us.
    var canRead = true
    /// The end of the client's bytes was announced, so a short read is not the last.
    var hasEnd = false
    /// The kernel's send buffer is full: nothing is read or answered until it has room.
    var isBlocked = false
    /// The connection is closed once `output` is sent.
    var closing: Closing?
    /// It is in the loop's list of those with answers to send.
    var isSending = false
    /// It is in the loop's list of those that go on next turn.
    var isReady = false
    /// It was dropped, and a list of this turn still holds it.
    var isGone = false
    var timeout = Timeout()
    /// The tick under which the deadline wheel has this connection.
    var filedTick = Int.max
    /// Requests so far.
    ///
    /// With the token it names one request.
    var requestNumber: UInt32 = 0
    /// While draining: `receivedCount` may not pass this.
    var drainedCountMax = 0
    /// Bytes of an unfinished body, as `Admission` has counted them.
    var bodyByteCount = 0
    private(set) var receivedCount = 0
    private(set) var writtenCount = 0
    private let descriptor: Descriptor

    enum Closing {
        case atOnce
        case lingering
        /// All is sent and our side is shut; what comes is dropped.
        case draining
    }

    init(_ descriptor: Int32, token: Token, admitted: AcceptedClient?, state: consuming ConnectionState) {
        self.descriptor = Descriptor(descriptor)
        self.token = token
        self.admitted = admitted
        self.state = state
    }

    /// For the poller.
    var number: Int32 { descriptor.number }

    /// Reads once.
    ///
    /// Afterwards `canRead` tells whether there may be more: after a short read there is not (epoll(7)),
    /// unless the end was announced.
    func read(into buffer: inout [UInt8]) -> Transfer {
        let size = buffer.count
        let count = buffer.withUnsafeMutableBytes { recv(descriptor.number, $0.baseAddress, size, 0) }
        guard count > 0 else {
            guard count < 0 else {
                canRead = false
                return .ended
            }
            if errno == EINTR { return .bytes(0) }
            canRead = false
            return errno == EAGAIN ? .wouldBlock : .failed
        }
        if count < size, !hasEnd { canRead = false }
        receivedCount += count
        return .bytes(count)
    }

    /// Sends what is there, until all is sent or the kernel takes no more.
    ///
    /// An empty `output` keeps no memory.
    func send() -> Transfer {
        while sentCount < output.count {
            let count = output.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor.number,
                    bytes.baseAddress.map { $0 + sentCount },
                    bytes.count - sentCount,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                return errno == EAGAIN ? .wouldBlock : .failed
            }
            sentCount += count
            writtenCount += count
        }
        let count = sentCount
        output = []
        sentCount = 0
        return .bytes(count)
    }

    /// Tells the client that nothing more comes.
    func shutWriting() { _ = shutdown(descriptor.number, Int32(SHUT_WR)) }
}
