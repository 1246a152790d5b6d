import Domain
import JSON
import SQLite

/// Households as they are, and as they were.
extension Verifier {
    func verifyHouseholds(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT id, hamlet, code, head_name, persons, address, workers, tier, valid_from, origin, ended_on, ending,
                merged_into, version, household.position,
                CASE kind WHEN 'household.recorded' THEN 1 WHEN 'household.corrected' THEN 2
                    WHEN 'household.changed' THEN 2 WHEN 'household.ended' THEN 2 ELSE 0 END,
                subject, payload, search_key, sort_key
            FROM household LEFT JOIN journal ON journal.position = household.position
            WHERE id BETWEEN ?1 AND ?2
            ORDER BY id
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            pass(.household, id: id)
            guard row.isHousehold else {
                _ = latest(of: .household, id)
                return found(.rowUnreadable(.household, id: id))
            }
            let household = readHousehold(row)
            compare(.household, id: id, with: row.link(at: 14)) { household.write(to: &$0) }
            let name = names.keys(of: household.headName)
            compareKeys(
                .household, id: id, row, at: 18,
                search: name.search + " " + names.searchKey(of: household.code), sort: name.sort)
            guard household.end == nil else { return }
            var population = findings.population[household.hamlet.number] ?? (0, 0)
            population.households += 1
            population.persons &+= household.personsCount
            findings.population[household.hamlet.number] = population
        }
    }

    /// Each is what the journal stored then, and lasted to the day before what came after it.
    func verifyFormerHouseholds(_ range: ClosedRange<Int64>) throws {
        try connection.each(
            """
            SELECT household, hamlet, code, head_name, persons, address, workers, tier, valid_from, origin, NULL, NULL, NULL,
                version, former.position, 1, subject, payload, valid_to, ended_at,
                coalesce((
                    SELECT valid_from
                    FROM household_version AS later
                    WHERE later.household = former.household AND later.version > former.version
                    ORDER BY later.version
                    LIMIT 1), (SELECT valid_from FROM household WHERE id = former.household))
            FROM household_version AS former LEFT JOIN journal ON journal.position = former.position
            WHERE household BETWEEN ?1 AND ?2
            ORDER BY household, version
            """, range.lowerBound, range.upperBound
        ) { row in
            let id = row.integer(0)
            advance()
            findings.formerComputed.add([1, id, row.integer(19)])
            guard row.isHousehold, row.isDay(18), row.isDay(20) else {
                return found(.rowUnreadable(.household, id: id))
            }
            let household = readHousehold(row)
            compareFormer(
                .household, id: id, with: row.link(at: 14), validTo: row.date(18), next: row.optionalDate(20)
            ) { household.write(to: &$0) }
        }
    }
}

extension Row {
    /// True when `readHousehold` can read the row.
    fileprivate var isHousehold: Bool {
        isDay(8) && isDay(10) && isChoice(11, of: Household.Ending.Kind.self)
            && (optionalInteger(10) == nil) == (optionalText(11) == nil)
            && (optionalInteger(12) != nil) == (optionalText(11) == Household.Ending.Kind.merged.rawValue)
    }
}
