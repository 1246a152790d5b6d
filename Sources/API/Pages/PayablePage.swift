import Domain
import Store

/// What a fund owes, confirmed in writing for the creditor (giấy xác nhận nợ).
extension PayableView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let (form, head) = try tx.paper(.payable, of: payable.owner, on: payable.on)
        let outstanding = payable.outstanding(after: settlement)
        let creditor = payable.creditor
        return PaperPage(
            head: head, title: "Giấy xác nhận nợ",
            subtitles: [
                "Số: \(payable.id.number)", "Quỹ: \(try tx.fundName(payable.fund))", PaperPage.unit,
            ], stamp: payable.state == .voided ? "ĐÃ HỦY" : nil,
            before: [
                "Người được nợ: \(creditor.name)"
                    + (creditor.address.isEmpty ? "" : ". Địa chỉ: \(creditor.address)"),
                payable.kind == .advance
                    ? "Đã ứng tiền riêng \(payable.on.inSentence) để chi: \(payable.purpose)"
                    : "Chưa được thanh toán khoản chi phát sinh \(payable.on.inSentence): \(payable.purpose)",
                "Khoản mục: \(payable.item). Căn cứ: \(payable.document)",
            ], columns: [.init("TT", .date), .init("Nội dung", .text), .init("Số tiền", .number)],
            rows: [
                PaperPage.Row(["1", "Số nợ ban đầu", payable.amount.inColumn]),
                PaperPage.Row(["2", "Đã trả", settlement.repaid.inColumn]),
                PaperPage.Row(["3", "Người được nợ đã ủng hộ lại", settlement.given.inColumn]),
                PaperPage.Row(["", "Còn nợ", outstanding.inColumn], isStrong: true),
            ], after: ["Số tiền còn nợ bằng chữ: \(outstanding.inWords)."] + standing, signers: form.signers
        )
        .page()
    }

    /// What is on its way, or why nothing is owed any more.
    private var standing: [String] {
        if let voiding = payable.voiding {
            return ["ĐÃ HỦY ngày \(LocalDate(voiding.at).printed). Lý do: \(voiding.reason)"]
        }
        guard settlement.pending > .zero else { return [] }
        return ["Trong đó đang làm thủ tục chi trả, ủng hộ lại: \(settlement.pending.inColumn) đồng."]
    }
}
