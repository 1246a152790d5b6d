import Domain
import JSON
import Store
import Text

/// A model with its texts, appraisals and decision, for roles in its unit.
struct ModelView: Resource {
    let model: Model
    let appraisals: [Appraisal]
    /// The criteria set of the appraisals; nil before the first one.
    let set: CriteriaSet?

    var location: String { "/v1/models/\(model.id.number)" }
    var version: Int64 { model.version }
    var entityVersion: EntityVersion? { EntityVersion(.model, id: model.id.number, version: version) }

    static func current(_ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction) throws -> Self? {
        try tx.view(of: try tx.existing(Model.ID(id)))
    }

    func write(to fields: inout some FieldWriter) {
        writeFacts(of: model, to: &fields)
        for content in Model.FormSection.allCases {
            fields.text(
                content.member, model.form.sections[content],
                .nullable(.text(lengthMax: Model.FormSection.lengthMax)))
        }
        fields.member("criteria_set", model.criteriaSet)
        fields.list("appraisers", model.appraisers)
        fields.member("remarks", model.remarks)
        fields.list("appraisals", appraisals.map { AppraisalView(appraisal: $0, set: set) })
        writeScore(set?.mean(of: appraisals), to: &fields)
        fields.count("pass", set?.passMark)
        fields.member("signer", model.recognition?.signer)
        fields.member("decline_reason", model.declineReason)
        fields.member("decided_by", model.decision?.by)
        fields.member("recorded_by", model.recordedBy)
        fields.member("recorded_at", model.recordedAt)
        fields.count("version", model.version)
    }
}

/// A model just drafted or registered, with its likely duplicates.
struct WarnedModelView: Resource {
    let view: ModelView
    let likelyDuplicates: [Model.ID]

    var location: String { view.location }
    var version: Int64 { view.version }

    func write(to fields: inout some FieldWriter) {
        view.write(to: &fields)
        fields.list("likely_duplicates", likelyDuplicates)
    }
}

/// The appraisal by one appraiser.
struct AppraisalView: Output {
    let appraisal: Appraisal
    let set: CriteriaSet?

    func write(to fields: inout some FieldWriter) {
        fields.member("id", appraisal.id)
        fields.member("appraiser", appraisal.appraiser)
        fields.list(
            "scores",
            appraisal.points.enumerated().map { CriterionScoreView(criterion: Int64($0 + 1), score: $1) })
        writeScore(set?.score(of: appraisal.points), to: &fields)
        fields.member("remarks", appraisal.remarks)
        fields.member("recorded_at", appraisal.recordedAt)
    }
}

struct CriterionScoreView: Output {
    let criterion: Int64
    let score: Int64

    func write(to fields: inout some FieldWriter) {
        fields.count("criterion", criterion)
        fields.count("score", score)
    }
}

/// Writes the score as an exact fraction, and rounded half up to hundredths of a point.
private func writeScore(_ score: Score?, to fields: inout some FieldWriter) {
    fields.count("score_numerator", score?.numerator)
    fields.count("score_denominator", score?.denominator)
    fields.count("score_hundredths", score?.hundredths)
}

/// A model in a list, without its texts.
struct ModelLine: ValueView {
    let value: Model

    func write(to fields: inout some FieldWriter) {
        writeFacts(of: value, to: &fields)
        fields.count("version", value.version)
    }
}

private func writeFacts(of model: Model, to fields: inout some PublicFieldWriter) {
    fields.publish(Disclosure.fact(.id, model.id))
    fields.publish(Disclosure.fact(.hamlet, model.owner.hamlet))
    fields.publish(Disclosure.fact(.organisation, model.owner.organisation))
    fields.publish(Disclosure.text(.unit, model.unit))
    fields.publish(Disclosure.text(.name, model.form.name))
    fields.publish(Disclosure.fact(.area, model.form.area))
    fields.publish(Disclosure.fact(.kind, model.form.kind))
    fields.publish(Disclosure.count(.year, Int64(model.form.year)))
    fields.publish(Disclosure.fact(.replicatedFrom, model.form.replicatedFrom))
    fields.publish(Disclosure.fact(.state, model.state))
    fields.publish(Disclosure.fact(.registeredOn, model.registeredOn))
    fields.publish(Disclosure.fact(.level, model.recognition?.level))
    fields.publish(Disclosure.text(.decisionNumber, model.recognition?.number))
    fields.publish(Disclosure.fact(.decidedOn, model.recognition?.decidedOn))
}

/// The public view of a model: name, owner and progress.
///
/// Without texts, points, names of appraisers or signers, and reasons.
struct PublicModelView: PublicValueView {
    let value: Model

    func write(to fields: inout some PublicFieldWriter) { writeFacts(of: value, to: &fields) }
}

