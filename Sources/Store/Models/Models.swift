package import Domain
package import JSON
package import SQLite
import Text

extension Model: StoredEntity {
    package static let table = EntityTable(
        .model, "model",
        [
            "model.id", "model.hamlet", "model.organisation", "model.unit", "recorded_by", "recorded_ms",
            "model.name", "area", "model.kind", "year", "situation", "objective", "method", "place", "forces",
            "resources", "time", "outputs", "lasting", "replicated_from", "state", "registered_on",
            "criteria_set", "remarks", "level", "decision_number", "decided_on", "signer", "decline_reason",
            "decided_by", "model.version",
        ], actions: [.recorded, .changed, .forgotten],
        scopeSource: .hamletOrUnit(
            "(SELECT unit FROM organisation WHERE organisation.id = model.organisation)"),
        isVersioned: true, derived: ["search_key"],
        // Undecided models move to the successor, so they do not block closing a hamlet.
        dating: EntityTable.Dating("registered_on", where: "state IN ('recognised', 'declined')"),
        personal: .model
    )
    .with(part: "model_appraiser", of: "model")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Model {
        Model(
            id: row.id(0), owner: readOwner(row), unit: row.text(3), recordedBy: row.id(4),
            recordedAt: row.instant(5), form: readForm(row), state: row.choice(20),
            registeredOn: row.optionalDate(21), criteriaSet: row.optionalID(22),
            appraisers: try tx.appraisers(of: row.id(0)), remarks: row.optionalText(23),
            decision: readDecision(row), version: row.integer(30))
    }

    private static func readOwner(_ row: borrowing Row) -> Owner {
        row.validate(
            (row.optionalInteger(1) == nil) != (row.optionalInteger(2) == nil), "a model has one owner")
        if let hamlet: Hamlet.ID = row.optionalID(1) { return .hamlet(hamlet) }
        return .organisation(row.id(2))
    }

    private static func readForm(_ row: borrowing Row) -> RegistrationForm {
        var sections: [FormSection: String] = [:]
        for (index, content) in FormSection.allCases.enumerated() {
            sections[content] = row.optionalText(10 + Int32(index))
        }
        return RegistrationForm(
            name: row.text(6), area: row.choice(7), kind: row.choice(8), year: Int(row.integer(9)),
            sections: sections, replicatedFrom: row.optionalID(19))
    }

    private static func readDecision(_ row: borrowing Row) -> Decision? {
        let isRecognised = row.optionalText(24) != nil
        let isDeclined = row.optionalText(28) != nil
        row.validate(
            (row.optionalText(25) != nil) == isRecognised && (row.optionalInteger(26) != nil) == isRecognised
                && (row.optionalText(27) != nil) == isRecognised, "a recognition is whole")
        row.validate(
            !(isRecognised && isDeclined) && (row.optionalInteger(29) != nil) == (isRecognised || isDeclined),
            "a model is recognised or declined by somebody")
        guard let person: User.ID = row.optionalID(29) else { return nil }
        if let reason = row.optionalText(28) { return Decision(.declined(reason: reason), by: person) }
        let recognition = Recognition(
            level: row.choice(24), number: row.text(25), decidedOn: row.date(26), signer: row.text(27))
        return Decision(.recognised(recognition), by: person)
    }

    package func derived(_ keys: NameKeys) -> [DerivedValue] { [.text(form.name.searchKey)] }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", owner.hamlet?.number)
        json.member("organisation", owner.organisation?.number)
        json.member("unit", unit)
        json.member("name", form.name)
        json.member("area", form.area.rawValue)
        json.member("kind", form.kind.rawValue)
        json.member("year", form.year)
        for content in FormSection.allCases {
            guard let text = form.sections[content] else { continue }
            json.name(dynamic: content.rawValue)
            json.value(text)
        }
        json.member("replicated_from", form.replicatedFrom?.number)
        json.member("state", state.rawValue)
        json.member("registered_on", registeredOn?.text)
        json.member("criteria_set", criteriaSet?.number)
        if !appraisers.isEmpty {
            json.name("appraisers")
            json.beginArray()
            for person in appraisers { json.value(person.number) }
            json.endArray()
        }
        json.member("remarks", remarks)
        if let decision { decision.write(to: &json) }
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }

    fileprivate static let ofHamlets = Query(
        """
        SELECT \(table.columns)
        FROM model
        WHERE hamlet IN (SELECT value FROM json_each(?1)) AND \(listCondition)
        ORDER BY id DESC
        LIMIT ?9
        """)

    fileprivate static let belowUnit = Query(
        """
        SELECT \(table.columns)
        FROM model
        WHERE unit IN (SELECT code FROM unit WHERE instr(path, '/' || ?1 || '/') > 0) AND \(listCondition)
        ORDER BY id DESC
        LIMIT ?9
        """)

    /// The conditions of a `ModelFilter` and the cursor, with parameters 2 to 8.
    private static let listCondition: SQL = """
        id < ?2 AND (?3 IS NULL OR state = ?3) AND (?4 IS NULL OR area = ?4) AND (?5 IS NULL OR kind = ?5)
            AND (?6 IS NULL OR year = ?6) AND (?7 = '' OR instr(search_key, ?7) > 0)
            AND (?8 = 0 OR state = 'recognised'
                OR kind = 'collective' AND state IN ('registered', 'accepted', 'appraised'))
        """

    fileprivate static let undecidedOfHamlet = Query(
        """
        SELECT \(table.columns)
        FROM model
        WHERE hamlet = ?1 AND state IN ('draft', 'registered', 'returned', 'accepted', 'appraised')
        ORDER BY id
        """)
}

