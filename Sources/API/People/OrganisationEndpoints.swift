import Domain
import Store

let organisationEndpoints: [Endpoint] = [
    .post(
        "/v1/organisations", roles: [.clerk, .frontOfficer, .admin],
        Sentence(vi: "Ghi một tổ chức mới", en: "Records an organisation."), recordOrganisation),
    .read(
        "/v1/organisations",
        Sentence(
            vi: "Các tổ chức của một đơn vị",
            en: "Lists the organisations of a unit."), listOrganisations
    )
    .slow(with: "q", "as_of"),
    .show(
        "/v1/organisations/{id}", as: OrganisationView.self,
        Sentence(vi: "Một tổ chức", en: "Shows an organisation.")),
    .read(
        "/v1/organisations/{id}/history",
        Sentence(
            vi: "Tổ chức qua thời gian: tên, loại, đơn vị và tổ chức cấp trên",
            en: "Shows an organisation's names, types, units and parents over time."),
        showOrganisationHistory),
    .post(
        "/v1/organisations/{id}/change", roles: [.clerk, .frontOfficer, .admin], needsVersion: true,
        status: 200,
        Sentence(
            vi: "Đổi tên, loại, đơn vị hoặc tổ chức cấp trên từ một ngày; những ngày trước giữ như cũ",
            en:
                "Changes an organisation's name, type, unit or parent from a day on; earlier days stay as they were."
        ),
        changeOrganisation
    ),
    .post(
        "/v1/organisations/{id}/transfer", roles: [.clerk, .frontOfficer, .admin], needsVersion: true,
        status: 200,
        Sentence(
            vi: "Chuyển tổ chức sang đơn vị khác, như khi đơn vị cũ không còn",
            en: "Transfers an organisation to another unit, for instance when its commune has ended."),
        transferOrganisation
    ),
    .post(
        "/v1/organisations/{id}/validity", roles: [.clerk, .frontOfficer, .admin], needsVersion: true,
        status: 200,
        Sentence(
            vi: "Ghi ngày thành lập và ngày giải thể của tổ chức, thay cho ngày đã ghi",
            en: "Sets the days on which an organisation was founded and dissolved."),
        setOrganisationValidity
    ),
]

struct NewOrganisationInput: Input {
    let name: String
    let kind: Organisation.Kind
    /// Nil means the unit of the caller's role.
    let unit: String?
    let parent: Organisation.ID?
    /// The day of its founding, if it is known.
    let validFrom: LocalDate?

    init(from decoder: inout RequestDecoder) {
        name = decoder.donorName("name", upTo: 200)
        kind = Organisation.Kind(rawValue: decoder.text("type", upTo: 50))
        unit = decoder.optionalText("unit", upTo: 5)
        parent = decoder.optionalID("parent")
        validFrom = decoder.optionalDate("valid_from")
    }

    var target: Target? { unit.map { Target(unit: $0, named: .unit) } }
}

struct OrganisationListInput: Input {
    let unit: String
    let search: NameSearch
    /// Only branches of this organisation.
    let parent: Organisation.ID?
    /// Nil means today, with those that were dissolved.
    let day: LocalDate?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        unit = decoder.text("unit", upTo: 5, in: .query)
        search = NameSearch(decoder.optionalText("q", upTo: 100, in: .query))
        parent = decoder.filterID("parent")
        day = decoder.optionalDate("as_of", in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(unit: unit) }

    var filter: String {
        "organisations|\(unit)|\(search.filter)|\(parent?.number ?? 0)|\(day?.text ?? "")"
    }
}

struct OrganisationView: EntityView {
    let value: Organisation

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("name", value.name)
        fields.member("type", value.kind.rawValue)
        fields.member("unit", value.unit)
        fields.member("parent", value.parent)
        fields.member("valid_from", value.validity.from)
        fields.member("valid_to", value.validity.to)
        fields.count("version", value.version)
    }
}

func recordOrganisation(
    _ input: NewOrganisationInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> NewlyNamed<OrganisationView> {
    guard let unit = input.unit ?? caller.assignment.scope.unit else {
        throw Refusal.unitRequired(at: .unit)
    }
    try tx.check(input.kind, in: unit, on: tx.today)
    if let parent = input.parent { try tx.check(parent, of: unit, on: tx.today, named: .parent) }
    if let from = input.validFrom, from > tx.today {
        throw Refusal.dateOutOfRange(at: .validFrom, from: nil, to: tx.today)
    }
    let organisation = Organisation(
        id: try tx.newID(), name: input.name, kind: input.kind, unit: unit, parent: input.parent,
        validity: Validity(from: input.validFrom), version: 1)
    try tx.save(organisation)
    return NewlyNamed(
        view: OrganisationView(value: organisation), similar: try tx.similarNames(to: organisation))
}

func listOrganisations(
    _ input: OrganisationListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<OrganisationView> {
    let (search, limit) = (input.search, input.page.limit + 1)
    let found =
        if let day = input.day {
            try tx.organisations(of: input, on: day)
        } else if search.accentedKey == nil {
            try tx.organisations(
                below: input.unit, search: search.key, parent: input.parent,
                after: try input.page.number(in: input.filter), limit: limit)
        } else {
            try tx.organisations(
                below: input.unit, ranking: search, parent: input.parent,
                after: try input.page.ranked(in: input.filter), limit: limit)
        }
    return Page(found.map(OrganisationView.init), limit: input.page.limit) { last in
        let key = search.cursorKey(after: last.value.id.number, named: last.value.name)
        return Cursor.text(key: key, filter: input.filter)
    }
}

extension Organisation: Sampled {
    static var sample: Organisation {
        Organisation(
            id: Identifier(1), name: "Hội Phụ nữ xã Xuân Hòa", kind: .womensUnion, unit: "17935",
            version: 1)
    }
}
