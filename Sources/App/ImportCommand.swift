import API
import ArgumentParser
import Domain
import Foundation
import Store

/// `danvan import`: imports a whole file or nothing.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Nhập tệp CSV (UTF-8, dấu phẩy hoặc chấm phẩy) hoặc .xlsx, dòng đầu là tên cột: cả tệp hoặc không gì cả.",
        subcommands: [
            Units.self, Successions.self, Parameters.self, Hamlets.self, Households.self, Funds.self,
            Pledges.self, Contributions.self,
        ])

    struct Units: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đơn vị hành chính: code,level,parent_code,name,valid_from,valid_to.")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.units) } }
    }

    struct Successions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đơn vị tiếp nhận: predecessor,ended_on,successor,decision_number,decided_on.")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.successions) } }
    }

    struct Parameters: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tham số (tỷ lệ, thời hạn, tên gọi): key,unit,valid_from,value,source.",
            discussion: "Không ghi unit: dùng cho mọi nơi. Danh sách có sẵn: config/parameters.csv.")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.parameters) } }
    }

    struct Hamlets: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Thôn xóm: commune,name,type,valid_from.")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.hamlets) } }
    }

    struct Households: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hộ: hamlet,code,head_name,persons.",
            discussion: "Thay cho hamlet có thể ghi hamlet_name (tên thôn xóm) và commune (mã xã, phường).")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.households) } }
    }

    struct Funds: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Quỹ: hamlet,name.",
            discussion: "Thay cho hamlet có thể ghi hamlet_name (tên thôn xóm) và commune (mã xã, phường).")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.funds) } }
    }

    struct Pledges: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đăng ký đóng góp: fund,household,amount,pledged_on.",
            discussion:
                "Thay cho fund và household có thể ghi hamlet_name (và commune), fund_name, household_code."
        )

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.pledges) } }
    }

    struct Contributions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đóng góp, mỗi dòng một phiếu thu: fund,household,method,amount,received_on…",
            discussion: "Một tệp chỉ được ghi một lần: nhập lại đúng tệp đó thì không ghi thêm gì. "
                + "Số phiếu theo từng thôn xóm, theo ngày, trong một ngày theo thứ tự dòng. "
                + "Thay cho fund và household có thể ghi hamlet_name (và commune), fund_name, household_code. "
                + "Cột key là số riêng của cơ quan cho từng dòng: dòng có số đã ghi thì bỏ qua, nội dung khác thì báo."
        )

        @Option(help: "Người lập phiếu, đã ghi bằng 'danvan user add'.")
        var user: String

        @OptionGroup var file: FileOptions

        func run() throws {
            try exitingOnError { try file.take(.contributions, by: CommandLineText.name(user)) }
        }
    }

    struct FileOptions: ParsableArguments {
        @Argument(help: "Tệp CSV hoặc .xlsx (trang tính đầu tiên đang hiện).")
        var path: String

        @Flag(help: "Chỉ kiểm tra, không ghi gì.")
        var dryRun = false

        @OptionGroup var options: StoreOptions

        fileprivate func take(_ rows: RowImport, by name: String? = nil) throws {
            let table = try CSVTable(
                path: path, columns: rows.columns, codeWidths: rows.codeWidths, showsConversion: dryRun)
            let cache = rows.movesMoney ? moneyCacheKibibytes : 0
            try options.withStore(writerCacheKibibytesMin: cache) { store, settings in
                let user = try name.map { try store.user(named: $0) }
                let result = try store.take(
                    table, as: rows, by: user, with: settings.serviceSettings, isDryRun: dryRun)
                let ending = dryRun ? " (thử, chưa ghi)" : ""
                print(
                    "\(path): \(result.recordedCount) dòng mới, \(result.standingCount) dòng đã có\(ending).")
                for line in result.standingLines { print(line) }
                for line in table.paddedLines { print(line) }
            }
        }
    }
}

/// The maximum number of invalid rows, and of rows that stand, that are listed; the rest are only counted.
private let linesShownMax = 20

