import HTTP
import Locks

/// The work that one connection may do per tick.
private struct Budget {
    var requests: Int
    var reads = Budget.readsMax

    /// 256 KiB of reads per tick, so that a long body does not delay other connections.
    static let readsMax = 4
}

extension Loop {
    /// Serves `connection` as far as possible in this tick.
    ///
    /// - Parameters:
    ///   - connection: a connection of this loop.
    ///   - first: the first action; nil to ask the connection's state.
    func serve(_ connection: Connection, from first: ConnectionState.Action? = nil) {
        guard !connection.isBlocked, !connection.isClosed else { return }
        if connection.closing == .draining { return drain(connection) }
        guard connection.closing == nil else { return }
        var budget = Budget(requests: settings.requestsPerTickMax)
        var action = first ?? connection.state.resume()
        while let next = perform(connection, action, &budget) { action = next }
    }

    /// Performs one action.
    ///
    /// - Returns: the next action; nil when the tick is done.
    private func perform(
        _ connection: Connection,
        _ action: ConnectionState.Action,
        _ budget: inout Budget
    ) -> ConnectionState.Action? {
        switch action {
        case .read: return read(connection, &budget)
        case .sendContinue:
            connection.output.append(contentsOf: ConnectionState.continueBytes)
            willSend(connection)
            return .read
        case .handle(let request): return handle(request, on: connection, &budget)
        case .refuse(let error):
            respond(on: connection, with: responder.response(to: error))
            return connection.state.resume()
        case .wait:
            rearm(connection, .response)
            return nil
        case .close(let lingering):
            connection.closing = lingering ? .lingering : .atOnce
            willSend(connection)
            return nil
        }
    }

    private func read(_ connection: Connection, _ budget: inout Budget) -> ConnectionState.Action? {
        guard connection.canRead else { return handleNoInput(connection) }
        guard budget.reads > 0 else {
            // A client that never makes us wait is counted, too.
            guard connection.state.phase != .body || countBody(of: connection) else {
                return connection.state.refuse(.tooManyBodies)
            }
            return deferToNextTick(connection)
        }
        budget.reads -= 1
        switch connection.read(into: &buffer) {
        case .bytes(let count): return connection.state.receive(buffer[..<count])
        case .ended: return connection.state.end()
        case .wouldBlock: return handleNoInput(connection)
        case .failed:
            drop(connection)
            return nil
        }
    }

    /// Handles the end of the available input: sets the deadline for what comes next, or drops a connection
    /// that a stopping server no longer needs.
    private func handleNoInput(_ connection: Connection) -> ConnectionState.Action? {
        switch connection.state.phase {
        case .idle where isStopping && connection.output.isEmpty: drop(connection)
        case .idle: rearm(connection, .idle)
        case .head: rearm(connection, .head)
        case .body:
            guard countBody(of: connection) else { return connection.state.refuse(.tooManyBodies) }
            rearm(connection, .body)
        case .response, .closing: break
        }
        return nil
    }

    /// Updates the count of bytes in bodies that are incomplete or not answered yet.
    ///
    /// - Returns: false when all connections together exceed the limit.
    @discardableResult
    func countBody(of connection: Connection) -> Bool {
        let count = connection.isClosed ? 0 : connection.state.bodyByteCount
        let change = count - connection.bodyByteCount
        guard change != 0 else { return true }
        connection.bodyByteCount = count
        return shared.connectionLimiter.add(bodyBytes: change, of: connection.client?.address)
    }

    private func handle(
        _ request: Request,
        on connection: Connection,
        _ budget: inout Budget
    ) -> ConnectionState.Action? {
        connection.requestNumber &+= 1
        guard !isStopping else { return .refuse(.shuttingDown) }
        // It is here, so it is taken; the next ones have less room.
        countBody(of: connection)
        counters.requests.wrappingAdd(1, ordering: .relaxed)
        let token = connection.token
        let number = connection.requestNumber
        let response = responder.respond(to: request) { [mailbox] response in
            mailbox.post(.response(response, to: token, request: number))
        }
        guard let response else {
            rearm(connection, .response)
            return nil
        }
        respond(on: connection, with: response)
        guard connection.longBody == nil else { return nil }
        budget.requests -= 1
        guard budget.requests > 0, connection.output.count < settings.outputBytesMax else {
            return deferToNextTick(connection)
        }
        return connection.state.resume()
    }

