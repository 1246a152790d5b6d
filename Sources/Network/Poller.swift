import CLinux
import Glibc

/// The events the kernel reported for one descriptor.
struct Readiness {
    let token: Token
    private let flags: UInt32

    fileprivate init(_ event: epoll_event) {
        token = Token(bits: event.data.u64)
        flags = event.events
    }

    var canRead: Bool { flags & EPOLLIN.rawValue != 0 }
    var canWrite: Bool { flags & EPOLLOUT.rawValue != 0 }
    /// The client has closed its side.
    var hasEnded: Bool { flags & EPOLLRDHUP.rawValue != 0 }
    /// The connection is closed in both directions, or has failed.
    var isClosed: Bool { flags & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
}

/// An epoll set.
///
/// Connections are registered once, edge-triggered in both directions: there is no `epoll_ctl` call per
/// request, and bytes that are not wanted yet do not wake the loop again.
struct Poller: ~Copyable {
    private let descriptor: Descriptor
    private var events: [epoll_event]

    /// The maximum number of events per wait, and so of connections per tick.
    private static let eventsMax = 256

    init() throws(NetworkError) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .callFailed("epoll_create1", errno: errno, nil) }
        descriptor = Descriptor(number)
        events = Array(repeating: epoll_event(), count: Poller.eventsMax)
    }

    /// Waits for events.
    ///
    /// - Parameter milliseconds: the longest wait; nil means no limit, 0 returns at once.
    /// - Returns: the number of events; also 0 after a signal.
    mutating func wait(milliseconds: Int?) -> Int {
        let timeout = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
        return max(0, Int(epoll_wait(descriptor.number, &events, Int32(events.count), timeout)))
    }

    subscript(index: Int) -> Readiness { Readiness(events[index]) }

    /// Watches a connection.
    ///
    /// - Returns: false when the kernel cannot add it.
    func addConnection(_ number: Int32, _ token: Token) -> Bool {
        add(number, token, EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue)
    }

    /// Watches an eventfd for wake-ups.
    ///
    /// It is never read: each write is a new edge.
    func addWakeUp(_ number: Int32) -> Bool { add(number, .wakeUp, EPOLLIN.rawValue | EPOLLET.rawValue) }

    /// Watches a listening socket that other loops watch too; the kernel wakes one of them per client.
    func addListener(_ number: Int32, _ token: Token) -> Bool {
        add(number, token, EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue)
    }

    func remove(_ number: Int32) { _ = epoll_ctl(descriptor.number, EPOLL_CTL_DEL, number, nil) }

    private func add(_ number: Int32, _ token: Token, _ flags: UInt32) -> Bool {
        var event = epoll_event(events: flags, data: epoll_data_t(u64: token.bits))
        return epoll_ctl(descriptor.number, EPOLL_CTL_ADD, number, &event) == 0
    }
}
