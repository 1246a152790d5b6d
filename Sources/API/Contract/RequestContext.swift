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
    let commonFields: CommonFields
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
        if let known, known.containsWeakly(etag) {
            return notModified(
                etag: etag, isNegotiated: representation.isNegotiated, isImmutable: representation.isImmutable
            )
        }
        return response(showing: representation, with: fields(of: representation, etag: etag))
    }

    /// The fields that follow from the representation alone, in whichever form it is sent.
    func fields(of representation: Representation, etag: String) -> FieldLines {
        var fields = FieldLines()
        fields.add("Content-Type", representation.media.contentType)
        if let policy = representation.media.securityPolicy {
            fields.add("Content-Security-Policy", policy)
            // Its address names a voucher or a decision: a link on it leads elsewhere without it.
            fields.add("Referrer-Policy", "no-referrer")
        }
        fields.add("ETag", etag)
        fields.add(
            commonFields.lines(
                isPublic: isPublic, isError: false, isNegotiated: representation.isNegotiated,
                isImmutable: representation.isImmutable))
        return fields
    }

    /// The response that shows `representation` with the fields that were made for it.
    func response(showing representation: Representation, with fields: FieldLines) -> Response {
        var response = Response(status: 200, fields: fields)
        if representation.decompressedCount != nil { response.addField("Content-Encoding", "gzip") }
        if let ending = representation.media.fileExtension {
            response.addField("Content-Disposition", "attachment; filename=\"\(fileName).\(ending)\"")
        }
        if let cursor = representation.nextCursor { response.addField("Link", link(toNext: cursor)) }
        response.body = representation.body
        response.longBody = representation.file
        return identified(response)
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

    /// Adds the header fields that every response has.
    ///
    /// - Parameters:
    ///   - response: status, fields of its own and body.
    ///   - isNegotiated: true when the `Accept` field decided the media type.
    ///   - isImmutable: true when every cache may keep it.
    /// - Returns: the response to send.
    func finished(_ response: Response, isNegotiated: Bool = false, isImmutable: Bool = false) -> Response {
        var response = response
        response.addFields(
            commonFields.lines(
                isPublic: isPublic, isError: response.status >= 400, isNegotiated: isNegotiated,
                isImmutable: isImmutable))
        return identified(response)
    }

    /// Adds what no other response has: its id and how long it took.
    private func identified(_ response: Response) -> Response {
        var response = response
        response.addField("X-Request-Id", requestID)
        response.addField("Server-Timing", "total;dur=" + milliseconds(ContinuousClock.now - startedAt))
        return response
    }
}

/// The header fields that follow from the kind of a response, made once.
final class CommonFields: Sendable {
    /// The header fields that a page of another origin may read.
    ///
    /// - Source: the Fetch standard, §3.3.3; only `Cache-Control`, `Content-Type` and the like are readable otherwise.
    private static let exposedFields =
        "Content-Disposition, ETag, Link, Location, Retry-After, X-Request-Id"

    /// - Source: RFC 8246.
    private static let immutable = "public, max-age=31536000, immutable"

    private let ofPrivate, ofNegotiatedPrivate: FieldLines
    private let ofPublic, ofNegotiatedPublic, ofImmutable, ofNegotiatedImmutable, ofPublicError: FieldLines

    /// - Parameter cacheControl: that of public responses that change.
    init(cacheControl: String) {
        func lines(isPublic: Bool, _ cacheControl: String, varyingBy vary: String?) -> FieldLines {
            var lines = FieldLines()
            lines.add("X-Content-Type-Options", "nosniff")
            if isPublic {
                lines.add("Access-Control-Allow-Origin", "*")
                lines.add("Access-Control-Expose-Headers", CommonFields.exposedFields)
            }
            lines.add("Cache-Control", cacheControl)
            if let vary { lines.add("Vary", vary) }
            return lines
        }
        let (encoding, both) = ("Accept-Encoding", "Accept, Accept-Encoding")
        ofPrivate = lines(isPublic: false, "private, no-store", varyingBy: nil)
        ofNegotiatedPrivate = lines(isPublic: false, "private, no-store", varyingBy: "Accept")
        ofPublic = lines(isPublic: true, cacheControl, varyingBy: encoding)
        ofNegotiatedPublic = lines(isPublic: true, cacheControl, varyingBy: both)
        ofImmutable = lines(isPublic: true, CommonFields.immutable, varyingBy: encoding)
        ofNegotiatedImmutable = lines(isPublic: true, CommonFields.immutable, varyingBy: both)
        ofPublicError = lines(isPublic: true, "no-store", varyingBy: nil)
    }

    /// - Parameters:
    ///   - isPublic: whether it answers a request for a public path.
    ///   - isError: whether its status is 400 or above.
    ///   - isNegotiated: whether the `Accept` field decided the media type.
    ///   - isImmutable: whether every cache may keep it.
    /// - Returns: the lines, in one order.
    func lines(isPublic: Bool, isError: Bool, isNegotiated: Bool, isImmutable: Bool) -> FieldLines {
        guard isPublic else { return isNegotiated ? ofNegotiatedPrivate : ofPrivate }
        if isError { return ofPublicError }
        if isImmutable { return isNegotiated ? ofNegotiatedImmutable : ofImmutable }
        return isNegotiated ? ofNegotiatedPublic : ofPublic
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
