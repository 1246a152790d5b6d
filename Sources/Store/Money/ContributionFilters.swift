package import Domain

/// A filter for a hamlet's contributions.
///
/// Nil matches anything.
package struct ContributionFilter: Hashable, Sendable {
    package var fund: Fund.ID?
    package var household: Household.ID?
    package var method: Contribution.Method?
    package var state: Contribution.State?
    /// The first and last effective date, inclusive.
    package var from: LocalDate?
    package var to: LocalDate?

    package init(
        fund: Fund.ID? = nil, household: Household.ID? = nil, method: Contribution.Method? = nil,
        state: Contribution.State? = nil, from: LocalDate? = nil, to: LocalDate? = nil
    ) {
        self.fund = fund
        self.household = household
        self.method = method
        self.state = state
        self.from = from
        self.to = to
    }
}

/// The public part of a contribution.
///
/// No notes, no household ids, no staff.
///
/// - Source: DOMAIN §10.
package struct PublicContribution: Hashable, Sendable {
    package enum Donor: String, CaseIterable, Sendable {
        case household
        case organisation
        case sponsor
        /// A state agency, registered or not.
        case state
    }

    package let id: Contribution.ID
    package let series: Voucher.Series
    package let number: Int64
    package let namesBook: Bool
    /// The donor's name on the day of the receipt, or nil once it is voided.
    package let partyName: String?
    /// Whether the name is not shown: the donor wants it so, or is a creditor who gave what the fund owed.
    ///
    /// Beside the public list of debts, that name would tell to whom the rest is owed.
    package let isAnonymous: Bool
    package let donor: Donor
    package let fund: Fund.ID
    /// Nil when no money moved: the donor gave what the fund owed.
    package let method: Contribution.Method?
    package let amount: Dong
    package let refunded: Dong
    package let receivedOn: LocalDate

    package init(
        id: Contribution.ID, series: Voucher.Series, number: Int64, partyName: String?, isAnonymous: Bool,
        donor: Donor, fund: Fund.ID, method: Contribution.Method?, amount: Dong, refunded: Dong,
        namesBook: Bool = false, receivedOn: LocalDate
    ) {
        self.id = id
        self.series = series
        self.number = number
        self.namesBook = namesBook
        self.partyName = partyName
        self.isAnonymous = isAnonymous
        self.donor = donor
        self.fund = fund
        self.method = method
        self.amount = amount
        self.refunded = refunded
        self.receivedOn = receivedOn
    }
}
