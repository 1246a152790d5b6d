import Crypto
import Domain
import Gzip
package import HTTP
import JSON
import Store

/// Responds to the requests of one event loop.
///
/// Responds to reads immediately, to writes after their commit.
package final class ServiceResponder: Responder {
    private let service: Service
    private let reader: Reader
    private var requestIDs = RequestIDs()
    /// Tokens whose use was recorded recently, so that it is not recorded with every request.
    ///
    /// At most `recordedTokensMax`.
    private var recordedTokens: Set<AccessToken.ID> = []
    private let gzip = Gzip()

    init(service: Service, reader: Reader) {
        self.service = service
        self.reader = reader
    }

    package func respond(to request: Request, completion: @escaping @Sendable (Response) -> Void) -> Response?
    {
        let context = context(of: request)
        do {
            if request.path == "*" { return context.options(Method.supported) }
            if let system = try context.systemResponse(to: request, service: service, reader: reader) {
                return system
            }
            if let response = cachedResponse(to: request, context) { return response }
            switch service.router.match(request.method, request.path) {
            case .endpoint(let endpoint, let values):
                return try respond(to: request, at: endpoint, values, context, completion: completion)
            case .otherMethods(let methods):
                if request.method == .options { return context.options(methods) }
                throw Problem(
                    .methodNotAllowed,
                    fields: [.init(name: .allow, value: methods.map(\.rawValue).joined(separator: ", "))])
            case .nothing: throw Problem(.notFound)
            }
        } catch {
            return context.response(to: error)
        }
    }

    package func response(to error: ProtocolError) -> Response {
        let requestID = requestIDs.next(sent: nil)
        var response = Problem(error).response(requestID: requestID, language: service.settings.language)
        response.addField("X-Request-Id", requestID)
        response.addField("X-Content-Type-Options", "nosniff")
        return response
    }

    package func tickEnded() { reader.end() }

    private func context(of request: Request) -> RequestContext {
        RequestContext(
            method: request.method, path: request.path, query: request.query,
            requestID: requestIDs.next(sent: request.field("x-request-id")),
            language: Language(
                accepting: request.field("accept-language"), fallback: service.settings.language),
            traceparent: LogText.traceparent(request.field("traceparent")), peer: request.peer,
            isPublic: request.path.hasPrefix("/v1/public/"),
            startedAt: .now, settings: service.settings, logger: service.logger)
    }

    /// The response from the cache, while it is current; it skips all other steps.
    private func cachedResponse(to request: Request, _ context: RequestContext) -> Response? {
        guard context.isPublic, request.method == .get || request.method == .head,
            let entry = service.responseCache.entry(for: request.target),
            entry.position == position(of: entry.owner), entry.day == LocalDate(service.store.now()),
            entry.representation.media.isAccepted(by: request.field("accept"))
        else { return nil }
        if let known = request.field("if-none-match").map(TagList.init), known.containsWeakly(entry.etag) {
            return context.notModified(etag: entry.etag)
        }
        let isGzipAccepted =
            entry.representation.decompressedCount == nil
            || isGzipWanted(by: request.field("accept-encoding"))
        let representation =
            isGzipAccepted ? entry.representation : entry.representation.decompressed(by: gzip)
        return context.response(showing: representation, etag: entry.etag, unlessKnown: nil)
    }

    private func respond(
        to request: Request, at endpoint: Endpoint, _ values: [PathValue], _ context: RequestContext,
        completion: @escaping @Sendable (Response) -> Void
    ) throws -> Response? {
        guard endpoint.media.isAccepted(by: request.field("accept")) else { throw Problem(.notAcceptable) }
        let caller = try caller(of: request, at: endpoint)
        let query = try queryValues(request.query)
        let today = LocalDate(service.store.now())
        switch endpoint.action {
        case .read(let prepare):
            var decoder = RequestDecoder(
                path: values, query: query, body: [], settings: service.settings, today: today)
            let prepared = prepare(&decoder)
            try decoder.check()
            return try read(prepared, at: endpoint, by: caller, request, context)
        case .write(let prepare):
            let body = try body(of: request)
            var decoder = RequestDecoder(
                path: values, query: query, body: body, settings: service.settings, today: today)
            decoder.allow("dry_run", in: .query)
            let prepared = prepare(&decoder)
            try decoder.check()
            let preconditions = try WritePreconditions(
                of: request, at: endpoint, by: caller, query: query, body: body)
            try write(prepared, at: endpoint, by: caller, preconditions, context, completion: completion)
            return nil
        }
    }

    private func caller(of request: Request, at endpoint: Endpoint) throws -> Caller? {
        switch endpoint.access {
        case .anonymous:
            if let client = client(of: request) {
                try service.rateLimiter.take(.address(client), at: service.store.now())
            }
            return nil
        case .codeHolder:
            // As tight as for failed sign-ins: codes could be guessed.
            if let client = client(of: request) {
                try service.rateLimiter.take(.failing(client), at: service.store.now())
            }
            guard request.field("authorization") != nil else { return nil }
            return try authenticatedCaller(of: request)
        case .roles(let roles):
            let caller = try authenticatedCaller(of: request)
            // Who may not call the endpoint learns nothing about the input.
            try caller.check(roles)
            return caller
        }
    }

    private func authenticatedCaller(of request: Request) throws -> Caller {
        let field = request.field("authorization")
        do {
            let (token, now) = try reader.read { tx in (try tx.token(authorizedBy: field), tx.now) }
            try service.rateLimiter.take(.token(token.id), at: now)
            recordUse(of: token, at: now)
            return Caller(Actor(using: token), assignment: token.assignment)
        } catch let problem as Problem where problem.code == .tokenInvalid {
            // A right token always passes: one expired token must not stop an office behind the same address.
            if let client = client(of: request) {
                try service.rateLimiter.take(.failing(client), at: service.store.now())
            }
            throw problem
        }
    }

    /// The client whose requests are counted: its address, or the one that a proxy on a Unix socket states.
    ///
    /// Nil when there is none: then nothing is counted by address.
    private func client(of request: Request) -> String? {
        if !request.peer.isEmpty { return clientGroup(of: request.peer) }
        let forwarded = request.field("x-forwarded-for")?.split(separator: ",").last
        return forwarded.map { clientGroup(of: String($0.filter { $0 != " " })) }
    }

    private func read(
        _ prepared: PreparedRead, at endpoint: Endpoint, by caller: Caller?, _ request: Request,
        _ context: RequestContext
    ) throws -> Response {
        let known = request.field("if-none-match").map(TagList.init)
        let owner = owner(for: endpoint.etag, target: prepared.target)
        let position = position(for: endpoint.etag, of: owner)
        // A match of the tag needs no data and, for public reads, not even the database. `*` asks whether any
        // representation exists, which only the data can tell.
        if caller == nil, let position, let known, known != .any {
            let etag = service.listTags.tag(
                position: position, of: owner, on: LocalDate(service.store.now()))
            if known.containsWeakly(etag) { return context.notModified(etag: etag) }
        }
        return try reader.read { tx in
            if let caller { _ = try tx.authorise(caller, to: prepared.target) }
            let listTag = position.map { service.listTags.tag(position: $0, of: owner, on: tx.today) }
            if let listTag, let known, known != .any, known.containsWeakly(listTag) {
                return context.notModified(etag: listTag)
            }
            var representation = try prepared.run(caller, tx)
            if endpoint.isAudited, let caller { context.logReading(by: caller) }
            if caller == nil, let position, let listTag {
                let compressed = representation.compressed(by: gzip)
                service.responseCache.insert(
                    ResponseCache.Entry(
                        compressed, to: request.target, etag: listTag, position: position, owner: owner,
                        day: tx.today))
                if isGzipWanted(by: request.field("accept-encoding")) { representation = compressed }
            }
            return context.response(
                showing: representation, etag: listTag ?? representation.etag, unlessKnown: known)
        }
    }

    /// Must be read before the transaction is opened: see `Changes`.
    private func position(for etag: ETagSource, of owner: FundOwner?) -> Int64? {
        switch etag {
        case .version: nil
        case .owner, .all: position(of: owner)
        }
    }

    private func position(of owner: FundOwner?) -> Int64 {
        owner.map { service.store.changes.lastPosition(of: $0) } ?? service.store.changes.lastPosition
    }

    /// The only owner whose changes make the response stale.
    private func owner(for etag: ETagSource, target: Target?) -> FundOwner? {
        etag == .owner ? target?.resource.owner : nil
    }

    private func write(
        _ prepared: PreparedWrite, at endpoint: Endpoint, by caller: Caller?,
        _ preconditions: WritePreconditions,
        _ context: RequestContext, completion: @escaping @Sendable (Response) -> Void
    ) throws {
        let step = WriteOperation(
            prepared: prepared, endpoint: endpoint, caller: caller, preconditions: preconditions)
        try service.store.writer.submit(actor: caller?.actor, isDryRun: preconditions.isDryRun) { tx in
            try step.run(in: tx)
        } completion: { result in
            switch result {
            case .success(let done):
                completion(context.response(from: done.response, isReplay: done.isReplay))
            case .failure(let error): completion(context.response(to: error))
            }
        }
    }

    /// The members of a JSON body.
    ///
    /// A request without a body has none.
    private func body(of request: Request) throws(Problem) -> [JSONMember] {
        guard !request.body.isEmpty else { return [] }
        if let coding = request.field("content-encoding"), coding.lowercased() != "identity" {
            throw Problem(
                .mediaTypeUnsupported,
                detail: Sentence(
                    vi:
                        "Không nhận nội dung nén (Content-Encoding: \(coding.prefix(20))); hãy gửi không nén.",
                    en: "Content-Encoding \(coding.prefix(20)) is not supported; send the body as it is."),
                fields: [.init(name: .acceptEncoding, value: "identity")])
        }
        let wanted = request.method == .patch ? "application/merge-patch+json" : "application/json"
        guard mediaType(request.field("content-type")) == wanted else {
            throw Problem(
                .mediaTypeUnsupported,
                detail: Sentence(vi: "Cần \(wanted).", en: "Content-Type must be \(wanted)."))
        }
        return try members(ofJSON: request.body, limits: service.settings.jsonLimits)
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
