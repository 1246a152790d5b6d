import Domain
import Store

struct ModelInput: Input {
    let id: Model.ID

    init(from form: inout Form) { id = form.id("id", in: .path) }

    var target: Target? { Target(.model(id)) }
}

struct NewModelInput: Input {
    /// Nil when the request names no owner, or two: noted as a fault.
    let owner: Model.Owner?
    let sheet: Model.Sheet

    init(from form: inout Form) {
        owner = NewModelInput.owner(from: &form)
        var contents: [Model.Content: String] = [:]
        let name = form.text("name", upTo: 300)
        let area = form.word("area", of: Model.Area.self)
        let kind = form.word("kind", of: Model.Kind.self)
        let year = form.integer("year", in: Model.years)
        for content in Model.Content.allCases {
            contents[content] = form.optionalText(content.member.description, upTo: Model.Content.lengthMax)
        }
        sheet = Model.Sheet(
            name: name, area: area, kind: kind, year: Int(year), contents: contents,
            replicatedFrom: form.optionalID("replicated_from"))
    }

    var target: Target? {
        switch owner {
        case .hamlet(let hamlet): Target(.hamlet(hamlet), named: "/hamlet")
        case .organisation(let organisation): Target(.organisation(organisation), named: "/organisation")
        case nil: nil
        }
    }

    private static func owner(from form: inout Form) -> Model.Owner? {
        let hamlet: Hamlet.ID? = form.optionalID("hamlet")
        let organisation: Organisation.ID? = form.optionalID("organisation")
        guard form.names("hamlet") != form.names("organisation") else {
            form.fault("hamlet", .ownerUnclear, ProblemCode.ownerUnclear.title)
            return nil
        }
        return hamlet.map { .hamlet($0) } ?? organisation.map { .organisation($0) }
    }
}

/// Members that are absent stay as they are; contents that are null are taken away.
///
/// - Source: RFC 7396.
struct ModelCorrection: Input {
    let id: Model.ID
    let name: String?
    let area: Model.Area?
    let kind: Model.Kind?
    let year: Int64?
    let contents: [Model.Content: Change<String>]
    let replicatedFrom: Change<Model.ID>

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        name = form.optionalText("name", upTo: 300)
        area = form.optionalWord("area", of: Model.Area.self)
        kind = form.optionalWord("kind", of: Model.Kind.self)
        year = form.optionalInteger("year", in: Model.years)
        var contents: [Model.Content: Change<String>] = [:]
        for content in Model.Content.allCases {
            contents[content] = form.textChange(content.member.description, upTo: Model.Content.lengthMax)
        }
        self.contents = contents
        replicatedFrom = form.idChange("replicated_from")
        form.keep("name", "area", "kind", "year")
    }

    var target: Target? { Target(.model(id)) }

    func applied(to sheet: Model.Sheet) -> Model.Sheet {
        var texts = sheet.contents
        for (content, change) in contents { texts[content] = change.applied(to: texts[content]) }
        return Model.Sheet(
            name: name ?? sheet.name, area: area ?? sheet.area, kind: kind ?? sheet.kind,
            year: year.map { Int($0) } ?? sheet.year, contents: texts,
            replicatedFrom: replicatedFrom.applied(to: sheet.replicatedFrom))
    }
}

struct RegistrationInput: Input {
    let id: Model.ID
    /// Nil: today.
    ///
    /// Earlier for offices that enter the past.
    let registeredOn: LocalDate?

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        registeredOn = form.optionalDate("registered_on")
    }

    var target: Target? { Target(.model(id)) }
}

struct ReturnInput: Input {
    let id: Model.ID
    let remarks: String

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        remarks = form.text("remarks", upTo: 1000)
    }

    var target: Target? { Target(.model(id)) }
}

struct AppraisalInput: Input {
    let id: Model.ID
    let marks: [CriteriaSet.Mark]
    let remarks: String?

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        marks = form.objects("scores", upTo: CriteriaSet.criteriaMax) { form in
            CriteriaSet.Mark(
                criterion: form.integer("criterion", in: 1...Int64(CriteriaSet.criteriaMax)),
                score: form.integer("score", in: 0...Dong.documentMax.amount))
        }
        remarks = form.optionalText("remarks", upTo: 1000)
    }

    var target: Target? { Target(.model(id)) }
}

struct RecognitionInput: Input {
    let id: Model.ID
    let level: Model.Level
    let number: String
    /// Nil: today.
    let decidedOn: LocalDate?
    let signer: String

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        level = form.word("level", of: Model.Level.self)
        number = form.text("decision_number", upTo: 50)
        decidedOn = form.optionalDate("decided_on")
        signer = form.text("signer", upTo: 100)
    }

    var target: Target? { Target(.model(id)) }
}

struct DeclineInput: Input {
    let id: Model.ID
    let reason: String

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        reason = form.text("reason", upTo: 1000)
    }

    var target: Target? { Target(.model(id)) }
}

extension Model.Content {
    /// The member of a request or an answer that holds it.
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
        case .lasting: "lasting"
        }
    }

    /// Half a printed page.
    static let lengthMax = 2000
}
