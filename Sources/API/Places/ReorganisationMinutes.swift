import Domain
import Store
import Text

/// The minutes of a hand-over (biên bản bàn giao quỹ) as a page to be printed and signed: what each fund held, and to
/// which it went, cash and bank apart, before and after.
///
/// - Source: DOMAIN §3: balance before is balance after. Names of the state and the organ are parameters.
func showHandOver(
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
        "Số hộ: \(moved.households). Số nhân khẩu: \(moved.persons). Đăng ký còn dở: \(moved.pledges). "
            + "Khoản chi còn dở: \(moved.expenditures). Mô hình còn dở: \(moved.models).")
    page.table(
        ["TT", "Quỹ bàn giao", "Quỹ tiếp nhận", "Thôn tiếp nhận", "Tiền mặt", "Tiền gửi"],
        rows: try view.lines.enumerated()
            .map { index, line in
                [
                    "\(index + 1)", line.fromName, line.toName, try tx.find(line.hamlet)?.name ?? "",
                    formattedDong(line.handOver.cash.amount), formattedDong(line.handOver.bank.amount),
                ]
            })
    let total = view.total
    page.paragraph(
        "Tổng số bàn giao bằng tổng số tiếp nhận: tiền mặt \(formattedDong(total.cash.amount)) "
            + "(\(amountInWords(total.cash.amount) ?? "–")); tiền gửi \(formattedDong(total.bank.amount)) "
            + "(\(amountInWords(total.bank.amount) ?? "–")).")
    page.paragraph("Nơi nhận: \(try tx.value(of: .communeOrgan, in: commune, on: day)).")
    page.signatures([("Bên giao", ""), ("Bên nhận", ""), ("Người chứng kiến", "")])
    return page
}
