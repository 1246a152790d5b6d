package import Domain
import SQLite
package import Transparency

/// A signed tree head as stored: what was shown, or will be after the commit.
package struct StoredCheckpoint: Hashable, Sendable {
    package let size: Int64
    package let root: TreeHash
    /// The signed note without cosignatures.
    package let note: String
    package let signedAt: Instant

    package init(size: Int64, root: TreeHash, note: String, signedAt: Instant) {
        self.size = size
        self.root = root
        self.note = note
        self.signedAt = signedAt
    }
}

/// Whose public key it is.
package enum LogKeyKind: String, Sendable {
    case log
    case witness
}

extension Reading where Self: ~Copyable {
    /// The number of entries of the log, committed or by this transaction.
    package borrowing func logSize() throws -> Int64 {
        try connection.first("SELECT coalesce(max(position), 0) FROM journal") { row in row.integer(0) } ?? 0
    }

    /// The root over the first `size` entries.
    package borrowing func logRoot(at size: Int64) throws -> TreeHash {
        try connection.logEdge(at: size).root
    }

    /// A tile of the tree over the entries.
    package borrowing func logTile(_ coordinate: TileCoordinate) throws -> Tile {
        try connection.logTile(coordinate)
    }

    /// The last signed checkpoint; nil when none was signed.
    package borrowing func lastCheckpoint() throws -> StoredCheckpoint? {
        try connection.first(
            "SELECT size, root, note, signed_ms FROM log_checkpoint ORDER BY size DESC LIMIT 1"
        ) { row in try StoredCheckpoint(row) } ?? nil
    }

    /// The signed checkpoint of this size; nil when there is none, or it is no longer kept.
    package borrowing func checkpoint(of size: Int64) throws -> StoredCheckpoint? {
        try connection.first(
            "SELECT size, root, note, signed_ms FROM log_checkpoint WHERE size = ?1", size
        ) { row in try StoredCheckpoint(row) } ?? nil
    }

    /// The lines of witnesses below the checkpoint of this size, by their names.
    package borrowing func cosignatures(of size: Int64) throws -> [String] {
        try connection.all(
            "SELECT line FROM log_cosignature WHERE size = ?1 ORDER BY witness", size
        ) { row in row.text(0) }
    }

    /// The names of the witnesses that cosigned the checkpoint of this size.
    package borrowing func witnesses(of size: Int64) throws -> [String] {
        try connection.all("SELECT witness FROM log_cosignature WHERE size = ?1 ORDER BY witness", size) {
            row in
            row.text(0)
        }
    }

    /// The size of the largest checkpoint that this witness cosigned; 0 for none.
    package borrowing func largestCosigned(by witness: String) throws -> Int64 {
        try connection.first("SELECT coalesce(max(size), 0) FROM log_cosignature WHERE witness = ?1", witness)
        { row in
            row.integer(0)
        } ?? 0
    }

    /// The current public keys of a kind, as vkeys.
    package borrowing func logKeys(_ kind: LogKeyKind) throws -> [String] {
        try connection.all(
            "SELECT vkey FROM log_key WHERE kind = ?1 AND is_current = 1 ORDER BY vkey", kind.rawValue
        ) { row in row.text(0) }
    }

    /// The parts of the entries at these positions that everyone may have.
    package borrowing func logEntries(_ positions: ClosedRange<Int64>) throws -> [PublicEntry] {
        var entry = JournalEntry()
        let entries = try connection.all(PublicEntry.query, positions.lowerBound, positions.upperBound) {
            row in
            PublicEntry(row, with: &entry)
        }
        guard entries.count == positions.count else {
            throw SQLiteError.damagedLog("entries \(positions) are not complete")
        }
        return entries
    }
}

