/// The protocol state of one connection, without I/O: bytes and responses in, one action at a time out.
///
/// Requests are produced one at a time: the next one is parsed only after the previous response. Responses
/// are therefore in order, and at most one read of pipelined bytes is buffered here.
package struct ConnectionState: ~Copyable {
    /// What the network layer must do next.
    package enum Action: Sendable {
        /// Read more bytes; no output is pending.
        case read
        /// Send `continueBytes`, then read.
        case sendContinue
        /// Pass this request to the responder, then call `encodeResponse`.
        case handle(Request)
        /// Get a response for this error, then call `encodeResponse`.
        case refuse(ProtocolError)
        /// Do nothing until `encodeResponse` is called.
        case wait
        /// Close once all responses are sent.
        ///
        /// With `lingering`, the client may still be sending. Its bytes must be read and discarded for a
        /// while, or it may never see the response (RFC 9112 §9.6).
        case close(lingering: Bool)
    }

    /// What the connection is waiting for.
    ///
    /// The phase determines the deadline.
    package enum Phase: Sendable {
        case idle
        case head
        case body
        case response
        case closing
    }

    /// The interim response that tells the client to send its body (RFC 9110 §15.2.1).
    package static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private let limits: Limits
    private let peer: String
    private var stage = Stage.head
    private var pending: [UInt8] = []
    private var start = 0
    private var reader = HeadReader()
    private var message: Message?
    private var requestsLeft: Int
    private var closesAfterResponse = false
    private var hasEnded = false
    private var isRefusing = false

    private enum Stage {
        case head
        case body
        case response
        case closing
    }

    /// A request whose head is complete.
    private struct Message {
        let head: Head
        let framing: Framing
        var body: BodyReader
    }

    /// Creates the state of a new connection.
    ///
    /// - Parameters:
    ///   - limits: the limits for its requests.
    ///   - peer: the value of `Request.peer`.
    package init(limits: Limits, peer: String = "") {
        self.limits = limits
        self.peer = peer
        requestsLeft = limits.requestsPerConnectionMax
    }

    /// The current phase.
    package var phase: Phase {
        switch stage {
        case .head: reader.requestLine != nil || pending.count - start > reader.byteCount ? .head : .idle
        case .body: .body
        case .response: .response
        case .closing: .closing
        }
    }

    /// Makes the next response the last one, because the server is stopping.
    package mutating func closeAfterResponse() { closesAfterResponse = true }

    /// The bytes received of a body that is incomplete or not answered yet; 0 in any other phase.
    package var bodyByteCount: Int {
        switch stage {
        case .body, .response: message?.body.body.count ?? 0
        case .head, .closing: 0
        }
    }

    /// Refuses the connection itself, or the current request.
    package mutating func refuse(_ error: ProtocolError) -> Action { beginRefusal(error) }

    /// Handles bytes from the client.
    package mutating func receive(_ bytes: ArraySlice<UInt8>) -> Action {
        if start > 0 {
            pending.removeFirst(start)
            start = 0
        }
        pending.append(contentsOf: bytes)
        return resume()
    }

    /// The next action after a response, or after an action that was deferred.
    package mutating func resume() -> Action {
        do throws(ProtocolError) {
            switch stage {
            case .head: return try readHead()
            case .body: return try readBody()
            case .response: return .wait
            case .closing: return closing()
            }
        } catch {
            return beginRefusal(error)
        }
    }

    /// Handles the end of the client's data: it has closed its side.
    ///
    /// Requests already received still get their responses.
    package mutating func end() -> Action {
        hasEnded = true
        return resume()
    }

    /// Handles the expiry of the current phase's deadline.
    ///
    /// Between requests the connection is closed silently; within a request the client gets 408 (RFC 9110
    /// §15.5.9).
    package mutating func expire() -> Action {
        switch phase {
        case .idle:
            stage = .closing
            hasEnded = true
            return closing()
        case .head, .body: return beginRefusal(.requestTimeout)
        case .response: return .wait
        case .closing: return closing()
        }
    }

    /// Appends the response to the last `.handle` or `.refuse` to `output`; call `resume` next.
    ///
    /// - Parameters:
    ///   - response: the response to encode.
    ///   - dateLine: the Date line made by `DateLine`.
    ///   - output: the bytes to send.
    /// - Returns: the long body to send after `output`, before the next response; nil when there is none, and for HEAD.
    @discardableResult
    package mutating func encodeResponse(
        _ response: Response, dateLine: [UInt8], into output: inout [UInt8]
    ) -> (any LongBody)? {
        precondition(phase == .response, "a response without a request")  // Our bug, never the client's.
        requestsLeft -= 1
        let persists = (message?.framing.keepsAlive ?? false) && requestsLeft > 0
        let closes = !persists || isRefusing || closesAfterResponse || response.closesConnection
        let method = message?.head.method ?? reader.requestLine?.method
        let persistence: Persistence = message?.head.version == .http10 ? .keepAlive : .persistent
        response.encode(
            into: &output,
            isHead: method == .head,
            persistence: closes ? .close : persistence,
            dateLine: dateLine
        )
        if closes {
            stage = .closing
        } else {
            stage = .head
            message = nil
            reader = HeadReader()
        }
        let hasBody = method != .head && response.status != 204 && response.status != 304
        return hasBody ? response.longBody : nil
    }
}

