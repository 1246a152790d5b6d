package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The appraisals of `model`, in the order in which they came.
    package borrowing func appraisals(of model: Model.ID) throws -> [Appraisal] {
        try connection.all(
            """
            SELECT id, model, appraiser, remarks, recorded_ms
            FROM appraisal
            WHERE model = ?1
            ORDER BY id
            """, model
        ) { row in readAppraisal(row, try points(of: row.id(0))) }
    }

    borrowing func points(of appraisal: Appraisal.ID) throws -> [Int64] {
        try connection.all(
            "SELECT score FROM appraisal_score WHERE appraisal = ?1 ORDER BY number", appraisal
        ) { row in row.integer(0) }
    }
}

extension WriteTransaction {
    package borrowing func newAppraisalID() throws -> Appraisal.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM appraisal") { row in row.integer(0) }
                ?? 1)
    }

    /// Records a new appraisal by `set`, before the model's own row changes.
    ///
    /// - Throws: `SQLiteError`; the domain has refused a second one by the same person.
    package borrowing func save(
        _ appraisal: Appraisal, by set: CriteriaSet.ID, of owner: Model.Owner
    ) throws {
        let position = try journal(.appraisalRecorded, subject: appraisal.id.number, hamlet: owner.hamlet) {
            appraisal.write(to: &$0)
        }
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

func readAppraisal(_ row: borrowing Row, _ points: [Int64]) -> Appraisal {
    Appraisal(
        id: row.id(0), model: row.id(1), appraiser: row.id(2), points: points, remarks: row.optionalText(3),
        recordedAt: row.instant(4))
}
