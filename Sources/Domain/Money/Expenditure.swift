/// An expenditure (khoản chi) of a fund, from the request to the booked payment voucher (phiếu chi).
///
/// Duties are separated: the requester does not approve, the approver does not pay, the payer does not book.
///
/// - Source: DOMAIN §5; Law on accounting 88/2015/QH13, Art. 13 and 52, on the separation of duties.
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
        /// Taken back by the requester before any money moved.
        case withdrawn
        /// Given up by the office after it was approved, before any money moved.
        case cancelled
        /// The voucher was wrong: its number is kept and its postings are reversed.
        case voided
    }

    package enum Step: String, CaseIterable, Sendable {
        case check
        case approve
        case pay
        case book
        case reject
        case withdraw
        case cancel
        /// The fund cannot pay it, and owes it from now on: it ends here, and stands as a `Payable`.
        case owe
        case void
    }

    /// Who performed each step.
    ///
    /// Each is set at most once.
    package struct StepActors: Hashable, Sendable {
        package var requestedBy: User.ID
        package var checkedBy: User.ID?
        package var approvedBy: User.ID?
        package var paidBy: User.ID?
        package var bookedBy: User.ID?
        package var rejectedBy: User.ID?
        package var cancelledBy: User.ID?
        package var voidedBy: User.ID?

        package init(requestedBy: User.ID) { self.requestedBy = requestedBy }
    }

    package let id: ID
    /// Whose books it is in.
    package private(set) var owner: FundOwner
    package private(set) var fund: Fund.ID
    package let payee: String
    /// What it is for, for the public.
    package let purpose: String
    /// What only the office may know about it.
    package let note: String?
    /// The item of the estimate that the money is spent on.
    ///
    /// Statements are grouped by it.
    package let item: String
    package let amount: Dong
    package let method: Contribution.Method
    /// The contribution being refunded, or nil for any other payment.
    package let refundOf: Contribution.ID?
    /// The debt being repaid, or nil for any other payment.
    package let repays: Payable.ID?
    /// True for money that was collected for others.
    package let passesThrough: Bool
    /// Which line of its payment it is: the only one, but for a bill with several items, purposes or funds.
    package let line: Voucher.Line
    package let requestedAt: Instant
    package private(set) var state: State
    package private(set) var actors: StepActors
    /// The day of the approval, before which nothing is paid; nil before it, and for approvals recorded without a day.
    package private(set) var approvedOn: LocalDate?
    /// Set when the expenditure is paid.
    package private(set) var voucher: Voucher?
    /// The day on which the money left the fund: before that of the voucher when it replaces another one.
    package private(set) var paidOn: LocalDate?
    /// The voided payment whose voucher this one replaces.
    package let replaces: ID?
    /// The payment whose voucher replaced this one.
    package private(set) var replacedBy: ID?
    /// Why it was rejected, withdrawn, cancelled or voided.
    package private(set) var reason: String?
    /// The day of the correction, when the month of the payment was closed before it was voided.
    package private(set) var reversedOn: LocalDate?
    package private(set) var version: Int64

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, payee: String, purpose: String, note: String? = nil,
        item: String,
        amount: Dong,
        method: Contribution.Method, refundOf: Contribution.ID?, repays: Payable.ID? = nil,
        passesThrough: Bool = false, line: Voucher.Line = .only, requestedAt: Instant,
        state: State = .requested,
        actors: StepActors, approvedOn: LocalDate? = nil, voucher: Voucher? = nil, paidOn: LocalDate? = nil,
        replaces: ID? = nil, replacedBy: ID? = nil, reason: String? = nil, reversedOn: LocalDate? = nil,
        version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        self.payee = payee
        self.purpose = purpose
        self.note = note
        self.item = item
        self.amount = amount
        self.method = method
        self.refundOf = refundOf
        self.repays = repays
        self.passesThrough = passesThrough
        self.line = line
        self.requestedAt = requestedAt
        self.state = state
        self.actors = actors
        self.approvedOn = approvedOn
        self.voucher = voucher
        self.paidOn = paidOn ?? voucher?.issuedOn
        self.replaces = replaces
        self.replacedBy = replacedBy
        self.reason = reason
        self.reversedOn = reversedOn
        self.version = version
    }
}

