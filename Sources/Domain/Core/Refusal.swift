/// The nouns, as they are named in codes and subjects.
package enum Noun: String, CaseIterable, Sendable {
    case unit
    case hamlet
    case household
    case organisation
    case fund
    case pledge
    case contribution
    case expenditure
    case user
    case token
    case model
    case appraisal
    case criteriaSet = "criteria_set"
    case parameter
    case decision
    case consultation
    case profile
    case succession
    case arrangement
}

/// What the domain says no to: facts only.
///
/// `Problem` adds the code, the status and the sentences.
package enum Refusal: Error, Hashable, Sendable {
    /// What stands in the way of an arrangement: the first of each.
    package struct Later: Hashable, Sendable {
        /// The member that names the day.
        package let pointer: String
        package let vouchers: [Voucher]
        package let households: [Household.ID]

        package init(pointer: String = "/effective_on", vouchers: [Voucher], households: [Household.ID]) {
            self.pointer = pointer
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
    case notFound(Noun)
    /// A body's reference names nothing that the caller can use.
    case unknownReference(Noun, pointer: String)
    /// Another one has this name or code already.
    case taken(Noun, pointer: String)
    /// The step is not open from the state.
    case stepClosed(Noun, step: String, from: String)
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
    case dateOutside(pointer: String, from: LocalDate?, to: LocalDate?)
    /// The household does not live where the fund is.
    case otherHamlet(pointer: String)
    /// The pledge was made to another fund or by another household.
    case otherPledge(pointer: String)
    /// The account holds less than is to be taken.
    case balanceTooLow(available: Dong)
    /// The account holds enough today, and held less on a day from that of the voucher on.
    case balanceTooLowThen(available: Dong, on: LocalDate)
    /// Refunds, those asked for included, would be more than the receipt.
    case refundTooLarge(available: Dong)
    /// Something hangs on it: a receipt with refunds is not voided before them.
    case hasRefunds
    /// The version named by the caller is not the current one.
    case staleVersion(current: Int64)
    /// The caller could mean several units and has to name one.
    case unitNeeded(pointer: String)
    /// The decision is made: nothing changes any more.
    case frozen(Noun, state: String)
    /// A decision needs the appraisals first.
    case appraisalMissing
    /// The appraiser gave their points before.
    case appraisedAlready
    /// The appraiser's duty is the owner's own unit.
    case ownersUnit
    /// No criteria are in force where the owner stands.
    case criteriaSetMissing
    /// The weights add up to something else than 100.
    case weightsOff(sum: Int64)
    /// The maxima have no common multiple small enough to compute with exactly.
    case maximaMixed
    /// Each criterion needs exactly one score.
    case scoresIncomplete(criteriaCount: Int)
    case scoreTooHigh(pointer: String, max: Int64)
    /// The mean does not reach the pass mark.
    case scoreBelowPass(mean: Score, pass: Int64)
    /// A model would be a copy of itself.
    case replicationCycle(pointer: String)
    /// There is no district after 2025-06-30.
    case districtEnded(pointer: String)
    /// The value does not look as its key wants.
    case parameterUnreadable(Parameter.Form)
    /// Nothing is set for the key in the unit on the day.
    case parameterMissing(Parameter.Key)
    /// More households were represented than there are.
    case representedTooMany(householdsCount: Int64)
    /// Each item needs exactly one result.
    case resultsIncomplete(itemsCount: Int)
    /// The votes on an item are not as many as households were represented.
    case votesUnequal(pointer: String, votesCount: Int64, representedCount: Int64)
    /// A secret ballot needs 3 to 5 people who count and 2 others who watch.
    case boardNeeded
    /// A show of hands is counted by the chair.
    case boardNotNeeded
    /// The consents to an initiative held up to this day.
    case consentsLapsed(on: LocalDate)
    /// More than there can be.
    case countTooLarge(pointer: String, max: Int64)
    /// Fewer than there must be.
    case countTooSmall(pointer: String, min: Int64)
    /// Not every participant has one opinion.
    case opinionsUnequal(opinionsCount: Int64, participatedCount: Int64)
    /// The group of occupations is none of those that are set.
    case occupationUnknown(pointer: String, groups: [String])
    /// No life of the code ended on the day.
    case notEndedThen(pointer: String, lastDays: [LocalDate])
    /// No life of the code is there on the day after.
    case notThereAfter(pointer: String, day: LocalDate)
    /// It ended, and what took its place is to be named instead.
    case closed(Noun, last: LocalDate, successors: [Successor])
    /// Something was written after the day from which the hamlet is to be otherwise: vouchers, households.
    case writtenAfter(Later)
    /// Households of two hamlets that are to be one have the same code.
    case codesClash([String])
    /// Everything that is shared out needs one place for the rest.
    case restUnclear(pointer: String)
    /// The fund asks households for money, and no decision of theirs says that it may.
    case decisionMissing(fund: Fund.ID)
    /// The decision is none by which money may be asked for.
    case collectsNothing(pointer: String)
    /// Everything would be as it is.
    case nothingChanges(pointer: String)
    /// Promises that are still open hang on it.
    case hasOpenPledges(count: Int64)
    /// The value is none of those that are set for the place.
    case valueNotSet(pointer: String, values: [String])
    /// The group of occupations stands twice.
    case occupationRepeated(pointer: String)
}
