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
        if let household: Household.ID = row.optionalID(3) { return .household(household) }
        if let organisation: Organisation.ID = row.optionalID(4) { return .organisation(organisation) }
        let kind: Sponsor.Kind = row.choice(6)
        let level = row.optionalText(28)
        row.validate((kind == .state) == (level != nil), "state support has its level")
        guard kind == .state, level != nil else {
            return .sponsor(Sponsor(name: row.text(5), kind: kind == .state ? .person : kind))
        }
        return .sponsor(Sponsor(name: row.text(5), kind: kind, level: row.choice(28)))
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