extension Model.Decision {
    fileprivate func write(to json: inout JSONWriter) {
        switch outcome {
        case .recognised(let recognition):
            json.member("level", recognition.level.rawValue)
            json.member("decision_number", recognition.number)
            json.member("decided_on", recognition.decidedOn.text)
            json.member("signer", recognition.signer)
        case .declined(let reason): json.member("decline_reason", reason)
        }
        json.member("decided_by", by.number)
    }
}

/// A filter for lists of models.
///
/// Nil matches anything.
package struct ModelFilter: Hashable, Sendable {
    package var state: Model.State?
    package var area: Model.Area?
    package var kind: Model.Kind?
    package var year: Int64?
    /// A search key that must occur in the model's; empty for all.
    package var search: String
    /// Only public models.
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
    /// The models of `hamlet`, newest first, before `cursor`.
    ///
    /// By current boundaries, the models of hamlets merged into it are included.
    package borrowing func models(
        of hamlet: Hamlet.ID, by boundaries: Boundaries = .historical, matching filter: ModelFilter,
        before cursor: Model.ID?,
        limit: Int
    ) throws -> [Model] {
        let hamlets = boundaries == .current ? try absorbedPredecessors(of: hamlet) : [hamlet]
        return try all(
            Model.ofHamlets, jsonArray(of: hamlets), cursor?.number ?? Int64.max, filter.state?.rawValue,
            filter.area?.rawValue, filter.kind?.rawValue, filter.year, filter.search, filter.isPublic, limit)
    }

    /// The models recorded below the unit `code`, newest first, before `cursor`.
    package borrowing func models(
        below code: AdministrativeUnit.Code, matching filter: ModelFilter, before cursor: Model.ID?,
        limit: Int
    ) throws -> [Model] {
        try all(
            Model.belowUnit, code, cursor?.number ?? Int64.max, filter.state?.rawValue, filter.area?.rawValue,
            filter.kind?.rawValue, filter.year, filter.search, filter.isPublic, limit)
    }

    /// The models of `hamlet` that are neither recognised nor declined, oldest first.
    borrowing func undecidedModels(of hamlet: Hamlet.ID) throws -> [Model] {
        try all(Model.undecidedOfHamlet, hamlet)
    }

    /// Other models of the same owner and year whose names have the same search key, oldest first, at most 20.
    ///
    /// Declined models are ignored, because trying again is allowed.
    package borrowing func likelyDuplicates(of model: Model) throws -> [Model.ID] {
        try connection.all(
            """
            SELECT id
            FROM model
            WHERE year = ?1 AND search_key = ?2 AND hamlet IS NOT DISTINCT FROM ?3
                AND organisation IS NOT DISTINCT FROM ?4 AND id <> ?5 AND state <> 'declined'
            ORDER BY id
            LIMIT 20
            """, model.form.year, model.form.name.searchKey, model.owner.hamlet, model.owner.organisation,
            model.id
        ) { row in row.id(0) }
    }

    /// `model`, the model it replicates, that one's source, and so on.
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
    /// Stores `model` as a change of `old`, or as a new model, and updates the counts.
    ///
    /// - Throws: `Refusal.versionMismatch`; `Refusal.notFound` for one that was forgotten, but it goes with its hamlet.
    package borrowing func save(_ model: Model, replacing old: Model?) throws {
        if let old, old.owner == model.owner, try isForgotten(model.id) { throw Refusal.notFound(.model) }
        let position = try journal(
            old == nil ? .recorded : .changed, model, owner: model.owner.hamlet.map { .hamlet($0) })
        if let old {
            try update(to: model) { try update(model, position: position) }
            if model.appraisers != old.appraisers { try saveAppraisers(of: model, replacing: old.appraisers) }
            try updateCounts(for: old, by: -1)
        } else {
            try insert(model, position: position)
        }
        try updateCounts(for: model, by: 1)
    }

    private borrowing func insert(_ model: Model, position: Int64) throws(SQLiteError) {
        let form = model.form
        precondition(model.state == .draft, "models begin as drafts")
        try connection.run(
            """
            INSERT INTO model (id, hamlet, organisation, unit, recorded_by, recorded_ms, name, area, kind, year,
                situation, objective, method, place, forces, resources, time, outputs, lasting, replicated_from,
                state, version, search_key, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                ?21, ?22, ?23, ?24)
            """, model.id, model.owner.hamlet, model.owner.organisation, model.unit, model.recordedBy,
            model.recordedAt, form.name, form.area.rawValue, form.kind.rawValue, form.year,
            form.sections[.situation], form.sections[.objective], form.sections[.method],
            form.sections[.place], form.sections[.forces], form.sections[.resources],
            form.sections[.time], form.sections[.outputs], form.sections[.sustainability],
            form.replicatedFrom, model.state.rawValue, model.version, form.name.searchKey, position)
    }

    borrowing func update(_ model: Model, position: Int64) throws(SQLiteError) {
        let form = model.form
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
            """, model.id, form.name, form.area.rawValue, form.kind.rawValue, form.year,
            form.sections[.situation], form.sections[.objective], form.sections[.method],
            form.sections[.place], form.sections[.forces], form.sections[.resources],
            form.sections[.time], form.sections[.outputs], form.sections[.sustainability],
            form.replicatedFrom,
            model.state.rawValue, model.registeredOn, model.criteriaSet, model.remarks,
            recognition?.level.rawValue, recognition?.number, recognition?.decidedOn, recognition?.signer,
            model.declineReason, model.decision?.by, model.version, form.name.searchKey, position,
            model.owner.hamlet)
    }
}
