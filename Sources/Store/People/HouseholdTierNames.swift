package import Domain
import SQLite
package import Text

/// The names of the present and former heads of the households below a unit whose economic tier is or was recorded, as
/// they were at a position of the journal.
///
/// A province has tens of thousands of them. A request that is compared with all reads them beside the writer, and in it
/// only what was recorded since.
package struct HouseholdTierNames: Sendable {
    package let unit: AdministrativeUnit.Code
    /// The last row of the journal that they contain.
    let position: Int64
    package let names: NameSet
}

extension Reading where Self: ~Copyable {
    /// All names below `unit`, a province, say: about 0.2 s for 66,000 households with a tier among 570,000.
    package borrowing func householdTierNames(
        below unit: AdministrativeUnit.Code
    ) throws -> HouseholdTierNames {
        var names = NameSet()
        try connection.forEach(namesBelow, unit) { row in names.insert(row) }
        return HouseholdTierNames(
            unit: unit, position: try connection.lastJournalPosition(), names: names)
    }

    /// The same as sets, of which the first is what the request read before, when it did.
    package borrowing func namesWithTier(below unit: AdministrativeUnit.Code) throws -> [NameSet] {
        if let known = session.householdTierNames, known.unit == unit, let added = try namesAdded(to: known) {
            return [known.names, added]
        }
        return [try householdTierNames(below: unit).names]
    }

    /// What was recorded since `known` was read; nil when other households may be below the unit since.
    private borrowing func namesAdded(to known: HouseholdTierNames) throws -> NameSet? {
        let areOthers = try connection.first(placesChanged, known.position) { _ in true } ?? false
        if areOthers { return nil }
        var names = NameSet()
        try connection.forEach(namesSince, known.position, known.unit) { row in names.insert(row) }
        return names
    }
}

extension WriteTransaction {
    /// Keeps what the request read before for the rest of its job; nil forgets it.
    package borrowing func keep(_ names: HouseholdTierNames?) { session.householdTierNames = names }
}

extension NameSet {
    /// Adds the name in the first column, and that in the second unless it is NULL.
    fileprivate mutating func insert(_ row: borrowing Row) {
        insert(row.text(0))
        if let formerName = row.optionalText(1) { insert(formerName) }
    }
}

private let namesBelow = Query(
    """
    WITH place (id) AS (
        SELECT id FROM hamlet
        WHERE commune IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
    ), private (id) AS (
        SELECT household.id FROM place JOIN household ON household.hamlet = place.id WHERE tier IS NOT NULL
        UNION
        SELECT former.household
        FROM place JOIN household_version AS former ON former.hamlet = place.id
        WHERE tier IS NOT NULL
    )
    SELECT household.head_name, former.head_name
    FROM private JOIN household ON household.id = private.id
        LEFT JOIN household_version AS former
            ON former.household = household.id AND former.head_name <> household.head_name
    """)

/// Of the households that the journal names after a position, by their ids.
private let namesSince = Query(
    """
    WITH changed (id) AS (
        SELECT DISTINCT subject
        FROM journal
        WHERE position > ?1 AND kind >= 'household.' AND kind < 'household/'
    ), life (id, hamlet) AS (
        SELECT household.id, hamlet
        FROM changed CROSS JOIN household
        WHERE household.id = changed.id AND tier IS NOT NULL
        UNION
        SELECT former.household, hamlet
        FROM changed CROSS JOIN household_version AS former
        WHERE former.household = changed.id AND tier IS NOT NULL
    ), private (id) AS (
        SELECT DISTINCT life.id
        FROM life CROSS JOIN hamlet
        WHERE hamlet.id = life.hamlet
            AND commune IN (SELECT code FROM unit WHERE instr(path, '/' || ?2 || '/') > 0)
    )
    SELECT household.head_name, former.head_name
    FROM private CROSS JOIN household
        LEFT JOIN household_version AS former
            ON former.household = household.id AND former.head_name <> household.head_name
    WHERE household.id = private.id
    """)

/// A hamlet or a commune may have come to the unit.
private let placesChanged = Query(
    """
    SELECT 1
    FROM journal
    WHERE position > ?1 AND (kind >= 'hamlet.' AND kind < 'hamlet/' OR kind >= 'unit.' AND kind < 'unit/')
    LIMIT 1
    """)
