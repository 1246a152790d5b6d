import Domain
import Store

/// A decision with its votes and the people who led and counted them, for roles in its scope.
struct DecisionView: EntityView {
    let value: Decision

    func write(to fields: inout some FieldWriter) {
        writeFacts(of: value, to: &fields)
        let (draft, proceedings) = (value.draft, value.proceedings)
        fields.count("initiative_consents", draft.initiative?.consentsCount)
        fields.member("initiative_first_on", draft.initiative?.firstOn)
        fields.choice("method", proceedings?.method)
        fields.member("chair", proceedings?.chair)
        fields.member("secretary", proceedings?.secretary)
        fields.list("board", (proceedings?.board ?? []).map(NameView.init))
        fields.list("witnesses", (proceedings?.witnesses ?? []).map(NameView.init))
        fields.member("hamlet_head", proceedings?.signers.hamletHead)
        fields.member("front_head", proceedings?.signers.frontHead)
        fields.list("household_signers", (proceedings?.signers.households ?? []).map(NameView.init))
        fields.member("voted_by", proceedings?.votedBy)
        fields.member("recounted_by", value.recount?.by)
        fields.list(
            "earlier_recordings", value.earlierRecordings.map { VoteRecordingView(recording: $0) })
        fields.member("sent_to_commune_on", value.sending?.toCommuneOn)
        fields.member("sent_to_front_on", value.sending?.toFrontOn)
        fields.member("recorded_by", value.recordedBy)
        fields.member("recorded_at", value.recordedAt)
        fields.count("version", value.version)
    }
}

/// Writes the fields that `PublicDecisionView` has too, in its order.
private func writeFacts(of decision: Decision, to fields: inout some FieldWriter) {
    let draft = decision.draft
    let proceedings = decision.proceedings
    fields.member("id", decision.id)
    fields.member("hamlet", decision.scope.hamlet)
    fields.member("commune", decision.scope.commune)
    fields.member("title", draft.title)
    fields.choice("state", decision.state)
    fields.member("amends", draft.amends)
    fields.member("superseded_by", decision.supersededBy)
    fields.choice("voting_mode", proceedings?.votingMode)
    fields.member("earlier_meeting", proceedings?.earlierMeeting)
    fields.member("held_on", proceedings?.heldOn)
    fields.member("place", proceedings?.place)
    fields.count("households", proceedings?.householdsCount)
    fields.count("represented", proceedings?.representedCount)
    fields.count("not_represented", proceedings?.notRepresentedCount)
    fields.count("chose_online", proceedings?.choseOnlineCount)
    fields.member("quorum", decision.quorum?.text)
    // The households counted again, and how often the votes were recorded: nobody replaces a count unseen.
    fields.count("recounted_households", decision.recount?.householdsCount)
    fields.count("recordings", proceedings == nil ? nil : Int64(decision.earlierRecordings.count + 1))
    fields.list(
        "items",
        draft.items.indices.map { DecisionItemView(decision: decision, index: $0) })
    PlannedItemView.write(draft, to: &fields)
}

/// One item with its votes once recorded, and its outcome once concluded.
struct DecisionItemView: Output {
    let decision: Decision
    let index: Int

    func write(to fields: inout some FieldWriter) {
        let item = decision.draft.items[index]
        let proceedings = decision.proceedings
        let votes = proceedings?.votes[index]
        let outcome = decision.outcomes.isEmpty ? nil : decision.outcomes[index]
        fields.count("number", Int64(index + 1))
        fields.choice("matter", item.matter)
        fields.member("text", item.text)
        fields.count("for", votes?.inFavour)
        fields.count("against", votes?.against)
        fields.count("other", votes?.other)
        fields.member("threshold", outcome?.threshold.text)
        // The minimum number of votes required, so that readers need not compute it.
        fields.count(
            "needed",
            outcome.flatMap { outcome in
                proceedings.map { outcome.threshold.minimum(of: $0.householdsCount) }
            })
        fields.choice("outcome", decision.outcome(at: index))
        fields.member("superseded_by", outcome?.supersededBy)
    }
}

enum ItemOutcome: String, CaseIterable, Sendable {
    case passed
    case failed
    /// The meeting had fewer households than a by-law needs.
    case noQuorum = "no_quorum"
}

extension Decision {
    /// The outcome of an item; nil before the conclusion.
    func outcome(at index: Int) -> ItemOutcome? {
        let failure: ItemOutcome = lacksQuorum ? .noQuorum : .failed
        return outcomes.isEmpty ? nil : outcomes[index].isPassed ? .passed : failure
    }
}

/// What stood before the votes were recorded again.
struct VoteRecordingView: Output {
    let recording: Decision.Recording

    func write(to fields: inout some FieldWriter) {
        fields.member("voted_by", recording.by)
        fields.choice("voting_mode", recording.votingMode)
        fields.member("held_on", recording.heldOn)
        fields.count("households", recording.householdsCount)
        fields.count("represented", recording.representedCount)
        fields.list("results", recording.votes.map { VotesView(votes: $0) })
    }
}

struct VotesView: Output {
    let votes: Decision.Votes

    func write(to fields: inout some FieldWriter) {
        fields.count("for", votes.inFavour)
        fields.count("against", votes.against)
        fields.count("other", votes.other)
    }
}

struct NameView: Output {
    let name: String

    func write(to fields: inout some FieldWriter) { fields.member("name", name) }
}

extension DecisionItemView {
    static var sample: DecisionItemView { DecisionItemView(decision: .sample, index: 0) }
}

extension VoteRecordingView {
    static var sample: VoteRecordingView {
        VoteRecordingView(
            recording: Decision.Recording(
                by: Identifier(1), votingMode: .meeting, heldOn: .sample, householdsCount: 5,
                representedCount: 4, votes: [VotesView.sample.votes]))
    }
}

extension VotesView {
    static var sample: VotesView { VotesView(votes: Decision.Votes(inFavour: 4, against: 0, other: 0)) }
}

extension NameView {
    static var sample: NameView { NameView(name: "Nguyễn Văn An") }
}

extension Decision: Sampled {
    static var sample: Decision {
        Decision(
            id: Identifier(1), scope: .hamlet(Identifier(1)), recordedBy: Identifier(1), recordedAt: .sample,
            draft: Draft(
                title: "Bê tông hóa đường xóm 9",
                items: [Item(matter: .rates, text: "Mỗi hộ góp 1.200.000 đồng")], initiative: nil, amends: nil
            ))
    }
}
