extension Decision {
    /// How the households voted, as recorded in the minutes.
    package struct Proceedings: Hashable, Sendable {
        package let votingMode: VotingMode
        /// The method of voting at a meeting; ballots and online votes have none, except those recorded before 2026-12.
        package let method: Method?
        package let heldOn: LocalDate
        package let place: String
        package let chair: String
        package let secretary: String
        /// All households of the place, counted on the day the result was recorded.
        package let householdsCount: Int64
        package let representedCount: Int64
        /// In the order of the items.
        package let votes: [Votes]
        /// The people who count ballots.
        package let board: [String]
        package let witnesses: [String]
        package let signers: Signers
        /// The meeting that lacked households, after which ballots were brought to them.
        package let earlierMeeting: ID?
        /// The households that chose to vote online.
        package let choseOnlineCount: Int64?
        /// Who recorded the votes; nil for votes recorded before 2026-12.
        package let votedBy: User.ID?

        package var notRepresentedCount: Int64 { householdsCount - representedCount }

        package init(
            votingMode: VotingMode, method: Method?, heldOn: LocalDate, place: String, chair: String,
            secretary: String,
            householdsCount: Int64, representedCount: Int64, votes: [Votes], board: [String],
            witnesses: [String], signers: Signers = Signers(), earlierMeeting: ID? = nil,
            choseOnlineCount: Int64? = nil, votedBy: User.ID? = nil
        ) {
            self.votingMode = votingMode
            self.method = method
            self.heldOn = heldOn
            self.place = place
            self.chair = chair
            self.secretary = secretary
            self.householdsCount = householdsCount
            self.representedCount = representedCount
            self.votes = votes
            self.board = board
            self.witnesses = witnesses
            self.signers = signers
            self.earlierMeeting = earlierMeeting
            self.choseOnlineCount = choseOnlineCount
            self.votedBy = votedBy
        }
    }

    /// The people whose signatures the decision carries, where their names are recorded.
    ///
    /// - Source: Law 10/2022/QH15, article 20.
    package struct Signers: Hashable, Sendable {
        package let hamletHead: String?
        /// The head of the hamlet's Front committee (Trưởng ban công tác Mặt trận).
        package let frontHead: String?
        /// Representatives of two households.
        package let households: [String]

        package init(hamletHead: String? = nil, frontHead: String? = nil, households: [String] = []) {
            self.hamletHead = hamletHead
            self.frontHead = frontHead
            self.households = households
        }

        package static let householdsMax = 2
    }

    /// What stood before the votes were recorded again.
    package struct Recording: Hashable, Sendable {
        package let by: User.ID?
        package let votingMode: VotingMode
        package let heldOn: LocalDate
        package let householdsCount: Int64
        package let representedCount: Int64
        /// In the order of the items.
        package let votes: [Votes]

        package init(
            by person: User.ID?, votingMode: VotingMode, heldOn: LocalDate, householdsCount: Int64,
            representedCount: Int64, votes: [Votes]
        ) {
            by = person
            self.votingMode = votingMode
            self.heldOn = heldOn
            self.householdsCount = householdsCount
            self.representedCount = representedCount
            self.votes = votes
        }
    }

    /// The households of the day of the vote, counted again by another person than who recorded it.
    package struct Recount: Hashable, Sendable {
        package let householdsCount: Int64
        package let by: User.ID

        package init(householdsCount: Int64, by person: User.ID) {
            self.householdsCount = householdsCount
            by = person
        }
    }

    /// The number of households that the outcomes hold for: the latest count.
    package var confirmedHouseholdsCount: Int64? { recount?.householdsCount ?? proceedings?.householdsCount }

    /// True when `person` drafted the decision or recorded its votes, the earlier ones included.
    package func isRecorded(by person: User.ID) -> Bool {
        person == recordedBy || person == proceedings?.votedBy
            || earlierRecordings.contains { $0.by == person }
    }

    /// Checks that `person` recorded none of the votes, so that two people stand behind an outcome.
    ///
    /// - Throws: `.duty(.ownVotes)`.
    package func checkConcluder(_ person: User.ID) throws(Refusal) {
        let isVoter = person == proceedings?.votedBy || earlierRecordings.contains { $0.by == person }
        guard !isVoter else { throw .duty(.ownVotes(id)) }
    }

    /// Checks that the households of the day of the vote are as many as the decision counted.
    ///
    /// - Parameter count: their number as it is known now.
    /// - Throws: `.householdsChanged`.
    package func checkHouseholds(_ count: Int64) throws(Refusal) {
        guard let proceedings, let confirmed = confirmedHouseholdsCount, confirmed != count else { return }
        throw .duty(
            .householdsChanged(
                id, state: state, on: proceedings.heldOn, recorded: confirmed, now: count))
    }

    /// The decision with its households counted again.
    ///
    /// - Parameters:
    ///   - count: the households of the day of the vote as they are known now.
    ///   - person: who counts, another person than who drafted it or recorded votes.
    /// - Returns: the decision in its present state.
    /// - Throws: `.invalidTransition`, `.finalState`; `.duty(.ownCount)`; `.duty(.recountFails)` when an item
    ///   would no longer have passed.
    package func recounted(_ count: Int64, by person: User.ID) throws(Refusal) -> Decision {
        try check(.recount)
        guard let proceedings else { preconditionFailure("concluded without its votes") }
        guard !isRecorded(by: person) else { throw .duty(.ownCount(id)) }
        let stillPass = outcomes.indices.allSatisfy { index in
            !outcomes[index].isPassed
                || outcomes[index].threshold.isReached(by: proceedings.votes[index].inFavour, of: count)
        }
        let hasQuorum = quorum?.isReached(by: proceedings.representedCount, of: count) ?? true
        guard stillPass, hasQuorum, proceedings.representedCount <= count else {
            throw .duty(.recountFails(id, count: count))
        }
        var recounted = self
        recounted.recount = Recount(householdsCount: count, by: person)
        recounted.version += 1
        return recounted
    }
}