extension Expenditure {
    /// The expenditure after `step` by `person`.
    ///
    /// - Parameters:
    ///   - step: the step.
    ///   - person: who takes it.
    ///   - day: the local date on which it is taken.
    /// - Returns: the expenditure in its new state.
    /// - Throws: `.invalidTransition` when the step is not allowed in the current state; `.ownRequest`, `.ownVoucher`
    ///   or `.samePerson` when one person would perform two steps that must be kept separate; `.notRequester` when
    ///   somebody else withdraws it.
    package func taking(
        _ step: Step, by person: User.ID, on day: LocalDate
    ) throws(Refusal) -> Expenditure {
        switch (state, step) {
        case (.requested, .check): return try advanced(to: .checked, step, by: person, excluding: [])
        case (.checked, .approve):
            var approved = try advanced(to: .approved, step, by: person, excluding: [.request])
            approved.approvedOn = day
            return approved
        case (.approved, .pay):
            return try advanced(to: .paid, step, by: person, excluding: [.request, .check, .approve])
        case (.paid, .book): return try advanced(to: .booked, step, by: person, excluding: [.pay])
        case (.requested, .reject), (.checked, .reject):
            return try advanced(to: .rejected, step, by: person, excluding: [.request])
        case (.requested, .withdraw), (.checked, .withdraw), (.approved, .withdraw):
            guard person == actors.requestedBy else { throw .notRequester }
            return try advanced(to: .withdrawn, step, by: person, excluding: [])
        case (.approved, .cancel):
            return try advanced(to: .cancelled, step, by: person, excluding: [.request])
        case (.approved, .owe):
            guard refundOf == nil, repays == nil, !passesThrough else { throw .payable(.notOwed) }
            return try advanced(to: .cancelled, step, by: person, excluding: [.request])
        case (.paid, .void), (.booked, .void):
            return try advanced(to: .voided, step, by: person, excluding: [.pay])
        case (.requested, .approve), (.requested, .pay), (.requested, .book), (.requested, .cancel),
            (.requested, .owe), (.requested, .void),
            (.checked, .check), (.checked, .pay), (.checked, .book), (.checked, .cancel), (.checked, .owe),
            (.checked, .void),
            (.approved, .check), (.approved, .approve), (.approved, .book), (.approved, .reject),
            (.approved, .void),
            (.paid, .check), (.paid, .approve), (.paid, .pay), (.paid, .reject), (.paid, .withdraw),
            (.paid, .cancel), (.paid, .owe),
            (.booked, .check), (.booked, .approve), (.booked, .pay), (.booked, .book), (.booked, .reject),
            (.booked, .withdraw), (.booked, .cancel), (.booked, .owe),
            (.rejected, _), (.withdrawn, _), (.cancelled, _), (.voided, _):
            throw .invalidTransition(.expenditure, step: step.rawValue, from: state.rawValue)
        }
    }

    /// The first day on which it may be paid: that of the approval, or of the request where no day was recorded.
    package var payableFrom: LocalDate { approvedOn ?? LocalDate(requestedAt) }

    /// The expenditure with its payment voucher, once paid; `day` is that of the payment, by default the voucher's.
    package func with(_ voucher: Voucher, paidOn day: LocalDate? = nil) -> Expenditure {
        var paid = self
        paid.voucher = voucher
        paid.paidOn = day ?? voucher.issuedOn
        return paid
    }

    /// The expenditure with the reason for rejecting or voiding it.
    package func with(reason: String) -> Expenditure {
        var ended = self
        ended.reason = reason
        return ended
    }

    /// The voided expenditure whose voucher was replaced by that of `replacement`.
    package func replaced(by replacement: ID) -> Expenditure {
        var replaced = self
        replaced.replacedBy = replacement
        return replaced
    }

    /// The voided expenditure whose correction is posted on `day`.
    package func reversed(on day: LocalDate) -> Expenditure {
        var reversed = self
        reversed.reversedOn = day
        return reversed
    }

    /// The unpaid expenditure transferred to `fund` of `owner`, the successors of its own.
    package func moved(to fund: Fund.ID, of owner: FundOwner) -> Expenditure {
        precondition(voucher == nil, "a voucher stays with its owner")
        var moved = self
        moved.owner = owner
        moved.fund = fund
        moved.version += 1
        return moved
    }

    /// True until the expenditure is paid, or ends without a payment.
    package var isUnpaid: Bool {
        switch state {
        case .requested, .checked, .approved: true
        case .paid, .booked, .rejected, .withdrawn, .cancelled, .voided: false
        }
    }

    /// True when money was paid or may still be paid.
    ///
    /// Such refunds count against their receipt.
    package var countsAgainstReceipt: Bool {
        switch state {
        case .requested, .checked, .approved, .paid, .booked: true
        case .rejected, .withdrawn, .cancelled, .voided: false
        }
    }

    private enum EarlierStep: String {
        case request
        case check
        case approve
        case pay
    }

    private func advanced(
        to state: State, _ step: Step, by person: User.ID, excluding others: [EarlierStep]
    ) throws(Refusal) -> Expenditure {
        for earlier in others where performer(of: earlier) == person {
            switch (earlier, step) {
            case (.request, _): throw .ownRequest(step: step.rawValue)
            case (.pay, .void): throw .ownVoucher
            case (.check, _), (.approve, _), (.pay, _):
                throw .samePerson(first: earlier.rawValue, second: step.rawValue)
            }
        }
        var advanced = self
        advanced.state = state
        advanced.version += 1
        switch step {
        case .check: advanced.actors.checkedBy = person
        case .approve: advanced.actors.approvedBy = person
        case .pay: advanced.actors.paidBy = person
        case .book: advanced.actors.bookedBy = person
        case .reject: advanced.actors.rejectedBy = person
        case .cancel, .owe: advanced.actors.cancelledBy = person
        // Only the requester does, who is known already.
        case .withdraw: break
        case .void: advanced.actors.voidedBy = person
        }
        return advanced
    }

    private func performer(of step: EarlierStep) -> User.ID? {
        switch step {
        case .request: actors.requestedBy
        case .check: actors.checkedBy
        case .approve: actors.approvedBy
        case .pay: actors.paidBy
        }
    }
}
