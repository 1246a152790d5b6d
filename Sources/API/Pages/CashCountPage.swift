import Domain
import Store
import Text

/// The minutes of a count of cash (biên bản kiểm kê quỹ tiền mặt).
///
/// The layout is that of form C34-HD of the administrative units, which communes use too; its number is a parameter.
extension CashCountView: Printable {
    func page(in tx: borrowing ReadTransaction) throws -> HTMLPage {
        let (form, head) = try tx.paper(.cashCount, of: value.owner, on: value.on)
        let counters = try tx.userNames(value.countedBy)
        return PaperPage(
            head: head, title: "Biên bản kiểm kê quỹ tiền mặt",
            subtitles: ["Số: \(value.id.number)", "Quỹ: \(try tx.fundName(value.fund))", PaperPage.unit],
            stamp: value.state == .withdrawn ? "ĐÃ RÚT" : nil,
            before: [
                "Hôm nay, vào hồi ....... giờ ....... phút, \(value.on.inSentence), chúng tôi gồm:"
            ] + counters.enumerated().map { "\($0.offset + 1). Ông/Bà: \($0.element)" }
                + ["Cùng tiến hành kiểm kê quỹ tiền mặt, kết quả như sau:"],
            columns: [
                .init("TT", .date, "A"), .init("Diễn giải", .text, "B"), .init("Số lượng (tờ)", .number, "1"),
                .init("Số tiền", .number, "2"),
            ],
            rows: rows, after: conclusions(try confirmation(in: tx)), signers: form.signers,
            people: (VoucherForm.Signer(title: "Người kiểm kê", note: "Ký, họ tên"), counters)
        )
        .page()
    }

    private var rows: [PaperPage.Row] {
        let notes = value.notes.enumerated()
            .map { index, notes in
                PaperPage.Row([
                    "\(index + 1)", "Loại \(Dong(notes.denomination.rawValue).inColumn) đồng",
                    Dong(notes.count).inColumn, notes.amount.inColumn,
                ])
            }
        return [
            PaperPage.Row(["I", "Số dư theo sổ quỹ", "×", value.book.inColumn], isStrong: true),
            PaperPage.Row(["II", "Số kiểm kê thực tế", "×", value.counted.inColumn], isStrong: true),
        ] + notes + [
            PaperPage.Row(
                ["III", "Chênh lệch (III = II – I)", "×", value.difference.inColumn], isStrong: true)
        ]
    }

    /// Who confirmed it; nil while nobody has.
    private func confirmation(in tx: borrowing ReadTransaction) throws -> String? {
        try value.confirmedBy.map { try tx.userNames([$0])[0] }
    }

    private func conclusions(_ confirmer: String?) -> [String] {
        var lines = ["Số kiểm kê thực tế bằng chữ: \(value.counted.inWords)."]
        switch value.difference {
        case .zero: lines.append("Kết luận: số kiểm kê thực tế khớp với sổ quỹ.")
        case let surplus where surplus > .zero:
            lines.append("Kết luận: thừa \(formattedDong(surplus.amount)) so với sổ quỹ. \(posting)")
        case let shortage:
            lines.append(
                "Kết luận: thiếu \(formattedDong(Dong.zero.less(shortage).amount)) so với sổ quỹ. \(posting)")
        }
        if let note = value.note { lines.append("Lý do, ý kiến: \(note)") }
        switch (value.state, confirmer) {
        case (.confirmed, let name?): lines.append("Người xác nhận: \(name).")
        case (.recorded, _), (.confirmed, nil): lines.append("Chưa có người thứ hai xác nhận.")
        case (.withdrawn, _): lines.append("Lần kiểm kê này đã được rút, không có giá trị.")
        }
        return lines
    }

    private var posting: String {
        value.postsDifference
            ? "Chênh lệch được ghi sổ theo quyết định của những người kiểm kê."
            : "Chênh lệch chưa ghi sổ, để xử lý sau."
    }
}
