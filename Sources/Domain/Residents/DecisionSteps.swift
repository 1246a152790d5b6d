extension Decision {
    /// The decision with a new draft, before the vote.
    ///
    /// - Throws: `.invalidTransition`, `.finalState`.
    package func edited(_ draft: Draft) throws(Refusal) -> Decision {
        try check(.edit)
        return moved(to: .draft) { $0.draft = draft }
    }

    /// The decision with the households' votes.
    ///
    /// May be repeated to correct them until the decision is concluded; what stood before is kept.
    ///
    /// - Parameters:
    ///   - proceedings: one vote count per item.
    ///   - consentMonths: how long consents to an initiative stay valid. Unused without an initiative.
    /// - Returns: the decision in state `voted`.
    /// - Throws: `.invalidTransition`, `.finalState`; `.representedTooLarge`, `.resultsIncomplete`, `.votesMismatch`,
    ///   `.countingBoardRequired`, `.countingBoardNotAllowed`; `.consentsLapsed`; `.dateOutOfRange` when the vote was
    ///   before the first consent.
    package func voted(_ proceedings: Proceedings, consentMonths: Int64) throws(Refusal) -> Decision {
        try check(.recordVotes)
        try proceedings.check(for: draft.items)
        if let initiative = draft.initiative {
            let last = initiative.firstOn.adding(months: Int(consentMonths))
            guard proceedings.heldOn >= initiative.firstOn else {
                throw .dateOutOfRange(at: .heldOn, from: initiative.firstOn, to: nil)
            }
            guard proceedings.heldOn <= last else { throw .consentsLapsed(on: last) }
        }
        return moved(to: .voted) { decision in
            if let before = decision.proceedings { decision.earlierRecordings.append(before.recording) }
            decision.proceedings = proceedings
        }
    }

    /// The decision with its outcomes.
    ///
    /// - Parameters:
    ///   - thresholds: one per item, in the order of the items.
    ///   - quorum: the share of the households that a meeting on a by-law needs; without them, nothing passes.
    /// - Returns: the decision in state `passed` or `failed`.
    /// - Throws: `.invalidTransition`, `.finalState`.
    package func concluded(by thresholds: [Threshold], quorum: Threshold? = nil) throws(Refusal) -> Decision {
        try check(.conclude)
        guard let proceedings else { preconditionFailure("held without its votes") }
        precondition(thresholds.count == draft.items.count, "one threshold an item")
        let hasQuorum =
            quorum?.isReached(by: proceedings.representedCount, of: proceedings.householdsCount) ?? true
        let outcomes = zip(thresholds, proceedings.votes)
            .map { threshold, votes in
                let isReached = threshold.isReached(by: votes.inFavour, of: proceedings.householdsCount)
                return Outcome(threshold: threshold, isPassed: isReached && hasQuorum)
            }
        let isPassed = outcomes.contains { $0.isPassed }
        return moved(to: isPassed ? .passed : .failed) {
            $0.outcomes = outcomes
            $0.quorum = quorum
        }
    }

    /// The decision with its minutes sent.
    ///
    /// - Throws: `.invalidTransition`, `.finalState`; `.dateOutOfRange` when the minutes were sent before the vote.
    package func sent(_ sending: Sending) throws(Refusal) -> Decision {
        try check(.send)
        guard let heldOn = proceedings?.heldOn else { preconditionFailure("concluded without its votes") }
        guard sending.toCommuneOn >= heldOn else {
            throw .dateOutOfRange(at: .sentToCommuneOn, from: heldOn, to: nil)
        }
        guard sending.toFrontOn >= heldOn else {
            throw .dateOutOfRange(at: .sentToFrontOn, from: heldOn, to: nil)
        }
        return moved(to: .sent) { $0.sending = sending }
    }

    /// The decision without the items that `other` replaces: those in force on a matter of which an item passed in
    /// `other`.
    ///
    /// - Returns: the decision in state `superseded` when none of its items remains in force, otherwise in its present
    ///   state; nil when `other` replaces none.
    /// - Throws: `.invalidTransition`, `.finalState`.
    package func superseded(by other: Decision) throws(Refusal) -> Decision? {
        try check(.supersede)
        let matters = other.passedMatters
        var outcomes = self.outcomes
        for index in outcomes.indices
        where isInForce(at: index) && matters.contains(draft.items[index].matter) {
            outcomes[index].supersededBy = other.id
        }
        guard outcomes != self.outcomes else { return nil }
        let isWhole = outcomes.allSatisfy { !$0.isPassed || $0.supersededBy != nil }
        return moved(to: isWhole ? .superseded : state) {
            $0.outcomes = outcomes
            if isWhole { $0.supersededBy = other.id }
        }
    }

    /// True when the item passed and nothing has replaced it.
    package func isInForce(at index: Int) -> Bool {
        guard state == .passed || state == .sent, outcomes.indices.contains(index) else { return false }
        return outcomes[index].isPassed && outcomes[index].supersededBy == nil
    }

    /// Checks that `step` is allowed in the current state.
    ///
    /// - Throws: `.finalState` when the decision is superseded, otherwise `.invalidTransition`.
    package func check(_ step: Step) throws(Refusal) {
        switch (state, step) {
        case (.draft, .edit), (.draft, .recordVotes), (.voted, .recordVotes), (.voted, .conclude),
            (.passed, .send),
            (.failed, .send), (.passed, .supersede), (.passed, .recount):
            return
        case (.sent, .supersede), (.sent, .recount):
            if isPassed { return }
            throw .invalidTransition(.decision, step: step.rawValue, from: State.failed.rawValue)
        case (.draft, .conclude), (.draft, .send), (.draft, .supersede), (.voted, .edit), (.voted, .send),
            (.voted, .supersede), (.passed, .edit), (.passed, .recordVotes), (.passed, .conclude),
            (.failed, .edit),
            (.failed, .recordVotes), (.failed, .conclude), (.failed, .supersede), (.sent, .edit),
            (.sent, .recordVotes),
            (.sent, .conclude), (.sent, .send),
            (.draft, .recount), (.voted, .recount), (.failed, .recount):
            throw .invalidTransition(.decision, step: step.rawValue, from: state.rawValue)
        case (.superseded, _): throw .finalState(.decision, state: state.rawValue)
        }
    }

    private func moved(to state: State, _ change: (inout Decision) -> Void) -> Decision {
        var moved = self
        change(&moved)
        moved.state = state
        moved.version += 1
        return moved
    }
}

