import API
import Domain
import Foundation
import HTTP
import JSON
import Locks
import Logging
import Store
import TestSupport
import Testing

/// A service with a store in its own folder and a fixed clock.
///
/// The folder is removed with it.
final class Office {
    let base: TestStore
    let service: Service
    let log: Log
    private let responder: ServiceResponder
    private var secrets: [Bearer: String] = [:]
    private var keysCount = 0
    /// False for a file that was damaged on purpose, whose values lie outside of the document's ranges.
    var checksContract = true

    static let start = TestStore.start

    /// A service with an empty database, or with a copy of `file`.
    init(
        settings: ServiceSettings = ServiceSettings(), limits: StoreLimits = StoreLimits(),
        migrations: [Migration] = Migration.all, copyOf file: String? = nil, at now: Instant = Office.start
    ) throws {
        base = try TestStore(limits: limits, migrations: migrations, copyOf: file, at: now)
        let log = Log()
        self.log = log
        service = Service(
            store: base.store, settings: settings,
            logger: Logger(label: "test") { _ in LogRecorder(log: log) })
        responder = try service.responder()
    }

    var store: Store { base.store }
    var clock: ManualClock { base.clock }
    var folder: String { base.folder.path }

    /// A filled database file with the secrets of its tokens, used as a template for other offices.
    struct Filled: Sendable {
        fileprivate let base: TestStore
        fileprivate let secrets: [Bearer: String]
        fileprivate let now: Instant
    }

    /// The database file of this office, which accepts no more writes.
    func filled() -> Filled {
        store.close()
        return Filled(base: base, secrets: secrets, now: clock.now)
    }

    /// An office with a copy of `filled`, at the same time.
    convenience init(_ filled: Filled) throws {
        try self.init(copyOf: filled.base.path, at: filled.now)
        secrets = filled.secrets
        // Above the keys that were used to fill it.
        keysCount = 100_000
    }
}

extension Office {
    /// Waits for the response to `request` and checks it against the OpenAPI document.
    func send(_ request: Request, through other: ServiceResponder? = nil) -> Response {
        let response = awaitResponse(to: request, by: other ?? responder)
        guard checksContract else { return response }
        for violation in Contract.shared.violations(of: response, to: request) {
            Issue.record("\(request.method.rawValue) \(request.path) \(response.status): \(violation)")
        }
        return response
    }

    func send(
        _ method: HTTP.Method, _ target: String, _ body: String = "", as bearer: Bearer? = nil,
        fields: [(String, String)] = []
    ) throws -> Response {
        var fields = fields
        if let bearer { fields.append(("Authorization", "Bearer " + (try secret(of: bearer)))) }
        return send(Request(method: method, target: target, fields: fields, body: Array(body.utf8)))
    }

    func get(
        _ target: String, as bearer: Bearer? = .clerk, fields: [(String, String)] = []
    ) throws -> Response {
        try send(.get, target, as: bearer, fields: fields)
    }

    func post(
        _ target: String, _ body: String = "", as bearer: Bearer? = .clerk, key: String? = nil,
        ifMatch: String? = nil, fields: [(String, String)] = []
    ) throws -> Response {
        var fields = fields
        let type = target.hasPrefix("/v1/imports/") ? "text/csv" : "application/json"
        if !body.isEmpty { fields.append(("Content-Type", type)) }
        if let key { fields.append(("Idempotency-Key", key)) }
        if let ifMatch { fields.append(("If-Match", ifMatch)) }
        return try send(.post, target, body, as: bearer, fields: fields)
    }

    /// Posts a workbook to `/v1/imports/…` with a new key.
    func importWorkbook(
        _ kind: String, _ workbook: [UInt8], as bearer: Bearer = .clerk, isDryRun: Bool = false,
        accepting type: String? = nil
    ) throws -> Response {
        let fields = [
            ("Authorization", "Bearer " + (try secret(of: bearer))), ("Content-Type", Media.xlsx.type),
            ("Idempotency-Key", newKey()),
        ]
        let target = "/v1/imports/\(kind)" + (isDryRun ? "?dry_run=true" : "")
        let accepted = type.map { [("Accept", $0)] } ?? []
        return send(Request(method: .post, target: target, fields: fields + accepted, body: workbook))
    }

