package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func criteriaSet(_ id: CriteriaSet.ID) throws -> CriteriaSet? {
        let criteria = try criteria(of: id)
        return try connection.first(
            "SELECT id, unit, valid_from, pass FROM criteria_set WHERE id = ?1", id
        ) { row in readCriteriaSet(row, criteria) }
    }

    /// The sets of the unit `code`, or of all units, newest first, before `cursor`.
    package borrowing func criteriaSets(
        of code: AdministrativeUnit.Code?, before cursor: CriteriaSet.ID?, limit: Int
    ) throws -> [CriteriaSet] {
        try connection.all(
            """
            SELECT id, unit, valid_from, pass
            FROM criteria_set
            WHERE id < ?2 AND (?1 IS NULL OR unit = ?1)
            ORDER BY id DESC
            LIMIT ?3
            """, code, cursor?.number ?? Int64.max, limit
        ) { row in readCriteriaSet(row, try criteria(of: row.id(0))) }
    }

    /// The set in force on `day` for an owner who stands in the unit `code`, or nil.
    ///
    /// The nearest unit upwards that has one; of its sets the latest.
    package borrowing func criteriaSet(
        inForceAt code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> CriteriaSet.ID? {
        for unit in try unitPath(code, on: day)?.reversed() ?? [] {
            let found: CriteriaSet.ID? = try connection.first(
                """
                SELECT id
                FROM criteria_set
                WHERE unit = ?1 AND valid_from <= ?2
                ORDER BY valid_from DESC
                LIMIT 1
                """, unit, day
            ) { row in row.id(0) }
            if let found { return found }
        }
        return nil
    }

    borrowing func criteria(of set: CriteriaSet.ID) throws -> [CriteriaSet.Criterion] {
        try connection.all(
            "SELECT name, weight, max FROM criterion WHERE criteria_set = ?1 ORDER BY number", set
        ) { row in CriteriaSet.Criterion(name: row.text(0), weight: row.integer(1), max: row.integer(2)) }
    }
}

extension WriteTransaction {
    package borrowing func newCriteriaSetID() throws -> CriteriaSet.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM criteria_set") { row in row.integer(0)
            }
                ?? 1)
    }

    /// Records a new set.
    ///
    /// - Throws: `Refusal.taken` when the unit has a set from that day.
    package borrowing func save(_ set: CriteriaSet) throws {
        let position = try journal(.criteriaSetRecorded, subject: set.id.number, hamlet: nil) {
            set.write(to: &$0)
        }
        try refusing(
            .alreadyExists(.criteriaSet, pointer: "/valid_from"),
            on: "criteria_set.unit, criteria_set.valid_from"
        ) { () throws(SQLiteError) in
            try connection.run(
                "INSERT INTO criteria_set (id, unit, valid_from, pass, position) VALUES (?1, ?2, ?3, ?4, ?5)",
                set.id, set.unit, set.validFrom, set.pass, position)
        }
        for (index, criterion) in set.criteria.enumerated() {
            try connection.run(
                "INSERT INTO criterion (criteria_set, number, name, weight, max) VALUES (?1, ?2, ?3, ?4, ?5)",
                set.id, index + 1, criterion.name, criterion.weight, criterion.max)
        }
    }
}

func readCriteriaSet(_ row: borrowing Row, _ criteria: [CriteriaSet.Criterion]) -> CriteriaSet {
    CriteriaSet(
        id: row.id(0), unit: row.text(1), validFrom: row.date(2), criteria: criteria, pass: row.integer(3))
}
