/// The identifiers, dates and words that are public.
package enum PublicFact: CaseIterable, Sendable {
    case id, hamlet, communeUnit, organisation, successorUnit, successorOrganisation, fund, decision,
        earlierDecisions, decisions, earlierMeeting, successors
    case amends, supersededBy, replicatedFrom
    case type, kind, area, state, level, by, donor, method, votingMode, outcome, matter, section, key
    case from, to, validFrom, validTo, heldOn, receivedOn, paidOn, countedOn, registeredOn, decidedOn, asOf,
        owedOn,
        effectiveOn,
        householdsOn

    /// The name of the member.
    package var name: StaticString {
        switch self {
        case .id: "id"
        case .hamlet: "hamlet"
        case .communeUnit: "commune_unit"
        case .organisation: "organisation"
        case .fund: "fund"
        case .decision: "decision"
        case .successors: "successors"
        case .amends: "amends"
        case .type: "type"
        case .kind: "kind"
        case .area: "area"
        case .state: "state"
        case .level: "level"
        case .by: "by"
        case .donor: "donor"
        case .method: "method"
        case .outcome: "outcome"
        case .matter: "matter"
        case .section: "section"
        case .key: "key"
        case .from: "from"
        case .to: "to"
        case .earlierDecisions: "earlier_decisions"
        case .decisions: "decisions"
        case .earlierMeeting: "earlier_meeting"
        case .supersededBy: "superseded_by"
        case .replicatedFrom: "replicated_from"
        case .votingMode: "voting_mode"
        case .validFrom: "valid_from"
        case .validTo: "valid_to"
        case .heldOn: "held_on"
        case .receivedOn: "received_on"
        case .paidOn: "paid_on"
        case .countedOn: "counted_on"
        case .registeredOn: "registered_on"
        case .decidedOn: "decided_on"
        case .asOf: "as_of"
        case .owedOn: "owed_on"
        case .effectiveOn: "effective_on"
        case .successorUnit: "successor_unit"
        case .successorOrganisation: "successor_organisation"
        case .householdsOn: "households_on"
        }
    }
}
