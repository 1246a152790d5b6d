import ArgumentParser
import Store
import Verify

/// `danvan verify`: recomputes the books from the journal.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Tính lại mọi thứ từ nhật ký: số phiếu, số dư, tổng hợp; nói ra chỗ sai đầu tiên.")

    @OptionGroup var options: StoreOptions

    func run() throws {
        try exitingOnError {
            let verification = try options.storeFile()
                .verification { progress in
                    printError("\(progress.rowsDone)/\(progress.rowsTotal) dòng…")
                }
            guard verification.isClean else {
                let lines = verification.discrepancies.map(\.sentence)
                throw Failure(.data, lines + ["Có \(verification.discrepanciesCount) chỗ sai."])
            }
            print(
                "Sổ đúng: \(verification.journalRowsCount) dòng nhật ký, vị trí cuối \(verification.lastPosition)."
            )
        }
    }
}
