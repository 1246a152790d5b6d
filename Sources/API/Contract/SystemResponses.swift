import Crypto
import Domain
import HTTP
import JSON
import Store

/// A document that is constant while the service runs, with its ETag.
struct Document: Sendable {
    let bytes: [UInt8]
    let etag: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let digest = SHA256.hash(data: bytes).prefix(8)
            .map { byte in
                String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        etag = "\"" + digest.joined() + "\""
    }
}

extension RequestContext {
    /// Whether the path is about the service itself.
    var isOfService: Bool { path == "/openapi.json" || path.hasPrefix("/problems/") || isProbe }

    /// Whether the path only asks how the service is.
    var isProbe: Bool { path == "/livez" || path == "/readyz" }

    /// The responses about the service itself, which need no token; nil for any other path.
    func systemResponse(to request: Request, service: Service, reader: Reader) throws -> Response? {
        switch request.path {
        case "/livez": try onlyReading(request) { plain(RequestContext.alive) }
        case "/readyz":
            try onlyReading(request) {
                _ = try reader.read { tx in try tx.unitsCount() }
                if let last = service.store.clock.lastRecordedAhead {
                    throw StoreError.clockBehind(now: service.store.now(), lastRecorded: last)
                }
                if let failure = service.store.writer.currentFailure() { throw failure }
                return plain(RequestContext.ready)
            }
        case "/openapi.json":
            try onlyReading(request) {
                response(showing: service.openAPI, unlessKnown: request.field("if-none-match"))
            }
        default:
            if request.path.hasPrefix("/problems/") {
                try onlyReading(request) { try explanation(of: String(request.path.dropFirst(10))) }
            } else {
                nil
            }
        }
    }

    /// The response to OPTIONS.
    ///
    /// - Source: RFC 9110 §9.3.7; the Fetch standard for cross-origin reads of public paths.
    func options(_ methods: [Method]) -> Response {
        var response = Response(status: 204)
        let names = methods.map(\.rawValue).joined(separator: ", ")
        response.addField("Allow", names)
        if isPublic {
            response.addField("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
            response.addField(
                "Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match, X-Request-Id")
            response.addField("Access-Control-Max-Age", "86400")
        }
        return finished(response)
    }

    private func onlyReading(_ request: Request, _ response: () throws -> Response) throws -> Response {
        switch request.method {
        case .get, .head: return try response()
        case .options: return options([.get, .head, .options])
        case .post, .put, .patch, .delete, .trace, .query:
            throw Problem(.methodNotAllowed, fields: [.init(name: .allow, value: "GET, HEAD, OPTIONS")])
        }
    }

    private static let alive = Array(#"{"status":"alive"}"#.utf8)
    private static let ready = Array(#"{"status":"ready"}"#.utf8)

    private func plain(_ json: [UInt8]) -> Response {
        var response = Response(status: 200)
        response.addField("Content-Type", "application/json")
        response.body = json
        return finished(response)
    }

    private func response(showing document: Document, unlessKnown field: String?) -> Response {
        if let field, TagList(field).containsWeakly(document.etag) { return notModified(etag: document.etag) }
        var response = Response(status: 200)
        response.addField("Content-Type", "application/json")
        response.addField("ETag", document.etag)
        response.body = document.bytes
        return finished(response)
    }

    /// The documentation of a problem code, found at the problem's `type`.
    private func explanation(of name: String) throws(Problem) -> Response {
        guard let code = ProblemCode(rawValue: name) else { throw Problem(.notFound) }
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.member("type", "/problems/" + code.rawValue)
        json.member("status", code.status)
        json.member("title", code.title.vi)
        json.member("title_en", code.title.en)
        json.member("retryable", code.isRetryable)
        json.endObject()
        return plain(json.finish())
    }
}
