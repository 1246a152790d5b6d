package import Domain
package import JSON
package import SQLite

extension Appraisal: StoredEntity {
    package static let table = EntityTable(
        .appraisal, "appraisal",
        ["appraisal.id", "appraisal.model", "appraiser", "appraisal.remarks", "appraisal.recorded_ms"],
        actions: [.recorded, .forgotten], scopeSource: .everywhere, isVersioned: false,
        // The journal payload does not name the criteria set; the model's row does.
        rules: [
            EntityTable.Rule(
                "criteria_set",
                """
                NOT EXISTS (
                    SELECT 1 FROM appraisal_score JOIN model ON model.id = appraisal.model
                    WHERE appraisal_score.appraisal = appraisal.id
                        AND appraisal_score.criteria_set IS DISTINCT FROM model.criteria_set)
                """)
        ], personal: PersonalMembers(erased: ["remarks"])
    )
    .with(part: "appraisal_score", of: "appraisal")

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Appraisal {
        Appraisal(
            id: row.id(0), model: row.id(1), appraiser: row.id(2), points: try tx.points(of: row.id(0)),
            remarks: row.optionalText(3), recordedAt: row.instant(4))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("model", model.number)
        json.member("appraiser", appraiser.number)
        json.name("scores")
        json.beginArray()
        for score in points { json.value(score) }
        json.endArray()
        json.member("remarks", remarks)
        json.member("recorded_at", recordedAt.text)
    }

    fileprivate static let ofModel = Query(
        """
        SELECT \(table.columns)
        FROM appraisal
        WHERE model = ?1
        ORDER BY id
        """)
}

extension Reading where Self: ~Copyable {
    /// The appraisals of `model`, in the order in which they were recorded.
    package borrowing func appraisals(of model: Model.ID) throws -> [Appraisal] {
        try all(Appraisal.ofModel, model)
    }

    /// Who appraises `model`, in the order in which they were named.
    borrowing func appraisers(of model: Model.ID) throws -> [User.ID] {
        try connection.all(
            "SELECT appraiser FROM model_appraiser WHERE model = ?1 ORDER BY number", model
        ) { row in row.id(0) }
    }

    fileprivate borrowing func points(of appraisal: Appraisal.ID) throws -> [Int64] {
        try connection.all(
            "SELECT score FROM appraisal_score WHERE appraisal = ?1 ORDER BY number", appraisal
        ) { row in row.integer(0) }
    }
}

extension WriteTransaction {
    /// Stores who appraises `model` in place of `others`; those who are named as before stay.
    borrowing func saveAppraisers(of model: Model, replacing others: [User.ID]) throws(SQLiteError) {
        func isSame(_ index: Int) -> Bool {
            others.indices.contains(index) && model.appraisers.indices.contains(index)
                && others[index] == model.appraisers[index]
        }
        for index in others.indices where !isSame(index) {
            try connection.run(
                "DELETE FROM model_appraiser WHERE model = ?1 AND number = ?2", model.id, index + 1)
        }
        for (index, person) in model.appraisers.enumerated() where !isSame(index) {
            try connection.run(
                "INSERT INTO model_appraiser (model, number, appraiser) VALUES (?1, ?2, ?3)", model.id,
                index + 1, person)
        }
    }

    /// Records a new appraisal under `set`.
    ///
    /// Must run before the model's own row is updated.
    ///
    /// - Throws: `SQLiteError`. The domain has already refused a second appraisal by the same person.
    package borrowing func save(
        _ appraisal: Appraisal, by set: CriteriaSet.ID, of owner: Model.Owner
    ) throws {
        let position = try journal(.recorded, appraisal, owner: owner.hamlet.map { .hamlet($0) })
        try connection.run(
            """
            INSERT INTO appraisal (id, model, appraiser, remarks, recorded_ms, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, appraisal.id, appraisal.model, appraisal.appraiser, appraisal.remarks, appraisal.recordedAt,
            position)
        for (index, score) in appraisal.points.enumerated() {
            try connection.run(
                """
                INSERT INTO appraisal_score (appraisal, number, criteria_set, score)
                VALUES (?1, ?2, ?3, ?4)
                """, appraisal.id, index + 1, set, score)
        }
    }
}
