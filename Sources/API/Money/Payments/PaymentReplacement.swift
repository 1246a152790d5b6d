import Domain
import Store

/// The input that replaces a payment with all its lines: why, and what is different in the new one.
struct PaymentReplacementInput: Input {
    let id: Expenditure.ID
    fileprivate let payee: String?
    fileprivate let method: Contribution.Method?
    fileprivate let voucher: VoucherReplacement
    /// All lines of the new voucher; nil means those of the first one.
    fileprivate let lines: [PaymentLineInput]?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        let reason = decoder.text("reason", upTo: 500)
        payee = decoder.optionalName("payee", upTo: NewExpenditureInput.payeeLengthMax)
        method = decoder.optionalChoice("method", of: Contribution.Method.self)
        voucher = VoucherReplacement(for: reason, from: &decoder)
        lines = decoder.optionalObjects("lines", upTo: Payment.linesMax) { PaymentLineInput(from: &$0) }
        decoder.checkDistinct(lines ?? [])
    }

    var target: Target? { Target(id, exit: .receipt) }
}

func replacePayment(
    _ input: PaymentReplacementInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PaymentView {
    let old = try tx.existingPayment(input.id)
    let lines = try input.lines.map { try tx.lines($0, inPlaceOf: old, for: caller) }
    let change = PaymentChange(payee: input.payee, method: input.method, lines: lines)
    do {
        let new = try tx.replace(old, with: change, as: input.voucher, by: caller, named: .lines)
        return PaymentView(payment: new)
    } catch let error as Refusal where old.first.settlesAnother && lines?.count == 1 {
        throw Problem(error).ofLine(0)
    }
}

extension WriteTransaction {
    /// What the lines of a voucher say that replaces that of `old`, which keeps to the same owner.
    ///
    /// - Throws: the refusal of a line, with pointers into the whole; a problem when a payment of one line is to be one
    ///   of another fund, whose books say nothing of the first.
    fileprivate borrowing func lines(
        _ inputs: [PaymentLineInput], inPlaceOf old: Payment, for caller: Caller
    ) throws -> [Payment.Line] {
        if old.lines.count == 1, inputs.count == 1, inputs[0].fund != old.first.fund {
            throw Problem(errors: [FieldError("/lines/0/fund", .inputInvalid, .fundOfOneLineStays)])
        }
        return try inputs.enumerated()
            .map { index, input in
                do {
                    try checkFund(input.fund, isOf: old.first.owner, for: caller)
                    let fund = try existing(input.fund)
                    return Payment.Line(
                        fund: fund.id, passesThrough: fund.passThrough != nil, amount: input.amount,
                        item: input.item, purpose: input.purpose, note: input.note)
                } catch let error as Refusal {
                    throw Problem(error).ofLine(index)
                } catch let error as Problem {
                    throw error.ofLine(index)
                }
            }
    }
}

extension Sentence {
    fileprivate static var fundOfOneLineStays: Sentence {
        Sentence(
            vi: "khoản chi một dòng giữ nguyên quỹ; nếu sai quỹ, hãy hủy phiếu chi và đề nghị lại",
            en: "a payment of one line keeps its fund; if it is wrong, void the voucher and request it anew")
    }
}
