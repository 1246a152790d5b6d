/// Shows that a tree begins with all leaves of an earlier one: nothing was altered, removed or inserted.
///
/// - Source: RFC 6962 §2.1.2; verification as RFC 9162 §2.1.4.2.
package struct ConsistencyProof: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// The earlier size is 0, of which nothing can be proven, or greater than the later one.
        case sizes(from: Int64, to: Int64)
        /// More or fewer hashes than the sizes need.
        case hashCount(Int)
        /// The hashes lead to another root: leaves of the earlier tree were changed, or the proof is of other trees.
        case otherRoot
    }

    /// The number of leaves of the earlier tree.
    package let from: Int64

    /// The number of leaves of the later tree.
    package let to: Int64

    /// From the bottom up; none when the sizes are equal.
    package let hashes: [TreeHash]

    package init(from: Int64, to: Int64, hashes: [TreeHash]) {
        self.from = from
        self.to = to
        self.hashes = hashes
    }

    /// Makes the proof from the tiles of the later tree: at most three a level.
    ///
    /// - Parameters:
    ///   - from: the size of the earlier tree.
    ///   - to: the size of the later tree.
    ///   - read: returns the tile with the coordinate, as wide as asked.
    /// - Returns: nil unless 1 ≤ `from` ≤ `to`. A witness that knows nothing yet (size 0) needs no proof.
    /// - Throws: what `read` throws.
    package static func making<Failure: Error>(
        from: Int64, to: Int64, reading read: (TileCoordinate) throws(Failure) -> Tile
    ) throws(Failure) -> ConsistencyProof? {
        guard from >= 1, from <= to else { return nil }
        // Down to the subtree whose right end is that of the earlier tree.
        var range = 0..<to
        var siblings: [Range<Int64>] = []
        while range.upperBound != from {
            let middle = range.lowerBound + SubtreeHashes.leftCount(of: range.count)
            if from <= middle {
                siblings.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                siblings.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
            }
        }
        // From 0, it is the earlier root, which the verifier knows.
        if range.lowerBound > 0 { siblings.append(range) }
        let path = try SubtreeHashes.roots(of: siblings.reversed(), size: to, reading: read)
        return ConsistencyProof(from: from, to: to, hashes: path)
    }

    /// Checks that the tree with `laterRoot` begins with the one with `earlierRoot`.
    package func verify(earlierRoot: TreeHash, laterRoot: TreeHash) throws(Fault) {
        guard from >= 1, from <= to else { throw .sizes(from: from, to: to) }
        if from == to {
            guard hashes.isEmpty else { throw .hashCount(hashes.count) }
            guard earlierRoot == laterRoot else { throw .otherRoot }
            return
        }
        // A complete earlier tree is a node of the later one, and its root is not repeated in the proof.
        let isComplete = from.nonzeroBitCount == 1
        guard let start = isComplete ? earlierRoot : hashes.first else { throw .hashCount(hashes.count) }
        let shift = Int64((~(from - 1)).trailingZeroBitCount)
        var node = (from - 1) >> shift
        var last = (to - 1) >> shift
        var earlier = start
        var later = start
        for hash in hashes.dropFirst(isComplete ? 0 : 1) {
            guard last > 0 else { throw .hashCount(hashes.count) }
            if node & 1 == 1 || node == last {
                earlier = .node(hash, earlier)
                later = .node(hash, later)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                later = .node(later, hash)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .hashCount(hashes.count) }
        guard earlier == earlierRoot, later == laterRoot else { throw .otherRoot }
    }
}
