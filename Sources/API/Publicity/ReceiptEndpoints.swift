import Domain
import HTTP
import JSON
import Store
import Transparency

let receiptEndpoints: [Endpoint] = [
    .receipt(
        "/v1/public/receipts/{code}",
        Sentence(
            vi:
                "Phần công khai của một phiếu theo mã in trên phiếu, có còn hiệu lực không, và bằng chứng của nó",
            en: "Shows a voucher's public part by the code printed on it, whether it stands, and its proof."))
]

/// Which entry of a voucher a proof file is about.
enum ReceiptEntry: String, CaseIterable, Sendable {
    /// That of issuing it.
    case issued
    /// The last one: for a voided voucher, that of voiding it.
    case latest
}

struct ReceiptInput: Input {
    /// Nil when what was typed is no code.
    let code: ReceiptCode?
    /// Nil for that of issuing it while it stands, and of voiding it since.
    let entry: ReceiptEntry?

    init(from decoder: inout RequestDecoder) {
        code = ReceiptCode(typed: decoder.text("code", upTo: 40, in: .path))
        entry = decoder.optionalChoice("entry", of: ReceiptEntry.self, in: .query)
    }

    var target: Target? { nil }
}

/// What everyone may have of an entry, with its proof.
struct PublicEntryView: PublicView {
    let entry: PublicEntry
    /// False for what was public until the voucher was voided: its part says whom the public lists no longer name.
    let isShown: Bool
    /// Nil while no signed checkpoint covers the entry.
    let proof: InclusionProof?

    static var sample: PublicEntryView { PublicEntryView(entry: .sample, isShown: true, proof: nil) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.count(.logPosition, entry.position))
        let publicPart = isShown ? String(decoding: entry.publicPart, as: UTF8.self) : nil
        fields.publish(Disclosure.text(.publicPart, publicPart), as: .page)
        fields.publish(Disclosure.text(.privateHash, entry.entry.privateHash.base64), as: .hash)
        fields.publish(Disclosure.text(.leaf, entry.entry.leaf.base64), as: .hash)
        fields.publish("proof", optional: proof.map(ProofView.init))
    }
}

/// The hashes from an entry to the root of a signed checkpoint.
struct ProofView: PublicView {
    let proof: InclusionProof

    static var sample: ProofView { ProofView(proof: InclusionProof(index: 0, size: 1, hashes: [])) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.count(.logIndex, proof.index))
        fields.publish(Disclosure.count(.logSize, proof.size))
        fields.publish(Disclosure.texts(.hashes, proof.hashes.map(\.base64)), as: .hash)
    }
}

/// A voucher by its code: what its entry says, whether it stands, and the proof.
struct ReceiptView: PublicView {
    let code: ReceiptCode
    let isVoided: Bool
    let replacedBy: ReceiptCode?
    let replaces: ReceiptCode?
    let issued: PublicEntryView
    /// Nil while nothing changed since.
    let latest: PublicEntryView?
    /// The signed checkpoint of the proofs.
    let checkpoint: String?

    static var sample: ReceiptView {
        ReceiptView(
            code: ReceiptCode(Contribution.ID(1)), isVoided: false, replacedBy: nil, replaces: nil,
            issued: .sample, latest: nil,
            checkpoint: nil)
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.code, code.text))
        fields.publish(Disclosure.fact(.kind, code.kind))
        fields.publish(Disclosure.fact(.state, isVoided ? Contribution.State.voided : .valid))
        fields.publish(Disclosure.text(.replacedBy, replacedBy?.text))
        fields.publish(Disclosure.text(.replaces, replaces?.text))
        fields.publish("issued", issued)
        fields.publish("latest", optional: latest)
        fields.publish(Disclosure.text(.checkpoint, checkpoint), as: .text(lengthMax: SignedNote.bytesMax))
    }
}

