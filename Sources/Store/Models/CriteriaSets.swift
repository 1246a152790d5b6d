package import Domain
package import JSON
package import SQLite

extension CriteriaSet: StoredEntity {
    package static let table = EntityTable(
        .criteriaSet, "criteria_set", ["id", "unit", "valid_from", "pass"], actions: [.recorded],
        scopeSource: .everywhere, isVersioned: false
    )
    .with(part: "criterion", of: "criteria_set")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> CriteriaSet {
        CriteriaSet(
            id: row.id(0), unit: row.text(1), validFrom: row.date(2),
            criteria: try tx.criteria(of: row.id(0)),
            passMark: row.integer(3))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("unit", unit)
        json.member("valid_from", validFrom.text)
        json.name("criteria")
        json.beginArray()
        for criterion in criteria {
            json.beginObject()
            json.member("name", criterion.name)
            json.member("weight", criterion.weight)
            json.member("max", criterion.max)
            json.endObject()
        }
        json.endArray()
        json.member("pass", passMark)
    }

    fileprivate static let ofUnit = Query(
        """
        SELECT \(table.columns)
        FROM criteria_set
        WHERE id < ?2 AND (?1 IS NULL OR unit = ?1)
        ORDER BY id DESC
        LIMIT ?3
        """)
}

extension Reading where Self: ~Copyable {
    /// The criteria sets of the unit `code`, or of all units, newest first, before `cursor`.
    package borrowing func criteriaSets(
        of code: AdministrativeUnit.Code?, before cursor: CriteriaSet.ID?, limit: Int
    ) throws -> [CriteriaSet] {
        try all(CriteriaSet.ofUnit, code, cursor?.number ?? Int64.max, limit)
    }

    /// The criteria set in force on `day` for an owner in the unit `code`, or nil.
    ///
    /// It is the latest set of the nearest unit upwards that has one.
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

    fileprivate borrowing func criteria(of set: CriteriaSet.ID) throws -> [CriteriaSet.Criterion] {
        try connection.all(
            "SELECT name, weight, max FROM criterion WHERE criteria_set = ?1 ORDER BY number", set
        ) { row in
            row.validate(row.integer(1) > 0 && row.integer(2) > 0, "a criterion has a weight and a maximum")
            return CriteriaSet.Criterion(name: row.text(0), weight: row.integer(1), max: row.integer(2))
        }
    }
}

extension WriteTransaction {
    /// Records a new criteria set.
    ///
    /// - Throws: `Refusal.alreadyExists` when the unit already has a set from that date.
    package borrowing func save(_ set: CriteriaSet) throws {
        let position = try journal(.recorded, set, owner: nil)
        try mappingConstraint(
            .alreadyExists(.criteriaSet, at: .validFrom), on: "criteria_set.unit, criteria_set.valid_from"
        ) {
            try connection.run(
                "INSERT INTO criteria_set (id, unit, valid_from, pass, position) VALUES (?1, ?2, ?3, ?4, ?5)",
                set.id, set.unit, set.validFrom, set.passMark, position)
        }
        for (index, criterion) in set.criteria.enumerated() {
            try connection.run(
                "INSERT INTO criterion (criteria_set, number, name, weight, max) VALUES (?1, ?2, ?3, ?4, ?5)",
                set.id, index + 1, criterion.name, criterion.weight, criterion.max)
        }
    }
}
