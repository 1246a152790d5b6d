import ArgumentParser
import Domain
import Foundation
import Store
import Text

/// `danvan export`: writes a table that `danvan import` can read again without loss.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Xuất tệp CSV (UTF-8) ra đầu ra chuẩn, đúng dạng để nhập lại.",
        subcommands: [Households.self, Contributions.self])

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
                    let hamlet = try tx.exportedHamlet(hamlet)
                    var table = CSVOutput(hasByteOrderMark: bom)
                    try table.append([
                        "hamlet", "code", "head_name", "persons", "workers", "address", "tier", "valid_from",
                    ])
                    try tx.forEachHousehold(of: hamlet) { household in
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

extension Reading where Self: ~Copyable {
    /// The hamlet of an export; nil for all.
    ///
    /// - Throws: `Failure` when there is no such hamlet.
    borrowing func exportedHamlet(_ number: Int64?) throws -> Hamlet.ID? {
        guard let number else { return nil }
        guard try find(Hamlet.ID(number)) != nil else {
            throw Failure(.data, "Không có thôn xóm \(number).")
        }
        return Hamlet.ID(number)
    }
}

/// Buffered CSV rows on standard output.
struct CSVOutput {
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
