/// An organisation that donates, organises or owns a model: a union, a front committee, a company, or a branch of
/// one.
package struct Organisation: VersionedEntity, Hashable {
    package typealias ID = Identifier<Organisation>

    package static let kind = EntityKind.organisation

    /// The type of organisation, from the list set in `Parameter.Key.organisationTypes`.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        package static let womensUnion = Kind(rawValue: "womens_union")
        /// Its money is state support.
        package static let stateAgency = Kind(rawValue: "state_agency")
    }

    package let id: ID
    package let name: String
    package let kind: Kind
    /// The code of the unit that the organisation belongs to.
    package private(set) var unit: AdministrativeUnit.Code
    /// The organisation that this one is a branch of (chi hội, chi đoàn).
    package let parent: ID?
    /// From the day of its founding to that of its dissolution, each as far as it is known.
    package private(set) var validity: Validity
    package private(set) var version: Int64

    package init(
        id: ID, name: String, kind: Kind, unit: AdministrativeUnit.Code, parent: ID? = nil,
        validity: Validity = Validity(from: nil), version: Int64
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.unit = unit
        self.parent = parent
        self.validity = validity
        self.version = version
    }

    /// The organisation reassigned to `unit`.
    ///
    /// - Throws: `.noChange` when it already belongs there.
    package func moved(to unit: AdministrativeUnit.Code) throws(Refusal) -> Organisation {
        guard unit != self.unit else { throw .noChange(at: .unit) }
        var organisation = self
        organisation.unit = unit
        organisation.version += 1
        return organisation
    }

    /// The organisation with other days of founding and dissolution.
    ///
    /// - Throws: `.noChange` when they are these already.
    package func lasting(_ validity: Validity) throws(Refusal) -> Organisation {
        guard validity != self.validity else { throw .noChange(at: .validFrom) }
        var organisation = self
        organisation.validity = validity
        organisation.version += 1
        return organisation
    }
}
