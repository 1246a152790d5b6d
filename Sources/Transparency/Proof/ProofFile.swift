/// A proof that an entry is in a log, which can be checked without the log: path and signed checkpoint.
///
/// ```
/// c2sp.org/tlog-proof@v1
/// extra <base64>           may be left out
/// index <decimal>          from 0
/// <base64>                 hashes from the sibling of the leaf up
///
/// <checkpoint with signatures of the log and of witnesses>
/// ```
///
/// - Source: C2SP tlog-proof.md at 5ba5ee8.
package struct ProofFile: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// More than `bytesMax`.
        case tooLong(byteCount: Int)
        /// The first line is another, or no empty line stands before a checkpoint.
        case form
        /// The second line begins with `extra`, but no base64 follows, or more than `extraBytesMax`.
        case extra
        /// No line `index <decimal>` where it belongs.
        case index
        /// A line is no base64 of 32 bytes; counted from 1 in the file.
        case hash(line: Int)
        /// More than `hashesMax` hashes.
        case hashCount(Int)
        /// The checkpoint is no note, or a known key did not sign it.
        case note(SignedNote.Fault)
        /// The text of the note is no checkpoint.
        case checkpoint(Checkpoint.Fault)
        /// The checkpoint is of another log.
        case otherOrigin(ExactText)
        /// Witnesses signed, the log did not.
        case unsignedByLog
        /// Fewer witnesses signed than are asked for.
        case tooFewWitnesses(Int)
        /// The hashes do not lead from the leaf to the root.
        case inclusion(InclusionProof.Fault)
    }

    /// Enough for the longest note.
    package static let bytesMax = 393_216

    package static let extraBytesMax = 65_535

    /// The height of a tree of less than 2⁶³ leaves.
    package static let hashesMax = 63

    private static let firstLine = "c2sp.org/tlog-proof@v1"

    /// What is needed to compute the leaf; not covered by any signature.
    package let extra: [UInt8]?

    /// The index of the leaf, from 0.
    package let index: Int64

    /// From the sibling of the leaf up.
    package let hashes: [TreeHash]

    /// The signed checkpoint.
    package let note: SignedNote

    /// Creates a file of a proof and the signed checkpoint of the same size.
    ///
    /// - Parameters:
    ///   - proof: made for the size of the checkpoint.
    ///   - note: the checkpoint with its signatures.
    ///   - extra: at most `extraBytesMax`.
    package init(_ proof: InclusionProof, note: SignedNote, extra: [UInt8]? = nil) {
        precondition(extra.map { $0.count <= ProofFile.extraBytesMax } ?? true, "too much extra data")
        self.extra = extra
        index = proof.index
        hashes = proof.hashes
        self.note = note
    }

    /// Parses a file; every other spelling than `bytes` would write is refused.
    package init(parsing bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= ProofFile.bytesMax else { throw .tooLong(byteCount: bytes.count) }
        guard let preamble = Preamble(of: bytes), let first = preamble.lines.first,
            first.elementsEqual(ProofFile.firstLine.utf8)
        else { throw .form }
        var lines = preamble.lines.dropFirst()
        if let text = lines.first?.following("extra") {
            guard let extra = Base64.bytes(of: text), extra.count <= ProofFile.extraBytesMax else {
                throw .extra
            }
            self.extra = extra
            lines.removeFirst()
        } else {
            extra = nil
        }
        guard let text = lines.popFirst()?.following("index"), let index = StrictDecimal.number(of: text)
        else {
            throw .index
        }
        self.index = index
        guard lines.count <= ProofFile.hashesMax else { throw .hashCount(lines.count) }
        var hashes: [TreeHash] = []
        for (place, line) in zip(lines.indices, lines) {
            guard let hash = TreeHash(base64: line) else { throw .hash(line: place + 1) }
            hashes.append(hash)
        }
        self.hashes = hashes
        do throws(SignedNote.Fault) {
            note = try SignedNote(parsing: preamble.rest)
        } catch {
            throw .note(error)
        }
    }

    /// The file, to be named `….tlog-proof`.
    package var bytes: [UInt8] {
        var text = ProofFile.firstLine + "\n"
        if let extra { text += "extra \(Base64.text(of: extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += hash.base64 + "\n" }
        return Array((text + "\n" + note.string).utf8)
    }

    /// What a verified file shows.
    package struct Verified: Hashable, Sendable {
        package let checkpoint: Checkpoint

        /// Of the log and of witnesses.
        package let signatures: [VerifiedSignature]
    }

    /// Checks that `leaf` is in `log`, in a tree that enough witnesses signed.
    ///
    /// - Parameters:
    ///   - leaf: computed by the caller from what it believes is in the log.
    ///   - log: the origin and the keys that the caller trusts.
    ///   - witnesses: the keys of witnesses that the caller trusts.
    ///   - quorum: how many different witnesses must have signed.
    /// - Returns: the checkpoint and the verified signatures, which have times.
    /// - Throws: what is wrong; nothing that the file says then counts.
    package func verified(
        leaf: TreeHash, log: KnownLog, witnesses: [VerifierKey] = [], quorum: Int = 0
    ) throws(Fault) -> Verified {
        let checkpoint: Checkpoint
        do throws(Checkpoint.Fault) {
            checkpoint = try Checkpoint(parsing: note.text)
        } catch {
            throw .checkpoint(error)
        }
        guard checkpoint.origin == log.origin else { throw .otherOrigin(checkpoint.origin) }
        let signatures: [VerifiedSignature]
        do throws(SignedNote.Fault) {
            signatures = try note.verified(by: log.keys + witnesses)
        } catch {
            throw .note(error)
        }
        guard signatures.contains(where: { log.keys.contains($0.key) }) else { throw .unsignedByLog }
        // Two names of one key are one witness, and the log is none.
        let signers = Set(signatures.filter { $0.seconds != nil }.map(\.key.publicKey))
            .subtracting(log.keys.map(\.publicKey))
        guard signers.count >= quorum else { throw .tooFewWitnesses(signers.count) }
        do throws(InclusionProof.Fault) {
            try InclusionProof(index: index, size: checkpoint.size, hashes: hashes)
                .verify(leaf: leaf, root: checkpoint.root)
        } catch {
            throw .inclusion(error)
        }
        return Verified(checkpoint: checkpoint, signatures: signatures)
    }
}
