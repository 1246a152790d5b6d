package import Domain
import SQLite

/// What is stored of the response to a request with an `Idempotency-Key`.
package struct StoredResponse: Hashable, Sendable {
    package let status: Int
    package let content: Content

    package enum Content: Hashable, Sendable {
        /// The response shows one resource, from which its body, `Location` and `ETag` are made again.
        case resource(EntityVersion)
        /// The response as it was sent, without a secret.
        case bytes([UInt8], location: String?, etag: String?)
    }

    package init(status: Int, content: Content) {
        self.status = status
        self.content = content
    }
}

extension StoredResponse.Content {
    package var resource: EntityVersion? {
        if case .resource(let version) = self { version } else { nil }
    }

    var body: [UInt8]? { if case .bytes(let body, _, _) = self { body } else { nil } }

    var location: String? {
        if case .bytes(_, let location, _) = self { location } else { nil }
    }

    var etag: String? { if case .bytes(_, _, let etag) = self { etag } else { nil } }
}

/// An entity with one of its versions; 1 for an entity that never changes.
package struct EntityVersion: Hashable, Sendable {
    package let kind: EntityKind
    package let id: Int64
    package let version: Int64

    package init(_ kind: EntityKind, id: Int64, version: Int64) {
        self.kind = kind
        self.id = id
        self.version = version
    }
}

/// An `Idempotency-Key` of one caller, with the fingerprint of its request.
///
/// Reusing a key for a different request is a client error.
package struct IdempotencyKey: Hashable, Sendable {
    package let caller: Int64
    package let key: String
    /// SHA-256 of method, path, query and canonical body.
    package let fingerprint: [UInt8]

    package init(caller: Int64, key: String, fingerprint: [UInt8]) {
        self.caller = caller
        self.key = key
        self.fingerprint = fingerprint
    }

    /// How long a key is stored.
    package enum Retention: Hashable, Sendable {
        /// Money or a number is given once, however late the request is repeated.
        case forever
        /// At least so many days.
        case days(Int)
    }
}

extension WriteTransaction {
    /// The response stored under `key`, or nil when the key is new.
    ///
    /// - Returns: the response, and whether it belongs to an identical request.
    package borrowing func storedResponse(
        _ key: IdempotencyKey
    ) throws -> (response: StoredResponse, isSame: Bool)? {
        try connection.first(
            """
            SELECT status, location, etag, body, kind, entity, version, fingerprint
            FROM idempotency_key
            WHERE caller = ?1 AND key = ?2
            """, key.caller, key.key
        ) { row in
            let content: StoredResponse.Content =
                if let body = row.optionalBytes(3) {
                    .bytes(body, location: row.optionalText(1), etag: row.optionalText(2))
                } else {
                    .resource(
                        EntityVersion(
                            row.choice(4, as: EntityKind.self), id: row.integer(5), version: row.integer(6)))
                }
            return (
                StoredResponse(status: Int(row.integer(0)), content: content), row.bytes(7) == key.fingerprint
            )
        }
    }

    /// Stores `response` in the same transaction as its effect: a rollback frees the key.
    ///
    /// - Parameters:
    ///   - response: the response, as bytes or by its resource.
    ///   - key: a new key.
    ///   - retention: a key that is not kept forever takes expired ones with it: see `deleteKeys`.
    /// - Throws: `SQLiteError`, for a key that is stored already too.
    package borrowing func store(
        _ response: StoredResponse, under key: IdempotencyKey, for retention: IdempotencyKey.Retention
    ) throws {
        var recordedAt: Int64?
        if case .days(let count) = retention {
            recordedAt = now.milliseconds
            try deleteKeys(olderThan: now.adding(days: -count))
        }
        let (content, resource) = (response.content, response.content.resource)
        let position = try journal(response, under: key, for: retention)
        try connection.run(
            """
            INSERT INTO idempotency_key
                (caller, key, fingerprint, status, location, etag, body, kind, entity, version, recorded_ms,
                position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, key.caller, key.key, key.fingerprint, response.status, content.location, content.etag,
            content.body, resource?.kind.rawValue, resource?.id, resource?.version, recordedAt,
            position)
    }

    /// Deletes the oldest keys from before `moment`: 100, and those stored in the same millisecond as the last one.
    ///
    /// In pieces, so that no write waits for the keys of months. Those kept forever have no time.
    private borrowing func deleteKeys(olderThan moment: Instant) throws {
        try connection.run(
            """
            DELETE FROM idempotency_key
            WHERE recorded_ms <= (
                SELECT max(recorded_ms)
                FROM (
                    SELECT recorded_ms FROM idempotency_key WHERE recorded_ms < ?1 ORDER BY recorded_ms LIMIT 100
                ) AS oldest
            )
            """, moment.milliseconds)
    }
}
