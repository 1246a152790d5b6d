import Testing

@testable import Transparency

/// A whole log that another implementation wrote.
///
/// - Source: transparency-dev/tessera 1811ae1, testdata/log: 15 entries, with a checkpoint after each.
@Suite struct SampleLogTests {
    private let entries = [
        "one", "two", "three", "four", "five", "six", "seven", "eit", "nain", "ten", "ileven", "twelf",
        "threeten",
        "fourten", "fivten",
    ]

    private let key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"

    private let checkpoints: [(size: Int, root: String, signature: String)] = [
        (
            1, "0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=",
            "M9e0lhr9kuLxGdAtaUrhm84TQffVsLdcy808sN0a3WyniNlfcr9+bywoiIke1YYciCNjJGkCgIlQ8b16jhsmg/SChAM="
        ),
        (
            7, "IrSXADBqJ7EQoUODSDKROySgNveeL6CFhik2w/+fS7U=",
            "M9e0luA5JhTRUki/BBQD0QNiH6AEJ2pdtsA5CQjqJErViuuKrN6513RCTL2640wXJv0dCed3neRGI6dMzBq9uANf2Qc="
        ),
        (
            15, "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=",
            "M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI="
        ),
    ]

    /// The entries as `tile/entries/000.p/15` has them.
    private var bundle: [UInt8] {
        entries.flatMap { [0, UInt8($0.utf8.count)] + Array($0.utf8) }
    }

    @Test func `its checkpoints hold for its entries, and each for the next`() throws {
        let log = KnownLog(try VerifierKey(parsing: key))
        let leaves = try EntryBundle(parsing: bundle).leaves
        let tree = SampleTree(leaves)
        var last = WitnessState.none
        var edge = TreeEdge()
        for (size, root, signature) in checkpoints {
            for leaf in leaves[Int(edge.size)..<size] { _ = edge.append(leaf) }
            let text =
                "example.com/log/testdata\n\(size)\n\(root)\n\n— example.com/log/testdata \(signature)\n"
            let note = try SignedNote(parsing: Array(text.utf8))
            #expect(try note.verified(by: log.keys).count == 1)
            #expect(try Checkpoint(parsing: note.text).root == edge.root)
            let proof = try ConsistencyProof.making(from: last.size, to: Int64(size), reading: tree.tile)
            let request = try WitnessRequest(oldSize: last.size, hashes: proof?.hashes ?? [], note: note)
            let state = WitnessState(size: Int64(size), root: edge.root)
            #expect(WitnessAnswer.deciding(on: request, log: log, last: last) == .sign(state))
            last = state
        }
    }

    @Test func `a bundle with one letter changed does not fit the checkpoint`() throws {
        var changed = bundle
        changed[2] ^= 1
        let root = SampleTree(try EntryBundle(parsing: changed).leaves).root(0..<15)
        #expect(root.base64 != checkpoints[2].root)
        #expect(
            SampleTree(try EntryBundle(parsing: bundle).leaves).root(0..<15).base64 == checkpoints[2].root)
    }
}
