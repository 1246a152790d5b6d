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

extension Expenditure {
    /// The payment in place of this one, whose voucher is wrong: approved anew, and to be paid by who paid this one.
    ///
    /// Request and check were of the same expense. What the new voucher says is approved by who replaces it, because it
    /// may be more, or for somebody else.
    ///
    /// - Parameters:
    ///   - id: that of the new payment.
    ///   - change: what is different in it.
    ///   - person: who voids this one and approves the new one.
    ///   - reason: why this one is void.
    ///   - day: the local date of both.
    /// - Returns: this payment, voided, and the new one, approved.
    /// - Throws: `.invalidTransition` unless it is paid; `.ownVoucher` for who paid it; `.ownRequest` for who requested
    ///   it; `PayableRefusal.payeeStays` for another payee, purpose or item of a repayment or a refund.
    package func replaced(
        by id: ID, with change: ExpenditureChange, by person: User.ID, for reason: String,
        on day: LocalDate
    ) throws(Refusal) -> (voided: Expenditure, approved: Expenditure) {
        let voided = try taking(.void, by: person, on: day).with(reason: reason).replaced(by: id)
        guard person != actors.requestedBy else { throw .ownRequest(step: "replace") }
        if repays != nil || refundOf != nil {
            if (change.payee ?? payee) != payee { throw .payable(.payeeStays(at: .payee)) }
            if (change.purpose ?? purpose) != purpose { throw .payable(.payeeStays(at: .purpose)) }
            if (change.item ?? item) != item { throw .payable(.payeeStays(at: .item)) }
        }
        var duties = StepActors(requestedBy: actors.requestedBy)
        duties.checkedBy = actors.checkedBy
        duties.approvedBy = person
        let approved = Expenditure(
            id: id, owner: owner, fund: fund, payee: change.payee ?? payee,
            purpose: change.purpose ?? purpose,
            note: change.note ?? note, item: change.item ?? item, amount: change.amount ?? amount,
            method: change.method ?? method, refundOf: refundOf, repays: repays, passesThrough: passesThrough,
            requestedAt: requestedAt, state: .approved, actors: duties, approvedOn: day, replaces: self.id)
        return (voided, approved)
    }

    /// True when a voucher of this payment would say the same as that of `other`.
    package func saysTheSame(as other: Expenditure) -> Bool {
        payee == other.payee && purpose == other.purpose && note == other.note && item == other.item
            && amount == other.amount && method == other.method
    }
}
