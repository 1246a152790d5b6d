/// One connection, without the network: bytes and answers go in, one action at a time comes out.
///
/// Requests come out one by one: the next is looked for only after the answer to the one before, so answers
/// are in order and at most one read of pipelined bytes waits here.
package struct ConnectionState: ~Copyable {
    /// What the network does next.
    package enum Action: Sendable {
        /// Read more bytes; none are owed to the client.
        case read
        /// Send `continueBytes`, then read.
        case sendContinue
        /// Have this answered, then call `responded`.
        case handle(Request)
        /// Have this refusal answered, then call `responded`.
        case refuse(ProtocolError)
        /// Nothing, until `responded`.
        case wait
        /// Close once all answers are sent.
        ///
        /// `lingering`: the client may still be sending, so its bytes must be read and dropped for a while,
        /// or it may never see the answer (RFC 9112 §9.6).
        case close(lingering: Bool)
    }

    /// What the connection waits for: it decides which deadline holds.
    package enum Phase: Sendable {
        case idle
        case head
        case body
        case response
        case closing
    }

    /// The interim answer that lets the client send its body (RFC 9110 §15.2.1).
    package static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private let limits: Limits
    private let peer: String
    private var stage = Stage.head
    private var pending: [UInt8] = []
    private var start = 0
    private var reader = HeadReader()
    private var message: Message?
    private var requestsLeft: Int
    private var isFinishing = false
    private var hasEnded = false
    private var isRefusing = false

    private enum Stage {
        case head
        case body
        case response
        case closing
    }

    /// A request whose head is whole.
    private struct Message {
        let head: Head
        let framing: Framing
        var body: BodyReader
    }

    /// - `peer`: for `Request.peer`.
    package init(limits: Limits, peer: String = "") {
        self.limits = limits
        self.peer = peer
        requestsLeft = limits.requestsPerConnectionMax
    }

    /// What holds now.
    package var phase: Phase {
        switch stage {
        case .head: reader.requestLine != nil || pending.count - start > reader.byteCount ? .head : .idle
        case .body: .body
        case .response: .response
        case .closing: .closing
        }
    }

    /// Makes the next answer the last one: the server is stopping.
    package mutating func finish() { isFinishing = true }

    /// Bytes of the body that has not come whole yet; 0 in any other phase.
    package var bodyByteCount: Int { stage == .body ? message?.body.body.count ?? 0 : 0 }

    /// Refuses the connection itself, or the request that is under way.
    package mutating func refused(_ fault: ProtocolError) -> Action { refusing(fault) }

    /// Takes in what the client sent.
    package mutating func received(_ bytes: ArraySlice<UInt8>) -> Action {
        if start > 0 {
            pending.removeFirst(start)
            start = 0
        }
        pending.append(contentsOf: bytes)
        return resumed()
    }

    /// The next action after an answer, or after an action that was put off.
    package mutating func resumed() -> Action {
        do throws(ProtocolError) {
            switch stage {
            case .head: return try readHead()
            case .body: return try readBody()
            case .response: return .wait
            case .closing: return closing()
            }
        } catch {
            return refusing(error)
        }
    }

    /// The client sends no more: it has closed its side.
    ///
    /// Requests already here are still answered.
    package mutating func ended() -> Action {
        hasEnded = true
        return resumed()
    }

    /// The deadline of this phase has passed.
    ///
    /// Between requests the connection is closed without a word; within one the client hears why (RFC 9110
    /// §15.5.9).
    package mutating func expired() -> Action {
        switch phase {
        case .idle:
            stage = .closing
            hasEnded = true
            return closing()
        case .head, .body: return refusing(.requestTimeout)
        case .response: return .wait
        case .closing: return closing()
        }
    }

    /// Appends the answer to the last `.handle` or `.refuse` to `output`.
    ///
    /// Then call `resumed`.
    ///
    /// - `dateLine`: from `DateLine`.
    package mutating func responded(_ response: Response, dateLine: [UInt8], into output: inout [UInt8]) {
        precondition(phase == .response, "a response without a request")  // Our bug, never the client's.
        requestsLeft -= 1
        let isKept = (message?.framing.keepsAlive ?? false) && requestsLeft > 0
        let closes = !isKept || isRefusing || isFinishing || response.wantsClose
        let method = message?.head.method ?? reader.requestLine?.method
        let kept: Persistence = message?.head.version == .http10 ? .keptAliveByRequest : .kept
        response.encode(
            into: &output,
            isHead: method == .head,
            persistence: closes ? .closing : kept,
            dateLine: dateLine
        )
        if closes {
            stage = .closing
        } else {
            stage = .head
            message = nil
            reader = HeadReader()
        }
    }
}

extension ConnectionState {
    private mutating func readHead() throws(ProtocolError) -> Action {
        guard try reader.read(pending, from: start, limits: limits) else {
            return try needMore()
        }
        let head = try reader.head(from: takeHead())
        let bodyBytesMax = limits.bodyBytesMax(for: head.path)
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
        guard let (next, isWhole) = try message?.body.read(pending, from: start) else {
            preconditionFailure("a body without a head")
        }
        start = next
        dropTaken()
        guard isWhole, let message else { return try needMore() }
        stage = .response
        return .handle(Request(head: message.head, body: message.body.body, peer: peer))
    }

    /// - Throws: `.requestIncomplete` when the client has ended in the middle of a request (RFC 9112 §8).
    private mutating func needMore() throws(ProtocolError) -> Action {
        guard hasEnded else { return .read }
        guard phase == .idle else { throw .requestIncomplete }
        stage = .closing
        return closing()
    }

    private mutating func refusing(_ fault: ProtocolError) -> Action {
        isRefusing = true
        stage = .response
        return .refuse(fault)
    }

    /// A client that has ended, or that asked for the close and sent nothing after, sends no more.
    private func closing() -> Action {
        let askedForIt = !isRefusing && message?.framing.keepsAlive == false && start == pending.count
        return .close(lingering: !hasEnded && !askedForIt)
    }

    /// The bytes of the whole head; without a copy when nothing came after it, which is the usual case.
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

    /// An idle connection keeps no buffer.
    private mutating func dropTaken() {
        guard start == pending.count else { return }
        pending = []
        start = 0
    }
}
