/// What the payment voucher says that replaces a wrong one; nil for what stays.
package struct ExpenditureChange: Hashable, Sendable {
    package var payee: String?
    package var purpose: String?
    package var note: String?
    package var item: String?
    package var amount: Dong?
    package var method: Contribution.Method?

    package init(
        payee: String? = nil, purpose: String? = nil, note: String? = nil, item: String? = nil,
        amount: Dong? = nil, method: Contribution.Method? = nil
    ) {
        self.payee = payee
        self.purpose = purpose
        self.note = note
        self.item = item
        self.amount = amount
        self.method = method
    }
}

extension PaymentChange {
    /// What is different in `expenditure`, the only line of its payment.
    package init(_ change: ExpenditureChange, of expenditure: Expenditure) {
        var line = expenditure.said
        line.amount = change.amount ?? line.amount
        line.item = change.item ?? line.item
        line.purpose = change.purpose ?? line.purpose
        line.note = change.note ?? line.note
        self.init(payee: change.payee, method: change.method, lines: [line])
    }
}

extension Expenditure {
    /// The payment of one line in place of this one; see `Payment.replaced`.
    package func replaced(
        by id: ID, with change: ExpenditureChange, by person: User.ID, for reason: String,
        on day: LocalDate
    ) throws(Refusal) -> (voided: Expenditure, approved: Expenditure) {
        let (voided, approved) = try Payment(whole: [self])
            .replaced(by: id, with: PaymentChange(change, of: self), by: person, for: reason, on: day)
        return (voided.first, approved.first)
    }

    /// True when a voucher of this payment would say the same as that of `other`.
    package func saysTheSame(as other: Expenditure) -> Bool {
        Payment(whole: [self]).saysTheSame(as: Payment(whole: [other]))
    }
}
