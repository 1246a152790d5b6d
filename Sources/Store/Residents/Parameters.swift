package import Domain
package import SQLite

extension Parameter: StoredEntity {
    package static let table = EntityTable(
        .parameter, "parameter", ["id", "key", "unit", "valid_from", "value", "source"], actions: [.recorded],
        scopeSource: .everywhere, isVersioned: false,
        // As `PublicParameterView`, which is all of it.
        publicMembers: PublicMembers(
            [.init("key"), .init("unit"), .init("valid_from"), .init("value"), .init("source")],
            earlier: [.none]))

    /// A parameter that applies everywhere is stored with the unit "".
    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Parameter {
        let unit = row.text(2)
        return Parameter(
            id: row.id(0), key: row.choice(1), unit: unit.isEmpty ? nil : unit, validFrom: row.date(3),
            value: row.text(4), source: row.text(5))
    }

    fileprivate static let listed = Query(
        """
        SELECT \(table.columns)
        FROM parameter
        WHERE id > ?4 AND (?1 IS NULL OR key = ?1) AND (?2 IS NULL OR unit = ?2)
            AND (?3 IS NULL OR valid_from = (
                SELECT max(valid_from)
                FROM parameter AS latest
                WHERE latest.key = parameter.key AND latest.unit = parameter.unit AND valid_from <= ?3))
        ORDER BY id
        LIMIT ?5
        """)

    fileprivate static let onDay = Query(
        "SELECT \(table.columns) FROM parameter WHERE key = ?1 AND unit = ?2 AND valid_from = ?3")
}

extension Parameter: Described {
    package static let sample = Parameter(
        id: Identifier(1), key: .ratesThreshold, unit: "40", validFrom: .sample, value: ">=2/3",
        source: "10/2022/QH15, Điều 15")

    package func write(to fields: inout some FieldWriter) {
        fields.member("id", id)
        fields.choice("key", key)
        fields.member("unit", unit)
        fields.member("valid_from", validFrom)
        fields.member("value", value)
        fields.member("source", source)
    }
}

/// A filter for lists of parameters.
///
/// Nil matches anything.
package struct ParameterFilter: Hashable, Sendable {
    package let key: Parameter.Key?
    package let unit: AdministrativeUnit.Code?
    /// Only parameters in force on that date: the latest for each key and unit.
    package let day: LocalDate?

    package init(key: Parameter.Key? = nil, unit: AdministrativeUnit.Code? = nil, day: LocalDate? = nil) {
        self.key = key
        self.unit = unit
        self.day = day
    }
}

extension Reading where Self: ~Copyable {
    /// The parameters by id, after `cursor`.
    package borrowing func parameters(
        matching filter: ParameterFilter, after cursor: Parameter.ID?, limit: Int
    ) throws -> [Parameter] {
        try all(
            Parameter.listed, filter.key?.rawValue, filter.unit, filter.day, cursor?.number ?? 0, limit)
    }

    /// What `unit` set from `day` on, or nil when it set nothing on that day.
    package borrowing func parameter(
        _ key: Parameter.Key, of unit: AdministrativeUnit.Code?, from day: LocalDate
    ) throws -> Parameter? {
        try first(Parameter.onDay, key.rawValue, unit ?? "", day)
    }

    /// The value of `key` in force on `day` in the unit `code`.
    ///
    /// The nearest unit upwards that sets the key wins, then the value for everywhere; the latest one of each. Where the
    /// law sets a bound, a value set below the province applies only if it is at least as strict, whatever was set first.
    ///
    /// - Throws: `Refusal.parameterMissing` when no value is set.
    package borrowing func value(
        of key: Parameter.Key, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> String {
        let path = try unitPath(code, on: day) ?? []
        var found: String?
        for (depth, unit) in ([""] + path).enumerated() {
            let set = try connection.first(
                """
                SELECT value
                FROM parameter
                WHERE key = ?1 AND unit = ?2 AND valid_from <= ?3
                ORDER BY valid_from DESC
                LIMIT 1
                """, key.rawValue, unit, day
            ) { row in row.text(0) }
            guard let set else { continue }
            let isBelowProvince = depth > 1
            if isBelowProvince, let found, !key.isAtLeastAsStrict(set, as: found) { continue }
            found = set
        }
        guard let found else { throw Refusal.parameterMissing(key) }
        return found
    }
}

extension Reading where Self: ~Copyable {
    /// The threshold for decisions about `matter` in force on `day` in the unit `code`.
    ///
    /// - Throws: `Refusal.parameterMissing` when no value is set, or the value is not a threshold.
    package borrowing func threshold(
        of matter: Decision.Matter, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> Threshold {
        guard let threshold = Threshold(try value(of: matter.threshold, in: code, on: day)) else {
            throw Refusal.parameterMissing(matter.threshold)
        }
        return threshold
    }

    /// The count set for `key` in force on `day` in the unit `code`.
    ///
    /// - Throws: `Refusal.parameterMissing` when no value is set, or the value is not a count.
    package borrowing func count(
        of key: Parameter.Key, in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> Int64 {
        guard let count = Int64(try value(of: key, in: code, on: day)) else {
            throw Refusal.parameterMissing(key)
        }
        return count
    }

    /// True when collecting money from households in the commune `code` requires a decision of theirs on `day`.
    ///
    /// It does not where no value is set.
    package borrowing func needsDecision(
        in code: AdministrativeUnit.Code, on day: LocalDate
    ) throws -> Bool {
        let path = try unitPath(code, on: day) ?? []
        var isNeeded = false
        for (depth, unit) in ([""] + path).enumerated() {
            let rules = try session.caches.rules.value(of: unit) { try collectionRules(of: unit) } ?? []
            guard let rule = rules.first(where: { $0.validFrom <= day }) else { continue }
            // Below the province the rule can only be made stricter.
            isNeeded = depth > 1 ? isNeeded || rule.needsDecision : rule.needsDecision
        }
        return isNeeded
    }

    private borrowing func collectionRules(
        of unit: AdministrativeUnit.Code
    ) throws -> [Session.CollectionRule] {
        try connection.all(
            "SELECT valid_from, value FROM parameter WHERE key = ?1 AND unit = ?2 ORDER BY valid_from DESC",
            Parameter.Key.collectionDecision.rawValue, unit
        ) { row in
            Session.CollectionRule(validFrom: row.date(0), needsDecision: row.text(1) == Parameter.required)
        }
    }
}

extension WriteTransaction {
    /// Records a new parameter.
    ///
    /// - Throws: `Refusal.alreadyExists` when the key is already set for that unit from that date.
    package borrowing func save(_ parameter: Parameter) throws {
        session.caches.rules = LookupCache()
        let position = try journal(.recorded, parameter, owner: nil)
        try mappingConstraint(
            .alreadyExists(.parameter, at: .validFrom),
            on: "parameter.key, parameter.unit, parameter.valid_from"
        ) {
            try connection.run(
                """
                INSERT INTO parameter (id, key, unit, valid_from, value, source, position)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """, parameter.id, parameter.key.rawValue, parameter.unit ?? "", parameter.validFrom,
                parameter.value, parameter.source, position)
        }
    }
}