struct ModelListInput: Input {
    /// The hamlet or, if nil, the unit whose models are listed.
    let hamlet: Hamlet.ID?
    let unit: String
    let filter: ModelFilter
    let boundaries: Boundaries
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.filterID("hamlet")
        let unit = decoder.filterUnit("unit")
        if (hamlet == nil) == (unit == nil) {
            decoder.addError(
                "unit", .memberMissing,
                Sentence(vi: "cần unit hoặc hamlet, không cả hai", en: "requires unit or hamlet, not both"),
                in: .query)
        }
        self.unit = unit ?? ""
        filter = ModelFilter(
            state: decoder.optionalChoice("state", of: Model.State.self, in: .query),
            area: decoder.optionalChoice("area", of: Model.Area.self, in: .query),
            kind: decoder.optionalChoice("kind", of: Model.Kind.self, in: .query),
            year: decoder.optionalInteger("year", in: Model.years, section: .query),
            search: decoder.optionalText("q", upTo: 100, in: .query)?.searchKey ?? "")
        boundaries = decoder.boundaries()
        page = PageRequest(from: &decoder)
    }

    var target: Target? { hamlet.map { Target($0) } ?? Target(unit: unit) }

    var list: String { "models|\(hamlet?.number ?? 0)|\(unit)|\(boundaries.rawValue)\(filter.text)" }
}

struct PublicModelListInput: Input {
    let hamlet: Hamlet.ID
    let filter: ModelFilter
    let boundaries: Boundaries
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        filter = ModelFilter(
            area: decoder.optionalChoice("area", of: Model.Area.self, in: .query),
            kind: decoder.optionalChoice("kind", of: Model.Kind.self, in: .query),
            year: decoder.optionalInteger("year", in: Model.years, section: .query), isPublic: true)
        boundaries = decoder.boundaries()
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }

    var list: String { "public-models|\(hamlet.number)|\(boundaries.rawValue)\(filter.text)" }
}

func listModels(
    _ input: ModelListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ModelLine> {
    let before: Model.ID? = try input.page.number(in: input.list)
    let limit = input.page.limit
    let found =
        if let hamlet = input.hamlet {
            try tx.models(
                of: hamlet, by: input.boundaries, matching: input.filter, before: before, limit: limit + 1)
        } else {
            try tx.models(below: input.unit, matching: input.filter, before: before, limit: limit + 1)
        }
    return Page(found.map(ModelLine.init), limit: limit) { last in
        Cursor.text(key: Cursor.key(last.value.id.number), filter: input.list)
    }
}

func listPublicModels(
    _ input: PublicModelListInput, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicModelView> {
    guard try tx.find(input.hamlet) != nil else { throw Refusal.notFound(.hamlet) }
    let before: Model.ID? = try input.page.number(in: input.list)
    let found = try tx.models(
        of: input.hamlet, by: input.boundaries, matching: input.filter, before: before,
        limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.list)
}

func showPublicModel(_ input: PathInput<Model>, in tx: borrowing ReadTransaction) throws -> PublicModelView {
    let model = try tx.existing(input.id)
    guard model.isPublic else { throw Refusal.notFound(.model) }
    return PublicModelView(value: model)
}

extension Reading where Self: ~Copyable {
    borrowing func view(of model: Model) throws -> ModelView {
        ModelView(
            model: model, appraisals: try appraisals(of: model.id),
            set: try model.criteriaSet.flatMap { try find($0) })
    }

    borrowing func warnedView(of model: Model) throws -> WarnedModelView {
        WarnedModelView(view: try view(of: model), likelyDuplicates: try likelyDuplicates(of: model))
    }
}

extension ModelView {
    static var sample: ModelView { ModelView(model: .sample, appraisals: [], set: nil) }
}

extension WarnedModelView {
    static var sample: WarnedModelView { WarnedModelView(view: .sample, likelyDuplicates: []) }
}

extension AppraisalView {
    static var sample: AppraisalView {
        AppraisalView(
            appraisal: Appraisal(
                id: Identifier(1), model: Identifier(1), appraiser: Identifier(3), points: [9],
                remarks: nil, recordedAt: .sample), set: nil)
    }
}

extension CriterionScoreView {
    static var sample: CriterionScoreView { CriterionScoreView(criterion: 1, score: 9) }
}

extension Model: Sampled {
    static var sample: Model {
        Model(
            id: Identifier(1), owner: .hamlet(Identifier(1)), unit: "16702", recordedBy: Identifier(1),
            recordedAt: .sample,
            form: RegistrationForm(
                name: "Biến rác thành đường hoa", area: .cultureSociety, kind: .collective, year: 2026))
    }
}
