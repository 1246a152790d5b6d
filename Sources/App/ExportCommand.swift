import ArgumentParser
import Domain
import Store

/// `danvan export`: a table that `danvan import` takes again without loss.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Xuất tệp CSV (UTF-8) ra đầu ra chuẩn, đúng dạng để nhập lại.",
        subcommands: [Households.self])

    struct Households: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hộ: hamlet,code,head_name,persons.")

        @Option(help: "Chỉ một thôn xóm.")
        var hamlet: Int64?

        @OptionGroup var options: StoreOptions

        func run() throws {
            try reporting {
                try options.requireFile()
                try options.withStore { store, _ in
                    let reader = try store.reader()
                    defer { reader.end() }
                    print(csvLine(["hamlet", "code", "head_name", "persons"]))
                    try reader.read { tx in
                        try tx.eachHousehold(of: hamlet.map { Identifier($0) }) { household in
                            print(
                                csvLine([
                                    "\(household.hamlet.number)", household.code, household.headName,
                                    "\(household.personsCount)",
                                ]))
                        }
                    }
                }
            }
        }
    }
}

/// `cells` as one line of a CSV file, without its end.
///
/// - Source: RFC 4180 §2, rules 5 to 7.
func csvLine(_ cells: [String]) -> String {
    cells.map { cell in
        let needsQuotes = cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
    .joined(separator: ",")
}
