import Domain
import JSON
import SQLite

extension Connection {
    /// The position of the last row, 0 when there is none.
    func lastJournalPosition() throws(SQLiteError) -> Int64 {
        do {
            return try first("SELECT max(position) FROM journal") { row in row.optionalInteger(0) ?? 0 } ?? 0
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading a number throws nothing else: \(error)")
        }
    }
}

/// What happened, as the journal names it: the noun, then what was done to it.
package enum Event: String, CaseIterable, Sendable {
    case unitRecorded = "unit.recorded"
    case hamletRecorded = "hamlet.recorded"
    case hamletCorrected = "hamlet.corrected"
    case hamletChanged = "hamlet.changed"
    case hamletClosed = "hamlet.closed"
    case householdRecorded = "household.recorded"
    case householdCorrected = "household.corrected"
    case householdChanged = "household.changed"
    case householdEnded = "household.ended"
    case organisationRecorded = "organisation.recorded"
    case organisationMoved = "organisation.moved"
    case fundRecorded = "fund.recorded"
    case fundChanged = "fund.changed"
    case pledgeRecorded = "pledge.recorded"
    case pledgeChanged = "pledge.changed"
    case contributionRecorded = "contribution.recorded"
    case contributionVoided = "contribution.voided"
    case expenditureRecorded = "expenditure.recorded"
    case expenditureChanged = "expenditure.changed"
    case userRecorded = "user.recorded"
    case tokenIssued = "token.issued"
    case tokenRevoked = "token.revoked"
    case tokenMoved = "token.moved"
    case criteriaSetRecorded = "criteria_set.recorded"
    case modelRecorded = "model.recorded"
    case modelChanged = "model.changed"
    case appraisalRecorded = "appraisal.recorded"
    case parameterRecorded = "parameter.recorded"
    case decisionRecorded = "decision.recorded"
    case decisionChanged = "decision.changed"
    case consultationRecorded = "consultation.recorded"
    case consultationCorrected = "consultation.corrected"
    case profileRecorded = "profile.recorded"
    case profileCorrected = "profile.corrected"
    case unitSuccessionRecorded = "unit_succession.recorded"
    case reorganisationRecorded = "reorganisation.recorded"
}

extension WriteTransaction {
    /// Appends what happened.
    ///
    /// The state that is stored beside it must be the one that `payload` describes.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - subject: the number of what it happened to.
    ///   - hamlet: whose lists and sums it changes.
    ///   - payload: writes the members of the state afterwards.
    /// - Returns: the row's position, which the subject's row keeps.
    /// - Throws: `SQLiteError`.
    borrowing func journal(
        _ event: Event, subject: Int64, hamlet: Hamlet.ID?, payload: (inout JSONWriter) -> Void
    ) throws(SQLiteError) -> Int64 {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        payload(&writer)
        writer.endObject()
        let bytes = writer.finish()
        let last =
            if let known = session.known.lastPosition { known } else { try connection.lastJournalPosition() }
        let position = last + 1
        let leaf = journalRowHash(
            position: position, at: now, actor: actor, event: event.rawValue, subject: subject, payload: bytes
        )
        try connection.run(
            """
            INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload, leaf)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, position, now, actor, event.rawValue, subject, bytes, leaf)
        session.known.lastPosition = position
        effects.lastPosition = position
        if let hamlet { effects.hamlets.insert(hamlet) }
        return position
    }
}
