import Domain
import Store

struct NewProfileInput: Input {
    let hamlet: Hamlet.ID
    let asOf: LocalDate?
    let facts: Profile.Facts

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        asOf = decoder.date("as_of")
        facts = Profile.Facts(
            householdsCount: decoder.integer("households", in: 0...peopleMax),
            personsCount: decoder.integer("persons", in: 0...peopleMax),
            areaSquareMetres: decoder.optionalInteger("area_m2", in: 1...areaMax),
            occupations: decoder.occupations(),
            culturalHouseSquareMetres: decoder.optionalInteger("cultural_house_m2", in: 1...areaMax),
            culturalHouseSeatsCount: decoder.optionalInteger("cultural_house_seats", in: 1...peopleMax))
    }

    var target: Target? { Target(hamlet) }
}

/// A merge patch: null clears an area, the seats or the occupations.
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

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        householdsCount = decoder.optionalInteger("households", in: 0...peopleMax)
        personsCount = decoder.optionalInteger("persons", in: 0...peopleMax)
        area = decoder.integerChange("area_m2", in: 1...areaMax)
        let occupations = decoder.occupations()
        self.occupations =
            decoder.isNull("occupations")
            ? .cleared : decoder.contains("occupations") ? .set(occupations) : .unchanged
        houseArea = decoder.integerChange("cultural_house_m2", in: 1...areaMax)
        houseSeats = decoder.integerChange("cultural_house_seats", in: 1...peopleMax)
        decoder.requireNonNull("households", "persons")
    }

    var target: Target? { Target(id) }

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
    /// The list starts with the profile in force on this day.
    let day: LocalDate?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        day = decoder.optionalDate("as_of", in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }

    var filter: String { "profiles|\(hamlet.number)|\(day?.text ?? "")" }
}

/// More than any hamlet has, to catch typing errors.
private let peopleMax: Int64 = 1_000_000
/// 10,000 km², in square metres.
private let areaMax: Int64 = 10_000_000_000

extension RequestDecoder {
    fileprivate mutating func occupations() -> [Profile.Occupation] {
        objects("occupations", upTo: Profile.occupationsMax, isRequired: false) { decoder in
            Profile.Occupation(
                name: decoder.text("name", upTo: 100),
                personsCount: decoder.integer("persons", in: 1...peopleMax))
        }
    }
}
