import Domain
import Store
import Text

/// The minutes of a transfer of funds (biên bản bàn giao quỹ) as a printable page: each fund's balances and its
/// successor, cash and bank separately.
///
/// - Source: DOMAIN §3: the balance before equals the balance after. Names of the state and the organ are parameters.
func showTransferMinutes(
    _ input: PathInput<Reorganisation>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HTMLPage {
    let reorganisation = try tx.existing(input.id)
    let view = try tx.view(of: reorganisation)
    guard let commune = view.hamlets.first?.successor.commune else { throw Refusal.notFound(.reorganisation) }
    let (order, day) = (reorganisation.order, reorganisation.order.effectiveOn)
    var page = HTMLPage(title: "Biên bản bàn giao: \(order.number)")
    page.head(
        try tx.value(of: .stateTitle, in: commune, on: day), try tx.value(of: .motto, in: commune, on: day))
    page.heading("BIÊN BẢN BÀN GIAO QUỸ")
    page.paragraph(
        "Căn cứ quyết định số \(order.number) ngày \(order.decidedOn.printed), có hiệu lực từ ngày \(day.printed)."
    )
    let communeName = try tx.communeName(commune, on: day)
    for step in view.hamlets {
        page.paragraph("\(step.predecessor.name) → \(step.successor.name), \(communeName).")
    }
    let moved = reorganisation.moved
    page.paragraph(
        "Số hộ: \(moved.households). Số nhân khẩu: \(moved.persons). Đăng ký chưa nộp đủ: \(moved.pledges). "
            + "Khoản chi đang xử lý: \(moved.expenditures). Mô hình đang xử lý: \(moved.models).")
    page.table(
        ["TT", "Quỹ bàn giao", "Quỹ tiếp nhận", "Thôn tiếp nhận", "Tiền mặt", "Tiền gửi"],
        rows: try view.lines.enumerated()
            .map { index, line in
                [
                    "\(index + 1)", line.fromName, line.toName, try tx.find(line.hamlet)?.name ?? "",
                    formattedDong(line.transfer.cash.amount), formattedDong(line.transfer.bank.amount),
                ]
            })
    let total = view.total
    page.paragraph(
        "Tổng số bàn giao bằng tổng số tiếp nhận: tiền mặt \(formattedDong(total.cash.amount)) "
            + "(\(amountInWords(total.cash.amount) ?? "–")); tiền gửi \(formattedDong(total.bank.amount)) "
            + "(\(amountInWords(total.bank.amount) ?? "–")).")
    page.paragraph("Nơi nhận: \(try tx.organName(.communeOrgan, of: commune, on: day)).")
    page.signatures([("Bên giao", ""), ("Bên nhận", ""), ("Người chứng kiến", "")])
    return page
}
