package import Domain
package import HTTP
package import JSON
import Store

/// Who may call an endpoint.
package enum Access: Hashable, Sendable {
    /// Anyone, without a token; only public outputs.
    case anonymous
    /// Whoever has an enrolment code; a token, when one is sent, confirms who they are.
    case codeHolder
    /// A configured witness, known by its signature.
    case witness
    /// Callers with one of these roles in the target's unit.
    case roles(Set<Role>)
    /// Callers with one of these roles, or the configured bank service, known by its signature.
    case signed(Set<Role>)

    static let everyRole = Access.roles(Set(Role.allCases))
}

/// Whether a write needs an `Idempotency-Key`.
package enum KeyRule: Hashable, Sendable {
    /// For writes that move money, take a number, approve or publish: without a key the write is rejected.
    case required
    case accepted
    /// For reads, which have no effect that could be repeated, and for one-time codes.
    case none
}

/// One row of the endpoint table.
///
/// The router, the access check, the validation and the OpenAPI document are derived from it.
package struct Endpoint: Sendable {
    package let method: Method
    package let path: PathPattern
    package let access: Access
    package let key: KeyRule
    /// True for state transitions and changes of an existing resource: `If-Match` is required.
    package let needsVersion: Bool
    /// The status code of a success.
    package let status: Int
    package let summary: Sentence
    package let fields: [InputField]
    package let output: JSONSchema
    /// The media types of a successful response; the first is the default.
    package let media: [Media]
    /// The form of the request's body.
    package let body: RequestBody
    /// What the body of a request may have at most.
    let bodyLimits: BodyLimits
    /// Nil for a strong ETag of the bytes.
    let etag: ETagSource?
    let action: Action
    /// True when the response contains personal data, so that each read is logged.
    ///
    /// - Source: DOMAIN §10, Law 91/2025/QH15 on the protection of personal data.
    private(set) var isAudited = false
    /// Where a read runs.
    private(set) var cost = Cost.quick
    /// The query parameters with which a quick read is slow.
    private(set) var slowParameters: [String] = []

    /// Whether a read may delay the other requests of its event loop.
    enum Cost: Hashable, Sendable {
        /// On the event loop: at most 2 ms of processor time in a province of made-up data (`scripts/check-costs`).
        case quick
        /// On a worker.
        case slow
    }

    init(
        method: Method, path: PathPattern, access: Access, key: KeyRule, needsVersion: Bool, status: Int,
        summary: Sentence, fields: [InputField], output: JSONSchema, media: [Media],
        body: RequestBody = .members, etag: ETagSource?, action: Action
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.key = key
        self.needsVersion = needsVersion
        self.status = status
        self.summary = summary
        self.fields = fields
        self.output = output
        self.media = media
        self.body = body
        bodyLimits = BodyLimits(body, fields: fields)
        self.etag = etag
        self.action = action
    }

    enum Action: Sendable {
        case read(@Sendable (inout RequestDecoder) -> PreparedRead)
        case write(@Sendable (inout RequestDecoder) throws -> PreparedWrite)
    }
}

/// A read whose input has been decoded.
struct PreparedRead: Sendable {
    let target: Target?
    /// What the filters name, apart from the target.
    let references: [FilterReference]
    /// `Caller` is nil only for endpoints with anonymous access.
    let run: @Sendable (Caller?, RepresentationForm, borrowing ReadTransaction) throws -> Representation
}

/// A write whose input has been decoded.
struct PreparedWrite: Sendable {
    let target: Target?
    /// `Caller` is nil only for a request with a code and without a token.
    let run: @Sendable (Caller?, borrowing WriteTransaction) throws -> Representation
    /// The same for a receipt of a group, whose totals are stored by whoever has the group; nil for other writes.
    var runInGroup:
        (@Sendable (Caller, inout ContributionGroup, borrowing WriteTransaction) throws -> Representation)?
    /// Checks the places that the body names, before a stored response is given; nil when the target says it all.
    var checkReplay: (@Sendable (Caller, borrowing WriteTransaction) throws -> Void)?
    /// The representation of the entity with this id as it is now, for a response that was stored by its resource; nil
    /// when the endpoint stores bytes.
    var current: (@Sendable (Int64, Caller, borrowing WriteTransaction) throws -> Representation?)?
    /// The body for which others were stored, see `Representation.storedParts`; nil when bytes are sent as stored.
    var rebuilt: (@Sendable ([UInt8], Caller, borrowing WriteTransaction) throws -> [UInt8])?
    /// The keys of the parts of a batch, none of which may be that of the whole.
    var partKeys: Set<String> = []
}

extension Endpoint {
    /// True when the body is a table.
    var takesTable: Bool { body.isTable }

