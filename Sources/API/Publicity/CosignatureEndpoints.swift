import Domain
import HTTP
import JSON
import Store
import Transparency

let cosignatureEndpoints: [Endpoint] = [
    .cosign(
        "/v1/public/log/cosignatures",
        Sentence(
            vi: "Nhận chữ ký chứng kiến của bên chứng kiến trên một điểm đối chiếu",
            en: "Takes the cosignatures of configured witnesses on a checkpoint."))
]

/// A checkpoint with the cosignatures of witnesses, as text.
struct CosignatureInput: Input {
    /// Nil when it is none.
    let note: SignedNote?
    let checkpoint: Checkpoint?

    init(from decoder: inout RequestDecoder) {
        let note = decoder.signedNote("note")
        self.note = note
        checkpoint = note.flatMap { note in
            do throws(Checkpoint.Fault) {
                return try Checkpoint(parsing: note.text)
            } catch {
                decoder.addError(
                    "note", .textInvalid, Sentence(vi: "không phải điểm đối chiếu", en: "is not a checkpoint")
                )
                return nil
            }
        }
    }

    var target: Target? { nil }
}

/// The witnesses of a checkpoint.
struct CosignedView: Output {
    let size: Int64
    let witnesses: [String]

    static var sample: CosignedView { CosignedView(size: 1, witnesses: []) }

    func write(to fields: inout some FieldWriter) {
        fields.count("size", size)
        fields.list("witnesses", witnesses, .text(lengthMax: 1000))
    }
}

/// Enough for a checkpoint with the signatures of 64 witnesses.
private let cosignedBytesMax = 16_384

extension RequestDecoder {
    /// A signed note, every byte of which counts.
    fileprivate mutating func signedNote(_ name: String) -> SignedNote? {
        read(name, .body, true, .text(lengthMax: cosignedBytesMax)) { value in
            guard case .string(let text) = value else {
                return .error(.typeMismatch, Sentence(vi: "cần một chuỗi chữ", en: "must be a string"))
            }
            guard text.utf8.count <= cosignedBytesMax else {
                return .error(.textTooLong, .range(from: nil, to: "\(cosignedBytesMax)"))
            }
            do throws(SignedNote.Fault) {
                return .value(try SignedNote(parsing: Array(text.utf8)))
            } catch {
                return .error(
                    .textInvalid, Sentence(vi: "không phải văn bản có chữ ký", en: "is not a signed note"))
            }
        }
    }
}

extension Endpoint {
    fileprivate static func cosign(_ path: StaticString, _ summary: Sentence) -> Endpoint {
        Endpoint(
            method: .post, path: PathPattern(path), access: .witness, key: .none, needsVersion: false,
            status: 200,
            summary: summary, fields: RequestDecoder.fields(of: CosignatureInput.self),
            output: SchemaFields.schema(of: CosignedView.self), media: [.json], etag: nil,
            action: .write { decoder in
                let input = CosignatureInput(from: &decoder)
                return PreparedWrite(target: nil) { _, tx in
                    Representation(try addCosignatures(input, in: tx))
                }
            })
    }
}

/// Stores the lines of configured witnesses below the checkpoint that they signed.
///
/// Of two lines of one witness the later one stays, in whatever order they come: anyone may send an old one again.
///
/// - Throws: `not-found` for a checkpoint that was not signed here, or of another log; `witness-unknown`;
///   `checkpoint-old`; `checkpoint-differs`.
/// - Source: C2SP tlog-witness.md, whose statuses these are.
func addCosignatures(_ input: CosignatureInput, in tx: borrowing WriteTransaction) throws -> CosignedView {
    guard let note = input.note, let checkpoint = input.checkpoint else { throw Problem(.inputInvalid) }
    let kept = try tx.checkpoint(of: checkpoint.size)
    // A witness cosigns other logs too, of which some have as many entries.
    guard let stored = try kept ?? forgotten(checkpoint, of: note, in: tx),
        stored.note.utf8.starts(with: (checkpoint.origin.string + "\n").utf8)
    else { throw Problem(.notFound) }
    // A stored key that cannot be read is nobody's.
    let keys = try tx.logKeys(.witness).compactMap { text in try? VerifierKey(parsing: text) }
    let signatures: [VerifiedSignature]
    do throws(SignedNote.Fault) {
        signatures = try note.verified(by: keys)
    } catch {
        throw Problem(.witnessUnknown)
    }
    // After the signatures: only a witness is worth an alarm.
    guard stored.note.utf8.starts(with: (note.text.string + "\n").utf8) else {
        throw Problem(.checkpointDiffers)
    }
    for signature in signatures {
        let name = signature.key.name
        guard let line = note.signatures.first(where: { $0.name == name && $0.keyID == signature.key.id })
        else {
            continue
        }
        guard try tx.largestCosigned(by: name.string) <= checkpoint.size else {
            throw Problem(.checkpointOld)
        }
        if try tx.checkpoint(of: checkpoint.size) == nil { try tx.store(stored) }
        let known = try tx.cosignedSeconds(of: note.text, at: checkpoint.size, by: signature.key)
        if let known, let seconds = signature.seconds, seconds <= known { continue }
        try tx.storeCosignature(line.line, by: name.string, of: checkpoint.size)
    }
    return CosignedView(size: checkpoint.size, witnesses: try tx.witnesses(of: checkpoint.size))
}

/// The checkpoint of a note that the service signed but no longer keeps: a stick takes longer than the next checkpoint.
///
/// - Returns: nil unless the note has the service's own signature over the present tree at that size.
private func forgotten(
    _ checkpoint: Checkpoint, of note: SignedNote, in tx: borrowing WriteTransaction
) throws -> StoredCheckpoint? {
    guard checkpoint.size <= (try tx.lastCheckpoint()?.size ?? 0) else { return nil }
    // A stored key that cannot be read is nobody's.
    let keys = try tx.logKeys(.log).compactMap { text in try? VerifierKey(parsing: text) }
        .filter { $0.name.text == checkpoint.origin }
    do throws(SignedNote.Fault) {
        _ = try note.verified(by: keys)
    } catch {
        return nil
    }
    guard try tx.logRoot(at: checkpoint.size) == checkpoint.root else { throw Problem(.checkpointDiffers) }
    let lines = note.signatures.filter { line in
        keys.contains { $0.name == line.name && $0.id == line.keyID }
    }
    guard let line = lines.first?.line else { return nil }
    return StoredCheckpoint(
        size: checkpoint.size, root: checkpoint.root, note: note.text.string + "\n" + line, signedAt: tx.now)
}

extension WriteTransaction {
    /// When this witness signed its stored line below the checkpoint with this text; nil when there is none.
    fileprivate borrowing func cosignedSeconds(
        of text: ExactText, at size: Int64, by witness: VerifierKey
    ) throws -> Int64? {
        var seconds: Int64?
        for line in try cosignatures(of: size) {
            guard let signature = NoteSignature(line: line.utf8.dropLast()), signature.name == witness.name
            else {
                continue
            }
            do throws(SignedNote.Fault) {
                var cosigned = try SignedNote(text: text.string)
                cosigned.add(signature)
                seconds = try cosigned.verified(by: [witness]).first?.seconds
            } catch {
                // A stored line that was altered gives way to a right one.
            }
        }
        return seconds
    }
}
