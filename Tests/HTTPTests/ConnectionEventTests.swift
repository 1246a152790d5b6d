import Testing

@testable import HTTP

/// Checks every event in every phase against a written matrix.
@Suite struct ConnectionEventTests {
    enum Event: CaseIterable {
        case nothing
        case bytes
        case end
        case deadline
        case refusal
    }

    /// The name of an action, without its associated request.
    private func name(_ action: ConnectionState.Action) -> String {
        switch action {
        case .read: "read"
        case .sendContinue: "send continue"
        case .handle: "handle"
        case .refuse(let error): "refuse \(error.code)"
        case .wait: "wait"
        case .close(let lingering): lingering ? "linger" : "close"
        }
    }

    private func state(in phase: ConnectionState.Phase) -> Exchange {
        let exchange = Exchange()
        exchange.holdsResponses = true
        switch phase {
        case .idle: break
        case .head: exchange.send("GET / HT")
        case .body: exchange.send(post("Content-Length: 5", body: "he"))
        case .response: exchange.send(get())
        case .closing: exchange.send("GARBAGE\r\n")
        }
        return exchange
    }

    private func action(after event: Event, in phase: ConnectionState.Phase) -> String {
        let exchange = state(in: phase)
        return switch event {
        case .nothing: name(exchange.state.resume())
        case .bytes: name(exchange.state.receive([0x61]))
        case .end: name(exchange.state.end())
        case .deadline: name(exchange.state.expire())
        case .refusal: name(exchange.state.refuse(.tooManyBodies))
        }
    }

    @Test(arguments: [
        (ConnectionState.Phase.idle, ["read", "read", "close", "close", "refuse too-many-bodies"]),
        (
            .head,
            ["read", "read", "refuse request-incomplete", "refuse request-timeout", "refuse too-many-bodies"]
        ),
        (
            .body,
            ["read", "read", "refuse request-incomplete", "refuse request-timeout", "refuse too-many-bodies"]
        ),
        (.response, ["wait", "wait", "wait", "wait", "refuse too-many-bodies"]),
        (.closing, ["linger", "linger", "close", "linger", "refuse too-many-bodies"]),
    ])
    func `every event in every phase gives one action`(_ phase: ConnectionState.Phase, _ actions: [String]) {
        for (event, expected) in zip(Event.allCases, actions) {
            #expect(action(after: event, in: phase) == expected, "\(event) in \(phase)")
        }
    }

    @Test func `the bytes of a body are counted until its response`() {
        let exchange = Exchange()
        exchange.holdsResponses = true
        #expect(exchange.state.bodyByteCount == 0)
        exchange.send(post("Content-Length: 5", body: "hel"))
        #expect(exchange.state.bodyByteCount == 3)
        exchange.send("lo")
        #expect(exchange.state.bodyByteCount == 5)
        #expect(exchange.state.phase == .response)
        exchange.respond(Response(status: 201))
        #expect(exchange.state.bodyByteCount == 0)
    }

    @Test func `a connection refused before its first request gets a response and is closed`() {
        var state = ConnectionState(limits: Limits())
        var output: [UInt8] = []
        guard case .refuse(.tooManyConnections) = state.refuse(.tooManyConnections) else {
            Issue.record("no refusal")
            return
        }
        state.encodeResponse(Response(status: 503), dateLine: [], into: &output)
        #expect(
            String(decoding: output, as: UTF8.self).contains("503 Service Unavailable\r\nConnection: close")
        )
        guard case .close(lingering: true) = state.resume() else {
            Issue.record("no close")
            return
        }
    }

    @Test func `a request knows the address of its connection`() {
        var state = ConnectionState(limits: Limits(), peer: "10.0.0.7")
        guard case .handle(let request) = state.receive(Array(get().utf8)[...]) else {
            Issue.record("no request")
            return
        }
        #expect(request.peer == "10.0.0.7")
        #expect(Request(method: .get, target: "/", peer: "::1").peer == "::1")
    }
}
