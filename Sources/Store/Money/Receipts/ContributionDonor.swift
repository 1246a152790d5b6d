package import Domain
import SQLite

extension Contribution {
    /// The donor in a row of the table.
    static func readDonor(_ row: borrowing Row) -> Donor {
        let areThere = [
            row.optionalInteger(3) != nil, row.optionalInteger(4) != nil, row.optionalText(5) != nil,
        ]
        row.validate(areThere.count { $0 } == 1, "a contribution has one donor")
        row.validate((row.optionalText(6) != nil) == areThere[2], "a sponsor has a name and a kind")
        let hasForm = row.optionalText(46) != nil || row.optionalText(28) != nil
        row.validate(areThere[2] || !hasForm, "only a sponsor has a form and a level")
        if let household: Household.ID = row.optionalID(3) { return .household(household) }
        if let organisation: Organisation.ID = row.optionalID(4) { return .organisation(organisation) }
        let (form, isPerson) = (row.optionalText(46), row.optionalText(6) == Sponsor.Kind.person.rawValue)
        row.validate(form == nil || isPerson, "a couple or a group is of persons")
        let kind: Sponsor.Kind = form != nil && isPerson ? row.choice(46) : row.choice(6)
        row.validate(kind.columns.form == form, "a couple and a group are forms, other kinds are not")
        let level = row.optionalText(28)
        row.validate((kind == .state) == (level != nil), "state support has its level")
        guard kind == .state, level != nil else {
            return .sponsor(Sponsor(name: row.text(5), kind: kind == .state ? .person : kind))
        }
        return .sponsor(Sponsor(name: row.text(5), kind: kind, level: row.choice(28)))
    }
}

extension Contribution.Sponsor.Kind {
    /// The columns of a kind: a couple and a group are persons, in a form of their own.
    var columns: (kind: String, form: String?) {
        switch self {
        case .couple, .group: (Self.person.rawValue, rawValue)
        case .personAway, .person, .company, .state: (rawValue, nil)
        }
    }
}

extension Contribution.Donor {
    package var household: Household.ID? {
        if case .household(let household) = self { household } else { nil }
    }

    package var organisation: Organisation.ID? {
        if case .organisation(let organisation) = self { organisation } else { nil }
    }

    package var sponsor: Contribution.Sponsor? {
        if case .sponsor(let sponsor) = self { sponsor } else { nil }
    }
}

extension Contribution {
    /// The household that takes part by it: not by what is collected for others.
    package var participant: Household.ID? { passesThrough ? nil : donor.household }
}
