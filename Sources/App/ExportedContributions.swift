import ArgumentParser
import Domain
import Store

extension ExportCommand {
    /// Valid receipts, each with its source, so that state support is apart from what people gave.
    struct Contributions: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Đóng góp còn hiệu lực, mỗi dòng một phiếu thu, có nguồn (source).",
            discussion: "Tiền Nhà nước hỗ trợ có source là state, tách khỏi tiền của dân. "
                + "Phiếu đã hủy không được xuất; tiền đã trả lại không được trừ.")

        @Option(help: "Chỉ một thôn xóm.")
        var hamlet: Int64?

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
                    let hamlet = try tx.exportedHamlet(hamlet)
                    var table = CSVOutput(hasByteOrderMark: bom)
                    try table.append(Contribution.exportedColumns)
                    try tx.forEachContribution(of: hamlet, from: source) { receipt in
                        try table.append(receipt.exportedCells)
                    }
                    try table.finish()
                }
            }
        }
    }
}

extension Contribution {
    fileprivate static let exportedColumns = [
        "fund", "household", "organisation", "sponsor_name", "sponsor_kind", "sponsor_level", "source",
        "anonymous", "pledge", "method", "bank_reference", "amount", "received_on", "payer_name",
        "payer_address", "reason", "book", "key",
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
            voucher.reason, voucher.series.book, importKey?.written ?? "",
        ]
    }
}
