package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func profile(_ id: Profile.ID) throws -> Profile? {
        let occupations = try occupations(of: id)
        return try connection.first(
            """
            SELECT id, hamlet, as_of, households, persons, area_m2, house_area_m2, house_seats, recorded_by,
                recorded_ms, version
            FROM profile
            WHERE id = ?1
            """, id
        ) { row in readProfile(row, occupations) }
    }

    /// The profiles of `hamlet`, latest day first, before `cursor`.
    ///
    /// - Parameters:
    ///   - hamlet: whose.
    ///   - day: the last day that is asked about; nil for any.
    ///   - cursor: the day of the last profile of the page before.
    ///   - limit: the most rows; 1 gives the profile that held on `day`.
    /// - Returns: up to `limit` of them.
    /// - Throws: `SQLiteError`.
    package borrowing func profiles(
        of hamlet: Hamlet.ID, asOf day: LocalDate?, before cursor: LocalDate?, limit: Int
    ) throws -> [Profile] {
        try connection.all(
            """
            SELECT id, hamlet, as_of, households, persons, area_m2, house_area_m2, house_seats, recorded_by,
                recorded_ms, version
            FROM profile
            WHERE hamlet = ?1 AND (?2 IS NULL OR as_of <= ?2) AND (?3 IS NULL OR as_of < ?3)
            ORDER BY as_of DESC
            LIMIT ?4
            """, hamlet, day, cursor, limit
        ) { row in readProfile(row, try occupations(of: row.id(0))) }
    }

    borrowing func occupations(of profile: Profile.ID) throws -> [Profile.Occupation] {
        try connection.all(
            "SELECT name, persons FROM profile_occupation WHERE profile = ?1 ORDER BY number", profile
        ) { row in Profile.Occupation(name: row.text(0), personsCount: row.integer(1)) }
    }
}

extension WriteTransaction {
    package borrowing func newProfileID() throws -> Profile.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM profile") { row in row.integer(0) }
                ?? 1)
    }

    /// Stores `profile` in place of `old`, or as a new one.
    ///
    /// - Throws: `Refusal.taken` when the hamlet has a profile of that day; `.staleVersion`.
    package borrowing func save(_ profile: Profile, replacing old: Profile?) throws {
        let event: Event = old == nil ? .profileRecorded : .profileCorrected
        let position = try journal(event, subject: profile.id.number, hamlet: profile.hamlet) {
            profile.write(to: &$0)
        }
        if let old {
            try update(profile, position: position)
            if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
            try connection.run("DELETE FROM profile_occupation WHERE profile = ?1", profile.id)
        } else {
            try refusing(.alreadyExists(.profile, pointer: "/as_of"), on: "profile.hamlet, profile.as_of") {
                () throws(SQLiteError) in try insert(profile, position: position)
            }
        }
        for (index, occupation) in profile.facts.occupations.enumerated() {
            try connection.run(
                "INSERT INTO profile_occupation (profile, number, name, persons) VALUES (?1, ?2, ?3, ?4)",
                profile.id, index + 1, occupation.name, occupation.personsCount)
        }
    }

    private borrowing func insert(_ profile: Profile, position: Int64) throws(SQLiteError) {
        let facts = profile.facts
        try connection.run(
            """
            INSERT INTO profile (id, hamlet, as_of, households, persons, area_m2, house_area_m2, house_seats,
                recorded_by, recorded_ms, version, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, profile.id, profile.hamlet, profile.asOf, facts.householdsCount, facts.personsCount,
            facts.areaSquareMetres, facts.culturalHouseSquareMetres, facts.culturalHouseSeatsCount,
            profile.recordedBy, profile.recordedAt, profile.version, position)
    }

    private borrowing func update(_ profile: Profile, position: Int64) throws(SQLiteError) {
        let facts = profile.facts
        try connection.run(
            """
            UPDATE profile
            SET households = ?2, persons = ?3, area_m2 = ?4, house_area_m2 = ?5, house_seats = ?6, version = ?7,
                position = ?8
            WHERE id = ?1 AND version = ?7 - 1
            """, profile.id, facts.householdsCount, facts.personsCount, facts.areaSquareMetres,
            facts.culturalHouseSquareMetres, facts.culturalHouseSeatsCount, profile.version, position)
    }
}

func readProfile(_ row: borrowing Row, _ occupations: [Profile.Occupation]) -> Profile {
    Profile(
        id: row.id(0), hamlet: row.id(1), asOf: row.date(2),
        facts: Profile.Facts(
            householdsCount: row.integer(3), personsCount: row.integer(4),
            areaSquareMetres: row.optionalInteger(5), occupations: occupations,
            culturalHouseSquareMetres: row.optionalInteger(6),
            culturalHouseSeatsCount: row.optionalInteger(7)),
        recordedBy: row.id(8), recordedAt: row.instant(9), version: row.integer(10))
}
