import Testing

@testable import Transparency

@Suite struct WitnessTests {
    private let tree = SampleTree(size: 40)

    private func log() throws -> KnownLog { KnownLog(try SampleKeys.log().verifierKey) }

    private func state(_ size: Int, of tree: SampleTree? = nil) -> WitnessState {
        WitnessState(size: Int64(size), root: (tree ?? self.tree).root(0..<size))
    }

    private func request(from: Int, to: Int, of other: SampleTree? = nil) throws -> WitnessRequest {
        let tree = other ?? self.tree
        return try WitnessRequest(
            oldSize: Int64(from), hashes: from == 0 ? [] : tree.subproof(from, in: 0..<to),
            note: SampleKeys.note(tree, size: to))
    }

    private func answer(_ request: WitnessRequest, last: WitnessState) throws -> WitnessAnswer {
        WitnessAnswer.deciding(on: request, log: try log(), last: last)
    }

    @Test func `a log that only grew is signed, and the state is the new one`() throws {
        var last = WitnessState.none
        for (from, to) in [(0, 0), (0, 1), (1, 1), (1, 2), (2, 7), (7, 8), (8, 8), (8, 40)] {
            let request = try WitnessRequest(parsing: request(from: from, to: to).bytes)
            let answer = try answer(request, last: last)
            #expect(answer == .sign(state(to)) && answer.status == 200)
            last = state(to)
        }
        #expect(WitnessState.none == state(0))
    }

    @Test func `every pair of sizes to 40`() throws {
        let notes = try (0...40).map { try SampleKeys.note(tree, size: $0) }
        for to in 1...40 {
            for from in 0...to {
                let hashes = from == 0 ? [] : tree.subproof(from, in: 0..<to)
                let request = try WitnessRequest(oldSize: Int64(from), hashes: hashes, note: notes[to])
                #expect(try answer(request, last: state(from)) == .sign(state(to)))
            }
        }
    }

    @Test func `404 for a log that the witness does not know`() throws {
        let request = try request(from: 0, to: 8)
        #expect(WitnessAnswer.deciding(on: request, log: nil, last: .none) == .unknownLog)
        let other = KnownLog(origin: ExactText("other.example"), keys: try log().keys)
        let answer = WitnessAnswer.deciding(on: request, log: other, last: .none)
        #expect(answer == .unknownLog && answer.status == 404)
    }

    @Test func `403 for a checkpoint that no known key signed, or forged`() throws {
        let log = try SampleKeys.log()
        let stranger = try SampleKeys.stranger(4, name: log.name.string, type: .ed25519)
        let note = try Checkpoint(origin: log.name, size: 8, root: tree.root(0..<8)).signed(by: stranger)
        let unknown = try WitnessRequest(oldSize: 0, hashes: [], note: note)
        #expect(try answer(unknown, last: .none) == .untrusted(.unknownKeys))
        let text = try request(from: 0, to: 8).note.string
        let forged = try WitnessRequest(
            oldSize: 0, hashes: [],
            note: SignedNote(parsing: Array(text.replacing("\n8\n", with: "\n9\n").utf8)))
        let answer = try answer(forged, last: .none)
        #expect(answer == .untrusted(.forged(log.name)) && answer.status == 403)
        // An unsigned size is no reason to tell the own one.
        let unsigned = try WitnessRequest(oldSize: 9, hashes: [], note: note)
        #expect(try self.answer(unsigned, last: state(3)).status == 403)
    }

    @Test func `400 for an old size beyond the checkpoint`() throws {
        let request = try WitnessRequest(oldSize: 9, hashes: [], note: SampleKeys.note(tree, size: 8))
        let answer = try answer(request, last: state(9))
        #expect(answer == .oldSizeBeyondCheckpoint && answer.status == 400)
    }

    @Test func `409 with the size that was signed last`() throws {
        for (from, last) in [(5, 6), (0, 6), (5, 0), (8, 20), (5, 4)] {
            let answer = try answer(request(from: from, to: 8), last: state(last))
            #expect(answer == .otherSize(Int64(last)) && answer.status == 409)
        }
    }

    @Test func `a size that shrinks is refused`() throws {
        // Honest about the old size: 400. Not honest: 409.
        let honest = try WitnessRequest(oldSize: 20, hashes: [], note: SampleKeys.note(tree, size: 8))
        #expect(try answer(honest, last: state(20)) == .oldSizeBeyondCheckpoint)
        #expect(try answer(request(from: 5, to: 8), last: state(20)) == .otherSize(20))
        #expect(try answer(request(from: 0, to: 0), last: state(20)) == .otherSize(20))
    }

