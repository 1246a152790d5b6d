/// A decision of the residents (quyết định của cộng đồng dân cư), from the draft to the minutes and their sending.
///
/// Each item is voted on and decided separately. The decision passes when at least one item passes.
///
/// - Source: Law 10/2022/QH15 on grassroots democracy, articles 15 to 20; Decree 59/2023, article 3, per DOMAIN §2.
package struct Decision: VersionedEntity, Hashable {
    package typealias ID = Identifier<Decision>

    package static let kind = EntityKind.decision

    /// The place whose households decide.
    package enum Scope: Hashable, Sendable {
        case hamlet(Hamlet.ID)
        case commune(AdministrativeUnit.Code)

        package var hamlet: Hamlet.ID? {
            if case .hamlet(let hamlet) = self { hamlet } else { nil }
        }

        package var commune: AdministrativeUnit.Code? {
            if case .commune(let commune) = self { commune } else { nil }
        }
    }

    /// How the households decide (hình thức).
    package enum VotingMode: String, CaseIterable, Sendable {
        case meeting
        /// Ballots are brought to each household.
        case ballots
        case online
    }

    package enum Method: String, CaseIterable, Sendable {
        case showOfHands = "show_of_hands"
        case secretBallot = "secret_ballot"
    }

    /// The subject of an item.
    ///
    /// It determines the threshold.
    package enum Matter: String, CaseIterable, Sendable {
        case policy
        case rates
        case exemptions
        case estimate
        case spendingPlan = "spending_plan"
        case byLaw = "by_law"
        case election
        case labourPrice = "labour_price"
        case landPrice = "land_price"
        case materialPrice = "material_price"
        /// The members of the People's Inspection and of community supervision boards.
        case boards
        /// Other affairs of the hamlet's own.
        case other

        package var threshold: Parameter.Key {
            switch self {
            case .policy: .policyThreshold
            case .rates: .ratesThreshold
            case .exemptions: .exemptionsThreshold
            case .estimate: .estimateThreshold
            case .spendingPlan: .spendingPlanThreshold
            case .byLaw: .byLawThreshold
            case .election: .electionThreshold
            case .labourPrice: .labourPriceThreshold
            case .landPrice: .landPriceThreshold
            case .materialPrice: .materialPriceThreshold
            case .boards: .boardsThreshold
            case .other: .otherThreshold
            }
        }
    }

    package struct Item: Hashable, Sendable {
        package let matter: Matter
        package let text: String

        package init(matter: Matter, text: String) {
            self.matter = matter
            self.text = text
        }
    }

    /// An initiative of the residents (sáng kiến của công dân).
    ///
    /// The consents of its households expire.
    package struct Initiative: Hashable, Sendable {
        package let consentsCount: Int64
        package let firstOn: LocalDate

        package init(consentsCount: Int64, firstOn: LocalDate) {
            self.consentsCount = consentsCount
            self.firstOn = firstOn
        }
    }

    /// The content of the decision, which may change until the vote.
    package struct Draft: Hashable, Sendable {
        package let title: String
        package let items: [Item]
        package let initiative: Initiative?
        /// The decision whose items this one supersedes where an item on the same matter passes.
        package let amends: ID?
        /// What is to be raised and spent; empty when the decision plans no money.
        package let estimate: [PlannedItem]

        package init(
            title: String, items: [Item], initiative: Initiative?, amends: ID?, estimate: [PlannedItem] = []
        ) {
            self.title = title
            self.items = items
            self.initiative = initiative
            self.amends = amends
            self.estimate = estimate
        }
    }

    /// The households' votes on one item.
    package struct Votes: Hashable, Sendable {
        package let inFavour: Int64
        package let against: Int64
        /// Blank, invalid and abstaining votes.
        package let other: Int64

        package var count: Int64 { inFavour + against + other }

        package init(inFavour: Int64, against: Int64, other: Int64) {
            self.inFavour = inFavour
            self.against = against
            self.other = other
        }
    }

    /// The result of one item.
    package struct Outcome: Hashable, Sendable {
        /// The threshold in force on the day of the decision.
        package let threshold: Threshold
        package let isPassed: Bool
        /// The decision whose item on the same matter replaced this one, when it did not replace the whole decision.
        package internal(set) var supersededBy: ID?

        package init(threshold: Threshold, isPassed: Bool, supersededBy: ID? = nil) {
            self.threshold = threshold
            self.isPassed = isPassed
            self.supersededBy = supersededBy
        }
    }

    package enum State: String, CaseIterable, Sendable {
        case draft
        /// The votes are recorded and may still be corrected.
        case voted
        case passed
        case failed
        /// The minutes were sent to the commune's People's Committee and the Front.
        case sent
        /// Other decisions passed and replaced every item of this one that had passed.
        case superseded
    }

    package enum Step: String, CaseIterable, Sendable {
        case edit
        case recordVotes = "record_votes"
        case conclude
        case send
        case recount
        case supersede
    }

    /// The dates on which the minutes were sent.
    package struct Sending: Hashable, Sendable {
        package let toCommuneOn: LocalDate
        package let toFrontOn: LocalDate

        package init(toCommuneOn: LocalDate, toFrontOn: LocalDate) {
            self.toCommuneOn = toCommuneOn
            self.toFrontOn = toFrontOn
        }
    }

    package let id: ID
    package let scope: Scope
    package let recordedBy: User.ID
    package let recordedAt: Instant
    package internal(set) var draft: Draft
    package internal(set) var proceedings: Proceedings?
    /// What stood before the votes were recorded again, oldest first.
    package internal(set) var earlierRecordings: [Recording]
    /// The share of the households that a meeting on a by-law needed, once concluded.
    package internal(set) var quorum: Threshold?
    /// The households of the day of the vote, counted again by another person.
    package internal(set) var recount: Recount?
    /// In the order of the items; empty until the decision is concluded.
    package internal(set) var outcomes: [Outcome]
    package internal(set) var sending: Sending?
    /// The decision that replaced this one, or the last item of it that was still in force.
    package internal(set) var supersededBy: ID?
    package internal(set) var state: State
    package internal(set) var version: Int64

    package static let itemsMax = 50
    package static let boardSizes = 3...5
    package static let witnessesCount = 2

    /// True when every outcome matches its votes, its threshold and the quorum.
    package var outcomesMatchVotes: Bool {
        guard let proceedings else { return outcomes.isEmpty }
        return zip(outcomes, proceedings.votes)
            .allSatisfy { outcome, votes in
                let isReached = outcome.threshold.isReached(
                    by: votes.inFavour, of: proceedings.householdsCount)
                return (isReached && !lacksQuorum) == outcome.isPassed
            }
    }

    /// True when a meeting on a by-law had fewer households than it needed, so that nothing passed.
    package var lacksQuorum: Bool {
        guard let quorum, let proceedings else { return false }
        return !quorum.isReached(by: proceedings.representedCount, of: proceedings.householdsCount)
    }

    /// The matters of the items that passed.
    package var passedMatters: Set<Matter> {
        Set(zip(draft.items, outcomes).filter { $0.1.isPassed }.map(\.0.matter))
    }

    /// The decisions that replaced this one or some of its items.
    package var successors: Set<ID> {
        Set(outcomes.compactMap(\.supersededBy)).union(supersededBy.map { [$0] } ?? [])
    }

    /// True when at least one item passed.
    package var isPassed: Bool { outcomes.contains { $0.isPassed } }

    package init(
        id: ID, scope: Scope, recordedBy: User.ID, recordedAt: Instant, draft: Draft,
        proceedings: Proceedings? = nil, earlierRecordings: [Recording] = [], outcomes: [Outcome] = [],
        quorum: Threshold? = nil, recount: Recount? = nil, sending: Sending? = nil,
        supersededBy: ID? = nil, state: State = .draft, version: Int64 = 1
    ) {
        self.id = id
        self.scope = scope
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
        self.draft = draft
        self.proceedings = proceedings
        self.earlierRecordings = earlierRecordings
        self.outcomes = outcomes
        self.quorum = quorum
        self.recount = recount
        self.sending = sending
        self.supersededBy = supersededBy
        self.state = state
        self.version = version
    }
}
