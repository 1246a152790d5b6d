import Domain
import Store

struct ProfileInput: Input {
    let id: Profile.ID

    init(from form: inout Form) { id = form.id("id", in: .path) }

    var target: Target? { Target(.profile(id)) }
}

struct NewProfileInput: Input {
    let hamlet: Hamlet.ID
    let asOf: LocalDate?
    let facts: Profile.Facts

    init(from form: inout Form) {
        hamlet = form.id("id", in: .path)
        asOf = form.date("as_of")
        facts = Profile.Facts(
            householdsCount: form.integer("households", in: 0...peopleMax),
            personsCount: form.integer("persons", in: 0...peopleMax),
            areaSquareMetres: form.optionalInteger("area_m2", in: 1...areaMax),
            occupations: form.occupations(),
            culturalHouseSquareMetres: form.optionalInteger("cultural_house_m2", in: 1...areaMax),
            culturalHouseSeatsCount: form.optionalInteger("cultural_house_seats", in: 1...peopleMax))
    }

    var target: Target? { Target(.hamlet(hamlet)) }
}

/// Members that are absent stay as they are; null takes an area, the seats or the occupations away.
///
/// - Source: RFC 7396.
struct ProfileCorrection: Input {
    let id: Profile.ID
    let householdsCount: Int64?
    let personsCount: Int64?
    let area: Change<Int64>
    let occupations: Change<[Profile.Occupation]>
    let houseArea: Change<Int64>
    let houseSeats: Change<Int64>

    init(from form: inout Form) {
        id = form.id("id", in: .path)
        householdsCount = form.optionalInteger("households", in: 0...peopleMax)
        personsCount = form.optionalInteger("persons", in: 0...peopleMax)
        area = form.integerChange("area_m2", in: 1...areaMax)
        let occupations = form.occupations()
        self.occupations =
            form.clears("occupations") ? .cleared : form.names("occupations") ? .set(occupations) : .kept
        houseArea = form.integerChange("cultural_house_m2", in: 1...areaMax)
        houseSeats = form.integerChange("cultural_house_seats", in: 1...peopleMax)
        form.keep("households", "persons")
    }

    var target: Target? { Target(.profile(id)) }

    func applied(to old: Profile) -> Profile {
        let facts = Profile.Facts(
            householdsCount: householdsCount ?? old.facts.householdsCount,
            personsCount: personsCount ?? old.facts.personsCount,
            areaSquareMetres: area.applied(to: old.facts.areaSquareMetres),
            occupations: occupations.applied(to: old.facts.occupations) ?? [],
            culturalHouseSquareMetres: houseArea.applied(to: old.facts.culturalHouseSquareMetres),
            culturalHouseSeatsCount: houseSeats.applied(to: old.facts.culturalHouseSeatsCount))
        return Profile(
            id: old.id, hamlet: old.hamlet, asOf: old.asOf, facts: facts, recordedBy: old.recordedBy,
            recordedAt: old.recordedAt, version: old.version + 1)
    }
}

struct ProfileListInput: Input {
    let hamlet: Hamlet.ID
    /// Only the profile that held on the day and those before it.
    let day: LocalDate?
    let page: PageRequest

    init(from form: inout Form) {
        hamlet = form.id("id", in: .path)
        day = form.optionalDate("as_of", in: .query)
        page = PageRequest(from: &form)
    }

    var target: Target? { Target(.hamlet(hamlet)) }

    var filter: String { "profiles|\(hamlet.number)|\(day?.text ?? "")" }
}

/// More than any hamlet has: a typing error.
private let peopleMax: Int64 = 1_000_000
/// 10,000 km², in square metres.
private let areaMax: Int64 = 10_000_000_000

extension Form {
    fileprivate mutating func occupations() -> [Profile.Occupation] {
        objects("occupations", upTo: Profile.occupationsMax, isRequired: false) { form in
            Profile.Occupation(
                name: form.text("name", upTo: 100), personsCount: form.integer("persons", in: 1...peopleMax))
        }
    }
}
