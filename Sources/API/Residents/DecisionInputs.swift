import Domain
import Store

struct DecisionInput: Input {
    let id: Decision.ID

    init(from form: inout Form) { id = form.id("id", in: .path) }

    var target: Target? { Target(.decision(id)) }
}

struct NewDecisionInput: Input {
    /// Nil when the request names no scope, or two: noted as a fault.
    let scope: Decision.Scope?
    let title: String
    let items: [Decision.Item]
    let initiative: Decision.Initiative?
    let amends: Decision.ID?

    init(from form: inout Form) {
        scope = Decision.Scope(from: &form)
        title = form.text("title", upTo: 300)
        items = form.decisionItems()
        initiative = form.initiative()
        amends = form.optionalID("amends")
    }

    var target: Target? { scope?.target }
}

/// Members that are absent stay as they are; null takes an initiative's members or `amends` away.
///
/// - Source: RFC 7396.
struct DecisionCorrection: Input {
    let id: Decision.ID
    let title: String?
    /// Nil: as they are.
    let items: [Decision.Item]?
    let initiative: Change<Decision.Initiative>
    let amends: Change<Decision.ID>

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        title = form.optionalText("title", upTo: 300)
        items = form.names("items") ? form.decisionItems(isRequired: false) : nil
        form.know("items", in: .body)
        let areCleared = [form.clears("initiative_consents"), form.clears("initiative_first_on")]
        let isCleared = areCleared == [true, true]
        let initiative = form.initiative()
        if !isCleared, areCleared.contains(true) {
            let name = areCleared[0] ? "initiative_consents" : "initiative_first_on"
            form.fault(name, .memberMissing, Sentence(vi: "cần cả hai trường", en: "both members are needed"))
        }
        self.initiative = isCleared ? .cleared : initiative.map { .set($0) } ?? .kept
        amends = form.idChange("amends")
        form.keep("title", "items")
        if items?.isEmpty == true, form.faults.isEmpty {
            form.fault("items", .numberOutside, .range(from: "1", to: "\(Decision.itemsMax)"))
        }
    }

    var target: Target? { Target(.decision(id)) }

    func applied(to old: Decision.Draft) -> Decision.Draft {
        Decision.Draft(
            title: title ?? old.title, items: items ?? old.items,
            initiative: initiative.applied(to: old.initiative), amends: amends.applied(to: old.amends))
    }
}

struct HoldingInput: Input {
    let id: Decision.ID
    let manner: Decision.Manner
    let method: Decision.Method
    let heldOn: LocalDate?
    let place: String
    let chair: String
    let secretary: String
    let representedCount: Int64
    let votes: [Decision.Votes]
    let board: [String]
    let witnesses: [String]

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        manner = form.word("form", of: Decision.Manner.self)
        method = form.word("method", of: Decision.Method.self)
        heldOn = form.date("held_on")
        place = form.text("place", upTo: 200)
        chair = form.text("chair", upTo: 100)
        secretary = form.text("secretary", upTo: 100)
        representedCount = form.integer("represented", in: 0...householdsMax)
        votes = form.objects("results", upTo: Decision.itemsMax) { form in
            Decision.Votes(
                inFavour: form.integer("for", in: 0...householdsMax),
                against: form.integer("against", in: 0...householdsMax),
                other: form.integer("other", in: 0...householdsMax, default: 0))
        }
        board = form.texts("board", upTo: 10, lengthMax: 100)
        witnesses = form.texts("witnesses", upTo: 10, lengthMax: 100)
    }

    var target: Target? { Target(.decision(id)) }
}

struct SendingInput: Input {
    let id: Decision.ID
    let toCommuneOn: LocalDate?
    let toFrontOn: LocalDate?

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        toCommuneOn = form.date("sent_to_commune_on")
        toFrontOn = form.date("sent_to_front_on")
    }

    var target: Target? { Target(.decision(id)) }
}

struct DecisionListInput: Input {
    /// Nil when the request names no scope, or two: noted as a fault.
    let scope: Decision.Scope?
    let state: Decision.State?
    let page: PageRequest

    init(from form: inout Form) {
        scope = Decision.Scope(from: &form, in: .query)
        state = form.optionalWord("state", of: Decision.State.self, in: .query)
        page = PageRequest(from: &form)
    }

    var target: Target? { scope?.queryTarget }
}

struct PublicDecisionListInput: Input {
    /// Nil when the request names no scope, or two: noted as a fault.
    let scope: Decision.Scope?
    let page: PageRequest

    init(from form: inout Form) {
        scope = Decision.Scope(from: &form, in: .query)
        page = PageRequest(from: &form)
    }

    var target: Target? { scope?.queryTarget }
}

/// More households than Vietnam has communes' worth of: a typing error.
private let householdsMax: Int64 = 10_000_000

extension Decision.Scope {
    /// Nil when the request names no scope, or two: noted as a fault.
    init?(from form: inout Form, in section: Section = .body) {
        let hamlet: Hamlet.ID? = form.optionalID("hamlet", in: section)
        let commune = form.optionalText("commune", upTo: 5, in: section)
        switch (hamlet, commune) {
        case (let hamlet?, nil): self = .hamlet(hamlet)
        case (nil, let commune?): self = .commune(commune)
        case (nil, nil), (.some, .some):
            form.fault("hamlet", .scopeUnclear, ProblemCode.scopeUnclear.title, in: section)
            return nil
        }
    }

    var target: Target {
        switch self {
        case .hamlet(let hamlet): Target(.hamlet(hamlet), named: "/hamlet")
        case .commune(let commune): Target(.unit(commune), named: "/commune")
        }
    }

    var queryTarget: Target {
        switch self {
        case .hamlet(let hamlet): Target(.hamlet(hamlet))
        case .commune(let commune): Target(.unit(commune))
        }
    }
}

extension Form {
    fileprivate mutating func decisionItems(isRequired: Bool = true) -> [Decision.Item] {
        objects("items", upTo: Decision.itemsMax, isRequired: isRequired) { form in
            Decision.Item(
                matter: form.word("matter", of: Decision.Matter.self), text: form.text("text", upTo: 1000))
        }
    }

    /// Both members or none.
    fileprivate mutating func initiative() -> Decision.Initiative? {
        let consentsCount = optionalInteger("initiative_consents", in: 1...householdsMax)
        let firstOn = optionalDate("initiative_first_on")
        let areBoth = names("initiative_consents") == names("initiative_first_on")
        if !areBoth {
            let missing = names("initiative_consents") ? "initiative_first_on" : "initiative_consents"
            fault(missing, .memberMissing, Sentence(vi: "cần cả hai trường", en: "both members are needed"))
        }
        guard let consentsCount, let firstOn else { return nil }
        return Decision.Initiative(consentsCount: consentsCount, firstOn: firstOn)
    }
}
