package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    package borrowing func decision(_ id: Decision.ID) throws -> Decision? {
        try connection.first(
            """
            SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by,
                recorded_ms, state, voting_mode, method, held_on, place, chair, secretary, households, represented,
                sent_to_commune_on, sent_to_front_on, superseded_by, version
            FROM decision
            WHERE id = ?1
            """, id
        ) { row in try readDecision(row) }
    }

    /// The decisions of `scope`, newest first, before `cursor`.
    ///
    /// - Parameters:
    ///   - scope: a hamlet's own, or a commune's own without those of its hamlets.
    ///   - state: nil for any.
    ///   - isPublic: only those that are concluded.
    ///   - cursor: the last decision of the page before.
    ///   - limit: the most rows.
    /// - Returns: up to `limit` of them.
    /// - Throws: `SQLiteError`.
    package borrowing func decisions(
        of scope: Decision.Scope, state: Decision.State?, isPublic: Bool, before cursor: Decision.ID?,
        limit: Int
    ) throws -> [Decision] {
        try connection.all(
            """
            SELECT id, hamlet, commune, title, initiative_consents, initiative_first_on, amends, recorded_by,
                recorded_ms, state, voting_mode, method, held_on, place, chair, secretary, households, represented,
                sent_to_commune_on, sent_to_front_on, superseded_by, version
            FROM decision
            WHERE hamlet IS ?1 AND commune IS ?2 AND id < ?5 AND (?3 IS NULL OR state = ?3)
                AND (?4 = 0 OR state IN ('passed', 'failed', 'sent', 'superseded'))
            ORDER BY id DESC
            LIMIT ?6
            """, scope.hamlet, scope.commune, state?.rawValue, isPublic, cursor?.number ?? Int64.max, limit
        ) { row in try readDecision(row) }
    }

    /// How many households lived in `scope` on `day`.
    package borrowing func householdsCount(in scope: Decision.Scope, on day: LocalDate) throws -> Int64 {
        switch scope {
        case .hamlet(let hamlet): return try population(of: hamlet, on: day).householdsCount
        case .commune(let commune):
            var count: Int64 = 0
            for hamlet in try hamlets(of: commune, on: day) {
                count += try population(of: hamlet, on: day).householdsCount
            }
            return count
        }
    }

    /// The decision whose row is `row`, with its items and people.
    ///
    /// Columns that no build leaves empty are read as they should be; `danvan verify` looks before it asks.
    borrowing func readDecision(_ row: borrowing Row) throws -> Decision {
        let id: Decision.ID = row.id(0)
        let items = try connection.all(
            """
            SELECT matter, text, votes_for, votes_against, votes_other, threshold, is_passed
            FROM decision_item
            WHERE decision = ?1
            ORDER BY number
            """, id, read: readItem)
        let scope: Decision.Scope =
            if let hamlet: Hamlet.ID = row.optionalID(1) { .hamlet(hamlet) } else { .commune(row.text(2)) }
        let initiative = row.optionalInteger(4)
            .map { Decision.Initiative(consentsCount: $0, firstOn: row.date(5)) }
        let sending = row.optionalDate(18)
            .map { Decision.Sending(toCommuneOn: $0, toFrontOn: row.date(19)) }
        return Decision(
            id: id, scope: scope, recordedBy: row.id(7), recordedAt: row.instant(8),
            draft: Decision.Draft(
                title: row.text(3), items: items.map(\.item), initiative: initiative,
                amends: row.optionalID(6)),
            proceedings: try readProceedings(row, votes: items.compactMap(\.votes)),
            outcomes: items.compactMap(\.outcome), sending: sending, supersededBy: row.optionalID(20),
            state: row.choice(9), version: row.integer(21))
    }

    private borrowing func readProceedings(
        _ row: borrowing Row, votes: [Decision.Votes]
    ) throws -> Decision.Proceedings? {
        guard let heldOn = row.optionalDate(12) else { return nil }
        return Decision.Proceedings(
            votingMode: row.choice(10), method: row.choice(11), heldOn: heldOn, place: row.text(13),
            chair: row.text(14), secretary: row.text(15), householdsCount: row.integer(16),
            representedCount: row.integer(17), votes: votes, board: try people(of: row.id(0), with: "board"),
            witnesses: try people(of: row.id(0), with: "witness"))
    }

    private borrowing func people(of decision: Decision.ID, with duty: String) throws -> [String] {
        try connection.all(
            "SELECT name FROM decision_person WHERE decision = ?1 AND duty = ?2 ORDER BY number", decision,
            duty
        ) { row in row.text(0) }
    }
}

extension WriteTransaction {
    package borrowing func newDecisionID() throws -> Decision.ID {
        Identifier(
            try connection.first("SELECT coalesce(max(id), 0) + 1 FROM decision") { row in row.integer(0) }
                ?? 1)
    }

