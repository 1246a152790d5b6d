package import Domain
package import SQLite

extension Profile: StoredRecord {
    package static let table = EntityTable(
        .profile, "profile",
        [
            "id", "hamlet", "as_of", "households", "persons", "area_m2", "house_area_m2", "house_seats",
            "recorded_by", "recorded_ms", "version",
        ], actions: [.recorded, .corrected], scopeSource: .hamlet, isVersioned: true,
        dating: EntityTable.Dating("as_of")
    )
    .with(part: "profile_occupation", of: "profile")

    package static let statements = RecordStatements(table, parts: ["name", "persons"])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Profile {
        Profile(
            id: row.id(0), hamlet: row.id(1), asOf: row.date(2),
            facts: Facts(
                householdsCount: row.integer(3), personsCount: row.integer(4),
                areaSquareMetres: row.optionalInteger(5),
                occupations: try tx.parts(of: row.id(0) as ID) { row in
                    Occupation(name: row.text(0), personsCount: row.integer(1))
                }, culturalHouseSquareMetres: row.optionalInteger(6),
                culturalHouseSeatsCount: row.optionalInteger(7)), recording: row.recording(8))
    }

    package var listOwner: FundOwner? { .hamlet(hamlet) }

    package var row: [any Bindable] {
        [
            id, hamlet, asOf, facts.householdsCount, facts.personsCount, facts.areaSquareMetres,
            facts.culturalHouseSquareMetres, facts.culturalHouseSeatsCount,
        ]
    }

    package var parts: [[any Bindable]] { facts.occupations.map { [$0.name, $0.personsCount] } }

    /// A hamlet has one profile of a date.
    package var uniqueness: (columns: StaticString, refusal: Refusal)? {
        ("profile.hamlet, profile.as_of", .alreadyExists(.profile, at: .asOf))
    }

    fileprivate static let ofHamlet = Query(
        """
        SELECT \(table.columns)
        FROM profile
        WHERE hamlet = ?1 AND (?2 IS NULL OR as_of <= ?2) AND (?3 IS NULL OR as_of < ?3)
        ORDER BY as_of DESC
        LIMIT ?4
        """)

    fileprivate static let monthlyOfHamlet = Query(
        """
        SELECT \(table.columns)
        FROM profile
        WHERE hamlet = ?1 AND as_of <= ?2 AND (?3 IS NULL OR as_of < ?3)
            AND NOT EXISTS (
                SELECT 1 FROM profile AS earlier
                WHERE earlier.hamlet = profile.hamlet AND earlier.as_of / 100 = profile.as_of / 100
                    AND earlier.id < profile.id
            )
        ORDER BY as_of DESC
        LIMIT ?4
        """)
}

extension Profile: Described {
    package static let sample = Profile(
        id: Identifier(1), hamlet: Identifier(1), asOf: .sample,
        facts: Facts(
            householdsCount: 315, personsCount: 897, areaSquareMetres: nil, occupations: [],
            culturalHouseSquareMetres: nil, culturalHouseSeatsCount: nil), recording: .sample)

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
        fields.member(recording)
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

    /// The profiles of `hamlet` up to `day`, latest first, before `cursor`; of each month only the first recorded.
    ///
    /// Two profiles of nearby days differ by a single household, and a later one never replaces what was shown.
    package borrowing func monthlyProfiles(
        of hamlet: Hamlet.ID, asOf day: LocalDate, before cursor: LocalDate?, limit: Int
    ) throws -> [Profile] {
        try all(Profile.monthlyOfHamlet, hamlet, day, cursor, limit)
    }
}
