import API
import ArgumentParser
import Foundation
import Store
import SwiftCSV

/// `danvan import`: a whole file, or nothing.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Nhập tệp CSV (UTF-8, dấu phẩy, dòng đầu là tên cột): cả tệp hoặc không gì cả.",
        subcommands: [Units.self, Hamlets.self, Households.self])

    struct Units: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đơn vị hành chính: code,level,parent_code,name,valid_from,valid_to.")

        @OptionGroup var file: FileOptions

        func run() throws { try reporting { try file.take(.units) } }
    }

    struct Hamlets: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Thôn xóm: commune,name,type,valid_from.")

        @OptionGroup var file: FileOptions

        func run() throws { try reporting { try file.take(.hamlets) } }
    }

    struct Households: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hộ: hamlet,code,head_name,persons.")

        @OptionGroup var file: FileOptions

        func run() throws { try reporting { try file.take(.households) } }
    }

    struct FileOptions: ParsableArguments {
        @Argument(help: "Tệp CSV.")
        var path: String

        @Flag(help: "Chỉ kiểm tra, không ghi gì.")
        var dryRun = false

        @OptionGroup var options: StoreOptions

        fileprivate func take(_ rows: RowImport) throws {
            let table = try CSVTable(path: path, columns: rows.columns)
            try options.withStore { store, _ in
                let counts = try store.take(table, as: rows, isKept: !dryRun)
                let ending = dryRun ? " (thử, chưa ghi)" : ""
                print("\(path): \(counts.recorded) dòng mới, \(counts.known) dòng đã có\(ending).")
            }
        }
    }
}

/// What an import did.
struct ImportCounts: Hashable, Sendable {
    var recorded = 0
    var known = 0
}

/// Faults of lines that are told; the rest are only counted.
private let faultsToldMax = 20

/// Lines between two words of progress.
private let progressLines = 10_000

extension Store {
    /// Records every row of `table` in one transaction.
    ///
    /// - Throws: `Failure` with the faults by line, after which nothing of the file is stored.
    func take(_ table: CSVTable, as rows: RowImport, isKept: Bool) throws -> ImportCounts {
        try writer.write(actor: nil, isKept: isKept) { tx in
            var counts = ImportCounts()
            var faults: [String] = []
            var faultsCount = 0
            for row in table.rows {
                do {
                    if try rows.record(row.values, in: tx) { counts.recorded += 1 } else { counts.known += 1 }
                } catch let problem as Problem {
                    faultsCount += 1
                    guard faults.count < faultsToldMax else { continue }
                    faults += problem.lines(in: .vietnamese).map { "dòng \(row.line): \($0)" }
                }
                let done = counts.recorded + counts.known + faultsCount
                if done.isMultiple(of: progressLines) { say("\(done)/\(table.rows.count) dòng…") }
            }
            guard faultsCount == 0 else {
                if faultsCount > faultsToldMax {
                    faults.append("… và \(faultsCount - faultsToldMax) dòng sai nữa")
                }
                throw Failure(.data, faults + ["Chưa ghi gì: hãy sửa \(faultsCount) dòng sai rồi nhập lại."])
            }
            return counts
        }
    }
}
