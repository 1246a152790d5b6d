package import Domain
package import JSON
package import SQLite
import Text

extension AdministrativeUnit: StoredEntity {
    package static let table = EntityTable(
        .unit, "unit",
        [
            "unit.id", "unit.code", "unit.level", "unit.parent_code", "unit.name", "unit.valid_from",
            "unit.valid_to",
        ], actions: [.recorded], belonging: .unit("unit.code"), isVersioned: false,
        derived: ["search_key", "sort_key"],
        rules: [
            EntityTable.Rule(
                "path",
                """
                path = '/' || code || '/' AND parent_code IS NULL OR EXISTS (
                    SELECT 1 FROM unit AS parent
                    WHERE parent.code = unit.parent_code AND unit.path = parent.path || unit.code || '/')
                """)
        ])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> AdministrativeUnit {
        AdministrativeUnit(
            id: row.id(0), code: row.text(1), level: row.choice(2), parentCode: row.optionalText(3),
            name: row.text(4), validity: row.validity(from: 5, to: 6))
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] {
        [.text(name.searchKey), .bytes(name.sortKey)]
    }

    package func write(to json: inout JSONWriter) {
        json.member("code", code)
        json.member("level", level.rawValue)
        json.member("parent_code", parentCode)
        json.member("name", name)
        json.member("valid_from", validity.from?.text)
        json.member("valid_to", validity.to?.text)
    }

    fileprivate static let ofCode = Query(
        """
        SELECT \(table.columns)
        FROM unit
        WHERE code = ?1
        ORDER BY coalesce(valid_from, 0)
        """)

    fileprivate static let belowOnDay = Query(
        """
        SELECT \(table.columns)
        FROM unit
        WHERE coalesce(valid_from, 0) <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)
            AND instr(path, '/' || ?1 || '/') > 0
        ORDER BY sort_key, id
        """)

    fileprivate static let byName = Query(
        """
        SELECT \(table.columns), search_key, sort_key
        FROM unit
        ORDER BY sort_key, id
        """)
}

