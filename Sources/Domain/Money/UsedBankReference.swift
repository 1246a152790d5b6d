/// The valid receipt that has a bank reference.
package struct UsedBankReference: Hashable, Sendable {
    /// As it was asked for.
    package let reference: String
    package let contribution: Contribution.ID
    /// The printed number.
    package let receipt: String
    package let book: String
    package let on: LocalDate
    /// The name of its hamlet, when that was closed and another one has its books; nil for the hamlet itself.
    package let closedHamlet: String?

    package init(
        reference: String, contribution: Contribution.ID, receipt: String, book: String, on: LocalDate,
        closedHamlet: String? = nil
    ) {
        self.reference = reference
        self.contribution = contribution
        self.receipt = receipt
        self.book = book
        self.on = on
        self.closedHamlet = closedHamlet
    }
}
