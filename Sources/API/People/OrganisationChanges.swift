import Domain
import Store

/// Absent members keep their value; a parent that is null ends with the change.
struct OrganisationChangeInput: Input {
    let id: Organisation.ID
    /// Nil means today.
    let day: LocalDate?
    let change: Organisation.Change

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        let name = decoder.optionalDonorName("name", upTo: 200)
        let kind = decoder.optionalText("type", upTo: 50).map(Organisation.Kind.init)
        let unit = decoder.optionalText("unit", upTo: 5)
        let parent: Change<Organisation.ID> = decoder.idChange("parent")
        day = decoder.optionalDate("effective_on")
        decoder.requireNonNull("name", "type", "unit")
        change = Organisation.Change(name: name, kind: kind, unit: unit, parent: parent.asOptional)
        if ["name", "type", "unit", "parent"].allSatisfy({ !decoder.contains($0) && !decoder.isNull($0) }) {
            decoder.addError(
                "name", .memberMissing, Sentence(vi: "chưa ghi gì thay đổi", en: "nothing would change"))
        }
    }

    var target: Target? { Target(id) }
}

struct OrganisationTransfer: Input {
    let id: Organisation.ID
    let unit: String
    /// Nil means today.
    let day: LocalDate?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        unit = decoder.text("unit", upTo: 5)
        day = decoder.optionalDate("effective_on")
    }

    var target: Target? { Target(id) }
}

/// An organisation's names, types, units and parents over time.
struct OrganisationHistoryView: Output {
    let organisation: Organisation
    /// Latest first; the first is the current version.
    let versions: [OrganisationVersionView]

    func write(to fields: inout some FieldWriter) {
        fields.object("organisation", OrganisationView(value: organisation))
        fields.list("history", versions)
    }
}

struct OrganisationVersionView: Output {
    let organisation: Organisation
    let validTo: LocalDate?

    func write(to fields: inout some FieldWriter) {
        fields.member("valid_from", organisation.currentFrom ?? organisation.validity.from)
        fields.member("valid_to", validTo)
        fields.member("name", organisation.name)
        fields.member("type", organisation.kind.rawValue)
        fields.member("unit", organisation.unit)
        fields.member("parent", organisation.parent)
    }
}

func changeOrganisation(
    _ input: OrganisationChangeInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> OrganisationView {
    try tx.change(input.id, input.change, on: input.day, by: caller)
}

func transferOrganisation(
    _ input: OrganisationTransfer, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> OrganisationView {
    try tx.change(input.id, Organisation.Change(unit: input.unit), on: input.day, by: caller)
}

func showOrganisationHistory(
    _ input: PathInput<Organisation>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> OrganisationHistoryView {
    let organisation = try tx.existing(input.id)
    var versions = [OrganisationVersionView(organisation: organisation, validTo: organisation.validity.to)]
    for (version, validTo) in try tx.previousVersions(of: organisation).reversed() {
        versions.append(OrganisationVersionView(organisation: version, validTo: validTo))
    }
    return OrganisationHistoryView(organisation: organisation, versions: versions)
}

extension WriteTransaction {
    /// Stores what becomes of an organisation from `day` on, which is today by default.
    ///
    /// Its records name its unit, and its gifts are state support when it is a state agency, so that nothing that does
    /// may be dated on or after a change of the two.
    ///
    /// - Throws: `Refusal.closed` for one that was dissolved; `.dateOutOfRange`; `.unknownReference`;
    ///   `.recordsAfterEffectiveDate`.
    fileprivate borrowing func change(
        _ id: Organisation.ID, _ change: Organisation.Change, on day: LocalDate?, by caller: Caller
    ) throws -> OrganisationView {
        let old = try existing(id)
        try old.checkOpen(on: today)
        let day = try effectiveDate(day, named: .effectiveOn, by: BookKeeper(old))
        if let unit = change.unit {
            guard let scope = try resourceScope(of: .unit(unit)), caller.canSee(scope.place),
                try self.unit(unit, on: day) != nil
            else { throw Refusal.unknownReference(.unit, at: .unit) }
        }
        let organisation = try old.changed(change, on: day)
        if organisation.kind != old.kind { try check(organisation.kind, in: organisation.unit, on: day) }
        if let parent = organisation.parent, change.unit != nil || change.parent != nil {
            let field: Field = change.parent == nil ? .unit : .parent
            try check(parent, of: organisation.unit, on: day, named: field)
            // The schema takes only a parent that was recorded before its branch.
            if change.parent != nil, try parent.number >= id.number || isBranch(parent, of: id, from: day) {
                throw Refusal.unknownReference(.organisation, at: .parent)
            }
        }
        let later = try laterRecords(
            of: id, from: day, keepingUnit: organisation.unit != old.unit,
            keepingKind: organisation.kind != old.kind)
        guard later.isEmpty else { throw Refusal.recordsAfterEffectiveDate(later) }
        try self.change(organisation, from: old, named: change.name == nil ? .unit : .name)
        return OrganisationView(value: organisation)
    }
}

extension Reading where Self: ~Copyable {
    /// Checks that the type is one that the office set for `day`.
    ///
    /// - Throws: `Refusal.valueNotListed`, `.parameterMissing`.
    borrowing func check(
        _ kind: Organisation.Kind, in unit: AdministrativeUnit.Code, on day: LocalDate
    ) throws {
        let kinds = Parameter.terms(in: try value(of: .organisationTypes, in: unit, on: day))
        guard kinds.contains(kind.rawValue) else { throw Refusal.valueNotListed(at: .type, values: kinds) }
    }

    /// Checks that a branch belongs on `day` to its organisation's unit or below it, and that the organisation exists
    /// on that day and today.
    ///
    /// - Throws: `Refusal.unknownReference`.
    borrowing func check(
        _ parent: Organisation.ID, of unit: AdministrativeUnit.Code, on day: LocalDate, named field: Field
    ) throws {
        guard let organisation = try find(parent), organisation.validity.contains(day),
            organisation.validity.contains(today),
            try unitPath(unit, on: day)?.contains(version(of: organisation, on: day).unit) == true
        else { throw Refusal.unknownReference(.organisation, at: field) }
    }

    /// A page of a list as of `day`, and one more.
    borrowing func organisations(
        of input: OrganisationListInput, on day: LocalDate
    ) throws -> [Organisation] {
        let (search, limit) = (input.search, input.page.limit + 1)
        guard search.accentedKey != nil else {
            return try organisations(
                below: input.unit, on: day, search: search.key, parent: input.parent,
                after: try input.page.number(in: input.filter), limit: limit)
        }
        let after = try input.page.ranked(in: input.filter)
        let found = try organisations(
            below: input.unit, on: day, search: search.key, parent: input.parent, after: nil, limit: Int.max)
        return search.ranked(found, limit: limit, name: \.name) { organisation, isExact in
            after?.precedes(organisation.id.number, isExact: isExact) ?? true
        }
    }
}

extension OrganisationHistoryView {
    static var sample: OrganisationHistoryView {
        OrganisationHistoryView(organisation: .sample, versions: [.sample])
    }
}

extension OrganisationVersionView {
    static var sample: OrganisationVersionView {
        OrganisationVersionView(organisation: .sample, validTo: nil)
    }
}
