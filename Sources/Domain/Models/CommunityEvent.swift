/// An event of the movement (hoạt động cộng đồng), such as Green Sunday: who took part, and what came of it.
///
/// It counts participation, apart from labour contributions, and names no person.
///
/// - Source: DOMAIN §8.
package struct CommunityEvent: RecordedEntity, Hashable {
    package typealias ID = Identifier<CommunityEvent>

    package static let kind = EntityKind.communityEvent

    package enum Kind: String, CaseIterable, Sendable {
        /// Ngày Chủ nhật xanh.
        case greenSunday = "green_sunday"
        case treePlanting = "tree_planting"
        case roadRepair = "road_repair"
        case culture
        case other
    }

    package struct Facts: Hashable, Sendable {
        package var kind: Kind
        package var title: String
        package var heldOn: LocalDate
        package var householdsCount: Int64
        package var personsCount: Int64
        /// What can be counted of the result.
        package var outputs: [ItemQuantity]

        package init(
            kind: Kind, title: String, heldOn: LocalDate, householdsCount: Int64, personsCount: Int64,
            outputs: [ItemQuantity]
        ) {
            self.kind = kind
            self.title = title
            self.heldOn = heldOn
            self.householdsCount = householdsCount
            self.personsCount = personsCount
            self.outputs = outputs
        }

        /// - Throws: `.countTooSmall` for fewer persons than households.
        package func check() throws(Refusal) {
            guard personsCount >= householdsCount else {
                throw .countTooSmall(at: .persons, min: householdsCount)
            }
        }
    }

    package static let outputsMax = 20

    package let id: ID
    package let owner: Model.Owner
    /// Where it was held, on that day.
    package let unit: AdministrativeUnit.Code
    package let facts: Facts
    package let recording: Recording

    package init(
        id: ID, owner: Model.Owner, unit: AdministrativeUnit.Code, facts: Facts, recording: Recording
    ) {
        self.id = id
        self.owner = owner
        self.unit = unit
        self.facts = facts
        self.recording = recording
    }
}
