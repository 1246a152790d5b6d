/// Shows that a leaf is in the tree with a given root.
///
/// - Source: RFC 6962 §2.1.1; verification as RFC 9162 §2.1.3.2.
package struct InclusionProof: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// The index is negative or not less than the size.
        case indexBeyondSize(index: Int64, size: Int64)
        /// More or fewer hashes than the index and size need.
        case hashCount(Int)
        /// The hashes lead to another root.
        case otherRoot
    }

    /// The index of the leaf, from 0.
    package let index: Int64

    /// The number of leaves of the tree.
    package let size: Int64

    /// From the sibling of the leaf up.
    package let hashes: [TreeHash]

    package init(index: Int64, size: Int64, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Makes the proof from tiles: at most two a level, for 10 million leaves six.
    ///
    /// - Parameters:
    ///   - index: of the leaf, from 0.
    ///   - size: of the tree, in leaves.
    ///   - read: returns the tile with the coordinate, as wide as asked.
    /// - Returns: nil when the index is negative or not less than the size.
    /// - Throws: what `read` throws.
    package static func making<Failure: Error>(
        of index: Int64, size: Int64, reading read: (TileCoordinate) throws(Failure) -> Tile
    ) throws(Failure) -> InclusionProof? {
        guard index >= 0, index < size else { return nil }
        var range = 0..<size
        var siblings: [Range<Int64>] = []
        while range.count > 1 {
            let middle = range.lowerBound + SubtreeHashes.leftCount(of: range.count)
            if index < middle {
                siblings.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                siblings.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
            }
        }
        let path = try SubtreeHashes.roots(of: siblings.reversed(), size: size, reading: read)
        return InclusionProof(index: index, size: size, hashes: path)
    }

    /// Checks that `leaf` is at the index in the tree with `root`.
    package func verify(leaf: TreeHash, root: TreeHash) throws(Fault) {
        guard try self.root(leaf: leaf) == root else { throw .otherRoot }
    }

    /// The root that the proof leads to when `leaf` is at the index.
    package func root(leaf: TreeHash) throws(Fault) -> TreeHash {
        guard index >= 0, index < size else { throw .indexBeyondSize(index: index, size: size) }
        var node = index
        var last = size - 1
        var hash = leaf
        for sibling in hashes {
            guard last > 0 else { throw .hashCount(hashes.count) }
            if node & 1 == 1 || node == last {
                hash = .node(sibling, hash)
                // A last node without sibling stands for its parents, up to the one that is on the right.
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .hashCount(hashes.count) }
        return hash
    }
}
