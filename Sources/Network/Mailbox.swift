import CLinux
import Glibc
import HTTP
import Locks

/// A message from another thread to a loop.
enum Mail: Sendable {
    /// The response to request number `request` of a connection.
    case response(Response, to: Token, request: UInt32)
    /// A client accepted by another loop.
    case client(AcceptedClient)
    /// Stop by this deadline, in milliseconds of the monotonic clock.
    case stop(by: Int)
}

/// A client that has been accepted and counted but has no connection object yet.
struct AcceptedClient: Sendable {
    let descriptor: Int32
    let address: ClientAddress?
    let peer: String
}

/// A queue of messages to one loop from any thread.
///
/// The first message in an empty mailbox wakes the loop; further ones need no system call.
final class Mailbox: Sendable {
    private let wakeUp: Int32
    private let state = Mutex(State())

    private struct State {
        var mails: [Mail] = []
        var isClosed = false
    }

    init() throws(NetworkError) {
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard wakeUp >= 0 else { throw .callFailed("eventfd", errno: errno, nil) }
    }

    deinit { _ = Glibc.close(wakeUp) }

    /// The eventfd, for `Poller.addWakeUp`.
    var wakeUpDescriptor: Int32 { wakeUp }

    /// Adds a message.
    ///
    /// - Returns: false when the loop has ended and nothing will read the message.
    @discardableResult
    func post(_ mail: Mail) -> Bool {
        let (isFirst, isOpen) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.mails.append(mail)
            return (state.mails.count == 1, true)
        }
        if isFirst { _ = eventfd_write(wakeUp, 1) }
        return isOpen
    }

    /// Removes and returns all messages, oldest first.
    func take() -> [Mail] {
        state.withLock { state in
            guard !state.mails.isEmpty else { return [] }
            defer { state.mails = [] }
            return state.mails
        }
    }

    /// Removes and returns the remaining messages; later ones are not accepted.
    func close() -> [Mail] {
        state.withLock { state in
            state.isClosed = true
            defer { state.mails = [] }
            return state.mails
        }
    }
}
