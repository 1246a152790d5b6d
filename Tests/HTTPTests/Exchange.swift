@testable import HTTP

/// Simulates the network and the responder for one connection.
///
/// The response to every request contains its path, unless `holdsResponses`.
final class Exchange {
    var state: ConnectionState
    var holdsResponses = false
    var makeResponse: (Request) -> Response = { request in
        var response = Response(status: 200)
        response.body = Array(request.path.utf8)
        return response
    }
    private(set) var requests: [Request] = []
    private(set) var errors: [ProtocolError] = []
    private(set) var continueCount = 0
    private(set) var output: [UInt8] = []
    private(set) var isClosed = false
    private(set) var isLingering = false
    private(set) var isWaiting = false

    init(limits: Limits = Limits()) { state = ConnectionState(limits: limits) }

    convenience init(_ text: String, limits: Limits = Limits()) {
        self.init(limits: limits)
        send(text)
    }

    var text: String { String(decoding: output, as: UTF8.self) }

    /// The status codes of all responses so far.
    var statuses: [Int] {
        text.split(separator: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }.filter { $0 != 100 }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        run(state.receive(bytes[...]))
    }

    func end() { run(state.end()) }

    func expire() { run(state.expire()) }

    func respond(_ response: Response) {
        isWaiting = false
        state.encodeResponse(response, dateLine: [], into: &output)
        run(state.resume())
    }

    private func run(_ first: ConnectionState.Action) {
        var action = first
        while let response = take(action) {
            state.encodeResponse(response, dateLine: [], into: &output)
            action = state.resume()
        }
    }

    /// The response that `action` calls for, or nil when none is due now.
    private func take(_ action: ConnectionState.Action) -> Response? {
        switch action {
        case .read: return nil
        case .sendContinue:
            continueCount += 1
            return nil
        case .handle(let request):
            requests.append(request)
            isWaiting = holdsResponses
            return holdsResponses ? nil : makeResponse(request)
        case .refuse(let error):
            errors.append(error)
            return Response(status: error.status)
        case .wait:
            isWaiting = true
            return nil
        case .close(let lingering):
            isClosed = true
            isLingering = lingering
            return nil
        }
    }
}

/// The first error for these bytes, received at once, or nil.
func protocolError(_ text: String, limits: Limits = Limits()) -> ProtocolError? {
    let exchange = Exchange(text, limits: limits)
    return exchange.errors.first
}

/// The first request in these bytes, or nil if there is an error.
func request(_ text: String, limits: Limits = Limits()) -> Request? {
    let exchange = Exchange(text, limits: limits)
    return exchange.errors.isEmpty ? exchange.requests.first : nil
}

/// A GET with these header lines after Host.
func get(_ lines: String...) -> String {
    "GET /a HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
}

/// A POST with these header lines after Host, and a body.
func post(_ lines: String..., body: String) -> String {
    "POST /a HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n" + body
}
