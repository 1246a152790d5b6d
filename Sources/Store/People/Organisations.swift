package import Domain
import SQLite
import Text

extension Reading where Self: ~Copyable {
    package borrowing func organisation(_ id: Organisation.ID) throws -> Organisation? {
        try connection.first(
            "SELECT id, name, kind, unit, parent, version FROM organisation WHERE id = ?1", id,
            read: readOrganisation
        )
    }

    /// The organisations below the unit `code`, by number, after `cursor`.
    package borrowing func organisations(
        below code: AdministrativeUnit.Code, search: String, parent: Organisation.ID? = nil,
        after cursor: Organisation.ID?, limit: Int
    ) throws -> [Organisation] {
        try connection.all(
            """
            SELECT id, name, kind, unit, parent, version
            FROM organisation
            WHERE id > ?3
                AND unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
                AND (?2 = '' OR instr(search_key, ?2) > 0) AND (?5 IS NULL OR parent = ?5)
            ORDER BY id
            LIMIT ?4
            """, code, search, cursor?.number ?? 0, limit, parent, read: readOrganisation)
    }
}

extension WriteTransaction {
    package borrowing func newOrganisationID() throws -> Organisation.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM organisation") { row in row.integer(0)
            }
                ?? 1)
    }

    /// Records a new organisation.
    ///
    /// - Throws: `Refusal.taken` when another one of the unit has the name.
    package borrowing func save(_ organisation: Organisation) throws {
        let position = try journal(.organisationRecorded, subject: organisation.id.number, hamlet: nil) {
            organisation.write(to: &$0)
        }
        try refusing(
            .alreadyExists(.organisation, pointer: "/name"), on: "organisation.unit, organisation.name"
        ) {
            () throws(SQLiteError) in
            try connection.run(
                """
                INSERT INTO organisation (id, unit, name, kind, parent, search_key, sort_key, version, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                """, organisation.id, organisation.unit, organisation.name, organisation.kind.rawValue,
                organisation.parent, organisation.name.searchKey, organisation.name.sortKey,
                organisation.version, position)
        }
    }

    /// Stores where `organisation` stands now, in place of `old`.
    ///
    /// - Throws: `Refusal.taken` when another one of the unit has the name; `.staleVersion`.
    package borrowing func move(_ organisation: Organisation, from old: Organisation) throws {
        let position = try journal(.organisationMoved, subject: organisation.id.number, hamlet: nil) {
            organisation.write(to: &$0)
        }
        try refusing(
            .alreadyExists(.organisation, pointer: "/unit"), on: "organisation.unit, organisation.name"
        ) {
            () throws(SQLiteError) in
            try connection.run(
                "UPDATE organisation SET unit = ?2, version = ?3, position = ?4 WHERE id = ?1 AND version = ?3 - 1",
                organisation.id, organisation.unit, organisation.version, position)
        }
        if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
    }
}

func readOrganisation(_ row: borrowing Row) -> Organisation {
    Organisation(
        id: row.id(0), name: row.text(1), kind: Organisation.Kind(rawValue: row.text(2)), unit: row.text(3),
        parent: row.optionalID(4), version: row.integer(5))
}
