/// What the domain says no to: facts only.
///
/// `Problem` adds the code, the status and the sentences.
package enum Refusal: Error, Hashable, Sendable {
    /// What stands in the way of an arrangement: the first of each.
    package struct LaterRecords: Hashable, Sendable {
        /// Which value names the day.
        package let field: Field
        package let vouchers: [Voucher]
        package let households: [Household.ID]

        package init(at field: Field = .effectiveOn, vouchers: [Voucher], households: [Household.ID]) {
            self.field = field
            self.vouchers = vouchers
            self.households = households
        }

        package var isEmpty: Bool { vouchers.isEmpty && households.isEmpty }

        /// Of each at most so many are named.
        package static let namedMax = 100
    }

    /// What took the place of something that ended.
    package struct Successor: Hashable, Sendable {
        package let number: Int64
        package let name: String?

        package init(number: Int64, name: String?) {
            self.number = number
            self.name = name
        }
    }

    /// The thing does not exist, or the caller may not know that it does.
    case notFound(EntityKind)
    /// A body's reference names nothing that the caller can use.
    case unknownReference(EntityKind, at: Field)
    /// Another one has this name or code already.
    case alreadyExists(EntityKind, at: Field)
    /// The step is not open from the state.
    case invalidTransition(EntityKind, step: String, from: String)
    /// Who asked for something would decide on it, or pay it.
    case ownRequest(step: String)
    /// Who gave a receipt or paid a voucher would void it.
    case ownVoucher
    /// Who appraised a model would decide on it.
    case ownAppraisal(step: String)
    /// Two duties would meet in one person.
    case samePerson(first: String, second: String)
    /// The caller's role does not reach this.
    case roleMissing
    /// The sum would leave what can be counted.
    case amountTooLarge
    /// A day that lies after today, or before the thing existed.
    case dateOutOfRange(at: Field, from: LocalDate?, to: LocalDate?)
    /// The household does not live where the fund is.
    case householdElsewhere(at: Field)
    /// The pledge was made to another fund or by another household.
    case pledgeMismatch(at: Field)
    /// The account holds less than is to be taken.
    case balanceTooLow(available: Dong)
    /// The account holds enough today, and held less on a day from that of the voucher on.
    case balanceTooLowOnDate(available: Dong, on: LocalDate)
    /// Refunds, those asked for included, would be more than the receipt.
    case refundTooLarge(available: Dong)
    /// Something hangs on it: a receipt with refunds is not voided before them.
    case hasRefunds
    /// The version named by the caller is not the current one.
    case versionMismatch(current: Int64)
    /// The caller could mean several units and has to name one.
    case unitRequired(at: Field)
    /// The decision is made: nothing changes any more.
    case frozen(EntityKind, state: String)
    /// A decision needs the appraisals first.
    case appraisalMissing
    /// The appraiser gave their points before.
    case alreadyAppraised
    /// The appraiser's duty is the owner's own unit.
    case appraiserInOwnerUnit
    /// No criteria are in force where the owner stands.
    case criteriaSetMissing
    /// The weights add up to something else than 100.
    case weightsSumMismatch(sum: Int64)
    /// The maxima have no common multiple small enough to compute with exactly.
    case maximaIncompatible
    /// Each criterion needs exactly one score.
    case scoresIncomplete(criteriaCount: Int)
    case scoreTooLarge(at: Field, max: Int64)
    /// The mean does not reach the pass mark.
    case scoreBelowPass(mean: Score, pass: Int64)
    /// A model would be a copy of itself.
    case replicationCycle(at: Field)
    /// There is no district after 2025-06-30.
    case districtEnded(at: Field)
    /// The value does not look as its key wants.
    case parameterValueInvalid(Parameter.Format)
    /// Nothing is set for the key in the unit on the day.
    case parameterMissing(Parameter.Key)
    /// More households were represented than there are.
    case representedTooLarge(householdsCount: Int64)
    /// Each item needs exactly one result.
    case resultsIncomplete(itemsCount: Int)
    /// The votes on an item are not as many as households were represented.
    case votesMismatch(at: Field, votesCount: Int64, representedCount: Int64)
    /// A secret ballot needs 3 to 5 people who count and 2 others who watch.
    case countingBoardRequired
    /// A show of hands is counted by the chair.
    case countingBoardNotAllowed
    /// The consents to an initiative held up to this day.
    case consentsLapsed(on: LocalDate)
    /// More than there can be.
    case countTooLarge(at: Field, max: Int64)
    /// Fewer than there must be.
    case countTooSmall(at: Field, min: Int64)
    /// Not every participant has one opinion.
    case opinionsMismatch(opinionsCount: Int64, participatedCount: Int64)
    /// The group of occupations is none of those that are set.
    case occupationUnknown(at: Field, groups: [String])
    /// No life of the code ended on the day.
    case notEndedOnDate(at: Field, lastDays: [LocalDate])
    /// No life of the code is there on the day after.
    case notPresentOnDate(at: Field, day: LocalDate)
    /// It ended, and what took its place is to be named instead.
    case closed(EntityKind, last: LocalDate, successors: [Successor])
    /// Something was written after the day from which the hamlet is to be otherwise: vouchers, households.
    case recordsAfterEffectiveDate(LaterRecords)
    /// Households of two hamlets that are to be one have the same code.
    case householdCodesConflict([String])
    /// Everything that is shared out needs one place for the rest.
    case remainderAmbiguous(at: Field)
    /// The fund asks households for money, and no decision of theirs says that it may.
    case decisionMissing(fund: Fund.ID)
    /// The decision is none by which money may be asked for.
    case decisionNotApplicable(at: Field)
    /// Everything would be as it is.
    case noChange(at: Field)
    /// Promises that are still open hang on it.
    case openPledges(count: Int64)
    /// The value is none of those that are set for the place.
    case valueNotListed(at: Field, values: [String])
    /// The group of occupations stands twice.
    case occupationRepeated(at: Field)
}