extension Reading where Self: ~Copyable {
    /// The unit that `code` names on `day`, or nil.
    package borrowing func unit(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> AdministrativeUnit? {
        try unitHistory(code).first { $0.validity.contains(day) }
    }

    /// Every life of `code`, oldest first.
    package borrowing func unitHistory(_ code: AdministrativeUnit.Code) throws -> [AdministrativeUnit] {
        try session.caches.units.lives.value(of: code) {
            try all(AdministrativeUnit.ofCode, code) as [AdministrativeUnit]
        } ?? []
    }

    /// The units that exist on `day`, in the order of the alphabet, after `cursor`.
    ///
    /// - Parameters:
    ///   - day: the day on which they exist.
    ///   - parent: only those directly below this code; nil for all.
    ///   - search: what must occur in the unit's name.
    ///   - cursor: the last unit of the page before.
    ///   - limit: the most rows.
    /// - Returns: up to `limit` of them; those with the search's very accents before the others.
    /// - Throws: `SQLiteError`.
    package borrowing func units(
        on day: LocalDate, parent: AdministrativeUnit.Code?, search: UnitSearch, after cursor: UnitCursor?,
        limit: Int
    ) throws -> [AdministrativeUnit] {
        try index().units(on: day, parent: parent, search: search, after: cursor, limit: limit)
    }

    /// All lives of all units, held in memory until one is recorded: a search looks through every name.
    private borrowing func index() throws -> UnitIndex {
        // Rows of units are never changed, so the highest number says which there are.
        let last =
            try connection.first("SELECT max(id) FROM unit") { row in row.optionalInteger(0) ?? 0 } ?? 0
        if let index = session.unitIndex, index.lastID == last { return index }
        let units = try connection.all(AdministrativeUnit.byName) { row in
            (unit: try AdministrativeUnit.read(row, in: self), searchKey: row.text(7), sortKey: row.bytes(8))
        }
        let index = UnitIndex(units, lastID: last)
        session.unitIndex = index
        return index
    }

    /// The unit `code` and all below it on `day`, parents before their children, these in the order of the alphabet.
    ///
    /// - Returns: each with its depth, 0 for `code` itself; none when `code` does not exist on the day.
    /// - Throws: `SQLiteError`.
    package borrowing func unitTree(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> [(unit: AdministrativeUnit, depth: Int)] {
        guard let root = try unit(code, on: day) else { return [] }
        let found: [AdministrativeUnit] = try all(AdministrativeUnit.belowOnDay, code, day)
        let children = Dictionary(grouping: found.filter { $0.id != root.id }) { $0.parentCode ?? "" }
        var tree: [(unit: AdministrativeUnit, depth: Int)] = []
        var waiting = [(unit: root, depth: 0)]
        // A path is as deep as there are levels, so this ends.
        while let next = waiting.popLast() {
            tree.append(next)
            for child in children[next.unit.code]?.reversed() ?? [] {
                waiting.append((child, next.depth + 1))
            }
        }
        return tree
    }

    /// The codes from the province down to `code`, as it stands on `day` or stood last.
    package borrowing func unitPath(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> [AdministrativeUnit.Code]? {
        let paths = try session.caches.units.paths.value(of: code) { try storedPaths(code) } ?? []
        return paths.first { path in path.from.map { $0 <= day } ?? true }?.codes
    }

    /// The latest first.
    private borrowing func storedPaths(_ code: AdministrativeUnit.Code) throws -> [UnitCache.Path] {
        try connection.all(
            """
            SELECT valid_from, path
            FROM unit
            WHERE code = ?1
            ORDER BY coalesce(valid_from, 0) DESC
            """, code
        ) { row in
            UnitCache.Path(
                from: row.optionalDate(0), codes: row.text(1).split(separator: "/").map(String.init))
        }
    }

    package borrowing func unitsCount() throws -> Int {
        Int(try connection.first("SELECT count(*) FROM unit") { row in row.integer(0) } ?? 0)
    }
}

/// What a line of a list of units did.
package enum UnitRecording: Hashable, Sendable {
    case recorded
    /// The same life stood there already.
    case known
}

/// Why a line of a list of units was refused.
package enum UnitError: Error, Hashable, Sendable {
    /// The parent has no life on the unit's first day, or is not of a level above.
    case parentUnknown(AdministrativeUnit.Code)
    /// Another life of the same code overlaps in time, or begins on the same day with other facts.
    case lifeOverlaps(AdministrativeUnit)
    /// There is no district after 2025-06-30.
    ///
    /// - Source: Law 72/2025/QH15 on the organisation of local government.
    case districtTooLate
}

extension WriteTransaction {
    /// Records one life of a unit, or finds that it is known.
    ///
    /// - Throws: `UnitFault`, `SQLiteError`.
    package borrowing func record(
        code: AdministrativeUnit.Code, level: AdministrativeUnit.Level, parent: AdministrativeUnit.Code?,
        name: String, validity: Validity
    ) throws -> UnitRecording {
        for life in try unitHistory(code) {
            if life.level == level, life.parentCode == parent, life.name == name, life.validity == validity {
                return .known
            }
            if life.validity.overlaps(validity) { throw UnitError.lifeOverlaps(life) }
        }
        if level == .district, validity.to.map({ $0 > AdministrativeUnit.lastDistrictDay }) ?? true {
            throw UnitError.districtTooLate
        }
        let path = try path(below: parent, validity: validity) + code + "/"
        let unit = AdministrativeUnit(
            id: try newID(), code: code, level: level, parentCode: parent, name: name, validity: validity)
        try insert(unit, path: path)
        return .recorded
    }

    private borrowing func path(
        below parent: AdministrativeUnit.Code?, validity: Validity
    ) throws -> String {
        guard let parent else { return "/" }
        // The last day that both may share: the life's last day, or its first when it is open.
        let day = validity.to ?? validity.from ?? today
        let path = try connection.first(
            """
            SELECT path
            FROM unit
            WHERE code = ?1 AND coalesce(valid_from, 0) <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)
                AND level <> 'commune'
            """, parent, day
        ) { row in row.text(0) }
        guard let path else { throw UnitError.parentUnknown(parent) }
        return path
    }

    private borrowing func insert(_ unit: AdministrativeUnit, path: String) throws {
        let position = try journal(.recorded, unit, owner: nil)
        try connection.run(
            """
            INSERT INTO unit (id, code, level, parent_code, name, valid_from, valid_to, path, search_key, sort_key,
                position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, unit.id, unit.code, unit.level.rawValue, unit.parentCode, unit.name, unit.validity.from,
            unit.validity.to, path, unit.name.searchKey, unit.name.sortKey, position)
        session.caches.units = UnitCache()
        session.caches.rules = LookupCache()
    }
}

/// Units that were looked up: a commune has many hamlets, and each of their receipts names it.
struct UnitCache {
    /// From the province down to the unit itself.
    struct Path {
        /// The first day of the life; nil since before the records.
        let from: LocalDate?
        let codes: [AdministrativeUnit.Code]
    }

    var lives = LookupCache<AdministrativeUnit.Code, [AdministrativeUnit]>()
    var paths = LookupCache<AdministrativeUnit.Code, [Path]>()
}

extension Row {
    func validity(from: Int32, to: Int32) -> Validity {
        let from = optionalDate(from)
        let validity = Validity(from: from, to: optionalDate(to))
        require(validity != nil, "a validity ends before it begins")
        return validity ?? Validity(from: from)
    }
}
