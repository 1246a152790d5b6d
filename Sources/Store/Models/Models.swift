package import Domain
import SQLite
import Text

/// Which models a list shows.
///
/// Nil is any.
package struct ModelFilter: Hashable, Sendable {
    package var state: Model.State?
    package var area: Model.Area?
    package var kind: Model.Kind?
    package var year: Int64?
    /// A search key that must occur in the model's; empty for all.
    package var search: String
    /// Only what strangers may see.
    package var isPublic: Bool

    package init(
        state: Model.State? = nil, area: Model.Area? = nil, kind: Model.Kind? = nil, year: Int64? = nil,
        search: String = "", isPublic: Bool = false
    ) {
        self.state = state
        self.area = area
        self.kind = kind
        self.year = year
        self.search = search
        self.isPublic = isPublic
    }
}

extension Reading where Self: ~Copyable {
    package borrowing func model(_ id: Model.ID) throws -> Model? {
        try connection.first(
            """
            SELECT id, hamlet, organisation, unit, recorded_by, recorded_ms, name, area, kind, year, situation,
                objective, method, place, forces, resources, time, outputs, lasting, replicated_from, state,
                registered_on, criteria_set, remarks, level, decision_number, decided_on, signer, decline_reason,
                decided_by, version
            FROM model
            WHERE id = ?1
            """, id, read: readModel)
    }

    /// The models of `hamlet`, newest first, before `cursor`; by the map of now those too of the hamlets that became it.
    package borrowing func models(
        of hamlet: Hamlet.ID, by boundaries: Boundaries = .historical, matching filter: ModelFilter,
        before cursor: Model.ID?,
        limit: Int
    ) throws -> [Model] {
        let hamlets = boundaries == .current ? try lineage(whollyBefore: hamlet) : [hamlet]
        return try connection.all(
            """
            SELECT id, hamlet, organisation, unit, recorded_by, recorded_ms, name, area, kind, year, situation,
                objective, method, place, forces, resources, time, outputs, lasting, replicated_from, state,
                registered_on, criteria_set, remarks, level, decision_number, decided_on, signer, decline_reason,
                decided_by, version
            FROM model
            WHERE hamlet IN (SELECT value FROM json_each(?1)) AND id < ?2 AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR area = ?4)
                AND (?5 IS NULL OR kind = ?5) AND (?6 IS NULL OR year = ?6)
                AND (?7 = '' OR instr(search_key, ?7) > 0)
                AND (?8 = 0 OR state = 'recognised'
                    OR kind = 'collective' AND state IN ('registered', 'accepted', 'appraised'))
            ORDER BY id DESC
            LIMIT ?9
            """, numbers(hamlets), cursor?.number ?? Int64.max, filter.state?.rawValue, filter.area?.rawValue,
            filter.kind?.rawValue, filter.year, filter.search, filter.isPublic, limit, read: readModel)
    }

    /// The models recorded below the unit `code`, newest first, before `cursor`.
    package borrowing func models(
        below code: AdministrativeUnit.Code, matching filter: ModelFilter, before cursor: Model.ID?,
        limit: Int
    ) throws -> [Model] {
        try connection.all(
            """
            SELECT id, hamlet, organisation, unit, recorded_by, recorded_ms, name, area, kind, year, situation,
                objective, method, place, forces, resources, time, outputs, lasting, replicated_from, state,
                registered_on, criteria_set, remarks, level, decision_number, decided_on, signer, decline_reason,
                decided_by, version
            FROM model
            WHERE unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0)
                AND id < ?2 AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR area = ?4)
                AND (?5 IS NULL OR kind = ?5) AND (?6 IS NULL OR year = ?6)
                AND (?7 = '' OR instr(search_key, ?7) > 0)
                AND (?8 = 0 OR state = 'recognised'
                    OR kind = 'collective' AND state IN ('registered', 'accepted', 'appraised'))
            ORDER BY id DESC
            LIMIT ?9
            """, code, cursor?.number ?? Int64.max, filter.state?.rawValue, filter.area?.rawValue,
            filter.kind?.rawValue, filter.year, filter.search, filter.isPublic, limit, read: readModel)
    }

    /// Other models of the same owner and year whose names fold to the same letters, oldest first, at most 20.
    ///
    /// Declined ones are no duplicates: to try again is welcome.
    package borrowing func likelyDuplicates(of model: Model) throws -> [Model.ID] {
        try connection.all(
            """
            SELECT id
            FROM model
            WHERE year = ?1 AND search_key = ?2 AND hamlet IS ?3 AND organisation IS ?4 AND id <> ?5
                AND state <> 'declined'
            ORDER BY id
            LIMIT 20
            """, model.sheet.year, model.sheet.name.searchKey, model.owner.hamlet, model.owner.organisation,
            model.id
        ) { row in row.id(0) }
    }

    /// `model`, the one that it copies, that one's source, and so on.
    package borrowing func sources(from model: Model.ID) throws -> [Model.ID] {
        try connection.all(
            """
            WITH RECURSIVE source (id) AS (
                SELECT ?1
                UNION
                SELECT replicated_from
                FROM model JOIN source ON model.id = source.id
                WHERE replicated_from IS NOT NULL
            )
            SELECT id
            FROM source
            """, model
        ) { row in row.id(0) }
    }
}

