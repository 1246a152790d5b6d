import Glibc
import HTTP

/// One client connection of a loop: its socket, its HTTP state, and the output still to be sent.
///
/// Used only on the loop's queue.
final class Connection {
    /// The result of a read.
    enum Transfer {
        case bytes(Int)
        case wouldBlock
        /// The client has closed its side.
        case ended
        case failed
    }

    /// The result of sending.
    enum Sending {
        case all
        /// As much of a long body as one tick sends.
        case pieces
        case wouldBlock
        case failed
    }

    let token: Token
    /// The client as counted by the limiter; nil for a refused client, which is not counted.
    let client: AcceptedClient?
    var state: ConnectionState
    /// Encoded responses; the first `sentCount` bytes are already sent.
    var output: [UInt8] = []
    private var sentCount = 0
    /// What is sent after `output`, which nothing may join before; nil when it is sent.
    private(set) var longBody: (any LongBody)?
    private var sentOfLongBody = 0
    /// The kernel may have bytes to read.
    var canRead = true
    /// The kernel has signalled the end of the client's data, so a short read need not be the last.
    var hasSignalledEnd = false
    /// The kernel's send buffer is full, or a long body is being sent: nothing is read or processed until then.
    var isBlocked = false
    /// The connection is closed once `output` is sent.
    var closing: Closing?
    /// It is in the loop's list of connections with output to send.
    var isInSendList = false
    /// It is in the loop's list of connections to resume in the next tick.
    var isInReadyList = false
    /// It has been dropped, although a list of this tick may still contain it.
    var isClosed = false
    var timeout = Timeout()
    /// The wheel tick at which the deadline wheel has an entry for this connection.
    var wheelTick = Int.max
    /// The number of requests so far; together with the token it identifies a request.
    var requestNumber: UInt32 = 0
    /// While draining, the upper bound of `receivedCount`.
    var drainedCountMax = 0
    /// Bytes of an incomplete body, as counted by `ConnectionLimiter`.
    var bodyByteCount = 0
    /// Bytes of unsent output, as counted by `ConnectionLimiter`.
    var heldByteCount = 0
    /// Bytes of a long body that are not sent, as counted by `ConnectionLimiter`.
    var heldFileByteCount = 0
    private(set) var receivedCount = 0
    private(set) var writtenCount = 0
    private let descriptor: Descriptor

    enum Closing {
        case atOnce
        case lingering
        /// All output is sent and our side is shut down; received bytes are discarded.
        case draining
    }

    init(_ descriptor: Int32, token: Token, client: AcceptedClient?, state: consuming ConnectionState) {
        self.descriptor = Descriptor(descriptor)
        self.token = token
        self.client = client
        self.state = state
    }

    /// The number of the socket's descriptor, for the poller.
    var number: Int32 { descriptor.number }

    /// Reads once.
    ///
    /// Afterwards `canRead` says whether more may be available: a short read drains the socket (epoll(7)), unless
    /// the end was signalled.
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
        if count < size, !hasSignalledEnd { canRead = false }
        receivedCount += count
        return .bytes(count)
    }

    /// Begins to send `body` once the output is sent.
    func begin(_ body: any LongBody) {
        (longBody, sentOfLongBody) = (body, 0)
        isBlocked = true
    }

    /// Sends output until all of it is sent or the kernel accepts no more, then pieces of the long body.
    ///
    /// An empty `output` holds no memory, and a long body none but `buffer`.
    func send(through buffer: inout [UInt8]) -> Sending {
        while sentCount < output.count {
            guard let count = send(output, from: sentCount, to: output.count) else { continue }
            guard count >= 0 else { return errno == EAGAIN ? .wouldBlock : .failed }
            sentCount += count
        }
        output = []
        sentCount = 0
        return sendLongBody(through: &buffer)
    }

    /// Sends at most `piecesMax` pieces.
    private func sendLongBody(through buffer: inout [UInt8]) -> Sending {
        guard let body = longBody else { return .all }
        for _ in 0..<Connection.piecesMax where sentOfLongBody < body.count {
            let readCount = body.read(into: &buffer, at: sentOfLongBody)
            let end = min(readCount, body.count - sentOfLongBody)
            guard end > 0 else { return .failed }
            var start = 0
            while start < end {
                guard let count = send(buffer, from: start, to: end) else { continue }
                guard count >= 0 else { return errno == EAGAIN ? .wouldBlock : .failed }
                start += count
                sentOfLongBody += count
            }
        }
        guard sentOfLongBody == body.count else { return .pieces }
        longBody = nil
        return .all
    }

    /// Sends once.
    ///
    /// - Returns: the number of bytes that the kernel took; negative when it took none; nil when it was interrupted.
    private func send(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        let count = bytes.withUnsafeBytes { bytes in
            Glibc.send(
                descriptor.number, bytes.baseAddress.map { $0 + start }, end - start, Int32(MSG_NOSIGNAL))
        }
        if count < 0 { return errno == EINTR ? nil : count }
        writtenCount += count
        return count
    }

    /// A fast client gets 512 KiB of a long body, then others have their turn.
    private static let piecesMax = 8

    /// The bytes of output that are not sent yet.
    var unsentByteCount: Int { output.count - sentCount }

    /// The bytes of the long body that are not sent yet.
    var unsentFileByteCount: Int { longBody.map { $0.count - sentOfLongBody } ?? 0 }

    /// Shuts down our sending side, so that the client sees the end.
    func shutDownWriting() { _ = shutdown(descriptor.number, Int32(SHUT_WR)) }
}
