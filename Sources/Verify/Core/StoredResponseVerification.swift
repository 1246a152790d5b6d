import Domain
import SQLite
import Store

extension Verifier {
    private static let storedResponses = Query(
        """
        SELECT caller, key, kind, entity, version, CASE WHEN body IS NULL THEN 0 ELSE 1 END
        FROM idempotency_key
        ORDER BY caller, key
        """)

    /// Checks that the resource of each stored response exists, and had the version that the response showed.
    ///
    /// Nothing else in the file implies the other columns. A first version needs no look-up, because the ids of a kind
    /// ascend without gaps and the rows were verified: almost all are receipts, which are in another order.
    func verifyStoredResponses() throws {
        var lastIDs: [EntityKind: Int64] = [:]
        try connection.forEachReadable(Self.storedResponses) { row in
            let (caller, key) = (row.integer(0), row.text(1))
            let (kind, hasBody) = (row.optionalText(2), row.boolean(5))
            let (entity, version) = (row.optionalInteger(3), row.optionalInteger(4))
            try row.check()
            let isConsistent: Bool
            if let kind = kind.flatMap(EntityKind.init(rawValue:)), let entity, let version, !hasBody {
                let last = try lastIDs[kind] ?? lastID(of: kind)
                lastIDs[kind] = last
                isConsistent =
                    try (1...max(1, last)).contains(entity) && last > 0
                    && hasReached(version, kind, entity)
            } else {
                isConsistent = kind == nil && entity == nil && version == nil && hasBody
            }
            if !isConsistent { report(.storedResponseDiffers(caller: caller, key: key)) }
        } onUnreadable: { row, _ in
            report(.storedResponseDiffers(caller: row.integer(0), key: row.text(1)))
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
