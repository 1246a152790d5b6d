package import Domain
import SQLite

/// The number of models with the same area, kind, state and level.
package struct ModelCount: Hashable, Sendable {
    package let area: Model.Area
    package let kind: Model.Kind
    package let state: Model.State
    /// Nil when not recognised.
    package let level: Model.Level?
    package let count: Int64

    package init(
        area: Model.Area, kind: Model.Kind, state: Model.State, level: Model.Level?, count: Int64
    ) {
        self.area = area
        self.kind = kind
        self.state = state
        self.level = level
        self.count = count
    }
}

/// The number of models of a hamlet in one state, for collective and individual models separately.
package struct HamletModelCount: Hashable, Sendable {
    package let state: Model.State
    package let kind: Model.Kind
    package let count: Int64

    package init(state: Model.State, kind: Model.Kind, count: Int64) {
        self.state = state
        self.kind = kind
        self.count = count
    }
}

/// A direct or indirect copy of a model.
package struct Replication: Hashable, Sendable {
    package let model: Model.ID
    package let replicatedFrom: Model.ID
    package let name: String
    package let owner: Model.Owner
    package let kind: Model.Kind
    package let state: Model.State
    /// 1 for a direct copy.
    package let depth: Int64

    package init(
        model: Model.ID, replicatedFrom: Model.ID, name: String, owner: Model.Owner, kind: Model.Kind,
        state: Model.State, depth: Int64
    ) {
        self.model = model
        self.replicatedFrom = replicatedFrom
        self.name = name
        self.owner = owner
        self.kind = kind
        self.state = state
        self.depth = depth
    }
}

/// The size of a replication tree: its registered copies, without the model itself.
package struct ReplicationCounts: Hashable, Sendable {
    package let direct: Int64
    /// Including copies of copies.
    package let transitive: Int64
    /// Hamlets that own at least one copy.
    package let hamlets: Int64

    package init(direct: Int64, transitive: Int64, hamlets: Int64) {
        self.direct = direct
        self.transitive = transitive
        self.hamlets = hamlets
    }
}

extension Reading where Self: ~Copyable {
    /// The models registered from `from` to `to`, inclusive, below the unit `code` by the boundaries at registration.
    ///
    /// A hamlet may remain in a commune that has ended. Its later models count with the commune's successor when there
    /// is exactly one, else where the commune last was: in its province in any case.
    package borrowing func modelCounts(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate?
    ) throws -> [ModelCount] {
        let late = try lateModelCounts(from: from, to: to)
            .filter { try unitPath(currentCode(of: $0.unit), on: today)?.contains(code) == true }
            .map(\.count)
        return try timelyModelCounts(below: code, from: from, to: to) + late
    }

    /// The models registered in a commune that had ended, with its code.
    private borrowing func lateModelCounts(
        from: LocalDate?, to: LocalDate?
    ) throws -> [(unit: AdministrativeUnit.Code, count: ModelCount)] {
        try connection.all(
            """
            SELECT unit, area, kind, state, level, CAST(sum(models_count) AS BIGINT)
            FROM unit_model JOIN (
                    SELECT code, max(coalesce(valid_to, 99991231)) AS last_day
                    FROM unit
                    GROUP BY code
                ) AS life ON life.code = unit_model.unit
            WHERE registered_on > last_day AND registered_on BETWEEN coalesce(?1, 0) AND coalesce(?2, 99991231)
                AND models_count > 0
            GROUP BY unit, area, kind, state, level
            """, from, to
        ) { row in
            (
                unit: row.text(0),
                count: ModelCount(
                    area: row.choice(1), kind: row.choice(2), state: row.choice(3),
                    level: Model.Level(rawValue: row.text(4)), count: row.integer(5))
            )
        }
    }

