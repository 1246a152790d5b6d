package import Domain
import SQLite
import Text

extension Organisation {
    fileprivate static let previous = Query(
        """
        SELECT \(versionColumns), former.valid_to
        FROM organisation_version AS former
        WHERE former.organisation = ?1
        ORDER BY former.version
        """)

    fileprivate static let belowUnitOnDay = Query(
        """
        WITH place (code) AS (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
        SELECT \(table.columns)
        FROM organisation
        WHERE id > ?2 AND unit IN (SELECT code FROM place) AND (?4 IS NULL OR parent = ?4)
            AND coalesce(current_from, valid_from, 0) <= ?3 AND coalesce(valid_to, 99991231) >= ?3
        UNION ALL
        SELECT former.organisation, former.name, former.kind, former.unit, former.parent, organisation.valid_from,
            organisation.valid_to, former.valid_from, former.version
        FROM organisation_version AS former JOIN organisation ON organisation.id = former.organisation
        WHERE former.organisation > ?2 AND former.unit IN (SELECT code FROM place)
            AND (?4 IS NULL OR former.parent = ?4)
            AND coalesce(former.valid_from, organisation.valid_from, 0) <= ?3 AND former.valid_to >= ?3
        ORDER BY 1
        """)
}

/// Organisations on a given date, and their previous versions.
extension Reading where Self: ~Copyable {
    /// The previous versions of `organisation`, oldest first, each with its last day and the days of the organisation
    /// itself as they are known today.
    package borrowing func previousVersions(
        of organisation: Organisation
    ) throws -> [(version: Organisation, validTo: LocalDate)] {
        try connection.all(Organisation.previous, organisation.id) { row in
            (
                try Organisation.read(row, in: self).existing(during: organisation.validity),
                row.date(Organisation.versionColumns.count)
            )
        }
    }

    /// The version of `organisation` that was valid on `day`: the current one, unless it began later.
    package borrowing func version(of organisation: Organisation, on day: LocalDate) throws -> Organisation {
        guard let currentFrom = organisation.currentFrom, day < currentFrom else { return organisation }
        return try previousVersions(of: organisation).first { day <= $0.validTo }?.version ?? organisation
    }

    /// The organisations below the unit `code` on `day`, as of that day, by id, after `cursor`.
    package borrowing func organisations(
        below code: AdministrativeUnit.Code, on day: LocalDate, search: String, parent: Organisation.ID?,
        after cursor: Organisation.ID?, limit: Int
    ) throws -> [Organisation] {
        let found: [Organisation] = try all(
            Organisation.belowUnitOnDay, code, cursor?.number ?? 0, day, parent)
        // Names of that day are searched in memory: a province has a few thousand organisations.
        return Array(found.filter { search.isEmpty || $0.name.searchKey.contains(search) }.prefix(limit))
    }

    /// True when `organisation` is `other`, or a branch of it through any number of others, on any day from `day` on.
    package borrowing func isBranch(
        _ organisation: Organisation.ID, of other: Organisation.ID, from day: LocalDate
    ) throws -> Bool {
        try connection.first(
            """
            WITH RECURSIVE line (id) AS (
                SELECT ?1
                UNION
                SELECT link.parent
                FROM line JOIN (
                        SELECT id AS branch, parent FROM organisation WHERE parent IS NOT NULL
                        UNION ALL
                        SELECT organisation, parent
                        FROM organisation_version
                        WHERE parent IS NOT NULL AND valid_to >= ?3
                    ) AS link ON link.branch = line.id
            )
            SELECT 1 FROM line WHERE id = ?2
            """, organisation, other, day
        ) { _ in true } ?? false
    }

    /// Records that keep the unit or the type that the organisation had on their day, dated on or after `day`: what is
    /// in its books, its models and events name its unit; its gifts are state support when it is a state agency.
    package borrowing func laterRecords(
        of organisation: Organisation.ID, from day: LocalDate, keepingUnit: Bool, keepingKind: Bool
    ) throws -> Refusal.LaterRecords {
        var later = Refusal.LaterRecords()
        if keepingUnit {
            later = try laterRecords(inBooksOf: .organisation(organisation), from: day)
            for (kind, query) in unitRecords {
                later.add(try laterRecords(of: kind, query, organisation, day))
            }
        }
        if keepingKind { later.add(try laterRecords(of: .contribution, gifts, organisation, day)) }
        return later
    }

    private borrowing func laterRecords(
        of kind: EntityKind, _ query: Query, _ organisation: Organisation.ID, _ day: LocalDate
    ) throws -> Refusal.LaterRecords {
        Refusal.LaterRecords(
            records: try connection.all(query, organisation, day, Refusal.LaterRecords.listedMax) { row in
                Refusal.LaterRecords.Record(kind: kind, number: row.integer(0), date: row.date(1))
            })
    }

    /// True when public responses may name the organisation or count something in its unit: it keeps books, or has a
    /// model that was registered.
    borrowing func isShownPublicly(_ organisation: Organisation.ID) throws -> Bool {
        if try keepsBooks(.organisation(organisation)) { return true }
        return try connection.first(
            "SELECT 1 FROM model WHERE organisation = ?1 AND registered_on IS NOT NULL LIMIT 1", organisation
        ) { _ in true } ?? false
    }
}

private let unitRecords: [(EntityKind, Query)] = [
    (
        .model,
        Query(
            """
            SELECT id, registered_on
            FROM model
            WHERE organisation = ?1 AND registered_on >= ?2
            ORDER BY id
            LIMIT ?3
            """)
    ),
    (
        .communityEvent,
        Query(
            """
            SELECT id, held_on
            FROM community_event
            WHERE organisation = ?1 AND held_on >= ?2
            ORDER BY id
            LIMIT ?3
            """)
    ),
]

private let gifts = Query(
    """
    SELECT id, received_on
    FROM contribution
    WHERE organisation = ?1 AND received_on >= ?2
    ORDER BY id
    LIMIT ?3
    """)
