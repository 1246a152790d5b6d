/// A refusal about cash in the hands of collectors.
package enum CollectorRefusal: Hashable, Sendable {
    /// The collector has less in hand, on `on` or on a later day.
    case tooLittleInHand(User.ID, on: LocalDate, inHand: Dong)
    /// Whoever hands the cash over does not confirm that it was received; whoever received it does not void that.
    case ownCash(step: String)
    /// Less of the receipts that a slip names was not handed over yet.
    case receiptsHandedOver(left: Dong)
    /// The receipts are not the collector's, of the fund, and valid, or not in order.
    case receiptsDiffer(at: Field)
    /// Collectors of the hamlet have cash in hand, so its books do not end.
    case cashInHand(Dong)
}
