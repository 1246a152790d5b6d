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
    fileprivate let change: ExpenditureChange
    fileprivate let voucher: VoucherReplacement

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        let reason = decoder.text("reason", upTo: 500)
        change = ExpenditureChange(
            payee: decoder.optionalName("payee", upTo: NewExpenditureInput.payeeLengthMax),
            purpose: decoder.optionalPublicText("purpose", upTo: 300),
            note: decoder.optionalText("note", upTo: 1000),
            item: decoder.optionalPublicText("item", upTo: 100),
            amount: decoder.optionalDong("amount"),
            method: decoder.optionalChoice("method", of: Contribution.Method.self))
        voucher = VoucherReplacement(for: reason, from: &decoder)
    }

    var target: Target? { Target(id, exit: .receipt) }
}

/// Why a payment voucher is void, and what the new one says beside the payment.
struct VoucherReplacement: Hashable, Sendable {
    let reason: String
    /// Nil means that of the first voucher, as does the book.
    let payeeAddress: String?
    let book: String?
    let defaultBook: String

    init(for reason: String, from decoder: inout RequestDecoder) {
        self.reason = reason
        payeeAddress = decoder.optionalText("payee_address", upTo: 200)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
    }
}

func replaceExpenditure(
    _ input: ExpenditureReplacementInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let old = try tx.onlyLine(input.id, before: "replace")
    let new = try tx.replace(
        old, with: PaymentChange(input.change, of: old.first), as: input.voucher, by: caller)
    return ExpenditureView(value: new.first)
}

extension WriteTransaction {
    /// Voids a payment and issues the right voucher in its place, which keeps the day on which the money went.
    ///
    /// The money of the first comes back before that of the second goes, so that only the difference must be there.
    ///
    /// - Parameters:
    ///   - old: the payment.
    ///   - change: what is different in the new one.
    ///   - replacement: what its voucher says.
    ///   - caller: who replaces it.
    ///   - field: where the request would say what is different.
    /// - Returns: the new payment, paid.
    /// - Throws: `Refusal.noChange`; what voiding, requesting and paying refuse.
    borrowing func replace(
        _ old: Payment, with change: PaymentChange, as replacement: VoucherReplacement, by caller: Caller,
        named field: Field = .amount
    ) throws -> Payment {
        let (voided, approved) = try old.replaced(
            by: try newID(), with: change, by: caller.user, for: replacement.reason, on: today)
        guard let voucher = old.voucher, let paidOn = old.first.paidOn, let payer = old.first.actors.paidBy,
            let keeper = try keeper(of: old.first.owner)
        else { throw Refusal.notFound(.expenditure) }
        let address = replacement.payeeAddress ?? voucher.partyAddress
        guard !approved.saysTheSame(as: old) || address != voucher.partyAddress else {
            throw Refusal.noChange(at: field)
        }
        for line in approved.lines
        where !old.lines.contains(where: { $0.item == line.item && $0.purpose == line.purpose }) {
            try checkSupport(of: line.item, for: line.purpose, in: keeper)
        }
        try save(voided, replacing: old)
        try checkRefund(approved.first)
        try checkRepayment(approved.first)
        try request(approved, in: keeper.unit)
        let paid = try approved.taking(.pay, by: payer, on: today)
            .with(
                try nextVoucher(
                    of: approved, on: today, to: address, with: voucher.attachments,
                    in: replacement.book ?? voucher.series.book, byDefault: replacement.defaultBook),
                paidOn: paidOn)
        try save(paid, replacing: approved)
        return paid
    }

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
