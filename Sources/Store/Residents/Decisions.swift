package import Domain
package import JSON
package import SQLite

extension Decision: StoredEntity {
    package static let table = EntityTable(
        .decision, "decision",
        [
            "decision.id", "decision.hamlet", "decision.commune", "title", "initiative_consents",
            "initiative_first_on", "amends", "recorded_by", "recorded_ms", "state", "voting_mode", "method",
            "held_on", "place", "chair", "secretary", "households", "represented", "sent_to_commune_on",
            "sent_to_front_on", "superseded_by", "decision.version", "voted_by", "earlier_meeting",
            "chose_online", "quorum", "recounted", "recounted_by",
        ], actions: [.recorded, .changed, .forgotten], scopeSource: .hamletOrUnit("decision.commune"),
        isVersioned: true,
        dating: EntityTable.Dating("held_on"), publicMembers: publicMembers,
        personal: PersonalMembers(erased: ["chair", "secretary", "decision_person.name"])
    )
    .with(part: "decision_item", of: "decision")
    .with(part: "decision_estimate", of: "decision")
    .with(part: "decision_person", of: "decision", groupedBy: "duty")
    .with(part: "decision_recording", of: "decision", groupedBy: "CAST(recording AS TEXT)")

    /// As `PublicDecisionView`: what was decided, once it is concluded; not by how many, which may be too few to tell.
    private static let publicMembers = PublicMembers(
        [
            .init("id"), .init("hamlet"), .init("commune"), .init("title"), .init("amends"),
            .init(listOf: "items", "matter", "text", "threshold", "passed", "superseded_by"),
            .init(listOf: "estimate", "kind", "name", "amount"), .init("state"),
            .init("voting_mode"), .init("held_on"), .init("place"), .init("quorum"), .init("superseded_by"),
        ],
        when: .among("state", ["\"passed\"", "\"failed\"", "\"sent\"", "\"superseded\""]), earlier: [.none])

