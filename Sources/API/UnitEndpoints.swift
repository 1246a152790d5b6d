import Domain
import Store
import Text

let unitEndpoints: [Endpoint] = [
    .read(
        "/v1/units", freshness: .everything,
        Sentence(vi: "Các đơn vị hành chính có vào một ngày", en: "The units that exist on a day."), listUnits
    ),
    .read(
        "/v1/units/{code}", freshness: .everything,
        Sentence(vi: "Một mã đơn vị qua các thời kỳ", en: "Every life of one code."), showUnit),
]

struct UnitListInput: Input {
    let day: LocalDate?
    let parent: String?
    let search: String
    let page: PageRequest

    init(from form: inout Form) {
        day = form.optionalDate("as_of", in: .query)
        parent = form.optionalText("parent", upTo: 5, in: .query)
        search = form.optionalText("q", upTo: 100, in: .query)?.searchKey ?? ""
        page = PageRequest(from: &form)
    }

    var target: Target? { nil }

    var filter: String { "units|\(day?.text ?? "")|\(parent ?? "")|\(search)" }
}

struct UnitInput: Input {
    let code: String

    init(from form: inout Form) { code = form.text("code", upTo: 5, in: .path) }

    var target: Target? { nil }
}

struct UnitView: Output {
    let unit: AdministrativeUnit

    func write(to fields: inout some FieldWriter) {
        fields.member("code", unit.code)
        fields.word("level", unit.level)
        fields.member("parent_code", unit.parentCode)
        fields.member("name", unit.name)
        fields.member("valid_from", unit.validity.from)
        fields.member("valid_to", unit.validity.to)
    }
}

/// The lives of one code, oldest first.
struct UnitLivesView: Output {
    let code: String
    let lives: [UnitView]

    func write(to fields: inout some FieldWriter) {
        fields.member("code", code)
        fields.list("lives", lives)
    }
}

func listUnits(
    _ input: UnitListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<UnitView> {
    let after: AdministrativeUnit.ID? = try input.page.number(in: input.filter)
    let found = try tx.units(
        on: input.day ?? tx.today, parent: input.parent, search: input.search, after: after,
        limit: input.page.limit + 1)
    return Page(found.map(UnitView.init), limit: input.page.limit) { last in
        Cursor.text(key: Cursor.key(last.unit.id.number), filter: input.filter)
    }
}

func showUnit(_ input: UnitInput, by caller: Caller, in tx: borrowing ReadTransaction) throws -> UnitLivesView
{
    let lives = try tx.unitLives(input.code)
    guard !lives.isEmpty else { throw Refusal.notFound(.unit) }
    return UnitLivesView(code: input.code, lives: lives.map(UnitView.init))
}
