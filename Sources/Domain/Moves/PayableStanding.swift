/// A debt and what had become of it at the end of a day.
package struct PayableStanding: Hashable, Sendable {
    package let id: Payable.ID
    package let fund: Fund.ID
    /// The day on which the expense arose.
    package let on: LocalDate
    /// The item of the estimate.
    package let item: String
    package let amount: Dong
    package let repaid: Dong
    package let given: Dong
    /// True when it was wrong, and corrected after its month was closed.
    package let isCorrected: Bool

    package init(
        id: Payable.ID, fund: Fund.ID, on day: LocalDate, item: String, amount: Dong, repaid: Dong,
        given: Dong, isCorrected: Bool
    ) {
        self.id = id
        self.fund = fund
        on = day
        self.item = item
        self.amount = amount
        self.repaid = repaid
        self.given = given
        self.isCorrected = isCorrected
    }

    package var corrected: Dong { isCorrected ? amount : .zero }

    /// What was still owed.
    package var outstanding: Dong { amount.less(repaid).less(given).less(corrected) }
}