/// What everyone may have of an entry: its public part, and the hash of the private one.
package struct PublicEntry: Hashable, Sendable {
    package let position: Int64
    package let publicPart: [UInt8]
    package let entry: Entry

    package init(position: Int64, publicPart: [UInt8], entry: Entry) {
        self.position = position
        self.publicPart = publicPart
        self.entry = entry
    }

    fileprivate static let query = Query(
        """
        SELECT position, recorded_ms, kind, subject, owner, public_members, actor, token, assigned_by, payload, nonce,
            private_hash, request
        FROM journal
        WHERE position BETWEEN ?1 AND ?2
        ORDER BY position
        """)

    fileprivate init(_ row: borrowing Row, with entry: inout JournalEntry) {
        position = row.integer(0)
        let author = row.optionalID(6)
            .map { Actor($0, token: row.optionalID(7), assignedBy: row.optionalID(8)) }
        let columns = JournalEntry.Row(
            position: position, recordedAt: row.instant(1), author: author, event: row.text(2),
            subject: row.integer(3), owner: row.optionalText(4), request: row.optionalBytes(12))
        let publicMembers = row.optionalBytes(5)
        let privateHash: TreeHash
        if let payload = row.optionalBytes(9) {
            entry.write(
                columns, nonce: row.optionalBytes(10) ?? [], payload: payload, publicMembers: publicMembers)
            privateHash = entry.privateHash
        } else {
            entry.writePublicPart(of: columns, publicMembers)
            privateHash = TreeHash(row.optionalBytes(11) ?? []) ?? .empty
        }
        publicPart = entry.publicBytes
        self.entry = Entry(publicHash: .sha256(of: publicPart), privateHash: privateHash)
    }
}

extension WriteTransaction {
    /// Stores a signed checkpoint; of those without cosignatures, the last one of each hour stays.
    package borrowing func store(_ checkpoint: StoredCheckpoint) throws {
        let hour: Int64 = 3_600_000
        let hourStart = checkpoint.signedAt.milliseconds / hour * hour
        try connection.run(
            """
            DELETE FROM log_checkpoint
            WHERE signed_ms >= ?1 AND size < ?2 AND size NOT IN (SELECT size FROM log_cosignature)
            """, hourStart, checkpoint.size)
        try connection.run(
            """
            INSERT INTO log_checkpoint (size, root, note, signed_ms) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (size) DO UPDATE SET note = excluded.note, signed_ms = excluded.signed_ms
            WHERE log_checkpoint.root = excluded.root
            """, checkpoint.size, checkpoint.root.bytes, checkpoint.note, checkpoint.signedAt)
    }

    /// Stores the line of a witness below a stored checkpoint; a later one of the same witness takes its place.
    package borrowing func storeCosignature(_ line: String, by witness: String, of size: Int64) throws {
        try connection.run(
            """
            INSERT INTO log_cosignature (size, witness, line, received_ms) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, received_ms = excluded.received_ms
            """, size, witness, line, now)
    }

    /// Makes `vkeys` the current ones of their kind.
    package borrowing func setLogKeys(_ kind: LogKeyKind, to vkeys: [String]) throws {
        guard Set(try logKeys(kind)) != Set(vkeys) else { return }
        try connection.run("UPDATE log_key SET is_current = 0 WHERE kind = ?1", kind.rawValue)
        for vkey in vkeys {
            try connection.run(
                """
                INSERT INTO log_key (vkey, kind, is_current, added_ms) VALUES (?1, ?2, 1, ?3)
                ON CONFLICT (vkey) DO UPDATE SET is_current = 1, kind = excluded.kind
                """, vkey, kind.rawValue, now)
        }
    }
}

extension StoredCheckpoint {
    fileprivate init(_ row: borrowing Row) throws {
        guard let root = TreeHash(row.bytes(1)) else {
            throw SQLiteError.damagedLog("the root of checkpoint \(row.integer(0)) is no hash")
        }
        self.init(size: row.integer(0), root: root, note: row.text(2), signedAt: row.instant(3))
    }
}
