import Domain
import Store

let modelReportEndpoints: [Endpoint] = [
    .read(
        "/v1/models/{id}/replications",
        Sentence(
            vi: "Cây nhân rộng: các mô hình làm theo, trực tiếp và gián tiếp",
            en: "Shows the replication tree: direct and indirect copies."), showReplications
    )
    .slow,
    .read(
        "/v1/reports/models",
        Sentence(
            vi: "Số mô hình theo ngày đăng ký, chia theo lĩnh vực, loại, trạng thái hoặc cấp",
            en: "Counts a unit's models by registration date, grouped by area, kind, state or level."),
        reportModels
    )
    .slow,
    .publicRead(
        "/v1/public/reports/models", etag: .all,
        Sentence(vi: "Số mô hình của một đơn vị, công khai", en: "Counts a unit's models publicly."),
        reportPublicModels
    )
    .slow,
    .publicRead(
        "/v1/public/hamlets/{id}/models", etag: .owner,
        Sentence(vi: "Các mô hình của thôn xóm, công khai", en: "Lists a hamlet's models publicly."),
        listPublicModels),
    .publicRead(
        "/v1/public/models/{id}", etag: .all,
        Sentence(vi: "Một mô hình, công khai", en: "Shows a model publicly."), showPublicModel),
]

/// The grouping of a report on models.
enum ModelGrouping: String, CaseIterable, Sendable {
    case area
    case kind
    case state
    case level

    /// The keys of all rows in order, including rows without models.
    var keys: [String] {
        switch self {
        case .area: Model.Area.allCases.map(\.rawValue)
        case .kind: Model.Kind.allCases.map(\.rawValue)
        // A draft has no registration date.
        case .state: Model.State.allCases.filter { $0 != .draft }.map(\.rawValue)
        case .level: Model.Level.allCases.map(\.rawValue) + [ModelGrouping.noLevel]
        }
    }

    func key(of count: ModelCount) -> String {
        switch self {
        case .area: count.area.rawValue
        case .kind: count.kind.rawValue
        case .state: count.state.rawValue
        case .level: count.level?.rawValue ?? ModelGrouping.noLevel
        }
    }

    /// The key for models without recognition.
    static let noLevel = "none"
}

struct ModelReportInput: Input {
    let period: UnitPeriodInput
    let grouping: ModelGrouping
    let boundaries: Boundaries

    init(from decoder: inout RequestDecoder) {
        period = UnitPeriodInput(from: &decoder)
        grouping = decoder.optionalChoice("by", of: ModelGrouping.self, default: .area)
        boundaries = decoder.boundaries()
    }

    var target: Target? { Target(unit: period.unit) }
}

/// The number of models registered, and how many of them are now recognised.
struct ModelReportView: Tabular {
    let input: ModelReportInput
    let counts: [ModelCount]

    var rows: [ModelReportRow] {
        input.grouping.keys.map { key in
            ModelReportRow(key: key, counts: counts.filter { input.grouping.key(of: $0) == key })
        }
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("unit", input.period.unit)
        fields.member("from", input.period.from)
        fields.member("to", input.period.to)
        fields.choice("by", input.grouping)
        writeSums(of: counts, to: &fields)
        fields.list("rows", rows)
    }
}

struct ModelReportRow: Output {
    let key: String
    let counts: [ModelCount]

    func write(to fields: inout some FieldWriter) {
        fields.member("key", key)
        writeSums(of: counts, to: &fields)
    }
}

private func writeSums(of counts: [ModelCount], to fields: inout some FieldWriter) {
    func sum(_ isMeant: (ModelCount) -> Bool) -> Int64 {
        counts.filter(isMeant).sum(of: \.count)
    }
    fields.count("registered", sum { _ in true })
    fields.count("collective", sum { $0.kind == .collective })
    fields.count("individual", sum { $0.kind == .individual })
    fields.count("recognised", sum { $0.state == .recognised })
}

/// A hamlet's models by state, collective and individual together.
struct ModelStatesView: Output {
    let counts: [HamletModelCount]

    func write(to fields: inout some FieldWriter) {
        func count(_ state: Model.State) -> Int64 {
            counts.filter { $0.state == state }.sum(of: \.count)
        }
        fields.count("draft", count(.draft))
        fields.count("registered", count(.registered))
        fields.count("returned", count(.returned))
        fields.count("accepted", count(.accepted))
        fields.count("appraised", count(.appraised))
        fields.count("recognised", count(.recognised))
        fields.count("declined", count(.declined))
    }
}

