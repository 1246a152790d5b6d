/// One unit's life that ended, and one that took over (from) it: merged, split, renamed or put on another level.
///
/// The successor is there on the day after the predecessor's last, so that there are no circles: each step goes on in
/// time.
///
/// - Source: DOMAIN §3; resolutions of the National Assembly's Standing Committee on arranging units.
package struct UnitSuccession: Entity, Hashable {
    package typealias ID = Identifier<UnitSuccession>

    package static let kind = EntityKind.unitSuccession

    package let id: ID
    package let predecessor: AdministrativeUnit.ID
    package let successor: AdministrativeUnit.ID
    /// Of the resolution, such as `1678/NQ-UBTVQH15`.
    package let decisionNumber: String?
    package let decidedOn: LocalDate?

    package init(
        id: ID, predecessor: AdministrativeUnit.ID, successor: AdministrativeUnit.ID, decisionNumber: String?,
        decidedOn: LocalDate?
    ) {
        self.id = id
        self.predecessor = predecessor
        self.successor = successor
        self.decisionNumber = decisionNumber
        self.decidedOn = decidedOn
    }
}
