package import Domain
import SQLite
import Text

extension Hamlet {
    fileprivate static let previous = Query(
        """
        SELECT \(versionColumns), former.valid_to
        FROM hamlet_version AS former JOIN hamlet ON hamlet.id = former.hamlet
        WHERE former.hamlet = ?1
        ORDER BY former.version
        """)

    fileprivate static let belowUnitOnDay = Query(
        """
        WITH commune (code) AS (
            SELECT code
            FROM unit
            WHERE instr(path, '/' || ?1 || '/') > 0 AND coalesce(valid_from, 0) = (
                    SELECT max(coalesce(life.valid_from, 0))
                    FROM unit AS life
                    WHERE life.code = unit.code AND coalesce(life.valid_from, 0) <= ?4
                )
        )
        SELECT \(table.columns)
        FROM hamlet
        WHERE id > ?2 AND commune IN (SELECT code FROM commune) AND coalesce(current_from, valid_from) <= ?4
            AND coalesce(valid_to, 99991231) >= ?4
        UNION ALL
        SELECT \(versionColumns)
        FROM hamlet_version AS former JOIN hamlet ON hamlet.id = former.hamlet
        WHERE former.hamlet > ?2 AND former.commune IN (SELECT code FROM commune)
            AND coalesce(former.valid_from, hamlet.valid_from) <= ?4 AND former.valid_to >= ?4
        ORDER BY 1
        LIMIT ?3
        """)

    fileprivate static let successors = Query(
        """
        SELECT DISTINCT \(table.columns)
        FROM reorganisation_hamlet JOIN hamlet ON hamlet.id = successor
        WHERE predecessor = ?1 AND successor <> predecessor
        ORDER BY hamlet.id
        """)

    fileprivate static let predecessors = Query(
        """
        SELECT DISTINCT \(table.columns)
        FROM reorganisation_hamlet JOIN hamlet ON hamlet.id = predecessor
        WHERE successor = ?1 AND successor <> predecessor
        ORDER BY hamlet.id
        """)
}

/// Hamlets on a given date, and their previous versions.
extension Reading where Self: ~Copyable {
    /// The previous versions of `hamlet`, oldest first, each with its last day.
    package borrowing func previousVersions(
        of hamlet: Hamlet
    ) throws -> [(version: Hamlet, validTo: LocalDate)] {
        try connection.all(Hamlet.previous, hamlet.id) { row in
            (try Hamlet.read(row, in: self), row.date(Hamlet.versionColumns.count))
        }
    }

    /// The version of `hamlet` that was valid on `day`: the current one, unless it began later.
    package borrowing func version(of hamlet: Hamlet, on day: LocalDate) throws -> Hamlet {
        guard let currentFrom = hamlet.currentFrom, day < currentFrom else { return hamlet }
        return try previousVersions(of: hamlet).first { day <= $0.validTo }?.version ?? hamlet
    }

    /// The hamlets below the unit `code` on `day`, as of that day, by id, after `cursor`.
    ///
    /// The communes below the unit are those of the same day, and those that had ended: a hamlet may remain in one.
    package borrowing func hamlets(
        below code: AdministrativeUnit.Code, on day: LocalDate, search: String, after cursor: Hamlet.ID?,
        limit: Int
    ) throws -> [Hamlet] {
        let found: [Hamlet] = try all(
            Hamlet.belowUnitOnDay, code, cursor?.number ?? 0, search.isEmpty ? limit : Int.max, day)
        // Names of that day are searched in memory: a province has a few thousand hamlets.
        return Array(found.filter { search.isEmpty || $0.name.searchKey.contains(search) }.prefix(limit))
    }

    /// The ids of the hamlets that belonged to `commune` on `day`.
    package borrowing func hamlets(
        of commune: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> [Hamlet.ID] {
        try connection.all(
            """
            SELECT id
            FROM hamlet
            WHERE commune = ?1 AND coalesce(current_from, valid_from) <= ?2 AND coalesce(valid_to, ?2) >= ?2
            UNION ALL
            SELECT hamlet
            FROM hamlet_version AS former JOIN hamlet ON hamlet.id = former.hamlet
            WHERE former.commune = ?1 AND coalesce(former.valid_from, hamlet.valid_from) <= ?2 AND former.valid_to >= ?2
            ORDER BY 1
            """, commune, day
        ) { row in row.id(0) }
    }

    /// The direct successors of `hamlet`; none while it is open.
    package borrowing func successors(of hamlet: Hamlet.ID) throws -> [Hamlet] {
        try all(Hamlet.successors, hamlet)
    }

    /// The direct predecessors of `hamlet`.
    package borrowing func predecessors(of hamlet: Hamlet.ID) throws -> [Hamlet] {
        try all(Hamlet.predecessors, hamlet)
    }

    /// `hamlet` and all its successors, direct and indirect.
    package borrowing func successorLine(of hamlet: Hamlet.ID) throws -> [Hamlet.ID] {
        try connection.all(
            """
            WITH RECURSIVE line (id) AS (
                SELECT ?1
                UNION
                SELECT successor FROM reorganisation_hamlet JOIN line ON predecessor = line.id
            )
            SELECT id FROM line ORDER BY id
            """, hamlet
        ) { row in row.id(0) }
    }

    /// `hamlet` and all predecessors that went into it completely, directly or indirectly: its past by today's
    /// boundaries.
    ///
    /// A split hamlet is included only when all its parts are. Otherwise its books remain its own.
    package borrowing func absorbedPredecessors(of hamlet: Hamlet.ID) throws -> [Hamlet.ID] {
        var line: Set<Hamlet.ID> = [hamlet]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for one in line {
                for before in try predecessors(of: one) where !line.contains(before.id) {
                    guard try successors(of: before.id).allSatisfy({ line.contains($0.id) }) else { continue }
                    line.insert(before.id)
                    isGrowing = true
                }
            }
        }
        return line.sorted { $0.number < $1.number }
    }

