import Domain
import HTTP
import Logging
import Store

/// The context of one request, from its arrival to its response.
///
/// For a write, it is handed to the writer's queue.
struct RequestContext: Sendable {
    let method: Method
    let path: String
    let query: String
    let requestID: String
    let language: Language
    /// The W3C trace context, for the log.
    let traceparent: String?
    /// The client's address; empty on a Unix socket without `X-Forwarded-For`.
    let client: String
    let isPublic: Bool
    /// True when the client prefers a checked table as CSV.
    let prefersTable: Bool
    let startedAt: ContinuousClock.Instant
    let settings: ServiceSettings
    let logger: Logger

    /// The client as limits count it; nil when its address is not known.
    var clientGroup: String? { client.isEmpty ? nil : API.clientGroup(of: client) }

    /// Whose request it is, as limits count: the caller's token, else the address.
    func client(with caller: Caller?) -> RateLimiter.Client? {
        caller?.actor.token.map { .token($0) } ?? clientGroup.map { .address($0) }
    }

    /// The response to a read: 200, or 304 when the client's representation is current.
    func response(
        showing representation: Representation, etag: String, unlessKnown known: TagList?
    ) -> Response {
        guard let known, known.containsWeakly(etag) else {
            var response = Response(status: 200)
            response.addField("Content-Type", representation.media.contentType)
            if representation.decompressedCount != nil { response.addField("Content-Encoding", "gzip") }
            if let policy = representation.media.securityPolicy {
                response.addField("Content-Security-Policy", policy)
                // Its address names a voucher or a decision: a link on it leads elsewhere without it.
                response.addField("Referrer-Policy", "no-referrer")
            }
            if let ending = representation.media.fileExtension {
                response.addField("Content-Disposition", "attachment; filename=\"\(fileName).\(ending)\"")
            }
            response.addField("ETag", etag)
            if let cursor = representation.nextCursor { response.addField("Link", link(toNext: cursor)) }
            response.body = representation.body
            response.longBody = representation.file
            return finished(
                response, isNegotiated: representation.isNegotiated, isImmutable: representation.isImmutable)
        }
        return notModified(
            etag: etag, isNegotiated: representation.isNegotiated, isImmutable: representation.isImmutable)
    }

    /// The path as the name of a file: `hamlets-1-contributions` for `/v1/public/hamlets/1/contributions`.
    private var fileName: String {
        path.split(separator: "/").filter { $0 != "v1" && $0 != "public" }.joined(separator: "-")
            .filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    }

    /// The link to the next page of this list, with the same filters.
    ///
    /// - Source: RFC 8288 §3, relation `next`.
    private func link(toNext cursor: String) -> String {
        let others = query.split(separator: "&").filter { !$0.hasPrefix("cursor=") }
        return "<\(path)?\((others + ["cursor=\(cursor)"]).joined(separator: "&"))>; rel=\"next\""
    }

    /// - Source: RFC 9110 §15.4.5.
    func notModified(etag: String, isNegotiated: Bool = false, isImmutable: Bool = false) -> Response {
        var response = Response(status: 304)
        response.addField("ETag", etag)
        return finished(response, isNegotiated: isNegotiated, isImmutable: isImmutable)
    }

    /// The response to a write, new or replayed.
    func response(from result: WriteResult) -> Response {
        if prefersTable, let table = result.checkedTable { return response(showing: table, status: 200) }
        let stored = result.response
        var response = Response(status: stored.status)
        response.addField("Content-Type", "application/json")
        if let location = stored.location { response.addField("Location", location) }
        if let etag = stored.etag { response.addField("ETag", etag) }
        if result.isReplay { response.addField("Idempotency-Replayed", "true") }
        response.body = stored.body
        return finished(response)
    }

    /// A table with remarks, as `text/csv`.
    private func response(showing table: CheckedTable, status: Int) -> Response {
        var response = Response(status: status)
        response.addField("Content-Type", Media.csv.contentType)
        response.addField("Content-Language", language.rawValue)
        response.addField("Vary", "Accept, Accept-Language")
        response.body = table.csv(in: language)
        return finished(response)
    }

    /// Writes the one log line for a read of personal data: who, what and in which role.
    func logReading(by caller: Caller) {
        logger.info(
            "\(method.rawValue) \(LogText.path(path)) private data read",
            metadata: [
                "request_id": "\(requestID)", "user": "\(caller.user.number)",
                "role": "\(caller.assignment.role.rawValue)",
            ])
    }

    /// The response to an error; writes its one log line.
    func response(to error: any Error) -> Response {
        let problem = Problem(error)
        let status = problem.code.status
        let level: Logger.Level = status >= 500 && !problem.code.isRetryable ? .error : .info
        var metadata: Logger.Metadata = [
            "request_id": "\(requestID)", "traceparent": "\(traceparent ?? "-")",
            "cause": status >= 500 ? "\(error)" : "-",
        ]
        // Whose attempts are refused, so that a series of them can be stopped.
        if [401, 403, 429].contains(status) { metadata["client"] = "\(LogText.path(client))" }
        logger.log(
            level: level, "\(method.rawValue) \(LogText.path(path)) \(status) \(problem.code.rawValue)",
            metadata: metadata)
        if prefersTable, let refused = error as? RefusedRows {
            return response(showing: CheckedTable(refused), status: status)
        }
        var response = problem.response(requestID: requestID, language: language)
        response.addField("Vary", "Accept-Language")
        return finished(response)
    }

    /// The header fields that a page of another origin may read.
    ///
    /// - Source: the Fetch standard, §3.3.3; only `Cache-Control`, `Content-Type` and the like are readable otherwise.
    private static let exposedFields =
        "Content-Disposition, ETag, Link, Location, Retry-After, X-Request-Id"

    /// - Source: RFC 8246.
    private static let immutable = "public, max-age=31536000, immutable"

    /// Adds the header fields that every response has.
    ///
    /// - Parameters:
    ///   - response: status, fields of its own and body.
    ///   - isNegotiated: true when the `Accept` field decided the media type.
    ///   - isImmutable: true when every cache may keep it.
    /// - Returns: the response to send.
    func finished(_ response: Response, isNegotiated: Bool = false, isImmutable: Bool = false) -> Response {
        var response = response
        response.addField("X-Request-Id", requestID)
        response.addField("X-Content-Type-Options", "nosniff")
        if isPublic {
            response.addField("Access-Control-Allow-Origin", "*")
            response.addField("Access-Control-Expose-Headers", RequestContext.exposedFields)
            if response.status < 400 {
                response.addField(
                    "Cache-Control", isImmutable ? RequestContext.immutable : settings.publicCacheControl)
                response.addField("Vary", isNegotiated ? "Accept, Accept-Encoding" : "Accept-Encoding")
            } else {
                response.addField("Cache-Control", "no-store")
            }
        } else {
            response.addField("Cache-Control", "private, no-store")
            if isNegotiated { response.addField("Vary", "Accept") }
        }
        response.addField("Server-Timing", "total;dur=" + milliseconds(ContinuousClock.now - startedAt))
        return response
    }
}

/// `duration` in milliseconds, with three decimals.
private func milliseconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    let fraction = microseconds % 1000
    var text = String(microseconds / 1000)
    text += fraction < 10 ? ".00" : fraction < 100 ? ".0" : "."
    text += String(fraction)
    return text
}
