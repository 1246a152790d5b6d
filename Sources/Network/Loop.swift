import Glibc
import HTTP
import Locks

/// The state that all loops share.
struct LoopContext: Sendable {
    let settings: NetworkSettings
    let limits: Limits
    let sockets: [ListeningSocket]
    let connectionLimiter: ConnectionLimiter
    let mailboxes: [Mailbox]
    let counters: [Counters]
}

/// One event loop: it waits on its own epoll set, serves what is ready, then sends the responses of the tick
/// together.
///
/// It is created, runs and ends inside one work item of its queue, so nothing in it is shared. Only `run` and
/// `Poller` know how it waits.
final class Loop {
    let shared: LoopContext
    let index: Int
    let responder: any Responder
    var poller: Poller
    var connections = ConnectionTable()
    var clock = TickClock()
    /// When to accept again after the machine ran out of descriptors or memory.
    var acceptPausedUntil: Int?
    /// When the loop must end at the latest; set once the server is stopping.
    var stopDeadline: Int?
    /// The number of refused clients whose connection is still open to send their response.
    var refusedCount = 0
    /// The buffer for one read.
    ///
    /// It belongs to the loop, so that an idle connection has no buffer.
    var buffer = [UInt8](repeating: 0, count: readBytesMax)
    private var sending: [Connection] = []
    private var ready: [Connection] = []
    private var wheel: DeadlineWheel

    /// The size of one read: a pipelining client's whole window, but small enough for the processor's cache.
    private static let readBytesMax = 64 * 1024

    init(_ index: Int, of shared: LoopContext, responder: any Responder) throws(NetworkError) {
        self.shared = shared
        self.index = index
        self.responder = responder
        poller = try Poller()
        wheel = DeadlineWheel(now: clock.now)
        guard poller.addWakeUp(mailbox.wakeUpDescriptor) else {
            throw .callFailed("epoll_ctl", errno: errno, nil)
        }
        watchListeners()
    }

    var settings: NetworkSettings { shared.settings }
    var mailbox: Mailbox { shared.mailboxes[index] }
    var counters: Counters { shared.counters[index] }

    /// Serves until the server stops and all connections are closed, or the stop deadline has passed.
    func run() {
        while !isFinished { tick() }
        for connection in connections.all { drop(connection) }
        for case .client(let client) in mailbox.close() { reject(client, from: index) }
    }

    private var isFinished: Bool { stopDeadline.map { connections.isEmpty || clock.now >= $0 } ?? false }

    /// Runs one tick.
    ///
    /// Mail is handled first, so that a read transaction opened by this tick's requests is newer than every
    /// write whose response is sent with it.
    private func tick() {
        let eventCount = poller.wait(milliseconds: millisecondsToWait)
        clock.refresh()
        counters.ticks.wrappingAdd(1, ordering: .relaxed)
        let waiting = ready
        ready = []
        for mail in mailbox.take() { take(mail) }
        for index in 0..<eventCount { take(poller[index]) }
        for connection in waiting { resume(connection) }
        expire()
        responder.tickEnded()
        let withOutput = sending
        sending = []
        for connection in withOutput { send(connection) }
    }

    private var millisecondsToWait: Int? {
        guard ready.isEmpty else { return 0 }
        let times = [wheel.next, acceptPausedUntil, stopDeadline].compactMap { $0 }
        return times.min().map { $0 - clock.now }
    }

    private func take(_ mail: Mail) {
        switch mail {
        case .response(let response, let token, let request):
            guard let connection = connections[token], connection.requestNumber == request else { return }
            guard connection.state.phase == .response, connection.closing == nil else { return }
            respond(on: connection, with: response)
            serve(connection)
        case .client(let client): open(client)
        case .stop(let deadline): stop(by: deadline)
        }
    }

    private func take(_ readiness: Readiness) {
        let token = readiness.token
        guard token.generation > 0 else {
            if token != .wakeUp { accept(from: Int(token.slot)) }
            return
        }
        guard let connection = connections[token] else { return }
        if readiness.isClosed { return drop(connection) }
        if readiness.canRead || readiness.hasEnded { connection.canRead = true }
        if readiness.hasEnded { connection.hasSignalledEnd = true }
        if connection.isBlocked {
            if readiness.canWrite { willSend(connection) }
        } else if connection.canRead {
            serve(connection)
        }
    }

    private func resume(_ connection: Connection) {
        connection.isInReadyList = false
        if connection.longBody == nil { serve(connection) } else { willSend(connection) }
    }

    /// Ends all connections: idle ones at once, the others after their response.
    private func stop(by deadline: Int) {
        stopDeadline = deadline
        acceptPausedUntil = nil
        for socket in shared.sockets { poller.remove(socket.descriptor) }
        for connection in connections.all {
            connection.state.closeAfterResponse()
            connection.canRead = true
            serve(connection)
        }
    }

    private func expire() {
        if let time = acceptPausedUntil, time <= clock.now {
            acceptPausedUntil = nil
            watchListeners()
        }
        for entry in wheel.due(now: clock.now) {
            guard let connection = connections[entry.token], connection.wheelTick == entry.wheelTick else {
                continue
            }
            connection.wheelTick = .max
            guard let deadline = connection.timeout.deadline else { continue }
            if deadline > clock.now { schedule(connection, at: deadline) } else { expire(connection) }
        }
    }

    /// Schedules a deadline; one later than the scheduled entry needs no new entry, since it is checked when
    /// that entry is due.
    private func schedule(_ connection: Connection, at deadline: Int) {
        guard DeadlineWheel.wheelTick(after: deadline) < connection.wheelTick else { return }
        connection.wheelTick = wheel.schedule(connection.token, at: deadline)
    }
}

extension Loop {
    var isStopping: Bool { stopDeadline != nil }

    /// Sets the deadline for what `connection` is waiting for.
    func rearm(_ connection: Connection, _ wait: Timeout.Wait) {
        let byteCount = wait == .write ? connection.writtenCount : connection.receivedCount
        connection.timeout.rearm(
            wait,
            request: connection.requestNumber,
            byteCount: byteCount,
            now: clock.now,
            settings: settings
        )
        if let deadline = connection.timeout.deadline { schedule(connection, at: deadline) }
    }

    /// Resumes `connection` in the next tick, which follows at once.
    ///
    /// Its deadline does not change.
    func requeue(_ connection: Connection) {
        guard !connection.isInReadyList else { return }
        connection.isInReadyList = true
        ready.append(connection)
    }

    /// Marks `connection` as having output to send, or to be closed, at the end of this tick.
    func willSend(_ connection: Connection) {
        guard !connection.isInSendList else { return }
        connection.isInSendList = true
        sending.append(connection)
    }

    /// Closes `connection` now.
    ///
    /// Its unsent output is lost, and a later response to it is dropped.
    func drop(_ connection: Connection) {
        guard connections[connection.token] === connection else { return }
        connections.remove(connection.token)
        connection.isClosed = true
        countBody(of: connection)
        countOutput(of: connection)
        guard let client = connection.client else {
            refusedCount -= 1
            return
        }
        shared.connectionLimiter.release(client.address)
        counters.open.wrappingSubtract(1, ordering: .relaxed)
    }
}
