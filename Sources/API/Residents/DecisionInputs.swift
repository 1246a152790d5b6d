import Domain
import Store

struct NewDecisionInput: Input {
    let scope: Decision.Scope
    let title: String
    let items: [Decision.Item]
    let initiative: Decision.Initiative?
    let amends: Decision.ID?
    let estimate: [Decision.PlannedItem]

    init(from decoder: inout RequestDecoder) {
        scope = Decision.Scope(from: &decoder)
        title = decoder.publicText("title", upTo: 300)
        items = decoder.decisionItems()
        initiative = decoder.initiative()
        amends = decoder.optionalID("amends")
        estimate = decoder.estimate() ?? []
    }

    var target: Target? { scope.target }
}

/// A merge patch: null clears the initiative, `amends` or the estimate.
///
/// - Source: RFC 7396.
struct DecisionCorrection: Input {
    let id: Decision.ID
    let title: String?
    /// Nil means unchanged.
    let items: [Decision.Item]?
    let initiative: Change<Decision.Initiative>
    let amends: Change<Decision.ID>
    /// Nil means unchanged; empty that it is cleared.
    let estimate: [Decision.PlannedItem]?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        title = decoder.optionalPublicText("title", upTo: 300)
        items = decoder.contains("items") ? decoder.decisionItems(isRequired: false) : nil
        decoder.allow("items", in: .body)
        let areCleared = [decoder.isNull("initiative_consents"), decoder.isNull("initiative_first_on")]
        let isCleared = areCleared == [true, true]
        let initiative = decoder.initiative()
        if !isCleared, areCleared.contains(true) {
            let name = areCleared[0] ? "initiative_consents" : "initiative_first_on"
            decoder.addError(
                name, .memberMissing, Sentence(vi: "cần cả hai trường", en: "requires both members"))
        }
        self.initiative = isCleared ? .cleared : initiative.map { .set($0) } ?? .unchanged
        amends = decoder.idChange("amends")
        estimate = decoder.estimate()
        decoder.requireNonNull("title", "items")
    }

    var target: Target? { Target(id) }

    func applied(to old: Decision.Draft) -> Decision.Draft {
        Decision.Draft(
            title: title ?? old.title, items: items ?? old.items,
            initiative: initiative.applied(to: old.initiative), amends: amends.applied(to: old.amends),
            estimate: estimate ?? old.estimate)
    }
}

struct VoteRecordInput: Input {
    let id: Decision.ID
    let votingMode: Decision.VotingMode
    /// The method of voting at a meeting; nil for ballots and online votes.
    let method: Decision.Method?
    let heldOn: LocalDate
    let place: String
    let chair: String
    let secretary: String
    let representedCount: Int64
    let votes: [Decision.Votes]
    let board: [String]
    let witnesses: [String]
    let signers: Decision.Signers
    let earlierMeeting: Decision.ID?
    let choseOnlineCount: Int64?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        votingMode = decoder.choice("voting_mode", of: Decision.VotingMode.self)
        method = decoder.optionalChoice("method", of: Decision.Method.self)
        heldOn = decoder.date("held_on")
        place = decoder.publicText("place", upTo: 200)
        chair = decoder.name("chair", upTo: 100)
        secretary = decoder.name("secretary", upTo: 100)
        representedCount = decoder.integer("represented", in: 0...householdsMax)
        votes = decoder.objects("results", upTo: Decision.itemsMax) { decoder in
            Decision.Votes(
                inFavour: decoder.integer("for", in: 0...householdsMax),
                against: decoder.integer("against", in: 0...householdsMax),
                other: decoder.integer("other", in: 0...householdsMax, default: 0))
        }
        board = decoder.names("board", upTo: 10, lengthMax: 100)
        witnesses = decoder.names("witnesses", upTo: 10, lengthMax: 100)
        signers = Decision.Signers(
            hamletHead: decoder.optionalName("hamlet_head", upTo: 100),
            frontHead: decoder.optionalName("front_head", upTo: 100),
            households: decoder.names(
                "household_signers", upTo: Decision.Signers.householdsMax, lengthMax: 100))
        earlierMeeting = decoder.optionalID("earlier_meeting")
        choseOnlineCount = decoder.optionalInteger("chose_online", in: 0...householdsMax)
        decoder.check(
            "method", isRequired: votingMode == .meeting, allowed: votingMode == .meeting,
            Sentence(vi: "chỉ cuộc họp có cách biểu quyết", en: "only a meeting has a method of voting"))
        decoder.check(
            "earlier_meeting", allowed: votingMode == .ballots,
            Sentence(vi: "chỉ dùng khi phát phiếu", en: "only for ballots"))
        decoder.check(
            "chose_online", isRequired: votingMode == .online, allowed: votingMode == .online,
            Sentence(vi: "chỉ dùng khi biểu quyết trực tuyến", en: "only for an online vote"))
    }

    var target: Target? { Target(id, mayBeClosed: true) }

    func proceedings(ofHouseholds householdsCount: Int64, by user: User.ID) -> Decision.Proceedings {
        Decision.Proceedings(
            votingMode: votingMode, method: method, heldOn: heldOn, place: place, chair: chair,
            secretary: secretary, householdsCount: householdsCount, representedCount: representedCount,
            votes: votes, board: board, witnesses: witnesses, signers: signers,
            earlierMeeting: earlierMeeting, choseOnlineCount: choseOnlineCount, votedBy: user)
    }
}