    package static func read<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, in tx: borrowing Transaction
    ) throws -> Decision {
        let id: ID = row.id(0)
        let items = try tx.items(of: id)
        row.validate(
            (row.optionalInteger(4) == nil) == (row.optionalInteger(5) == nil), "an initiative is whole")
        row.validate(
            (row.optionalInteger(18) == nil) == (row.optionalInteger(19) == nil), "a sending is whole")
        let initiative = row.optionalInteger(4).map { Initiative(consentsCount: $0, firstOn: row.date(5)) }
        let sending = row.optionalDate(18).map { Sending(toCommuneOn: $0, toFrontOn: row.date(19)) }
        row.validate(
            (row.optionalInteger(26) == nil) == (row.optionalInteger(27) == nil), "a recount is whole")
        let recount = row.optionalInteger(26).map { Recount(householdsCount: $0, by: row.id(27)) }
        return Decision(
            id: id, scope: row.decisionScope(hamlet: 1, commune: 2), recordedBy: row.id(7),
            recordedAt: row.instant(8),
            draft: Draft(
                title: row.text(3), items: items.map(\.item), initiative: initiative,
                amends: row.optionalID(6), estimate: try tx.estimate(of: id)),
            proceedings: try readProceedings(row, votes: items.compactMap(\.votes), in: tx),
            earlierRecordings: try tx.recordings(of: id), outcomes: items.compactMap(\.outcome),
            quorum: row.optionalThreshold(25), recount: recount, sending: sending,
            supersededBy: row.optionalID(20),
            state: row.choice(9), version: row.integer(21))
    }

    private static func readProceedings<Transaction: Reading & ~Copyable>(
        _ row: borrowing Row, votes: [Votes], in tx: borrowing Transaction
    ) throws -> Proceedings? {
        let heldOn = row.optionalDate(12)
        let texts: [Int32] = [10, 13, 14, 15]
        row.validate(
            texts.allSatisfy { (row.optionalText($0) != nil) == (heldOn != nil) }
                && (row.optionalInteger(16) != nil) == (heldOn != nil)
                && (row.optionalInteger(17) != nil) == (heldOn != nil), "proceedings are whole")
        let isOfProceedings = [22, 23, 24].contains { row.optionalInteger($0) != nil }
        row.validate(
            heldOn != nil || (row.optionalText(11) == nil && !isOfProceedings), "proceedings have a day")
        guard let heldOn else { return nil }
        let id: ID = row.id(0)
        return Proceedings(
            votingMode: row.choice(10), method: row.optionalText(11) == nil ? nil : row.choice(11),
            heldOn: heldOn, place: row.text(13),
            chair: row.text(14), secretary: row.text(15), householdsCount: row.integer(16),
            representedCount: row.integer(17), votes: votes,
            board: try tx.people(of: id, with: "board"), witnesses: try tx.people(of: id, with: "witness"),
            signers: Signers(
                hamletHead: try tx.people(of: id, with: "hamlet_head").first,
                frontHead: try tx.people(of: id, with: "front_head").first,
                households: try tx.people(of: id, with: "household")),
            earlierMeeting: row.optionalID(23), choseOnlineCount: row.optionalInteger(24),
            votedBy: row.optionalID(22))
    }

    package func writePayload(to json: inout JSONWriter) {
        json.member("id", id.number)
        json.member("hamlet", scope.hamlet?.number)
        json.member("commune", scope.commune)
        json.member("title", draft.title)
        if let initiative = draft.initiative {
            json.member("initiative_consents", initiative.consentsCount)
            json.member("initiative_first_on", initiative.firstOn.text)
        }
        json.member("amends", draft.amends?.number)
        json.name("items")
        json.beginArray()
        for index in draft.items.indices { writeItem(at: index, to: &json) }
        json.endArray()
        if !draft.estimate.isEmpty { writeEstimate(to: &json) }
        json.member("state", state.rawValue)
        proceedings?.write(to: &json)
        if !earlierRecordings.isEmpty { writeRecordings(to: &json) }
        if let quorum { json.member("quorum", quorum.text) }
        if let recount {
            json.member("recounted_households", recount.householdsCount)
            json.member("recounted_by", recount.by.number)
        }
        json.member("sent_to_commune_on", sending?.toCommuneOn.text)
        json.member("sent_to_front_on", sending?.toFrontOn.text)
        json.member("superseded_by", supersededBy?.number)
        json.member("recorded_by", recordedBy.number)
        json.member("recorded_at", recordedAt.text)
        json.member("version", version)
    }

    private func writeItem(at index: Int, to json: inout JSONWriter) {
        json.beginObject()
        json.member("matter", draft.items[index].matter.rawValue)
        json.member("text", draft.items[index].text)
        if let votes = proceedings?.votes, votes.indices.contains(index) {
            json.member("for", votes[index].inFavour)
            json.member("against", votes[index].against)
            json.member("other", votes[index].other)
        }
        if outcomes.indices.contains(index) {
            json.member("threshold", outcomes[index].threshold.text)
            json.member("passed", outcomes[index].isPassed)
            if let other = outcomes[index].supersededBy { json.member("superseded_by", other.number) }
        }
        json.endObject()
    }

    fileprivate static let ofScope = Query(
        """
        SELECT \(table.columns)
        FROM decision
        WHERE hamlet IS NOT DISTINCT FROM ?1 AND commune IS NOT DISTINCT FROM ?2 AND id < ?5
            AND (?3 IS NULL OR state = ?3)
            AND (?4 = 0 OR state IN ('passed', 'failed', 'sent', 'superseded'))
        ORDER BY id DESC
        LIMIT ?6
        """)
}

