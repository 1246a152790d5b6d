package import Domain
import SQLite
import Text

extension Reading where Self: ~Copyable {
    /// The unit that `code` names on `day`, or nil.
    package borrowing func unit(
        _ code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> AdministrativeUnit? {
        try unitHistory(code).first { $0.validity.contains(day) }
    }

    /// Every life of `code`, oldest first.
    package borrowing func unitHistory(_ code: AdministrativeUnit.Code) throws -> [AdministrativeUnit] {
        try session.known.units.lives.value(of: code) { try storedHistory(code) } ?? []
    }

    private borrowing func storedHistory(_ code: AdministrativeUnit.Code) throws -> [AdministrativeUnit] {
        try connection.all(
            """
            SELECT id, code, level, parent_code, name, valid_from, valid_to
            FROM unit
            WHERE code = ?1
            ORDER BY coalesce(valid_from, 0)
            """, code, read: readUnit)
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
        let units = try connection.all(
            """
            SELECT id, code, level, parent_code, name, valid_from, valid_to, search_key, sort_key
            FROM unit
            ORDER BY sort_key, id
            """
        ) { row in (unit: readUnit(row), searchKey: row.text(7), sortKey: row.bytes(8)) }
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
        let found = try connection.all(
            """
            SELECT id, code, level, parent_code, name, valid_from, valid_to
            FROM unit
            WHERE coalesce(valid_from, 0) <= ?2 AND (valid_to IS NULL OR valid_to >= ?2)
                AND instr(path, '/' || ?1 || '/') > 0
            ORDER BY sort_key, id
            """, code, day, read: readUnit)
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
        let paths = try session.known.units.paths.value(of: code) { try storedPaths(code) } ?? []
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
        let id = AdministrativeUnit.ID(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM unit") { row in row.integer(0) } ?? 1)
        let unit = AdministrativeUnit(
            id: id, code: code, level: level, parentCode: parent, name: name, validity: validity)
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
        let position = try journal(.unitRecorded, subject: unit.id.number, hamlet: nil) {
            unit.write(to: &$0)
        }
        try connection.run(
            """
            INSERT INTO unit (id, code, level, parent_code, name, valid_from, valid_to, path, search_key, sort_key,
                position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, unit.id, unit.code, unit.level.rawValue, unit.parentCode, unit.name, unit.validity.from,
            unit.validity.to, path, unit.name.searchKey, unit.name.sortKey, position)
        session.known.units = UnitCache()
        session.known.rules = LookupCache()
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

extension Validity {
    func overlaps(_ other: Validity) -> Bool {
        if let to, let from = other.from, to < from { return false }
        if let to = other.to, let from, to < from { return false }
        return true
    }
}

func readUnit(_ row: borrowing Row) -> AdministrativeUnit { readUnit(row, from: 0) }

/// The unit whose columns begin at `column`.
func readUnit(_ row: borrowing Row, from column: Int32) -> AdministrativeUnit {
    AdministrativeUnit(
        id: row.id(column), code: row.text(column + 1), level: row.choice(column + 2),
        parentCode: row.optionalText(column + 3), name: row.text(column + 4),
        validity: row.validity(from: column + 5, to: column + 6))
}

extension Row {
    func validity(from: Int32, to: Int32) -> Validity {
        guard let validity = Validity(from: optionalDate(from), to: optionalDate(to)) else {
            preconditionFailure("a validity that ends before it begins")
        }
        return validity
    }
}