extension RequestDecoder {
    /// Adds an error when a member that this form of deciding needs is missing, or one that it does not have is given.
    fileprivate mutating func check(
        _ name: String, isRequired: Bool = false, allowed: Bool, _ reason: Sentence
    ) {
        let isGiven = contains(name)
        if isRequired, !isGiven { addError(name, .memberMissing, reason) }
        if !allowed, isGiven { addError(name, .formMemberNotAllowed, reason) }
    }
}

/// The input of a step that brings a vote to its end.
///
/// A vote that was held before a hamlet was closed is recorded, concluded, counted again and sent afterwards too.
struct DecisionStepInput: Input {
    let id: Decision.ID

    init(from decoder: inout RequestDecoder) { id = decoder.id("id", in: .path) }

    var target: Target? { Target(id, mayBeClosed: true) }
}

struct SendingInput: Input {
    let id: Decision.ID
    let toCommuneOn: LocalDate
    let toFrontOn: LocalDate

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        toCommuneOn = decoder.date("sent_to_commune_on")
        toFrontOn = decoder.date("sent_to_front_on")
    }

    var target: Target? { Target(id, mayBeClosed: true) }
}

struct DecisionListInput: Input {
    let scope: Decision.Scope
    let state: Decision.State?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        scope = Decision.Scope(from: &decoder, in: .query)
        state = decoder.optionalChoice("state", of: Decision.State.self, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { scope.queryTarget }
}

struct PublicDecisionListInput: Input {
    let scope: Decision.Scope
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        scope = Decision.Scope(from: &decoder, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { scope.queryTarget }
}

/// More than any place has, to catch typing errors.
private let householdsMax: Int64 = 10_000_000

extension Decision.Scope {
    /// Decodes the place in the request; adds an error when there is none or more than one.
    init(from decoder: inout RequestDecoder, in section: Section = .body) {
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet", in: section)
        let commune = decoder.optionalText("commune", upTo: 5, in: section)
        switch (hamlet, commune) {
        case (let hamlet?, nil): self = .hamlet(hamlet)
        case (nil, let commune?): self = .commune(commune)
        case (nil, nil), (.some, .some):
            decoder.addError("hamlet", .scopeAmbiguous, ProblemCode.scopeAmbiguous.title, in: section)
            self = .hamlet(Identifier(1))
        }
    }

    var target: Target {
        switch self {
        case .hamlet(let hamlet): Target(hamlet, named: .hamlet)
        case .commune(let commune): Target(unit: commune, named: .commune)
        }
    }

    var queryTarget: Target {
        switch self {
        case .hamlet(let hamlet): Target(hamlet)
        case .commune(let commune): Target(unit: commune)
        }
    }
}

extension RequestDecoder {
    fileprivate mutating func decisionItems(isRequired: Bool = true) -> [Decision.Item] {
        objects("items", from: 1, upTo: Decision.itemsMax, isRequired: isRequired) { decoder in
            Decision.Item(
                matter: decoder.choice("matter", of: Decision.Matter.self),
                text: decoder.publicText("text", upTo: 1000))
        }
    }

    /// Requires both members or neither.
    fileprivate mutating func initiative() -> Decision.Initiative? {
        let consentsCount = optionalInteger("initiative_consents", in: 1...householdsMax)
        let firstOn = optionalDate("initiative_first_on")
        let areBoth = contains("initiative_consents") == contains("initiative_first_on")
        if !areBoth {
            let missing = contains("initiative_consents") ? "initiative_first_on" : "initiative_consents"
            addError(
                missing, .memberMissing, Sentence(vi: "cần cả hai trường", en: "requires both members"))
        }
        guard let consentsCount, let firstOn else { return nil }
        return Decision.Initiative(consentsCount: consentsCount, firstOn: firstOn)
    }
}
