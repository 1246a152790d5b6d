import Domain
import Store

/// Parameters contain nothing private, and those of the province apply to every commune, so any role may read them
/// all.
let parameterEndpoints: [Endpoint] = [
    .post(
        "/v1/parameters", roles: [.admin],
        Sentence(
            vi: "Khai báo một tham số từ một ngày; không sửa, chỉ thay bằng giá trị sau",
            en: "Records a parameter from a date; it never changes and is only followed by a later one."),
        recordParameter),
    .read(
        "/v1/parameters",
        Sentence(
            vi: "Các tham số: tất cả, hoặc đang có hiệu lực vào một ngày",
            en: "Lists all parameters, or those in force on a day."), listParameters),
    .publicRead(
        "/v1/public/parameters", etag: .all,
        Sentence(
            vi: "Các tham số (tỷ lệ, thời hạn), công khai: của luật, của tỉnh và khác biệt của từng xã",
            en: "Lists the parameters publicly: those of the law, of the province, and where communes differ."
        ),
        listPublicParameters),
    .show(
        "/v1/parameters/{id}", as: ParameterView.self,
        Sentence(
            vi: "Một tham số",
            en: "Shows a parameter.")),
]

struct NewParameterInput: Input {
    let key: Parameter.Key
    let unit: String?
    let validFrom: LocalDate
    let value: String
    let source: String

    init(from decoder: inout RequestDecoder) {
        key = decoder.choice("key", of: Parameter.Key.self)
        unit = decoder.optionalText("unit", upTo: 5)
        validFrom = decoder.plannedDate("valid_from")
        value = decoder.text("value", upTo: Parameter.valueMax)
        source = decoder.publicText("source", upTo: 300)
    }

    var target: Target? { unit.map { Target(unit: $0, named: .unit) } }
}

struct ParameterListInput: Input {
    let filter: ParameterFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        filter = ParameterFilter(
            key: decoder.optionalChoice("key", of: Parameter.Key.self, in: .query),
            unit: decoder.filterUnit("unit"),
            day: decoder.optionalDate("as_of", in: .query))
        page = PageRequest(from: &decoder)
    }

    var target: Target? { nil }

    var list: String {
        "parameters|\(filter.key?.rawValue ?? "")|\(filter.unit ?? "")|\(filter.day?.text ?? "")"
    }
}

struct ParameterView: EntityView {
    let value: Parameter
}

/// A parameter as the public sees it, which is all of it.
struct PublicParameterView: PublicValueView {
    let value: Parameter

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.id, value.id))
        fields.publish(Disclosure.fact(.key, value.key))
        fields.publish(Disclosure.text(.unit, value.unit))
        fields.publish(Disclosure.fact(.validFrom, value.validFrom))
        fields.publish(Disclosure.text(.value, value.value))
        fields.publish(Disclosure.text(.source, value.source))
    }
}

func recordParameter(
    _ input: NewParameterInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ParameterView {
    // Parameters without a unit are imported on the server, because no role over HTTP covers all units.
    guard input.unit != nil else { throw Refusal.unitRequired(at: .unit) }
    return ParameterView(value: try tx.record(input))
}

func listParameters(
    _ input: ParameterListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ParameterView> {
    try tx.parameterPage(input)
}

func listPublicParameters(
    _ input: ParameterListInput, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicParameterView> {
    try tx.parameterPage(input).map { Published(value: $0.value) }
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func parameterPage(_ input: ParameterListInput) throws -> Page<ParameterView> {
        let after: Parameter.ID? = try input.page.number(in: input.list)
        let found = try parameters(matching: input.filter, after: after, limit: input.page.limit + 1)
        return Page(found, of: input.page, in: input.list)
    }
}

extension WriteTransaction {
    /// True when the same value is already recorded, so that a shipped list can be imported again.
    borrowing func isKnown(_ input: NewParameterInput) throws -> Bool {
        let set = try parameter(input.key, of: input.unit, from: input.validFrom)
        return set.map { $0.value == input.value && $0.source == input.source } ?? false
    }

    borrowing func record(_ input: NewParameterInput) throws -> Parameter {
        let parameter = Parameter(
            id: try newID(), key: input.key, unit: input.unit, validFrom: input.validFrom,
            value: input.value, source: input.source)
        try parameter.check()
        try checkLegalBound(of: parameter)
        try save(parameter)
        return parameter
    }

    /// Checks that a unit below the province sets what the law sets only stricter, and from today on.
    ///
    /// - Throws: `Refusal.dateOutOfRange`, `.parameterWeaker`.
    private borrowing func checkLegalBound(of parameter: Parameter) throws {
        let key = parameter.key
        guard key.legalBound != nil, let unit = parameter.unit,
            let path = try unitPath(unit, on: parameter.validFrom), path.count > 1
        else { return }
        guard parameter.validFrom >= today else {
            throw Refusal.dateOutOfRange(at: .validFrom, from: today, to: nil)
        }
        do {
            let lawful = try value(of: key, in: path[0], on: parameter.validFrom)
            guard key.isAtLeastAsStrict(parameter.value, as: lawful) else {
                throw Refusal.parameterWeaker(key, than: lawful)
            }
        } catch Refusal.parameterMissing {
            // Neither the law nor the province has set it.
        }
    }
}
