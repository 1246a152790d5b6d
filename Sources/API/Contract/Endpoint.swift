package import Domain
import Gzip
package import HTTP
import Store

/// Who may call an endpoint.
package enum Access: Hashable, Sendable {
    /// Everybody, without a token: only public outputs.
    case anonymous
    /// Whoever holds one of these roles over the place that the request is about.
    case roles(Set<Role>)

    static let everyRole = Access.roles(Set(Role.allCases))
}

/// Whether a write needs an `Idempotency-Key`.
package enum KeyRule: Hashable, Sendable {
    /// Money moves, a number is taken, something is approved or published: no key, no effect.
    case required
    case accepted
    /// Reads have no effect to repeat.
    case none
}

/// What makes an answer stale.
enum ETagSource: Hashable, Sendable {
    /// The thing's own version: a strong ETag from the answer.
    case version
    /// Any change of the owner that the request is about: a weak ETag, known before the data is read.
    case owner
    /// Any change at all.
    case all
}

/// One row of the endpoint table: what the router, the access check, the validation and the OpenAPI document know.
package struct Endpoint: Sendable {
    package let method: Method
    package let path: PathPattern
    package let access: Access
    package let key: KeyRule
    /// The state step or change of an existing thing: `If-Match` is required.
    package let needsVersion: Bool
    /// The status of success.
    package let status: Int
    package let summary: Sentence
    package let fields: [InputField]
    package let output: Schema
    /// What a success is answered as.
    package let media: Media
    let etag: ETagSource
    let action: Action
    /// True when what is read is nobody's business but the reader's duty's: each reading is logged.
    ///
    /// - Source: DOMAIN §10, Law 91/2025/QH15 on the protection of personal data.
    private(set) var isAudited = false

    enum Action: Sendable {
        case read(@Sendable (inout RequestDecoder) -> PreparedRead)
        case write(@Sendable (inout RequestDecoder) -> PreparedWrite)
    }
}

/// A read whose input was decoded.
struct PreparedRead: Sendable {
    let target: Target?
    /// `Caller` is nil for endpoints open to everybody only.
    let run: @Sendable (Caller?, borrowing ReadTransaction) throws -> Representation
}

/// A write whose input was decoded.
struct PreparedWrite: Sendable {
    let target: Target?
    let run: @Sendable (Caller, borrowing WriteTransaction) throws -> Representation
}

/// What a handler answered, as bytes.
struct Representation: Hashable, Sendable {
    private(set) var body: [UInt8]
    /// What is kept for a repeated request; nil when it is `body`.
    ///
    /// A secret is shown once and kept never.
    var keptBody: [UInt8]?
    /// Set for resources, as the ETag is.
    var location: String?
    /// Set for a page of a list that goes on.
    var nextCursor: String?
    var etag: String?
    /// As what it is sent.
    private(set) var media = Media.json
    /// How many bytes the body had before it was packed; nil when it is as it was made.
    private(set) var unpackedCount: Int?

    /// The same answer with its body packed, when it is long enough to be worth it.
    ///
    /// Only for answers that everybody gets alike: beside a secret the length of packed bytes tells of it (BREACH).
    func packed(by gzip: Gzip) -> Representation {
        guard unpackedCount == nil, body.count >= Representation.packedBytesMin else { return self }
        var answer = self
        answer.body = gzip.packed(body)
        answer.unpackedCount = body.count
        return answer
    }

    /// The same answer as it was made.
    func unpacked(by gzip: Gzip) -> Representation {
        guard let unpackedCount else { return self }
        guard let body = gzip.unpacked(body, count: unpackedCount) else {
            preconditionFailure("an answer that we packed ourselves")
        }
        var answer = self
        answer.body = body
        answer.unpackedCount = nil
        return answer
    }

    /// Less than this, with its head of some 400 bytes, fits into one packet of an Ethernet anyway.
    private static let packedBytesMin = 1000

    /// Copies the body into an array of its own size: it was made in one that doubles as it grows.
    mutating func shrinkToFit() {
        var exact: [UInt8] = []
        exact.reserveCapacity(body.count)
        exact.append(contentsOf: body)
        body = exact
    }