    /// The models registered in a commune that existed on that day.
    private borrowing func timelyModelCounts(
        below code: AdministrativeUnit.Code, from: LocalDate?, to: LocalDate?
    ) throws -> [ModelCount] {
        try connection.all(
            """
            SELECT area, kind, state, level, CAST(sum(models_count) AS BIGINT)
            FROM unit_model
            WHERE unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
                AND registered_on BETWEEN coalesce(?2, 0) AND coalesce(?3, 99991231)
                AND models_count > 0
                AND EXISTS (
                    SELECT 1
                    FROM unit AS life
                    WHERE life.code = unit_model.unit AND instr(life.path, '/' || ?1 || '/') > 0
                        AND coalesce(life.valid_from, 0) <= registered_on
                        AND (life.valid_to IS NULL OR life.valid_to >= registered_on))
            GROUP BY area, kind, state, level
            """, code, from, to
        ) { row in
            ModelCount(
                area: row.choice(0), kind: row.choice(1), state: row.choice(2),
                level: Model.Level(rawValue: row.text(3)), count: row.integer(4))
        }
    }

    /// The number of models of `hamlet` per state and kind.
    ///
    /// Zero counts are absent.
    package borrowing func modelCounts(of hamlet: Hamlet.ID) throws -> [HamletModelCount] {
        try connection.all(
            """
            SELECT state, kind, models_count
            FROM hamlet_model
            WHERE hamlet = ?1 AND models_count > 0
            """, hamlet
        ) { row in HamletModelCount(state: row.choice(0), kind: row.choice(1), count: row.integer(2)) }
    }

    /// The registered direct and indirect copies of `model`, by id, after `cursor`.
    package borrowing func replications(
        of model: Model.ID, after cursor: Model.ID?, limit: Int
    ) throws -> [Replication] {
        try connection.all(
            """
            WITH RECURSIVE copy (id, depth) AS (
                SELECT id, 1
                FROM model
                WHERE replicated_from = ?1
                UNION ALL
                SELECT model.id, depth + 1
                FROM model JOIN copy ON model.replicated_from = copy.id
                WHERE depth < 1000
            )
            SELECT model.id, replicated_from, name, hamlet, organisation, state, depth, kind
            FROM copy JOIN model ON model.id = copy.id
            WHERE state <> 'draft' AND model.id > ?2
            ORDER BY model.id
            LIMIT ?3
            """, model, cursor?.number ?? 0, limit
        ) { row in
            let hamlet: Hamlet.ID? = row.optionalID(3)
            return Replication(
                model: row.id(0), replicatedFrom: row.id(1), name: row.text(2),
                owner: hamlet.map { .hamlet($0) } ?? .organisation(row.id(4)), kind: row.choice(7),
                state: row.choice(5), depth: row.integer(6))
        }
    }

    package borrowing func replicationCounts(of model: Model.ID) throws -> ReplicationCounts {
        try connection.first(
            """
            WITH RECURSIVE copy (id, depth) AS (
                SELECT id, 1
                FROM model
                WHERE replicated_from = ?1
                UNION ALL
                SELECT model.id, depth + 1
                FROM model JOIN copy ON model.replicated_from = copy.id
                WHERE depth < 1000
            )
            SELECT count(*) FILTER (WHERE depth = 1), count(*), count(DISTINCT hamlet)
            FROM copy JOIN model ON model.id = copy.id
            WHERE state <> 'draft'
            """, model
        ) { row in
            ReplicationCounts(direct: row.integer(0), transitive: row.integer(1), hamlets: row.integer(2))
        } ?? ReplicationCounts(direct: 0, transitive: 0, hamlets: 0)
    }
}

extension WriteTransaction {
    /// Adds `model` to the counts, or removes it when `sign` is −1.
    borrowing func updateCounts(for model: Model, by sign: Int64) throws {
        if let hamlet = model.owner.hamlet {
            try connection.run(
                """
                INSERT INTO hamlet_model (hamlet, state, kind, models_count) VALUES (?1, ?2, ?3, max(?4, 0))
                ON CONFLICT (hamlet, state, kind) DO UPDATE SET models_count = hamlet_model.models_count + ?4
                """, hamlet, model.state.rawValue, model.form.kind.rawValue, sign)
        }
        guard let day = model.registeredOn else { return }
        try connection.run(
            """
            INSERT INTO unit_model (unit, registered_on, area, kind, state, level, models_count)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, max(?7, 0))
            ON CONFLICT (unit, registered_on, area, kind, state, level)
                DO UPDATE SET models_count = unit_model.models_count + ?7
            """, model.unit, day, model.form.area.rawValue, model.form.kind.rawValue, model.state.rawValue,
            model.recognition?.level.rawValue ?? "", sign)
    }
}
