import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Transparency

/// The public log as an outsider reads it: every response is checked against the signed checkpoint alone.
@Suite struct LogEndpointTests {
    /// An office with some receipts and a signed checkpoint.
    private func office(receipts: Int = 3) throws -> Office {
        let office = try Office.villageWithBooks()
        for number in 0..<receipts {
            let body = #"{"fund":1,"household":2,"method":"cash","amount":\#(1000 + number)}"#
            try #require(try office.contribute(body).status == 201)
        }
        try office.signCheckpoint()
        return office
    }

    private func checkpoint(of office: Office) throws -> Checkpoint {
        let response = try office.get("/v1/public/log/checkpoint", as: nil)
        #expect(response.field("Content-Type") == "text/plain; charset=utf-8")
        let key = try VerifierKey(
            parsing: String(try office.get("/v1/public/log/key", as: nil).bodyText.dropLast()))
        let note = try SignedNote(parsing: response.body)
        #expect(try note.verified(by: [key]).count == 1)
        return try Checkpoint(parsing: note.text)
    }

    @Test func `tiles and bundles of entries give the root that was signed`() throws {
        let office = try office(receipts: 300)
        let checkpoint = try checkpoint(of: office)
        #expect(checkpoint.size > 300)
        var edge = TreeEdge()
        var start: Int64 = 0
        while start < checkpoint.size {
            let width = Int(min(256, checkpoint.size - start))
            let tile = try #require(TileCoordinate(level: 0, index: start >> 8, width: width))
            let bundle = try office.get("/v1/public/log/" + TilePath.entries(tile).text, as: nil)
            #expect(bundle.field("Content-Type") == "application/octet-stream")
            #expect(bundle.field("Cache-Control") == "public, max-age=31536000, immutable")
            let leaves = try EntryBundle(parsing: bundle.body).leaves
            #expect(leaves.count == width)
            let hashes = try office.get("/v1/public/log/" + TilePath.hashes(tile).text, as: nil)
            #expect(try Tile(tile, bytes: hashes.body).hashes == leaves)
            for leaf in leaves { _ = edge.append(leaf) }
            start += Int64(width)
        }
        #expect(edge.root == checkpoint.root)
        // The tile above, partial, and as it was before.
        let above = try office.get("/v1/public/log/tile/1/000.p/1", as: nil)
        #expect(above.status == 200 && above.body.count == 32)
    }

    @Test func `proofs of every entry and from every size verify against the checkpoint`() throws {
        let office = try office()
        let checkpoint = try checkpoint(of: office)
        for position in 1...checkpoint.size {
            let json = try office.get("/v1/public/log/proof?position=\(position)", as: nil)
            let proof = InclusionProof(
                index: try #require(json.integer("/index")), size: try #require(json.integer("/size")),
                hashes: try json.hashes("/hashes"))
            #expect(proof.index == position - 1 && proof.size == checkpoint.size)
            let leaf = try json.hash("/leaf")
            try proof.verify(leaf: leaf, root: checkpoint.root)
            let consistency = try office.get("/v1/public/log/consistency?from=\(position)", as: nil)
            let earlier = try consistency.hash("/from_root")
            try ConsistencyProof(
                from: position, to: checkpoint.size, hashes: try consistency.hashes("/hashes")
            )
            .verify(earlierRoot: earlier, laterRoot: checkpoint.root)
        }
    }

    @Test(arguments: [
        "tile/0/000", "tile/0/001", "tile/1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/0",
        "tile/64/000",
        "tile/entries/000", "tile/entries/x000/000", "tile/0", "tile/0/000.p", "tile/0/000/p/3",
        "tile/-1/000",
        "tile/0/x036/x028/x797/x018/x963/967", "tile/0/000.p/3%00",
    ])
    func `tiles that do not exist, or are written otherwise, are 404`(_ path: String) throws {
        let response = try office().get("/v1/public/log/" + path, as: nil)
        #expect(Refused(response) == Refused(404, "not-found"))
        #expect(response.field("Cache-Control") == "no-store")
    }

    @Test func `nothing beyond the signed size is shown`() throws {
        let office = try office()
        let size = try checkpoint(of: office).size
        _ = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":7}"#)
        for path in [
            "tile/0/000.p/\(size + 1)", "tile/entries/000.p/\(size + 1)", "proof?position=\(size + 1)",
            "proof?position=1&size=\(size + 1)", "proof?position=3&size=2",
            "consistency?from=1&to=\(size + 1)",
            "consistency?from=3&to=2",
        ] {
            #expect(try office.get("/v1/public/log/" + path, as: nil).status == 404, "\(path)")
        }
        try office.signCheckpoint()
        #expect(try office.get("/v1/public/log/proof?position=\(size + 1)", as: nil).status == 200)
        #expect(try office.get("/v1/public/log/tile/0/000.p/\(size)", as: nil).status == 200)
    }

    @Test func `before the first checkpoint the log says who makes the key`() throws {
        let office = try Office.villageWithBooks()
        for path in ["checkpoint", "key", "proof?position=1", "consistency?from=1", "tile/0/000.p/1"] {
            #expect(try office.get("/v1/public/log/" + path, as: nil).status == 404, "\(path)")
        }
        let detail = try office.get("/v1/public/log/checkpoint", as: nil).text("/detail")
        #expect(detail?.contains("danvan key new") == true)
    }
}

extension Response {
    func hash(_ pointer: String) throws -> TreeHash {
        let text = try #require(self.text(pointer))
        return try #require(TreeHash(base64: text.utf8))
    }

    func hashes(_ pointer: String) throws -> [TreeHash] {
        var hashes: [TreeHash] = []
        while let text = self.text("\(pointer)/\(hashes.count)") {
            hashes.append(try #require(TreeHash(base64: text.utf8)))
        }
        return hashes
    }
}
