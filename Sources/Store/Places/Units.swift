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
        ], actions: [.recorded], scopeSource: .unit("unit.code"), isVersioned: false,
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

    package func writePayload(to json: inout JSONWriter) {
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
    /// The unit with `code` on `day`, or nil.
    package borrowing func unit(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> AdministrativeUnit? {
        try unitHistory(code).first { $0.validity.contains(day) }
    }

    /// All versions of the unit with `code`, oldest first.
    package borrowing func unitHistory(_ code: AdministrativeUnit.Code) throws -> [AdministrativeUnit] {
        try session.caches.units.versions.value(of: code) {
            try all(AdministrativeUnit.ofCode, code) as [AdministrativeUnit]
        } ?? []
    }

    /// The units that exist on `day`, in alphabetical order, after `cursor`.
    ///
    /// - Parameters:
    ///   - day: the date on which they exist.
    ///   - parent: only those directly below this code; nil for all.
    ///   - search: must occur in the unit's name.
    ///   - cursor: the last unit of the previous page.
    ///   - limit: the maximum number of rows.
    /// - Returns: at most `limit` units; those that match the accents exactly come first.
    /// - Throws: `SQLiteError`.
    package borrowing func units(
        on day: LocalDate, parent: AdministrativeUnit.Code?, search: NameSearch, after cursor: UnitCursor?,
        limit: Int
    ) throws -> [AdministrativeUnit] {
        try index().units(on: day, parent: parent, search: search, after: cursor, limit: limit)
    }

    /// The in-memory index of all units, rebuilt after a unit is recorded, because a search scans every name.
    private borrowing func index() throws -> UnitIndex {
        // Rows of units never change, so the highest id identifies the set.
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

    /// The unit `code` and everything below it on `day`: parents before children, siblings in alphabetical order.
    ///
    /// - Returns: each unit with its depth, 0 for `code` itself; empty when `code` does not exist on `day`.
    /// - Throws: `SQLiteError`.
    package borrowing func unitTree(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> [(unit: AdministrativeUnit, depth: Int)] {
        guard let root = try unit(code, on: day) else { return [] }
        let found: [AdministrativeUnit] = try all(AdministrativeUnit.belowOnDay, code, day)
        let children = Dictionary(grouping: found.filter { $0.id != root.id }) { $0.parentCode ?? "" }
        var tree: [(unit: AdministrativeUnit, depth: Int)] = []
        var waiting = [(unit: root, depth: 0)]
        // The depth is bounded by the number of levels, so this terminates.
        while let next = waiting.popLast() {
            tree.append(next)
            for child in children[next.unit.code]?.reversed() ?? [] {
                waiting.append((child, next.depth + 1))
            }
        }
        return tree
    }

    /// The codes from the province down to `code`, as of `day` or of its last day before that.
    package borrowing func unitPath(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> [AdministrativeUnit.Code]? {
        let paths = try session.caches.units.paths.value(of: code) { try storedPaths(code) } ?? []
        return paths.first { path in path.from.map { $0 <= day } ?? true }?.codes
    }

    /// Latest first.
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

/// The result of importing one line of a list of units.
package enum UnitRecording: Hashable, Sendable {
    case recorded
    /// The same version was already recorded.
    case alreadyRecorded
}

/// Why a line of a list of units was refused.
package enum UnitError: Error, Hashable, Sendable {
    /// The parent does not exist on the unit's first day, or is not of a higher level.
    case parentUnknown(AdministrativeUnit.Code)
    /// Another version of the code overlaps in time, or begins on the same day with different values.
    case versionOverlaps(AdministrativeUnit)
    /// Districts do not exist after 2025-06-30.
    ///
    /// - Source: Law 72/2025/QH15 on the organisation of local government.
    case districtEnded
}

extension WriteTransaction {
    /// Records one version of a unit, unless it is already recorded.
    ///
    /// - Throws: `UnitError`, `SQLiteError`.
    package borrowing func record(
        code: AdministrativeUnit.Code, level: AdministrativeUnit.Level, parent: AdministrativeUnit.Code?,
        name: String, validity: Validity
    ) throws -> UnitRecording {
        for version in try unitHistory(code) {
            if version.level == level, version.parentCode == parent, version.name == name,
                version.validity == validity
            {
                return .alreadyRecorded
            }
            if version.validity.overlaps(validity) { throw UnitError.versionOverlaps(version) }
        }
        if level == .district, validity.to.map({ $0 > AdministrativeUnit.lastDistrictDay }) ?? true {
            throw UnitError.districtEnded
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
        // The last day that both may share: the unit's last day, or its first when it has no end.
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

/// Cached units: a commune has many hamlets, and every receipt looks up its commune.
struct UnitCache {
    /// The path from the province down to the unit itself.
    struct Path {
        /// The first day of the version, or nil when it is before the records.
        let from: LocalDate?
        let codes: [AdministrativeUnit.Code]
    }

    var versions = LookupCache<AdministrativeUnit.Code, [AdministrativeUnit]>()
    var paths = LookupCache<AdministrativeUnit.Code, [Path]>()
}

extension Row {
    func validity(from: Int32, to: Int32) -> Validity {
        let from = optionalDate(from)
        let validity = Validity(from: from, to: optionalDate(to))
        validate(validity != nil, "a validity ends before it begins")
        return validity ?? Validity(from: from)
    }
}
