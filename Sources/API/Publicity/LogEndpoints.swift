import Domain
import JSON
import Store
import Transparency

/// The beginning of the paths of tiles.
let logTilePath = "/v1/public/log/tile/"

let logEndpoints: [Endpoint] = [
    .document(
        "/v1/public/log/checkpoint", as: .plain,
        Sentence(
            vi:
                "Điểm đối chiếu của nhật ký: số mục và mã băm gốc, có chữ ký của máy chủ và của bên chứng kiến",
            en: "The log's checkpoint: size and root, signed by the service and cosigned by witnesses."),
        showCheckpoint),
    .document(
        "/v1/public/log/key", as: .plain,
        Sentence(
            vi: "Khóa công khai để kiểm chữ ký của điểm đối chiếu",
            en: "The public key of checkpoints (vkey)."),
        showLogKey),
    .document(
        "/v1/public/log/tile/{tile...}", as: .octets, isImmutable: true,
        Sentence(
            vi: "Một ô của cây băm, hoặc các mục trong một ô (tile/entries/…)",
            en: "A tile of the tree, or the bundle of entries below one, as C2SP tlog-tiles."), showTile),
    .publicRead(
        "/v1/public/log/proof", etag: nil,
        Sentence(
            vi: "Phần công khai của một mục, và bằng chứng rằng mục ấy có trong nhật ký đã ký",
            en:
                "Shows the public part of an entry, and proves that it is in the signed log (RFC 6962 inclusion)."
        ),
        proveInclusion),
    .publicRead(
        "/v1/public/log/consistency", etag: nil,
        Sentence(
            vi: "Bằng chứng rằng nhật ký lớn chứa nguyên vẹn nhật ký nhỏ hơn",
            en: "Proves that a log contains an earlier one unchanged (RFC 6962 consistency)."),
        proveConsistency),
]

/// A tile by what is left of the path.
struct TileInput: Input {
    /// Nil when it is no path of a tile.
    let path: TilePath?

    init(from decoder: inout RequestDecoder) {
        path = TilePath("tile/" + decoder.text("tile", upTo: 64, in: .path))
    }

    var target: Target? { nil }
}

struct InclusionInput: Input {
    let position: Int64
    let size: Int64?

    init(from decoder: inout RequestDecoder) {
        position = decoder.integer("position", in: 1...logSizeMax, section: .query)
        size = decoder.optionalInteger("size", in: 1...logSizeMax, section: .query)
    }

    var target: Target? { nil }
}

struct ConsistencyInput: Input {
    let from: Int64
    let to: Int64?

    init(from decoder: inout RequestDecoder) {
        from = decoder.integer("from", in: 1...logSizeMax, section: .query)
        to = decoder.optionalInteger("to", in: 1...logSizeMax, section: .query)
    }

    var target: Target? { nil }
}

private let logSizeMax: Int64 = 1 << 53 - 1

/// What everyone may have of the entry at a position, and a proof that it is in the tree of `size` entries.
struct InclusionView: PublicView {
    let position: Int64
    let proof: InclusionProof
    let entry: PublicEntry
    /// False for what was public until a voucher was voided.
    let isShown: Bool
    let root: TreeHash
    /// The signed checkpoint of this size; nil when it is not kept.
    let checkpoint: String?

    static var sample: InclusionView {
        InclusionView(
            position: 1, proof: InclusionProof(index: 0, size: 1, hashes: []), entry: .sample, isShown: true,
            root: .empty, checkpoint: nil)
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.count(.logPosition, position))
        fields.publish(Disclosure.count(.logIndex, proof.index))
        fields.publish(Disclosure.count(.logSize, proof.size))
        let publicPart = isShown ? String(decoding: entry.publicPart, as: UTF8.self) : nil
        fields.publish(Disclosure.text(.publicPart, publicPart), as: .page)
        fields.publish(Disclosure.text(.privateHash, entry.entry.privateHash.base64), as: .hash)
        fields.publish(Disclosure.text(.leaf, entry.entry.leaf.base64), as: .hash)
        fields.publish(Disclosure.text(.root, root.base64), as: .hash)
        fields.publish(Disclosure.texts(.hashes, proof.hashes.map(\.base64)), as: .hash)
        fields.publish(Disclosure.text(.checkpoint, checkpoint), as: .text(lengthMax: SignedNote.bytesMax))
    }
}

