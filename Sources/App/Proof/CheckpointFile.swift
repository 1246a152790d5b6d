import Transparency
import Verify

/// A checkpoint kept outside the database: the text of `GET /v1/public/log/checkpoint`, or the proof file of a receipt.
struct CheckpointFile {
    let path: String
    let checkpoint: Checkpoint
    /// Whether the signature was checked.
    let isSigned: Bool

    /// Reads a file, and checks the signature when `key` is given.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - key: the public key of the log as text, as it stands on paper.
    /// - Throws: `Failure`.
    init(path: String, key: String?) throws {
        self.path = path
        guard let bytes = try DurableFile(path: path).read() else {
            throw Failure(.io, "Không có tệp \(path).")
        }
        guard bytes.count <= WitnessRequest.bytesMax, let note = CheckpointFile.note(bytes),
            // What is no checkpoint is said to be none.
            let checkpoint = try? Checkpoint(parsing: note.text)
        else { throw Failure(.data, "Tệp \(path) không phải điểm đối chiếu.") }
        self.checkpoint = checkpoint
        isSigned = key != nil
        guard let key else { return }
        let known: VerifierKey
        do throws(VerifierKey.Fault) {
            known = try VerifierKey(parsing: key)
        } catch {
            throw Failure(.usage, "--key phải là khóa công khai của sổ, như GET /v1/public/log/key cho.")
        }
        guard known.type == .ed25519 else {
            throw Failure(.usage, "--key là khóa của bên chứng kiến, không phải của sổ.")
        }
        guard CheckpointFile.isSigned(note, by: known), checkpoint.origin == known.name.text else {
            throw Failure(.data, "Điểm đối chiếu \(path) không có chữ ký đúng của khóa \(known.name.string).")
        }
    }

    /// What holds, in one line.
    ///
    /// - Throws: `Failure` when `comparison` says that the log is another.
    func sentence(_ comparison: CheckpointComparison) throws -> String {
        switch comparison {
        case .contained:
            let signature = isSigned ? "chữ ký đúng" : "chưa kiểm tra chữ ký: thêm --key"
            return "Đối chiếu đúng: sổ chứa nguyên vẹn \(checkpoint.size) mục của \(path) (\(signature))."
        case .beyondEnd(let size):
            throw Failure(
                .data,
                "Điểm đối chiếu \(path) có \(checkpoint.size) mục, sổ chỉ có \(size): các dòng cuối đã bị cắt, "
                    + "hoặc một tệp cũ đã được đặt lại.")
        case .otherHistory:
            throw Failure(
                .data,
                "Sổ có lịch sử khác: \(checkpoint.size) mục đầu không phải là những mục của điểm đối chiếu "
                    + "\(path).")
        }
    }

    private static func isSigned(_ note: SignedNote, by key: VerifierKey) -> Bool {
        do throws(SignedNote.Fault) {
            return try !note.verified(by: [key]).isEmpty
        } catch {
            return false
        }
    }

    /// The note of a checkpoint or of a proof file; nil for anything else.
    private static func note(_ bytes: [UInt8]) -> SignedNote? {
        // A file of the one kind cannot be read as the other.
        if let proof = try? ProofFile(parsing: bytes) { return proof.note }
        // The caller says that it is no checkpoint.
        return try? SignedNote(parsing: bytes)
    }
}