/// The page cache of an import that moves money, whose sums are spread over the whole database file.
private let moneyCacheKibibytes = 65_536

/// The number of rows between two progress messages.
private let progressLines = 10_000

extension Store {
    fileprivate func user(named name: String) throws -> User.ID {
        let reader = try reader()
        defer { reader.end() }
        guard let user = try reader.read({ tx in try tx.user(named: name) }) else {
            throw Failure(.data, "Không có người dùng '\(name)'; hãy ghi bằng 'danvan user add'.")
        }
        return user.id
    }

    /// Records every row of `table` in one transaction.
    ///
    /// - Throws: `Failure` with the errors by line; nothing of the file is stored.
    func take(
        _ table: CSVTable, as rows: RowImport, by user: User.ID? = nil,
        with settings: ServiceSettings = ServiceSettings(), isDryRun: Bool
    ) throws -> ImportResult {
        do {
            return try writer.write(actor: user.map { Actor($0) }, isDryRun: isDryRun) { tx in
                try rows.take(
                    table, by: .server(user), with: settings, refusedRowsMax: linesShownMax, in: tx
                ) { done in
                    if done.isMultiple(of: progressLines) { printError("\(done)/\(table.rows.count) dòng…") }
                }
            }
        } catch let refused as RefusedRows {
            throw Failure(refused)
        }
    }
}

extension ImportResult {
    /// What the rows that stand stand for, by line; at most `linesShownMax`.
    fileprivate var standingLines: [String] {
        let named = standing.compactMap { row in
            row.known.map { "dòng \(row.line): đã có, \($0[.vietnamese])" }
        }
        guard named.count > linesShownMax else { return named }
        return named.prefix(linesShownMax) + ["… và \(named.count - linesShownMax) dòng đã có nữa"]
    }
}

extension CSVTable {
    /// The codes that were numbers in a workbook; at most `linesShownMax`.
    fileprivate var paddedLines: [String] {
        let lines = paddedCodes.prefix(linesShownMax)
            .map { "dòng \($0.line): \($0.column) \($0.cell) được hiểu là \($0.code)" }
        let restCount = paddedCodes.count - lines.count
        return restCount > 0 ? lines + ["… và \(restCount) mã nữa được thêm số 0"] : lines
    }
}

extension Failure {
    fileprivate init(_ refused: RefusedRows) {
        var lines = refused.rows.flatMap { row in
            row.problem.lines(in: .vietnamese).map { "dòng \(row.line): \($0)" }
        }
        if refused.count > linesShownMax {
            lines.append("… và \(refused.count - linesShownMax) dòng sai nữa")
        }
        self.init(.data, lines + ["Chưa ghi gì: hãy sửa \(refused.count) dòng sai rồi nhập lại."])
    }

    /// A table that cannot be read; for one in another encoding, with its first lines in UTF-8 when they are asked for.
    init(_ error: TableError, showsConversion: Bool) {
        guard !error.offer.isEmpty else {
            self.init(.data, error.sentence[.vietnamese])
            return
        }
        let offer =
            showsConversion
            ? ["Nếu chuyển sang UTF-8, từ dòng đó là:"] + error.offer.map { "  " + $0 }
            : ["Thêm --dry-run để xem thử bản chuyển."]
        self.init(.data, [error.sentence[.vietnamese]] + offer)
    }
}

extension CSVTable {
    /// Reads the file at `path`, which must have the required columns and no unknown ones.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - columns: the columns that it may have.
    ///   - codeWidths: the digits of codes that may be numbers in a workbook, by column.
    ///   - showsConversion: whether the refusal of a file in another encoding shows its first lines in UTF-8.
    /// - Throws: `Failure` when the file cannot be read, is not UTF-8, or has wrong columns.
    init(
        path: String, columns: [InputField], codeWidths: [String: Int] = [:], showsConversion: Bool = false
    ) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.io, "Không đọc được tệp \(path).")
        }
        do throws(TableError) {
            try self.init(file: Array(data), columns: columns, codeWidths: codeWidths)
        } catch {
            throw Failure(error, showsConversion: showsConversion)
        }
    }
}
