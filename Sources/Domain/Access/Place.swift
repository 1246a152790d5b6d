/// Where something stands: the units from the province down, and its hamlets: one, and those that took over from it.
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
