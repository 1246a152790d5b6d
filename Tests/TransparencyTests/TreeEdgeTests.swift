import Testing

@testable import Transparency

@Suite struct TreeEdgeTests {
    @Test func `root and tiles of every size to 600`() throws {
        let tree = SampleTree(size: 600)
        var edge = TreeEdge()
        for size in 1...600 {
            let full = edge.append(tree.leaves[size - 1])
            #expect(edge.size == size)
            #expect(edge.root == tree.root(0..<size))
            let expected =
                size.isMultiple(of: 256) ? [TileCoordinate(level: 0, index: Int64(size / 256 - 1))] : []
            #expect(full.map(\.coordinate) == expected)
            for tile in full { #expect(try tile == tree.tile(tile.coordinate)) }
            #expect(edge.partialTiles.map(\.coordinate) == TileCoordinate.partialTiles(at: Int64(size)))
            for tile in edge.partialTiles where size % 16 < 2 {
                #expect(try tile == tree.tile(tile.coordinate))
            }
        }
    }

    @Test func `an edge is restored from partial tiles and goes on`() throws {
        let tree = SampleTree(size: 600)
        for size in [0, 1, 2, 3, 7, 8, 100, 254, 255, 256, 257, 300, 511, 512, 513, 599] {
            var restored = try TreeEdge(size: Int64(size), reading: tree.tile)
            #expect(restored.root == tree.root(0..<size))
            var appended = TreeEdge()
            for leaf in tree.leaves.prefix(size) { _ = appended.append(leaf) }
            #expect(restored == appended)
            for leaf in tree.leaves.dropFirst(size) { _ = restored.append(leaf) }
            #expect(restored.root == tree.root(0..<600))
        }
    }

    @Test func `a restored edge reads each partial tile once`() throws {
        var read: [TileCoordinate] = []
        _ = TreeEdge(size: UniformTree.size(40)) { coordinate in
            read.append(coordinate)
            return UniformTree.tile(coordinate)
        }
        #expect(read == TileCoordinate.partialTiles(at: UniformTree.size(40)))
    }

    @Test func `a failure to read passes through`() {
        struct Unreadable: Error {}
        #expect(throws: Unreadable.self) { try TreeEdge(size: 3) { _ in throw Unreadable() } }
    }

    @Test func `a copy does not change with the original`() {
        var edge = TreeEdge()
        for byte in UInt8(0)..<200 { _ = edge.append(.leaf([byte])) }
        let copy = edge
        let root = edge.root
        for byte in UInt8(0)..<200 { _ = edge.append(.leaf([byte])) }
        #expect(copy.size == 200 && copy.root == root)
        #expect(copy != edge)
    }

    @Test func `70,000 leaves fill 273 tiles and one above`() throws {
        var edge = TreeEdge()
        var full: [TileCoordinate: Tile] = [:]
        for number in 0..<70_000 {
            for tile in edge.append(
                .leaf([UInt8(number >> 16), UInt8(number >> 8 & 255), UInt8(number & 255)]))
            {
                #expect(full.updateValue(tile, forKey: tile.coordinate) == nil)
            }
        }
        #expect(full.keys.count { $0.level == 0 } == 273 && full.keys.count { $0.level == 1 } == 1)
        #expect(full.count == 274)
        for tile in edge.partialTiles { full[tile.coordinate] = tile }
        let tiles = full
        let restored = try TreeEdge(size: 70_000) { try #require(tiles[$0]) }
        #expect(restored == edge)
        for index in [Int64(0), 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999] {
            let proof = try InclusionProof.making(of: index, size: 70_000) { try #require(tiles[$0]) }
            let leaf = TreeHash.leaf([UInt8(index >> 16), UInt8(index >> 8 & 255), UInt8(index & 255)])
            try #require(proof).verify(leaf: leaf, root: edge.root)
        }
    }
}

/// A tree whose leaves are all alike: the root of a complete subtree depends on its height alone, so that trees of any
/// size need no storage.
enum UniformTree {
    private static let roots: [TreeHash] = (0..<62)
        .reduce(into: [.leaf([])]) { roots, _ in
            roots.append(.node(roots[roots.count - 1], roots[roots.count - 1]))
        }

    static let leaf = TreeHash.leaf([])

    /// A size with many bits, between 2^bits and 2^(bits + 1).
    static func size(_ bits: Int64) -> Int64 { 1 << bits + 0x5A5A_5A5A_5A5A_5A5A % (1 << bits) }

    static func tile(_ coordinate: TileCoordinate) -> Tile {
        let hash = roots[coordinate.level * 8]
        return Tile(
            level: coordinate.level, index: coordinate.index,
            hashes: [TreeHash](repeating: hash, count: coordinate.width))
    }

    static func root(_ size: Int64) -> TreeHash {
        let peaks = (0..<62).filter { size >> Int64($0) & 1 == 1 }.map { roots[$0] }
        return peaks.dropFirst().reduce(peaks.first ?? .empty) { .node($1, $0) }
    }
}
