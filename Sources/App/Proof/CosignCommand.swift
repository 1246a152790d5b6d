import ArgumentParser
import Logging
import Transparency

/// `danvan cosign FILE`: cosigns a checkpoint that came on a USB stick.
struct CosignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cosign",
        abstract: "Ký thêm một điểm đối chiếu lấy từ USB; in ra điểm đối chiếu có thêm chữ ký.",
        discussion: """
            Tệp điểm đối chiếu: nội dung của GET /v1/public/log/checkpoint, hoặc một yêu cầu add-checkpoint của C2SP
            tlog-witness, vốn đã có bằng chứng. Từ lần ký thứ hai cần --consistency: nội dung của
            GET /v1/public/log/consistency?from=…&to=…; thiếu thì lệnh cho biết cần lấy gì. Gửi kết quả về dịch vụ bằng
            POST /v1/public/log/cosignatures. Sổ có lịch sử khác: mã kết thúc 1, hai điểm đối chiếu giữ ở tệp
            TỆP-TRẠNG-THÁI.evidence-1, -2, …
            """)

    @Argument(help: "Tệp điểm đối chiếu.")
    var file: String

    @OptionGroup var options: WitnessOptions

    @Option(help: "Tệp bằng chứng rằng sổ chỉ dài thêm.")
    var consistency: String?

    func run() throws {
        try exitingOnError {
            let logger = Logger(label: "danvan") { _ in TextLogHandler() }
            defer { LogQueue.shared.flush(withinSeconds: 2) }
            let witness = try options.witness(logger: logger)
            let request = try request(to: witness)
            let decision = try witness.decide(on: request)
            guard let cosignature = decision.cosignature else {
                if decision.answer == .inconsistent, let last = decision.last {
                    let charge = WitnessCharge.unproven(
                        from: request.oldSize, to: request.checkpoint.size)
                    witness.report(charge, known: last, shown: request.note)
                }
                throw refusal(decision, of: request)
            }
            var note = request.note
            note.add(cosignature)
            print(note.string, terminator: "")
        }
    }

    /// What the files ask the witness.
    private func request(to witness: Witness) throws -> WitnessRequest {
        let bytes = try CosignCommand.bytes(of: file)
        guard let note = CosignCommand.checkpointNote(bytes) else {
            do throws(WitnessRequest.Fault) {
                return try WitnessRequest(parsing: bytes)
            } catch {
                throw Failure(.data, "Tệp \(file) không phải điểm đối chiếu.")
            }
        }
        let checkpoint = try Checkpoint(parsing: note.text)
        let last =
            try witness.state.note(of: checkpoint.origin).map { try Checkpoint(parsing: $0.text) }
        guard let last, last.size > 0, last.size < checkpoint.size else {
            // Nothing to prove, or nothing that could be proven: the witness decides.
            return try WitnessRequest(oldSize: last?.size ?? 0, hashes: [], note: note)
        }
        let hashes = try hashes(from: last.size, to: checkpoint)
        return try WitnessRequest(oldSize: last.size, hashes: hashes, note: note)
    }

    /// The proof, from JSON or from a request to a witness.
    private func hashes(from size: Int64, to checkpoint: Checkpoint) throws -> [TreeHash] {
        let advice =
            "tải …/v1/public/log/consistency?\(ConsistencyText.query(from: size, to: checkpoint.size)) "
            + "(… là địa chỉ của dịch vụ) vào một tệp và thêm --consistency TỆP."
        guard let consistency else {
            throw Failure(.data, "Cần bằng chứng rằng sổ chỉ dài thêm: hãy \(advice)")
        }
        let bytes = try CosignCommand.bytes(of: consistency)
        if let text = ConsistencyText(bytes) {
            guard text.from == size, text.to == checkpoint.size else {
                throw Failure(
                    .data, "Tệp \(consistency) là bằng chứng từ \(text.from) đến \(text.to): hãy \(advice)")
            }
            return text.hashes
        }
        let request: WitnessRequest
        do throws(WitnessRequest.Fault) {
            request = try WitnessRequest(parsing: bytes)
        } catch {
            throw Failure(.data, "Tệp \(consistency) không phải bằng chứng: hãy \(advice)")
        }
        guard request.oldSize == size, request.checkpoint == checkpoint else {
            throw Failure(.data, "Tệp \(consistency) là bằng chứng của điểm đối chiếu khác: hãy \(advice)")
        }
        return request.hashes
    }

    private func refusal(_ decision: WitnessDecision, of request: WitnessRequest) -> Failure {
        let size = request.checkpoint.size
        switch decision.answer {
        case .sign: return Failure(.data, "Không ký được.")
        case .unknownLog:
            return Failure(
                .data, "Điểm đối chiếu của sổ '\(request.checkpoint.origin.string)', không có trong --log.")
        case .untrusted:
            return Failure(.data, "Điểm đối chiếu không có chữ ký đúng của sổ; không ký thêm.")
        case .oldSizeBeyondCheckpoint: return smaller(size, than: request.oldSize)
        case .otherSize(let last) where last > size: return smaller(size, than: last)
        case .otherSize(let last):
            return Failure(
                .data,
                "Yêu cầu tính từ \(request.oldSize) mục, nhưng đã ký \(last) mục: hãy tải "
                    + "…/v1/public/log/consistency?\(ConsistencyText.query(from: last, to: size)).")
        case .inconsistent:
            return Failure(
                .data,
                "KHÔNG KÝ: bằng chứng không cho thấy sổ \(size) mục chứa nguyên vẹn \(request.oldSize) mục đã ký; "
                    + "hãy giữ các tệp này và xem docs/TRUST.md.")
        }
    }

    private func smaller(_ size: Int64, than last: Int64) -> Failure {
        Failure(
            .data,
            "Điểm đối chiếu này có \(size) mục, ít hơn \(last) mục đã ký; hãy lấy điểm đối chiếu mới nhất. "
                + "Nếu dịch vụ vẫn đưa ra điểm đối chiếu này thì sổ đã ngắn đi: xem docs/TRUST.md.")
    }

    private static func bytes(of file: String) throws -> [UInt8] {
        guard let bytes = try DurableFile(path: file).read() else {
            throw Failure(.io, "Không có tệp \(file).")
        }
        guard bytes.count <= WitnessRequest.bytesMax else { throw Failure(.data, "Tệp \(file) quá dài.") }
        return bytes
    }

    /// The note of a checkpoint; nil when the bytes are something else, such as a request to a witness.
    private static func checkpointNote(_ bytes: [UInt8]) -> SignedNote? {
        do {
            let note = try SignedNote(parsing: bytes)
            _ = try Checkpoint(parsing: note.text)
            return note
        } catch {
            return nil
        }
    }
}
