/// Why one person may not do something alone, or not now: votes, households after a vote, appraisers.
package enum DutyRefusal: Hashable, Sendable {
    /// The matter of the item is not decided in this form.
    case formClosed(item: Int, open: [Decision.Form])
    /// An estimate is voted on as an item on that matter.
    case estimateItemMissing
    /// Ballots on the item need a meeting before them that lacked households.
    case meetingFirst(item: Int)
    /// Fewer households chose to vote online than must.
    case onlineNotChosen(chosen: Int64, needed: Int64)
    /// The households of the day of the vote are not as many as the decision counted.
    case householdsChanged(
        Decision.ID, state: Decision.State, on: LocalDate, recorded: Int64, now: Int64)
    /// Whoever drafted the decision or recorded its votes does not count its households again.
    case ownCount(Decision.ID)
    /// Whoever recorded the votes does not conclude the decision.
    case ownVotes(Decision.ID)
    /// With this number of households an item would not have passed.
    case recountFails(Decision.ID, count: Int64)
    /// Whoever recorded a decision does not change how many households there were on its day.
    case populationDecided(Decision.ID, on: LocalDate)
    /// Whoever lowered the number of households of a day after it does not record the votes of that day.
    case ownHouseholds(on: LocalDate)
    /// Appraisals were recorded: the appraisers stay as they are.
    case appraisersFixed
    /// No appraisers are named yet.
    case appraisersMissing
    /// The person is not one of the appraisers named.
    case notAppraiser
    /// An appraiser is named twice.
    case appraiserRepeated(at: Field)
    /// The user has no role of appraiser in a place that may appraise the model.
    case appraiserWithoutRole(at: Field)
    /// These of the named appraisers can no longer give scores: the Front officer replaces them.
    case appraisersUnavailable(Model.ID, [String])
    /// Whoever recorded it does not confirm or void it.
    case ownRecord(EntityKind, step: String)
    /// Named appraisers have not given their scores.
    case appraisersPending(count: Int)
}
