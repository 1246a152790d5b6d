/// A tile with its hashes, 32 bytes each, in one array as it is stored and served.
package struct Tile: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// Fewer bytes than the width needs, more than 8,192, or part of a hash at the end.
        case length(byteCount: Int)
    }

    package let coordinate: TileCoordinate

    /// `coordinate.width` × 32 bytes.
    package let bytes: [UInt8]

    /// Creates a tile from stored bytes; what they have beyond the width, as a later size added it, is left out.
    package init(_ coordinate: TileCoordinate, bytes: [UInt8]) throws(Fault) {
        let count = coordinate.width * TreeHash.byteCount
        guard bytes.count >= count, bytes.count <= TileCoordinate.widthMax * TreeHash.byteCount,
            bytes.count.isMultiple(of: TreeHash.byteCount)
        else { throw .length(byteCount: bytes.count) }
        self.coordinate = coordinate
        self.bytes = bytes.count == count ? bytes : Array(bytes[..<count])
    }

    /// Creates a tile of level `level` from its hashes, 1 to 256.
    init(level: Int, index: Int64, hashes: [TreeHash]) {
        guard let coordinate = TileCoordinate(level: level, index: index, width: hashes.count) else {
            preconditionFailure("a tile has 1 to 256 hashes")
        }
        self.coordinate = coordinate
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * TreeHash.byteCount)
        for hash in hashes { hash.append(to: &bytes) }
        self.bytes = bytes
    }

    /// The hashes in order.
    package var hashes: [TreeHash] { hashes(0..<coordinate.width) }

    /// The hashes at the places of `range`, which lies within the width.
    func hashes(_ range: Range<Int>) -> [TreeHash] {
        range.map { TreeHash(at: $0 * TreeHash.byteCount, of: bytes) }
    }

    /// The root over the hashes at the places of `range`, as many as a power of two.
    func root(of range: Range<Int>) -> TreeHash {
        precondition(range.count.nonzeroBitCount == 1, "a complete subtree has a power of two of hashes")
        var row = hashes(range)
        while row.count > 1 {
            for place in 0..<row.count / 2 { row[place] = .node(row[place * 2], row[place * 2 + 1]) }
            row.removeLast(row.count / 2)
        }
        return row[0]
    }
}
