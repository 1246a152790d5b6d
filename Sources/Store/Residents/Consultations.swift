package import Domain
import SQLite

/// What was said in one commune about a matter, its hamlets' answers added up where it has none of its own.
package struct ConsultedCommune: Hashable, Sendable {
    package let commune: AdministrativeUnit.Code
    /// How many answers were added up.
    package let placesCount: Int64
    package let counts: Consultation.Counts

    package init(commune: AdministrativeUnit.Code, placesCount: Int64, counts: Consultation.Counts) {
        self.commune = commune
        self.placesCount = placesCount
        self.counts = counts
    }
}

extension Reading where Self: ~Copyable {
    package borrowing func consultation(_ id: Consultation.ID) throws -> Consultation? {
        try connection.first(
            """
            SELECT id, hamlet, commune, matter, title, first_on, last_on, eligible, invited, participated, agreed,
                disagreed, invalid, recorded_by, recorded_ms, version
            FROM consultation
            WHERE id = ?1
            """, id, read: readConsultation)
    }

    /// The consultations of `scope`, newest first, before `cursor`.
    package borrowing func consultations(
        of scope: Decision.Scope, before cursor: Consultation.ID?, limit: Int
    ) throws -> [Consultation] {
        try connection.all(
            """
            SELECT id, hamlet, commune, matter, title, first_on, last_on, eligible, invited, participated, agreed,
                disagreed, invalid, recorded_by, recorded_ms, version
            FROM consultation
            WHERE hamlet IS ?1 AND commune IS ?2 AND id < ?3
            ORDER BY id DESC
            LIMIT ?4
            """, scope.hamlet, scope.commune, cursor?.number ?? Int64.max, limit, read: readConsultation)
    }

    /// What was said about `matter` below the unit `code`, commune by commune, by their codes.
    ///
    /// Then, a hamlet's answer is its commune's of the last day, and a unit is where it lay in any of its lives, so that
    /// communes that were merged since are told by their old codes; now, all are told by the communes of today. Where a
    /// commune has an answer of its own, its hamlets' are in it already.
    package borrowing func consultedCommunes(
        below code: AdministrativeUnit.Code, on matter: String, by boundaries: Boundaries
    ) throws -> [ConsultedCommune] {
        let answers = try connection.all(
            """
            SELECT id, hamlet, commune, matter, title, first_on, last_on, eligible, invited, participated, agreed,
                disagreed, invalid, recorded_by, recorded_ms, version
            FROM consultation
            WHERE matter = ?1
            ORDER BY id
            """, matter, read: readConsultation)
        let whole = Set(answers.compactMap(\.scope.commune))
        var communes: [AdministrativeUnit.Code: ConsultedCommune] = [:]
        for answer in answers {
            var commune = answer.scope.commune ?? ""
            if let id = answer.scope.hamlet, let hamlet = try hamlet(id) {
                commune = try life(of: hamlet, on: answer.lastOn).commune
                if whole.contains(commune) { continue }
                if boundaries == .current { commune = try self.hamlet(today(of: id))?.commune ?? commune }
            }
            if boundaries == .current { commune = try codeToday(of: commune) }
            guard try wasEver(commune, below: code, boundaries) else { continue }
            let sum = communes[commune]
            communes[commune] = ConsultedCommune(
                commune: commune, placesCount: (sum?.placesCount ?? 0) + 1,
                counts: (sum?.counts ?? .zero).adding(answer.counts))
        }
        return communes.values.sorted { $0.commune < $1.commune }
    }

    private borrowing func wasEver(
        _ commune: AdministrativeUnit.Code, below code: AdministrativeUnit.Code, _ boundaries: Boundaries
    ) throws -> Bool {
        switch boundaries {
        case .current: try unitPath(commune, on: today)?.contains(code) == true
        case .historical:
            try connection.first(
                "SELECT 1 FROM unit WHERE code = ?1 AND instr(path, '/' || ?2 || '/') > 0", commune, code
            ) { _ in true } ?? false
        }
    }
}

extension WriteTransaction {
    package borrowing func newConsultationID() throws -> Consultation.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM consultation") { row in
                row.integer(0)
            }
                ?? 1)
    }

    /// Stores `consultation` in place of `old`, or as a new one.
    ///
    /// - Throws: `Refusal.taken` when the place has answered the matter before; `.staleVersion`.
    package borrowing func save(_ consultation: Consultation, replacing old: Consultation?) throws {
        let event: Event = old == nil ? .consultationRecorded : .consultationCorrected
        let position = try journal(
            event, subject: consultation.id.number, hamlet: consultation.scope.hamlet
        ) { consultation.write(to: &$0) }
        let (scope, counts) = (consultation.scope, consultation.counts)
        guard let old else {
            let columns: StaticString =
                scope.hamlet == nil
                ? "consultation.matter, consultation.commune" : "consultation.matter, consultation.hamlet"
            return try refusing(.alreadyExists(.consultation, pointer: "/matter"), on: columns) {
                () throws(SQLiteError) in
                try connection.run(
                    """
                    INSERT INTO consultation (id, hamlet, commune, matter, title, first_on, last_on, eligible, invited,
                        participated, agreed, disagreed, invalid, recorded_by, recorded_ms, version, position)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                    """, consultation.id, scope.hamlet, scope.commune, consultation.matter,
                    consultation.title, consultation.firstOn, consultation.lastOn, counts.eligible,
                    counts.invited, counts.participated, counts.agreed, counts.disagreed, counts.invalid,
                    consultation.recordedBy, consultation.recordedAt, consultation.version, position)
            }
        }
        try connection.run(
            """
            UPDATE consultation
            SET title = ?2, first_on = ?3, last_on = ?4, eligible = ?5, invited = ?6, participated = ?7, agreed = ?8,
                disagreed = ?9, invalid = ?10, version = ?11, position = ?12
            WHERE id = ?1 AND version = ?11 - 1
            """, consultation.id, consultation.title, consultation.firstOn, consultation.lastOn,
            counts.eligible, counts.invited, counts.participated, counts.agreed, counts.disagreed,
            counts.invalid, consultation.version, position)
        if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
    }
}

func readConsultation(_ row: borrowing Row) -> Consultation {
    let scope: Decision.Scope =
        if let hamlet: Hamlet.ID = row.optionalID(1) { .hamlet(hamlet) } else { .commune(row.text(2)) }
    return Consultation(
        id: row.id(0), scope: scope, matter: row.text(3), title: row.text(4), firstOn: row.date(5),
        lastOn: row.date(6), counts: readCounts(row, from: 7), recordedBy: row.id(13),
        recordedAt: row.instant(14), version: row.integer(15))
}

private func readCounts(_ row: borrowing Row, from column: Int32) -> Consultation.Counts {
    Consultation.Counts(
        eligible: row.integer(column), invited: row.integer(column + 1),
        participated: row.integer(column + 2), agreed: row.integer(column + 3),
        disagreed: row.integer(column + 4), invalid: row.integer(column + 5))
}
