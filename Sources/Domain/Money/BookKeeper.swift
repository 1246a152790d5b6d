/// Whoever keeps books, as it is called and where it lies: today, or on the day of a voucher.
package struct BookKeeper: Hashable, Sendable {
    package let owner: FundOwner
    package let name: String
    /// The code of its unit: a hamlet's commune, a commune's own, or that of an organisation, which may be a province.
    package let unit: AdministrativeUnit.Code
    /// The days on which it exists, as far as they are known.
    package let validity: Validity
    /// The hamlet, when it is one.
    package let hamlet: Hamlet?

    package init(_ hamlet: Hamlet) {
        self.init(
            owner: .hamlet(hamlet.id), name: hamlet.name, unit: hamlet.commune, validity: hamlet.validity,
            hamlet: hamlet)
    }

    package init(_ commune: AdministrativeUnit) {
        self.init(
            owner: .commune(commune.id), name: commune.name, unit: commune.code, validity: commune.validity,
            hamlet: nil)
    }

    package init(_ organisation: Organisation) {
        self.init(
            owner: .organisation(organisation.id), name: organisation.name, unit: organisation.unit,
            validity: organisation.validity, hamlet: nil)
    }

    private init(
        owner: FundOwner, name: String, unit: AdministrativeUnit.Code, validity: Validity, hamlet: Hamlet?
    ) {
        self.owner = owner
        self.name = name
        self.unit = unit
        self.validity = validity
        self.hamlet = hamlet
    }
}
