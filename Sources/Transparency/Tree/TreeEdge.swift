/// The right edge of an append-only tree: all that is needed to append leaves and to know the root.
///
/// It holds at most 255 hashes a level and the root of each complete subtree: some kilobytes for any size. A copy
/// shares them until one of the two is changed, so that a transaction can be rolled back by keeping the copy.
///
/// - Source: RFC 6962 §2.1; C2SP tlog-tiles.md at 5ba5ee8.
package struct TreeEdge: Hashable, Sendable {
    /// The number of leaves.
    package private(set) var size: Int64 = 0

    /// The hashes of the partial tile of each level from 0 up.
    private var rows: [[TreeHash]] = [[]]

    /// The roots of the complete subtrees from left to right, one for each bit of the size that is set.
    private var peaks: [TreeHash] = []

    /// Creates the edge of an empty tree.
    package init() {}

    /// Creates the edge of a tree of `size` leaves from its partial tiles: at most 8 reads.
    ///
    /// - Parameters:
    ///   - size: the number of leaves.
    ///   - read: returns the tile with the coordinate, as wide as asked.
    /// - Throws: what `read` throws.
    package init<Failure: Error>(
        size: Int64, reading read: (TileCoordinate) throws(Failure) -> Tile
    ) throws(Failure) {
        precondition(size >= 0, "a size is not negative")
        self.size = size
        for level in 0...7 where TileCoordinate.hashCount(level: level, size: size) > 0 {
            if level > 0 { rows.append([]) }
            let count = TileCoordinate.hashCount(level: level, size: size)
            guard let coordinate = TileCoordinate(level: level, index: count >> 8, width: Int(count & 255))
            else {
                continue
            }
            let tile = try read(coordinate)
            precondition(tile.coordinate == coordinate, "another tile than asked for")
            rows[level] = tile.hashes
            peaks.insert(contentsOf: TreeEdge.peaks(of: tile), at: 0)
        }
    }

    /// Appends a leaf, for one hash on average.
    ///
    /// - Parameter leaf: the hash of the leaf, `TreeHash.leaf(_:)`, not the entry.
    /// - Returns: the tiles that became full, from level 0 up; mostly none.
    package mutating func append(_ leaf: TreeHash) -> [Tile] {
        var full: [Tile] = []
        var top = leaf
        rows[0].append(leaf)
        // Each bit at the end of the size that is set is a subtree as high as the one that the leaf completes.
        for height in 0..<(~size).trailingZeroBitCount {
            top = .node(peaks.removeLast(), top)
            let height = height + 1
            guard height.isMultiple(of: 8) else { continue }
            let level = height / 8
            full.append(Tile(level: level - 1, index: size >> Int64(height), hashes: rows[level - 1]))
            rows[level - 1].removeAll(keepingCapacity: true)
            if rows.count == level { rows.append([]) }
            rows[level].append(top)
        }
        peaks.append(top)
        size += 1
        return full
    }

    /// The root, for at most one hash a bit of the size.
    package var root: TreeHash {
        guard let last = peaks.last else { return .empty }
        return peaks.dropLast().reversed().reduce(last) { .node($1, $0) }
    }

    /// The partial tiles from level 0 up, without empty ones.
    package var partialTiles: [Tile] {
        rows.enumerated().filter { !$0.element.isEmpty }
            .map { level, hashes in
                Tile(
                    level: level, index: TileCoordinate.hashCount(level: level, size: size) >> 8,
                    hashes: hashes)
            }
    }

    /// The roots of the complete subtrees of a partial tile from left to right.
    private static func peaks(of tile: Tile) -> [TreeHash] {
        var start = 0
        var peaks: [TreeHash] = []
        for width in [128, 64, 32, 16, 8, 4, 2, 1] where tile.coordinate.width & width != 0 {
            peaks.append(tile.root(of: start..<start + width))
            start += width
        }
        return peaks
    }
}
