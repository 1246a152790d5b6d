package import Domain

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
