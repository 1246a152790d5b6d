import Domain
import Store

let profileEndpoints: [Endpoint] = [
    .post(
        "/v1/hamlets/{id}/profiles", roles: [.hamletHead, .clerk],
        Sentence(
            vi: "Ghi hồ sơ thôn xóm vào một ngày: hộ, người, nhóm nghề, diện tích, nhà văn hóa",
            en: "Records a hamlet's profile as of a day."), recordProfile),
    .read(
        "/v1/hamlets/{id}/profiles",
        Sentence(
            vi: "Các hồ sơ của thôn xóm, ngày gần nhất trước", en: "Lists a hamlet's profiles, latest first."),
        listProfiles),
    .show("/v1/profiles/{id}", as: ProfileView.self, Sentence(vi: "Một hồ sơ", en: "Shows a profile.")),
    .patch(
        "/v1/profiles/{id}", roles: [.hamletHead, .clerk],
        Sentence(vi: "Sửa một hồ sơ", en: "Corrects a profile."), correctProfile),
    .publicRead(
        "/v1/public/hamlets/{id}/profiles", etag: .owner,
        Sentence(vi: "Các hồ sơ của thôn xóm, công khai", en: "Lists a hamlet's profiles publicly."),
        listPublicProfiles),
]

struct ProfileView: EntityView {
    let value: Profile
}

/// The public view of a profile; the numbers of 1 or 2 households and groups of 1 or 2 people are suppressed.
struct PublicProfileView: PublicValueView {
    let value: Profile

    func write(to fields: inout some PublicFieldWriter) {
        let facts = value.facts
        let cell = Disclosure.cell(facts, sizes: [facts.householdsCount])
        fields.publish(Disclosure.fact(.asOf, value.asOf))
        fields.publish(Disclosure.count(.profileHouseholds, in: cell) { $0.householdsCount })
        fields.publish(Disclosure.count(.profilePersons, in: cell) { $0.personsCount })
        fields.publish(Disclosure.count(.area, facts.areaSquareMetres))
        fields.publish(
            "occupations", Disclosure.occupations(of: cell).map(PublicOccupationView.init))
        fields.publish(Disclosure.count(.culturalHouseArea, facts.culturalHouseSquareMetres))
        fields.publish(Disclosure.count(.culturalHouseSeats, facts.culturalHouseSeatsCount))
    }
}

/// A group of a profile.
struct PublicOccupationView: PublicView {
    let group: DisclosedCell<Profile.Occupation>

    static var sample: PublicOccupationView {
        PublicOccupationView(group: .example(.sample))
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.text(.name, in: group) { $0.name })
        fields.publish(Disclosure.count(.occupationPersons, in: group) { $0.personsCount })
    }
}

func recordProfile(
    _ input: NewProfileInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ProfileView {
    let hamlet = try tx.existing(input.hamlet)
    let profile = Profile(
        id: try tx.newID(), hamlet: hamlet.id,
        asOf: try tx.effectiveDate(input.asOf, named: .asOf, in: hamlet), facts: input.facts,
        recording: tx.recording(by: caller.user))
    try tx.check(profile, in: hamlet)
    try tx.save(profile, replacing: nil)
    return ProfileView(value: profile)
}

func correctProfile(
    _ input: Correction<Profile, Profile.Facts>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ProfileView {
    guard let old = try tx.find(input.id), let hamlet = try tx.find(old.hamlet) else {
        throw Refusal.notFound(.profile)
    }
    let profile = Profile(
        id: old.id, hamlet: old.hamlet, asOf: old.asOf, facts: input.edits.applied(to: old.facts),
        recording: old.recording.corrected)
    try tx.check(profile, in: hamlet)
    guard profile.differs(from: old) else { return ProfileView(value: old) }
    try tx.save(profile, replacing: old)
    return ProfileView(value: profile)
}

func listProfiles(
    _ input: ProfileListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<ProfileView> {
    try tx.profilePage(input)
}

func listPublicProfiles(
    _ input: ProfileListInput, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicProfileView> {
    guard try tx.find(input.hamlet) != nil else { throw Refusal.notFound(.hamlet) }
    let granularity = PublicFigure.profilePersons.granularity
    let last = granularity.day(onOrBefore: input.day ?? tx.today, today: tx.today) ?? .firstDay
    let found = try tx.monthlyProfiles(
        of: input.hamlet, asOf: last, before: input.page.day(in: input.filter), limit: input.page.limit + 1)
    return Page(found.map { Published(value: $0) }, of: input.page, in: input.filter) {
        Int64($0.value.asOf.packed)
    }
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func profilePage(_ input: ProfileListInput) throws -> Page<ProfileView> {
        let found = try profiles(
            of: input.hamlet, asOf: input.day, before: input.page.day(in: input.filter),
            limit: input.page.limit + 1)
        return Page(found.map(ProfileView.init), of: input.page, in: input.filter) {
            Int64($0.value.asOf.packed)
        }
    }

    /// Checks that the occupation groups are configured for the hamlet's commune on that day.
    fileprivate borrowing func check(_ profile: Profile, in hamlet: Hamlet) throws {
        let areGrouped = !profile.facts.occupations.isEmpty
        let groups =
            areGrouped
            ? Parameter.terms(in: try value(of: .occupationGroups, in: hamlet.commune, on: profile.asOf)) : []
        try profile.facts.check(against: groups)
    }
}
