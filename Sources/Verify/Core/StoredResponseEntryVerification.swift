import Domain
import JSON
import SQLite
import Store

/// What the journal implies of stored responses, and what is stored.
struct StoredResponseFindings: Sendable {
    /// The entry that names what was stored before requests were named.
    struct Seal: Sendable {
        let position: Int64
        let recordedAt: Instant
        let payload: [UInt8]
    }

    /// The time of the oldest response that is not kept for good: those before it were dropped by age.
    ///
    /// Read before the journal.
    var oldest = Int64.max
    var stored: Tally
    var computed: Tally
    var seals: [Seal] = []
    /// The first row that names a request.
    var firstNamed: Int64?

    init(empty: Tally) { (stored, computed) = (empty, empty) }

    mutating func add(_ part: StoredResponseFindings) {
        stored.add(part.stored)
        computed.add(part.computed)
        seals += part.seals
        firstNamed = firstNamed ?? part.firstNamed
    }
}

/// A journal row that names a request.
struct RequestRow {
    let digest: [UInt8]
    let position: Int64
    let recordedAt: Instant
    /// Nil for an entry about a stored response.
    let event: JournalEvent?
    let subject: Int64
    let payload: [UInt8]?
}

/// What is stored under a key, and where: one row of either side.
struct StoredResponseFacts: Hashable {
    let digest: [UInt8]
    let position: Int64
    let recordedAt: Int64
    /// Nil when bytes are stored.
    let resource: EntityVersion?
    /// `StoredResponse.Content.payload` of bytes; empty for a resource.
    let content: [UInt8]

    func add(to tally: inout Tally) {
        let kind = resource.map { Int64($0.kind.index) } ?? -1
        tally.add(
            [position, recordedAt, kind, resource?.id ?? -1, resource?.version ?? -1],
            content.isEmpty ? digest : digest + content)
    }
}

extension RequestRow {
    /// What must be stored, when this is the last row that names the request.
    ///
    /// A row about a resource implies that the response shows it as it was then; otherwise an entry says what is stored.
    var facts: StoredResponseFacts {
        let isKeptForever = RequestDigest.isKeptForever(digest)
        let resource =
            if let event {
                EntityVersion(recordedBy: event, subject: subject, payload: payload)
            } else {
                payload.flatMap { EntityVersion(storedAs: $0) }
            }
        // An entity's row that implies no resource is never the last one: nothing that is stored has this content.
        let bytes = event == nil ? payload ?? [0] : [0]
        return StoredResponseFacts(
            digest: digest, position: position, recordedAt: isKeptForever ? -1 : recordedAt.milliseconds,
            resource: resource, content: resource == nil ? bytes : [])
    }
}

extension EntityVersion {
    /// The resource that the payload of an entry about a stored response names; nil for bytes.
    fileprivate init?(storedAs payload: [UInt8]) {
        guard let members = JSONMemberSlices(of: payload),
            let entity = members.member("entity", in: payload),
            let version = members.member("version", in: payload),
            let kind = members.member("kind", in: payload)
        else { return nil }
        func text(_ member: JSONMemberSlices.Member) -> String {
            String(decoding: payload[member.value], as: UTF8.self)
        }
        guard let kind = EntityKind(rawValue: String(text(kind).dropFirst().dropLast())),
            let entity = Int64(text(entity)), let version = Int64(text(version))
        else { return nil }
        self.init(kind, id: entity, version: version)
        guard StoredResponse.Content.resource(self).payload == payload else { return nil }
    }
}

extension Verifier {
    /// The time of the oldest stored response that is not kept for good.
    func oldestStoredResponse() throws -> Int64 {
        try connection.first(
            "SELECT min(recorded_ms) FROM idempotency_key WHERE recorded_ms IS NOT NULL"
        ) { row in row.optionalInteger(0) ?? .max } ?? .max
    }

    /// Takes the next journal row: when it names another request than the one before it, that one has ended.
    func followRequest(of row: borrowing Row, _ payload: [UInt8]?, _ event: JournalEvent?) {
        let digest = row.optionalBytes(13)
        if let last = lastRequest, last.digest != digest { take(last) }
        lastRequest = nil
        guard let digest else { return }
        let (position, recordedAt) = (row.integer(0), row.instant(1))
        if findings.responses.firstNamed == nil { findings.responses.firstNamed = position }
        lastRequest = RequestRow(
            digest: digest, position: position, recordedAt: recordedAt, event: event,
            subject: row.integer(4), payload: payload)
    }

    /// Must be called after the last row of a part.
    func endRequest() throws {
        guard let last = lastRequest else { return }
        let next = try connection.first(
            "SELECT request FROM journal WHERE position = ?1", last.position &+ 1
        ) { row in row.optionalBytes(0) }
        if (next ?? nil) != last.digest { take(last) }
        lastRequest = nil
    }

    private func take(_ row: RequestRow) {
        let facts = row.facts
        guard facts.recordedAt < 0 || facts.recordedAt >= known.responses.oldest else { return }
        facts.add(to: &findings.responses.computed)
    }

    /// Checks an entry about stored responses, which is about no entity.
    func verifyResponseEntry(_ row: borrowing Row, _ payload: [UInt8]?) {
        let columns = AuthorColumns(row)
        verifyToken(columns, redeemsCode: false)
        if columns.owner != nil { report(.journalOwnerDiffers(position: columns.position)) }
        if row.optionalBytes(10) != nil { report(.publicPartDiffers(position: columns.position)) }
        guard let payload else { return report(.journalErased(position: columns.position)) }
        let isSeal = row.text(3) == StoredResponse.sealName
        if isSeal {
            if columns.user != nil { report(.actorDiffers(position: columns.position)) }
            findings.responses.seals.append(
                StoredResponseFindings.Seal(
                    position: columns.position, recordedAt: columns.recordedAt, payload: payload))
        }
        if row.integer(4) != 0 || isSeal != (row.optionalBytes(13) == nil) {
            report(.journalKindUnknown(position: columns.position, kind: row.text(3)))
        }
    }
}