struct ReplicationListInput: Input {
    let model: Model.ID
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        model = decoder.id("id", in: .path)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(model) }

    var list: String { "replications|\(model.number)" }
}

/// The size of a model's replication tree, and one page of it.
struct ReplicationsView: Listing {
    let model: Model.ID
    let counts: ReplicationCounts
    let page: Page<ReplicationView>

    var nextCursor: String? { page.nextCursor }
    var rows: [ReplicationView] { page.items }

    func write(to fields: inout some FieldWriter) {
        fields.member("model", model)
        fields.count("direct", counts.direct)
        fields.count("transitive", counts.transitive)
        fields.count("hamlets", counts.hamlets)
        page.write(to: &fields)
    }
}

/// A copy of a model; the name of an individual is shown only where the model's own page is.
struct ReplicationView: Output {
    let value: Replication
    let showsName: Bool

    static var sample: ReplicationView { ReplicationView(value: .sample, showsName: true) }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.model)
        fields.member("replicated_from", value.replicatedFrom)
        fields.count("depth", value.depth)
        fields.member("name", showsName ? value.name : nil)
        fields.member("hamlet", value.owner.hamlet)
        fields.member("organisation", value.owner.organisation)
        fields.choice("state", value.state)
    }
}

func reportModels(
    _ input: ModelReportInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> ModelReportView {
    try tx.modelReport(input)
}

func reportPublicModels(
    _ input: ModelReportInput, in tx: borrowing ReadTransaction
) throws -> PublicModelReportView {
    guard try !tx.unitHistory(input.period.unit).isEmpty else { throw Refusal.notFound(.unit) }
    let counts = try tx.modelReport(input).counts
    return PublicModelReportView(
        input: input, counts: Disclosure.models(counts, kind: \.kind, state: \.state))
}

func showReplications(
    _ input: ReplicationListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> ReplicationsView {
    let after: Model.ID? = try input.page.number(in: input.list)
    let found = try tx.replications(of: input.model, after: after, limit: input.page.limit + 1)
    let views = try found.map { copy in
        let scope = try tx.resourceScope(of: ResourceRef(copy.model))
        return ReplicationView(
            value: copy, showsName: Model.isPublic(copy.kind, in: copy.state) || caller.canSee(scope?.place))
    }
    let page = Page(views, limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.value.model.number), filter: input.list)
    }
    return ReplicationsView(
        model: input.model, counts: try tx.replicationCounts(of: input.model), page: page)
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func modelReport(_ input: ModelReportInput) throws -> ModelReportView {
        let counts =
            switch input.boundaries {
            case .historical:
                try modelCounts(below: input.period.unit, from: input.period.from, to: input.period.to)
            case .current:
                try modelCountsByCurrentBoundaries(
                    below: input.period.unit, from: input.period.from, to: input.period.to)
            }
        return ModelReportView(input: input, counts: counts)
    }
}

extension ModelReportView {
    static var sample: ModelReportView { ModelReportView(input: .sample, counts: []) }
}

extension ModelReportRow {
    static var sample: ModelReportRow { ModelReportRow(key: Model.Area.economy.rawValue, counts: []) }
}

extension ModelStatesView {
    static var sample: ModelStatesView { ModelStatesView(counts: []) }
}

extension ReplicationsView {
    static var sample: ReplicationsView {
        ReplicationsView(
            model: Identifier(1), counts: ReplicationCounts(direct: 1, transitive: 1, hamlets: 1),
            page: .sample)
    }
}

extension Replication: Sampled {
    static var sample: Replication {
        Replication(
            model: Identifier(2), replicatedFrom: Identifier(1), name: "Thùng rác văn minh",
            owner: .hamlet(Identifier(1)), kind: .collective, state: .registered, depth: 1)
    }
}

extension ModelReportInput {
    static var sample: ModelReportInput {
        var decoder = RequestDecoder(
            path: [], query: [QueryValue(name: "unit", text: "40")], body: [], settings: ServiceSettings(),
            today: .sample)
        return ModelReportInput(from: &decoder)
    }
}
