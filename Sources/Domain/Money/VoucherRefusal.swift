/// A refusal about the number or the book of a voucher.
package enum VoucherRefusal: Hashable, Sendable {
    /// The last voucher of the series has a later date; whether its printed number names its book.
    case dateBeforeSeries(Voucher.Series, last: Voucher.Last, namesBook: Bool = false)
    /// The hamlet has no book of vouchers with this name.
    case bookNotRegistered(String)
    /// The book of vouchers takes no more.
    case bookClosed(String)
}

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

/// What corrects a voucher of a closed hamlet, whose books stay as they are.
package enum ClosedBookExit: Hashable, Sendable {
    /// The receipt is refunded whole by the fund that has its money, and recorded again.
    case refund(Contribution.ID)
    /// Money that comes back from a payment is received by the successor.
    case receipt
}
