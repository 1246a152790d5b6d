import Testing

@testable import Transparency

@Suite struct ProofFileTests {
    private let tree = SampleTree(SampleTree.eightEntries.map(TreeHash.leaf))

    /// The proof of entry 5 with our checkpoint, as C2SP tlog-proof.md has it.
    private let text = """
        c2sp.org/tlog-proof@v1
        index 5
        vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=
        yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=
        037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=


        """ + SampleKeys.checkpoint

    private func log() throws -> KnownLog { KnownLog(try SampleKeys.log().verifierKey) }

    private func witness() throws -> VerifierKey { try SampleKeys.witness().verifierKey }

    @Test func `a file is written, read and verified`() throws {
        let proof = try #require(try InclusionProof.making(of: 5, size: 8, reading: tree.tile))
        let file = ProofFile(proof, note: try SignedNote(parsing: Array(SampleKeys.checkpoint.utf8)))
        #expect(String(decoding: file.bytes, as: UTF8.self) == text)
        #expect(try ProofFile(parsing: Array(text.utf8)) == file)
        let verified = try file.verified(
            leaf: tree.leaves[5], log: log(), witnesses: [witness()], quorum: 1)
        #expect(verified.checkpoint.size == 8 && verified.checkpoint.root == tree.root(0..<8))
        #expect(verified.signatures.map(\.seconds) == [nil, 1_790_000_000])
        #expect(try file.verified(leaf: tree.leaves[5], log: log()).signatures.count == 1)
    }

    @Test func `every leaf of every size to 20 is proven by its file`() throws {
        let tree = SampleTree(size: 20)
        for size in 1...20 {
            let note = try SampleKeys.note(tree, size: size)
            for index in 0..<size {
                let proof = InclusionProof(
                    index: Int64(index), size: Int64(size), hashes: tree.path(index, in: 0..<size))
                let file = try ProofFile(parsing: ProofFile(proof, note: note).bytes)
                #expect(try file.verified(leaf: tree.leaves[index], log: log()).checkpoint.size == size)
            }
        }
    }

    @Test func `extra data is carried, also none and a lot`() throws {
        let proof = InclusionProof(index: 0, size: 1, hashes: [])
        let note = try SampleKeys.note(tree, size: 1)
        for extra in [nil, [], [1, 2, 3], [UInt8](repeating: 9, count: 65_535)] as [[UInt8]?] {
            let file = ProofFile(proof, note: note, extra: extra)
            #expect(try ProofFile(parsing: file.bytes) == file && file.extra == extra)
        }
    }

