import Domain
import Store

/// The public view of a concluded decision: what was decided and by how many, without persons.
///
/// Numbers are suppressed for 1 or 2 households, and when 1 or 2 were represented; but those of a decision by which
/// money is collected are always shown, because everyone may check it.
struct PublicDecisionView: PublicValueView {
    let value: Decision

    func write(to fields: inout some PublicFieldWriter) {
        let (draft, proceedings) = (value.draft, value.proceedings)
        let cell = Disclosure.cell(of: value)
        fields.publish(Disclosure.fact(.id, value.id))
        fields.publish(Disclosure.fact(.hamlet, value.scope.hamlet))
        fields.publish(Disclosure.text(.commune, value.scope.commune))
        fields.publish(Disclosure.text(.title, draft.title))
        fields.publish(Disclosure.fact(.state, value.state))
        fields.publish(Disclosure.fact(.amends, draft.amends))
        fields.publish(Disclosure.fact(.supersededBy, value.supersededBy))
        fields.publish(Disclosure.fact(.votingMode, proceedings?.votingMode))
        fields.publish(Disclosure.fact(.earlierMeeting, proceedings?.earlierMeeting))
        fields.publish(Disclosure.fact(.heldOn, proceedings?.heldOn))
        fields.publish(Disclosure.text(.place, proceedings?.place))
        fields.publish(Disclosure.count(.decisionHouseholds, in: cell) { $0.proceedings?.householdsCount })
        fields.publish(Disclosure.count(.represented, in: cell) { $0.proceedings?.representedCount })
        fields.publish(Disclosure.count(.notRepresented, in: cell) { $0.proceedings?.notRepresentedCount })
        fields.publish(Disclosure.count(.choseOnline, in: cell) { $0.proceedings?.choseOnlineCount })
        fields.publish(Disclosure.text(.quorum, value.quorum?.text))
        // The households counted again, and how often the votes were recorded: nobody replaces a count unseen.
        fields.publish(Disclosure.count(.recountedHouseholds, in: cell) { $0.recount?.householdsCount })
        let recordings = proceedings == nil ? nil : Int64(value.earlierRecordings.count + 1)
        fields.publish(Disclosure.count(.recordings, recordings))
        fields.publish(
            "items",
            draft.items.indices.map { PublicDecisionItemView(decision: value, cell: cell, index: $0) })
        PlannedItemView.write(draft, to: &fields)
    }
}

/// One item with its votes and its outcome.
struct PublicDecisionItemView: PublicView {
    let decision: Decision
    /// Nil when the numbers are suppressed.
    let cell: DisclosedCell<Decision>?
    let index: Int

    static var sample: PublicDecisionItemView {
        PublicDecisionItemView(decision: .sample, cell: nil, index: 0)
    }

    func write(to fields: inout some PublicFieldWriter) {
        let item = decision.draft.items[index]
        let outcome = decision.outcomes.isEmpty ? nil : decision.outcomes[index]
        fields.publish(Disclosure.count(.itemNumber, Int64(index + 1)))
        fields.publish(Disclosure.fact(.matter, item.matter))
        fields.publish(Disclosure.text(.text, item.text))
        fields.publish(Disclosure.count(.votesFor, in: cell) { $0.proceedings?.votes[index].inFavour })
        fields.publish(Disclosure.count(.votesAgainst, in: cell) { $0.proceedings?.votes[index].against })
        fields.publish(Disclosure.count(.votesOther, in: cell) { $0.proceedings?.votes[index].other })
        fields.publish(Disclosure.text(.threshold, outcome?.threshold.text))
        // The minimum number of votes required, so that readers need not compute it.
        fields.publish(
            Disclosure.count(.votesNeeded, in: cell) { decision in
                outcome.flatMap { outcome in
                    decision.proceedings.map { outcome.threshold.minimum(of: $0.householdsCount) }
                }
            })
        fields.publish(Disclosure.fact(.outcome, decision.outcome(at: index)))
        fields.publish(Disclosure.fact(.supersededBy, outcome?.supersededBy))
    }
}
