import ArgumentParser
import Store
import Transparency
import Verify

/// `danvan verify`: recomputes the books from the journal, and compares it with a checkpoint or receipt kept elsewhere.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Tính lại mọi thứ từ nhật ký: số phiếu, số dư, tổng hợp; nói ra chỗ sai đầu tiên.",
        discussion: """
            Dòng cuối là số mục và gốc của cây băm. Chỉ điểm đối chiếu giữ ở nơi khác mới cho thấy các dòng cuối bị cắt
            hay một tệp cũ được đặt lại: --since TỆP. Người ngoài không có tệp dữ liệu thì dùng --export với tệp của
            'danvan export log'.
            """)

    @OptionGroup var options: StoreOptions

    @Option(
        help: "Tệp điểm đối chiếu hoặc bằng chứng phiếu giữ từ trước: sổ phải chứa nguyên vẹn các mục đó.")
    var since: String?

    @Option(help: "Khóa công khai của sổ (GET /v1/public/log/key), để kiểm tra chữ ký của điểm đối chiếu.")
    var key: String?

    @Option(
        help:
            "Tệp của 'danvan export log': kiểm tra tệp này, không cần tệp dữ liệu; cần --checkpoint và --key."
    )
    var export: String?

    @Option(help: "Tệp điểm đối chiếu mà tệp của --export phải đúng với.")
    var checkpoint: String?

    func run() throws {
        try exitingOnError {
            if let export {
                guard let checkpoint, let key, since == nil else {
                    throw Failure(.usage, "--export cần --checkpoint và --key, không dùng cùng --since.")
                }
                try verify(LogFile(path: export), CheckpointFile(path: checkpoint, key: key))
            } else {
                guard checkpoint == nil else { throw Failure(.usage, "--checkpoint chỉ dùng cùng --export.") }
                guard key == nil || since != nil else { throw Failure(.usage, "--key cần --since.") }
                // Before the long part, so that a mistyped file costs no time.
                try verifyBooks(since.map { try CheckpointFile(path: $0, key: key) })
            }
        }
    }

    private func verifyBooks(_ kept: CheckpointFile?) throws {
        let verification = try options.storeFile()
            .verification { progress in
                printError("\(progress.rowsDone)/\(progress.rowsTotal) dòng…")
            }
        guard verification.isClean else {
            let lines = verification.discrepancies.map(\.sentence)
            throw Failure(.data, lines + ["Có \(verification.discrepanciesCount) chỗ sai."])
        }
        let comparison = try kept.map { kept in
            try kept.sentence(
                CheckpointComparison(kept.checkpoint, size: verification.lastPosition) { size in
                    var root: TreeHash?
                    try options.reading { tx in root = try tx.logRoot(at: size) }
                    return root
                })
        }
        print(
            "Sổ đúng: \(verification.journalRowsCount) dòng nhật ký, vị trí cuối \(verification.lastPosition)."
        )
        if let root = verification.root {
            print(VerifyCommand.sentence(size: verification.lastPosition, root))
        }
        if let comparison { print(comparison) }
    }

    private func verify(_ file: LogFile, _ kept: CheckpointFile) throws {
        let log = try file.log(noting: kept.checkpoint.size)
        let comparison = CheckpointComparison(kept.checkpoint, size: log.size) { log.root(at: $0) }
        let sentence = try kept.sentence(comparison)
        print(VerifyCommand.sentence(size: log.size, log.root))
        print(sentence)
        if log.size > kept.checkpoint.size {
            print("\(log.size - kept.checkpoint.size) mục sau điểm đối chiếu chưa có gì chứng minh.")
        }
    }

    private static func sentence(size: Int64, _ root: TreeHash) -> String {
        "Cây băm: \(size) mục, gốc \(root.base64)"
    }
}