extension WriteTransaction {
    package borrowing func newModelID() throws -> Model.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM model") { row in row.integer(0) } ?? 1)
    }

    /// Stores `model` in place of `old`, or as a new one, and carries the counts.
    ///
    /// - Throws: `Refusal.staleVersion`.
    package borrowing func save(_ model: Model, replacing old: Model?) throws {
        let event: Event = old == nil ? .modelRecorded : .modelChanged
        let position = try journal(event, subject: model.id.number, hamlet: model.owner.hamlet) {
            model.write(to: &$0)
        }
        if let old {
            try update(model, position: position)
            if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
            try count(old, by: -1)
        } else {
            try insert(model, position: position)
        }
        try count(model, by: 1)
    }

    private borrowing func insert(_ model: Model, position: Int64) throws(SQLiteError) {
        let sheet = model.sheet
        precondition(model.state == .draft, "models begin as drafts")
        try connection.run(
            """
            INSERT INTO model (id, hamlet, organisation, unit, recorded_by, recorded_ms, name, area, kind, year,
                situation, objective, method, place, forces, resources, time, outputs, lasting, replicated_from,
                state, version, search_key, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                ?21, ?22, ?23, ?24)
            """, model.id, model.owner.hamlet, model.owner.organisation, model.unit, model.recordedBy,
            model.recordedAt, sheet.name, sheet.area.rawValue, sheet.kind.rawValue, sheet.year,
            sheet.contents[.situation], sheet.contents[.objective], sheet.contents[.method],
            sheet.contents[.place], sheet.contents[.forces], sheet.contents[.resources],
            sheet.contents[.time], sheet.contents[.outputs], sheet.contents[.lasting], sheet.replicatedFrom,
            model.state.rawValue, model.version, sheet.name.searchKey, position)
    }

    private borrowing func update(_ model: Model, position: Int64) throws(SQLiteError) {
        let sheet = model.sheet
        let recognition = model.recognition
        try connection.run(
            """
            UPDATE model
            SET hamlet = ?29, name = ?2, area = ?3, kind = ?4, year = ?5, situation = ?6, objective = ?7, method = ?8,
                place = ?9, forces = ?10, resources = ?11, time = ?12, outputs = ?13, lasting = ?14,
                replicated_from = ?15, state = ?16, registered_on = ?17, criteria_set = ?18, remarks = ?19,
                level = ?20, decision_number = ?21, decided_on = ?22, signer = ?23, decline_reason = ?24,
                decided_by = ?25, version = ?26, search_key = ?27, position = ?28
            WHERE id = ?1 AND version = ?26 - 1
            """, model.id, sheet.name, sheet.area.rawValue, sheet.kind.rawValue, sheet.year,
            sheet.contents[.situation], sheet.contents[.objective], sheet.contents[.method],
            sheet.contents[.place], sheet.contents[.forces], sheet.contents[.resources],
            sheet.contents[.time], sheet.contents[.outputs], sheet.contents[.lasting], sheet.replicatedFrom,
            model.state.rawValue, model.registeredOn, model.criteriaSet, model.remarks,
            recognition?.level.rawValue, recognition?.number, recognition?.decidedOn, recognition?.signer,
            model.declineReason, model.decision?.by, model.version, sheet.name.searchKey, position,
            model.owner.hamlet)
    }
}

func readModel(_ row: borrowing Row) -> Model {
    Model(
        id: row.id(0), owner: readOwner(row), unit: row.text(3), recordedBy: row.id(4),
        recordedAt: row.instant(5), sheet: readSheet(row), state: row.choice(20),
        registeredOn: row.optionalDate(21), criteriaSet: row.optionalID(22), remarks: row.optionalText(23),
        decision: readDecision(row), version: row.integer(30))
}

private func readOwner(_ row: borrowing Row) -> Model.Owner {
    if let hamlet: Hamlet.ID = row.optionalID(1) { return .hamlet(hamlet) }
    return .organisation(row.id(2))
}

private func readSheet(_ row: borrowing Row) -> Model.Sheet {
    var contents: [Model.Content: String] = [:]
    for (index, content) in Model.Content.allCases.enumerated() {
        contents[content] = row.optionalText(10 + Int32(index))
    }
    return Model.Sheet(
        name: row.text(6), area: row.choice(7), kind: row.choice(8), year: Int(row.integer(9)),
        contents: contents, replicatedFrom: row.optionalID(19))
}

private func readDecision(_ row: borrowing Row) -> Model.Decision? {
    guard let person: User.ID = row.optionalID(29) else { return nil }
    if let reason = row.optionalText(28) { return Model.Decision(.declined(reason: reason), by: person) }
    return Model.Decision(
        .recognised(
            Model.Recognition(
                level: row.choice(24), number: row.text(25), decidedOn: row.date(26), signer: row.text(27))),
        by: person)
}
