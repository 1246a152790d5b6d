import Transparency

/// A tree computed as RFC 6962 defines it, without edge and tiles, to compare with.
final class SampleTree {
    /// The leaves of transparency-dev/merkle 417fb0c, testonly/constants.go.
    static let eightEntries: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]

    let leaves: [TreeHash]
    private var roots: [Range<Int>: TreeHash] = [:]

    init(_ leaves: [TreeHash]) { self.leaves = leaves }

    /// Leaves with the entries 0, 1, 2, … of two bytes.
    convenience init(size: Int) {
        self.init((0..<size).map { TreeHash.leaf([UInt8($0 >> 8), UInt8($0 & 255)]) })
    }

    /// MTH(D[range]).
    func root(_ range: Range<Int>) -> TreeHash {
        if range.isEmpty { return .empty }
        if range.count == 1 { return leaves[range.lowerBound] }
        if let root = roots[range] { return root }
        let middle = range.lowerBound + left(range.count)
        let root = TreeHash.node(
            self.root(range.lowerBound..<middle), self.root(middle..<range.upperBound))
        roots[range] = root
        return root
    }

    /// PATH(m, D[range]).
    func path(_ index: Int, in range: Range<Int>) -> [TreeHash] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + left(range.count)
        let lower = range.lowerBound..<middle
        let upper = middle..<range.upperBound
        return index < middle
            ? path(index, in: lower) + [root(upper)] : path(index, in: upper) + [root(lower)]
    }

    /// SUBPROOF(m, D[range], b).
    func subproof(_ from: Int, in range: Range<Int>, isWhole: Bool = true) -> [TreeHash] {
        if from == range.upperBound { return isWhole ? [] : [root(range)] }
        let middle = range.lowerBound + left(range.count)
        let lower = range.lowerBound..<middle
        let upper = middle..<range.upperBound
        return from <= middle
            ? subproof(from, in: lower, isWhole: isWhole) + [root(upper)]
            : subproof(from, in: upper, isWhole: false) + [root(lower)]
    }

    /// The tile as C2SP tlog-tiles.md defines it.
    func tile(_ coordinate: TileCoordinate) throws -> Tile {
        let count = 1 << (coordinate.level * 8)
        let start = Int(coordinate.index) * 256
        var bytes: [UInt8] = []
        for place in start..<start + coordinate.width {
            root(place * count..<(place + 1) * count).append(to: &bytes)
        }
        return try Tile(coordinate, bytes: bytes)
    }

    private func left(_ count: Int) -> Int {
        var left = 1
        while left * 2 < count { left *= 2 }
        return left
    }
}
