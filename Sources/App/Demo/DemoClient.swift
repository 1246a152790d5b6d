import API
import Dispatch
import HTTP
import JSON
import Locks
import Store

/// A request of the demo, as an office would post it.
struct DemoRequest: Sendable {
    let path: String
    let members: [(String, JSONValue)]
    var fields: [(String, String)] = []

    func body() -> [UInt8] {
        guard !members.isEmpty else { return [] }
        return JSONValue.object(members.map { JSONMember(name: $0.0, value: $0.1) }).canonicalBytes
    }
}

/// Posts requests to the service without a socket, many at once, so that they share commits.
final class DemoClient {
    private let responder: ServiceResponder
    private let token: String

    init(_ service: Service, token: String) throws {
        responder = try service.responder()
        self.token = token
    }

    /// Posts all of `requests` at once.
    ///
    /// - Parameter requests: independent requests, in any order.
    /// - Returns: the `id` of each response, in the order of the requests.
    /// - Throws: `Failure` with the first response that is not a success.
    @discardableResult
    func post(_ requests: [DemoRequest]) throws -> [Int64] {
        try zip(requests, responses(to: requests.map(http)))
            .map { request, response in
                let root = try DemoClient.root(of: response, to: request.path)
                guard case .integer(let id) = root["id"] else {
                    throw DemoClient.failure(response, to: request.path)
                }
                return id
            }
    }

    /// Posts one request.
    ///
    /// - Returns: the response.
    /// - Throws: `Failure` with a response that is not a success.
    @discardableResult
    func send(_ request: DemoRequest) throws -> JSONValue {
        try DemoClient.root(of: responses(to: [http(request)])[0], to: request.path)
    }

    /// Reads what is at `path`.
    ///
    /// - Returns: the response.
    /// - Throws: `Failure` with a response that is not a success.
    func get(_ path: String) throws -> JSONValue {
        let request = Request(
            method: .get, target: path, fields: [("authorization", "Bearer " + token)], body: [])
        return try DemoClient.root(of: responses(to: [request])[0], to: path)
    }

    /// The responses to `requests`, which are sent at once.
    private func responses(to requests: [Request]) -> [Response] {
        let responses = Mutex<[Int: Response]>([:])
        let waiting = DispatchGroup()
        for (index, request) in requests.enumerated() {
            waiting.enter()
            let response = responder.respond(to: request) { response in
                responses.withLock { $0[index] = response }
                waiting.leave()
            }
            if let response {
                responses.withLock { $0[index] = response }
                waiting.leave()
            }
        }
        waiting.wait()
        responder.tickEnded()
        return requests.indices.map { index in
            guard let response = responses.withLock({ $0[index] }) else {
                preconditionFailure("a request without an answer")
            }
            return response
        }
    }

    private func http(_ request: DemoRequest) -> Request {
        Request(
            method: .post, target: request.path,
            fields: [("authorization", "Bearer " + token), ("content-type", "application/json")]
                + request.fields,
            body: request.body())
    }

    private static func root(of response: Response, to path: String) throws -> JSONValue {
        guard (200...299).contains(response.status) else { throw failure(response, to: path) }
        return try JSONDocument(parsing: response.body).root
    }

    private static func failure(_ response: Response, to path: String) -> Failure {
        Failure(.data, "\(path): \(String(decoding: response.body, as: UTF8.self))")
    }
}