    /// Stores `decision` in place of `old`, or as a new draft.
    ///
    /// - Throws: `Refusal.staleVersion`.
    package borrowing func save(_ decision: Decision, replacing old: Decision?) throws {
        let event: Event = old == nil ? .decisionRecorded : .decisionChanged
        let position = try journal(event, subject: decision.id.number, hamlet: decision.scope.hamlet) {
            decision.write(to: &$0)
        }
        guard let old else {
            try insert(decision, position: position)
            return try insertItems(of: decision)
        }
        // What hangs on it first: the row's own state then closes it.
        if decision.draft.items != old.draft.items {
            try connection.run("DELETE FROM decision_item WHERE decision = ?1", decision.id)
            try insertItems(of: decision)
        }
        if decision.proceedings != old.proceedings { try saveResults(of: decision) }
        if decision.outcomes != old.outcomes { try saveOutcomes(of: decision) }
        try update(decision, position: position)
        if connection.changesCount == 0 { throw Refusal.versionMismatch(current: old.version) }
    }

    private borrowing func insert(_ decision: Decision, position: Int64) throws(SQLiteError) {
        precondition(decision.state == .draft, "decisions begin as drafts")
        let draft = decision.draft
        try connection.run(
            """
            INSERT INTO decision (id, hamlet, commune, title, initiative_consents, initiative_first_on, amends,
                recorded_by, recorded_ms, state, version, position)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """, decision.id, decision.scope.hamlet, decision.scope.commune, draft.title,
            draft.initiative?.consentsCount, draft.initiative?.firstOn, draft.amends, decision.recordedBy,
            decision.recordedAt, decision.state.rawValue, decision.version, position)
    }

    private borrowing func insertItems(of decision: Decision) throws(SQLiteError) {
        for (index, item) in decision.draft.items.enumerated() {
            try connection.run(
                "INSERT INTO decision_item (decision, number, matter, text) VALUES (?1, ?2, ?3, ?4)",
                decision.id, index + 1, item.matter.rawValue, item.text)
        }
    }

    private borrowing func saveResults(of decision: Decision) throws(SQLiteError) {
        guard let proceedings = decision.proceedings else { return }
        for (index, votes) in proceedings.votes.enumerated() {
            try connection.run(
                """
                UPDATE decision_item
                SET votes_for = ?3, votes_against = ?4, votes_other = ?5
                WHERE decision = ?1 AND number = ?2
                """, decision.id, index + 1, votes.inFavour, votes.against, votes.other)
        }
        try connection.run("DELETE FROM decision_person WHERE decision = ?1", decision.id)
        try insert(proceedings.board, of: decision, as: "board")
        try insert(proceedings.witnesses, of: decision, as: "witness")
    }

    private borrowing func insert(
        _ people: [String], of decision: Decision, as duty: String
    ) throws(SQLiteError) {
        for (index, name) in people.enumerated() {
            try connection.run(
                "INSERT INTO decision_person (decision, duty, number, name) VALUES (?1, ?2, ?3, ?4)",
                decision.id, duty, index + 1, name)
        }
    }

    private borrowing func saveOutcomes(of decision: Decision) throws(SQLiteError) {
        for (index, outcome) in decision.outcomes.enumerated() {
            try connection.run(
                "UPDATE decision_item SET threshold = ?3, is_passed = ?4 WHERE decision = ?1 AND number = ?2",
                decision.id, index + 1, outcome.threshold.text, outcome.isPassed)
        }
    }

    private borrowing func update(_ decision: Decision, position: Int64) throws(SQLiteError) {
        let (draft, proceedings) = (decision.draft, decision.proceedings)
        try connection.run(
            """
            UPDATE decision
            SET title = ?2, initiative_consents = ?3, initiative_first_on = ?4, amends = ?5, state = ?6,
                voting_mode = ?7, method = ?8, held_on = ?9, place = ?10, chair = ?11, secretary = ?12,
                households = ?13, represented = ?14, sent_to_commune_on = ?15, sent_to_front_on = ?16,
                superseded_by = ?17, version = ?18, position = ?19
            WHERE id = ?1 AND version = ?18 - 1
            """, decision.id, draft.title, draft.initiative?.consentsCount, draft.initiative?.firstOn,
            draft.amends, decision.state.rawValue, proceedings?.votingMode.rawValue,
            proceedings?.method.rawValue, proceedings?.heldOn, proceedings?.place, proceedings?.chair,
            proceedings?.secretary, proceedings?.householdsCount, proceedings?.representedCount,
            decision.sending?.toCommuneOn, decision.sending?.toFrontOn, decision.supersededBy,
            decision.version, position)
    }
}

private func readItem(
    _ row: borrowing Row
) -> (item: Decision.Item, votes: Decision.Votes?, outcome: Decision.Outcome?) {
    let votes = row.optionalInteger(2)
        .map { Decision.Votes(inFavour: $0, against: row.integer(3), other: row.integer(4)) }
    let outcome = row.optionalText(5)
        .map { text in
            guard let threshold = Threshold(text) else { preconditionFailure("'\(text)' is no threshold") }
            return Decision.Outcome(threshold: threshold, isPassed: row.boolean(6))
        }
    return (Decision.Item(matter: row.choice(0), text: row.text(1)), votes, outcome)
}