    @Test func `a proof for another position, leaf, log or key is refused`() throws {
        func fault(
            _ text: String, leaf: Int = 5, log: KnownLog? = nil, witnesses: [VerifierKey] = [],
            quorum: Int = 0
        ) throws -> ProofFile.Fault? {
            let known = try log ?? self.log()
            do throws(ProofFile.Fault) {
                _ = try ProofFile(parsing: Array(text.utf8))
                    .verified(leaf: tree.leaves[leaf], log: known, witnesses: witnesses, quorum: quorum)
                return nil
            } catch {
                return error
            }
        }
        let witness = try witness()
        let name = try SampleKeys.name("danvan.example/40")
        #expect(try fault(text) == nil)
        #expect(try fault(text, leaf: 4) == .inclusion(.otherRoot))
        #expect(try fault(text.replacing("index 5", with: "index 4")) == .inclusion(.otherRoot))
        #expect(
            try fault(text.replacing("index 5", with: "index 8"))
                == .inclusion(.indexBeyondSize(index: 8, size: 8)))
        #expect(try fault(text.replacing("vBoGQ7", with: "vBoGQ8")) == .inclusion(.otherRoot))
        #expect(try fault(text.replacing("\n8\n", with: "\n9\n")) == .note(.forged(name)))
        #expect(
            try fault(text.replacing("40\n8", with: "41\n8")) == .otherOrigin(ExactText("danvan.example/41")))
        let stranger = KnownLog(try SampleKeys.stranger(1).verifierKey)
        #expect(try fault(text, log: stranger) == .otherOrigin(name.text))
        let impostor = try SampleKeys.stranger(1, name: name.string, type: .ed25519).verifierKey
        #expect(try fault(text, log: KnownLog(impostor)) == .note(.unknownKeys))
        #expect(try fault(text, log: KnownLog(impostor), witnesses: [witness]) == .unsignedByLog)
        // While the key is changed, both are known.
        let both = KnownLog(origin: name.text, keys: [impostor] + (try log().keys))
        #expect(try fault(text, log: both) == nil)
    }

    @Test func `witnesses are counted by their keys`() throws {
        let file = try ProofFile(parsing: Array(text.utf8))
        let leaf = tree.leaves[5]
        #expect(throws: ProofFile.Fault.tooFewWitnesses(0)) {
            try file.verified(leaf: leaf, log: log(), quorum: 1)
        }
        #expect(throws: ProofFile.Fault.tooFewWitnesses(1)) {
            try file.verified(leaf: leaf, log: log(), witnesses: [witness(), witness()], quorum: 2)
        }
        // One key under two names, and the log's own key as that of a witness.
        var note = file.note
        let seed = [UInt8](0x20...0x3F)
        let alias = try SigningKey(name: SampleKeys.name("alias.example"), type: .cosignature, seed: seed)
        let own = try SigningKey(
            name: SampleKeys.name("own.example"), type: .cosignature, seed: Array(0...0x1F))
        for key in [alias, own] { note.add(try key.cosignature(of: note.text, at: 1)) }
        let proof = InclusionProof(index: 5, size: 8, hashes: file.hashes)
        #expect(throws: ProofFile.Fault.tooFewWitnesses(1)) {
            try ProofFile(proof, note: note)
                .verified(
                    leaf: leaf, log: log(), witnesses: [witness(), alias.verifierKey, own.verifierKey],
                    quorum: 2)
        }
        // A stranger's does not count, and does no harm.
        note.add(try SampleKeys.stranger(3).cosignature(of: note.text, at: 1))
        _ = try ProofFile(proof, note: note)
            .verified(leaf: leaf, log: log(), witnesses: [witness()], quorum: 1)
    }

    @Test func `another spelling is refused with its fault`() throws {
        func fault(_ text: String) -> ProofFile.Fault? {
            do throws(ProofFile.Fault) {
                _ = try ProofFile(parsing: Array(text.utf8))
                return nil
            } catch {
                return error
            }
        }
        #expect(fault(text) == nil)
        #expect(fault("") == .form && fault("\n" + text) == .form && fault("c2sp.org/tlog-proof@v1") == .form)
        #expect(fault(text.replacing("@v1", with: "@v2")) == .form && fault(" " + text) == .form)
        #expect(fault(text.replacing("index 5\n", with: "")) == .index)
        for index in ["index 05", "index -1", "index", "index ", "index  5", "Index 5", "index 5 "] {
            #expect(fault(text.replacing("index 5", with: index)) == .index, "\(index)")
        }
        #expect(fault(text.replacing("index 5", with: "index 9223372036854775808")) == .index)
        #expect(fault(text.replacing("index 5", with: "index 5\nextra AAAA")) == .hash(line: 3))
        #expect(fault(text.replacing("index 5", with: "extra AAA\nindex 5")) == .extra)
        #expect(fault(text.replacing("index 5", with: "extra AAAA\nextra AAAA\nindex 5")) == .index)
        #expect(fault(text.replacing("index 5", with: "extra\nindex 5")) == .index)
        #expect(fault(text.replacing("Znms=", with: "Znms")) == .hash(line: 3))
        #expect(fault(text.replacing("FLc=", with: "FLc= ")) == .hash(line: 5))
        let hash = TreeHash.empty.base64
        let hashes = String(repeating: hash + "\n", count: 61)
        #expect(fault(text.replacing("index 5\n", with: "index 5\n" + hashes)) == .hashCount(64))
        #expect(fault(text.replacing("\n\ndanvan", with: "\ndanvan")) == .hash(line: 6))
        #expect(
            fault(text.replacing("\n\ndanvan", with: "\n\n\ndanvan")) == nil,
            "a text may begin with a newline")
        #expect(fault(String(text.dropLast())) == .note(.signatureLine(number: 2)))
        #expect(fault(String(repeating: "a", count: 393_217)) == .tooLong(byteCount: 393_217))
        let spaced = try ProofFile(parsing: Array(text.replacing("\n\ndanvan", with: "\n\n\ndanvan").utf8))
        #expect(throws: ProofFile.Fault.checkpoint(.lineCount)) {
            try spaced.verified(leaf: tree.leaves[5], log: log())
        }
    }
}
