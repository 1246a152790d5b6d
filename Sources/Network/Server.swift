import CLinux
import Dispatch
package import HTTP
import Locks

/// An HTTP server: event loops, each on its own queue, that share the listening sockets and the limits.
package final class Server: Sendable {
    private let settings: NetworkSettings
    private let limits: Limits
    private let makeResponder: @Sendable (_ loopIndex: Int) throws -> any Responder
    private let running = Mutex<Running?>(nil)

    private struct Running {
        let shared: LoopContext
        let loops: DispatchGroup
    }

    /// Creates a server that is not running yet.
    ///
    /// - Parameters:
    ///   - settings: the listeners and the limits of the network layer.
    ///   - limits: the limits of the HTTP layer.
    ///   - makeResponder: called once per loop, on that loop's queue.
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

    /// Starts the server; returns once all loops are serving.
    ///
    /// After an error, nothing is left open.
    package func start() throws(NetworkError) {
        // Two heaps for all threads: glibc's default of eight per core used 15 MB more at 256 busy
        // connections.
        mallopt(M_ARENA_MAX, 2)
        let shared = try makeShared()
        let loops = DispatchGroup()
        let results = StartResults()
        for index in 0..<settings.loopsCount {
            DispatchQueue(label: "network.loop.\(index)")
                .async(group: loops) { [makeResponder] in
                    Server.runLoop(index, of: shared, makeResponder: makeResponder, results: results)
                }
        }
        if let error = results.firstError(of: settings.loopsCount) {
            _ = end(Running(shared: shared, loops: loops), withinSeconds: 0)
            throw error
        }
        running.withLock { running in
            precondition(running == nil, "a server is started once at a time")
            running = Running(shared: shared, loops: loops)
        }
    }

    /// Stops the server and waits until it has stopped.
    ///
    /// Blocking: never call it on a loop's queue.
    ///
    /// No further clients are accepted. Requests already passed to a responder get their responses; later
    /// ones get `ProtocolError.shuttingDown`; idle connections are closed. After `seconds` the remaining
    /// connections are dropped.
    ///
    /// - Parameter seconds: the time for responses in progress.
    /// - Returns: false when a loop did not end in time, because a responder is blocking it.
    @discardableResult
    package func stop(withinSeconds seconds: Double) -> Bool {
        let taken = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let taken else { return true }
        return end(taken, withinSeconds: seconds)
    }

    /// The addresses the server listens on, in the order of the settings, with the ports that the kernel
    /// chose.
    ///
    /// Empty when it is not running.
    package var listeners: [Listener] {
        running.withLock { $0?.shared.sockets.map(\.listener) ?? [] }
    }

    /// The counts since the start; all zero when the server is not running.
    package var statistics: Statistics {
        running.withLock { running in
            var statistics = Statistics()
            for counters in running?.shared.counters ?? [] { counters.add(to: &statistics) }
            return statistics
        }
    }
}

extension Server {
    private func makeShared() throws(NetworkError) -> LoopContext {
        var mailboxes: [Mailbox] = []
        for _ in 0..<settings.loopsCount { mailboxes.append(try Mailbox()) }
        var sockets: [ListeningSocket] = []
        do throws(NetworkError) {
            for listener in settings.listeners { sockets.append(try ListeningSocket(listener)) }
        } catch {
            close(sockets)
            throw error
        }
        return LoopContext(
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
        of shared: LoopContext,
        makeResponder: (Int) throws -> any Responder,
        results: StartResults
    ) {
        let responder: any Responder
        do {
            responder = try makeResponder(index)
        } catch {
            return results.add(.responderFailed(reason: String(describing: error)))
        }
        do throws(NetworkError) {
            let loop = try Loop(index, of: shared, responder: responder)
            results.add(nil)
            loop.run()
        } catch {
            results.add(error)
        }
    }

    /// Stops the loops and closes the sockets.
    ///
    /// Waits one second longer than the loops' deadline, for a tick in progress. Descriptors are closed only
    /// when no loop can use them any more.
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

/// The results of starting the loops.
private final class StartResults: Sendable {
    private let errors = Mutex<[NetworkError]>([])
    private let arrived = DispatchSemaphore(value: 0)

    /// Adds the result of one loop.
    ///
    /// - Parameter error: nil when the loop is running.
    func add(_ error: NetworkError?) {
        if let error { errors.withLock { $0.append(error) } }
        arrived.signal()
    }

    /// Waits for `count` results, and returns the first error.
    func firstError(of count: Int) -> NetworkError? {
        for _ in 0..<count { arrived.wait() }
        return errors.withLock(\.first)
    }
}
