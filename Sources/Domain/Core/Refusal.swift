/// A domain rule that refused an operation.
///
/// Carries facts only.
///
/// `Problem` adds the code, the status and the texts.
package enum Refusal: Error, Hashable, Sendable {
    /// Records dated on or after the effective date of a reorganisation of their hamlet: the first of each kind.
    package struct LaterRecords: Hashable, Sendable {
        /// A record without a voucher.
        package struct Record: Hashable, Sendable {
            package let kind: EntityKind
            package let number: Int64
            /// Nil for a household, which may have several.
            package let date: LocalDate?

            package init(kind: EntityKind, number: Int64, date: LocalDate?) {
                self.kind = kind
                self.number = number
                self.date = date
            }
        }

        /// The input field that names the effective date.
        package let field: Field
        package private(set) var vouchers: [Voucher]
        package private(set) var records: [Record]

        package init(at field: Field = .effectiveOn, vouchers: [Voucher] = [], records: [Record] = []) {
            self.field = field
            self.vouchers = vouchers
            self.records = records
        }

        package var isEmpty: Bool { vouchers.isEmpty && records.isEmpty }

        package mutating func add(_ others: LaterRecords) {
            vouchers += others.vouchers
            records += others.records
        }

        /// The maximum number of records listed of each kind.
        package static let listedMax = 100
    }

    /// The successor of something that has ended.
    package struct Successor: Hashable, Sendable {
        package let number: Int64
        package let name: String?
        /// By which its path names it, when that is not the number.
        package let code: AdministrativeUnit.Code?

        package init(number: Int64, name: String?, code: AdministrativeUnit.Code? = nil) {
            self.number = number
            self.name = name
            self.code = code
        }
    }

    /// What a fund held at the end of the day on which one of its money accounts was too low.
    package struct Shortage: Hashable, Sendable {
        /// The account that is too low: cash or bank.
        package let account: LedgerAccount.Kind
        package let day: LocalDate
        package let cash: Dong
        package let bank: Dong
        /// True when a receipt was to be voided, false for a payment.
        package let isVoiding: Bool
        /// True for the difference of a count of cash.
        package let isCounted: Bool

        package init(
            of account: LedgerAccount.Kind, on day: LocalDate, cash: Dong, bank: Dong,
            isVoiding: Bool = false,
            isCounted: Bool = false
        ) {
            precondition(account.isMoneyAccount, "only an account that holds money can be too low")
            self.account = account
            self.day = day
            self.cash = cash
            self.bank = bank
            self.isVoiding = isVoiding
            self.isCounted = isCounted
        }
    }

    /// The entity does not exist, or the caller may not know that it does.
    case notFound(EntityKind)
    /// A reference in the request names nothing the caller can use.
    case unknownReference(EntityKind, at: Field)
    /// Another entity already has this name or code.
    case alreadyExists(EntityKind, at: Field)
    /// Another entity of the place has this name, or one that only its spelling tells apart: its id and name.
    case nameTaken(EntityKind, at: Field, by: Int64, name: String)
    /// A valid receipt of the hamlet, or of one before it, already has this bank reference.
    case bankReferenceUsed(UsedBankReference)
    /// The step is not allowed in the current state.
    case invalidTransition(EntityKind, step: String, from: String)
    /// The person who made the request must not decide on it or pay it.
    case ownRequest(step: String)
    /// Only the person who made the request may withdraw it.
    case notRequester
    /// The person who issued a receipt or paid a voucher must not void it.
    case ownVoucher
    /// The person who recorded a model must not appraise it.
    case ownModel
    /// The person who appraised a model must not decide on it.
    case ownAppraisal(step: String)
    /// One person would perform two steps that must be kept separate.
    case samePerson(first: String, second: String, of: EntityKind = .expenditure)
    /// A text that will be public contains private data.
    case privateData(PrivateData, at: Field)
    /// A role cannot be assigned, or a token redeemed, in this way.
    case access(AccessRefusal)
    /// Another person is needed, or another step first.
    case duty(DutyRefusal)
    /// A bank's credit is not used in this way.
    case bank(BankRefusal)
    /// The caller's role does not permit this.
    case roleMissing(held: Role, allowed: Set<Role>)
    /// The total would overflow the supported range.
    case amountTooLarge
    /// A date is in the future, or before the entity existed.
    case dateOutOfRange(at: Field, from: LocalDate?, to: LocalDate?)
    /// A month or a count of cash is not as it must be.
    case books(BooksRefusal)
    /// The number or the book of a voucher is refused.
    case voucher(VoucherRefusal)
    /// The household does not live in the fund's hamlet.
    case householdElsewhere(at: Field)
    /// The pledge was made to another fund, or by another household.
    case pledgeMismatch(at: Field)
    /// The account holds less than the amount to be paid.
    case balanceTooLow(Shortage)
    /// The account holds enough today, but would be overdrawn on a day since the voucher's date.
    case balanceTooLowOnDate(Shortage)
    /// Refunds, including requested ones, would exceed the receipt.
    case refundTooLarge(available: Dong)
    /// The receipt has refunds, which must be voided before it.
    case hasRefunds
    /// The version the caller named is not the current one.
    case versionMismatch(current: Int64)
    /// Several units are possible; the caller must name one.
    case unitRequired(at: Field)
    /// A final decision was made. Nothing can change any more.
    case finalState(EntityKind, state: String)
    /// The decision needs more appraisals first.
    case appraisalMissing(step: String, from: String)
    /// This appraiser has already scored the model.
    case alreadyAppraised
    /// The appraiser is assigned to the owner's own unit.
    case appraiserInOwnerUnit
    /// No criteria set is in force at the owner's place.
    case criteriaSetMissing
    /// The weights do not add up to 100.
    case weightsSumMismatch(sum: Int64)
    /// The maximum scores have no common multiple small enough for exact arithmetic.
    case maximaIncompatible
    /// Each criterion requires exactly one score.
    case scoresIncomplete(criteriaCount: Int)
    case scoreTooLarge(at: Field, max: Int64)
    /// The mean score is below the pass mark.
    case scoreBelowPass(mean: Score, pass: Int64)
    /// The model would be a copy of itself, directly or through other models.
    case replicationCycle(at: Field)
    /// Districts no longer exist after 2025-06-30.
    case districtEnded(at: Field)
    /// The value does not match the format of its key.
    case parameterValueInvalid(Parameter.Format)
    /// Below the province, the value may only be stricter than this one, which the law or the province sets.
    case parameterWeaker(Parameter.Key, than: String)
    /// No value is set for the key in the unit on that date.
    case parameterMissing(Parameter.Key)
    /// More households were represented than exist.
    case representedTooLarge(householdsCount: Int64)
    /// Each item requires exactly one result.
    case resultsIncomplete(itemsCount: Int)
    /// The number of votes on an item differs from the number of represented households.
    case votesMismatch(at: Field, votesCount: Int64, representedCount: Int64)
    /// A secret ballot requires a counting board of 3 to 5 people and 2 other witnesses.
    case countingBoardRequired
    /// The chair counts a show of hands, so a counting board is not allowed.
    case countingBoardNotAllowed
    /// The consents to an initiative were valid until this date.
    case consentsLapsed(on: LocalDate)
    /// The count exceeds its maximum.
    case countTooLarge(at: Field, max: Int64)
    /// The count is below its minimum.
    case countTooSmall(at: Field, min: Int64)
    /// The opinions do not add up to one per participant.
    case opinionsMismatch(opinionsCount: Int64, participatedCount: Int64)
    /// The occupation group is not on the configured list.
    case occupationUnknown(at: Field, groups: [String])
    /// No version of the unit with this code ended on that date.
    case notEndedOnDate(at: Field, lastDays: [LocalDate])
    /// No version of the unit with this code exists on the following day.
    case notPresentOnDate(at: Field, day: LocalDate)
    /// The entity has ended. The request must name a successor instead.
    case closed(EntityKind, last: LocalDate, successors: [Successor], exit: ClosedBookExit? = nil)
    /// The hamlet has records dated on or after the date on which it is to change.
    case recordsAfterEffectiveDate(LaterRecords)
    /// Households of hamlets to be merged have the same code.
    case householdCodesConflict([String])
    /// A split into shares needs exactly one recipient of the remainder.
    case remainderAmbiguous(at: Field)
    /// The fund collects from households, but no decision of the residents allows it.
    case decisionMissing(fund: Fund.ID)
    /// The decision is not one that allows collecting money.
    case decisionNotApplicable(at: Field)
    /// The change would have no effect.
    case noChange(at: Field)
    /// There are pledges that are still open.
    case openPledges(count: Int64)
    /// The value is not on the list configured for the place.
    case valueNotListed(at: Field, values: [String])
    /// The occupation group is listed twice.
    case occupationRepeated(at: Field)
}
