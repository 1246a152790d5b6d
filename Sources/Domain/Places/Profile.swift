/// A hamlet's profile on a date (hồ sơ thôn xóm): counts of households and persons, area, cultural house.
///
/// It holds no religion, ethnicity or political affiliation, and names no person.
///
/// - Source: DOMAIN §1 for the article's facts about Hamlet 9 and Hamlet 1, §10 for what must not be stored.
package struct Profile: RecordedEntity, Hashable {
    package typealias ID = Identifier<Profile>

    package static let kind = EntityKind.profile

    /// The number of persons in one occupation group.
    package struct Occupation: Hashable, Sendable {
        package let name: String
        package let personsCount: Int64

        package init(name: String, personsCount: Int64) {
            self.name = name
            self.personsCount = personsCount
        }
    }

    package struct Facts: Hashable, Sendable {
        package var householdsCount: Int64
        package var personsCount: Int64
        /// Area of the whole hamlet.
        package var areaSquareMetres: Int64?
        /// Occupation groups from the list configured by the office, in the order of the request.
        package var occupations: [Occupation]
        package var culturalHouseSquareMetres: Int64?
        package var culturalHouseSeatsCount: Int64?

        package init(
            householdsCount: Int64, personsCount: Int64, areaSquareMetres: Int64?, occupations: [Occupation],
            culturalHouseSquareMetres: Int64?, culturalHouseSeatsCount: Int64?
        ) {
            self.householdsCount = householdsCount
            self.personsCount = personsCount
            self.areaSquareMetres = areaSquareMetres
            self.occupations = occupations
            self.culturalHouseSquareMetres = culturalHouseSquareMetres
            self.culturalHouseSeatsCount = culturalHouseSeatsCount
        }

        /// Checks that the facts are consistent.
        ///
        /// - Parameter groups: the configured occupation groups.
        /// - Throws: `.countTooSmall` for fewer persons than households; `.countTooLarge` when the occupations add up
        ///   to more persons than the hamlet has; `.occupationUnknown`, `.occupationRepeated`.
        package func check(against groups: [String]) throws(Refusal) {
            guard personsCount >= householdsCount else {
                throw .countTooSmall(at: .persons, min: householdsCount)
            }
            var names: Set<String> = []
            var rest = personsCount
            for (index, occupation) in occupations.enumerated() {
                guard groups.contains(occupation.name) else {
                    throw .occupationUnknown(at: Field.occupations[index].member(.name), groups: groups)
                }
                guard names.insert(occupation.name).inserted else {
                    throw .occupationRepeated(at: Field.occupations[index].member(.name))
                }
                guard occupation.personsCount <= rest else {
                    throw .countTooLarge(at: Field.occupations[index].member(.persons), max: rest)
                }
                rest -= occupation.personsCount
            }
        }
    }

    package let id: ID
    package let hamlet: Hamlet.ID
    package let asOf: LocalDate
    package let facts: Facts
    package let recording: Recording

    package static let occupationsMax = 30

    package init(id: ID, hamlet: Hamlet.ID, asOf: LocalDate, facts: Facts, recording: Recording) {
        self.id = id
        self.hamlet = hamlet
        self.asOf = asOf
        self.facts = facts
        self.recording = recording
    }
}
