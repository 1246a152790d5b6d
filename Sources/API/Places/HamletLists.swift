import Domain
import Store
import Text

/// Which hamlets of a unit are listed.
struct HamletFilter: Hashable, Sendable {
    let search: NameSearch
    /// Nil means the hamlets that are open today.
    let day: LocalDate?

    init(from decoder: inout RequestDecoder) {
        search = NameSearch(decoder.optionalText("q", upTo: 100, in: .query))
        day = decoder.optionalDate("as_of", in: .query)
    }

    /// Names the list of `unit` in a cursor.
    func list(of unit: String) -> String { "hamlets|\(unit)|\(search.filter)|\(day?.text ?? "")" }

    /// The cursor after `hamlet` in a list.
    fileprivate func cursor(after hamlet: Hamlet, in list: String) -> String {
        Cursor.text(key: search.cursorKey(after: hamlet.id.number, named: hamlet.name), filter: list)
    }
}

struct HamletListInput: Input {
    /// Nil means the caller's own unit or hamlet.
    let unit: String?
    let filter: HamletFilter
    let standing: CommuneStanding?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        unit = decoder.optionalText("unit", upTo: 5, in: .query)
        filter = HamletFilter(from: &decoder)
        standing = decoder.optionalChoice("commune", of: CommuneStanding.self, in: .query)
        if standing != nil, filter.day != nil {
            decoder.addError(
                "commune", .parameterInvalid,
                Sentence(vi: "không dùng cùng as_of", en: "cannot be combined with as_of"), in: .query)
        }
        page = PageRequest(from: &decoder)
    }

    var target: Target? { unit.map { Target(unit: $0) } }
}

struct PublicHamletListInput: Input {
    let unit: String
    let filter: HamletFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        unit = decoder.text("unit", upTo: 5, in: .query)
        filter = HamletFilter(from: &decoder)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(unit: unit) }
}

func listHamlets(
    _ input: HamletListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<HamletView> {
    if let hamlet = caller.assignment.scope.hamlet, input.unit == nil {
        return try tx.hamletPage(ofOnly: hamlet, input)
    }
    let unit = input.unit ?? caller.assignment.scope.unit ?? ""
    return try tx.hamletPage(of: unit, input.filter, standing: input.standing, input.page)
}

func listPublicHamlets(
    _ input: PublicHamletListInput, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicHamletView> {
    let (filter, page) = (input.filter, input.page)
    let list = filter.list(of: input.unit)
    let monthEnd = try tx.monthEnd(on: filter.day)
    var views: [Published<PublicHamletView>] = []
    for hamlet in try tx.hamlets(of: input.unit, filter, standing: nil, page, list: list) {
        views.append(Published(try tx.publicView(of: hamlet, on: filter.day, at: monthEnd)))
    }
    return Page(views, limit: page.limit) { last in
        filter.cursor(after: last.view.hamlet, in: list)
    }
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func hamletPage(
        of unit: AdministrativeUnit.Code, _ filter: HamletFilter, standing: CommuneStanding? = nil,
        _ page: PageRequest
    ) throws -> Page<HamletView> {
        let list = filter.list(of: unit) + (standing.map { "|" + $0.rawValue } ?? "")
        var views: [HamletView] = []
        for hamlet in try hamlets(of: unit, filter, standing: standing, page, list: list) {
            views.append(try view(of: hamlet, on: filter.day))
        }
        return Page(views, limit: page.limit) { last in filter.cursor(after: last.hamlet, in: list) }
    }

    /// One more than the page, by id; for an accented search, exact matches first.
    fileprivate borrowing func hamlets(
        of unit: AdministrativeUnit.Code, _ filter: HamletFilter, standing: CommuneStanding?,
        _ page: PageRequest, list: String
    ) throws -> [Hamlet] {
        let (search, limit) = (filter.search, page.limit + 1)
        guard search.accentedKey != nil else {
            let after: Hamlet.ID? = try page.number(in: list)
            if let day = filter.day {
                return try hamlets(below: unit, on: day, search: search.key, after: after, limit: limit)
            }
            return try hamlets(
                below: unit, search: search.key, standing: standing, after: after, limit: limit)
        }
        let after = try page.ranked(in: list)
        if filter.day == nil, standing == nil {
            return try hamlets(below: unit, ranking: search, after: after, limit: limit)
        }
        let found =
            if let day = filter.day {
                try hamlets(below: unit, on: day, search: search.key, after: nil, limit: Int.max)
            } else {
                try hamlets(below: unit, search: search.key, standing: standing, after: nil, limit: Int.max)
            }
        return search.ranked(found, limit: limit, name: \.name) { hamlet, isExact in
            after?.precedes(hamlet.id.number, isExact: isExact) ?? true
        }
    }

    /// The list of a caller whose place is one hamlet.
    fileprivate borrowing func hamletPage(
        ofOnly id: Hamlet.ID, _ input: HamletListInput
    ) throws -> Page<HamletView> {
        let list = "hamlet|\(id.number)"
        let after: Hamlet.ID? = try input.page.number(in: list)
        let (current, day) = (try existing(id), input.filter.day)
        let hamlet = if let day { try version(of: current, on: day) } else { current }
        let shown = try view(of: hamlet, on: day)
        let isListed =
            after == nil
            && (input.filter.search.key.isEmpty || hamlet.name.searchKey.contains(input.filter.search.key))
            && hamlet.validity.contains(day ?? today)
            && (input.standing.map { ($0 == .ended) == (shown.communeEnd != nil) } ?? true)
        return Page(isListed ? [shown] : [], of: input.page, in: list) { $0.hamlet.id.number }
    }
}
