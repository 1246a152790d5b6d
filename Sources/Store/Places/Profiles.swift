package import Domain
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

    fileprivate static let statements = RowStatements(table)

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

    fileprivate static let ofHamlet = Query(
        """
        SELECT \(table.columns)
        FROM profile
        WHERE hamlet = ?1 AND (?2 IS NULL OR as_of <= ?2) AND (?3 IS NULL OR as_of < ?3)
        ORDER BY as_of DESC
        LIMIT ?4
        """)
}

extension Profile: Described {
    package static let sample = Profile(
        id: Identifier(1), hamlet: Identifier(1), asOf: .sample,
        facts: Facts(
            householdsCount: 315, personsCount: 897, areaSquareMetres: nil, occupations: [],
            culturalHouseSquareMetres: nil, culturalHouseSeatsCount: nil), recordedBy: Identifier(1),
        recordedAt: .sample)

    package func write(to fields: inout some FieldWriter) {
        fields.member("id", id)
        fields.member("hamlet", hamlet)
        fields.member("as_of", asOf)
        fields.count("households", facts.householdsCount)
        fields.count("persons", facts.personsCount)
        fields.count("area_m2", facts.areaSquareMetres)
        fields.list("occupations", facts.occupations)
        fields.count("cultural_house_m2", facts.culturalHouseSquareMetres)
        fields.count("cultural_house_seats", facts.culturalHouseSeatsCount)
        fields.member("recorded_by", recordedBy)
        fields.member("recorded_at", recordedAt)
        fields.count("version", version)
    }
}

extension Profile.Occupation: Described {
    package static let sample = Profile.Occupation(name: "Nông nghiệp", personsCount: 400)

    package func write(to fields: inout some FieldWriter) {
        fields.member("name", name)
        fields.count("persons", personsCount)
    }
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
        let facts = profile.facts
        let position = try journal(
            old == nil ? .recorded : .corrected, profile, owner: .hamlet(profile.hamlet))
        try mappingConstraint(.alreadyExists(.profile, at: .asOf), on: "profile.hamlet, profile.as_of") {
            try write(
                profile, replacing: old, by: Profile.statements, profile.id, profile.hamlet, profile.asOf,
                facts.householdsCount, facts.personsCount, facts.areaSquareMetres,
                facts.culturalHouseSquareMetres, facts.culturalHouseSeatsCount, profile.recordedBy,
                profile.recordedAt, profile.version, position)
        }
        try connection.run("DELETE FROM profile_occupation WHERE profile = ?1", profile.id)
        for (index, occupation) in facts.occupations.enumerated() {
            try connection.run(
                "INSERT INTO profile_occupation (profile, number, name, persons) VALUES (?1, ?2, ?3, ?4)",
                profile.id, index + 1, occupation.name, occupation.personsCount)
        }
    }
}
