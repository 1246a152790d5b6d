import Crypto
import Domain
import SQLite

/// Names a request with an `Idempotency-Key` in the private part of the journal rows that it writes.
///
/// It is known before the first row is written, and binds what is stored under the key: caller, key, fingerprint,
/// status, and whether it is kept for good, which its last bit says.
package struct RequestDigest: Hashable, Sendable {
    /// 32 of them.
    package let bytes: [UInt8]

    /// That of the columns of a stored response.
    package init(
        caller: Int64, key: String, fingerprint: [UInt8], status: Int64, isKeptForever: Bool
    ) {
        var input: [UInt8] = []
        input.reserveCapacity(320)
        input.append(contentsOf: caller.bigEndianBytes)
        input.append(contentsOf: status.bigEndianBytes)
        input.append(contentsOf: Int64(key.utf8.count).bigEndianBytes)
        input.append(contentsOf: key.utf8)
        input.append(contentsOf: fingerprint)
        var bytes = Array(SHA256.hash(data: input))
        bytes[bytes.count - 1] = bytes[bytes.count - 1] & 0xFE | (isKeptForever ? 1 : 0)
        self.bytes = bytes
    }

    /// Whether the response to the request with this digest is kept for good.
    package static func isKeptForever(_ bytes: [UInt8]) -> Bool { (bytes.last ?? 0) & 1 == 1 }
}

/// What is known of a request before its first row is written.
private struct KnownRequest: Hashable {
    let key: IdempotencyKey
    let status: Int
    let retention: IdempotencyKey.Retention

    var digest: RequestDigest {
        RequestDigest(
            caller: key.caller, key: key.key, fingerprint: key.fingerprint, status: Int64(status),
            isKeptForever: retention == .forever)
    }
}

/// The request whose rows a job writes, and the last of them.
struct JournaledRequest {
    fileprivate let known: KnownRequest?
    fileprivate let digest: RequestDigest?
    /// What a later part of the job was done for has a request of its own: see `beginRequest`.
    fileprivate var hasParts = false
    /// The last row that names the request, and the resource that it implies.
    private(set) var last: (position: Int64, recorded: EntityVersion?)?

    fileprivate init(_ known: KnownRequest?) {
        self.known = known
        digest = known?.digest
    }

    init() { self.init(nil) }

    /// What the next row names: the rows of one request follow one another.
    var digestOfRows: [UInt8]? { hasParts ? nil : digest?.bytes }

    /// Must be called after a row that names the request.
    mutating func wrote(_ recorded: EntityVersion?, at position: Int64) { last = (position, recorded) }
}

extension WriteTransaction {
    /// Must be called before the first row of a request is written, so that its rows name it.
    ///
    /// A batch or a table is a request whose parts may be requests of their own: its rows name none but their own, and
    /// it has an entry at its end.
    ///
    /// - Parameters:
    ///   - key: the key of the request; nil when it has none.
    ///   - status: that of the response that will be stored.
    ///   - retention: how long.
    /// - Returns: what `endRequest` needs.
    package borrowing func beginRequest(
        _ key: IdempotencyKey?, status: Int, for retention: IdempotencyKey.Retention
    ) -> OuterRequest {
        precondition(effects.requests.last == nil, "a request within one that has written rows")
        var outer = effects.requests
        outer.hasParts = true
        effects.requests = JournaledRequest(
            key.map { KnownRequest(key: $0, status: status, retention: retention) })
        return OuterRequest(request: outer)
    }

    /// Must be called after the response was stored, or the request was refused.
    package borrowing func endRequest(_ outer: OuterRequest) { effects.requests = outer.request }

    /// The position of the row that the stored response follows from: the last one of the request when it implies the
    /// resource that is shown, else one more, which says what is stored.
    borrowing func journal(
        _ response: StoredResponse, under key: IdempotencyKey, for retention: IdempotencyKey.Retention
    ) throws(SQLiteError) -> Int64 {
        let known = KnownRequest(key: key, status: response.status, retention: retention)
        let requests = effects.requests
        if let last = requests.last {
            precondition(requests.known == known, "the rows name another request")
            if let recorded = last.recorded, recorded == response.content.resource { return last.position }
        }
        let digest = (requests.known == known ? requests.digest : nil) ?? known.digest
        let row = JournalEntry.Row(
            position: try nextJournalPosition(), recordedAt: now, author: actor,
            event: StoredResponse.eventName, subject: 0, owner: nil, request: digest.bytes)
        try append(row, response.content.payload, publicMembers: nil)
        return row.position
    }
}

/// The request that another one is a part of.
package struct OuterRequest {
    fileprivate let request: JournaledRequest
}

extension Int64 {
    var bigEndianBytes: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Int64($0)) }
    }
}
