import Domain
import Store
import Text

let householdEndpoints: [Endpoint] = [
    .post(
        "/v1/households", roles: householdEditors,
        Sentence(vi: "Ghi một hộ mới", en: "Records a household."), recordHousehold),
    .read(
        "/v1/households",
        Sentence(
            vi: "Các hộ của một thôn xóm, hôm nay hoặc vào một ngày, hay của một xã hôm nay, xếp theo tên",
            en: "Lists a hamlet's or commune's households by given name; a hamlet's also on a day."),
        listHouseholds
    )
    // They compare every household of the hamlet or commune.
    .slow(with: "q", "as_of", "commune")
    .audited,
    .read(
        "/v1/hamlets/{id}/household-duplicates",
        Sentence(
            vi: "Các hộ có thể bị ghi trùng: cùng tên chủ hộ khi bỏ dấu",
            en: "Lists likely duplicates: households whose heads' names are equal without accents."),
        listHouseholdDuplicates
    )
    .slow
    .audited,
    .read(
        "/v1/households/{id}", Sentence(vi: "Một hộ", en: "Shows a household."),
        showHousehold
    )
    .audited,
    .patch(
        "/v1/households/{id}", roles: householdEditors,
        Sentence(vi: "Sửa thông tin ghi sai của một hộ", en: "Corrects a household."), correctHousehold),
    .read(
        "/v1/households/{id}/history", access: .roles(tierReaders),
        Sentence(
            vi: "Hộ qua thời gian: mỗi trạng thái với những ngày của nó",
            en: "Shows all versions of a household with their dates."), showHouseholdHistory
    )
    .audited,
    .post(
        "/v1/households/{id}/change", roles: householdEditors, needsVersion: true, status: 200,
        Sentence(
            vi: "Hộ thay đổi từ một ngày: đại diện, số người, lao động, địa chỉ, mức kinh tế",
            en: "Changes a household from a date on."), changeHousehold),
    .post(
        "/v1/households/{id}/move", roles: householdEditors, needsVersion: true, status: 200,
        Sentence(
            vi: "Hộ chuyển đến thôn xóm khác, hoặc đi nơi khác",
            en: "Moves a household to another hamlet or away."), moveHousehold),
    .post(
        "/v1/households/{id}/split", roles: householdEditors, needsVersion: true,
        Sentence(vi: "Tách hộ", en: "Splits a new household off from this one."), splitHousehold),
    .post(
        "/v1/households/{id}/merge", roles: householdEditors, needsVersion: true, status: 200,
        Sentence(vi: "Nhập hộ vào một hộ khác của thôn xóm", en: "Merges the household into another."),
        mergeHousehold),
    .post(
        "/v1/households/{id}/dissolve", roles: householdEditors, needsVersion: true, status: 200,
        Sentence(vi: "Xóa hộ: không còn ai", en: "Dissolves a household without members."), dissolveHousehold),
]

private let householdEditors: Set<Role> = [.hamletHead, .clerk, .admin]

/// The roles that may see a household's tier of economic situation and its address.
///
/// - Source: DOMAIN §10: poverty status is private; these are the roles that manage households.
let tierReaders: Set<Role> = [.hamletHead, .clerk, .frontOfficer, .admin]

struct HouseholdView: Resource {
    let household: Household
    let showsTier: Bool

    init(_ household: Household, for caller: Caller) {
        self.household = household
        showsTier = tierReaders.contains(caller.assignment.role)
    }

    var location: String { "/v1/households/\(household.id.number)" }
    var version: Int64 { household.version }
    var entityVersion: EntityVersion? { EntityVersion(.household, id: household.id.number, version: version) }

    static func current(_ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction) throws -> Self? {
        HouseholdView(try tx.existing(Household.ID(id)), for: caller)
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", household.id)
        fields.member("hamlet", household.hamlet)
        writeHouseholdFacts(household, showsTier: showsTier, to: &fields)
        fields.member("valid_from", household.validFrom)
        fields.member("valid_to", household.end?.lastDay)
        fields.choice("ending", household.end?.ending.kind)
        fields.member("merged_into", household.end?.ending.successor)
        fields.member("split_from", household.origin)
        fields.count("version", household.version)
    }
}

