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
    package private(set) var name: String
    package private(set) var kind: Kind
    /// The code of the unit that the organisation belongs to.
    package private(set) var unit: AdministrativeUnit.Code
    /// The organisation that this one is a branch of (chi hội, chi đoàn).
    package private(set) var parent: ID?
    /// From the day of its founding to that of its dissolution, each as far as it is known.
    package private(set) var validity: Validity
    /// The first day of the current name, type, unit and parent, or nil when they date from its own first day.
    package private(set) var currentFrom: LocalDate?
    package private(set) var version: Int64

    package init(
        id: ID, name: String, kind: Kind, unit: AdministrativeUnit.Code, parent: ID? = nil,
        validity: Validity = Validity(from: nil), currentFrom: LocalDate? = nil, version: Int64
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.unit = unit
        self.parent = parent
        self.validity = validity
        self.currentFrom = currentFrom
        self.version = version
    }

    /// The organisation as `change` says, from `day` on.
    ///
    /// - Throws: `.dateOutOfRange` when `day` is before the current version's first day, or not after the
    ///   organisation's own first day; `.noChange`.
    package func changed(_ change: Change, on day: LocalDate) throws(Refusal) -> Organisation {
        // `<`, not `<=`: two changes may take effect on the same day, one after the other.
        if let currentFrom, day < currentFrom {
            throw .dateOutOfRange(at: .effectiveOn, from: currentFrom, to: nil)
        }
        if let from = validity.from, day <= from {
            throw .dateOutOfRange(at: .effectiveOn, from: from.next, to: nil)
        }
        var organisation = self
        organisation.name = change.name ?? name
        organisation.kind = change.kind ?? kind
        organisation.unit = change.unit ?? unit
        if let parent = change.parent { organisation.parent = parent }
        guard organisation != self else { throw .noChange(at: change.field) }
        organisation.currentFrom = day
        organisation.version += 1
        return organisation
    }

    /// This version of the organisation with the days of its existence as they are known now.
    package func existing(during validity: Validity) -> Organisation {
        var organisation = self
        organisation.validity = validity
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

extension Organisation {
    /// What changes about an organisation from a day on; nil for what stays.
    package struct Change: Hashable, Sendable {
        package let name: String?
        package let kind: Kind?
        package let unit: AdministrativeUnit.Code?
        /// `.some(nil)` when it is no branch any more.
        package let parent: ID??

        package init(
            name: String? = nil, kind: Kind? = nil, unit: AdministrativeUnit.Code? = nil, parent: ID?? = nil
        ) {
            self.name = name
            self.kind = kind
            self.unit = unit
            self.parent = parent
        }

        /// The first member that it names.
        fileprivate var field: Field {
            if name != nil { return .name }
            if kind != nil { return .type }
            return unit != nil ? .unit : .parent
        }
    }
}
