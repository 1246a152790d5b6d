package import Domain

/// One difference between what is stored and what follows from the rest.
///
/// Facts only; the command line words them.
package enum Discrepancy: Hashable, Sendable {
    /// Positions of the journal are missing between these two.
    case journalGap(after: Int64, next: Int64)
    /// The row's leaf is not the SHA-256 of its other columns.
    case journalLeafDiffers(position: Int64)
    /// No build writes this kind.
    case journalKindUnknown(position: Int64, kind: String)
    /// The number was recorded before, or one above it was.
    case journalSubjectRepeated(EntityKind, id: Int64, position: Int64)
    /// The journal speaks of something that has no row, or that was never recorded.
    case eventUnclaimed(EntityKind, id: Int64, position: Int64)

    /// A column holds a day, a moment or a word that no build writes.
    case rowUnreadable(EntityKind, id: Int64)
    /// The journal has no row at the row's position, or one about something else.
    case rowUnclaimed(EntityKind, id: Int64, position: Int64)
    /// The journal tells of the row again at `latest`.
    case rowNotLatest(EntityKind, id: Int64, position: Int64, latest: Int64)
    /// The row is not what the journal says was stored at `position`.
    case payloadDiffers(EntityKind, id: Int64, position: Int64)
    /// A column that follows from other columns does not.
    case columnDiffers(EntityKind, id: Int64, column: String)

    /// The rows that tell what things were are not those that the journal tells of.
    case previousVersionsDiffer(stored: Int64, computed: Int64)

    /// The journal's rows of contributions are not those of the contributions, though none differs alone.
    case contributionsDiffer(stored: Int64, computed: Int64)

    /// Neither a receipt nor a payment.
    case voucherKindUnknown(hamlet: Int64, kind: String)
    /// The numbers of the series have a gap here.
    case numberMissing(Voucher.Series, number: Int64)
    /// Several contributions, or several payments, have this number of the series.
    case numberShared(Voucher.Series, number: Int64)
    /// The series' last number. Nil: there is no such series, or no voucher in it.
    case lastNumberDiffers(Voucher.Series, stored: Int64?, computed: Int64?)

    /// The posting names no journal row that moved money, or one that another posting named before it.
    case postingUnclaimed(id: Int64, position: Int64)
    /// Accounts, amount or day are not those of the contribution or the expenditure.
    case postingDiffers(id: Int64, position: Int64)
    case postingMissing(contribution: Int64, position: Int64)
    case paymentPostingMissing(expenditure: Int64, position: Int64)
    /// The postings are not those of the contributions and expenditures, though none differs alone.
    case postingsDiffer(stored: Int64, computed: Int64)
    /// No build writes this kind.
    case accountKindUnknown(id: Int64, kind: String)
    /// More money was taken out than came in.
    case accountBelowZero(LedgerAccount, hamlet: Int64)
    /// By its vouchers, a safe or a bank account held less than nothing on this day.
    case balanceBelowZero(LedgerAccount, hamlet: Int64, day: Int64, held: Int64)
    /// A line of a fund's days names no account.
    case fundDayUnreadable(hamlet: Int64, fund: Int64, day: Int64)
    /// More was asked back or given back than the receipt says; 0 when it is voided or none of the fund.
    case refundsTooLarge(contribution: Int64, received: Int64, refunded: Int64)
    /// Σ debits and Σ credits over all accounts.
    case booksUnbalanced(debited: Int64, credited: Int64)

    /// A kept sum. Nil: there is no row, or there should be none.
    case sumDiffers(Sum, stored: Int64?, computed: Int64?)

    /// Which sum, with its column where the table has several.
    package enum Sum: Hashable, Sendable {
        case account(LedgerAccount, hamlet: Int64, column: String)
        case hamletYear(hamlet: Int64, year: Int64, column: String)
        /// That a household takes part in a year: 1.
        case householdYear(hamlet: Int64, year: Int64, household: Int64)
        /// What came or went on one day, from or for what.
        case fundDay(
            LedgerAccount, hamlet: Int64, day: Int64, other: LedgerAccount.Kind, item: String, column: String)
        case population(hamlet: Int64, column: String)
        /// What was received on a pledge.
        case pledge(id: Int64)
        /// Models by unit, day and sort, the sort as `area kind state level`.
        case unitModels(unit: String, registeredOn: Int64, sort: String)
        case hamletModels(hamlet: Int64, state: String, kind: String)
    }
}
