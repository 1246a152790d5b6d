package import Domain
package import SQLite

/// The unit in which an owner of books is from a day on, until its next stay.
///
/// A hamlet is in its commune of the day, an organisation in its unit of the day. A commune is in itself.
package struct OwnerStay: Hashable, Sendable {
    package let unit: AdministrativeUnit.Code
    /// Such as 20261123; 0 for all days before the next stay.
    package let first: Int64

    package init(unit: AdministrativeUnit.Code, first: Int64) {
        self.unit = unit
        self.first = first
    }

    /// The stays without those that change nothing; the first one is from ever, so that each day is in one.
    package static func joined(_ stays: [OwnerStay]) -> [OwnerStay] {
        var joined: [OwnerStay] = []
        for stay in stays where stay.unit != joined.last?.unit {
            joined.append(joined.isEmpty ? OwnerStay(unit: stay.unit, first: 0) : stay)
        }
        return joined
    }
}

extension Connection {
    /// Where `owner` was, in order; empty for an owner that does not exist.
    package func stays(of owner: FundOwner) throws -> [OwnerStay] {
        let found =
            switch owner {
            case .hamlet(let hamlet): try all(staysOfHamlet, hamlet, read: readStay)
            case .commune(let unit):
                try all("SELECT code, 0 FROM unit WHERE id = ?1", unit, read: readStay)
            case .organisation(let organisation):
                try all(staysOfOrganisation, organisation, read: readStay)
            }
        return OwnerStay.joined(found)
    }

    /// Where every owner of books was, hamlets first.
    package func staysOfOwners() throws -> [(owner: FundOwner, stays: [OwnerStay])] {
        var all: [(owner: FundOwner, stays: [OwnerStay])] = []
        var last: FundOwner?
        var stays: [OwnerStay] = []
        func end() {
            if let last { all.append((last, OwnerStay.joined(stays))) }
        }
        for query in [staysOfHamlets, staysOfOthers] {
            try forEach(query) { row in
                let owner: FundOwner =
                    switch row.integer(2) {
                    case 0: .hamlet(row.id(3))
                    case 1: .commune(row.id(3))
                    default: .organisation(row.id(3))
                    }
                if owner != last {
                    end()
                    (last, stays) = (owner, [])
                }
                stays.append(readStay(row))
            }
        }
        end()
        return all
    }
}

private func readStay(_ row: borrowing Row) -> OwnerStay {
    OwnerStay(unit: row.text(0), first: row.integer(1))
}

private let staysOfHamlet = Query(
    """
    SELECT commune, coalesce(current_from, 0) FROM hamlet WHERE id = ?1
    UNION ALL
    SELECT commune, coalesce(valid_from, 0) FROM hamlet_version WHERE hamlet = ?1
    ORDER BY 2
    """)

private let staysOfOrganisation = Query(
    """
    SELECT unit, coalesce(current_from, 0) FROM organisation WHERE id = ?1
    UNION ALL
    SELECT unit, coalesce(valid_from, 0) FROM organisation_version WHERE organisation = ?1
    ORDER BY 2
    """)

private let staysOfHamlets = Query(
    """
    SELECT commune, coalesce(current_from, 0) AS first, 0, id FROM hamlet
    UNION ALL
    SELECT commune, coalesce(valid_from, 0), 0, hamlet FROM hamlet_version
    ORDER BY 4, 2
    """)

private let staysOfOthers = Query(
    """
    SELECT code, 0, 1, fund_owner.unit FROM fund_owner JOIN unit ON unit.id = fund_owner.unit
    UNION ALL
    SELECT organisation.unit, coalesce(current_from, 0), 2, organisation.id
    FROM fund_owner JOIN organisation ON organisation.id = fund_owner.organisation
    UNION ALL
    SELECT former.unit, coalesce(former.valid_from, 0), 2, former.organisation
    FROM fund_owner JOIN organisation_version AS former ON former.organisation = fund_owner.organisation
    ORDER BY 3, 4, 2
    """)
