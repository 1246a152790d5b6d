import ArgumentParser
import Domain
import Foundation
import Store
import Text

/// `danvan export`: writes a table that `danvan import` can read again without loss.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Xuất tệp CSV (UTF-8) ra đầu ra chuẩn, đúng dạng để nhập lại; log là sổ công khai.",
        subcommands: [Households.self, Contributions.self, Log.self])
}

extension ExportCommand {
    /// Households of today, in the form that an import takes.
    struct Households: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hộ: hamlet,code,head_name,persons,workers,address,tier,valid_from.",
            discussion: "Của một xã, phường hay một đơn vị khác: các hộ của những thôn xóm ở đó hôm nay. "
                + "Của một tổ chức: các hộ nơi tổ chức hoạt động.")

        @OptionGroup var owner: OwnerOptions

        @Option(help: "Chỉ một đơn vị, như tỉnh, theo mã.")
        var unit: String?

        @Flag(help: "Thêm dấu nhận biết UTF-8 (BOM) ở đầu tệp, để mở bằng Excel.")
        var bom = false

        @OptionGroup var options: StoreOptions

        func validate() throws {
            if unit != nil, owner.isNamed {
                throw ValidationError("Chỉ ghi một trong --hamlet, --commune, --organisation, --unit.")
            }
        }

        func run() throws {
            try exitingOnError {
                try options.reading { tx in
                    let place = try tx.place(of: owner.owner(in: tx), unit: unit)
                    var table = CSVOutput(hasByteOrderMark: bom)
                    try table.append([
                        "hamlet", "code", "head_name", "persons", "workers", "address", "tier", "valid_from",
                    ])
                    try tx.forEachHousehold(of: place.hamlet, below: place.unit) { household in
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
    /// Where the households of an owner of books live, or those of a unit; neither for all.
    ///
    /// - Throws: `Failure` when there is no such unit.
    fileprivate borrowing func place(
        of owner: FundOwner?, unit: String?
    ) throws -> (hamlet: Hamlet.ID?, unit: AdministrativeUnit.Code?) {
        if let unit {
            guard try !unitHistory(unit).isEmpty else {
                throw Failure(.data, "Không có đơn vị nào mang mã \(unit).")
            }
            return (nil, unit)
        }
        if let hamlet = owner?.hamlet { return (hamlet, nil) }
        return (nil, try owner.flatMap { try keeper(of: $0) }?.unit)
    }
}

extension ExportCommand {
    /// Valid receipts, each with its source, so that state support is apart from what people gave.
    struct Contributions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đóng góp còn hiệu lực, mỗi dòng một phiếu thu, có nguồn (source).",
            discussion: "Tiền Nhà nước hỗ trợ có source là state, tách khỏi tiền của dân. "
                + "Phiếu đã hủy không được xuất; tiền đã trả lại không được trừ.")

        @OptionGroup var owner: OwnerOptions

        @Option(help: "Chỉ một nguồn: households, sponsors hoặc state.")
        var source: String?

        @Flag(help: "Thêm dấu nhận biết UTF-8 (BOM) ở đầu tệp, để mở bằng Excel.")
        var bom = false

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                let source = try source.map { text in
                    guard let source = Contribution.Source(rawValue: text) else {
                        let known = Contribution.Source.allCases.map(\.rawValue).joined(separator: ", ")
                        throw Failure(.data, "Không có nguồn '\(text)'; có thể dùng: \(known).")
                    }
                    return source
                }
                try options.reading { tx in
                    let owner = try owner.owner(in: tx)
                    var table = CSVOutput(hasByteOrderMark: bom)
                    try table.append(Contribution.exportedColumns)
                    try tx.forEachContribution(of: owner, from: source) { receipt in
                        try table.append(receipt.exportedCells)
                    }
                    try table.finish()
                }
            }
        }
    }
}

