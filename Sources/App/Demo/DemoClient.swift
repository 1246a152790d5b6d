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
        let responses = Mutex<[Int: Response]>([:])
        let waiting = DispatchGroup()
        for (index, request) in requests.enumerated() {
            waiting.enter()
            let response = responder.respond(to: http(request)) { response in
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
        return try requests.indices.map { index in
            guard let response = responses.withLock({ $0[index] }) else {
                preconditionFailure("a request without an answer")
            }
            return try DemoClient.id(in: response, to: requests[index])
        }
    }

    private func http(_ request: DemoRequest) -> Request {
        Request(
            method: .post, target: request.path,
            fields: [("authorization", "Bearer " + token), ("content-type", "application/json")]
                + request.fields,
            body: request.body())
    }

    private static func id(in response: Response, to request: DemoRequest) throws -> Int64 {
        guard (200...299).contains(response.status),
            case .integer(let id) = try JSONDocument(parsing: response.body).root["id"]
        else {
            throw Failure(.data, "\(request.path): \(String(decoding: response.body, as: UTF8.self))")
        }
        return id
    }
}
