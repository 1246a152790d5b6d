/// A refusal about months and counts: whether the books take a voucher, or can be closed.
package enum BooksRefusal: Hashable, Sendable {
    /// What a month lacks before it can be closed.
    package enum Blocker: Hashable, Sendable {
        /// The month has not ended.
        case notEnded(AccountingPeriod.Month)
        /// An earlier month with vouchers is open: it comes first.
        case earlierOpen(AccountingPeriod.Month)
        /// The payment was made but not booked.
        case paymentNotBooked(Expenditure.ID, linesCount: Int64 = 1)
        /// Somebody paid with their own money: neither repaid nor given.
        case advanceOpen(Payable.ID, creditor: String, outstanding: Dong)
        /// The collector had cash in hand at the end of the month, and has not handed it over since.
        case cashInHand(User.ID, name: String, fundName: String, amount: Dong)
        /// No count of the fund's cash on or after the last day was confirmed by two persons.
        case countMissing(Fund.ID, fundName: String)
        /// The book has changed since the last count: on its day it holds this much now.
        case countOutdated(CashCount.ID, fundName: String, book: Dong)
        /// The bank balance of the month was not reconciled by two persons.
        case reconciliationMissing(AccountingPeriod.Month)
        /// The book or the accounts have changed since the last reconciliation: the book has this much now.
        case reconciliationOutdated(BankReconciliation.ID, AccountingPeriod.Month, book: Dong)
    }

    /// A step that would change the books of its month.
    package struct Step: Hashable, Sendable {
        package let name: String
        package let entity: EntityKind

        package init(_ name: String, of entity: EntityKind) {
            self.name = name
            self.entity = entity
        }
    }

    /// The month is closed: a day that the request names must be later, a step must be another one.
    case periodClosed(AccountingPeriod.Month, named: Field?, taking: Step? = nil)
    case periodNotReady([Blocker])
    /// The month of the voucher is open: it is voided, not reversed.
    case periodOpen(AccountingPeriod.Month)
    /// Only the last closed month can be opened again.
    case laterPeriodClosed(AccountingPeriod.Month)
    /// Only an approver of the commune opens a month again.
    case communeReopens
    /// The book holds another amount on the day of the count than when it was recorded.
    case bookChanged(recorded: Dong, now: Dong)
    /// The credits without receipts, or the accounts, are others than when the reconciliation was recorded.
    case creditsChanged
    /// Nothing of a fund is dated on or before the day of its opening balance, which contains it.
    case beforeOpening(of: Fund.ID, on: LocalDate)
    /// An opening balance is older than every voucher of its fund, whose first one is of this day.
    case openingTooLate(first: LocalDate)
    /// The decision does not allow using a fund's money for another purpose.
    case decisionNotForTransfer(at: Field)
    /// Only who counted the cash confirms the count.
    case notCounter
    /// What a fund owes is not settled in this way.
    case payable(PayableRefusal)
    /// Cash is not in the hands of a collector, or still is.
    case collector(CollectorRefusal)
    /// The fund collects for others: the step is for funds of their owners.
    case passesThrough(Fund.ID)
    /// The hamlet's fund holds money of others, so its books do not end.
    case othersMoneyHeld(Fund.ID, Dong)
}

extension Refusal {
    package static func payable(_ refusal: PayableRefusal) -> Refusal { .books(.payable(refusal)) }

    package static func collector(_ refusal: CollectorRefusal) -> Refusal { .books(.collector(refusal)) }
}