    @Test func `422 for another history`() throws {
        var leaves = tree.leaves
        leaves[2] = .leaf([7])
        let second = SampleTree(leaves)
        for (from, to) in [(3, 8), (4, 8), (5, 8), (8, 8), (8, 40)] {
            let answer = try answer(request(from: from, to: to, of: second), last: state(from))
            #expect(answer == .inconsistent && answer.status == 422, "\(from) to \(to)")
        }
        // Before the altered entry, the second history is as good.
        #expect(try answer(request(from: 2, to: 8, of: second), last: state(2)).status == 200)
    }

    @Test func `422 for a proof that is wrong, missing or not asked for`() throws {
        let note = try SampleKeys.note(tree, size: 8)
        let good = tree.subproof(5, in: 0..<8)
        for hashes in [
            [], good.dropLast(), good + [.empty], changed(good, at: 1), tree.subproof(6, in: 0..<8),
        ] {
            let request = try WitnessRequest(oldSize: 5, hashes: Array(hashes), note: note)
            #expect(try answer(request, last: state(5)) == .inconsistent)
        }
        let fromNothing = try WitnessRequest(oldSize: 0, hashes: [.empty], note: note)
        #expect(try answer(fromNothing, last: .none) == .inconsistent)
        let same = try WitnessRequest(oldSize: 8, hashes: [.empty], note: note)
        #expect(try answer(same, last: state(8)) == .inconsistent)
        let log = try SampleKeys.log()
        let empty = try Checkpoint(origin: log.name, size: 0, root: tree.root(0..<8)).signed(by: log)
        #expect(
            try answer(WitnessRequest(oldSize: 0, hashes: [], note: empty), last: .none) == .inconsistent)
    }

    @Test func `a cosignature of an old size does not fit the new checkpoint`() throws {
        let witness = try SampleKeys.witness()
        let old = try SampleKeys.note(tree, size: 5)
        var note = try SampleKeys.note(tree, size: 8)
        note.add(try witness.cosignature(of: old.text, at: 1_790_000_000))
        #expect(throws: SignedNote.Fault.forged(witness.name)) {
            try note.verified(by: [witness.verifierKey])
        }
    }

    @Test func `the request is written as C2SP has it`() throws {
        let note = try SampleKeys.note(tree, size: 8)
        let hashes = tree.subproof(5, in: 0..<8)
        let request = try WitnessRequest(oldSize: 5, hashes: hashes, note: note)
        let text = "old 5\n" + hashes.map { $0.base64 + "\n" }.joined() + "\n" + note.string
        #expect(String(decoding: request.bytes, as: UTF8.self) == text)
        #expect(try WitnessRequest(parsing: Array(text.utf8)) == request)
        let first = try WitnessRequest(oldSize: 0, hashes: [], note: note)
        #expect(String(decoding: first.bytes, as: UTF8.self) == "old 0\n\n" + note.string)
    }

    @Test func `another spelling is refused with its fault`() throws {
        func fault(_ text: String) -> WitnessRequest.Fault? {
            do throws(WitnessRequest.Fault) {
                _ = try WitnessRequest(parsing: Array(text.utf8))
                return nil
            } catch {
                return error
            }
        }
        let note = try SampleKeys.note(tree, size: 8).string
        let hash = TreeHash.empty.base64 + "\n"
        #expect(fault("old 0\n\n" + note) == nil)
        #expect(fault("old 5\n" + String(repeating: hash, count: 63) + "\n" + note) == nil)
        #expect(fault("old 5\n" + String(repeating: hash, count: 64) + "\n" + note) == .hashCount(64))
        #expect(fault("") == .form && fault("old 0\n") == .form && fault("\n" + note) == .form)
        for old in ["old", "old ", "old  0", "old -1", "old 00", "old 05", "Old 5", "old 5 ", "size 5"] {
            #expect(fault(old + "\n\n" + note) == .oldSize, "\(old)")
        }
        #expect(fault("old 9223372036854775808\n\n" + note) == .oldSize)
        #expect(fault("old 5\nAAAA\n\n" + note) == .hash(line: 2))
        #expect(fault("old 5\n" + hash + "old 5\n\n" + note) == .hash(line: 3))
        #expect(fault("old 5\r\n\n" + note) == .oldSize)
        #expect(fault("old 0\n\n" + note.dropLast()) == .note(.signatureLine(number: 1)))
        #expect(fault("old 0\n\n" + note.replacing("\n8\n", with: "\n08\n")) == .checkpoint(.size))
        #expect(fault("old 0\n\n" + String(repeating: "a", count: 266_240)) == .tooLong(byteCount: 266_247))
    }
}
