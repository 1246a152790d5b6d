import Crypto
import Domain
package import HTTP
import JSON
import Logging
import Store

/// Responds to the requests of one event loop.
///
/// Responds to quick reads immediately, to slow ones when a worker is done, to writes after their commit.
package final class ServiceResponder: Responder {
    private let service: Service
    private let connection: ReadConnection
    private var requestIDs = RequestIDs()
    /// Tokens whose use was recorded recently, so that it is not recorded with every request.
    ///
    /// At most `recordedTokensMax`.
    private var recordedTokens: Set<AccessToken.ID> = []
    /// When clients were last said to be refused, by the reason.
    private var refusalsLoggedAt: [String: ContinuousClock.Instant] = [:]

    init(service: Service, reader: Reader) {
        self.service = service
        connection = ReadConnection(reader)
    }

    package func respond(to request: Request, completion: @escaping @Sendable (Response) -> Void) -> Response?
    {
        let context = context(of: request)
        do {
            if request.path == "*" { return context.options(Method.supported) }
            // A monitor behind the address of others must see how the service is.
            if !context.isProbe, context.isOfService { try countByAddress(context) }
            if let system = try context.systemResponse(
                to: request, service: service, reader: connection.reader)
            {
                return system
            }
            if let response = service.cachedResponse(to: request, context, on: connection) { return response }
            switch service.router.match(request.method, request.path) {
            case .endpoint(let endpoint, let values):
                return try respond(to: request, at: endpoint, values, context, completion: completion)
            case .otherMethods(let methods):
                try countByAddress(context)
                if request.method == .options { return context.options(methods) }
                throw Problem(
                    .methodNotAllowed,
                    fields: [.init(name: .allow, value: methods.map(\.rawValue).joined(separator: ", "))])
            case .nothing:
                try countByAddress(context)
                throw Problem(.notFound)
            }
        } catch {
            return context.response(to: error)
        }
    }

    package func response(to error: ProtocolError) -> Response {
        if error.status == 503, error != .shuttingDown {
            logRefusal("clients are refused at a limit", reason: error.code)
        }
        let requestID = requestIDs.next(sent: nil)
        var response = Problem(error).response(requestID: requestID, language: service.settings.language)
        response.addField("X-Request-Id", requestID)
        response.addField("X-Content-Type-Options", "nosniff")
        return response
    }

    package func acceptingPaused(reason: String) {
        logRefusal("no further connections can be accepted", reason: reason)
    }

    /// Logs why connections are refused, at most once a minute for each reason.
    private func logRefusal(_ message: Logger.Message, reason: String) {
        let now = ContinuousClock.now
        if let last = refusalsLoggedAt[reason], now - last < .seconds(60) { return }
        refusalsLoggedAt[reason] = now
        service.logger.error(message, metadata: ["cause": "\(reason)"])
    }

    package func tickEnded() { connection.reader.end() }

    private func context(of request: Request) -> RequestContext {
        RequestContext(
            method: request.method, path: request.path, query: request.query,
            requestID: requestIDs.next(sent: request.field("x-request-id")),
            language: Language(
                accepting: request.field("accept-language"), fallback: service.settings.language),
            traceparent: LogText.traceparent(request.field("traceparent")),
            client: service.settings.client(of: request),
            isPublic: request.path.hasPrefix("/v1/public/") && request.method != .post,
            prefersTable: request.method == .post
                && [.json, .csv].preferred(by: request.field("accept")) == .csv,
            startedAt: .now, commonFields: service.commonFields, logger: service.logger)
    }

    private func respond(
        to request: Request, at endpoint: Endpoint, _ values: [PathValue], _ context: RequestContext,
        completion: @escaping @Sendable (Response) -> Void
    ) throws -> Response? {
        // Who may not call the endpoint learns nothing about the request.
        let caller = try caller(of: request, at: endpoint, context)
        let query = try queryValues(request.query)
        guard let media = endpoint.media(named: query) ?? endpoint.responseMedia(for: request.field("accept"))
        else { throw Problem(.notAcceptable, detail: endpoint.mediaSentence) }
        let today = LocalDate(service.store.now())
        switch endpoint.action {
        case .read(let prepare):
            var decoder = RequestDecoder(
                path: values, query: query, body: [], settings: service.settings, today: today,
                isKeyed: endpoint.etag != nil)
            let prepared = prepare(&decoder)
            decoder.readFormat(of: endpoint)
            let form = RepresentationForm(media, from: &decoder)
            try decoder.check()
            let target = endpoint.etag == nil ? request.target : decoder.target(of: endpoint.path)
            let operation = ReadOperation(
                service: service, endpoint: endpoint, prepared: prepared,
                isSlow: !media.isQuick || endpoint.isSlow(with: query), form: form, caller: caller,
                request: request,
                target: target, context: context)
            return try read(operation, completion: completion)
        case .write(let prepare):
            try check(request, at: endpoint)
            try write(
                WriteRequest(
                    request: request, endpoint: endpoint, path: values, query: query, caller: caller,
                    context: context, today: today),
                by: prepare, completion: completion)
            return nil
        }
    }

    private func caller(
        of request: Request, at endpoint: Endpoint, _ context: RequestContext
    ) throws -> Caller? {
        switch endpoint.access {
        case .anonymous:
            try countByAddress(context)
            return nil
        case .codeHolder, .witness:
            // As tight as for failed sign-ins: codes could be guessed, and signatures cost time to verify.
            if let client = context.clientGroup {
                try service.rateLimiter.take(.failing(client), at: service.store.now())
            }
            guard endpoint.access == .codeHolder, request.field("authorization") != nil else { return nil }
            return try authenticatedCaller(of: request, context)
        case .signed where request.isNotice:
            try check(notice: request, context)
            return nil
        case .roles(let roles), .signed(let roles):
            let caller = try authenticatedCaller(of: request, context)
            // Who may not call the endpoint learns nothing about the input.
            try caller.check(roles)
            return caller
        }
    }

    /// Takes a request without a token from the bucket of its address.
    private func countByAddress(_ context: RequestContext) throws(Problem) {
        guard let client = context.clientGroup else { return }
        try service.rateLimiter.take(.address(client), at: service.store.now())
    }

    /// Checks that the notice comes from the configured bank service.
    private func check(notice request: Request, _ context: RequestContext) throws {
        let now = service.store.now()
        guard service.settings.bankWebhook?.accepts(request, at: now) == true else {
            if let client = context.clientGroup { try service.rateLimiter.take(.failing(client), at: now) }
            throw Problem(
                .signatureInvalid, fields: [.init(name: .authenticate, value: "Bearer realm=\"danvan\"")])
        }
        if let client = context.clientGroup { try service.rateLimiter.take(.address(client), at: now) }
    }

    private func authenticatedCaller(of request: Request, _ context: RequestContext) throws -> Caller {
        let field = request.field("authorization")
        do {
            let (token, now) = try connection.reader.read { tx in (try tx.token(authorizedBy: field), tx.now)
            }
            try service.rateLimiter.take(.token(token.id), at: now)
            recordUse(of: token, at: now)
            return Caller(Actor(using: token), assignment: token.assignment)
        } catch let problem as Problem where problem.code == .tokenMissing {
            try countByAddress(context)
            throw problem
        } catch let problem as Problem where problem.code == .tokenInvalid {
            // A right token always passes: one expired token must not stop an office behind the same address.
            if let client = context.clientGroup {
                try service.rateLimiter.take(.failing(client), at: service.store.now())
            }
            throw problem
        }
    }

    /// Runs a quick read at once, a slow one on a worker.
    private func read(
        _ operation: ReadOperation, completion: @escaping @Sendable (Response) -> Void
    ) throws -> Response? {
        if let response = operation.notModified() { return response }
        if operation.target != operation.request.target, let response = operation.cached(on: connection) {
            return response
        }
        guard operation.isSlow else { return try operation.run(on: connection) }
        let (service, context) = (service, operation.context)
        try service.readWorkers.submit(
            ReadWorkers.Job { connection in
                // Whoever asked for the same while this waited may have filled the cache.
                if let response = operation.cached(on: connection) { return completion(response) }
                do {
                    completion(try operation.run(on: connection))
                } catch {
                    completion(context.response(to: error))
                }
            } fail: { error in
                completion(context.response(to: error))
            }, by: context.client(with: operation.caller))
        return nil
    }

    /// Decodes a write at once, a table or a long body on a worker, and hands it to the writer.
    private func write(
        _ write: WriteRequest,
        by prepare: @escaping @Sendable (inout RequestDecoder) throws -> PreparedWrite,
        completion: @escaping @Sendable (Response) -> Void
    ) throws {
        let service = service
        guard write.isSlow else {
            return try service.submit(
                write, on: connection, isOnWorker: false, by: prepare, completion: completion)
        }
        try service.readWorkers.submit(
            ReadWorkers.Job { connection in
                do {
                    try service.submit(
                        write, on: connection, isOnWorker: true, by: prepare, completion: completion)
                } catch {
                    completion(write.context.response(to: error))
                }
            } fail: { error in
                completion(write.context.response(to: error))
            }, by: write.context.client(with: write.caller))
    }

    /// Checks that the body, if there is one, has the right type and no more bytes than the endpoint can use.
    private func check(_ request: Request, at endpoint: Endpoint) throws(Problem) {
        guard !request.body.isEmpty else { return }
        if let coding = request.field("content-encoding"), coding.lowercased() != "identity" {
            throw Problem(
                .mediaTypeUnsupported,
                detail: Sentence(
                    vi:
                        "Không nhận nội dung nén (Content-Encoding: \(coding.prefix(20))); hãy gửi không nén.",
                    en: "Content-Encoding \(coding.prefix(20)) is not supported; send the body as it is."),
                fields: [.init(name: .acceptEncoding, value: "identity")])
        }
        let wanted = endpoint.body.types(of: request.method)
        guard wanted.contains(mediaType(request.field("content-type"))) else {
            let (vi, en) = (wanted.joined(separator: " hoặc "), wanted.joined(separator: " or "))
            throw Problem(
                .mediaTypeUnsupported,
                detail: Sentence(vi: "Cần \(vi).", en: "Content-Type must be \(en)."))
        }
        guard isUTF8(contentType: request.field("content-type")) else {
            throw Problem(
                .mediaTypeUnsupported,
                detail: Sentence(
                    vi: "Chỉ nhận bảng mã UTF-8 (charset=utf-8, hoặc không ghi).",
                    en: "The charset must be utf-8, or left out."))
        }
        try endpoint.bodyLimits.check(request.body)
        if endpoint.takesTable { try checkImportedTable(request.body, as: request.tableMedia) }
    }

    /// Records the use of a token at most once an hour, so that not every read causes a write.
    private func recordUse(of token: AccessToken, at now: Instant) {
        let hour: Int64 = 3_600_000
        if let last = token.lastUsedAt, now.milliseconds - last.milliseconds < hour {
            recordedTokens.remove(token.id)
            return
        }
        if recordedTokens.count >= recordedTokensMax { recordedTokens.removeAll() }
        guard recordedTokens.insert(token.id).inserted else { return }
        // If the writer is too busy, a later request records the use: it is shown to people, no rule depends on it.
        try? service.store.writer.submit(actor: nil) { tx in
            try tx.recordUse(of: token.id)
        } completion: { _ in
        }
    }
}

private let recordedTokensMax = 10_000