extension Decision.Proceedings {
    /// - Throws: `.representedTooLarge`, `.resultsIncomplete`, `.votesMismatch`, `.countingBoardRequired`,
    ///   `.countingBoardNotAllowed`.
    fileprivate func check(for items: [Decision.Item]) throws(Refusal) {
        guard representedCount <= householdsCount else {
            throw .representedTooLarge(householdsCount: householdsCount)
        }
        guard votes.count == items.count else { throw .resultsIncomplete(itemsCount: items.count) }
        for (index, vote) in votes.enumerated() where vote.count != representedCount {
            throw .votesMismatch(
                at: Field.results[index], votesCount: vote.count, representedCount: representedCount)
        }
        // Ballots are counted by people whom others watch, at a meeting or afterwards.
        let isCounted = votingMode == .ballots || method == .secretBallot
        guard isCounted else {
            guard board.isEmpty, witnesses.isEmpty else { throw .countingBoardNotAllowed }
            return
        }
        let isWhole = Decision.boardSizes.contains(board.count) && witnesses.count == Decision.witnessesCount
        // Nobody may be both a counter and a witness, or be listed twice.
        guard isWhole, Set(board + witnesses).count == board.count + witnesses.count else {
            throw .countingBoardRequired
        }
    }

    fileprivate var recording: Decision.Recording {
        Decision.Recording(
            by: votedBy, votingMode: votingMode, heldOn: heldOn, householdsCount: householdsCount,
            representedCount: representedCount, votes: votes)
    }
}
