/// The location of a resource: its units from the province down, and its hamlet followed by that hamlet's successors.
package struct Place: Hashable, Sendable {
    package let units: [AdministrativeUnit.Code]
    package let hamlets: [Hamlet.ID]

    package init(units: [AdministrativeUnit.Code], hamlets: [Hamlet.ID]) {
        self.units = units
        self.hamlets = hamlets
    }

    package init(units: [AdministrativeUnit.Code], hamlet: Hamlet.ID?) {
        self.init(units: units, hamlets: hamlet.map { [$0] } ?? [])
    }
}
