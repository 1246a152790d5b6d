import Domain
import Store

let expenditureReplacementEndpoints: [Endpoint] = [
    .post(
        "/v1/expenditures/{id}/replace", roles: [.approver], key: .required, needsVersion: true,
        Sentence(
            vi:
                "Hủy phiếu chi sai và lập phiếu đúng thay thế trong một bước; người thay khác người đề nghị và thủ quỹ",
            en:
                "Voids a wrong payment voucher and issues the right one in one step, by who neither requested nor paid."
        ),
        replaceExpenditure)
]

/// The input that replaces a payment voucher: why, and what is different in the new one.
struct ExpenditureReplacementInput: Input {
    let id: Expenditure.ID
    /// Why the first voucher is void.
    let reason: String
    fileprivate let change: ExpenditureChange
    fileprivate let payeeAddress: String?
    /// Nil means the book of the first voucher.
    fileprivate let book: String?
    fileprivate let defaultBook: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
        change = ExpenditureChange(
            payee: decoder.optionalName("payee", upTo: 100),
            purpose: decoder.optionalPublicText("purpose", upTo: 300),
            note: decoder.optionalText("note", upTo: 1000),
            item: decoder.optionalPublicText("item", upTo: 100),
            amount: decoder.optionalDong("amount"),
            method: decoder.optionalChoice("method", of: Contribution.Method.self))
        payeeAddress = decoder.optionalText("payee_address", upTo: 200)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
    }

    var target: Target? { Target(id, exit: .receipt) }
}

/// Voids a payment and issues the right voucher in its place, which keeps the day on which the money went.
///
/// The money of the first comes back before that of the second goes, so that only the difference must be there.
func replaceExpenditure(
    _ input: ExpenditureReplacementInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let old = try tx.existing(input.id)
    let (voided, approved) = try old.replaced(
        by: try tx.newID(), with: input.change, by: caller.user, for: input.reason, on: tx.today)
    guard let voucher = old.voucher, let paidOn = old.paidOn, let payer = old.actors.paidBy,
        let keeper = try tx.keeper(of: old.owner)
    else { throw Refusal.notFound(.expenditure) }
    let address = input.payeeAddress ?? voucher.partyAddress
    guard !approved.saysTheSame(as: old) || address != voucher.partyAddress else {
        throw Refusal.noChange(at: .amount)
    }
    if approved.item != old.item || approved.purpose != old.purpose {
        try tx.checkSupport(of: approved.item, for: approved.purpose, in: keeper)
    }
    try tx.save(voided, replacing: old)
    try tx.checkRefund(approved)
    try tx.checkRepayment(approved)
    try tx.request(approved, in: keeper.unit)
    let paid = try approved.taking(.pay, by: payer, on: tx.today)
        .with(
            try tx.nextVoucher(
                of: approved, on: tx.today, to: address, with: voucher.attachments,
                in: input.book ?? voucher.series.book,
                byDefault: input.defaultBook), paidOn: paidOn)
    try tx.save(paid, replacing: approved)
    return ExpenditureView(value: paid)
}

extension WriteTransaction {
    /// Checks that `refund`, which is not stored yet, and all others of its receipt are not more than the receipt.
    ///
    /// - Throws: `Refusal.refundTooLarge`.
    fileprivate borrowing func checkRefund(_ refund: Expenditure) throws {
        guard let receipt = try refund.refundOf.flatMap({ try find($0) }) else { return }
        let available = receipt.amount.less(try refunds(of: receipt.id))
        guard refund.amount <= available else { throw Refusal.refundTooLarge(available: available) }
    }

    /// Checks that `repayment`, which is not stored yet, and all others of its debt are not more than is owed.
    ///
    /// - Throws: `PayableRefusal.exceeded`.
    fileprivate borrowing func checkRepayment(_ repayment: Expenditure) throws {
        guard let payable = try repayment.repays.flatMap({ try find($0) }) else { return }
        try payable.check(repayment.amount, as: "repay", after: settlement(of: payable.id))
    }

    /// Checks that the item of support to persons names no household.
    borrowing func checkSupport(of item: String, for purpose: String, in keeper: BookKeeper) throws {
        guard Disclosure.isSupport(item) || Disclosure.isSupport(purpose) else { return }
        try checkSupport(item, at: .item, in: keeper)
    }
}