extension ConnectionState {
    private mutating func readHead() throws(ProtocolError) -> Action {
        guard try reader.read(pending, from: start, limits: limits) else {
            return try readMoreOrClose()
        }
        let head = try reader.head(from: takeHead())
        let bodyBytesMax = limits.bodyBytesMax(for: head)
        let framing = try Framing(head, bodyBytesMax: bodyBytesMax)
        let body = BodyReader(framing.body, bytesMax: bodyBytesMax, limits: limits)
        message = Message(head: head, framing: framing, body: body)
        stage = .body
        let hasBody = start < pending.count
        let action = try readBody()
        if framing.wantsContinue, !hasBody, case .read = action { return .sendContinue }
        return action
    }

    private mutating func readBody() throws(ProtocolError) -> Action {
        guard let (next, isComplete) = try message?.body.read(pending, from: start) else {
            preconditionFailure("a body without a head")
        }
        start = next
        discardConsumed()
        guard isComplete, let message else { return try readMoreOrClose() }
        stage = .response
        return .handle(Request(head: message.head, body: message.body.body, peer: peer))
    }

    /// Asks for more bytes, or closes an idle connection that the client has ended.
    ///
    /// - Throws: `.requestIncomplete` when the client has ended in the middle of a request (RFC 9112 §8).
    private mutating func readMoreOrClose() throws(ProtocolError) -> Action {
        guard hasEnded else { return .read }
        guard phase == .idle else { throw .requestIncomplete }
        stage = .closing
        return closing()
    }

    private mutating func beginRefusal(_ error: ProtocolError) -> Action {
        isRefusing = true
        stage = .response
        return .refuse(error)
    }

    /// The close action.
    ///
    /// It does not linger if the client has closed its side, or asked for the close and sent nothing more.
    private func closing() -> Action {
        let askedForIt = !isRefusing && message?.framing.keepsAlive == false && start == pending.count
        return .close(lingering: !hasEnded && !askedForIt)
    }

    /// Takes the bytes of the complete head out of `pending`.
    ///
    /// Nothing is copied when no bytes follow the head, which is the usual case.
    private mutating func takeHead() -> [UInt8] {
        let end = start + reader.byteCount
        guard start == 0, end == pending.count else {
            let head = Array(pending[start..<end])
            start = end
            return head
        }
        let head = pending
        pending = []
        return head
    }

    /// Frees the buffer when all of it is consumed, so that an idle connection holds none.
    private mutating func discardConsumed() {
        guard start == pending.count else { return }
        pending = []
        start = 0
    }
}
