package import Domain
import SQLite

/// Which parameters a list shows.
///
/// Nil is any.
package struct ParameterFilter: Hashable, Sendable {
    package let key: Parameter.Key?
    package let unit: AdministrativeUnit.Code?
    /// Only those in force on the day: of each key and unit the latest.
    package let day: LocalDate?

    package init(key: Parameter.Key? = nil, unit: AdministrativeUnit.Code? = nil, day: LocalDate? = nil) {
        self.key = key
        self.unit = unit
        self.day = day
    }
}

extension Reading where Self: ~Copyable {
    package borrowing func parameter(_ id: Parameter.ID) throws -> Parameter? {
        try connection.first(
            "SELECT id, key, unit, valid_from, value, source FROM parameter WHERE id = ?1", id,
            read: readParameter)
    }

    /// The parameters by number, after `cursor`.
    package borrowing func parameters(
        matching filter: ParameterFilter, after cursor: Parameter.ID?, limit: Int
    ) throws -> [Parameter] {
        try connection.all(
            """
            SELECT id, key, unit, valid_from, value, source
            FROM parameter
            WHERE id > ?4 AND (?1 IS NULL OR key = ?1) AND (?2 IS NULL OR unit = ?2)
                AND (?3 IS NULL OR valid_from = (
                    SELECT max(valid_from)
                    FROM parameter AS latest
                    WHERE latest.key = parameter.key AND latest.unit = parameter.unit AND valid_from <= ?3))
            ORDER BY id
            LIMIT ?5
            """, filter.key?.rawValue, filter.unit, filter.day, cursor?.number ?? 0, limit,
            read: readParameter)
    }

    /// The value of `key` in force on `day` in the unit `code`: of the nearest unit upwards that sets it, else of
    /// everywhere; of each the latest.
    ///
    /// - Throws: `Refusal.parameterMissing` when nobody has set it.
    package borrowing func value(
        of key: Parameter.Key, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> String {
        let path = try unitPath(code, on: day) ?? []
        for unit in path.reversed() + [""] {
            let found = try connection.first(
                """
                SELECT value
                FROM parameter
                WHERE key = ?1 AND unit = ?2 AND valid_from <= ?3
                ORDER BY valid_from DESC
                LIMIT 1
                """, key.rawValue, unit, day
            ) { row in row.text(0) }
            if let found { return found }
        }
        throw Refusal.parameterMissing(key)
    }
}

extension Reading where Self: ~Copyable {
    /// True when households of the commune `code` are asked for money only by a decision of theirs, on `day`.
    ///
    /// Where nobody has set anything they are not.
    package borrowing func needsDecision(
        in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> Bool {
        let path = try unitPath(code, on: day) ?? []
        for unit in path.reversed() + [""] {
            let rules = try session.known.rules.value(of: unit) { try collectionRules(of: unit) } ?? []
            if let rule = rules.first(where: { $0.from <= day }) { return rule.needsDecision }
        }
        return false
    }

    private borrowing func collectionRules(
        of unit: AdministrativeUnit.Code
    ) throws -> [Session.CollectionRule] {
        try connection.all(
            "SELECT valid_from, value FROM parameter WHERE key = ?1 AND unit = ?2 ORDER BY valid_from DESC",
            Parameter.Key.collectionDecision.rawValue, unit
        ) { row in
            Session.CollectionRule(from: row.date(0), needsDecision: row.text(1) == Parameter.required)
        }
    }
}

extension WriteTransaction {
    package borrowing func newParameterID() throws -> Parameter.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM parameter") { row in row.integer(0) }
                ?? 1)
    }

    /// Records a new parameter.
    ///
    /// - Throws: `Refusal.taken` when the key is set from that day in that unit already.
    package borrowing func save(_ parameter: Parameter) throws {
        session.known.rules = LookupCache()
        let position = try journal(.parameterRecorded, subject: parameter.id.number, hamlet: nil) {
            parameter.write(to: &$0)
        }
        try refusing(
            .alreadyExists(.parameter, pointer: "/valid_from"),
            on: "parameter.key, parameter.unit, parameter.valid_from"
        ) { () throws(SQLiteError) in
            try connection.run(
                """
                INSERT INTO parameter (id, key, unit, valid_from, value, source, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """, parameter.id, parameter.key.rawValue, parameter.unit ?? "", parameter.validFrom,
                parameter.value, parameter.source, position)
        }
    }
}

func readParameter(_ row: borrowing Row) -> Parameter {
    let unit = row.text(2)
    return Parameter(
        id: row.id(0), key: row.choice(1), unit: unit.isEmpty ? nil : unit, validFrom: row.date(3),
        value: row.text(4), source: row.text(5))
}