extension ExportCommand {
    /// The public log, which `danvan verify --export` checks without a database.
    struct Log: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Sổ công khai, mỗi mục một dòng JSON: vị trí, phần công khai, giá trị băm của phần riêng.",
            discussion: "Người ngoài kiểm tra: danvan verify --export TỆP --checkpoint TỆP --key KHÓA. "
                + "Phần riêng không có trong tệp và không suy ra được từ giá trị băm.")

        @Option(help: "Tệp mới sẽ ghi.")
        var output: String

        @OptionGroup var options: StoreOptions

        func run() throws {
            try exitingOnError {
                try options.reading { tx in
                    let count = try LogFile(path: output).write(from: tx)
                    print("\(output): \(count) mục.")
                }
            }
        }
    }
}

extension Contribution {
    fileprivate static let exportedColumns = [
        "fund", "household", "organisation", "sponsor_name", "sponsor_kind", "sponsor_level", "source",
        "anonymous", "pledge", "method", "bank_reference", "amount", "received_on", "payer_name",
        "payer_address", "reason", "book", "key", "donor_names", "attachments", "foreign_currency",
        "foreign_amount", "foreign_rate",
    ]

    /// The maximum length that an import takes: a longer address was put together by the service, which does it again.
    private static let addressLengthMax = 200

    fileprivate var exportedCells: [String] {
        let sponsor = donor.sponsor
        let address = voucher.partyAddress
        return [
            "\(fund.number)", donor.household.map { "\($0.number)" } ?? "",
            donor.organisation.map { "\($0.number)" } ?? "", sponsor?.name ?? "",
            sponsor?.kind.rawValue ?? "", sponsor?.level?.rawValue ?? "", source.rawValue,
            "\(isAnonymous)", pledge.map { "\($0.number)" } ?? "", method.rawValue, bankReference ?? "",
            "\(amount.amount)", receivedOn.text,
            // The donor's own name is what the service writes.
            donorName == nil ? "" : voucher.partyName,
            address.unicodeScalars.count <= Contribution.addressLengthMax ? address : "",
            voucher.reason, voucher.series.book, importKey?.written ?? "", donorNames ?? "",
            voucher.attachments.map { "\($0)" } ?? "", foreign?.currency ?? "", foreign?.amount.text ?? "",
            foreign?.rate.text ?? "",
        ]
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

/// Whose books a command is about, named as requests name it: a hamlet, a commune or an organisation.
struct OwnerOptions: ParsableArguments {
    @Option(help: "Chỉ một thôn xóm.")
    var hamlet: Int64?

    @Option(help: "Chỉ một xã, phường, theo mã.")
    var commune: String?

    @Option(help: "Chỉ một tổ chức.")
    var organisation: Int64?

    /// Whether one is named.
    var isNamed: Bool { hamlet != nil || commune != nil || organisation != nil }

    func validate() throws {
        if [hamlet != nil, commune != nil, organisation != nil].count(where: \.self) > 1 {
            throw ValidationError("Chỉ ghi một trong --hamlet, --commune, --organisation.")
        }
    }

    /// The owner; nil for all.
    ///
    /// - Throws: `Failure` when there is no such owner.
    func owner(in tx: borrowing ReadTransaction) throws -> FundOwner? {
        if let hamlet {
            guard try tx.find(Hamlet.ID(hamlet)) != nil else {
                throw Failure(.data, "Không có thôn xóm \(hamlet).")
            }
            return .hamlet(Identifier(hamlet))
        }
        if let organisation {
            guard try tx.find(Organisation.ID(organisation)) != nil else {
                throw Failure(.data, "Không có tổ chức \(organisation).")
            }
            return .organisation(Identifier(organisation))
        }
        guard let commune else { return nil }
        guard let unit = try tx.lastCommune(coded: commune) else {
            throw Failure(.data, "Không có xã, phường nào mang mã \(commune).")
        }
        return .commune(unit.id)
    }
}
