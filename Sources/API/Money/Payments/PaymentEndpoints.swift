import Domain
import Store

/// Payments as vouchers: one or several lines under one number.
///
/// A step is taken on all lines together. One line alone is seen as an expenditure.
let paymentEndpoints: [Endpoint] = [
    .post(
        "/v1/payments", roles: paymentRequesters, key: .required,
        Sentence(
            vi:
                "Đề nghị một khoản chi nhiều dòng: nhiều mục, nội dung hoặc quỹ của cùng chủ quỹ, một phiếu chi",
            en:
                "Requests one payment for several items, purposes or funds of one owner, with a line for each."
        ),
        requestPayment),
    .read(
        "/v1/payments/{id}",
        Sentence(
            vi: "Một khoản chi với mọi dòng của nó; mã là mã của dòng 1 hoặc của dòng bất kỳ",
            en: "Shows a payment with all its lines, by the id of line 1 or of any other.")
    ) { (input: PathInput<Expenditure>, _, tx) in
        PaymentView(payment: try tx.existingPayment(input.id))
    },
    .post(
        "/v1/payments/{id}/check", roles: [.accountant], key: .accepted, needsVersion: true, status: 200,
        Sentence(vi: "Kế toán kiểm tra mọi dòng", en: "Records the accountant's check of all lines.")
    ) { (input: PathInput<Expenditure>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.check, input.id, by: caller, in: tx)
    },
    .post(
        "/v1/payments/{id}/approve", roles: [.approver], key: .required, needsVersion: true, status: 200,
        Sentence(vi: "Người có thẩm quyền duyệt chi mọi dòng", en: "Approves all lines of the payment.")
    ) { (input: PathInput<Expenditure>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.approve, input.id, by: caller, in: tx)
    },
    .post(
        "/v1/payments/{id}/pay", roles: [.treasurer], key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Thủ quỹ chi tiền, lập một phiếu chi cho mọi dòng",
            en: "Pays all lines and issues one voucher for them.")
    ) { (input: PaymentInput, caller: Caller, tx: borrowing WriteTransaction) in
        PaymentView(payment: try tx.pay(try tx.existingPayment(input.id), as: input, by: caller))
    },
    .post(
        "/v1/payments/{id}/book", roles: [.accountant], key: .accepted, needsVersion: true, status: 200,
        Sentence(vi: "Kế toán ghi sổ mọi dòng", en: "Books all lines of the payment.")
    ) { (input: BookingInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.book, input.id, by: caller, in: tx)
    },
    .post(
        "/v1/payments/{id}/reject", roles: [.accountant, .approver], key: .accepted, needsVersion: true,
        status: 200,
        Sentence(vi: "Từ chối cả khoản chi, nêu lý do", en: "Rejects the whole payment with a reason.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.reject, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/payments/{id}/withdraw", roles: paymentRequesters, key: .accepted, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Người đề nghị rút cả đề nghị chưa chi, nêu lý do",
            en: "Withdraws one's own whole request before it is paid, with a reason.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.withdraw, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/payments/{id}/cancel", roles: [.accountant, .approver], key: .accepted, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy cả khoản đã duyệt nhưng chưa chi, nêu lý do",
            en: "Cancels a whole approved payment before it is paid, with a reason.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.cancel, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/payments/{id}/void", roles: [.accountant, .approver], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy cả phiếu chi sai; người hủy khác thủ quỹ đã chi, số phiếu giữ nguyên",
            en: "Voids a whole wrong payment by someone other than the payer; its number stays used.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.void, input.id, by: caller, because: input.reason, in: tx)
    },
    .post(
        "/v1/payments/{id}/reverse", roles: [.accountant, .approver], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy cả phiếu chi sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a whole wrong payment of a closed month; the correction is posted today.")
    ) { (input: EndedExpenditureInput, caller: Caller, tx: borrowing WriteTransaction) in
        let old = try tx.existingPayment(input.id)
        return PaymentView(payment: try tx.reverse(old, because: input.reason, by: caller))
    },
    .post(
        "/v1/payments/{id}/replace", roles: [.approver], key: .required, needsVersion: true,
        Sentence(
            vi: "Hủy cả phiếu chi sai và lập phiếu đúng thay thế; người thay khác người đề nghị và thủ quỹ",
            en:
                "Voids a whole voucher and issues the right one in one step, by who neither requested nor paid."
        ),
        replacePayment),
]

private let paymentRequesters: Set<Role> = [.hamletHead, .clerk, .accountant]

/// Requests a payment line by line.
func requestPayment(
    _ input: NewPaymentInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PaymentView {
    var lines: [Expenditure] = []
    for index in input.lines.indices {
        do {
            if let owner = lines.first?.owner {
                try tx.checkFund(input.lines[index].fund, isOf: owner, for: caller)
            }
            let line = Voucher.Line(Int64(index) + 1, of: Int64(input.lines.count))
            lines.append(try tx.request(input.expenditure(index), as: line, by: caller))
        } catch let error as Refusal {
            throw Problem(error).ofLine(index)
        } catch let error as Problem {
            throw error.ofLine(index)
        }
    }
    return PaymentView(payment: Payment(whole: lines))
}

private func step(
    _ step: Expenditure.Step, _ id: Expenditure.ID, by caller: Caller, because reason: String? = nil,
    in tx: borrowing WriteTransaction
) throws -> PaymentView {
    let old = try tx.existingPayment(id)
    return PaymentView(payment: try tx.take(step, on: old, by: caller, because: reason))
}
