import Domain
import Store

/// The minutes of a hand-over of books (biên bản bàn giao sổ, quỹ): each fund with what it held, and the books.
extension BookHandoverView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let order = handover.order
        let (form, head) = try tx.paper(.bookHandover, of: handover.successor, on: order.effectiveOn)
        let total = Balances(of: handover)
        let all = try total.cash.added(to: total.bank)
        return PaperPage(
            head: head, title: "Biên bản bàn giao sổ, quỹ",
            subtitles: ["Số: \(handover.id.number)", PaperPage.unit],
            before: [
                "Căn cứ: \(order.number), ngày \(order.decidedOn.printed).",
                "Hôm nay, ngày ....... tháng ....... năm ............, chúng tôi gồm:",
                "1. Bên giao: \(ownerName). Đại diện: Ông/Bà \(PaperPage.blank)",
                "2. Bên nhận: \(successorName). Đại diện: Ông/Bà \(PaperPage.blank)",
                "Cùng bàn giao sổ, quỹ, tính từ \(order.effectiveOn.inSentence), như sau:",
            ], columns: Self.columns, rows: try rows(total, all, tx.voucherSeries(of: handover.owner)),
            after: [
                "Tổng số tiền bàn giao bằng chữ: \(all.inWords).",
                "Khoản chi chưa thanh toán chuyển sang bên nhận: \(handover.expendituresCount).",
                "Sổ cũ khóa lại; người ghi: \(try tx.userNames([handover.recordedBy])[0]).",
            ], signers: form.signers
        )
        .page()
    }

    private static let columns: [PaperPage.Column] = [
        .init("TT", .date), .init("Quỹ giao", .text), .init("Quỹ nhận", .text), .init("Tiền mặt", .number),
        .init("Tiền gửi", .number), .init("Cộng", .number),
    ]

    private func rows(
        _ total: Balances, _ all: Dong, _ series: [(series: Voucher.Series, last: Int64)]
    ) throws -> [PaperPage.Row] {
        let funds = try lines.enumerated()
            .map { index, line in
                let transfer = line.transfer
                return PaperPage.Row([
                    "\(index + 1)", line.fromName, line.toName, transfer.cash.inColumn,
                    transfer.bank.inColumn,
                    try transfer.cash.added(to: transfer.bank).inColumn,
                ])
            }
        let sum = PaperPage.Row.strong(
            6, [1: "Cộng", 3: total.cash.inColumn, 4: total.bank.inColumn, 5: all.inColumn])
        let books = series.enumerated()
            .map {
                PaperPage.Row([
                    "\($0.offset + 1)", $0.element.series.sentence(to: $0.element.last), "", "", "", "",
                ])
            }
        var rows = [PaperPage.Row.strong(6, [0: "I", 1: "Các quỹ"])] + funds
        rows += [sum, PaperPage.Row.strong(6, [0: "II", 1: "Quyển chứng từ"])]
        rows += books.isEmpty ? [PaperPage.Row(["", "Không có chứng từ", "", "", "", ""])] : books
        return rows
    }
}

extension Voucher.Series {
    /// "Phiếu thu năm 2026, quyển 1: từ số 1 đến số 15".
    fileprivate func sentence(to last: Int64) -> String {
        let name = kind == .receipt ? "Phiếu thu" : "Phiếu chi"
        return "\(name) năm \(year), quyển \(book): từ số 1 đến số \(last)"
    }
}
