package import Domain

/// A filter for an owner's expenditures.
///
/// Nil matches anything.
package struct ExpenditureFilter: Hashable, Sendable {
    package var fund: Fund.ID?
    package var state: Expenditure.State?
    package var method: Contribution.Method?
    package var refundOf: Contribution.ID?
    /// When true, only expenditures with a payment voucher.
    package var isPaid = false
    /// The first and last payment date, inclusive.
    ///
    /// Unpaid expenditures are excluded.
    package var from: LocalDate?
    package var to: LocalDate?

    package init(
        fund: Fund.ID? = nil, state: Expenditure.State? = nil, method: Contribution.Method? = nil,
        refundOf: Contribution.ID? = nil, isPaid: Bool = false, from: LocalDate? = nil, to: LocalDate? = nil
    ) {
        self.fund = fund
        self.state = state
        self.method = method
        self.refundOf = refundOf
        self.isPaid = isPaid
        self.from = from
        self.to = to
    }
}
