/// An expenditure (khoản chi) of a fund, from the request to the booked payment voucher (phiếu chi).
///
/// Who asks does not approve, who approves does not pay, who pays does not book.
///
/// - Source: DOMAIN §5; Law on accounting 88/2015/QH13, Art. 13 and 52, on duties that one person must not join.
package struct Expenditure: VersionedEntity, Hashable {
    package typealias ID = Identifier<Expenditure>

    package static let kind = EntityKind.expenditure

    package enum State: String, CaseIterable, Sendable {
        case requested
        case checked
        case approved
        case paid
        case booked
        case rejected
        /// Its voucher was wrong: the number is kept, the books are reversed.
        case voided
    }

    package enum Step: String, CaseIterable, Sendable {
        case check
        case approve
        case pay
        case book
        case reject
        case void
    }

    /// Who did what.
    ///
    /// Each is set once.
    package struct Duties: Hashable, Sendable {
        package var requestedBy: User.ID
        package var checkedBy: User.ID?
        package var approvedBy: User.ID?
        package var paidBy: User.ID?
        package var bookedBy: User.ID?
        package var rejectedBy: User.ID?
        package var voidedBy: User.ID?

        package init(requestedBy: User.ID) { self.requestedBy = requestedBy }
    }

    package let id: ID
    package private(set) var hamlet: Hamlet.ID
    package private(set) var fund: Fund.ID
    package let payee: String
    package let purpose: String
    /// The line of the estimate that it is spent on, by which statements add up.
    package let item: String
    package let amount: Dong
    package let method: Contribution.Method
    /// The contribution that is given back; nil for anything bought or paid.
    package let refundOf: Contribution.ID?
    package let requestedAt: Instant
    package private(set) var state: State
    package private(set) var duties: Duties
    /// From the payment on.
    package private(set) var voucher: Voucher?
    /// Why it was rejected or voided.
    package private(set) var reason: String?
    package private(set) var version: Int64

    package init(
        id: ID, hamlet: Hamlet.ID, fund: Fund.ID, payee: String, purpose: String, item: String, amount: Dong,
        method: Contribution.Method, refundOf: Contribution.ID?, requestedAt: Instant,
        state: State = .requested,
        duties: Duties, voucher: Voucher? = nil, reason: String? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.hamlet = hamlet
        self.fund = fund
        self.payee = payee
        self.purpose = purpose
        self.item = item
        self.amount = amount
        self.method = method
        self.refundOf = refundOf
        self.requestedAt = requestedAt
        self.state = state
        self.duties = duties
        self.voucher = voucher
        self.reason = reason
        self.version = version
    }
}

extension Expenditure {
    /// The expenditure after `step` by `person`.
    ///
    /// - Throws: `.stepClosed` when the step is not open from this state; `.ownRequest`, `.ownVoucher` or
    ///   `.samePerson` when two duties would meet in one person.
    package func taking(_ step: Step, by person: User.ID) throws(Refusal) -> Expenditure {
        switch (state, step) {
        case (.requested, .check): return try moved(to: .checked, step, by: person, apartFrom: [])
        case (.checked, .approve): return try moved(to: .approved, step, by: person, apartFrom: [.request])
        case (.approved, .pay):
            return try moved(to: .paid, step, by: person, apartFrom: [.request, .check, .approve])
        case (.paid, .book): return try moved(to: .booked, step, by: person, apartFrom: [.pay])
        case (.requested, .reject), (.checked, .reject):
            return try moved(to: .rejected, step, by: person, apartFrom: [.request])
        case (.paid, .void), (.booked, .void):
            return try moved(to: .voided, step, by: person, apartFrom: [.pay])
        case (.requested, .approve), (.requested, .pay), (.requested, .book), (.requested, .void),
            (.checked, .check), (.checked, .pay), (.checked, .book), (.checked, .void),
            (.approved, .check), (.approved, .approve), (.approved, .book), (.approved, .reject),
            (.approved, .void),
            (.paid, .check), (.paid, .approve), (.paid, .pay), (.paid, .reject),
            (.booked, .check), (.booked, .approve), (.booked, .pay), (.booked, .book), (.booked, .reject),
            (.rejected, _), (.voided, _):
            throw .invalidTransition(.expenditure, step: step.rawValue, from: state.rawValue)
        }
    }

    /// The same with its payment voucher, once paid.
    package func with(_ voucher: Voucher) -> Expenditure {
        var paid = self
        paid.voucher = voucher
        return paid
    }

    /// The same with why it was rejected or voided.
    package func because(of reason: String) -> Expenditure {
        var ended = self
        ended.reason = reason
        return ended
    }

    /// The same of the fund that took over, before it is paid.
    package func moved(to fund: Fund.ID, of hamlet: Hamlet.ID) -> Expenditure {
        precondition(voucher == nil, "a voucher stays with its hamlet")
        var moved = self
        moved.hamlet = hamlet
        moved.fund = fund
        moved.version += 1
        return moved
    }

    /// True before it is paid or rejected.
    package var isWaiting: Bool {
        switch state {
        case .requested, .checked, .approved: true
        case .paid, .booked, .rejected, .voided: false
        }
    }

    /// True while money may still leave for it, or has left: what counts against a refunded receipt.
    package var isLive: Bool {
        switch state {
        case .requested, .checked, .approved, .paid, .booked: true
        case .rejected, .voided: false
        }
    }

    /// What the payment moves: out of the safe or the bank.
    ///
    /// Nil before it is paid.
    package var posting: Posting? {
        voucher.map { voucher in
            Posting(
                fund: fund, money: method.account, other: refundOf == nil ? .expenses : .refunds, item: item,
                direction: .outOf, amount: amount, on: voucher.issuedOn)
        }
    }

    private enum Duty: String {
        case request
        case check
        case approve
        case pay
    }

    private func moved(
        to state: State, _ step: Step, by person: User.ID, apartFrom others: [Duty]
    ) throws(Refusal) -> Expenditure {
        for duty in others where holder(of: duty) == person {
            switch (duty, step) {
            case (.request, _): throw .ownRequest(step: step.rawValue)
            case (.pay, .void): throw .ownVoucher
            case (.check, _), (.approve, _), (.pay, _):
                throw .samePerson(first: duty.rawValue, second: step.rawValue)
            }
        }
        var moved = self
        moved.state = state
        moved.version += 1
        switch step {
        case .check: moved.duties.checkedBy = person
        case .approve: moved.duties.approvedBy = person
        case .pay: moved.duties.paidBy = person
        case .book: moved.duties.bookedBy = person
        case .reject: moved.duties.rejectedBy = person
        case .void: moved.duties.voidedBy = person
        }
        return moved
    }

    private func holder(of duty: Duty) -> User.ID? {
        switch duty {
        case .request: duties.requestedBy
        case .check: duties.checkedBy
        case .approve: duties.approvedBy
        case .pay: duties.paidBy
        }
    }
}
