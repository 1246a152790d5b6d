import Domain
import Store

/// The minutes on what a fund held when its paper books were closed (biên bản xác nhận số dư ban đầu).
extension MoveView: Printable where Move == OpeningBalance {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let (form, head) = try tx.paper(.openingBalance, of: value.owner, on: value.on)
        let total = try value.cash.added(to: value.bank)
        let fund = try tx.fundName(value.fund)
        return PaperPage(
            head: head, title: "Biên bản xác nhận số dư ban đầu",
            subtitles: ["Số: \(value.id.number)", "Quỹ: \(fund)", PaperPage.unit],
            stamp: value.corrected != nil ? "ĐÃ ĐIỀU CHỈNH" : value.state == .voided ? "ĐÃ HỦY" : nil,
            before: [
                "Hôm nay, ngày ....... tháng ....... năm ............, chúng tôi gồm:"
            ] + value.countedBy.enumerated().map { "\($0.offset + 1). Ông/Bà: \($0.element)" }
                + [
                    "Cùng kiểm kê và xác nhận số tiền của quỹ cuối \(value.on.inSentence), khi thôi ghi sổ giấy.",
                    "Căn cứ: \(value.basis)",
                ],
            columns: [.init("TT", .date), .init("Nội dung", .text), .init("Số tiền", .number)],
            rows: [
                PaperPage.Row(["1", "Tiền mặt", value.cash.inColumn]),
                PaperPage.Row(["2", "Tiền gửi ngân hàng", value.bank.inColumn]),
                PaperPage.Row(["", "Cộng", total.inColumn], isStrong: true),
            ],
            after: ["Tổng số tiền bằng chữ: \(total.inWords)."] + [try standing(in: tx)],
            signers: form.signers,
            people: (VoucherForm.Signer(title: "Người kiểm kê", note: "Ký, họ tên"), value.countedBy)
        )
        .page()
    }

    /// Whether the fund has the money, and by whose word.
    private func standing(in tx: borrowing ReadTransaction) throws -> String {
        let recorder = try tx.userNames([value.recordedBy])[0]
        switch (value.state, value.confirmedBy, value.voiding) {
        case (.recorded, _, _):
            return "Người ghi: \(recorder). Chưa có người thứ hai xác nhận, chưa ghi sổ."
        case (.confirmed, let confirmer, _):
            let names = try tx.userNames(confirmer.map { [$0] } ?? [])
            return "Người ghi: \(recorder). Người xác nhận: \(names.joined(separator: ", "))."
        case (.voided, _, let voiding?) where value.corrected != nil:
            let (day, held) = (voiding.reversedOn ?? LocalDate(voiding.at), value.corrected)
            return "ĐÃ ĐIỀU CHỈNH ngày \(day.printed): tiền mặt \(held?.cash.inColumn ?? ""), tiền gửi "
                + "\(held?.bank.inColumn ?? ""). Lý do: \(voiding.reason)"
        case (.voided, _, let voiding?):
            return "ĐÃ HỦY ngày \(LocalDate(voiding.at).printed). Lý do: \(voiding.reason)"
        case (.voided, _, nil): return "ĐÃ HỦY."
        }
    }
}
