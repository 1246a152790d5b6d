extension Payment {
    /// What one line says, apart from what all lines have in common.
    package struct Line: Hashable, Sendable {
        package let fund: Fund.ID
        /// True for a fund that collects for others.
        package let passesThrough: Bool
        package var amount: Dong
        package var item: String
        package var purpose: String
        package var note: String?

        package init(
            fund: Fund.ID, passesThrough: Bool = false, amount: Dong, item: String, purpose: String,
            note: String?
        ) {
            self.fund = fund
            self.passesThrough = passesThrough
            self.amount = amount
            self.item = item
            self.purpose = purpose
            self.note = note
        }
    }
}

/// What the payment voucher says that replaces a wrong one; nil for what stays.
package struct PaymentChange: Hashable, Sendable {
    package let payee: String?
    package let method: Contribution.Method?
    /// All lines of the new voucher.
    package let lines: [Payment.Line]?

    package init(payee: String?, method: Contribution.Method?, lines: [Payment.Line]?) {
        self.payee = payee
        self.method = method
        self.lines = lines
    }
}

extension Payment {
    /// The payment in place of this one, whose voucher is wrong: approved anew, and to be paid by who paid this one.
    ///
    /// Request and check were of the same expense. What the new voucher says is approved by who replaces it, because it
    /// may be more, or for somebody else.
    ///
    /// - Parameters:
    ///   - id: that of line 1 of the new payment, which those of its other lines follow.
    ///   - change: what is different in it.
    ///   - person: who voids this one and approves the new one.
    ///   - reason: why this one is void.
    ///   - day: the local date of both.
    /// - Returns: this payment, voided, and the new one, approved.
    /// - Throws: `.invalidTransition` unless it is paid; `.ownVoucher` for who paid it; `.ownRequest` for who requested
    ///   it; `PayableRefusal.payeeStays` for another payee, purpose or item of a repayment or a refund.
    package func replaced(
        by id: Expenditure.ID, with change: PaymentChange, by person: User.ID, for reason: String,
        on day: LocalDate
    ) throws(Refusal) -> (voided: Payment, approved: Payment) {
        let voided = try taking(.void, by: person, on: day, because: reason)
        guard person != first.actors.requestedBy else { throw .ownRequest(step: "replace") }
        let said = change.lines ?? lines.map(\.said)
        if first.settlesAnother { try checkSettlement(by: said, to: change.payee) }
        var duties = Expenditure.StepActors(requestedBy: first.actors.requestedBy)
        duties.checkedBy = first.actors.checkedBy
        duties.approvedBy = person
        let approved = said.enumerated()
            .map { index, line in
                Expenditure(
                    id: Expenditure.ID(id.number &+ Int64(index)), owner: first.owner, fund: line.fund,
                    payee: change.payee ?? first.payee, purpose: line.purpose, note: line.note,
                    item: line.item, amount: line.amount, method: change.method ?? first.method,
                    refundOf: first.refundOf, repays: first.repays, passesThrough: line.passesThrough,
                    line: Voucher.Line(Int64(index) + 1, of: Int64(said.count)),
                    requestedAt: first.requestedAt, state: .approved, actors: duties, approvedOn: day,
                    replaces: self.id)
            }
        return (Payment(whole: voided.lines.map { $0.replaced(by: id) }), Payment(whole: approved))
    }

    /// Checks that a voucher which says `lines` to `payee` settles the same receipt or debt as this one.
    private func checkSettlement(by lines: [Line], to payee: String?) throws(Refusal) {
        if (payee ?? first.payee) != first.payee { throw .payable(.payeeStays(at: .payee)) }
        guard lines.count == 1, let line = lines.first, line.fund == first.fund else {
            throw .payable(.payeeStays(at: .lines))
        }
        if line.purpose != first.purpose { throw .payable(.payeeStays(at: .purpose)) }
        if line.item != first.item { throw .payable(.payeeStays(at: .item)) }
    }

    /// True when a voucher of this payment would say the same as that of `other`.
    package func saysTheSame(as other: Payment) -> Bool {
        first.payee == other.first.payee && first.method == other.first.method
            && lines.map(\.said) == other.lines.map(\.said)
    }
}

extension Expenditure {
    /// What it says as a line of its payment.
    package var said: Payment.Line {
        Payment.Line(
            fund: fund, passesThrough: passesThrough, amount: amount, item: item, purpose: purpose, note: note
        )
    }
}
