/// What corrects a voucher of a closed hamlet, whose books stay as they are.
package enum ClosedBookExit: Hashable, Sendable {
    /// The receipt is refunded whole by the fund that has its money, and recorded again.
    case refund(Contribution.ID)
    /// Money that comes back from a payment is received by the successor.
    case receipt
}