    /// The media type of a success for an `Accept` field; nil when it allows none.
    ///
    /// Whoever sends a table may want it back with remarks, as CSV, and gets the rest as JSON.
    func responseMedia(for field: String?) -> Media? {
        if takesTable, [Media.csv].preferred(by: field) != nil { return media.first }
        return media.preferred(by: field)
    }

    /// The same endpoint, with a log line for each read.
    var audited: Endpoint {
        var endpoint = self
        endpoint.isAudited = true
        return endpoint
    }

    /// The same endpoint, read on a worker.
    var slow: Endpoint {
        var endpoint = self
        endpoint.cost = .slow
        return endpoint
    }

    /// The same endpoint, read on a worker when the query has one of `parameters`.
    func slow(with parameters: String...) -> Endpoint {
        var endpoint = self
        endpoint.slowParameters = parameters
        return endpoint
    }

    /// Whether a read with this query runs on a worker.
    func isSlow(with query: [QueryValue]) -> Bool {
        cost == .slow || query.contains { value in slowParameters.contains { value.isNamed($0) } }
    }

    /// A read with anonymous access.
    ///
    /// Its handler gets no caller, and its output is a public view.
    static func publicRead<In: Input, View: PublicView>(
        _ path: PathPattern, etag: ETagSource?, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, borrowing ReadTransaction) throws -> View
    ) -> Endpoint {
        anonymousRead(path, etag: etag, summary) { (input: In, tx) in Published(try handler(input, tx)) }
    }

    /// A list with anonymous access, of public views.
    static func publicRead<In: Input, View: PublicView>(
        _ path: PathPattern, etag: ETagSource?, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, borrowing ReadTransaction) throws -> PublicPage<View>
    ) -> Endpoint {
        anonymousRead(path, etag: etag, summary, handler)
    }

    private static func anonymousRead<In: Input, Out: Output>(
        _ path: PathPattern, etag: ETagSource?, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, borrowing ReadTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, access: .anonymous, key: .none, needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self), media: Media.offered(for: Out.self), etag: etag,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) { _, form, tx in
                    try Representation(try handler(input, tx), as: form, in: tx)
                }
            })
    }

    /// A printable page for callers with a role in the target's unit.
    static func page<In: Input>(
        _ path: PathPattern, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing ReadTransaction) throws -> HTMLPage
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, access: .everyRole, key: .none, needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: In.self), output: .page,
            media: [.html], etag: nil,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) { caller, _, tx in
                    guard let caller else { throw Problem(.tokenMissing) }
                    return Representation(try handler(input, caller, tx))
                }
            })
    }

    /// A read for callers with a role in the target's unit.
    static func read<In: Input, Out: Output>(
        _ path: PathPattern, access: Access = .everyRole, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing ReadTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, access: access, key: .none, needsVersion: false,
            status: 200,
            summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self),
            media: Media.offered(for: Out.self), etag: nil,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) {
                    caller, form, tx in
                    guard let caller else { throw Problem(.tokenMissing) }
                    return try Representation(try handler(input, caller, tx), as: form, in: tx)
                }
            })
    }

    /// A read of one entity by the id in its path, for callers with a role in its unit.
    static func show<View: EntityView>(
        _ path: PathPattern, as view: View.Type, _ summary: Sentence
    ) -> Endpoint where View.Value: StoredEntity {
        read(path, summary) { (input: PathInput<View.Value>, _, tx) in
            View(value: try tx.existing(input.id))
        }
    }

    /// A write that creates a resource (201) or takes a step (200).
    static func post<In: Input, Out: Output>(
        _ path: PathPattern, roles: Set<Role>, key: KeyRule = .accepted, needsVersion: Bool = false,
        status: Int = 201, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        write(
            .post, path, roles: roles, key: key, needsVersion: needsVersion, status: status, summary, handler)
    }

    /// An update by merge patch.
    ///
    /// - Source: RFC 5789, RFC 7396.
    static func patch<In: Input, Out: Output>(
        _ path: PathPattern, roles: Set<Role>, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        write(.patch, path, roles: roles, key: .accepted, needsVersion: true, status: 200, summary, handler)
    }

    private static func write<In: Input, Out: Output>(
        _ method: Method, _ path: PathPattern, roles: Set<Role>, key: KeyRule, needsVersion: Bool,
        status: Int,
        _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: method, path: path, access: .roles(roles), key: key,
            needsVersion: needsVersion,
            status: status, summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self), media: [.json], etag: nil,
            action: .write { decoder in
                let input = In(from: &decoder)
                return PreparedWrite(
                    target: input.target,
                    run: { caller, tx in
                        guard let caller else { throw Problem(.tokenMissing) }
                        return Representation(try handler(input, caller, tx))
                    },
                    current: { id, caller, tx in
                        guard let resource = Out.self as? any Resource.Type else { return nil }
                        return try Representation(current: id, as: resource, for: caller, in: tx)
                    })
            })
    }
}
