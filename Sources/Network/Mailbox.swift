import CLinux
import Glibc
import HTTP
import Synchronization

/// What other threads tell a loop.
enum Mail: Sendable {
    /// The answer to request number `request` of a connection.
    case answer(Response, to: Token, request: UInt32)
    /// A client that another loop has accepted.
    case client(AcceptedClient)
    /// Stop; by then at the latest, in milliseconds of the monotonic clock.
    case stop(by: Int)
}

/// A client that was accepted and counted, and has no connection object yet.
struct AcceptedClient: Sendable {
    let descriptor: Int32
    let address: ClientAddress?
    let peer: String
}

/// Letters for one loop, from any thread.
///
/// The first letter after the box was emptied wakes the loop; the others of that turn cost no call.
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

    /// For `Poller.addWakeUp`.
    var wakeUpDescriptor: Int32 { wakeUp }

    /// Puts a letter in.
    ///
    /// - Returns: false when the loop has ended: nobody will read it.
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

    /// Takes all letters, oldest first.
    func take() -> [Mail] {
        state.withLock { state in
            guard !state.mails.isEmpty else { return [] }
            defer { state.mails = [] }
            return state.mails
        }
    }

    /// Takes the last letters; none come after.
    func close() -> [Mail] {
        state.withLock { state in
            state.isClosed = true
            defer { state.mails = [] }
            return state.mails
        }
    }
}
