import ArgumentParser
import Store

/// `danvan verify`: recomputes the books from the journal.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tính lại mọi thứ từ nhật ký: số phiếu, số dư, tổng hợp; nói ra chỗ sai đầu tiên.")

    @OptionGroup var options: StoreOptions

    func run() throws {
        try exitingOnError {
            try options.requireFile()
            try options.withStore { store, _ in
                let verification = try store.verification { progress in
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
}
