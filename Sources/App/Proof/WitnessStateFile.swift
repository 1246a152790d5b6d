import Glibc
import JSON
import Transparency

/// What a witness remembers: the last checkpoint of each log that it cosigned, in one file.
///
/// Reading, deciding and storing are one step under a lock, and the state is stored before the cosignature leaves: else
/// two requests at once, or a loss of power, could take the witness back.
struct WitnessStateFile: Sendable {
    /// `{"logs":[{"origin":"…","note":"…"}]}`, the notes with the log's signature and the witness's own.
    let path: String

    /// The signature of each note is checked with this key, so that a damaged file is noticed.
    let key: SigningKey

    /// - Throws: `Failure` for the key of a log.
    init(path: String, key: SigningKey) throws {
        guard key.verifierKey.type == .cosignature else {
            throw Failure(
                .configuration,
                "Khóa \(key.name.string) là khóa của sổ, không ký thêm được; hãy tạo: danvan key new --witness."
            )
        }
        self.path = path
        self.key = key
    }

    /// Decides on a request, and stores what it changes.
    ///
    /// - Parameters:
    ///   - request: as parsed.
    ///   - logs: those that the witness knows.
    ///   - seconds: the time of the cosignature, since 1970.
    /// - Returns: the answer, with the cosigned checkpoint when it is `sign`.
    /// - Throws: `Failure` when the state cannot be read or stored; then nothing was cosigned.
    func decide(
        on request: WitnessRequest, logs: [KnownLog], at seconds: Int64
    ) throws -> WitnessDecision {
        let lock = try FileLock(beside: path)
        defer { lock.unlock() }
        var notes = try readNotes()
        let origin = request.checkpoint.origin
        let log = logs.first { $0.origin == origin }
        let last = try notes[origin].map { try Checkpoint(parsing: $0.text) }
        let state = last.map { WitnessState(size: $0.size, root: $0.root) } ?? .none
        let answer = WitnessAnswer.deciding(on: request, log: log, last: state)
        guard case .sign = answer, let log else {
            return WitnessDecision(answer: answer, last: notes[origin])
        }
        let cosignature = try key.cosignature(of: request.note.text, at: seconds)
        var note = try request.note.keepingOnly(log.keys)
        note.add(cosignature)
        notes[origin] = note
        try DurableFile(path: path).replace(with: WitnessStateFile.bytes(of: notes))
        return WitnessDecision(answer: answer, last: note, cosignature: cosignature)
    }

    /// The last checkpoint of a log that was cosigned, with the cosignature; nil for none.
    ///
    /// - Throws: `Failure` when the state cannot be read.
    func note(of origin: ExactText) throws -> SignedNote? { try readNotes()[origin] }

    /// No file is a witness that has cosigned nothing; any other content than `bytes(of:)` writes is refused.
    private func readNotes() throws -> [ExactText: SignedNote] {
        guard let bytes = try DurableFile(path: path).read() else { return [:] }
        // The reason is no help: nobody should mend the file by hand.
        guard let notes = try? WitnessStateFile.notes(in: bytes, of: key.verifierKey) else {
            throw Failure(
                .configuration,
                "Tệp trạng thái \(path) bị hỏng hoặc của khóa khác; hãy lấy lại bản đúng, đừng xóa: xem docs/TRUST.md."
            )
        }
        return notes
    }

    private struct Damaged: Error {}

    private static func notes(in bytes: [UInt8], of key: VerifierKey) throws -> [ExactText: SignedNote] {
        let document = try JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: bytesMax))
        guard case .object(let members) = document.root, members.map(\.name) == ["logs"],
            case .array(let logs) = members[0].value
        else { throw Damaged() }
        var notes: [ExactText: SignedNote] = [:]
        for log in logs {
            guard case .string(let origin) = log["origin"], case .string(let text) = log["note"] else {
                throw Damaged()
            }
            let note = try SignedNote(parsing: Array(text.utf8))
            _ = try note.verified(by: [key])
            let checkpoint = try Checkpoint(parsing: note.text)
            guard checkpoint.origin == ExactText(origin),
                notes.updateValue(note, forKey: checkpoint.origin) == nil
            else { throw Damaged() }
        }
        guard bytes == self.bytes(of: notes) else { throw Damaged() }
        return notes
    }

    private static func bytes(of notes: [ExactText: SignedNote]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.name("logs")
        json.beginArray()
        for (origin, note) in notes.sorted(by: { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }) {
            json.beginObject()
            json.member("origin", origin.string)
            json.member("note", note.string)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        json.newline()
        return json.finish()
    }

    /// A log's note has a few hundred bytes.
    private static let bytesMax = 16 << 20
}

/// What a witness decided, and what it remembers now.
struct WitnessDecision: Hashable, Sendable {
    let answer: WitnessAnswer
    /// The last checkpoint of the log that the witness cosigned, with its cosignature; nil for none.
    let last: SignedNote?
    /// That of the request's checkpoint; nil unless the answer is `sign`.
    let cosignature: NoteSignature?

    init(answer: WitnessAnswer, last: SignedNote?, cosignature: NoteSignature? = nil) {
        self.answer = answer
        self.last = last
        self.cosignature = cosignature
    }
}

extension SignedNote {
    /// The note with the signatures of these keys only; lines of unknown keys are dropped.
    func keepingOnly(_ keys: [VerifierKey]) throws(Fault) -> SignedNote {
        var note = try SignedNote(text: text.string)
        for signature in signatures
        where keys.contains(where: { $0.name == signature.name && $0.id == signature.keyID }) {
            note.add(signature)
        }
        return note
    }
}