    /// The answer that is `page`: a browser asks again each time.
    init(_ page: HTMLPage) {
        body = page.bytes
        media = .html
    }

    /// The answer that shows `output`.
    init(_ output: some Output) {
        body = JSONFields.bytes(output, capacity: 1024)
        if let listing = output as? any Listing { nextCursor = listing.nextCursor }
        if let secretOutput = output as? any SecretOutput { keptBody = secretOutput.bytesWithoutSecret }
        if let resource = output as? any Resource {
            location = resource.location
            etag = strongETag(resource.version)
        }
    }
}

extension Endpoint {
    /// The same, with a line of the log for each reading.
    var audited: Endpoint {
        var endpoint = self
        endpoint.isAudited = true
        return endpoint
    }

    /// A read that everybody may ask for.
    ///
    /// Its handler sees no caller, its output holds nothing private.
    static func publicRead<In: Input, Out: PublicOutput>(
        _ path: StaticString, etag: ETagSource, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, borrowing ReadTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .anonymous, key: .none, needsVersion: false,
            status: 200,
            summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self),
            media: .json, etag: etag,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target) { _, tx in Representation(try handler(input, tx)) }
            })
    }

    /// A page to be printed, for callers with a duty over the place.
    static func page<In: Input>(
        _ path: StaticString, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing ReadTransaction) throws -> HTMLPage
    ) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .everyRole, key: .none, needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: In.self), output: .page,
            media: .html,
            etag: .version,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target) { caller, tx in
                    guard let caller else { throw Problem(.tokenMissing) }
                    return Representation(try handler(input, caller, tx))
                }
            })
    }

    /// A read for callers with a duty over the place.
    static func read<In: Input, Out: Output>(
        _ path: StaticString, access: Access = .everyRole, etag: ETagSource, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing ReadTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: access, key: .none, needsVersion: false,
            status: 200,
            summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self),
            media: .json, etag: etag,
            action: .read { decoder in
                let input = In(from: &decoder)
                return PreparedRead(target: input.target) { caller, tx in
                    guard let caller else { throw Problem(.tokenMissing) }
                    return Representation(try handler(input, caller, tx))
                }
            })
    }

    /// A write that makes something (201), or takes a step with it (200).
    static func post<In: Input, Out: Output>(
        _ path: StaticString, roles: Set<Role>, key: KeyRule = .accepted, needsVersion: Bool = false,
        status: Int = 201, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        write(
            .post, path, roles: roles, key: key, needsVersion: needsVersion, status: status, summary, handler)
    }

    /// A correction, as a merge patch.
    ///
    /// - Source: RFC 5789, RFC 7396.
    static func patch<In: Input, Out: Output>(
        _ path: StaticString, roles: Set<Role>, _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        write(.patch, path, roles: roles, key: .accepted, needsVersion: true, status: 200, summary, handler)
    }

    private static func write<In: Input, Out: Output>(
        _ method: Method, _ path: StaticString, roles: Set<Role>, key: KeyRule, needsVersion: Bool,
        status: Int,
        _ summary: Sentence,
        _ handler: @escaping @Sendable (In, Caller, borrowing WriteTransaction) throws -> Out
    ) -> Endpoint {
        Endpoint(
            method: method, path: PathPattern(path), access: .roles(roles), key: key,
            needsVersion: needsVersion,
            status: status, summary: summary, fields: RequestDecoder.fields(of: In.self),
            output: SchemaFields.schema(of: Out.self), media: .json, etag: .version,
            action: .write { decoder in
                let input = In(from: &decoder)
                return PreparedWrite(target: input.target) { caller, tx in
                    Representation(try handler(input, caller, tx))
                }
            })
    }
}

/// A path with names in place of values: `/v1/pledges/{id}/confirm`.
package struct PathPattern: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case choice(String)
        case value(String)
    }

    package let text: String
    let steps: [Step]

    init(_ text: StaticString) {
        self.text = text.description
        steps = self.text.split(separator: "/")
            .map { step in
                step.hasPrefix("{") ? .value(String(step.dropFirst().dropLast())) : .choice(String(step))
            }
    }
}