/// A proof that the tree of `to` entries begins with that of `from`.
struct ConsistencyView: PublicView {
    let proof: ConsistencyProof
    let fromRoot: TreeHash
    let toRoot: TreeHash

    static var sample: ConsistencyView {
        ConsistencyView(
            proof: ConsistencyProof(from: 1, to: 1, hashes: []), fromRoot: .empty, toRoot: .empty)
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.count(.logFrom, proof.from))
        fields.publish(Disclosure.count(.logTo, proof.to))
        fields.publish(Disclosure.text(.fromRoot, fromRoot.base64), as: .hash)
        fields.publish(Disclosure.text(.toRoot, toRoot.base64), as: .hash)
        fields.publish(Disclosure.texts(.hashes, proof.hashes.map(\.base64)), as: .hash)
    }
}

func showCheckpoint(_ input: NoInput, in tx: borrowing ReadTransaction) throws -> [UInt8] {
    guard let checkpoint = try tx.lastCheckpoint() else { throw Problem(.notFound, detail: nothingIsSigned) }
    return Array(try tx.signedText(of: checkpoint).utf8)
}

func showLogKey(_ input: NoInput, in tx: borrowing ReadTransaction) throws -> [UInt8] {
    guard let vkey = try tx.logKeys(.log).first else { throw Problem(.notFound, detail: nothingIsSigned) }
    return Array((vkey + "\n").utf8)
}

func showTile(_ input: TileInput, in tx: borrowing ReadTransaction) throws -> [UInt8] {
    guard let path = input.path, path.tile.exists(at: try tx.signedSize()) else { throw Problem(.notFound) }
    switch path {
    case .hashes(let tile): return try tx.logTile(tile).bytes
    case .entries(let tile):
        let first = tile.index << 8 + 1
        let entries = try tx.logEntries(first...first + Int64(tile.width) - 1)
        return EntryBundle(entries.map(\.entry)).bytes
    }
}

func proveInclusion(_ input: InclusionInput, in tx: borrowing ReadTransaction) throws -> InclusionView {
    let signed = try tx.signedSize()
    let size = input.size ?? signed
    guard size <= signed, input.position <= size,
        let proof = try tx.inclusionProof(of: input.position, at: size),
        let entry = try tx.logEntries(input.position...input.position).first
    else { throw Problem(.notFound, detail: notYetSigned(signed)) }
    return InclusionView(
        position: input.position, proof: proof, entry: entry,
        isShown: try tx.showsPublicPart(at: input.position), root: try tx.logRoot(at: size),
        checkpoint: try tx.checkpoint(of: size).map { try tx.signedText(of: $0) })
}

func proveConsistency(_ input: ConsistencyInput, in tx: borrowing ReadTransaction) throws -> ConsistencyView {
    let signed = try tx.signedSize()
    let to = input.to ?? signed
    guard to <= signed, let proof = try tx.consistencyProof(from: input.from, to: to) else {
        throw Problem(.notFound, detail: notYetSigned(signed))
    }
    return ConsistencyView(
        proof: proof, fromRoot: try tx.logRoot(at: input.from), toRoot: try tx.logRoot(at: to))
}

extension ReadTransaction {
    /// The size of the last signed checkpoint; nothing beyond it is shown.
    borrowing func signedSize() throws -> Int64 { try lastCheckpoint()?.size ?? 0 }

    /// A checkpoint with the lines of its witnesses.
    borrowing func signedText(of checkpoint: StoredCheckpoint) throws -> String {
        try ([checkpoint.note] + cosignatures(of: checkpoint.size)).joined()
    }
}

private let nothingIsSigned = Sentence(
    vi: "Dịch vụ chưa ký điểm đối chiếu nào; người quản trị máy tạo khóa bằng lệnh 'danvan key new'.",
    en:
        "The service has signed no checkpoint yet; the machine's administrator makes a key with 'danvan key new'."
)

func notYetSigned(_ size: Int64) -> Sentence {
    Sentence(
        vi: "Nhật ký đã ký có \(size) mục; mục mới được ký sau vài giây, hãy thử lại.",
        en: "The signed log has \(size) entries; a new entry is signed within seconds, try again.")
}
