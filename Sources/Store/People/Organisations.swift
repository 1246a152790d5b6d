package import Domain
package import JSON
package import SQLite
import Text

extension Organisation: StoredEntity {
    package static let table = EntityTable(
        .organisation, "organisation",
        [
            "id", "name", "organisation.kind", "unit", "parent", "valid_from", "valid_to", "current_from",
            "version",
        ],
        // One that was moved before its versions were kept has no earlier one.
        actions: [.recorded, .moved, .corrected, .changed], scopeSource: .unit("unit"), isVersioned: true,
        derived: ["search_key", "sort_key"])

    /// The columns of a previous version (`former`), in the order of the reader.
    package static let versionColumns: Columns = [
        "former.organisation", "former.name", "former.kind", "former.unit", "former.parent",
        "former.founded_on", "former.dissolved_on", "former.valid_from", "former.version",
    ]

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Organisation {
        Organisation(
            id: row.id(0), name: row.text(1), kind: Kind(rawValue: row.text(2)), unit: row.text(3),
            parent: row.optionalID(4), validity: row.validity(from: 5, to: 6),
            currentFrom: row.optionalDate(7), version: row.integer(8))
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] {
        [.text(name.searchKey), .bytes(name.sortKey)]
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("name", name)
        json.member("type", kind.rawValue)
        json.member("unit", unit)
        if let parent { json.member("parent", parent.number) }
        if let from = validity.from { json.member("valid_from", from.text) }
        if let to = validity.to { json.member("valid_to", to.text) }
        if let currentFrom { json.member("current_from", currentFrom.text) }
        json.member("version", version)
    }

    fileprivate static let belowUnit = Query(
        """
        SELECT \(table.columns)
        FROM organisation
        WHERE id > ?3
            AND unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
            AND (?2 = '' OR instr(search_key, ?2) > 0) AND (?5 IS NULL OR parent = ?5)
        ORDER BY id
        LIMIT ?4
        """)

    fileprivate static let rankedBelowUnit = Query(
        """
        SELECT \(table.columns)
        FROM organisation
        WHERE instr(search_key, ?15) > 0 AND (?16 IS NULL OR parent = ?16)
            AND unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?14 || '/') > 0)
            AND (\(NameSearch.rank), id) > (?17, ?18)
        ORDER BY \(NameSearch.rank), id
        LIMIT ?19
        """)
}

extension Reading where Self: ~Copyable {
    /// The organisations below the unit `code`, by id, after `cursor`.
    package borrowing func organisations(
        below code: AdministrativeUnit.Code, search: String, parent: Organisation.ID? = nil,
        after cursor: Organisation.ID?, limit: Int
    ) throws -> [Organisation] {
        try all(Organisation.belowUnit, code, search, cursor?.number ?? 0, limit, parent)
    }

    /// The same organisations, by id; those whose names have the accents of `search` come first.
    package borrowing func organisations(
        below code: AdministrativeUnit.Code, ranking search: NameSearch, parent: Organisation.ID? = nil,
        after cursor: RankedCursor?, limit: Int
    ) throws -> [Organisation] {
        let place: [any Bindable] = [code, search.key, parent]
        let values = search.rankValues + place + RankedCursor.values(cursor) + [limit]
        return try connection.all(Organisation.rankedBelowUnit, with: values) { row in
            try Organisation.read(row, in: self)
        }
    }
}

extension Reading where Self: ~Copyable {
    /// The other organisations that are called something in the unit on any day from `day` on; nil for ever.
    borrowing func namesakes(of organisation: Organisation, from day: LocalDate?) throws -> [NamedEntity] {
        try connection.all(
            """
            SELECT id, name FROM organisation WHERE unit = ?1 AND id <> ?2
            UNION
            SELECT organisation, name
            FROM organisation_version
            WHERE unit = ?1 AND organisation <> ?2 AND valid_to >= coalesce(?3, 0)
            ORDER BY 1, 2
            """, organisation.unit, organisation.id, day
        ) { row in row.namedEntity() }
    }

    /// Other organisations of the unit whose names differ only by accents: see `similar(to:)`.
    package borrowing func similarNames(to organisation: Organisation) throws -> [NamedEntity] {
        try namesakes(of: organisation, from: today).similar(to: organisation.name)
    }
}

