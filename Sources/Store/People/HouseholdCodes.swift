import Domain
import SQLite

extension Household {
    /// Other households of a hamlet that had a code on a day from parameter 4 on, but no longer have it.
    fileprivate static let codeElsewhere = Query(
        """
        SELECT 1
        FROM household
        WHERE hamlet = ?1 AND code = ?2 AND id <> ?3 AND ended_on IS NOT NULL AND ended_on >= \(firstDay)
        UNION ALL
        SELECT 1
        FROM household_version
        WHERE hamlet = ?1 AND code = ?2 AND household <> ?3 AND valid_to >= \(firstDay)
        LIMIT 1
        """)

    /// A household without a first day has existed as long as its hamlet.
    private static let firstDay: SQL = "coalesce(?4, (SELECT valid_from FROM hamlet WHERE id = ?1), 0)"
}

extension Reading where Self: ~Copyable {
    /// The codes of the households that are or were in `hamlet`.
    borrowing func householdCodesByKey(of hamlet: Hamlet.ID) throws -> PlaceNames {
        var names = PlaceNames(findsSimilar: false)
        try connection.forEach(
            """
            SELECT id, code, ended_on FROM household WHERE hamlet = ?1
            UNION ALL
            SELECT household, code, valid_to FROM household_version WHERE hamlet = ?1
            """, hamlet
        ) { row in names.insert(row.integer(0), row.text(1), last: row.optionalDate(2)) }
        return names
    }
}

extension WriteTransaction {
    /// Checks that no other household has the code on any day from `household`'s first day on.
    ///
    /// This includes households that have ended and previous versions of others. Codes are compared by `nameKey`. Older
    /// files have households whose codes differ by case only: one that keeps code, hamlet and first day is compared as
    /// it was then.
    ///
    /// - Throws: `Refusal.nameTaken`, `.alreadyExists`.
    borrowing func checkCode(of household: Household, replacing old: Household?) throws {
        guard household.end == nil else { return }
        if let old, old.hamlet == household.hamlet, old.code == household.code,
            old.validFrom == household.validFrom
        {
            let isTaken = try connection.first(
                Household.codeElsewhere, household.hamlet, household.code, household.id, household.validFrom
            ) { _ in true }
            if isTaken == true { throw Refusal.alreadyExists(.household, at: .code) }
            return
        }
        let place = KeptNames.Place.households(household.hamlet)
        guard try !names(of: place).named(household.code).isEmpty else { return }
        let from = try household.validFrom ?? find(household.hamlet)?.validity.from
        try checkName(household.code, of: household.id.number, in: place, from: from, .household, at: .code)
    }

    /// Keeps the codes of the present transaction as they are stored now.
    borrowing func codeStored(of household: Household, replacing old: Household?) {
        let id = household.id.number
        if let old { session.caches.names.change(.households(old.hamlet)) { $0.remove(id, old.code) } }
        session.caches.names.change(.households(household.hamlet)) {
            $0.insert(id, household.code, last: household.end?.lastDay)
        }
    }

    /// Keeps the code of a previous version.
    borrowing func codeStored(ofVersion old: Household, until last: LocalDate) {
        session.caches.names.change(.households(old.hamlet)) {
            $0.insert(old.id.number, old.code, last: last)
        }
    }
}
