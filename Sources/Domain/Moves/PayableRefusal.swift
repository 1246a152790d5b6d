/// A refusal about what a fund owes.
package enum PayableRefusal: Hashable, Sendable {
    /// Repayments and gifts, those on the way included, would exceed what is owed.
    case exceeded(available: Dong)
    /// Something of it was repaid or given, or is about to be: it is not voided.
    case settled
    /// A refund, a repayment, and money of others are paid and never owed.
    case notOwed
    /// The receipt of a gift of a debt moved no cash: it is neither refunded nor replaced.
    case giftOfDebt
    /// What a repayment takes from its debt, or a refund from its receipt, stays when its voucher is replaced.
    case payeeStays(at: Field)
    /// The hamlet's funds owe these, so its books do not end.
    case open([Payable.ID])
}
