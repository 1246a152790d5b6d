import Dispatch
import Glibc
import HTTP
import Locks
import Network

/// Responses that a test holds back until it opens the gate, and the state of the responder that tests check.
final class Gate: Sendable {
    private let held = Mutex<[@Sendable () -> Void]>([])
    /// Ticks with requests that have not ended yet: 0 whenever a response reaches a client.
    let openTicks = Atomic<Int>(0)
    let longBodies = Mutex<[WeakBody]>([])

    var heldCount: Int { held.withLock(\.count) }

    func hold(_ send: @escaping @Sendable () -> Void) { held.withLock { $0.append(send) } }

    /// Sends all held responses, from another thread.
    func open() {
        let responses = held.withLock { held in
            defer { held = [] }
            return held
        }
        DispatchQueue.global().async { for response in responses { response() } }
    }
}

/// A responder whose path selects the response.
///
/// /hold waits for the gate, /big/n has n bytes, /long/n the same as a long body, /broken/n one that cannot be read
/// beyond its middle, /later responds from another thread, /twice responds twice,
/// /peer returns the client's address; any other path returns the path and the request body.
final class TestResponder: Responder {
    private let gate: Gate
    private let loop: Int
    private var hasOpenTick = false

    init(_ gate: Gate, loop: Int) {
        self.gate = gate
        self.loop = loop
    }

    func respond(to request: Request, completion: @escaping @Sendable (Response) -> Void) -> Response? {
        if !hasOpenTick { gate.openTicks.wrappingAdd(1, ordering: .sequentiallyConsistent) }
        hasOpenTick = true
        var response = Response(status: 200)
        response.addField("X-Loop", String(loop))
        response.body = Array(request.path.utf8) + request.body
        let sent = response
        switch request.path {
        case "/hold": gate.hold { completion(sent) }
        case "/later": DispatchQueue.global().async { completion(sent) }
        case "/twice":
            completion(sent)
            completion(sent)
        case "/peer":
            response.body = Array(request.peer.utf8)
            return response
        case let path where path.hasPrefix("/big/"):
            response.body = [UInt8](repeating: 0x78, count: Int(path.dropFirst(5)) ?? 0)
            return response
        case let path where path.hasPrefix("/long/") || path.hasPrefix("/broken/"):
            let count = path.split(separator: "/").last.flatMap { Int($0) } ?? 0
            let body = gate.longBodies.withLock { bodies in
                let body = TestBody(count: count, readableCount: path.hasPrefix("/long/") ? count : count / 2)
                bodies.append(WeakBody(body))
                return body
            }
            response.body = []
            response.longBody = body
            guard request.query == "later" else { return response }
            let later = response
            DispatchQueue.global().async { completion(later) }
        default: return response
        }
        return nil
    }

    func response(to error: ProtocolError) -> Response {
        var response = Response(status: error.status)
        response.body = Array(error.code.utf8)
        return response
    }

    func acceptingPaused(reason: String) {}

    func tickEnded() {
        if hasOpenTick { gate.openTicks.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
        hasOpenTick = false
    }
}

extension NetworkSettings {
    /// Settings with one IPv4 listener on a port chosen by the kernel, modified by `change`.
    static func sample(_ change: (inout NetworkSettings) -> Void = { _ in }) -> NetworkSettings {
        var settings = NetworkSettings(listeners: [.tcp(host: "127.0.0.1", port: 0)])
        settings.loopsCount = 2
        change(&settings)
        return settings
    }
}

/// Runs `body` with a running server, and stops it afterwards.
func withServer(
    _ settings: NetworkSettings = .sample(),
    _ body: (Server, Listener, Gate) throws -> Void
) throws {
    let gate = Gate()
    let server = Server(settings: settings, limits: Limits()) { TestResponder(gate, loop: $0) }
    try server.start()
    defer { server.stop(withinSeconds: 0) }
    try body(server, server.listeners[0], gate)
}

/// Waits up to five seconds for `condition`, and returns whether it holds.
func eventually(_ condition: () -> Bool) -> Bool {
    for _ in 0..<1000 {
        if condition() { return true }
        usleep(5_000)
    }
    return condition()
}
