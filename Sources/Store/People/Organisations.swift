package import Domain
package import JSON
package import SQLite
import Text

extension Organisation: StoredEntity {
    package static let table = EntityTable(
        .organisation, "organisation",
        ["id", "name", "organisation.kind", "unit", "parent", "valid_from", "valid_to", "version"],
        actions: [.recorded, .moved, .corrected], scopeSource: .unit("unit"), isVersioned: true,
        derived: ["search_key", "sort_key"])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Organisation {
        Organisation(
            id: row.id(0), name: row.text(1), kind: Kind(rawValue: row.text(2)), unit: row.text(3),
            parent: row.optionalID(4), validity: row.validity(from: 5, to: 6), version: row.integer(7))
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
    fileprivate borrowing func namesakes(of organisation: Organisation) throws -> [NamedEntity] {
        try connection.all(
            "SELECT id, name FROM organisation WHERE unit = ?1 AND id <> ?2 ORDER BY id", organisation.unit,
            organisation.id
        ) { row in row.namedEntity() }
    }

    /// Other organisations of the unit whose names differ only by accents: see `similar(to:)`.
    package borrowing func similarNames(to organisation: Organisation) throws -> [NamedEntity] {
        try namesakes(of: organisation).similar(to: organisation.name)
    }
}

extension WriteTransaction {
    /// Records a new organisation.
    ///
    /// - Throws: `Refusal.nameTaken` when another organisation of the unit has the name.
    package borrowing func save(_ organisation: Organisation) throws {
        try namesakes(of: organisation).check(organisation.name, of: .organisation, at: .name)
        let position = try journal(.recorded, organisation, owner: nil)
        try mappingConstraint(
            .alreadyExists(.organisation, at: .name), on: "organisation.unit, organisation.name"
        ) {
            try connection.run(
                """
                INSERT INTO organisation (id, unit, name, kind, parent, search_key, sort_key, version, position,
                    valid_from, valid_to)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                """, organisation.id, organisation.unit, organisation.name, organisation.kind.rawValue,
                organisation.parent, organisation.name.searchKey, organisation.name.sortKey,
                organisation.version, position, organisation.validity.from, organisation.validity.to)
        }
    }

    /// Stores the days of founding and dissolution of `organisation`.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func correct(_ organisation: Organisation) throws {
        let position = try journal(.corrected, organisation, owner: nil)
        try update(to: organisation) {
            try connection.run(
                """
                UPDATE organisation SET valid_from = ?2, valid_to = ?3, version = ?4, position = ?5
                WHERE id = ?1 AND version = ?4 - 1
                """, organisation.id, organisation.validity.from, organisation.validity.to,
                organisation.version, position)
        }
    }

    /// Stores the new unit of `organisation`, replacing `old`.
    ///
    /// - Throws: `Refusal.nameTaken` when another organisation of the unit has the name; `.versionMismatch`.
    package borrowing func move(_ organisation: Organisation, from old: Organisation) throws {
        try namesakes(of: organisation).check(organisation.name, of: .organisation, at: .unit)
        let position = try journal(.moved, organisation, owner: nil)
        try mappingConstraint(
            .alreadyExists(.organisation, at: .unit), on: "organisation.unit, organisation.name"
        ) {
            try takingMoneyAlong(of: .organisation(old.id)) {
                try update(to: organisation) {
                    try connection.run(
                        "UPDATE organisation SET unit = ?2, version = ?3, position = ?4 WHERE id = ?1 AND version = ?3 - 1",
                        organisation.id, organisation.unit, organisation.version, position)
                }
            }
        }
    }
}
