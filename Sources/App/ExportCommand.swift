import ArgumentParser
import Domain
import Foundation
import Store
import Text

/// `danvan export`: writes a table that `danvan import` can read again without loss.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Xuất tệp CSV (UTF-8) ra đầu ra chuẩn, đúng dạng để nhập lại.",
        subcommands: [Households.self])

    struct Households: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hộ: hamlet,code,head_name,persons,workers,address,tier,valid_from.")

        @Option(help: "Chỉ một thôn xóm.")
        var hamlet: Int64?

        @Flag(help: "Thêm dấu nhận biết UTF-8 (BOM) ở đầu tệp, để mở bằng Excel.")
        var bom = false

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.reading { tx in
                    if let hamlet, try tx.find(Hamlet.ID(hamlet)) == nil {
                        throw Failure(.data, "Không có thôn xóm \(hamlet).")
                    }
                    var table = CSVOutput(hasByteOrderMark: bom)
                    try table.append([
                        "hamlet", "code", "head_name", "persons", "workers", "address", "tier", "valid_from",
                    ])
                    try tx.forEachHousehold(of: hamlet.map { Identifier($0) }) { household in
                        try table.append([
                            "\(household.hamlet.number)", household.code, household.headName,
                            "\(household.personsCount)", household.workersCount.map(String.init) ?? "",
                            household.address ?? "", household.tier ?? "", household.validFrom?.text ?? "",
                        ])
                    }
                    try table.finish()
                }
            }
        }
    }
}

/// Buffered CSV rows on standard output.
private struct CSVOutput {
    private var table: CSVWriter

    private static let bytesMax = 1 << 16

    init(hasByteOrderMark: Bool) { table = CSVWriter(hasByteOrderMark: hasByteOrderMark) }

    /// - Throws: `Failure` when buffered rows cannot be written.
    mutating func append(_ cells: [String]) throws {
        table.append(cells)
        if table.count > CSVOutput.bytesMax { try finish() }
    }

    /// - Throws: `Failure`: a truncated table must not look complete.
    mutating func finish() throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(table.take()))
        } catch {
            throw Failure(.io, "Không ghi được ra đầu ra chuẩn: tệp xuất không đủ.")
        }
    }
}
