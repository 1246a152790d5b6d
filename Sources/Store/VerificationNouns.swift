import Domain
import JSON
import SQLite
import Text

/// One pass a noun: the row as the journal stored it, and the columns that follow from others.
extension Verifier {
    func verifyRows(of entity: EntityKind, _ range: ClosedRange<Int64>) throws {
        switch entity {
        case .unit: try verifyUnits(range)
        case .user: try verifyUsers(range)
        case .token: try verifyTokens(range)
        case .hamlet: try verifyHamlets(range)
        case .household: try verifyHouseholds(range)
        case .organisation: try verifyOrganisations(range)
        case .fund: try verifyFunds(range)
        case .pledge: try verifyPledges(range)
        case .criteriaSet: try verifyCriteriaSets(range)
        case .model: try verifyModels(range)
        case .appraisal: try verifyAppraisals(range)
        case .parameter: try verifyParameters(range)
        case .decision: try verifyDecisions(range)
        case .consultation: try verifyConsultations(range)
        case .profile: try verifyProfiles(range)
        case .unitSuccession: try verifyUnitSuccessions(range)
        case .reorganisation: try verifyReorganisations(range)
        case .contribution, .expenditure: preconditionFailure("they lie by hamlet")
        }
    }

    private func verifyUnits(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, code, level, parent_code, name, valid_from, valid_to,
                unit.position, CASE kind WHEN 'unit.recorded' THEN 1 ELSE 0 END, subject, payload,
                search_key, sort_key,
                path = '/' || code || '/' AND parent_code IS NULL OR EXISTS (
                    SELECT 1 FROM unit AS parent
                    WHERE parent.code = unit.parent_code AND unit.path = parent.path || unit.code || '/')
            FROM unit LEFT JOIN journal ON journal.position = unit.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.unit, id: id)
            guard row.isChoice(2, of: AdministrativeUnit.Level.self), row.isValidity(from: 5, to: 6) else {
                return found(.rowUnreadable(.unit, id: id))
            }
            let unit = readUnit(row)
            compare(.unit, id: id, with: row.link(at: 7)) { unit.write(to: &$0) }
            compareKeys(.unit, id: id, row, at: 11, search: unit.name.searchKey, sort: unit.name.sortKey)
            if !row.boolean(13) { found(.columnDiffers(.unit, id: id, column: "path")) }
        }
    }

    private func verifyUsers(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, name, user_account.position, CASE kind WHEN 'user.recorded' THEN 1 ELSE 0 END, subject, payload,
                coalesce(created_ms = recorded_ms, 1)
            FROM user_account LEFT JOIN journal ON journal.position = user_account.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let user = User(id: row.id(0), name: row.text(1))
            pass(.user, id: user.id.number)
            compare(.user, id: user.id.number, with: row.link(at: 2)) { user.write(to: &$0) }
            if !row.boolean(6) { found(.columnDiffers(.user, id: user.id.number, column: "created_ms")) }
        }
    }

    private func verifyTokens(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT access_token.id, user_account, '', role, unit_code, hamlet, created_ms, expires_ms, last_used_ms,
                revoked_ms, access_token.position,
                CASE kind WHEN 'token.issued' THEN 1 WHEN 'token.revoked' THEN 2 WHEN 'token.moved' THEN 2 ELSE 0 END, subject, payload
            FROM access_token LEFT JOIN journal ON journal.position = access_token.position
            WHERE access_token.id BETWEEN ?1 AND ?2
            ORDER BY access_token.id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.token, id: id)
            let hasOneScope = (row.optionalText(4) == nil) != (row.optionalInteger(5) == nil)
            guard hasOneScope, row.isChoice(3, of: Role.self), row.isMoment(6), row.isMoment(7),
                row.isMoment(9)
            else {
                return found(.rowUnreadable(.token, id: id))
            }
            let token = readToken(row)
            compare(.token, id: id, with: row.link(at: 10)) { token.write(to: &$0) }
        }
    }

    private func verifyOrganisations(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, name, organisation.kind, unit, parent, version, organisation.position,
                CASE journal.kind WHEN 'organisation.recorded' THEN 1 WHEN 'organisation.moved' THEN 2 ELSE 0 END,
                subject, payload, search_key, sort_key
            FROM organisation LEFT JOIN journal ON journal.position = organisation.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.organisation, id: id)
            let organisation = readOrganisation(row)
            compare(.organisation, id: id, with: row.link(at: 6)) { organisation.write(to: &$0) }
            compareKeys(
                .organisation, id: id, row, at: 10, search: organisation.name.searchKey,
                sort: organisation.name.sortKey)
        }
    }

    private func verifyFunds(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, hamlet, name, decision, version, fund.position,
                CASE kind WHEN 'fund.recorded' THEN 1 WHEN 'fund.changed' THEN 2 ELSE 0 END, subject, payload
            FROM fund LEFT JOIN journal ON journal.position = fund.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let fund = readFund(row)
            pass(.fund, id: fund.id.number)
            compare(.fund, id: fund.id.number, with: row.link(at: 5)) { fund.write(to: &$0) }
        }
    }

    private func verifyPledges(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT pledge.id, fund, household, amount_dong, pledged_on, received_dong, state, transferred_from,
                pledge.version,
                pledge.position, CASE kind WHEN 'pledge.recorded' THEN 1 WHEN 'pledge.changed' THEN 2 ELSE 0 END, subject,
                payload, pledge.hamlet, fund.hamlet
            FROM pledge LEFT JOIN fund ON fund.id = pledge.fund
                LEFT JOIN journal ON journal.position = pledge.position
            WHERE pledge.id BETWEEN ?1 AND ?2
            ORDER BY pledge.id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.pledge, id: id)
            guard row.isDay(4), row.isChoice(6, of: Pledge.State.self) else {
                return found(.rowUnreadable(.pledge, id: id))
            }
            let pledge = readPledge(row)
            compare(.pledge, id: id, with: row.link(at: 9)) { pledge.write(to: &$0) }
            // The journal's payload leaves the hamlet to the fund.
            if row.integer(13) != row.optionalInteger(14) {
                found(.columnDiffers(.pledge, id: id, column: "hamlet"))
            }
            let year = HamletYear(hamlet: row.integer(13), year: Int64(pledge.pledgedOn.year))
            findings.pledged[year, default: (0, 0)].dong &+= pledge.counted.amount
            findings.pledged[year, default: (0, 0)].count += pledge.counts
        }
    }

    func compareKeys(
        _ entity: EntityKind, id: Int64, _ row: borrowing Row, at column: Int32, search: String, sort: [UInt8]
    ) {
        if row.text(column) != search { found(.columnDiffers(entity, id: id, column: "search_key")) }
        if row.bytes(column + 1) != sort { found(.columnDiffers(entity, id: id, column: "sort_key")) }
    }
}