extension Reading where Self: ~Copyable {
    /// The decisions of `scope`, newest first, before `cursor`.
    ///
    /// - Parameters:
    ///   - scope: a hamlet, or a commune without the decisions of its hamlets.
    ///   - state: nil for any.
    ///   - isPublic: when true, only concluded decisions.
    ///   - cursor: the last decision of the previous page.
    ///   - limit: the maximum number of rows.
    /// - Returns: at most `limit` decisions.
    /// - Throws: `SQLiteError`.
    package borrowing func decisions(
        of scope: Decision.Scope, state: Decision.State?, isPublic: Bool, before cursor: Decision.ID?,
        limit: Int
    ) throws -> [Decision] {
        try all(
            Decision.ofScope, scope.hamlet, scope.commune, state?.rawValue, isPublic,
            cursor?.number ?? Int64.max, limit)
    }

    /// The number of households that lived in `scope` on `day`.
    package borrowing func householdsCount(in scope: Decision.Scope, on day: LocalDate) throws -> Int64 {
        switch scope {
        case .hamlet(let hamlet): return try population(of: hamlet, on: day).householdsCount
        case .commune(let commune):
            return try hamlets(of: commune, on: day)
                .map { try population(of: $0, on: day).householdsCount }.sum(of: \.self)
        }
    }
}

extension WriteTransaction {
    /// Stores `decision` as a change of `old`, or as a new draft.
    ///
    /// - Throws: `Refusal.versionMismatch`.
    package borrowing func save(_ decision: Decision, replacing old: Decision?) throws {
        session.caches.decidedDays = [:]
        let position = try journal(
            old == nil ? .recorded : .changed, decision, owner: decision.scope.hamlet.map { .hamlet($0) })
        guard let old else {
            try insert(decision, position: position)
            try insertItems(of: decision)
            return try insertEstimate(of: decision)
        }
        // Write the parts first: triggers freeze them once the row has its final state.
        if decision.draft.items != old.draft.items {
            try connection.run("DELETE FROM decision_item WHERE decision = ?1", decision.id)
            try insertItems(of: decision)
        }
        if decision.draft.estimate != old.draft.estimate {
            try connection.run("DELETE FROM decision_estimate WHERE decision = ?1", decision.id)
            try insertEstimate(of: decision)
        }
        if decision.proceedings != old.proceedings { try saveResults(of: decision) }
        if let recording = decision.earlierRecordings.last,
            decision.earlierRecordings != old.earlierRecordings
        {
            try insert(recording, number: decision.earlierRecordings.count, of: decision.id)
        }
        if decision.outcomes != old.outcomes { try saveOutcomes(of: decision) }
        try update(to: decision) { try update(decision, position: position) }
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
        try savePeople(of: proceedings, of: decision.id)
    }

    private borrowing func update(_ decision: Decision, position: Int64) throws(SQLiteError) {
        let (draft, proceedings) = (decision.draft, decision.proceedings)
        try connection.run(
            """
            UPDATE decision
            SET title = ?2, initiative_consents = ?3, initiative_first_on = ?4, amends = ?5, state = ?6,
                voting_mode = ?7, method = ?8, held_on = ?9, place = ?10, chair = ?11, secretary = ?12,
                households = ?13, represented = ?14, sent_to_commune_on = ?15, sent_to_front_on = ?16,
                superseded_by = ?17, version = ?18, position = ?19, voted_by = ?20, earlier_meeting = ?21,
                chose_online = ?22, quorum = ?23, recounted = ?24, recounted_by = ?25
            WHERE id = ?1 AND version = ?18 - 1
            """, decision.id, draft.title, draft.initiative?.consentsCount, draft.initiative?.firstOn,
            draft.amends, decision.state.rawValue, proceedings?.votingMode.rawValue,
            proceedings?.method?.rawValue, proceedings?.heldOn, proceedings?.place, proceedings?.chair,
            proceedings?.secretary, proceedings?.householdsCount, proceedings?.representedCount,
            decision.sending?.toCommuneOn, decision.sending?.toFrontOn, decision.supersededBy,
            decision.version, position, proceedings?.votedBy, proceedings?.earlierMeeting,
            proceedings?.choseOnlineCount, decision.quorum?.text, decision.recount?.householdsCount,
            decision.recount?.by)
    }
}
