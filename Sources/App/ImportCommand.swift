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
            "Nhập tệp CSV (UTF-8, dấu phẩy hoặc chấm phẩy, dòng đầu là tên cột): cả tệp hoặc không gì cả.",
        subcommands: [
            Units.self, Successions.self, Parameters.self, Hamlets.self, Households.self, Funds.self,
            Contributions.self,
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
        static let configuration = CommandConfiguration(abstract: "Hộ: hamlet,code,head_name,persons.")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.households) } }
    }

    struct Funds: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Quỹ: hamlet,name.")

        @OptionGroup var file: FileOptions

        func run() throws { try exitingOnError { try file.take(.funds) } }
    }

    struct Contributions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đóng góp, mỗi dòng một phiếu thu: fund,household,method,amount,received_on…",
            discussion: "Một tệp chỉ được ghi một lần: nhập lại đúng tệp đó thì không ghi thêm gì. "
                + "Số phiếu theo từng quỹ, trong một quỹ theo thứ tự dòng.")

        @Option(help: "Người lập phiếu, đã ghi bằng 'danvan user add'.")
        var user: String

        @OptionGroup var file: FileOptions

        func run() throws {
            try exitingOnError { try file.take(.contributions, by: CommandLineText.name(user)) }
        }
    }

    struct FileOptions: ParsableArguments {
        @Argument(help: "Tệp CSV.")
        var path: String

        @Flag(help: "Chỉ kiểm tra, không ghi gì.")
        var dryRun = false

        @OptionGroup var options: StoreOptions

        fileprivate func take(_ rows: RowImport, by name: String? = nil) throws {
            let table = try CSVTable(path: path, columns: rows.columns, showsConversion: dryRun)
            let cache = rows.movesMoney ? moneyCacheKibibytes : 0
            try options.withStore(writerCacheKibibytesMin: cache) { store, settings in
                let user = try name.map { try store.user(named: $0) }
                let counts = try store.take(
                    table, as: rows, by: user, with: settings.serviceSettings, isDryRun: dryRun)
                let ending = dryRun ? " (thử, chưa ghi)" : ""
                print("\(path): \(counts.recorded) dòng mới, \(counts.alreadyRecorded) dòng đã có\(ending).")
                for line in counts.standing { print(line) }
            }
        }
    }
}

/// The result of an import.
struct ImportCounts: Hashable, Sendable {
    var recorded = 0
    var alreadyRecorded = 0
    /// The rows that stand as something else than themselves, by line: what each is; at most `linesShownMax`.
    var standing: [String] = []
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
    /// A table that moves money is recorded only once: if the same cells were recorded before, all its rows count as
    /// known.
    ///
    /// - Throws: `Failure` with the errors by line; nothing of the file is stored.
    func take(
        _ table: CSVTable, as rows: RowImport, by user: User.ID? = nil,
        with settings: ServiceSettings = ServiceSettings(), isDryRun: Bool
    ) throws -> ImportCounts {
        try writer.write(actor: user.map { Actor($0) }, isDryRun: isDryRun) { tx in
            var counts = ImportCounts()
            let key = rows.movesMoney ? IdempotencyKey(ofImport: table.digest) : nil
            if let key, try tx.storedResponse(key) != nil {
                counts.alreadyRecorded = table.rows.count
                return counts
            }
            var errors: [(line: Int, text: String)] = []
            var standing: [(line: Int, text: String)] = []
            var errorsCount = 0
            try rows.record(table.rows, by: user, with: settings, in: tx) { row, outcome in
                switch outcome {
                case .recorded: counts.recorded += 1
                case .alreadyRecorded(let known):
                    counts.alreadyRecorded += 1
                    if let known { standing.append((row.line, known[.vietnamese])) }
                case .refused(let problem):
                    errorsCount += 1
                    if errors.count < linesShownMax {
                        errors += problem.lines(in: .vietnamese)
                            .map { (row.line, "dòng \(row.line): \($0)") }
                    }
                }
                let done = counts.recorded + counts.alreadyRecorded + errorsCount
                if done.isMultiple(of: progressLines) { printError("\(done)/\(table.rows.count) dòng…") }
            }
            guard errorsCount == 0 else {
                var lines = errors.sorted { $0.line < $1.line }.map(\.text)
                if errorsCount > linesShownMax {
                    lines.append("… và \(errorsCount - linesShownMax) dòng sai nữa")
                }
                throw Failure(.data, lines + ["Chưa ghi gì: hãy sửa \(errorsCount) dòng sai rồi nhập lại."])
            }
            counts.standing = standing.sorted { $0.line < $1.line }.prefix(linesShownMax)
                .map { "dòng \($0.line): đã có, \($0.text)" }
            if standing.count > linesShownMax {
                counts.standing.append("… và \(standing.count - linesShownMax) dòng đã có nữa")
            }
            if let key { try tx.store(.recorded, under: key) }
            return counts
        }
    }
}

extension IdempotencyKey {
    /// The key of a whole table with the SHA-256 `digest`.
    ///
    /// Its caller is 0, which is no user: a table is recorded once whoever imports it, and no client's key can equal
    /// it.
    fileprivate init(ofImport digest: [UInt8]) {
        let digits = digest.flatMap { [$0 >> 4, $0 & 15] }.map { String($0, radix: 16) }
        self.init(caller: 0, key: "import:" + digits.joined(), fingerprint: digest)
    }
}

extension StoredResponse {
    fileprivate static let recorded = StoredResponse(status: 201, location: nil, etag: nil, body: [])
}
