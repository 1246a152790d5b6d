/// A transfer (chuyển tiền) between the cash and the bank account of a fund, or between two funds of one owner.
///
/// Residents give for a purpose: what is left of it goes to another fund only by a decision of theirs that is not the
/// one by which it was collected.
///
/// - Source: DOMAIN §5; Law 10/2022/QH15, article 15.
package struct FundTransfer: VoidableMove, Hashable {
    package typealias ID = Identifier<FundTransfer>

    package static let kind = EntityKind.fundTransfer

    /// The state of a transfer, and of interest and fees: each is posted when it is recorded.
    package enum State: String, CaseIterable, Sendable {
        case valid
        case voided
    }

    /// Where the money goes when it leaves the fund, and by which decision.
    package struct Recipient: Hashable, Sendable {
        package let fund: Fund.ID
        package let decision: Decision.ID

        package init(fund: Fund.ID, decision: Decision.ID) {
            self.fund = fund
            self.decision = decision
        }
    }

    package let id: ID
    package let owner: FundOwner
    package let fund: Fund.ID
    /// Nil for a transfer within the fund.
    package let recipient: Recipient?
    package let from: Contribution.Method
    package let to: Contribution.Method
    package let amount: Dong
    package let on: LocalDate
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package var voiding: Contribution.Voiding?
    package var version: Int64

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, recipient: Recipient? = nil, from: Contribution.Method,
        to: Contribution.Method, amount: Dong, on day: LocalDate, recordedBy: User.ID, recordedAt: Instant,
        voiding: Contribution.Voiding? = nil, version: Int64 = 1
    ) {
        precondition(recipient.map { $0.fund != fund } ?? (from != to), "a transfer moves something")
        self.id = id
        self.owner = owner
        self.fund = fund
        self.recipient = recipient
        self.from = from
        self.to = to
        self.amount = amount
        on = day
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.voiding = voiding
        self.version = version
    }

    package var postings: [Posting] {
        guard let recipient else {
            return [Posting(fund: fund, debit: to.account, credit: from.account, amount: amount, on: on)]
        }
        return [
            Posting(fund: fund, debit: .fundTransfer, credit: from.account, amount: amount, on: on),
            Posting(fund: recipient.fund, debit: to.account, credit: .fundTransfer, amount: amount, on: on),
        ]
    }
}

extension Decision {
    /// The date from which money may be used for another purpose under this decision, or nil when it does not allow
    /// that now.
    ///
    /// It allows it while an item on collecting or spending is in force.
    package var authorisesTransferFrom: LocalDate? {
        draft.items.indices.contains { draft.items[$0].matter.isAboutMoney && isInForce(at: $0) }
            ? proceedings?.heldOn : nil
    }
}

extension Decision.Matter {
    /// True for the matters that are about collecting or spending.
    fileprivate var isAboutMoney: Bool {
        switch self {
        case .policy, .rates, .estimate, .spendingPlan: true
        case .exemptions, .byLaw, .election, .labourPrice, .landPrice, .materialPrice, .boards, .other: false
        }
    }
}
