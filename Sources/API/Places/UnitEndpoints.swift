import Domain
import Store
import Text

let unitEndpoints: [Endpoint] = [
    .read(
        "/v1/units",
        Sentence(
            vi: "Các đơn vị hành chính có vào một ngày, theo vần chữ cái; tìm có dấu hoặc không dấu",
            en: "Lists the units that exist on a day, in Vietnamese order; searches with or without accents."),
        listUnits),
    .read(
        "/v1/units/{code}",
        Sentence(
            vi: "Một mã đơn vị qua các thời kỳ, đơn vị trước và sau nó",
            en: "Shows all validities of a unit code, with predecessors and successors."), showUnit),
    .read(
        "/v1/units/{code}/tree",
        Sentence(
            vi: "Đơn vị và các đơn vị bên dưới vào một ngày",
            en: "Shows a unit and all units below it on a day."),
        showUnitTree),
    .post(
        "/v1/unit-successions", roles: [.admin],
        Sentence(
            vi: "Ghi đơn vị tiếp nhận của đơn vị đã kết thúc",
            en: "Records the successor of a unit that ended."),
        recordUnitSuccession),
]

struct UnitListInput: Input {
    let day: LocalDate?
    let parent: String?
    let search: NameSearch
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        day = decoder.optionalDate("as_of", in: .query)
        parent = decoder.filterUnit("parent")
        search = NameSearch(decoder.optionalText("q", upTo: 100, in: .query))
        page = PageRequest(from: &decoder)
    }

    var target: Target? { nil }

    var filter: String {
        "units|\(day?.text ?? "")|\(parent ?? "")|\(search.key)|\(search.accentedKey ?? "")"
    }
}

struct UnitInput: Input {
    let code: String

    init(from decoder: inout RequestDecoder) { code = decoder.text("code", upTo: 5, in: .path) }

    var target: Target? { nil }
}

struct UnitView: ValueView {
    let value: AdministrativeUnit

    func write(to fields: inout some FieldWriter) {
        fields.member("code", value.code)
        fields.choice("level", value.level)
        fields.choice("type", value.kind)
        fields.member("parent_code", value.parentCode)
        fields.member("name", value.name)
        fields.member("valid_from", value.validity.from)
        fields.member("valid_to", value.validity.to)
    }
}

/// The validities of one code, oldest first.
struct UnitHistoryView: Output {
    let code: String
    let versions: [UnitVersionView]

    func write(to fields: inout some FieldWriter) {
        fields.member("code", code)
        fields.list("history", versions)
    }
}

/// One validity of a code, with its parents, predecessors and successors.
struct UnitVersionView: Output {
    let unit: AdministrativeUnit
    /// From the province down to the parent, as of the last day of the validity, or today if it is current.
    let above: [AdministrativeUnit]
    let predecessors: [AdministrativeUnit]
    let successors: [AdministrativeUnit]

    func write(to fields: inout some FieldWriter) {
        UnitView(value: unit).write(to: &fields)
        fields.list("above", above.map(UnitView.init))
        fields.list("predecessors", predecessors.map(UnitView.init))
        fields.list("successors", successors.map(UnitView.init))
    }
}

struct UnitTreeInput: Input {
    let code: String
    let day: LocalDate?

    init(from decoder: inout RequestDecoder) {
        code = decoder.text("code", upTo: 5, in: .path)
        day = decoder.optionalDate("as_of", in: .query)
    }

    var target: Target? { nil }
}

/// A unit and all units below it, parents before their children.
struct UnitTreeView: Tabular {
    let day: LocalDate
    let units: [UnitTreeRow]

    var rows: [UnitTreeRow] { units }

    func write(to fields: inout some FieldWriter) {
        fields.member("as_of", day)
        fields.list("units", units)
    }
}

struct UnitTreeRow: Output {
    let depth: Int
    let unit: AdministrativeUnit

    func write(to fields: inout some FieldWriter) {
        fields.count("depth", Int64(depth))
        UnitView(value: unit).write(to: &fields)
    }
}

func listUnits(
    _ input: UnitListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<UnitView> {
    let after = try input.page.key(in: input.filter).map(UnitCursor.init(key:))
    let found = try tx.units(
        on: input.day ?? tx.today, parent: input.parent, search: input.search, after: after,
        limit: input.page.limit + 1)
    return Page(found.map(UnitView.init), limit: input.page.limit) { last in
        Cursor.text(key: UnitCursor(after: last.value, in: input.search).key, filter: input.filter)
    }
}

func showUnit(
    _ input: UnitInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> UnitHistoryView {
    let versions = try tx.unitHistory(input.code)
    guard !versions.isEmpty else { throw Refusal.notFound(.unit) }
    var views: [UnitVersionView] = []
    for version in versions { views.append(try tx.view(of: version)) }
    return UnitHistoryView(code: input.code, versions: views)
}

func showUnitTree(
    _ input: UnitTreeInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> UnitTreeView {
    let day = input.day ?? tx.today
    let tree = try tx.unitTree(input.code, on: day)
    guard !tree.isEmpty else { throw Refusal.notFound(.unit) }
    return UnitTreeView(day: day, units: tree.map { UnitTreeRow(depth: $0.depth, unit: $0.unit) })
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func view(of version: AdministrativeUnit) throws -> UnitVersionView {
        let day = version.validity.to ?? max(today, version.validity.from ?? today)
        var above: [AdministrativeUnit] = []
        for code in try unitPath(version.code, on: day)?.dropLast() ?? [] {
            if let unit = try unit(code, on: day) { above.append(unit) }
        }
        return UnitVersionView(
            unit: version, above: above, predecessors: try successions(.predecessors, version.id),
            successors: try successions(.successors, version.id))
    }
}

extension UnitCursor {
    /// One byte for an exact match of accents, the unit's id in 8 bytes, then its sort key.
    fileprivate var key: [UInt8] { [isExact ? 0 : 1] + Cursor.key(id.number) + sortKey }

    fileprivate init(key: [UInt8]) {
        let number = key.dropFirst().prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(isExact: key.first == 0, sortKey: Array(key.dropFirst(9)), id: Identifier(number))
    }
}

extension AdministrativeUnit: Sampled {
    static var sample: AdministrativeUnit {
        AdministrativeUnit(
            id: Identifier(1), code: "16702", level: .commune, parentCode: "40", name: "Phường Vinh Phú",
            validity: Validity(from: .sample))
    }
}

extension UnitHistoryView {
    static var sample: UnitHistoryView { UnitHistoryView(code: "16702", versions: [.sample]) }
}

extension UnitVersionView {
    static var sample: UnitVersionView {
        UnitVersionView(unit: .sample, above: [], predecessors: [], successors: [])
    }
}

extension UnitTreeView {
    static var sample: UnitTreeView { UnitTreeView(day: .sample, units: [.sample]) }
}

extension UnitTreeRow {
    static var sample: UnitTreeRow { UnitTreeRow(depth: 0, unit: .sample) }
}