    /// Defers `connection` to the next tick so that others are served; it has no deadline, since it is
    /// waiting for us.
    private func deferToNextTick(_ connection: Connection) -> ConnectionState.Action? {
        rearm(connection, .response)
        requeue(connection)
        return nil
    }

    /// Encodes the response to the current request; it is sent at the end of the tick.
    func respond(on connection: Connection, with response: Response) {
        let longBody = connection.state.encodeResponse(
            response, dateLine: clock.dateLine, into: &connection.output)
        if let longBody { connection.begin(longBody) }
        countBody(of: connection)
        willSend(connection)
    }

    /// Handles the expiry of the connection's deadline.
    func expire(_ connection: Connection) {
        switch connection.timeout.wait {
        case .idle, .head, .body: serve(connection, from: connection.state.expire())
        case .write, .linger: drop(connection)
        case .response: break
        }
    }
}

extension Loop {
    /// Sends the connection's output, once at the end of a tick.
    func send(_ connection: Connection) {
        connection.isInSendList = false
        guard !connection.isClosed else { return }
        switch connection.send(through: &buffer) {
        case .all:
            countOutput(of: connection)
            sent(connection)
        case .pieces:
            guard countOutput(of: connection) else { return drop(connection) }
            rearm(connection, .write)
            requeue(connection)
        case .wouldBlock:
            connection.isBlocked = true
            guard countOutput(of: connection) else { return drop(connection) }
            rearm(connection, .write)
        case .failed: drop(connection)
        }
    }

    /// Updates the count of bytes that wait for slow clients.
    ///
    /// - Returns: false when this client's address holds more than is free.
    @discardableResult
    func countOutput(of connection: Connection) -> Bool {
        let count = connection.isClosed ? 0 : connection.unsentByteCount
        let fileCount = connection.isClosed ? 0 : connection.unsentFileByteCount
        let (change, fileChange) = (
            count - connection.heldByteCount, fileCount - connection.heldFileByteCount
        )
        (connection.heldByteCount, connection.heldFileByteCount) = (count, fileCount)
        let (limiter, address) = (shared.connectionLimiter, connection.client?.address)
        let isWithinMemory = change == 0 || limiter.add(outputBytes: change, of: address)
        let isOnDisk = fileChange == 0 || limiter.add(fileBytes: fileChange, of: address)
        return isWithinMemory && isOnDisk
    }

    private func sent(_ connection: Connection) {
        let wasBlocked = connection.isBlocked
        connection.isBlocked = false
        switch connection.closing {
        case nil: if wasBlocked || isStopping { _ = deferToNextTick(connection) }
        case .atOnce: drop(connection)
        case .lingering:
            connection.shutDownWriting()
            connection.closing = .draining
            connection.canRead = true
            connection.drainedCountMax = connection.receivedCount + settings.lingerBytesMax
            rearm(connection, .linger)
            drain(connection)
        case .draining: break
        }
    }

    /// Reads and discards what a client sends after its last response, until it ends (RFC 9112 §9.6).
    ///
    /// Closing while bytes arrive would reset the connection, and the client might never see the response.
    private func drain(_ connection: Connection) {
        var budget = Budget(requests: 0)
        while connection.canRead {
            guard budget.reads > 0 else { return requeue(connection) }
            budget.reads -= 1
            switch connection.read(into: &buffer) {
            case .bytes:
                guard connection.receivedCount <= connection.drainedCountMax else { return drop(connection) }
            case .wouldBlock: return
            case .ended, .failed: return drop(connection)
            }
        }
    }
}