func writeHouseholdFacts(_ household: Household, showsTier: Bool, to fields: inout some FieldWriter) {
    fields.member("code", household.code)
    fields.member("head_name", household.headName)
    fields.count("persons", household.personsCount)
    fields.count("workers", household.workersCount)
    fields.member("address", showsTier ? household.address : nil)
    fields.member("tier", showsTier ? household.tier : nil)
}

/// Households whose heads' names are equal without accents.
struct HouseholdDuplicatesView: Tabular {
    let groups: [HouseholdGroupView]

    var rows: [HouseholdGroupView] { groups }

    func write(to fields: inout some FieldWriter) { fields.list("data", groups) }
}

struct HouseholdGroupView: Output {
    let letters: String
    let households: [HouseholdView]

    func write(to fields: inout some FieldWriter) {
        fields.member("name_key", letters)
        fields.list("households", households)
    }
}

func listHouseholdDuplicates(
    _ input: PathInput<Hamlet>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HouseholdDuplicatesView {
    HouseholdDuplicatesView(
        groups: try tx.likelyDuplicates(in: input.id)
            .map { group in
                HouseholdGroupView(
                    letters: group.letters,
                    households: group.households.map { HouseholdView($0, for: caller) })
            })
}

func recordHousehold(
    _ input: NewHouseholdInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let hamlet = try tx.openHamlet(input.hamlet, named: .hamlet)
    if let validFrom = input.validFrom {
        _ = try tx.effectiveDate(validFrom, named: .validFrom, in: hamlet)
    }
    try tx.check(tier: input.tier, in: hamlet, on: input.validFrom)
    let household = Household(
        id: try tx.newID(), hamlet: hamlet.id, code: input.code, headName: input.headName,
        personsCount: input.personsCount, address: input.address, workersCount: input.workersCount,
        tier: input.tier, validFrom: input.validFrom, version: 1)
    try household.check()
    try tx.save(household, replacing: nil)
    return HouseholdView(household, for: caller)
}

func correctHousehold(
    _ input: HouseholdCorrection, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HouseholdView {
    let (old, hamlet) = try tx.existingWithHamlet(input.id)
    if let validFrom = input.validFrom {
        _ = try tx.effectiveDate(validFrom, named: .validFrom, in: hamlet)
        // A version starts where the previous one ends, so only the start of the first one can change.
        if validFrom != old.validFrom, try !tx.previousVersions(of: old.id).isEmpty {
            throw Refusal.dateOutOfRange(at: .validFrom, from: old.validFrom, to: old.validFrom)
        }
    }
    try tx.check(tier: input.change.tier ?? nil, in: hamlet, on: input.validFrom ?? old.validFrom)
    let household = try old.corrected(input.change, validFrom: input.validFrom)
    guard household.differs(from: old) else { return HouseholdView(old, for: caller) }
    try tx.save(household, replacing: old)
    return HouseholdView(household, for: caller)
}

func showHousehold(
    _ input: PathInput<Household>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HouseholdView {
    let household = try tx.existing(input.id)
    return HouseholdView(household, for: caller)
}

func listHouseholds(
    _ input: HouseholdListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<HouseholdView> {
    let key = try input.page.key(in: input.filter)
    let (search, limit) = (input.search, input.page.limit)
    // An accented search ranks all matches of the hamlet, which has at most a few thousand households.
    let isRanked = search.accentedKey != nil
    let cursor = try key.map { try tx.householdCursor(key: isRanked ? $0.dropFirst() : $0[...], in: input) }
    let after = isRanked ? nil : cursor
    var found = try tx.households(in: input, after: after, limit: isRanked ? Int.max : limit + 1)
    if isRanked {
        let isAfterExact = key?.first == 0
        found = search.ranked(found, limit: limit + 1, name: \.searchedText) { household, isExact in
            guard let cursor else { return true }
            guard isAfterExact == isExact else { return isAfterExact }
            return cursor.isBefore(HouseholdCursor(after: household))
        }
    }
    return Page(found.map { HouseholdView($0, for: caller) }, limit: limit) { last in
        let rank: [UInt8] = isRanked ? [search.isExact(last.household.searchedText) ? 0 : 1] : []
        return Cursor.text(key: rank + Cursor.key(last.household.id.number), filter: input.filter)
    }
}

extension Reading where Self: ~Copyable {
    /// The household and its hamlet.
    borrowing func existingWithHamlet(_ id: Household.ID) throws -> (household: Household, hamlet: Hamlet) {
        guard let household = try find(id), let hamlet = try find(household.hamlet) else {
            throw Refusal.notFound(.household)
        }
        return (household, hamlet)
    }

    /// Checks that the tier is configured for the hamlet's commune on `day`, or today when that is nil.
    borrowing func check(tier: String?, in hamlet: Hamlet, on day: LocalDate?) throws {
        guard let tier else { return }
        let tiers = Parameter.terms(in: try value(of: .tiers, in: hamlet.commune, on: day ?? today))
        guard tiers.contains(tier) else { throw Refusal.valueNotListed(at: .tier, values: tiers) }
    }
}

extension WriteTransaction {
    /// The household named in the body as it was on `day`, when it must have belonged to `hamlet`.
    ///
    /// - Parameters:
    ///   - id: the household.
    ///   - hamlet: the hamlet of the fund.
    ///   - day: the effective date.
    ///   - field: the input field that contains the date.
    ///   - caller: whoever names it, and learns nothing about a household elsewhere that they may not see.
    /// - Returns: the household with the name, address and counts of that day.
    /// - Throws: `Refusal.unknownReference`, `.householdElsewhere`; `.dateOutOfRange` before its first day, `.closed`
    ///   after its last.
    borrowing func household(
        _ id: Household.ID, of hamlet: Hamlet, on day: LocalDate, named field: Field, for caller: Caller
    ) throws -> Household {
        let household = try household(id, on: day)
        if let household, household.hamlet == hamlet.id { return household }
        // A household that lived in the hamlet and moved away is known there.
        guard let known = try find(id),
            try isKnown(id, to: caller) || hasLeft(hamlet.id, since: .earliestRecorded, id)
        else { throw Refusal.unknownReference(.household, at: .household) }
        guard household != nil else {
            if let end = known.end, end.lastDay < day { try known.checkOpen() }
            throw Refusal.dateOutOfRange(at: field, from: try firstDay(of: id), to: today)
        }
        throw Refusal.householdElsewhere(at: .household)
    }
}

extension Reading where Self: ~Copyable {
    /// The place after the household whose id is the 8 bytes of `key`; its name is not in the cursor, because URLs are
    /// logged.
    ///
    /// - Throws: `cursor-mismatch` when it is no household of the list's hamlet on its day.
    fileprivate borrowing func householdCursor(
        key: ArraySlice<UInt8>, in input: HouseholdListInput
    ) throws -> HouseholdCursor {
        guard key.count == 8 else { throw Problem(.cursorMismatch) }
        let id = Household.ID(key.reduce(Int64(0)) { $0 << 8 | Int64($1) })
        let household = if let day = input.day { try household(id, on: day) } else { try find(id) }
        guard let household, input.contains(household) else { throw Problem(.cursorMismatch) }
        return HouseholdCursor(after: household)
    }
}

extension HouseholdView {
    static var sample: HouseholdView {
        HouseholdView(
            Household(
                id: Identifier(1), hamlet: Identifier(1), code: "H001", headName: "Nguyễn Văn An",
                personsCount: 4, version: 1), for: .sample)
    }
}

extension HouseholdDuplicatesView {
    static var sample: HouseholdDuplicatesView { HouseholdDuplicatesView(groups: [.sample]) }
}

extension HouseholdGroupView {
    static var sample: HouseholdGroupView {
        HouseholdGroupView(letters: "nguyen van an", households: [.sample])
    }
}