extension PublicEntry: Sampled {
    static var sample: PublicEntry {
        PublicEntry(
            position: 1, publicPart: Array(#"{"format":1,"position":1}"#.utf8),
            entry: Entry(publicHash: .empty, privateHash: .empty))
    }
}

extension Endpoint {
    /// A voucher by its code, as JSON or as the proof file of C2SP.
    fileprivate static func receipt(_ path: StaticString, _ summary: Sentence) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .anonymous, key: .none, needsVersion: false,
            status: 200,
            summary: summary, fields: RequestDecoder.fields(of: ReceiptInput.self),
            output: SchemaFields.schema(of: Published<ReceiptView>.self), media: [.json, .plain], etag: nil,
            action: .read { decoder in
                let input = ReceiptInput(from: &decoder)
                return PreparedRead(target: nil, references: []) { _, form, tx in
                    form.media == .plain
                        ? Representation(
                            document: try proofFile(input, in: tx), as: .plain, isNegotiated: true)
                        : Representation(Published(try showReceipt(input, in: tx)), isNegotiated: true)
                }
            })
    }
}

func showReceipt(_ input: ReceiptInput, in tx: borrowing ReadTransaction) throws -> ReceiptView {
    guard let code = input.code, let entries = try tx.entries(of: code) else { throw unknownCode }
    let checkpoint = try tx.lastCheckpoint()
    let size = checkpoint?.size ?? 0
    return ReceiptView(
        code: code, isVoided: entries.isVoided, replacedBy: entries.replacedBy, replaces: entries.replaces,
        issued: try tx.publicEntry(at: entries.issued, provenAt: size),
        latest: entries.latest == entries.issued
            ? nil : try tx.publicEntry(at: entries.latest, provenAt: size),
        checkpoint: try checkpoint.map { try tx.signedText(of: $0) })
}

/// The proof file of a voucher; its `extra` data are the hash of the private part and the public part.
///
/// Of a voided one that is the entry of voiding it, so that nobody takes it for a receipt that stands. Who keeps the
/// file of the entry by which it was issued can still check that.
///
/// - Source: C2SP tlog-proof.md.
func proofFile(_ input: ReceiptInput, in tx: borrowing ReadTransaction) throws -> [UInt8] {
    guard let code = input.code, let entries = try tx.entries(of: code) else { throw unknownCode }
    let entry = input.entry ?? (entries.isVoided ? .latest : .issued)
    let position = entry == .issued ? entries.issued : entries.latest
    guard try tx.showsPublicPart(at: position) else { throw Problem(.notFound, detail: voidedSince) }
    guard let checkpoint = try tx.lastCheckpoint(), position <= checkpoint.size else {
        throw Problem(.notFound, detail: notYetSigned(try tx.signedSize()))
    }
    let view = try tx.publicEntry(at: position, provenAt: checkpoint.size)
    guard let proof = view.proof else { throw unknownCode }
    let note = try SignedNote(parsing: Array(try tx.signedText(of: checkpoint).utf8))
    let extra = view.entry.entry.privateHash.bytes + view.entry.publicPart
    return ProofFile(proof, note: note, extra: extra).bytes
}

extension ReadTransaction {
    fileprivate borrowing func publicEntry(at position: Int64, provenAt size: Int64) throws -> PublicEntryView
    {
        guard let entry = try logEntries(position...position).first else { throw unknownCode }
        let proof = position <= size ? try inclusionProof(of: position, at: size) : nil
        return PublicEntryView(
            entry: entry, isShown: try showsPublicPart(at: position), proof: proof)
    }
}

private let unknownCode = Problem(
    .notFound,
    detail: Sentence(
        vi: "Không có phiếu nào mang mã này; hãy xem lại mã trên phiếu, hoặc hỏi trưởng thôn.",
        en: "No voucher has this code; check the code on the voucher, or ask the head of the hamlet."))

private let voidedSince = Sentence(
    vi:
        "Phiếu này đã hủy, nên nội dung lúc lập không còn công khai; hãy lấy tệp của mục hủy (bỏ entry=issued).",
    en: "This voucher was voided, so what it said is no longer public; ask for the entry of voiding it.")
