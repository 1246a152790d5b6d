import Crypto
import Domain
import HTTP
import JSON
import Store

/// The preconditions of a write request: idempotency key, expected version, dry run.
struct WritePreconditions: Sendable {
    let key: IdempotencyKey?
    /// The versions the client holds; nil when it sent none.
    let ifMatch: TagList?
    let isDryRun: Bool

    /// Those of a write within a batch, which stands for its own request.
    init(key: IdempotencyKey?) {
        self.key = key
        ifMatch = nil
        isDryRun = false
    }

    /// - Throws: `idempotency-key-missing`, `idempotency-key-malformed`, `version-missing`, `parameter-invalid`.
    init(
        of request: Request, at endpoint: Endpoint, by caller: Caller?, query: [QueryValue],
        body: DecodedBody
    ) throws(Problem) {
        isDryRun = try WritePreconditions.isDryRun(query)
        let sent = endpoint.key == .none ? nil : request.field("idempotency-key")
        if sent == nil, endpoint.key == .required { throw Problem(.idempotencyKeyMissing) }
        if let sent, let caller {
            let fingerprint = WritePreconditions.fingerprint(
                request.method, request.path, query: query, body: body)
            key = IdempotencyKey(
                caller: caller.user.number, key: try WritePreconditions.key(sent), fingerprint: fingerprint)
        } else {
            key = nil
        }
        ifMatch = request.field("if-match").map(TagList.init)
        if ifMatch == nil, endpoint.needsVersion { throw Problem(.versionMissing) }
    }

    private static func isDryRun(_ query: [QueryValue]) throws(Problem) -> Bool {
        guard let sent = query.first(where: { $0.isNamed("dry_run") })?.text else { return false }
        if hasSameBytes(sent, "true") { return true }
        if hasSameBytes(sent, "false") { return false }
        throw Problem(
            .parameterInvalid,
            errors: [
                FieldError(
                    .parameter("dry_run"), .parameterInvalid,
                    Sentence(vi: "cần true hoặc false", en: "must be true or false"))
            ])
    }

    /// The key without quotes.
    ///
    /// - Source: draft-ietf-httpapi-idempotency-key-header-06 §2.1, an sf-string; unquoted keys are accepted too.
    static func key(_ field: String) throws(Problem) -> String {
        var key = field[...]
        if key.count >= 2, key.hasPrefix("\""), key.hasSuffix("\"") { key = key.dropFirst().dropLast() }
        let isWellFormed = key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: ":"),
                UInt8(ascii: "~"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isWellFormed, (16...255).contains(key.utf8.count) else {
            throw Problem(.idempotencyKeyMalformed)
        }
        return String(key)
    }

    /// The SHA-256 of method, path, query and canonical body, which is equal for equal requests.
    static func fingerprint(
        _ method: Method, _ path: String, query: [QueryValue], body: DecodedBody
    ) -> [UInt8] {
        var bytes = Array("\(method.rawValue) \(path)\n".utf8)
        for value in query.sorted(by: { $0.name < $1.name }) {
            bytes += "\(value.name)=\(value.text)\n".utf8
        }
        bytes += body.canonicalBytes
        return Array(SHA256.hash(data: bytes))
    }
}

/// The body of a write: the members of a JSON object, or the bytes of a table.
struct DecodedBody: Sendable {
    var members: [JSONMember] = []
    var table: [UInt8] = []

    /// Bytes that are equal for equal bodies of one endpoint.
    fileprivate var canonicalBytes: [UInt8] {
        table.isEmpty ? JSONValue.object(members).canonicalBytes : table
    }
}

/// The response to a write.
struct WriteResponse: Hashable, Sendable {
    let status: Int
    let location: String?
    let etag: String?
    let body: [UInt8]
}

/// What a write responds, and the table that it checked.
struct WriteResult: Sendable {
    let response: WriteResponse
    var isReplay = false
    /// The entity by which the response is stored; nil when its bytes are.
    var entity: EntityVersion?
    var checkedTable: CheckedTable?
}

/// A write request of an admitted caller, before its input is decoded.
struct WriteRequest: Sendable {
    let request: Request
    let endpoint: Endpoint
    let path: [PathValue]
    let query: [QueryValue]
    /// Nil for a request with an enrolment code and without a token.
    let caller: Caller?
    let context: RequestContext
    let today: LocalDate

    /// True when the body takes too long to decode for an event loop.
    var isSlow: Bool { endpoint.takesTable || request.body.count > BodyLimits.loopBytesMax }

    /// The members of the JSON body, or the bytes of the table.
    ///
    /// A request without a body has none.
    func decodedBody(limits: JSONLimits) throws(Problem) -> DecodedBody {
        guard !request.body.isEmpty else { return DecodedBody() }
        if endpoint.takesTable { return DecodedBody(table: request.body) }
        var limits = limits
        limits.valuesMax = endpoint.bodyLimits.valuesMax
        return DecodedBody(members: try members(ofJSON: request.body, limits: limits))
    }
}

