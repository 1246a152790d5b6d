import Domain
import Store
import Text

let householdEndpoints: [Endpoint] = [
    .post(
        "/v1/households", roles: [.hamletHead, .clerk, .admin],
        Sentence(vi: "Ghi một hộ mới", en: "Records a household."), recordHousehold),
    .read(
        "/v1/households", freshness: .everything,
        Sentence(vi: "Các hộ của một thôn xóm, xếp theo tên", en: "A hamlet's households by given name."),
        listHouseholds),
    .read(
        "/v1/hamlets/{id}/household-duplicates", freshness: .hamlet,
        Sentence(
            vi: "Các hộ có thể bị ghi trùng: cùng tên chủ hộ khi bỏ dấu",
            en: "Households that may stand twice: heads' names that are one without accents."),
        listHouseholdDuplicates),
    .read(
        "/v1/households/{id}", freshness: .version, Sentence(vi: "Một hộ", en: "One household."),
        showHousehold),
    .patch(
        "/v1/households/{id}", roles: [.hamletHead, .clerk, .admin],
        Sentence(vi: "Sửa thông tin một hộ", en: "Corrects a household."), correctHousehold),
]

struct HouseholdInput: Input {
    let id: Household.ID

    init(from form: inout Form) { id = form.id("id", in: .path) }

    var target: Target? { Target(.household(id)) }
}

struct NewHouseholdInput: Input {
    let hamlet: Hamlet.ID
    let code: String
    let headName: String
    let personsCount: Int64

    init(from form: inout Form) {
        hamlet = form.id("hamlet")
        code = form.text("code", upTo: 20)
        headName = form.text("head_name", upTo: 100)
        personsCount = form.integer("persons", in: 1...Household.personsCountMax)
    }

    var target: Target? { Target(.hamlet(hamlet), named: "/hamlet") }
}

/// Members that are absent stay as they are.
///
/// - Source: RFC 7396.
struct HouseholdCorrection: Input {
    let id: Household.ID
    let code: String?
    let headName: String?
    let personsCount: Int64?

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        code = form.optionalText("code", upTo: 20)
        headName = form.optionalText("head_name", upTo: 100)
        personsCount = form.optionalInteger("persons", in: 1...Household.personsCountMax)
        form.keep("code", "head_name", "persons")
    }

    var target: Target? { Target(.household(id)) }
}

struct HouseholdListInput: Input {
    let hamlet: Hamlet.ID
    let search: String
    let page: PageRequest

    init(from form: inout Form) {
        hamlet = form.optionalID("hamlet", in: .query, isRequired: true) ?? Identifier(1)
        search = form.optionalText("q", upTo: 100, in: .query)?.searchKey ?? ""
        page = PageRequest(from: &form)
    }

    var target: Target? { Target(.hamlet(hamlet)) }

    var filter: String { "households|\(hamlet.number)|\(search)" }
}

struct HouseholdView: Resource {
    let household: Household

    var location: String { "/v1/households/\(household.id.number)" }
    var version: Int64 { household.version }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", household.id)
        fields.member("hamlet", household.hamlet)
        fields.member("code", household.code)
        fields.member("head_name", household.headName)
        fields.count("persons", household.personsCount)
        fields.count("version", household.version)
    }
}

/// Households whose heads' names are one without accents.
struct HouseholdDuplicatesView: Output {
    let groups: [HouseholdGroupView]

    func write(to fields: inout some FieldWriter) { fields.list("data", groups) }
}

struct HouseholdGroupView: Output {
    let letters: String
    let households: [Household]

    func write(to fields: inout some FieldWriter) {
        fields.member("name_key", letters)
        fields.list("households", households.map(HouseholdView.init))
    }
}

func listHouseholdDuplicates(
    _ input: HamletInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HouseholdDuplicatesView {
    HouseholdDuplicatesView(
        groups: try tx.likelyDuplicates(in: input.id)
            .map { HouseholdGroupView(letters: $0.letters, households: $0.households) })
}

func recordHousehold(
    _ input: NewHouseholdInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let household = Household(
        id: try tx.newHouseholdID(), hamlet: input.hamlet, code: input.code, headName: input.headName,
        personsCount: input.personsCount, version: 1)
    try tx.save(household, replacing: nil)
    return HouseholdView(household: household)
}

func correctHousehold(
    _ input: HouseholdCorrection, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    guard let old = try tx.household(input.id) else { throw Refusal.notFound(.household) }
    let household = Household(
        id: old.id, hamlet: old.hamlet, code: input.code ?? old.code,
        headName: input.headName ?? old.headName,
        personsCount: input.personsCount ?? old.personsCount, version: old.version + 1)
    try tx.save(household, replacing: old)
    return HouseholdView(household: household)
}

func showHousehold(
    _ input: HouseholdInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HouseholdView {
    guard let household = try tx.household(input.id) else { throw Refusal.notFound(.household) }
    return HouseholdView(household: household)
}

func listHouseholds(
    _ input: HouseholdListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<HouseholdView> {
    let key = try input.page.key(in: input.filter)
    let after = key.map { HouseholdCursor(key: $0) }
    let found = try tx.households(
        of: input.hamlet, search: input.search, after: after, limit: input.page.limit + 1)
    return Page(found.map(HouseholdView.init), limit: input.page.limit) { last in
        Cursor.text(key: HouseholdCursor(after: last.household).key, filter: input.filter)
    }
}

extension HouseholdCursor {
    /// The household's number in 8 bytes, then its sort key.
    fileprivate var key: [UInt8] { Cursor.key(id.number) + sortKey }

    fileprivate init(key: [UInt8]) {
        let number = key.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(sortKey: Array(key.dropFirst(8)), id: Identifier(number))
    }
}
