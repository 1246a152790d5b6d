import Crypto
import Domain
import JSON
package import SQLite
import Transparency

/// The entries about stored responses that no entity's own row implies.
extension StoredResponse {
    /// The event of an entry that says what is stored under the key of a request.
    ///
    /// It is about no entity: its subject is 0.
    package static let eventName = "response.stored"
    /// The event of the entry that names all responses stored for good before requests were named.
    package static let sealName = "responses.sealed"
}

extension StoredResponse.Content {
    /// The payload of an entry that says what is stored.
    package var payload: [UInt8] {
        var json = JSONWriter(capacity: 96)
        json.beginObject()
        switch self {
        case .resource(let resource):
            json.member("kind", resource.kind.rawValue)
            json.member("entity", resource.id)
            json.member("version", resource.version)
        case .bytes(let body, let location, let etag):
            json.member("sha256", StoredResponseHash.text(of: body, location: location, etag: etag))
        }
        json.endObject()
        return json.finish()
    }
}

extension EntityVersion {
    /// The version of an entity that a row of the journal implies; nil when an entry of its own must say it.
    ///
    /// - Parameters:
    ///   - event: of the row.
    ///   - subject: the id of the entity.
    ///   - payload: nil when it was erased. Of what can be erased, only the first version is implied.
    package init?(recordedBy event: JournalEvent, subject: Int64, payload: [UInt8]?) {
        if event.action.createsEntity {
            self.init(event.kind, id: subject, version: 1)
            return
        }
        guard let payload, !(event.kind.storedType is any ForgettableEntity.Type),
            let member = JSONMemberSlices(of: payload)?.member("version", in: payload),
            let version = Int64(String(decoding: payload[member.value], as: UTF8.self))
        else { return nil }
        self.init(event.kind, id: subject, version: version)
    }
}

/// SHA-256 over columns of stored responses, each with its length.
package struct StoredResponseHash {
    private var hash = SHA256()
    private var count: Int64 = 0

    package init() {}

    private mutating func add(_ bytes: [UInt8]?) {
        hash.update(data: Int64(bytes?.count ?? -1).bigEndianBytes)
        if let bytes { hash.update(data: bytes) }
    }

    fileprivate static func text(of body: [UInt8], location: String?, etag: String?) -> String {
        var hash = StoredResponseHash()
        hash.add(body)
        hash.add(location.map { Array($0.utf8) })
        hash.add(etag.map { Array($0.utf8) })
        return hash.text
    }

    private var text: String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: Array(hash.finalize()))
        return String(decoding: digits, as: UTF8.self)
    }

    /// Adds a row of `StoredResponseSeal.rows`.
    package mutating func add(_ row: borrowing Row) {
        count += 1
        for column: Int32 in [0, 3, 8, 9] { add(row.optionalInteger(column)?.bigEndianBytes) }
        for column: Int32 in [1, 4, 5, 7] { add(row.optionalText(column).map { Array($0.utf8) }) }
        for column: Int32 in [2, 6] { add(row.optionalBytes(column)) }
    }

    /// The payload of the entry that names these rows.
    package var sealPayload: [UInt8] {
        var json = JSONWriter(capacity: 96)
        json.beginObject()
        json.member("count", count)
        json.member("sha256", text)
        json.endObject()
        return json.finish()
    }
}

/// The entry that names the responses stored for good before their requests were named in the journal.
///
/// The migration whose name ends with `migrationSuffix` writes it, if there are stored responses.
package enum StoredResponseSeal {
    static let migrationSuffix = "_request_digests.sql"

    /// The rows it names: those that refer to no entry, and are kept.
    package static let rows = Query(
        """
        SELECT caller, key, fingerprint, status, location, etag, body, kind, entity, version
        FROM idempotency_key
        WHERE position IS NULL AND recorded_ms IS NULL
        ORDER BY caller, key
        """)

    /// - Throws: `SQLiteError`.
    static func write(on connection: Connection) throws {
        let isEmpty = try connection.first("SELECT 1 FROM idempotency_key LIMIT 1") { _ in true } == nil
        if isEmpty { return }
        var hash = StoredResponseHash()
        try connection.forEach(rows) { row in hash.add(row) }
        let last = try connection.lastJournalPosition()
        let time = try connection.first("SELECT recorded_ms FROM journal WHERE position = ?1", last) { row in
            row.instant(0)
        }
        let row = JournalEntry.Row(
            position: last + 1, recordedAt: time ?? Instant(milliseconds: 0), author: nil,
            event: StoredResponse.sealName, subject: 0, owner: nil, request: nil)
        var (edge, entry) = (try connection.logEdge(at: last), JournalEntry())
        let leaf = try connection.insert(row, hash.sealPayload, publicMembers: nil, with: &entry)
        try edge.append(leaf, storingOn: connection)
    }
}
