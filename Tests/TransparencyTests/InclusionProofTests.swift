import Testing

@testable import Transparency

@Suite struct InclusionProofTests {
    /// - Source: transparency-dev/merkle 417fb0c, testdata.
    @Test func `inclusion of leaf 5 of 8`() throws {
        let tree = SampleTree(SampleTree.eightEntries.map(TreeHash.leaf))
        let proof = try #require(try InclusionProof.making(of: 5, size: 8, reading: tree.tile))
        #expect(
            proof.hashes.map(\.base64) == [
                "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
                "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
                "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
            ])
        try proof.verify(leaf: tree.leaves[5], root: tree.root(0..<8))
    }

    @Test func `every leaf of every size to 300 is proven`() throws {
        let tree = SampleTree(size: 300)
        for size in 1...300 {
            for index in 0..<size {
                let proof = InclusionProof(
                    index: Int64(index), size: Int64(size), hashes: tree.path(index, in: 0..<size))
                #expect(try proof.root(leaf: tree.leaves[index]) == tree.root(0..<size))
            }
        }
    }

    @Test(arguments: Array(1...40) + [63, 64, 65, 127, 128, 129, 255, 256, 257, 258, 299, 300])
    func `a proof made from tiles is that of the definition`(_ size: Int) throws {
        let tree = SampleTree(size: size)
        let tiles = TileCache(tree)
        for index in stride(from: 0, to: size, by: size > 100 ? 7 : 1) {
            let proof = try InclusionProof.making(of: Int64(index), size: Int64(size), reading: tiles.tile)
            #expect(proof?.hashes == tree.path(index, in: 0..<size))
        }
    }

    @Test(arguments: Array(1...34) + [63, 64, 65, 255, 256, 257, 300])
    func `a proof with one thing changed is refused`(_ size: Int) throws {
        let tree = SampleTree(size: size + 1)
        let root = tree.root(0..<size)
        for index in stride(from: 0, to: size, by: size > 100 ? 23 : 1) {
            let hashes = tree.path(index, in: 0..<size)
            let leaf = tree.leaves[index]
            func holds(
                _ hashes: [TreeHash], index other: Int? = nil, size otherSize: Int? = nil,
                leaf other2: TreeHash? = nil
            ) -> Bool {
                let proof = InclusionProof(
                    index: Int64(other ?? index), size: Int64(otherSize ?? size), hashes: hashes)
                return (try? proof.verify(leaf: other2 ?? leaf, root: root)) != nil
            }
            #expect(holds(hashes))
            #expect(!holds(hashes, leaf: tree.leaves[size]))
            #expect(!holds(hashes + [root]))
            #expect(!holds([leaf] + hashes))
            for place in hashes.indices {
                #expect(!holds(changed(hashes, at: place)))
                #expect(!holds(Array(hashes[..<place] + hashes[(place + 1)...])))
            }
            for other in 0..<size where other != index { #expect(!holds(hashes, index: other)) }
            #expect(!holds(hashes, index: -1) && !holds(hashes, index: size))
            for other in 1...size where other != size {
                // Another size with a path of the same turns gives the same root; it is told by its root alone.
                let isSame = tree.path(index, in: 0..<other).count == hashes.count
                #expect(!holds(hashes, size: other) || isSame && other > index)
            }
        }
    }

    @Test func `there is no proof for a leaf beyond the size`() throws {
        let tree = SampleTree(size: 8)
        for (index, size) in [(Int64(8), Int64(8)), (-1, 8), (0, 0), (.max, 8)] {
            #expect(try InclusionProof.making(of: index, size: size, reading: tree.tile) == nil)
            #expect(throws: InclusionProof.Fault.indexBeyondSize(index: index, size: size)) {
                try InclusionProof(index: index, size: size, hashes: []).verify(leaf: .empty, root: .empty)
            }
        }
    }

    @Test func `the faults say what is wrong`() throws {
        let tree = SampleTree(size: 6)
        let root = tree.root(0..<6)
        let hashes = tree.path(2, in: 0..<6)
        #expect(throws: InclusionProof.Fault.hashCount(2)) {
            try InclusionProof(index: 2, size: 6, hashes: Array(hashes.dropLast()))
                .verify(leaf: tree.leaves[2], root: root)
        }
        #expect(throws: InclusionProof.Fault.hashCount(4)) {
            try InclusionProof(index: 2, size: 6, hashes: hashes + [root])
                .verify(leaf: tree.leaves[2], root: root)
        }
        #expect(throws: InclusionProof.Fault.otherRoot) {
            try InclusionProof(index: 3, size: 6, hashes: hashes).verify(leaf: tree.leaves[2], root: root)
        }
    }

    @Test(arguments: [Int64(10), 20, 23, 30, 40, 55])
    func `a great tree needs two tiles a level`(_ bits: Int64) throws {
        let size = UniformTree.size(bits)
        for index in [0, 1, size / 3, size / 2, size - 2, size - 1] {
            var read: [TileCoordinate] = []
            let proof = InclusionProof.making(of: index, size: size) { coordinate in
                read.append(coordinate)
                return UniformTree.tile(coordinate)
            }
            try #require(proof).verify(leaf: UniformTree.leaf, root: UniformTree.root(size))
            #expect(Set(read).count == read.count)
            for level in 0...7 { #expect(read.count { $0.level == level } <= 2) }
            for tile in read { #expect(tile.exists(at: size)) }
        }
    }
}

/// `hashes` with one bit of one of them changed.
func changed(_ hashes: [TreeHash], at place: Int) -> [TreeHash] {
    var bytes = hashes[place].bytes
    bytes[place % 32] ^= 1
    var hashes = hashes
    hashes[place] = TreeHash(bytes) ?? .empty
    return hashes
}

/// The tiles of a tree, each made once.
final class TileCache {
    private let tree: SampleTree
    private var tiles: [TileCoordinate: Tile] = [:]

    init(_ tree: SampleTree) { self.tree = tree }

    func tile(_ coordinate: TileCoordinate) throws -> Tile {
        if let tile = tiles[coordinate] { return tile }
        let tile = try tree.tile(coordinate)
        tiles[coordinate] = tile
        return tile
    }
}
