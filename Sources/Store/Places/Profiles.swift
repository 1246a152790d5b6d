package import Domain
package import JSON
package import SQLite

extension Profile: StoredEntity {
    package static let table = EntityTable(
        .profile, "profile",
        [
            "id", "hamlet", "as_of", "households", "persons", "area_m2", "house_area_m2", "house_seats",
            "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded, .corrected], scopeSource: .hamlet, isVersioned: true,
        dating: EntityTable.Dating("as_of")
    )
    .with(part: "profile_occupation", of: "profile")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Profile {
        Profile(
            id: row.id(0), hamlet: row.id(1), asOf: row.date(2),
            facts: Facts(
                householdsCount: row.integer(3), personsCount: row.integer(4),
                areaSquareMetres: row.optionalInteger(5), occupations: try tx.occupations(of: row.id(0)),
                culturalHouseSquareMetres: row.optionalInteger(6),
                culturalHouseSeatsCount: row.optionalInteger(7)),
            recordedBy: row.id(8), recordedAt: row.instant(9), version: row.integer(10))
    }

    package func write(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", hamlet.number)
        json.member("as_of", asOf.text)
        json.member("households", facts.householdsCount)
        json.member("persons", facts.personsCount)
        json.member("area_m2", facts.areaSquareMetres)
        json.name("occupations")
        json.beginArray()
        for occupation in facts.occupations {
            json.beginObject()
            json.member("name", occupation.name)
            json.member("persons", occupation.personsCount)
            json.endObject()
        }
        json.endArray()
        json.member("cultural_house_m2", facts.culturalHouseSquareMetres)
        json.member("cultural_house_seats", facts.culturalHouseSeatsCount)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }

    fileprivate static let ofHamlet = Query(
        """
        SELECT \(table.columns)
        FROM profile
        WHERE hamlet = ?1 AND (?2 IS NULL OR as_of <= ?2) AND (?3 IS NULL OR as_of < ?3)
        ORDER BY as_of DESC
        LIMIT ?4
        """)
}

extension Reading where Self: ~Copyable {
    /// The profiles of `hamlet`, latest first, before `cursor`.
    ///
    /// - Parameters:
    ///   - hamlet: the hamlet.
    ///   - day: the latest date to include; nil for no limit.
    ///   - cursor: the date of the last profile of the previous page.
    ///   - limit: the maximum number of rows; 1 returns the profile in force on `day`.
    /// - Returns: at most `limit` profiles.
    /// - Throws: `SQLiteError`.
    package borrowing func profiles(
        of hamlet: Hamlet.ID, asOf day: LocalDate?, before cursor: LocalDate?, limit: Int
    ) throws -> [Profile] {
        try all(Profile.ofHamlet, hamlet, day, cursor, limit)
    }

    fileprivate borrowing func occupations(of profile: Profile.ID) throws -> [Profile.Occupation] {
        try connection.all(
            "SELECT name, persons FROM profile_occupation WHERE profile = ?1 ORDER BY number", profile
        ) { row in Profile.Occupation(name: row.text(0), personsCount: row.integer(1)) }
    }
}

extension WriteTransaction {
    /// Stores `profile` as a correction of `old`, or as a new profile.
    ///
    /// - Throws: `Refusal.alreadyExists` when the hamlet already has a profile of that date; `.versionMismatch`.
    package borrowing func save(_ profile: Profile, replacing old: Profile?) throws {
        let position = try journal(
            old == nil ? .recorded : .corrected, profile, owner: .hamlet(profile.hamlet))
        if old == nil {
            try mappingConstraint(.alreadyExists(.profile, at: .asOf), on: "profile.hamlet, profile.as_of") {
                try insert(profile, position: position)
            }
        } else {
            try update(to: profile) { try update(profile, position: position) }
            try connection.run("DELETE FROM profile_occupation WHERE profile = ?1", profile.id)
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
