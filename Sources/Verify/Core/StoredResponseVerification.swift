import Domain
import SQLite
import Store

/// A row of `idempotency_key`, as `StoredResponseRow.all` reads it.
private struct StoredResponseRow {
    static let all = Query(
        """
        SELECT caller, key, kind, entity, version, body, fingerprint, status, location, etag, recorded_ms, position
        FROM idempotency_key
        ORDER BY caller, key
        """)

    let caller: Int64
    let key: String
    /// The resource that the response shows.
    let resource: EntityVersion?
    /// Nil when the columns contradict each other.
    let content: StoredResponse.Content?
    let digest: RequestDigest
    /// Nil for one that is kept for good.
    let recordedAt: Int64?
    /// Nil for one from before requests were named in the journal.
    let position: Int64?

    init(_ row: borrowing Row) {
        (caller, key) = (row.integer(0), row.text(1))
        let (kind, entity, version) = (row.optionalText(2), row.optionalInteger(3), row.optionalInteger(4))
        let body = row.optionalBytes(5)
        let (location, etag) = (row.optionalText(8), row.optionalText(9))
        if let kind = kind.flatMap(EntityKind.init(rawValue:)), let entity, let version, body == nil {
            let resource = EntityVersion(kind, id: entity, version: version)
            (self.resource, content) = (resource, location ?? etag == nil ? .resource(resource) : nil)
        } else {
            resource = nil
            let isOfBytes = kind == nil && entity == nil && version == nil
            content = isOfBytes ? body.map { .bytes($0, location: location, etag: etag) } : nil
        }
        (recordedAt, position) = (row.optionalInteger(10), row.optionalInteger(11))
        digest = RequestDigest(
            caller: caller, key: key, fingerprint: row.bytes(6), status: row.integer(7),
            isKeptForever: recordedAt == nil)
    }

    /// What the journal must say; nil for a row from before requests were named.
    var facts: StoredResponseFacts? {
        position.map { position in
            StoredResponseFacts(
                digest: digest.bytes, position: position, recordedAt: recordedAt ?? -1,
                resource: content?.resource, content: resource == nil ? content?.payload ?? [1] : [])
        }
    }
}

extension Verifier {
    /// Checks that each stored response follows from the journal: all its columns from the entry it refers to, those of
    /// before from the entry that names them all; and that its resource has had the version that it showed.
    ///
    /// A first version needs no look-up, because the ids of a kind ascend without gaps and the rows were verified:
    /// almost all are receipts, which are in another order.
    func verifyStoredResponses() throws {
        var lastIDs: [EntityKind: Int64] = [:]
        let sealedAt = findings.responses.seals.last?.recordedAt.milliseconds ?? .min
        try connection.forEachReadable(StoredResponseRow.all) { row in
            let stored = StoredResponseRow(row)
            try row.check()
            var isConsistent = stored.content != nil
            if let resource = stored.resource, isConsistent {
                let last = try lastIDs[resource.kind] ?? lastID(of: resource.kind)
                lastIDs[resource.kind] = last
                isConsistent =
                    try (1...max(1, last)).contains(resource.id) && last > 0
                    && hasReached(resource.version, resource.kind, resource.id)
            }
            if let facts = stored.facts {
                facts.add(to: &findings.responses.stored)
            } else if let time = stored.recordedAt, time > sealedAt {
                isConsistent = false
            }
            if !isConsistent { report(.storedResponseDiffers(caller: stored.caller, key: stored.key)) }
        } onUnreadable: { row, _ in
            report(.storedResponseDiffers(caller: row.integer(0), key: row.text(1)))
        }
        if findings.responses.stored != findings.responses.computed { try reportStoredResponses() }
        try verifySealedResponses()
    }

    /// Reports each stored response that is not what the row of the journal says that it refers to, or the numbers when
    /// all are: then one is missing.
    private func reportStoredResponses() throws {
        let events = Dictionary(uniqueKeysWithValues: JournalEvent.all.map { ($0.name, $0) })
        let countBefore = findings.discrepanciesCount
        try connection.forEachReadable(StoredResponseRow.all) { row in
            let stored = StoredResponseRow(row)
            try row.check()
            guard let facts = stored.facts else { return }
            let named = try connection.first(Self.requestRow, facts.position) { row -> RequestRow? in
                guard let digest = row.optionalBytes(0) else { return nil }
                return RequestRow(
                    digest: digest, position: facts.position, recordedAt: row.instant(1),
                    event: events[row.text(2)], subject: row.integer(3), payload: row.optionalBytes(4))
            }
            guard let named, named?.facts == facts else {
                return report(.storedResponseDiffers(caller: stored.caller, key: stored.key))
            }
        } onUnreadable: { _, _ in
        }
        guard findings.discrepanciesCount == countBefore else { return }
        let (stored, computed) = (findings.responses.stored.count, findings.responses.computed.count)
        report(.storedResponsesDiffer(stored: stored, computed: computed))
    }

    private static let requestRow = Query(
        "SELECT request, recorded_ms, kind, subject, payload FROM journal WHERE position = ?1")

    /// Checks what was stored for good before requests were named: one entry names it, if there was anything.
    private func verifySealedResponses() throws {
        var (hash, isEmpty) = (StoredResponseHash(), true)
        try connection.forEachReadable(StoredResponseSeal.rows) { row in
            hash.add(row)
            try row.check()
            isEmpty = false
        } onUnreadable: { _, _ in
            isEmpty = false
        }
        let seals = findings.responses.seals
        guard let seal = seals.first else {
            if !isEmpty { report(.sealedResponsesDiffer(position: 0)) }
            return
        }
        let isFirst = seal.position < findings.responses.firstNamed ?? .max
        if seals.count > 1 || !isFirst || seal.payload != hash.sealPayload {
            report(.sealedResponsesDiffer(position: seal.position))
        }
    }

    private func lastID(of kind: EntityKind) throws -> Int64 {
        try connection.first(kind.table.lastID) { row in row.integer(0) } ?? 0
    }

    private func hasReached(_ version: Int64, _ kind: EntityKind, _ id: Int64) throws -> Bool {
        guard version > 1 else { return version == 1 }
        let current = try connection.first(kind.table.scope, id) { row in row.integer(2) }
        return version <= current ?? 0
    }
}
