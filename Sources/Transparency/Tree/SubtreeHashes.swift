/// Roots of ranges of leaves, computed from tiles, of which each is read once.
///
/// A range that a proof needs is a complete subtree, whose hashes stand side by side in one tile, or reaches to the
/// end of the tree, and then consists of such subtrees. So a proof reads at most two or three tiles a level.
struct SubtreeHashes {
    private let size: Int64
    private var tiles: [TileCoordinate: Tile] = [:]

    private init(size: Int64) { self.size = size }

    /// The root over each of `ranges`, none of them empty, as RFC 6962 divides a tree of `size` leaves.
    ///
    /// `read` returns the tile with the coordinate; what it throws is thrown.
    static func roots<Failure: Error>(
        of ranges: [Range<Int64>], size: Int64, reading read: (TileCoordinate) throws(Failure) -> Tile
    ) throws(Failure) -> [TreeHash] {
        var subtrees = SubtreeHashes(size: size)
        var roots: [TreeHash] = []
        for range in ranges { roots.append(try subtrees.root(of: range, reading: read)) }
        return roots
    }

    /// The greatest power of two that is less than `count`, the number of leaves on the left; 0 for one leaf.
    ///
    /// - Source: RFC 6962 §2.1.
    static func leftCount(of count: Int) -> Int64 {
        count < 2 ? 0 : 1 << Int64(63 - (count - 1).leadingZeroBitCount)
    }

    private mutating func root<Failure: Error>(
        of range: Range<Int64>, reading read: (TileCoordinate) throws(Failure) -> Tile
    ) throws(Failure) -> TreeHash {
        if range.count.nonzeroBitCount == 1 {
            let height = range.count.trailingZeroBitCount
            return try completeRoot(from: range.lowerBound, height: height, reading: read)
        }
        let middle = range.lowerBound + SubtreeHashes.leftCount(of: range.count)
        let left = try root(of: range.lowerBound..<middle, reading: read)
        return .node(left, try root(of: middle..<range.upperBound, reading: read))
    }

    /// The root of the 2^height leaves from `start`, a multiple of their number.
    private mutating func completeRoot<Failure: Error>(
        from start: Int64, height: Int, reading read: (TileCoordinate) throws(Failure) -> Tile
    ) throws(Failure) -> TreeHash {
        let level = height / 8
        let position = start >> Int64(level * 8)
        let coordinate = TileCoordinate(holding: position, level: level, size: size)
        let place = Int(position & 255)
        let places = place..<place + 1 << (height % 8)
        if let tile = tiles[coordinate] { return tile.root(of: places) }
        let tile = try read(coordinate)
        precondition(tile.coordinate == coordinate, "another tile than asked for")
        tiles[coordinate] = tile
        return tile.root(of: places)
    }
}