extension WriteTransaction {
    /// Records a new organisation.
    ///
    /// - Throws: `Refusal.nameTaken` when another organisation of the unit has the name.
    package borrowing func save(_ organisation: Organisation) throws {
        try checkName(of: organisation, at: .name)
        let position = try journal(.recorded, organisation)
        try mappingConstraint(
            .alreadyExists(.organisation, at: .name), on: "organisation.unit, organisation.name"
        ) {
            try connection.run(
                """
                INSERT INTO organisation (id, unit, name, kind, parent, search_key, sort_key, version, position,
                    valid_from, valid_to, current_from)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                """, organisation.id, organisation.unit, organisation.name, organisation.kind.rawValue,
                organisation.parent, organisation.name.searchKey, organisation.name.sortKey,
                organisation.version, position, organisation.validity.from, organisation.validity.to,
                organisation.currentFrom)
        }
    }

    /// Stores the days of founding and dissolution of `organisation`.
    ///
    /// - Throws: `Refusal.nameTaken` when another organisation of the unit had the name; `.versionMismatch`.
    package borrowing func correct(_ organisation: Organisation) throws {
        if organisation.currentFrom == nil { try checkName(of: organisation, at: .validFrom) }
        _ = try store(organisation, as: .corrected, named: .name)
    }

    /// Stores a new version of the organisation from its first day on, and keeps `old` as a previous version.
    ///
    /// - Parameters:
    ///   - organisation: the new version.
    ///   - old: the version that it replaces.
    ///   - field: the input value by which the new name could be in use.
    /// - Throws: `Refusal.nameTaken` when another organisation of the unit has the name; `.versionMismatch`.
    package borrowing func change(
        _ organisation: Organisation, from old: Organisation, named field: Field
    ) throws {
        guard organisation.unit != old.unit else {
            return try storeVersion(organisation, from: old, named: field)
        }
        try takingMoneyAlong(of: .organisation(old.id)) {
            try storeVersion(organisation, from: old, named: field)
        }
    }

    private borrowing func storeVersion(
        _ organisation: Organisation, from old: Organisation, named field: Field
    ) throws {
        guard let validTo = organisation.currentFrom?.previous else {
            throw SQLiteError(
                invalidRow: "organisation \(organisation.id.number) has no first day", operation: "change")
        }
        try checkName(of: organisation, at: field)
        if organisation.currentFrom == old.currentFrom {
            // An earlier change on the same day leaves no version: it was not valid for a single day.
            _ = try store(organisation, as: .corrected, named: field)
            return
        }
        let previous = try connection.first(
            "SELECT position FROM organisation WHERE id = ?1", old.id
        ) { row in row.integer(0) }
        let position = try store(organisation, as: .changed, named: field)
        try connection.run(
            """
            INSERT INTO organisation_version (organisation, version, name, kind, unit, parent, founded_on, dissolved_on,
                valid_from, valid_to, position, ended_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, old.id, old.version, old.name, old.kind.rawValue, old.unit, old.parent, old.validity.from,
            old.validity.to, old.currentFrom, validTo, previous, position)
    }

    /// Checks that no other organisation of the unit has the name on any day from the version's first day on.
    ///
    /// - Throws: `Refusal.nameTaken`.
    private borrowing func checkName(of organisation: Organisation, at field: Field) throws {
        try namesakes(of: organisation, from: organisation.currentFrom ?? organisation.validity.from)
            .check(organisation.name, of: .organisation, at: field)
    }

    private borrowing func store(
        _ organisation: Organisation, as action: JournalEvent.Action, named field: Field
    ) throws -> Int64 {
        let position = try journal(action, organisation)
        try mappingConstraint(
            .alreadyExists(.organisation, at: field), on: "organisation.unit, organisation.name"
        ) {
            try update(to: organisation) {
                try connection.run(
                    """
                    UPDATE organisation
                    SET unit = ?2, name = ?3, kind = ?4, parent = ?5, valid_from = ?6, valid_to = ?7, current_from = ?8,
                        search_key = ?9, sort_key = ?10, version = ?11, position = ?12
                    WHERE id = ?1 AND version = ?11 - 1
                    """, organisation.id, organisation.unit, organisation.name, organisation.kind.rawValue,
                    organisation.parent, organisation.validity.from, organisation.validity.to,
                    organisation.currentFrom, organisation.name.searchKey, organisation.name.sortKey,
                    organisation.version, position)
            }
        }
        return position
    }

    /// Most organisations give and are nothing else: what becomes of them is in no public response.
    private borrowing func journal(
        _ action: JournalEvent.Action, _ organisation: Organisation
    ) throws -> Int64 {
        try journal(
            action, organisation, owner: nil, isShown: try isShownPublicly(organisation.id))
    }
}
