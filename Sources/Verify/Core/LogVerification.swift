import SQLite
import Store
import Transparency

/// The tree that the verified entries make: the hashes of its full tiles of level 0, and the leaves beside them.
struct LogFindings: Sendable {
    /// The root of each full tile of level 0, by its number.
    fileprivate var roots: [Int64: TreeHash] = [:]
    /// The leaves of tiles that are not full, or not full in one part: by number and position.
    fileprivate var leaves: [Int64: [Int64: TreeHash]] = [:]

    /// The number of the tile of level 0 with the entry at `position`.
    fileprivate static func tile(of position: Int64) -> Int64 { (position - 1) >> 8 }

    /// Adds the findings of the part that follows.
    mutating func add(_ part: LogFindings) {
        roots.merge(part.roots) { $1 }
        for (number, found) in part.leaves {
            leaves[number, default: [:]].merge(found) { $1 }
        }
    }
}

extension Verifier {
    /// Takes the leaf of the row at `position`; the tile is compared once it has all of its leaves.
    func collect(_ leaf: TreeHash, at position: Int64) throws {
        guard position > 0 else { return }
        let number = LogFindings.tile(of: position)
        findings.log.leaves[number, default: [:]][position] = leaf
        if position & 255 == 0 { try completeTile(number) }
    }

    /// Compares a tile of level 0, if all its leaves are known, with the stored one.
    private func completeTile(_ number: Int64) throws {
        guard let found = findings.log.leaves[number], found.count == TileCoordinate.widthMax else { return }
        findings.log.leaves[number] = nil
        let hashes = found.sorted { $0.key < $1.key }.map(\.value)
        var subtree = TreeEdge()
        for hash in hashes { _ = subtree.append(hash) }
        findings.log.roots[number] = subtree.root
        try compare(hashes, level: 0, number: number)
    }

    private func compare(_ hashes: [TreeHash], level: Int, number: Int64) throws {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * TreeHash.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        let stored = try connection.first(
            "SELECT hashes FROM log_tile WHERE level = ?1 AND number = ?2", level, number
        ) { row in row.bytes(0) }
        if stored != bytes { report(.logTileDiffers(level: level, number: number)) }
    }

    /// Checks the tiles above level 0, that there are no others, that each signed checkpoint is of this tree, and all
    /// signatures by the stored keys.
    ///
    /// - Returns: the root of the tree, or nil when the journal has gaps.
    func verifyLog() throws -> TreeHash? {
        let keys = try verifyLogKeys()
        try verifyCosignatures(by: keys.witnesses)
        for number in findings.log.leaves.keys.sorted() { try completeTile(number) }
        let size = findings.journal.lastPosition
        let fullCount = TileCoordinate.hashCount(level: 1, size: size)
        let roots = (0..<fullCount).compactMap { findings.log.roots[$0] }
        // Gaps are reported already; without all leaves there is no tree to compare with.
        guard Int64(roots.count) == fullCount, findings.journal.rowsCount == size else { return nil }
        try verifyUpperTiles(of: roots)
        try verifyNoOtherTiles(at: size)
        return try verifyCheckpoints(at: size, by: keys.logs)
    }

    private func verifyUpperTiles(of roots: [TreeHash]) throws {
        var (row, level) = (roots, 1)
        while !row.isEmpty {
            var above: [TreeHash] = []
            for start in stride(from: 0, to: row.count, by: TileCoordinate.widthMax) {
                let hashes = Array(row[start..<min(start + TileCoordinate.widthMax, row.count)])
                try compare(hashes, level: level, number: Int64(start / TileCoordinate.widthMax))
                guard hashes.count == TileCoordinate.widthMax else { break }
                var subtree = TreeEdge()
                for hash in hashes { _ = subtree.append(hash) }
                above.append(subtree.root)
            }
            (row, level) = (above, level + 1)
        }
    }

    private func verifyNoOtherTiles(at size: Int64) throws {
        try connection.forEach("SELECT level, number FROM log_tile ORDER BY level, number") { row in
            let (level, number) = (Int(clamping: row.integer(0)), row.integer(1))
            let count = TileCoordinate.hashCount(level: max(level, 0), size: size)
            let tilesCount = level == 0 ? count >> 8 : (count + 255) >> 8
            if number < 0 || number >= tilesCount { report(.logTileDiffers(level: level, number: number)) }
        }
    }

    private func verifyCheckpoints(at size: Int64, by logs: [VerifierKey]) throws -> TreeHash? {
        try connection.forEach("SELECT size, root, note FROM log_checkpoint ORDER BY size") { row in
            let signed = row.integer(0)
            let isOfTree = signed >= 0 && signed <= size && root(at: signed)?.bytes == row.bytes(1)
            let isSigned = Verifier.isSigned(row.text(2), size: signed, root: row.bytes(1), by: logs)
            if !isOfTree || !isSigned { report(.checkpointDiffers(size: signed)) }
        }
        return root(at: size)
    }

    /// The root over the first `size` entries, or nil when the tiles do not have it.
    private func root(at size: Int64) -> TreeHash? {
        // Tiles that cannot be read were reported.
        try? connection.logEdge(at: size).root
    }
}
