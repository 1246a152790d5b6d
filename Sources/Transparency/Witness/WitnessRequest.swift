/// What a log sends to a witness: the size that the witness last signed, a consistency proof and the new checkpoint.
///
/// ```
/// old <decimal>
/// <base64>            0 to 63 hashes
///
/// <signed checkpoint>
/// ```
///
/// - Source: C2SP tlog-witness.md at 5ba5ee8, add-checkpoint.
package struct WitnessRequest: Hashable, Sendable {
    package enum Fault: Error, Hashable {
        /// More than `bytesMax`.
        case tooLong(byteCount: Int)
        /// No empty line stands before a checkpoint.
        case form
        /// The first line is not `old <decimal>`.
        case oldSize
        /// A line is no base64 of 32 bytes; counted from 1.
        case hash(line: Int)
        /// More than `hashesMax` hashes.
        case hashCount(Int)
        /// The checkpoint is no note.
        case note(SignedNote.Fault)
        /// The text of the note is no checkpoint.
        case checkpoint(Checkpoint.Fault)
    }

    /// Enough for the longest note.
    package static let bytesMax = 266_240

    package static let hashesMax = 63

    /// The size of the last checkpoint that the witness signed, 0 when it signed none.
    package let oldSize: Int64

    /// The consistency proof from the old size, empty for 0.
    package let hashes: [TreeHash]

    /// The signed checkpoint.
    package let note: SignedNote

    /// What the note says.
    package let checkpoint: Checkpoint

    /// Creates the request for a checkpoint.
    ///
    /// - Parameters:
    ///   - oldSize: what the witness signed last, as its answer 409 tells.
    ///   - hashes: from the old size to that of the checkpoint, at most `hashesMax`; empty for 0.
    ///   - note: the checkpoint, signed by the log.
    /// - Throws: `Fault.checkpoint` when the note is none.
    package init(oldSize: Int64, hashes: [TreeHash], note: SignedNote) throws(Fault) {
        precondition(hashes.count <= WitnessRequest.hashesMax, "a proof has at most 63 hashes")
        self.oldSize = oldSize
        self.hashes = hashes
        self.note = note
        do throws(Checkpoint.Fault) {
            checkpoint = try Checkpoint(parsing: note.text)
        } catch {
            throw .checkpoint(error)
        }
    }

    /// Parses the body of a request; every fault is answered with 400.
    package init(parsing bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= WitnessRequest.bytesMax else { throw .tooLong(byteCount: bytes.count) }
        guard let preamble = Preamble(of: bytes) else { throw .form }
        guard let text = preamble.lines[0].following("old"), let oldSize = StrictDecimal.number(of: text)
        else {
            throw .oldSize
        }
        let lines = preamble.lines.dropFirst()
        guard lines.count <= WitnessRequest.hashesMax else { throw .hashCount(lines.count) }
        var hashes: [TreeHash] = []
        for (place, line) in zip(lines.indices, lines) {
            guard let hash = TreeHash(base64: line) else { throw .hash(line: place + 1) }
            hashes.append(hash)
        }
        let note: SignedNote
        do throws(SignedNote.Fault) {
            note = try SignedNote(parsing: preamble.rest)
        } catch {
            throw .note(error)
        }
        try self.init(oldSize: oldSize, hashes: hashes, note: note)
    }

    /// The body of the request.
    package var bytes: [UInt8] {
        let lines = ["old \(oldSize)"] + hashes.map(\.base64)
        return Array((lines.map { $0 + "\n" }.joined() + "\n" + note.string).utf8)
    }
}
