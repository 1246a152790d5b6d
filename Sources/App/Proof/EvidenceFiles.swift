import Foundation
import Transparency

/// What a witness charges a log with.
enum WitnessCharge: Hashable, Sendable {
    /// The same size with two roots, both signed.
    case otherRoot
    /// What is shown now does not contain what was signed before.
    case shrunk(from: Int64, to: Int64)
    /// The service cannot prove that it only grew.
    case unproven(from: Int64, to: Int64)

    var sentence: String {
        switch self {
        case .otherRoot: "CẢNH BÁO: sổ đã ký hai lịch sử khác nhau cho cùng một số mục; xem docs/TRUST.md"
        case .shrunk(let from, let to):
            "CẢNH BÁO: sổ ngắn đi, trước có \(from) mục, nay chỉ còn \(to); xem docs/TRUST.md"
        case .unproven(let from, let to):
            "CẢNH BÁO: sổ \(to) mục không chứng minh được là chứa nguyên vẹn \(from) mục đã ký; xem docs/TRUST.md"
        }
    }
}

/// The notes that show a fault of a log, in files `<state>.evidence-1`, `-2`, … that are never replaced.
struct EvidenceFiles: Sendable {
    /// A file, and whether it was written now.
    struct Kept {
        let path: String
        let isNew: Bool
    }

    private let path: String

    /// Whoever has the log's key could otherwise fill the disk.
    private static let filesMax = 100

    init(beside state: String) { path = state + ".evidence-" }

    /// True once there is a file.
    var exist: Bool { FileManager.default.fileExists(atPath: path + "1") }

    /// Writes both notes into a new file, unless an earlier one has the same.
    ///
    /// - Throws: `Failure`.
    func keep(_ charge: WitnessCharge, known: SignedNote, shown: SignedNote) throws -> Kept {
        let before = "# \(charge.sentence)\n# Điểm đối chiếu đã ký thêm trước đây:\n\(known.string)\n"
        // Signature lines are not compared: anyone can add one, and the time in the witness's own changes daily.
        let after = "# Điểm đối chiếu được đưa ra sau đó:\n\(shown.text.string)\n"
        let bytes = Array((before + after + shown.signatureLines).utf8)
        for number in 1...EvidenceFiles.filesMax {
            let file = DurableFile(path: path + "\(number)")
            guard let earlier = try file.read() else {
                try file.create(bytes)
                return Kept(path: file.path, isNew: true)
            }
            if earlier.contains(Array(after.utf8)) { return Kept(path: file.path, isNew: false) }
        }
        throw Failure(.io, "Đã có \(EvidenceFiles.filesMax) tệp bằng chứng \(path)…")
    }
}
