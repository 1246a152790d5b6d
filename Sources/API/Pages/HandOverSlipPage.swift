import Domain
import Store

/// The list of receipts whose money a collector hands over to the treasurer (bảng kê giao nộp tiền).
extension HandOverSlipView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let (form, head) = try tx.paper(.handOverSlip, of: value.owner, on: value.on)
        return PaperPage(
            head: head, title: "Bảng kê giao nộp tiền",
            subtitles: ["Số: \(value.id.number)", "Quỹ: \(try tx.fundName(value.fund))", PaperPage.unit],
            stamp: value.state == .voided ? "ĐÃ HỦY" : nil,
            before: [
                "Hôm nay, \(value.on.inSentence), chúng tôi gồm:",
                "1. Người nộp tiền: Ông/Bà \(try tx.userNames([value.collector])[0])",
                "2. Người nhận tiền: Ông/Bà \(try tx.receiverName(of: value))",
                "Cùng giao nhận tiền mặt đã thu theo các phiếu thu sau:",
            ], columns: Self.columns, rows: try rows(of: tx.receipts(of: value)),
            after: ["Số tiền giao nộp bằng chữ: \(value.amount.inWords).", try standing(in: tx)],
            signers: form.signers
        )
        .page()
    }

    private static let columns: [PaperPage.Column] = [
        .init("TT", .date), .init("Số phiếu thu", .code), .init("Ngày", .date), .init("Người nộp", .text),
        .init("Số tiền", .number), .init("Ghi chú", .short),
    ]

    private func rows(of receipts: [Contribution]) throws(Refusal) -> [PaperPage.Row] {
        let valid = receipts.filter { $0.state == .valid }
        let total: Dong = try valid.sum(of: \.amount)
        let lines = receipts.enumerated()
            .map { index, receipt in
                PaperPage.Row([
                    "\(index + 1)", receipt.voucher.printedNumber, receipt.voucher.issuedOn.printed,
                    receipt.voucher.partyName, receipt.amount.inColumn,
                    receipt.state == .voided ? "ĐÃ HỦY, không tính" : "",
                ])
            }
        return lines + [
            .strong(6, [3: "Cộng \(valid.count) phiếu thu", 4: total.inColumn]),
            .strong(6, [3: "Số tiền giao nộp lần này", 4: value.amount.inColumn]),
        ]
    }

    /// Whether the treasurer has the cash.
    private func standing(in tx: borrowing ReadTransaction) throws -> String {
        switch (value.state, value.voiding) {
        case (.recorded, _): "Thủ quỹ chưa xác nhận; tiền chưa vào quỹ."
        case (.confirmed, _): "Thủ quỹ \(try tx.receiverName(of: value)) đã nhận đủ tiền."
        case (.voided, let voiding?):
            "ĐÃ HỦY ngày \(LocalDate(voiding.at).printed). Lý do: \(voiding.reason)"
        case (.voided, nil): "ĐÃ HỦY."
        }
    }
}

extension Reading where Self: ~Copyable {
    /// Who confirmed `slip`, or a place for the name.
    fileprivate borrowing func receiverName(of slip: HandOverSlip) throws -> String {
        guard let receiver = slip.confirmedBy else { return PaperPage.blank }
        return try userNames([receiver])[0]
    }
}
