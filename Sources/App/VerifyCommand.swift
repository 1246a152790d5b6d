import ArgumentParser
import Dispatch
import Glibc
import Locks
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
            hay một tệp cũ được đặt lại: --since TỆP; lần ký cuối của máy này, cạnh khóa riêng, cũng được so.
            Người ngoài không có tệp dữ liệu thì dùng --export với tệp của 'danvan export log'.
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
        // Before the rows are read: meanwhile the service may sign more of them.
        let signed = try lastSigned()
        let (verification, errors) = try verified(options.storeFile())
        // The structure first: rows that an index does not lead to are missing below.
        var faults = errors.map { "Cấu trúc tệp: \($0)" }
        if !verification.isClean {
            faults += verification.discrepancies.map(\.sentence)
            faults.append("Có \(verification.discrepanciesCount) chỗ sai.")
        }
        guard faults.isEmpty else { throw Failure(.data, faults) }
        let comparison = try kept.map { kept in try kept.sentence(compare(kept, verification)) }
        print(
            "Sổ đúng: \(verification.journalRowsCount) dòng nhật ký, vị trí cuối \(verification.lastPosition)."
        )
        if let root = verification.root {
            print(VerifyCommand.sentence(size: verification.lastPosition, root))
        }
        if let comparison { print(comparison) }
        if let signed { try check(signed, verification) }
    }

    /// Verifies the rows and, meanwhile, the structure of the file: an index that lacks an entry hides its row.
    ///
    /// - Returns: what the rows are, and what SQLite says of the file.
    private func verified(_ file: StoreFile) throws -> (Verification, [String]) {
        let verification = Mutex<Result<Verification, any Error>?>(nil)
        let errors = Mutex<Result<[String], any Error>?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { number in
            if number == 0 {
                let found = Result {
                    try file.verification { progress in
                        printError("\(progress.rowsDone)/\(progress.rowsTotal) dòng…")
                    }
                }
                verification.withLock { $0 = found }
            } else {
                let found = Result { try file.structuralErrors() }
                errors.withLock { $0 = found }
            }
        }
        guard let rows = verification.withLock({ $0 }), let structure = errors.withLock({ $0 }) else {
            throw Failure(.io, "Không kiểm tra được \(file.path).")
        }
        return (try rows.get(), try structure.get())
    }

    private func compare(
        _ kept: CheckpointFile, _ verification: Verification
    ) throws -> CheckpointComparison {
        try CheckpointComparison(kept.checkpoint, size: verification.lastPosition) { size in
            var root: TreeHash?
            try options.reading { tx in root = try tx.logRoot(at: size) }
            return root
        }
    }

    /// What was last signed with the key of this machine, beside which it lies; nil when there is none to be read.
    private func lastSigned() throws -> CheckpointFile? {
        let path = SignedHeadFile(beside: try options.settings().settings.proof.key).path
        return access(path, R_OK) == 0 ? try CheckpointFile(path: path, key: nil) : nil
    }

    /// Checks that the log begins with what was last signed here.
    ///
    /// A file named on the command line may be a backup, or of another commune: then it is only said.
    private func check(_ signed: CheckpointFile, _ verification: Verification) throws {
        do {
            _ = try signed.sentence(compare(signed, verification))
        } catch let failure as Failure {
            guard options.database != nil else { throw failure }
            for line in failure.lines { printError("Lưu ý: \(line)") }
        }
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
