package import Domain
import SQLite

/// What a request is about: it stands in a place, and may have a version.
package enum ResourceRef: Hashable, Sendable {
    case unit(AdministrativeUnit.Code)
    case hamlet(Hamlet.ID)
    case household(Household.ID)
    case organisation(Organisation.ID)
    case fund(Fund.ID)
    case pledge(Pledge.ID)
    case contribution(Contribution.ID)
    case expenditure(Expenditure.ID)
    case token(AccessToken.ID)
    case model(Model.ID)
    case decision(Decision.ID)
    case consultation(Consultation.ID)
    case profile(Profile.ID)
    case reorganisation(Reorganisation.ID)

    package var entity: EntityKind {
        switch self {
        case .unit: .unit
        case .hamlet: .hamlet
        case .household: .household
        case .organisation: .organisation
        case .fund: .fund
        case .pledge: .pledge
        case .contribution: .contribution
        case .expenditure: .expenditure
        case .token: .token
        case .model: .model
        case .decision: .decision
        case .consultation: .consultation
        case .profile: .profile
        case .reorganisation: .reorganisation
        }
    }
}

/// Where a subject stands now, and at which version.
package struct ResourceScope: Hashable, Sendable {
    package let place: Place
    /// 0 for subjects without versions.
    package let version: Int64
    /// The last day of its hamlet, when that was closed.
    package let hamletEnd: LocalDate?
}

extension Reading where Self: ~Copyable {
    /// Where `subject` stands today, or nil when it does not exist.
    ///
    /// What stands in a hamlet that was closed stands in those that took over from it too: their people answer for it.
    package borrowing func resourceScope(of subject: ResourceRef) throws -> ResourceScope? {
        switch subject {
        case .unit(let code): try resourceScope(inUnit: code, hamlet: nil, version: 0, end: nil)
        case .hamlet(let id):
            try resourceScope(
                connection.first(
                    "SELECT id, commune, version, valid_to FROM hamlet WHERE id = ?1", id,
                    read: readResourceScope)
            )
        case .household(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, household.version, hamlet.valid_to
                    FROM household JOIN hamlet ON hamlet.id = household.hamlet
                    WHERE household.id = ?1
                    """, id, read: readResourceScope))
        case .fund(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, fund.version, hamlet.valid_to
                    FROM fund JOIN hamlet ON hamlet.id = fund.hamlet
                    WHERE fund.id = ?1
                    """, id, read: readResourceScope))
        case .pledge(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, pledge.version, hamlet.valid_to
                    FROM pledge JOIN hamlet ON hamlet.id = pledge.hamlet
                    WHERE pledge.id = ?1
                    """, id, read: readResourceScope))
        case .contribution(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, contribution.version, hamlet.valid_to
                    FROM contribution JOIN hamlet ON hamlet.id = contribution.hamlet
                    WHERE contribution.id = ?1
                    """, id, read: readResourceScope))
        case .expenditure(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, expenditure.version, hamlet.valid_to
                    FROM expenditure JOIN hamlet ON hamlet.id = expenditure.hamlet
                    WHERE expenditure.id = ?1
                    """, id, read: readResourceScope))
        case .organisation(let id):
            try resourceScope(
                connection.first(
                    "SELECT NULL, unit, version, NULL FROM organisation WHERE id = ?1", id,
                    read: readResourceScope
                ))
        case .token(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT access_token.hamlet, coalesce(hamlet.commune, access_token.unit_code), 0, NULL
                    FROM access_token LEFT JOIN hamlet ON hamlet.id = access_token.hamlet
                    WHERE access_token.id = ?1
                    """, id, read: readResourceScope))
        case .model(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT model.hamlet, coalesce(hamlet.commune, organisation.unit), model.version, hamlet.valid_to
                    FROM model
                    LEFT JOIN hamlet ON hamlet.id = model.hamlet
                    LEFT JOIN organisation ON organisation.id = model.organisation
                    WHERE model.id = ?1
                    """, id, read: readResourceScope))
        case .decision(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT decision.hamlet, coalesce(hamlet.commune, decision.commune), decision.version, hamlet.valid_to
                    FROM decision LEFT JOIN hamlet ON hamlet.id = decision.hamlet
                    WHERE decision.id = ?1
                    """, id, read: readResourceScope))
        case .consultation(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT consultation.hamlet, coalesce(hamlet.commune, consultation.commune), consultation.version, hamlet.valid_to
                    FROM consultation LEFT JOIN hamlet ON hamlet.id = consultation.hamlet
                    WHERE consultation.id = ?1
                    """, id, read: readResourceScope))
        case .profile(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, profile.version, hamlet.valid_to
                    FROM profile JOIN hamlet ON hamlet.id = profile.hamlet
                    WHERE profile.id = ?1
                    """, id, read: readResourceScope))
        // Where its first hamlet is: those of a transfer have one commune afterwards.
        case .reorganisation(let id):
            try resourceScope(
                connection.first(
                    """
                    SELECT hamlet.id, hamlet.commune, 1, hamlet.valid_to
                    FROM reorganisation_hamlet JOIN hamlet ON hamlet.id = predecessor
                    WHERE reorganisation = ?1
                    ORDER BY number
                    LIMIT 1
                    """, id, read: readResourceScope))
        }
    }

    private borrowing func resourceScope(
        _ found: (hamlet: Hamlet.ID?, unit: AdministrativeUnit.Code, version: Int64, end: LocalDate?)?
    ) throws -> ResourceScope? {
        guard let found else { return nil }
        return try resourceScope(
            inUnit: found.unit, hamlet: found.hamlet, version: found.version, end: found.end)
    }

    private borrowing func resourceScope(
        inUnit code: AdministrativeUnit.Code, hamlet: Hamlet.ID?, version: Int64, end: LocalDate?
    ) throws -> ResourceScope? {
        guard let path = try unitPath(code, on: today) else { return nil }
        var hamlets = hamlet.map { [$0] } ?? []
        if let hamlet, end != nil { hamlets = try lineage(after: hamlet) }
        return ResourceScope(place: Place(units: path, hamlets: hamlets), version: version, hamletEnd: end)
    }
}

private func readResourceScope(
    _ row: borrowing Row
) -> (hamlet: Hamlet.ID?, unit: AdministrativeUnit.Code, version: Int64, end: LocalDate?) {
    (row.optionalID(0), row.text(1), row.integer(2), row.optionalDate(3))
}
