/// What a fund owes for an approved expenditure that it could not pay (nợ phải trả, tạm ứng cá nhân).
///
/// A builder's last bill when the till is short: the supplier waits, or somebody pays with their own money. The expense
/// stands in the period in which it arose, cash and bank stay as they are. Later the debt is repaid, all or in parts, or
/// the creditor makes a gift of it.
///
/// - Source: DOMAIN §5, payables and personal advances in real documents; Law on accounting 88/2015/QH13, Art. 6, on
///   recording expenses when they arise.
package struct Payable: VoidableMove, Hashable {
    package typealias ID = Identifier<Payable>

    package static let kind = EntityKind.payable

    package enum Kind: String, CaseIterable, Sendable {
        /// Somebody paid with their own money.
        case advance
        /// The supplier has not been paid.
        case bill
    }

    /// Who is owed: a household, or anyone else by name.
    package struct Creditor: Hashable, Sendable {
        package let household: Household.ID?
        /// What the creditor is as a donor, when not a household: a person, one who lives away, or a company.
        package let kind: Contribution.Sponsor.Kind?
        /// As on the day of the debt.
        package let name: String
        /// Empty when it is not known.
        package let address: String

        package init(household: Household.ID, name: String, address: String) {
            self.household = household
            kind = nil
            self.name = name
            self.address = address
        }

        /// What a creditor may be: one who signs for the debt.
        package static let kinds: [Contribution.Sponsor.Kind] = [.personAway, .person, .company]

        package init(_ kind: Contribution.Sponsor.Kind, name: String, address: String) {
            precondition(Creditor.kinds.contains(kind), "a creditor is a person or a company")
            household = nil
            self.kind = kind
            self.name = name
            self.address = address
        }

        /// The donor of a gift of what is owed.
        package var donor: Contribution.Donor {
            if let household { return .household(household) }
            return .sponsor(Contribution.Sponsor(name: name, kind: kind ?? .person))
        }
    }

    package static let documentLengthMax = 300
    package static let creditorNameLengthMax = 100
    package static let creditorAddressLengthMax = 200

    package let id: ID
    package let owner: FundOwner
    package let fund: Fund.ID
    /// The approved expenditure that it is for, which ended when it was owed.
    package let expenditure: Expenditure.ID
    package let kind: Kind
    package let creditor: Creditor
    package let amount: Dong
    /// What the expenditure was for, for the public.
    package let purpose: String
    /// The item of the estimate.
    package let item: String
    /// The day on which the expense arose.
    package let on: LocalDate
    /// The bill, or the paper that the creditor has signed.
    package let document: String
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package var voiding: Contribution.Voiding?
    package var version: Int64

    package init(
        id: ID, owner: FundOwner, fund: Fund.ID, expenditure: Expenditure.ID, kind: Kind, creditor: Creditor,
        amount: Dong, purpose: String, item: String, on day: LocalDate, document: String,
        recordedBy: User.ID, recordedAt: Instant, voiding: Contribution.Voiding? = nil, version: Int64 = 1
    ) {
        self.id = id
        self.owner = owner
        self.fund = fund
        self.expenditure = expenditure
        self.kind = kind
        self.creditor = creditor
        self.amount = amount
        self.purpose = purpose
        self.item = item
        on = day
        self.document = document
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.voiding = voiding
        self.version = version
    }

    package var postings: [Posting] {
        [Posting(fund: fund, debit: .expenses, credit: .payables, item: item, amount: amount, on: on)]
    }

    /// What a repayment is for, for the public: as the expenditure, so that support to persons stays hidden.
    package var purposeOfRepayment: String { "Trả nợ: " + purpose }
}

extension Payable {
    /// What became of a debt.
    package struct Settlement: Hashable, Sendable {
        /// Paid back from cash or bank.
        package let repaid: Dong
        /// Given by the creditor.
        package let given: Dong
        /// Repayments and gifts on the way.
        package let pending: Dong

        package init(repaid: Dong, given: Dong, pending: Dong) {
            self.repaid = repaid
            self.given = given
            self.pending = pending
        }

        /// True when nothing of the debt was repaid or given, or is about to be.
        package var isNothing: Bool { repaid == .zero && given == .zero && pending == .zero }
    }

    /// What is still owed after `settlement`; nothing of a voided one.
    package func outstanding(after settlement: Settlement) -> Dong {
        state == .voided ? .zero : amount.less(settlement.repaid).less(settlement.given)
    }

    /// Checks that `part` is not more than what is owed and not on its way.
    ///
    /// - Throws: `PayableRefusal.exceeded`; `.invalidTransition` when it is voided.
    package func check(_ part: Dong, as step: String, after settlement: Settlement) throws(Refusal) {
        guard state == .valid else {
            throw .invalidTransition(.payable, step: step, from: state.rawValue)
        }
        let available = outstanding(after: settlement).less(settlement.pending)
        guard part <= available else { throw .payable(.exceeded(available: available)) }
    }
}
