import HTTP
import Synchronization

/// How far one connection may go in one turn.
private struct Budget {
    var requests: Int
    var reads = Budget.readsMax

    /// A long body must not hold up the others: 256 KiB, then they have their turn.
    static let readsMax = 4
}

extension Loop {
    /// Lets `connection` go on as far as it can and may in this turn.
    ///
    /// - `first`: what to do first; else its state says.
    func serve(_ connection: Connection, from first: ConnectionState.Action? = nil) {
        guard !connection.isBlocked, !connection.isGone else { return }
        if connection.closing == .draining { return drain(connection) }
        guard connection.closing == nil else { return }
        var budget = Budget(requests: settings.requestsPerTickMax)
        var action = first ?? connection.state.resumed()
        while let next = step(connection, action, &budget) { action = next }
    }

    /// Takes one action.
    ///
    /// - Returns: the next; nil when there is nothing more to do in this turn.
    private func step(
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
        case .refuse(let fault):
            answer(connection, with: responder.response(to: fault))
            return connection.state.resumed()
        case .wait:
            renew(connection, .response)
            return nil
        case .close(let lingering):
            connection.closing = lingering ? .lingering : .atOnce
            willSend(connection)
            return nil
        }
    }

    private func read(_ connection: Connection, _ budget: inout Budget) -> ConnectionState.Action? {
        guard connection.canRead else { return settle(connection) }
        guard budget.reads > 0 else { return yield(connection) }
        budget.reads -= 1
        switch connection.read(into: &buffer) {
        case .bytes(let count): return connection.state.received(buffer[..<count])
        case .ended: return connection.state.ended()
        case .wouldBlock: return settle(connection)
        case .failed:
            drop(connection)
            return nil
        }
    }

    /// Nothing more to read: sets the deadline for what comes next, or ends what a stopping server need not
    /// keep.
    private func settle(_ connection: Connection) -> ConnectionState.Action? {
        switch connection.state.phase {
        case .idle where isStopping && connection.output.isEmpty: drop(connection)
        case .idle: renew(connection, .idle)
        case .head: renew(connection, .head)
        case .body:
            guard countBody(of: connection) else { return connection.state.refused(.tooManyBodies) }
            renew(connection, .body)
        case .response, .closing: break
        }
        return nil
    }

    /// Counts what `connection` has of an unfinished body.
    ///
    /// - Returns: false when all connections together have too much.
    @discardableResult
    func countBody(of connection: Connection) -> Bool {
        let count = connection.isGone ? 0 : connection.state.bodyByteCount
        let change = count - connection.bodyByteCount
        guard change != 0 else { return true }
        connection.bodyByteCount = count
        return shared.connectionLimiter.holds(bodyBytes: change)
    }

    private func handle(
        _ request: Request,
        on connection: Connection,
        _ budget: inout Budget
    ) -> ConnectionState.Action? {
        connection.requestNumber &+= 1
        guard !isStopping else { return .refuse(.shuttingDown) }
        counters.requests.wrappingAdd(1, ordering: .relaxed)
        let token = connection.token
        let number = connection.requestNumber
        let response = responder.respond(to: request) { [mailbox] response in
            mailbox.post(.answer(response, to: token, request: number))
        }
        guard let response else {
            renew(connection, .response)
            return nil
        }
        answer(connection, with: response)
        budget.requests -= 1
        guard budget.requests > 0, connection.output.count < settings.outputBytesMax else {
            return yield(connection)
        }
        return connection.state.resumed()
    }

    /// Lets the others have their turn: it is us that this connection waits for now.
    private func yield(_ connection: Connection) -> ConnectionState.Action? {
        renew(connection, .response)
        requeue(connection)
        return nil
    }

    /// Encodes the answer to the request in hand; it is sent when the turn ends.
    func answer(_ connection: Connection, with response: Response) {
        countBody(of: connection)
        connection.state.responded(response, dateLine: clock.dateLine, into: &connection.output)
        willSend(connection)
    }

    /// The deadline of what `connection` waits for has passed.
    func expire(_ connection: Connection) {
        switch connection.timeout.wait {
        case .idle, .head, .body: serve(connection, from: connection.state.expired())
        case .write, .linger: drop(connection)
        case .response: break
        }
    }
}

extension Loop {
    /// Sends what `connection` has, once, at the end of a turn.
    func send(_ connection: Connection) {
        connection.isSending = false
        guard !connection.isGone else { return }
        switch connection.send() {
        case .bytes: sent(connection)
        case .wouldBlock:
            connection.isBlocked = true
            renew(connection, .write)
        case .ended, .failed: drop(connection)
        }
    }

    private func sent(_ connection: Connection) {
        let wasBlocked = connection.isBlocked
        connection.isBlocked = false
        switch connection.closing {
        case nil: if wasBlocked || isStopping { _ = yield(connection) }
        case .atOnce: drop(connection)
        case .lingering:
            connection.shutWriting()
            connection.closing = .draining
            connection.canRead = true
            connection.drainedCountMax = connection.receivedCount + settings.lingerBytesMax
            renew(connection, .linger)
            drain(connection)
        case .draining: break
        }
    }

    /// Reads and drops what a client sends after its last answer, until it ends (RFC 9112 §9.6): to close
    /// while bytes arrive would reset the connection, and the client might never see the answer.
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
