extension Decision {
    /// The next version, without the names in the minutes.
    package var forgotten: Decision {
        var decision = self
        decision.proceedings = proceedings?.forgotten
        decision.version += 1
        return decision
    }
}

extension Decision.Proceedings {
    fileprivate var forgotten: Decision.Proceedings {
        let name = Household.forgottenName
        return Decision.Proceedings(
            votingMode: votingMode, method: method, heldOn: heldOn, place: place, chair: name,
            secretary: name,
            householdsCount: householdsCount, representedCount: representedCount, votes: votes,
            board: board.map { _ in name }, witnesses: witnesses.map { _ in name },
            signers: Decision.Signers(
                hamletHead: signers.hamletHead.map { _ in name },
                frontHead: signers.frontHead.map { _ in name },
                households: signers.households.map { _ in name }),
            earlierMeeting: earlierMeeting, choseOnlineCount: choseOnlineCount, votedBy: votedBy)
    }
}