    func patch(
        _ target: String, _ body: String, as bearer: Bearer? = .clerk, key: String? = nil,
        ifMatch: String? = "*"
    ) throws -> Response {
        var fields = [("Content-Type", "application/merge-patch+json")]
        if let key { fields.append(("Idempotency-Key", key)) }
        if let ifMatch { fields.append(("If-Match", ifMatch)) }
        return try send(.patch, target, body, as: bearer, fields: fields)
    }

    /// An unused idempotency key.
    func newKey() -> String {
        keysCount += 1
        return "test-key-000000000-\(keysCount)"
    }

    /// Posts `body` to `/v1/contributions` with a new key.
    func contribute(_ body: String, as bearer: Bearer = .clerk) throws -> Response {
        try post("/v1/contributions", body, as: bearer, key: newKey())
    }

    func void(_ id: Int64, as bearer: Bearer = .treasurer, ifMatch: String? = "*") throws -> Response {
        try post(
            "/v1/contributions/\(id)/void", #"{"reason":"Sai số tiền"}"#, as: bearer, key: newKey(),
            ifMatch: ifMatch)
    }

    func confirm(_ pledge: Int64) throws -> Response {
        try post("/v1/pledges/\(pledge)/confirm", ifMatch: "*")
    }

    /// The secret of a token for `bearer`, issued on first use.
    ///
    /// Each role is one person.
    func secret(of bearer: Bearer) throws -> String {
        if let secret = secrets[bearer] { return secret }
        let secret = TokenSecret()
        _ = try store.writer.write(actor: nil) { tx in
            let user = try tx.user(named: bearer.role.rawValue) ?? tx.addUser(named: bearer.role.rawValue)
            let assignment = RoleAssignment(role: bearer.role, scope: bearer.scope)
            return try tx.issueToken(for: user, assignment: assignment, hash: secret.hash, daysCount: 365)
        }
        secrets[bearer] = secret.text
        return secret.text
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (borrowing WriteTransaction) throws -> Value
    ) throws -> Value {
        try base.write(body)
    }

    func read<Value>(_ body: (borrowing ReadTransaction) throws -> Value) throws -> Value {
        try base.read(body)
    }

    /// The last journal position, which does not change while nothing is stored.
    var lastPosition: Int64 { store.changes.lastPosition }

    private func awaitResponse(to request: Request, by responder: ServiceResponder) -> Response {
        defer { responder.tickEnded() }
        let box = ResponseBox()
        if let response = responder.respond(to: request, completion: { box.put($0) }) { return response }
        return box.take()
    }
}

/// Receives one response from the writer's queue.
private final class ResponseBox: Sendable {
    private let responses = Mutex<[Response]>([])
    private let arrived = DispatchSemaphore(value: 0)

    func put(_ response: Response) {
        responses.withLock { $0.append(response) }
        arrived.signal()
    }

    func take() -> Response {
        let isInTime = arrived.wait(timeout: .now() + .seconds(30)) == .success
        let all = responses.withLock { $0 }
        guard isInTime, all.count == 1 else {
            Issue.record("\(all.count) answers within 30 seconds")
            return Response(status: 599)
        }
        return all[0]
    }
}

/// The log lines of a service.
final class Log: Sendable {
    struct Line: Sendable {
        let level: String
        let message: String
        let metadata: [String: String]
    }

    private let recorded = Mutex<[Line]>([])

    var lines: [Line] { recorded.withLock { $0 } }

    fileprivate func record(_ line: Line) { recorded.withLock { $0.append(line) } }
}

private struct LogRecorder: LogHandler {
    let log: Log
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(log: Log) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = (event.metadata ?? [:]).mapValues(\.description)
        log.record(
            Log.Line(level: event.level.rawValue, message: event.message.description, metadata: metadata))
    }
}