    /// The only open hamlet among `hamlet` and its successors, or `hamlet` itself when there is none or several.
    package borrowing func currentSuccessor(of hamlet: Hamlet.ID) throws -> Hamlet.ID {
        let open = try successorLine(of: hamlet).compactMap { try find($0) }
            .filter { $0.validity.to == nil }
        return open.count == 1 ? open[0].id : hamlet
    }
}

extension Reading where Self: ~Copyable {
    /// The names of the hamlets of the commune over time.
    borrowing func hamletNamesByKey(of commune: AdministrativeUnit.Code) throws -> PlaceNames {
        var names = PlaceNames(findsSimilar: true)
        try connection.forEach(
            """
            SELECT id, name, valid_to FROM hamlet WHERE commune = ?1
            UNION ALL
            SELECT hamlet, name, valid_to FROM hamlet_version WHERE commune = ?1
            ORDER BY 1
            """, commune
        ) { row in names.insert(row.integer(0), row.text(1), last: row.optionalDate(2)) }
        return names
    }

    /// Other hamlets of the commune whose names differ only by accents, spaces and signs.
    package borrowing func similarNames(to hamlet: Hamlet) throws -> [NamedEntity] {
        try names(of: .hamlets(hamlet.commune))
            .similar(
                to: hamlet.name, besides: hamlet.id.number, from: hamlet.currentFrom ?? hamlet.validity.from)
    }
}

extension WriteTransaction {
    /// Stores a new version of the hamlet from its first day on, and keeps `old` as a previous version.
    ///
    /// - Throws: `Refusal.nameTaken` when another hamlet of the commune has the name; `.versionMismatch`;
    ///   `.duty(.populationDecided)`, see `keepingDecidedPopulations`.
    package borrowing func change(_ hamlet: Hamlet, from old: Hamlet) throws {
        try keepingDecidedPopulations(of: [old.id]) {
            if hamlet.commune == old.commune {
                try storeVersion(hamlet, from: old)
            } else {
                try takingMoneyAlong(of: .hamlet(old.id)) { try storeVersion(hamlet, from: old) }
            }
            return []
        }
    }

    private borrowing func storeVersion(_ hamlet: Hamlet, from old: Hamlet) throws {
        guard let validTo = hamlet.currentFrom?.previous else {
            throw SQLiteError(invalidRow: "hamlet \(hamlet.id.number) has no first day", operation: "change")
        }
        try checkName(of: hamlet)
        if hamlet.currentFrom == old.currentFrom {
            // An earlier reorganisation on the same day leaves no version: it was not valid for a single day.
            _ = try store(hamlet, replacing: old, as: .corrected)
            return
        }
        let previous = try connection.first("SELECT position FROM hamlet WHERE id = ?1", old.id) { row in
            row.integer(0)
        }
        let position = try store(hamlet, replacing: old, as: .changed)
        try connection.run(
            """
            INSERT INTO hamlet_version (hamlet, version, commune, name, kind, valid_from, valid_to, position, ended_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, old.id, old.version, old.commune, old.name, old.kind.rawValue, old.currentFrom, validTo,
            previous,
            position)
        hamletsChanged()
    }

    /// Checks that no other hamlet of the commune has the name on any day from the hamlet's first day on.
    ///
    /// - Throws: `Refusal.nameTaken`.
    borrowing func checkName(of hamlet: Hamlet) throws {
        try checkName(
            hamlet.name, of: hamlet.id.number, in: .hamlets(hamlet.commune),
            from: hamlet.currentFrom ?? hamlet.validity.from, .hamlet, at: .name)
    }

    /// Stores the last day of `hamlet`, whose households move to others in the same change: see `execute`.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func close(_ hamlet: Hamlet, replacing old: Hamlet) throws {
        _ = try store(hamlet, replacing: old, as: .closed)
    }

    private borrowing func store(
        _ hamlet: Hamlet, replacing old: Hamlet, as action: JournalEvent.Action
    ) throws -> Int64 {
        let position = try journal(action, hamlet, owner: .hamlet(hamlet.id))
        try mappingConstraint(.alreadyExists(.hamlet, at: .name), on: "hamlet.commune, hamlet.name") {
            try update(to: hamlet) {
                try connection.run(
                    """
                    UPDATE hamlet
                    SET commune = ?2, name = ?3, kind = ?4, valid_to = ?5, current_from = ?6, search_key = ?7, sort_key = ?8,
                        version = ?9, position = ?10
                    WHERE id = ?1 AND version = ?9 - 1
                    """, hamlet.id, hamlet.commune, hamlet.name, hamlet.kind.rawValue, hamlet.validity.to,
                    hamlet.currentFrom, hamlet.name.searchKey, hamlet.name.sortKey, hamlet.version, position)
            }
        }
        hamletsChanged()
        return position
    }

    /// Forgets what the transaction keeps of hamlets.
    private borrowing func hamletsChanged() {
        session.caches.names.forgetHamlets()
        session.caches.decidedDays = [:]
    }
}
