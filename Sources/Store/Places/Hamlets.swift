package import Domain
package import JSON
package import SQLite
import Text

extension Hamlet: StoredEntity {
    package static let table = EntityTable(
        .hamlet, "hamlet",
        [
            "hamlet.id", "hamlet.commune", "hamlet.name", "hamlet.kind", "hamlet.valid_from",
            "hamlet.valid_to",
            "hamlet.current_from", "hamlet.version",
        ], actions: [.recorded, .corrected, .changed, .closed],
        scopeSource: .selected(by: Query("SELECT id, commune, version, valid_to FROM hamlet WHERE id = ?1")),
        isVersioned: true, derived: ["search_key", "sort_key"])

    /// The columns of a previous version (`former`) joined with its hamlet, in the order of the reader.
    package static let versionColumns: Columns = [
        "former.hamlet", "former.commune", "former.name", "former.kind", "hamlet.valid_from", "NULL",
        "former.valid_from", "former.version",
    ]

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Hamlet {
        Hamlet(
            id: row.id(0), commune: row.text(1), name: row.text(2), kind: row.choice(3),
            validity: row.validity(from: 4, to: 5), currentFrom: row.optionalDate(6), version: row.integer(7))
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] {
        [.text(name.searchKey), .bytes(name.sortKey)]
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("commune", commune)
        json.member("name", name)
        json.member("type", kind.rawValue)
        json.member("valid_from", validity.from?.text)
        json.member("valid_to", validity.to?.text)
        if let currentFrom { json.member("current_from", currentFrom.text) }
        json.member("version", version)
    }

    fileprivate static let openBelowUnit = Query(
        """
        SELECT \(table.columns)
        FROM hamlet
        WHERE id > ?3 AND valid_to IS NULL
            AND commune IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
            AND (?2 = '' OR instr(search_key, ?2) > 0)
            AND (?5 = 0 OR ?5 = CASE WHEN EXISTS (
                    SELECT 1
                    FROM unit AS life
                    WHERE life.code = hamlet.commune AND coalesce(life.valid_to, 99991231) >= ?6
                ) THEN 1 ELSE 2 END)
        ORDER BY id
        LIMIT ?4
        """)

    fileprivate static let rankedBelowUnit = Query(
        """
        SELECT \(table.columns)
        FROM hamlet
        WHERE valid_to IS NULL AND instr(search_key, ?15) > 0
            AND commune IN (SELECT code FROM unit WHERE instr(path, '/' || ?14 || '/') > 0)
            AND (\(NameSearch.rank), id) > (?16, ?17)
        ORDER BY \(NameSearch.rank), id
        LIMIT ?18
        """)
}

/// Whether the commune of a hamlet still exists: the hamlet must be moved when it has ended.
package enum CommuneStanding: String, CaseIterable, Sendable {
    case current
    case ended

    fileprivate var number: Int64 { self == .current ? 1 : 2 }
}

extension Reading where Self: ~Copyable {
    /// The open hamlets below the unit `code`, by id, after `cursor`.
    ///
    /// - Parameters:
    ///   - code: a province or a commune. Districts no longer exist.
    ///   - search: a search key that must occur in the hamlet's; empty for all.
    ///   - standing: whether the hamlets' communes still exist; nil for all.
    ///   - cursor: the last hamlet of the previous page.
    ///   - limit: the maximum number of rows.
    /// - Returns: at most `limit` hamlets.
    /// - Throws: `SQLiteError`.
    package borrowing func hamlets(
        below code: AdministrativeUnit.Code, search: String, standing: CommuneStanding? = nil,
        after cursor: Hamlet.ID?, limit: Int
    ) throws -> [Hamlet] {
        try all(
            Hamlet.openBelowUnit, code, search, cursor?.number ?? 0, limit, standing?.number ?? 0, today)
    }

    /// The same hamlets, by id; those whose names have the accents of `search` come first.
    package borrowing func hamlets(
        below code: AdministrativeUnit.Code, ranking search: NameSearch, after cursor: RankedCursor?,
        limit: Int
    ) throws -> [Hamlet] {
        let values = search.rankValues + [code, search.key] + RankedCursor.values(cursor) + [limit]
        return try connection.all(Hamlet.rankedBelowUnit, with: values) { row in
            try Hamlet.read(row, in: self)
        }
    }

    /// The number of households and persons in `hamlet`.
    package borrowing func population(
        of hamlet: Hamlet.ID
    ) throws -> (householdsCount: Int64, personsCount: Int64) {
        try connection.first(
            "SELECT households, persons FROM hamlet_population WHERE hamlet = ?1", hamlet
        ) { row in (row.integer(0), row.integer(1)) } ?? (0, 0)
    }
}

extension WriteTransaction {
    /// Records a new hamlet.
    ///
    /// - Throws: `Refusal.nameTaken` when another hamlet of the commune has the name.
    package borrowing func save(_ hamlet: Hamlet) throws {
        try checkName(of: hamlet)
        let position = try journal(.recorded, hamlet, owner: .hamlet(hamlet.id))
        try mappingConstraint(.alreadyExists(.hamlet, at: .name), on: "hamlet.commune, hamlet.name") {
            try connection.run(
                """
                INSERT INTO hamlet (id, commune, name, kind, valid_from, valid_to, search_key, sort_key, version,
                    position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """, hamlet.id, hamlet.commune, hamlet.name, hamlet.kind.rawValue, hamlet.validity.from,
                hamlet.validity.to, hamlet.name.searchKey, hamlet.name.sortKey, hamlet.version, position)
        }
        session.caches.names.change(.hamlets(hamlet.commune)) {
            $0.insert(hamlet.id.number, hamlet.name, last: hamlet.validity.to)
        }
        session.caches.decidedDays = [:]
    }
}
