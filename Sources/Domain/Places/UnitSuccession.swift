/// The link from a unit that ended to one of its successors: by merger, split, renaming or change of level.
///
/// The successor exists on the day after the predecessor's last. Every link therefore leads forward in time, and
/// there are no cycles.
///
/// - Source: DOMAIN §3; resolutions of the National Assembly's Standing Committee on reorganising units.
package struct UnitSuccession: Entity, Hashable {
    package typealias ID = Identifier<UnitSuccession>

    package static let kind = EntityKind.unitSuccession

    package let id: ID
    package let predecessor: AdministrativeUnit.ID
    package let successor: AdministrativeUnit.ID
    /// The number of the resolution, such as `1678/NQ-UBTVQH15`.
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
