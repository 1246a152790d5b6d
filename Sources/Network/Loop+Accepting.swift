import CLinux
import Glibc
import HTTP
import Locks

extension Loop {
    /// Clients accepted from one socket per tick, so that other clients' requests are not delayed.
    private static let acceptsPerTickMax = 64
    /// Refused clients that get a response from one loop at the same time.
    ///
    /// Further ones are just closed.
    private static let refusedMax = 64
    /// The pause in accepting after the machine ran out of descriptors or memory.
    private static let acceptPauseMilliseconds = 100

    func watchListeners() {
        for (index, socket) in shared.sockets.enumerated() {
            _ = poller.addListener(socket.descriptor, .listener(index))
        }
    }

    /// Accepts the clients waiting on listening socket `index`, and assigns each to the loop with the fewest
    /// connections.
    func accept(from index: Int) {
        guard !isStopping, acceptPausedUntil == nil else { return }
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        for _ in 0..<Loop.acceptsPerTickMax {
            let (descriptor, address) = SocketAddress.accepting {
                accept4(shared.sockets[index].descriptor, $0, $1, flags)
            }
            guard descriptor < 0 else {
                let host = address.host
                let isProxy = settings.trustedProxies.contains { $0.contains(host) }
                assign(
                    AcceptedClient(
                        descriptor: descriptor, address: isProxy ? nil : address.client, peer: host))
                continue
            }
            switch errno {
            case EAGAIN, EINVAL, EBADF: return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                responder.acceptingPaused(reason: String(cString: strerror(errno)))
                return pauseAccepting()
            default: continue  // A signal, or the client has gone: accept(2), "Error handling".
            }
        }
    }

    /// Opens a connection in this loop for a client already counted by the limiter.
    func open(_ client: AcceptedClient) {
        let connection = connections.insert { token in
            Connection(
                client.descriptor,
                token: token,
                client: client,
                state: ConnectionState(limits: shared.limits, peer: client.peer)
            )
        }
        guard poller.addConnection(connection.number, connection.token) else { return drop(connection) }
        if isStopping { connection.state.closeAfterResponse() }
        serve(connection)
    }

    /// Closes a counted client that has no connection object yet.
    func reject(_ client: AcceptedClient, from loop: Int) {
        _ = Glibc.close(client.descriptor)
        shared.connectionLimiter.release(client.address)
        shared.counters[loop].open.wrappingSubtract(1, ordering: .relaxed)
    }

    private func assign(_ client: AcceptedClient) {
        guard shared.connectionLimiter.acquire(client.address) else { return refuse(client) }
        counters.accepted.wrappingAdd(1, ordering: .relaxed)
        let loop = leastLoadedLoop
        shared.counters[loop].open.wrappingAdd(1, ordering: .relaxed)
        if loop == index { return open(client) }
        if !shared.mailboxes[loop].post(.client(client)) { reject(client, from: loop) }
    }

    /// The loop with the fewest connections; this one on a tie.
    private var leastLoadedLoop: Int {
        var leastLoaded = index
        var count = counters.open.load(ordering: .relaxed)
        for (loop, counters) in shared.counters.enumerated() {
            let open = counters.open.load(ordering: .relaxed)
            if open < count { (leastLoaded, count) = (loop, open) }
        }
        return leastLoaded
    }

    /// Responds with 503 before the first request (RFC 9110 §15.6.4), and closes.
    private func refuse(_ client: AcceptedClient) {
        counters.refused.wrappingAdd(1, ordering: .relaxed)
        guard refusedCount < Loop.refusedMax else {
            _ = Glibc.close(client.descriptor)
            return
        }
        refusedCount += 1
        let connection = connections.insert { token in
            Connection(
                client.descriptor,
                token: token,
                client: nil,
                state: ConnectionState(limits: shared.limits)
            )
        }
        guard poller.addConnection(connection.number, connection.token) else { return drop(connection) }
        serve(connection, from: connection.state.refuse(.tooManyConnections))
    }

    /// Stops watching the listeners: waking for clients that cannot be accepted would make the loop spin.
    private func pauseAccepting() {
        for socket in shared.sockets { poller.remove(socket.descriptor) }
        acceptPausedUntil = clock.now + Loop.acceptPauseMilliseconds
    }
}
