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