extension Request {
    /// The form of a table in the body.
    var tableMedia: Media { mediaType(field("content-type")) == Media.xlsx.type ? .xlsx : .csv }
}

/// A write inside its transaction: authorise, replay, check the version, run, store the response.
struct WriteOperation: Sendable {
    let prepared: PreparedWrite
    let endpoint: Endpoint
    /// Nil for a request with an enrolment code and without a token.
    let caller: Caller?
    let preconditions: WritePreconditions
    /// How long a key is stored.
    let retention: IdempotencyKey.Retention
    /// The texts of the body that will be public.
    let publicTexts: [GivenPublicText]
    /// What the texts are compared with in a province, read before the job: see `Service.submit`.
    var names: HouseholdTierNames?

    func run(in tx: borrowing WriteTransaction) throws -> WriteResult {
        try run(in: tx) { caller, tx in try prepared.run(caller, tx) }
    }

    /// The same with `body` as the write itself.
    func run(
        in tx: borrowing WriteTransaction,
        _ body: (Caller?, borrowing WriteTransaction) throws -> Representation
    ) throws -> WriteResult {
        if let names { tx.keep(names) }
        defer { if names != nil { tx.keep(nil) } }
        // Before the stored response: a caller who has lost access to the place must not read it.
        let scope = try caller.flatMap { try tx.authorise($0, to: prepared.target) }
        if let key = preconditions.key, let stored = try tx.storedResponse(key) {
            guard stored.isSame else { throw Problem(.idempotencyKeyReused) }
            if let caller { try prepared.checkReplay?(caller, tx) }
            return WriteResult(
                response: try replay(of: stored.response, in: tx), isReplay: true,
                entity: stored.response.content.resource)
        }
        if let key = preconditions.key, prepared.partKeys.contains(key.key) {
            throw Problem(.idempotencyKeyReused)
        }
        if let scope {
            try check(scope, in: tx)
            try tx.check(publicTexts, in: scope.place)
        }
        let outer = tx.beginRequest(preconditions.key, status: endpoint.status, for: retention)
        defer { tx.endRequest(outer) }
        let response = try body(caller, tx)
        if preconditions.isDryRun {
            return WriteResult(response: dryRunResult(response), checkedTable: response.checkedTable)
        }
        let sent = self.response(showing: response, status: endpoint.status)
        if let key = preconditions.key {
            let content: StoredResponse.Content =
                if let entity = response.storedEntity {
                    .resource(entity)
                } else {
                    .bytes(
                        response.storedParts ?? response.storedBody ?? sent.body, location: sent.location,
                        etag: sent.etag)
                }
            try tx.store(
                StoredResponse(status: sent.status, content: content), under: key, for: retention)
        }
        return WriteResult(response: sent, entity: response.storedEntity)
    }

    /// The response to a repeated request: the bytes that were stored, or the resource as it is now.
    ///
    /// While the resource has the version that the first response showed, the two are equal. Afterwards the office
    /// learns how its receipt stands now.
    func replay(
        of stored: StoredResponse, in tx: borrowing WriteTransaction
    ) throws -> WriteResponse {
        switch stored.content {
        case .bytes(let body, let location, let etag):
            let rebuilt = try caller.flatMap { try prepared.rebuilt?(body, $0, tx) }
            return WriteResponse(
                status: stored.status, location: location, etag: etag, body: rebuilt ?? body)
        case .resource(let entity):
            // It may be in another place by now than what the request named.
            guard let caller, let scope = try tx.resourceScope(of: .entity(entity.kind, entity.id)),
                caller.canSee(scope.place), let current = try prepared.current?(entity.id, caller, tx)
            else { throw Refusal.notFound(entity.kind) }
            return response(showing: current, status: stored.status)
        }
    }

    private func response(showing representation: Representation, status: Int) -> WriteResponse {
        WriteResponse(
            status: status, location: status == 201 ? representation.location : nil,
            etag: representation.location == nil ? nil : representation.etag, body: representation.body)
    }

    private func check(_ scope: ResourceScope, in tx: borrowing WriteTransaction) throws {
        if let target = prepared.target { try tx.checkOpen(scope, of: target) }
        if endpoint.needsVersion, let ifMatch = preconditions.ifMatch, !ifMatch.names(version: scope.version)
        {
            throw Refusal.versionMismatch(current: scope.version)
        }
    }

    /// The response the write would have had, without its secret.
    private func dryRunResult(_ representation: Representation) -> WriteResponse {
        var json = JSONWriter(capacity: representation.body.count + 64)
        json.beginObject()
        json.member("dry_run", true)
        json.member("status", endpoint.status)
        json.name("body")
        json.raw(representation.storedBody ?? representation.body)
        json.endObject()
        return WriteResponse(status: 200, location: nil, etag: nil, body: json.finish())
    }
}
