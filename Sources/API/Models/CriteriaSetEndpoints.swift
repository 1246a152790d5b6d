import Domain
import Store

/// Criteria contain nothing private, and those of the province apply to every commune, so any role may read them all.
let criteriaSetEndpoints: [Endpoint] = [
    .post(
        "/v1/criteria-sets", roles: [.frontOfficer, .admin],
        Sentence(
            vi: "Ban hành bộ tiêu chí chấm mô hình; không sửa, chỉ thay bằng bộ mới",
            en: "Records a criteria set; it never changes and is only followed by a later one."),
        recordCriteriaSet),
    .read(
        "/v1/criteria-sets",
        Sentence(vi: "Các bộ tiêu chí, mới nhất trước", en: "Lists criteria sets, newest first."),
        listCriteriaSets),
    .read(
        "/v1/criteria-sets/{id}",
        Sentence(vi: "Một bộ tiêu chí", en: "Shows a criteria set."), showCriteriaSet),
]

struct NewCriteriaSetInput: Input {
    let unit: String
    let validFrom: LocalDate
    let criteria: [CriteriaSet.Criterion]
    let passMark: Int64

    init(from decoder: inout RequestDecoder) {
        unit = decoder.text("unit", upTo: 5)
        validFrom = decoder.plannedDate("valid_from")
        criteria = decoder.objects("criteria", upTo: CriteriaSet.criteriaMax) { decoder in
            CriteriaSet.Criterion(
                name: decoder.name("name", upTo: 300),
                weight: decoder.integer("weight", in: 1...CriteriaSet.weightsTotal),
                max: decoder.integer("max", in: 1...CriteriaSet.maximumMax))
        }
        passMark = decoder.integer("pass", in: 0...CriteriaSet.weightsTotal)
    }

    var target: Target? { Target(unit: unit, named: .unit) }
}

struct CriteriaSetListInput: Input {
    let unit: String?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        unit = decoder.filterUnit("unit")
        page = PageRequest(from: &decoder)
    }

    var target: Target? { nil }

    var filter: String { "criteria-sets|\(unit ?? "")" }
}

struct CriteriaSetView: EntityView {
    let value: CriteriaSet

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("unit", value.unit)
        fields.member("valid_from", value.validFrom)
        fields.list(
            "criteria",
            value.criteria.enumerated().map { CriterionView(number: Int64($0 + 1), criterion: $1) })
        fields.count("pass", value.passMark)
    }
}

struct CriterionView: Output {
    let number: Int64
    let criterion: CriteriaSet.Criterion

    func write(to fields: inout some FieldWriter) {
        fields.count("number", number)
        fields.member("name", criterion.name)
        fields.count("weight", criterion.weight)
        fields.count("max", criterion.max)
    }
}

func recordCriteriaSet(
    _ input: NewCriteriaSetInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> CriteriaSetView {
    let set = CriteriaSet(
        id: try tx.newID(), unit: input.unit, validFrom: input.validFrom, criteria: input.criteria,
        passMark: input.passMark)
    try set.check()
    try tx.save(set)
    return CriteriaSetView(value: set)
}

func showCriteriaSet(
    _ input: PathInput<CriteriaSet>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> CriteriaSetView {
    guard let set = try tx.find(input.id) else { throw Refusal.notFound(.criteriaSet) }
    return CriteriaSetView(value: set)
}

func listCriteriaSets(
    _ input: CriteriaSetListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<CriteriaSetView> {
    let before: CriteriaSet.ID? = try input.page.number(in: input.filter)
    let found = try tx.criteriaSets(of: input.unit, before: before, limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.filter)
}

extension CriterionView {
    static var sample: CriterionView {
        CriterionView(number: 1, criterion: CriteriaSet.Criterion(name: "Hiệu quả", weight: 40, max: 10))
    }
}

extension CriteriaSet: Sampled {
    static var sample: CriteriaSet {
        CriteriaSet(
            id: Identifier(1), unit: "40", validFrom: .sample,
            criteria: [CriteriaSet.Criterion(name: "Hiệu quả", weight: 100, max: 10)], passMark: 80)
    }
}
