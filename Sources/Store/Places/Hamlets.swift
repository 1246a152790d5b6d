package import Domain
import SQLite
import Text

extension Reading where Self: ~Copyable {
    package borrowing func hamlet(_ id: Hamlet.ID) throws -> Hamlet? {
        try connection.first(
            "SELECT id, commune, name, kind, valid_from, valid_to, current_from, version FROM hamlet WHERE id = ?1",
            id,
            read: readHamlet)
    }

    /// The open hamlets below the unit `code`, by number, after `cursor`.
    ///
    /// - Parameters:
    ///   - code: a province or a commune; a district has none left.
    ///   - search: a search key that must occur in the hamlet's; empty for all.
    ///   - cursor: the last hamlet of the page before.
    ///   - limit: the most rows.
    /// - Returns: up to `limit` of them.
    /// - Throws: `SQLiteError`.
    package borrowing func hamlets(
        below code: AdministrativeUnit.Code, search: String, after cursor: Hamlet.ID?, limit: Int
    ) throws -> [Hamlet] {
        try connection.all(
            """
            SELECT id, commune, name, kind, valid_from, valid_to, current_from, version
            FROM hamlet
            WHERE id > ?3 AND valid_to IS NULL
                AND commune IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
                AND (?2 = '' OR instr(search_key, ?2) > 0)
            ORDER BY id
            LIMIT ?4
            """, code, search, cursor?.number ?? 0, limit, read: readHamlet)
    }

    /// How many households and persons live in `hamlet`.
    package borrowing func population(
        of hamlet: Hamlet.ID
    ) throws -> (householdsCount: Int64, personsCount: Int64) {
        try connection.first(
            "SELECT households, persons FROM hamlet_population WHERE hamlet = ?1", hamlet
        ) { row in (row.integer(0), row.integer(1)) } ?? (0, 0)
    }
}

extension WriteTransaction {
    package borrowing func newHamletID() throws -> Hamlet.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM hamlet") { row in row.integer(0) } ?? 1
        )
    }

    /// Records a new hamlet.
    ///
    /// - Throws: `Refusal.taken` when an open hamlet of the commune has the name.
    package borrowing func save(_ hamlet: Hamlet) throws {
        try checkName(of: hamlet)
        let position = try journal(.hamletRecorded, subject: hamlet.id.number, hamlet: hamlet.id) {
            hamlet.write(to: &$0)
        }
        try refusing(.alreadyExists(.hamlet, pointer: "/name"), on: "hamlet.commune, hamlet.name") {
            () throws(SQLiteError) in
            try connection.run(
                """
                INSERT INTO hamlet (id, commune, name, kind, valid_from, valid_to, search_key, sort_key, version,
                    position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """, hamlet.id, hamlet.commune, hamlet.name, hamlet.kind.rawValue, hamlet.validity.from,
                hamlet.validity.to, hamlet.name.searchKey, hamlet.name.sortKey, hamlet.version, position)
        }
    }
}

func readHamlet(_ row: borrowing Row) -> Hamlet {
    Hamlet(
        id: row.id(0), commune: row.text(1), name: row.text(2), kind: row.choice(3),
        validity: row.validity(from: 4, to: 5), currentFrom: row.optionalDate(6), version: row.integer(7))
}

/// Runs `body`, and turns SQLite's refusal of the columns `columns` into the domain's.
func refusing(
    _ refusal: Refusal, on columns: StaticString, _ body: () throws(SQLiteError) -> Void
) throws {
    do throws(SQLiteError) {
        try body()
    } catch {
        if error.kind == .constraint, error.constrained == columns.description { throw refusal }
        throw error
    }
}
