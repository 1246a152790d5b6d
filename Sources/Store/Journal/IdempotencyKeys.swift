import SQLite

/// The response that was given to a request with an `Idempotency-Key`.
package struct StoredResponse: Hashable, Sendable {
    package let status: Int
    package let location: String?
    package let etag: String?
    package let body: [UInt8]

    package init(status: Int, location: String?, etag: String?, body: [UInt8]) {
        self.status = status
        self.location = location
        self.etag = etag
        self.body = body
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
            SELECT status, location, etag, body, fingerprint
            FROM idempotency_key
            WHERE caller = ?1 AND key = ?2
            """, key.caller, key.key
        ) { row in
            let response = StoredResponse(
                status: Int(row.integer(0)), location: row.optionalText(1), etag: row.optionalText(2),
                body: row.bytes(3))
            return (response, row.bytes(4) == key.fingerprint)
        }
    }

    /// Stores `response` in the same transaction as its effect: a rollback frees the key.
    package borrowing func store(_ response: StoredResponse, under key: IdempotencyKey) throws {
        try connection.run(
            """
            INSERT INTO idempotency_key (caller, key, fingerprint, status, location, etag, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, key.caller, key.key, key.fingerprint, response.status, response.location, response.etag,
            response.body)
    }
}
