import Domain
import Store

struct NewProfileInput: Input {
    let hamlet: Hamlet.ID
    let asOf: LocalDate?
    let facts: Profile.Facts

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        asOf = decoder.date("as_of")
        facts = Profile.Facts(from: &decoder)
    }

    var target: Target? { Target(hamlet) }
}

/// In a merge patch, null clears an area, the seats or the occupations.
extension Profile.Facts: Editable {
    static let blank = Profile.Facts(
        householdsCount: 0, personsCount: 0, areaSquareMetres: nil, occupations: [],
        culturalHouseSquareMetres: nil, culturalHouseSeatsCount: nil)

    static func edits(from decoder: inout RequestDecoder, isNew: Bool) -> Edits<Self> {
        var edits = Edits<Self>()
        edits.set(
            \.householdsCount, to: decoder.optionalInteger("households", in: 0...peopleMax, isRequired: isNew)
        )
        edits.set(
            \.personsCount, to: decoder.optionalInteger("persons", in: 0...peopleMax, isRequired: isNew))
        edits.set(\.areaSquareMetres, to: decoder.integerChange("area_m2", in: 1...areaMax))
        let occupations = decoder.optionalObjects("occupations", upTo: Profile.occupationsMax) { decoder in
            Profile.Occupation(
                name: decoder.name("name", upTo: 100),
                personsCount: decoder.integer("persons", in: 1...peopleMax))
        }
        edits.set(\.occupations, to: decoder.isNull("occupations") ? [] : occupations)
        edits.set(
            \.culturalHouseSquareMetres, to: decoder.integerChange("cultural_house_m2", in: 1...areaMax))
        edits.set(
            \.culturalHouseSeatsCount, to: decoder.integerChange("cultural_house_seats", in: 1...peopleMax))
        if !isNew { decoder.requireNonNull("households", "persons") }
        return edits
    }
}

struct ProfileListInput: Input {
    let hamlet: Hamlet.ID
    /// The list starts with the profile in force on this day; nil means today.
    let day: LocalDate?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("id", in: .path)
        day = decoder.optionalRecordedDate("as_of")
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }

    var filter: String { "profiles|\(hamlet.number)|\(day?.text ?? "")" }
}

/// More than any hamlet has, to catch typing errors.
private let peopleMax: Int64 = 1_000_000
/// 10,000 km², in square metres.
private let areaMax: Int64 = 10_000_000_000
