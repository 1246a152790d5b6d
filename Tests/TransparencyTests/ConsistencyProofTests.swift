import Testing

@testable import Transparency

@Suite struct ConsistencyProofTests {
    /// - Source: transparency-dev/merkle 417fb0c, testdata.
    @Test func `consistency of 6 and 8`() throws {
        let tree = SampleTree(SampleTree.eightEntries.map(TreeHash.leaf))
        let proof = try #require(try ConsistencyProof.making(from: 6, to: 8, reading: tree.tile))
        #expect(
            proof.hashes.map(\.base64) == [
                "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=",
                "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
                "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
            ])
        try proof.verify(earlierRoot: tree.root(0..<6), laterRoot: tree.root(0..<8))
    }

    @Test func `every pair of sizes to 300 is proven`() throws {
        let tree = SampleTree(size: 300)
        for to in 1...300 {
            for from in 1...to {
                let proof = ConsistencyProof(
                    from: Int64(from), to: Int64(to), hashes: tree.subproof(from, in: 0..<to))
                try proof.verify(earlierRoot: tree.root(0..<from), laterRoot: tree.root(0..<to))
            }
        }
    }

    @Test(arguments: Array(1...40) + [63, 64, 65, 127, 128, 129, 255, 256, 257, 258, 299, 300])
    func `a proof made from tiles is that of the definition`(_ to: Int) throws {
        let tree = SampleTree(size: to)
        let tiles = TileCache(tree)
        for from in stride(from: 1, through: to, by: to > 100 ? 7 : 1) {
            let proof = try ConsistencyProof.making(from: Int64(from), to: Int64(to), reading: tiles.tile)
            #expect(proof?.hashes == tree.subproof(from, in: 0..<to))
        }
    }

    @Test(arguments: Array(1...34) + [63, 64, 65, 255, 256, 257, 300])
    func `a proof with one thing changed is refused`(_ to: Int) throws {
        let tree = SampleTree(size: to + 1)
        let later = tree.root(0..<to)
        for from in stride(from: 1, through: to, by: to > 100 ? 23 : 1) {
            let hashes = tree.subproof(from, in: 0..<to)
            let earlier = tree.root(0..<from)
            func holds(_ hashes: [TreeHash], from other: Int? = nil, to otherTo: Int? = nil) -> Bool {
                let proof = ConsistencyProof(
                    from: Int64(other ?? from), to: Int64(otherTo ?? to), hashes: hashes)
                return (try? proof.verify(earlierRoot: earlier, laterRoot: later)) != nil
            }
            #expect(holds(hashes))
            #expect(!holds(hashes + [later]))
            for place in hashes.indices {
                #expect(!holds(changed(hashes, at: place)))
                #expect(!holds(Array(hashes[..<place] + hashes[(place + 1)...])))
            }
            for other in 0...to where other != from { #expect(!holds(hashes, from: other)) }
            #expect(!holds(hashes, from: -1) && !holds(hashes, from: to + 1))
        }
    }

    @Test func `an altered leaf, a removed one and another history are found`() throws {
        let honest = SampleTree(size: 20)
        var leaves = honest.leaves
        leaves[3] = .leaf([9, 9, 9])
        let altered = SampleTree(leaves)
        for from in 4...19 {
            let proof = try #require(
                try ConsistencyProof.making(from: Int64(from), to: 20, reading: altered.tile))
            #expect(throws: ConsistencyProof.Fault.otherRoot) {
                try proof.verify(earlierRoot: honest.root(0..<from), laterRoot: altered.root(0..<20))
            }
        }
        for from in 1...3 {
            let proof = try #require(
                try ConsistencyProof.making(from: Int64(from), to: 20, reading: altered.tile))
            try proof.verify(earlierRoot: honest.root(0..<from), laterRoot: altered.root(0..<20))
        }
    }

    @Test func `there is no proof from nothing or to a smaller size`() throws {
        let tree = SampleTree(size: 8)
        for (from, to) in [(Int64(0), Int64(8)), (8, 7), (-1, 8), (0, 0)] {
            #expect(try ConsistencyProof.making(from: from, to: to, reading: tree.tile) == nil)
            #expect(throws: ConsistencyProof.Fault.sizes(from: from, to: to)) {
                try ConsistencyProof(from: from, to: to, hashes: [])
                    .verify(earlierRoot: .empty, laterRoot: .empty)
            }
        }
    }

    @Test func `equal sizes need equal roots and no hashes`() throws {
        let tree = SampleTree(size: 8)
        let root = tree.root(0..<8)
        try ConsistencyProof(from: 8, to: 8, hashes: []).verify(earlierRoot: root, laterRoot: root)
        #expect(throws: ConsistencyProof.Fault.hashCount(1)) {
            try ConsistencyProof(from: 8, to: 8, hashes: [root]).verify(earlierRoot: root, laterRoot: root)
        }
        #expect(throws: ConsistencyProof.Fault.otherRoot) {
            try ConsistencyProof(from: 8, to: 8, hashes: []).verify(earlierRoot: root, laterRoot: .empty)
        }
    }

    @Test(arguments: [Int64(10), 20, 23, 30, 40, 55])
    func `a great tree needs three tiles a level`(_ bits: Int64) throws {
        let size = UniformTree.size(bits)
        for from in [1, 2, size / 3, size / 2, size - 255, size - 1, size] {
            var read: [TileCoordinate] = []
            let proof = ConsistencyProof.making(from: from, to: size) { coordinate in
                read.append(coordinate)
                return UniformTree.tile(coordinate)
            }
            try #require(proof)
                .verify(
                    earlierRoot: UniformTree.root(from), laterRoot: UniformTree.root(size))
            for level in 0...7 { #expect(read.count { $0.level == level } <= 3) }
        }
    }
}
