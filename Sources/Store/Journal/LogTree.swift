package import SQLite
package import Transparency

/// The tree over the journal's entries as the writer extends it: the leaves of the present transaction, and the edge of
/// the tree that they are appended to before the commit.
struct LogTree {
    /// That of the last commit; nil until first needed.
    private var edge: TreeEdge?
    private var extended: TreeEdge?
    private var leaves: [(position: Int64, hash: TreeHash)] = []

    var hasLeaves: Bool { !leaves.isEmpty }

    /// Takes the leaf of a new row.
    ///
    /// The leaves of rows from `position` on were rolled back, and are forgotten.
    mutating func append(_ leaf: TreeHash, at position: Int64) {
        while let last = leaves.last, last.position >= position { leaves.removeLast() }
        leaves.append((position, leaf))
    }

    /// Appends the leaves of the transaction up to the row at `last`, and stores the tiles that change.
    ///
    /// - Throws: `SQLiteError`, also for tiles that do not fit the journal.
    mutating func extend(to last: Int64, on connection: Connection) throws(SQLiteError) {
        while let rolledBack = leaves.last, rolledBack.position > last { leaves.removeLast() }
        guard let first = leaves.first else { return }
        var edge = if let edge { edge } else { try connection.logEdge(at: first.position - 1) }
        guard edge.size == first.position - 1 else {
            throw .damagedLog("the tree has \(edge.size) entries before position \(first.position)")
        }
        for leaf in leaves { try edge.append(leaf.hash, storingOn: connection) }
        extended = edge
    }

    /// Must be called after a commit.
    mutating func committed() {
        if let extended { edge = extended }
        rolledBack()
    }

    /// Must be called after a rollback of the whole transaction.
    mutating func rolledBack() {
        extended = nil
        leaves.removeAll(keepingCapacity: true)
    }
}

extension Session {
    /// Appends the entries of the transaction to the tree, before its commit.
    func extendLog() throws(SQLiteError) {
        guard log.hasLeaves else { return }
        let last = if let known = caches.lastPosition { known } else { try connection.lastJournalPosition() }
        try log.extend(to: last, on: connection)
    }
}

extension TreeEdge {
    /// Appends `leaf` and stores the tiles that it completes, with the one above them.
    mutating func append(_ leaf: TreeHash, storingOn connection: Connection) throws(SQLiteError) {
        let full = append(leaf)
        guard let top = full.last else { return }
        for tile in full { try connection.store(tile) }
        if let above = partialTiles.first(where: { $0.coordinate.level == top.coordinate.level + 1 }) {
            try connection.store(above)
        }
    }
}

extension SQLiteError {
    static func damagedLog(_ reason: String) -> SQLiteError {
        SQLiteError(code: SQLiteError.corruptCode, message: reason, operation: "log")
    }

    /// SQLITE_CORRUPT.
    private static let corruptCode: Int32 = 11
}

extension Connection {
    /// The edge of the tree over the first `size` rows.
    package func logEdge(at size: Int64) throws(SQLiteError) -> TreeEdge {
        guard size >= 0 else { throw .damagedLog("a size of \(size)") }
        return try TreeEdge(size: size) { coordinate throws(SQLiteError) in try logTile(coordinate) }
    }

    /// A tile, as wide as asked for.
    ///
    /// - Throws: `SQLiteError`, also when the file does not have the hashes.
    package func logTile(_ coordinate: TileCoordinate) throws(SQLiteError) -> Tile {
        let bytes =
            coordinate.level == 0 && !coordinate.isFull
            ? try leaves(of: coordinate) : try storedHashes(of: coordinate)
        do throws(Tile.Fault) {
            return try Tile(coordinate, bytes: bytes)
        } catch {
            throw .damagedLog("tile \(coordinate.level)/\(coordinate.index) is not complete")
        }
    }

    private func storedHashes(of coordinate: TileCoordinate) throws(SQLiteError) -> [UInt8] {
        do {
            return try first(
                "SELECT hashes FROM log_tile WHERE level = ?1 AND number = ?2", coordinate.level,
                coordinate.index
            ) { row in row.bytes(0) } ?? []
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading bytes throws nothing else: \(error)")
        }
    }

    private func leaves(of coordinate: TileCoordinate) throws(SQLiteError) -> [UInt8] {
        let start = coordinate.index << 8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(coordinate.width * TreeHash.byteCount)
        do {
            try forEach(
                "SELECT leaf FROM journal WHERE position BETWEEN ?1 AND ?2 ORDER BY position", start + 1,
                start + Int64(coordinate.width)
            ) { row in bytes += row.bytes(0) }
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading bytes throws nothing else: \(error)")
        }
        return bytes
    }

    fileprivate func store(_ tile: Tile) throws(SQLiteError) {
        try run(
            """
            INSERT INTO log_tile (level, number, hashes) VALUES (?1, ?2, ?3)
            ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
            """, tile.coordinate.level, tile.coordinate.index, tile.bytes)
    }
}
