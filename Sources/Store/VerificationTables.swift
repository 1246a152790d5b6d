import Domain
import SQLite

/// SQL that differs by table only, whole each time, so that it can be read and found.
extension Verifier {
    /// The lowest and the highest number of a pass, 0 for both when there is none.
    ///
    /// Rows whose numbers are not between them belong to the first and the last part.
    func numbers(of pass: VerificationPart.Pass) throws -> (first: Int64, last: Int64) {
        let sql: StaticString =
            switch pass {
            case .journal:
                "SELECT (SELECT min(position) FROM journal), (SELECT max(position) FROM journal)"
            case .postings: "SELECT (SELECT min(id) FROM posting), (SELECT max(id) FROM posting)"
            case .rows(let entity), .formers(let entity): entity.numbers
            case .books: EntityKind.hamlet.numbers
            }
        let numbers = try connection.first(sql) { row in
            (row.optionalInteger(0) ?? 0, row.optionalInteger(1) ?? 0)
        }
        return numbers ?? (0, 0)
    }
}

extension EntityKind {
    fileprivate var numbers: StaticString {
        switch self {
        case .unit: "SELECT (SELECT min(id) FROM unit), (SELECT max(id) FROM unit)"
        case .hamlet: "SELECT (SELECT min(id) FROM hamlet), (SELECT max(id) FROM hamlet)"
        case .household: "SELECT (SELECT min(id) FROM household), (SELECT max(id) FROM household)"
        case .organisation: "SELECT (SELECT min(id) FROM organisation), (SELECT max(id) FROM organisation)"
        case .fund: "SELECT (SELECT min(id) FROM fund), (SELECT max(id) FROM fund)"
        case .pledge: "SELECT (SELECT min(id) FROM pledge), (SELECT max(id) FROM pledge)"
        case .contribution: "SELECT (SELECT min(id) FROM contribution), (SELECT max(id) FROM contribution)"
        case .expenditure: "SELECT (SELECT min(id) FROM expenditure), (SELECT max(id) FROM expenditure)"
        case .user: "SELECT (SELECT min(id) FROM user_account), (SELECT max(id) FROM user_account)"
        case .token: "SELECT (SELECT min(id) FROM access_token), (SELECT max(id) FROM access_token)"
        case .model: "SELECT (SELECT min(id) FROM model), (SELECT max(id) FROM model)"
        case .appraisal: "SELECT (SELECT min(id) FROM appraisal), (SELECT max(id) FROM appraisal)"
        case .criteriaSet: "SELECT (SELECT min(id) FROM criteria_set), (SELECT max(id) FROM criteria_set)"
        case .parameter: "SELECT (SELECT min(id) FROM parameter), (SELECT max(id) FROM parameter)"
        case .decision: "SELECT (SELECT min(id) FROM decision), (SELECT max(id) FROM decision)"
        case .consultation: "SELECT (SELECT min(id) FROM consultation), (SELECT max(id) FROM consultation)"
        case .profile: "SELECT (SELECT min(id) FROM profile), (SELECT max(id) FROM profile)"
        case .unitSuccession:
            "SELECT (SELECT min(id) FROM unit_succession), (SELECT max(id) FROM unit_succession)"
        case .reorganisation:
            "SELECT (SELECT min(id) FROM reorganisation), (SELECT max(id) FROM reorganisation)"
        }
    }

    /// The recorded subjects that have no row, with their positions.
    var missingRows: StaticString {
        switch self {
        case .unit:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'unit.recorded' AND subject NOT IN (SELECT id FROM unit)
            ORDER BY position
            """
        case .hamlet:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'hamlet.recorded' AND subject NOT IN (SELECT id FROM hamlet)
            ORDER BY position
            """
        case .household:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'household.recorded' AND subject NOT IN (SELECT id FROM household)
            ORDER BY position
            """
        case .organisation:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'organisation.recorded' AND subject NOT IN (SELECT id FROM organisation)
            ORDER BY position
            """
        case .fund:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'fund.recorded' AND subject NOT IN (SELECT id FROM fund)
            ORDER BY position
            """
        case .pledge:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'pledge.recorded' AND subject NOT IN (SELECT id FROM pledge)
            ORDER BY position
            """
        case .contribution:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'contribution.recorded' AND subject NOT IN (SELECT id FROM contribution)
            ORDER BY position
            """
        case .expenditure:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'expenditure.recorded' AND subject NOT IN (SELECT id FROM expenditure)
            ORDER BY position
            """
        case .user:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'user.recorded' AND subject NOT IN (SELECT id FROM user_account)
            ORDER BY position
            """
        case .token:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'token.issued' AND subject NOT IN (SELECT id FROM access_token)
            ORDER BY position
            """
        case .model:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'model.recorded' AND subject NOT IN (SELECT id FROM model)
            ORDER BY position
            """
        case .appraisal:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'appraisal.recorded' AND subject NOT IN (SELECT id FROM appraisal)
            ORDER BY position
            """
        case .criteriaSet:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'criteria_set.recorded' AND subject NOT IN (SELECT id FROM criteria_set)
            ORDER BY position
            """
        case .parameter:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'parameter.recorded' AND subject NOT IN (SELECT id FROM parameter)
            ORDER BY position
            """
        case .decision:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'decision.recorded' AND subject NOT IN (SELECT id FROM decision)
            ORDER BY position
            """
        case .consultation:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'consultation.recorded' AND subject NOT IN (SELECT id FROM consultation)
            ORDER BY position
            """
        case .profile:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'profile.recorded' AND subject NOT IN (SELECT id FROM profile)
            ORDER BY position
            """
        case .unitSuccession:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'unit_succession.recorded' AND subject NOT IN (SELECT id FROM unit_succession)
            ORDER BY position
            """
        case .reorganisation:
            """
            SELECT subject, position FROM journal
            WHERE kind = 'reorganisation.recorded' AND subject NOT IN (SELECT id FROM reorganisation)
            ORDER BY position
            """
        }
    }
}
