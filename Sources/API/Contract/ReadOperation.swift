import Domain
import HTTP
import Store

/// A read whose input has been decoded, from the entity tag of its list to the response.
///
/// It runs on the connection of an event loop, or on that of a worker when it is slow.
struct ReadOperation: Sendable {
    let service: Service
    let endpoint: Endpoint
    let prepared: PreparedRead
    /// Whether it runs on a worker.
    let isSlow: Bool
    let form: RepresentationForm
    /// Nil for anonymous access.
    let caller: Caller?
    let request: Request
    /// The target of the request in the one spelling by which its response is cached.
    let target: String
    let context: RequestContext

    /// The 304 to a public read whose tag is current; it needs no data.
    func notModified() -> Response? {
        // `*` asks whether any representation exists, which only the data can tell.
        // `If-Match` comes first (RFC 9110 §13.2.2).
        guard let known, known != .any, endpoint.etag != .nothing, let position,
            request.field("if-match") == nil
        else { return nil }
        let etag = service.publicTags.tag(
            position: position, of: owner, on: LocalDate(service.store.now()), as: form.media)
        guard known.containsWeakly(etag) else { return nil }
        return context.notModified(etag: etag, isNegotiated: endpoint.media.count > 1)
    }

    /// The response from the cache to whoever asked for the same in any spelling.
    func cached(on connection: ReadConnection) -> Response? {
        guard endpoint.etag != nil, request.field("if-match") == nil else { return nil }
        return service.cachedResponse(
            under: form.media.cacheKey(of: target), to: request, context, on: connection)
    }

    /// Reads the data and encodes the response.
    ///
    /// - Throws: `Problem`, `Refusal`, `StoreError`.
    func run(on connection: ReadConnection) throws -> Response {
        // Read before the transaction is opened: see `Changes`.
        let (position, owner, known) = (position, owner, known)
        return try connection.reader.read { tx in
            if let caller {
                _ = try tx.authorise(caller, to: prepared.target)
            } else if let target = prepared.target, try tx.resourceScope(of: target.resource) == nil {
                throw target.refusal
            }
            try tx.check(prepared.references)
            let publicTag =
                endpoint.etag == .nothing
                ? nil
                : position.map {
                    service.publicTags.tag(position: $0, of: owner, on: tx.today, as: form.media)
                }
            var representation = try prepared.run(caller, form, tx)
            let tag = publicTag ?? representation.etag
            // Evaluated for every method (RFC 9110 §13.1.1), and never met by a weak tag.
            if let needed = request.field("if-match").map(TagList.init), !needed.containsStrongly(tag) {
                throw Problem(.versionMismatch, fields: [.init(name: .etag, value: tag)])
            }
            if endpoint.isAudited, let caller { context.logReading(by: caller) }
            if let position {
                let compressed = representation.compressed(by: connection.gzip)
                let isGzipped = isGzipWanted(by: request.field("accept-encoding"))
                service.responseCache.insert(
                    ResponseCache.Entry(
                        compressed, to: form.media.cacheKey(of: target), etag: tag,
                        fields: context.fields(of: compressed, etag: tag),
                        position: position, owner: owner, day: tx.today),
                    plain: isGzipped ? nil : representation)
                if isGzipped { representation = compressed }
            }
            return context.response(
                showing: representation, etag: tag, unlessKnown: known)
        }
    }

    private var known: TagList? { request.field("if-none-match").map(TagList.init) }

    /// Nil for a read whose tag is that of its bytes.
    private var position: Int64? {
        switch endpoint.etag {
        case nil: nil
        case .nothing: 0
        case .owner, .all: service.position(of: owner)
        }
    }

    /// The only owner whose changes make the response stale.
    private var owner: FundOwner? { endpoint.etag == .owner ? prepared.target?.resource.owner : nil }
}

extension Service {
    /// The journal position on which public responses about `owner`, or about everything, depend.
    fileprivate func position(of owner: FundOwner?) -> Int64 {
        owner.map { store.changes.lastPublicPosition(of: $0) } ?? store.changes.lastPublicPosition
    }

    /// The response from the cache to a request in its usual spelling; it skips all other steps.
    func cachedResponse(
        to request: Request, _ context: RequestContext, on connection: ReadConnection
    ) -> Response? {
        // Every public output is JSON, and perhaps a table and a page: what is preferred of all is preferred of those
        // that it offers, if it is among them. If not, nothing is found.
        guard context.isPublic, request.method == .get || request.method == .head,
            request.field("if-match") == nil,
            let media = request.cacheableMedia.preferred(by: request.field("accept"))
        else { return nil }
        return cachedResponse(
            under: media.cacheKey(of: request.target), to: request, context, on: connection)
    }

    /// The response that is cached under `key`, while it is current.
    fileprivate func cachedResponse(
        under key: String, to request: Request, _ context: RequestContext, on connection: ReadConnection
    ) -> Response? {
        guard let cached = responseCache.entry(for: key) else { return nil }
        let entry = cached.entry
        guard
            entry.representation.isImmutable
                || entry.position == position(of: entry.owner) && entry.day == LocalDate(store.now())
        else { return nil }
        if let known = request.field("if-none-match").map(TagList.init), known.containsWeakly(entry.etag) {
            return context.notModified(
                etag: entry.etag, isNegotiated: entry.representation.isNegotiated,
                isImmutable: entry.representation.isImmutable)
        }
        if entry.representation.decompressedCount == nil
            || isGzipWanted(by: request.field("accept-encoding"))
        {
            return context.response(showing: entry.representation, with: entry.fields)
        }
        let plain = cached.plain ?? entry.representation.decompressed(by: connection.gzip)
        if cached.plain == nil { responseCache.keep(plain, with: entry) }
        return context.response(showing: plain, with: entry.fields)
    }
}

extension Request {
    /// The media types that a cached response to this request may have.
    fileprivate var cacheableMedia: [Media] {
        path.hasPrefix(logTilePath) ? [.octets] : Media.ofAll
    }
}
