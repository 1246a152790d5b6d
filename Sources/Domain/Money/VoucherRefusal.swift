/// A refusal about the number or the book of a voucher.
package enum VoucherRefusal: Hashable, Sendable {
    /// The last voucher of the series has a later date; whether its printed number names its book.
    case dateBeforeSeries(Voucher.Series, last: Voucher.Last, namesBook: Bool = false)
    /// The hamlet has no book of vouchers with this name.
    case bookNotRegistered(String)
    /// The book of vouchers takes no more.
    case bookClosed(String)
    /// The step is for the whole receipt or payment, not for one of its lines.
    case severalLines(VoucherPrint.Subject, step: String)
}
