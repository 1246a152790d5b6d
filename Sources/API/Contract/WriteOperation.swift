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

    /// - Throws: `idempotency-key-missing`, `idempotency-key-malformed`, `version-missing`, `parameter-invalid`.
    init(
        of request: Request, at endpoint: Endpoint, by caller: Caller?, query: [QueryValue],
        body: [JSONMember]
    ) throws(Problem) {
        isDryRun = try WritePreconditions.isDryRun(query)
        let sent = endpoint.key == .none ? nil : request.field("idempotency-key")
        if sent == nil, endpoint.key == .required { throw Problem(.idempotencyKeyMissing) }
        if let sent, let caller {
            let fingerprint = WritePreconditions.fingerprint(of: request, query: query, body: body)
            key = IdempotencyKey(
                caller: caller.user.number, key: try WritePreconditions.key(sent), fingerprint: fingerprint)
        } else {
            key = nil
        }
        ifMatch = request.field("if-match").map(TagList.init)
        if ifMatch == nil, endpoint.needsVersion { throw Problem(.versionMissing) }
    }

    private static func isDryRun(_ query: [QueryValue]) throws(Problem) -> Bool {
        switch query.first(where: { $0.name == "dry_run" })?.text {
        case nil, "false": return false
        case "true": return true
        default:
            throw Problem(
                .parameterInvalid,
                errors: [
                    FieldError(
                        .parameter("dry_run"), .parameterInvalid,
                        Sentence(vi: "cần true hoặc false", en: "must be true or false"))
                ])
        }
    }

    /// The key without quotes.
    ///
    /// - Source: draft-ietf-httpapi-idempotency-key-header-06 §2.1, an sf-string; unquoted keys are accepted too.
    private static func key(_ field: String) throws(Problem) -> String {
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
    private static func fingerprint(of request: Request, query: [QueryValue], body: [JSONMember]) -> [UInt8] {
        var bytes = Array("\(request.method.rawValue) \(request.path)\n".utf8)
        for value in query.sorted(by: { $0.name < $1.name }) {
            bytes += "\(value.name)=\(value.text)\n".utf8
        }
        bytes += JSONValue.object(body).canonicalBytes
        return Array(SHA256.hash(data: bytes))
    }
}

/// A write inside its transaction: authorise, replay, check the version, run, store the response.
struct WriteOperation: Sendable {
    let prepared: PreparedWrite
    let endpoint: Endpoint
    /// Nil for a request with an enrolment code and without a token.
    let caller: Caller?
    let preconditions: WritePreconditions

    func run(in tx: borrowing WriteTransaction) throws -> (response: StoredResponse, isReplay: Bool) {
        // Before the stored response: a caller who has lost access to the place must not read it.
        let scope = try caller.flatMap { try tx.authorise($0, to: prepared.target) }
        if let key = preconditions.key, let stored = try tx.storedResponse(key) {
            guard stored.isSame else { throw Problem(.idempotencyKeyReused) }
            return (stored.response, true)
        }
        if let scope { try check(scope, in: tx) }
        let response = try prepared.run(caller, tx)
        if preconditions.isDryRun { return (dryRunResult(response), false) }
        if let key = preconditions.key {
            try tx.store(
                storedResponse(for: response, body: response.storedBody ?? response.body), under: key)
        }
        return (storedResponse(for: response, body: response.body), false)
    }

    private func storedResponse(for representation: Representation, body: [UInt8]) -> StoredResponse {
        StoredResponse(
            status: endpoint.status, location: endpoint.status == 201 ? representation.location : nil,
            etag: representation.location == nil ? nil : representation.etag,
            body: body)
    }

    private func check(_ scope: ResourceScope, in tx: borrowing WriteTransaction) throws {
        if let target = prepared.target { try tx.checkOpen(scope, of: target) }
        if endpoint.needsVersion, let ifMatch = preconditions.ifMatch, !ifMatch.names(version: scope.version)
        {
            throw Refusal.versionMismatch(current: scope.version)
        }
    }

    /// The response the write would have had, without its secret.
    private func dryRunResult(_ representation: Representation) -> StoredResponse {
        var json = JSONWriter(capacity: representation.body.count + 64)
        json.beginObject()
        json.member("dry_run", true)
        json.member("status", endpoint.status)
        json.name("body")
        json.raw(representation.storedBody ?? representation.body)
        json.endObject()
        return StoredResponse(status: 200, location: nil, etag: nil, body: json.finish())
    }
}
