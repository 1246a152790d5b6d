import Domain
import Store

struct NewModelInput: Input {
    let owner: Model.Owner
    let form: Model.RegistrationForm

    init(from decoder: inout RequestDecoder) {
        owner = Model.Owner(from: &decoder)
        var sections: [Model.FormSection: String] = [:]
        let name = decoder.publicName("name", upTo: 300)
        let area = decoder.choice("area", of: Model.Area.self)
        let kind = decoder.choice("kind", of: Model.Kind.self)
        let year = decoder.integer("year", in: Model.years)
        for content in Model.FormSection.allCases {
            sections[content] = decoder.optionalText(
                content.member.description, upTo: Model.FormSection.lengthMax)
        }
        form = Model.RegistrationForm(
            name: name, area: area, kind: kind, year: Int(year), sections: sections,
            replicatedFrom: decoder.optionalID("replicated_from"))
    }

    var target: Target? { owner.target }
}

/// A merge patch: null clears a text.
///
/// - Source: RFC 7396.
struct ModelCorrection: Input {
    let id: Model.ID
    let name: String?
    let area: Model.Area?
    let kind: Model.Kind?
    let year: Int64?
    let sections: [Model.FormSection: Change<String>]
    let replicatedFrom: Change<Model.ID>

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        name = decoder.optionalPublicName("name", upTo: 300)
        area = decoder.optionalChoice("area", of: Model.Area.self)
        kind = decoder.optionalChoice("kind", of: Model.Kind.self)
        year = decoder.optionalInteger("year", in: Model.years)
        var sections: [Model.FormSection: Change<String>] = [:]
        for content in Model.FormSection.allCases {
            sections[content] = decoder.textChange(
                content.member.description, upTo: Model.FormSection.lengthMax)
        }
        self.sections = sections
        replicatedFrom = decoder.idChange("replicated_from")
        decoder.requireNonNull("name", "area", "kind", "year")
    }

    var target: Target? { Target(id) }

    func applied(to form: Model.RegistrationForm) -> Model.RegistrationForm {
        var texts = form.sections
        for (content, change) in sections { texts[content] = change.applied(to: texts[content]) }
        return Model.RegistrationForm(
            name: name ?? form.name, area: area ?? form.area, kind: kind ?? form.kind,
            year: year.map { Int($0) } ?? form.year, sections: texts,
            replicatedFrom: replicatedFrom.applied(to: form.replicatedFrom))
    }
}

struct AppraisersInput: Input {
    let id: Model.ID
    let appraisers: [User.ID]

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        appraisers = decoder.ids(
            "appraisers", from: Appraisal.requiredCount, upTo: Appraisal.appraisersMax, isRequired: true)
    }

    var target: Target? { Target(id) }
}

struct RegistrationInput: Input {
    let id: Model.ID
    /// Nil means today.
    ///
    /// Offices may enter earlier dates.
    let registeredOn: LocalDate?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        registeredOn = decoder.optionalDate("registered_on")
    }

    var target: Target? { Target(id) }
}

struct ReturnInput: Input {
    let id: Model.ID
    let remarks: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        remarks = decoder.text("remarks", upTo: 1000)
    }

    var target: Target? { Target(id) }
}

struct AppraisalInput: Input {
    let id: Model.ID
    let marks: [CriteriaSet.Mark]
    let remarks: String?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        marks = decoder.objects("scores", upTo: CriteriaSet.criteriaMax) { decoder in
            CriteriaSet.Mark(
                criterion: decoder.integer("criterion", in: 1...Int64(CriteriaSet.criteriaMax)),
                score: decoder.integer("score", in: 0...Dong.documentMax.amount))
        }
        remarks = decoder.optionalText("remarks", upTo: 1000)
    }

    var target: Target? { Target(id) }
}

struct RecognitionInput: Input {
    let id: Model.ID
    let level: Model.Level
    let number: String
    /// Nil means today.
    let decidedOn: LocalDate?
    let signer: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        level = decoder.choice("level", of: Model.Level.self)
        number = decoder.publicText("decision_number", upTo: 50)
        decidedOn = decoder.optionalDate("decided_on")
        signer = decoder.name("signer", upTo: 100)
    }

    var target: Target? { Target(id) }
}

struct DeclineInput: Input {
    let id: Model.ID
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 1000)
    }

    var target: Target? { Target(id) }
}

extension Model.FormSection {
    /// The name of its member in requests and responses.
    var member: StaticString {
        switch self {
        case .situation: "situation"
        case .objective: "objective"
        case .method: "method"
        case .place: "place"
        case .forces: "forces"
        case .resources: "resources"
        case .time: "time"
        case .outputs: "outputs"
        case .sustainability: "lasting"
        }
    }

    /// Half a printed page.
    static let lengthMax = 2000
}

extension Model.Owner {
    /// Decodes the owner in the request; adds an error when there is none or more than one.
    init(from decoder: inout RequestDecoder) {
        let hamlet: Hamlet.ID? = decoder.optionalID("hamlet")
        let organisation: Organisation.ID? = decoder.optionalID("organisation")
        if decoder.contains("hamlet") == decoder.contains("organisation") {
            decoder.addError("hamlet", .ownerAmbiguous, ProblemCode.ownerAmbiguous.title)
        }
        self = organisation.map { .organisation($0) } ?? .hamlet(hamlet ?? Identifier(1))
    }

    var target: Target {
        switch self {
        case .hamlet(let hamlet): Target(hamlet, named: .hamlet)
        case .organisation(let organisation): Target(organisation, named: .organisation)
        }
    }
}
