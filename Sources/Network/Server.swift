import CLinux
import Dispatch
package import HTTP
import Synchronization

/// An HTTP server: a few loops, each on a queue of its own, that share the listening sockets and the caps.
package final class Server: Sendable {
    private let settings: NetworkSettings
    private let limits: Limits
    private let makeResponder: @Sendable (_ loopIndex: Int) throws -> any Responder
    private let running = Mutex<Running?>(nil)

    private struct Running {
        let shared: Shared
        let loops: DispatchGroup
    }

    /// - `makeResponder`: called once for each loop, on that loop's queue.
    package init(
        settings: NetworkSettings,
        limits: Limits,
        makeResponder: @escaping @Sendable (_ loopIndex: Int) throws -> any Responder
    ) {
        precondition(settings.loopsCount > 0, "a server without loops serves nobody")
        self.settings = settings
        self.limits = limits
        self.makeResponder = makeResponder
    }

    /// Listens and serves; returns once all loops do.
    ///
    /// After an error nothing is left open.
    package func start() throws(NetworkError) {
        // Two heaps for all threads: glibc's eight a core kept 15 MB more at 256 busy connections.
        mallopt(M_ARENA_MAX, 2)
        let shared = try makeShared()
        let loops = DispatchGroup()
        let reports = Reports()
        for index in 0..<settings.loopsCount {
            DispatchQueue(label: "network.loop.\(index)")
                .async(group: loops) { [makeResponder] in
                    Server.runLoop(index, of: shared, makeResponder: makeResponder, reports: reports)
                }
        }
        if let error = reports.firstError(of: settings.loopsCount) {
            _ = end(Running(shared: shared, loops: loops), withinSeconds: 0)
            throw error
        }
        running.withLock { running in
            precondition(running == nil, "a server is started once at a time")
            running = Running(shared: shared, loops: loops)
        }
    }

    /// Stops, and returns when it has.
    ///
    /// Blocks: not to be called on a loop's queue.
    ///
    /// No more clients are accepted. Requests that the responder has get their answers; others that arrive
    /// get `Fault.shuttingDown`; connections between requests are closed. After `seconds` the rest are cut
    /// off.
    ///
    /// - Returns: false when a loop did not end even so, because a responder holds it.
    @discardableResult
    package func stop(withinSeconds seconds: Double) -> Bool {
        let taken = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let taken else { return true }
        return end(taken, withinSeconds: seconds)
    }

    /// Where the server listens, in the order of the settings, with the ports that the kernel chose.
    ///
    /// Empty when it is not running.
    package var listeners: [Listener] {
        running.withLock { $0?.shared.sockets.map(\.listener) ?? [] }
    }

    /// Zeros when the server is not running.
    package var statistics: Statistics {
        running.withLock { running in
            var statistics = Statistics()
            for counters in running?.shared.counters ?? [] { counters.add(to: &statistics) }
            return statistics
        }
    }
}

extension Server {
    private func makeShared() throws(NetworkError) -> Shared {
        var mailboxes: [Mailbox] = []
        for _ in 0..<settings.loopsCount { mailboxes.append(try Mailbox()) }
        var sockets: [ListeningSocket] = []
        do throws(NetworkError) {
            for listener in settings.listeners { sockets.append(try ListeningSocket(listener)) }
        } catch {
            close(sockets)
            throw error
        }
        return Shared(
            settings: settings,
            limits: limits,
            sockets: sockets,
            connectionLimiter: ConnectionLimiter(settings),
            mailboxes: mailboxes,
            counters: mailboxes.map { _ in Counters() }
        )
    }

    private static func runLoop(
        _ index: Int,
        of shared: Shared,
        makeResponder: (Int) throws -> any Responder,
        reports: Reports
    ) {
        let responder: any Responder
        do {
            responder = try makeResponder(index)
        } catch {
            return reports.add(.responderFailed(reason: String(describing: error)))
        }
        do throws(NetworkError) {
            let loop = try Loop(index, of: shared, responder: responder)
            reports.add(nil)
            loop.run()
        } catch {
            reports.add(error)
        }
    }

    /// A second more than the loops have, for a turn that is under way.
    ///
    /// The sockets' numbers are given back only when no loop can use them any more.
    private func end(_ running: Running, withinSeconds seconds: Double) -> Bool {
        for socket in running.shared.sockets { socket.stopListening() }
        let deadline = TickClock.monotonicMilliseconds + Int(seconds * 1000)
        for mailbox in running.shared.mailboxes { mailbox.post(.stop(by: deadline)) }
        guard running.loops.wait(timeout: .now() + seconds + 1) == .success else { return false }
        for socket in running.shared.sockets { socket.close() }
        return true
    }

    private func close(_ sockets: [ListeningSocket]) {
        for socket in sockets {
            socket.stopListening()
            socket.close()
        }
    }
}

/// What the loops say about their start.
private final class Reports: Sendable {
    private let errors = Mutex<[NetworkError]>([])
    private let arrived = DispatchSemaphore(value: 0)

    /// - `error`: nil when the loop runs.
    func add(_ error: NetworkError?) {
        if let error { errors.withLock { $0.append(error) } }
        arrived.signal()
    }

    /// Waits for all reports.
    func firstError(of count: Int) -> NetworkError? {
        for _ in 0..<count { arrived.wait() }
        return errors.withLock(\.first)
    }
}
