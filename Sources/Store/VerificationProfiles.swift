import Domain
import JSON
import SQLite

/// Consultations, profiles and successions, each against the journal.
extension Verifier {
    func verifyUnitSuccessions(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, predecessor, successor, decision_number, decided_on, unit_succession.position,
                CASE kind WHEN 'unit_succession.recorded' THEN 1 ELSE 0 END, subject, payload
            FROM unit_succession LEFT JOIN journal ON journal.position = unit_succession.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.unitSuccession, id: id)
            guard row.isDay(4) else { return found(.rowUnreadable(.unitSuccession, id: id)) }
            let succession = readUnitSuccession(row)
            compare(.unitSuccession, id: id, with: row.link(at: 5)) { succession.write(to: &$0) }
        }
    }

    func verifyConsultations(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, hamlet, commune, matter, title, first_on, last_on, eligible, invited, participated, agreed,
                disagreed, invalid, recorded_by, consultation.recorded_ms, version, consultation.position,
                CASE kind WHEN 'consultation.recorded' THEN 1 WHEN 'consultation.corrected' THEN 2 ELSE 0 END,
                subject, payload
            FROM consultation LEFT JOIN journal ON journal.position = consultation.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.consultation, id: id)
            let hasOneScope = (row.optionalInteger(1) == nil) != (row.optionalText(2) == nil)
            guard hasOneScope, row.isDay(5), row.isDay(6), row.isMoment(14) else {
                _ = latest(of: .consultation, id)
                return found(.rowUnreadable(.consultation, id: id))
            }
            let consultation = readConsultation(row)
            compare(.consultation, id: id, with: row.link(at: 16)) { consultation.write(to: &$0) }
        }
    }

    func verifyProfiles(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, hamlet, as_of, households, persons, area_m2, house_area_m2, house_seats, recorded_by,
                profile.recorded_ms, version, profile.position,
                CASE kind WHEN 'profile.recorded' THEN 1 WHEN 'profile.corrected' THEN 2 ELSE 0 END, subject, payload
            FROM profile LEFT JOIN journal ON journal.position = profile.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.profile, id: id)
            guard row.isDay(2), row.isMoment(9) else {
                _ = latest(of: .profile, id)
                return found(.rowUnreadable(.profile, id: id))
            }
            var numbers: [Int64] = []
            let occupations = try connection.all(
                "SELECT name, persons, number FROM profile_occupation WHERE profile = ?1 ORDER BY number", id
            ) { row in
                numbers.append(row.integer(2))
                return Profile.Occupation(name: row.text(0), personsCount: row.integer(1))
            }
            let profile = readProfile(row, occupations)
            compare(.profile, id: id, with: row.link(at: 11)) { profile.write(to: &$0) }
            if !numbers.areInARow { found(.columnDiffers(.profile, id: id, column: "number")) }
        }
    }

    /// Occupations of no profile.
    func verifyLooseOccupations() throws {
        try connection.each(
            """
            SELECT DISTINCT profile
            FROM profile_occupation
            WHERE profile NOT IN (SELECT id FROM profile)
            ORDER BY profile
            """
        ) { row in found(.columnDiffers(.profile, id: row.integer(0), column: "profile_occupation")) }
    }
}
