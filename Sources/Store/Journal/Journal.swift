import Domain
import JSON
package import SQLite

extension Connection {
    /// The position of the last journal row, or 0 when there is none.
    package func lastJournalPosition() throws(SQLiteError) -> Int64 {
        do {
            return try first("SELECT max(position) FROM journal") { row in row.optionalInteger(0) ?? 0 } ?? 0
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading a number throws nothing else: \(error)")
        }
    }
}

extension WriteTransaction {
    /// Appends a journal row for a change of `entity`.
    ///
    /// The state stored in the entity's own row must match `entity`.
    ///
    /// - Parameters:
    ///   - action: one of the actions declared in the entity table.
    ///   - entity: its new state.
    ///   - owner: whose lists and totals change; nil for none.
    ///   - other: who acts, when that is only known within the transaction.
    /// - Returns: the position of the row, which is stored in the entity's row.
    /// - Throws: `SQLiteError`.
    borrowing func journal<Value: StoredEntity>(
        _ action: JournalEvent.Action, _ entity: Value, owner: FundOwner?, by other: Actor? = nil
    ) throws(SQLiteError) -> Int64 {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        entity.writePayload(to: &writer)
        writer.endObject()
        let payload = writer.finish()
        let last =
            if let known = session.caches.lastPosition { known } else { try connection.lastJournalPosition() }
        let (position, event, subject) = (last + 1, Value.table.eventName(action), entity.id.number)
        let author = other ?? actor
        let hash = journalRowHash(
            position: position, at: now, actor: author, event: event, subject: subject, payload: payload)
        try connection.run(
            """
            INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload, leaf, token, assigned_by)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, position, now, author?.user, event, subject, payload, hash, author?.token,
            author?.assignedBy)
        session.caches.lastPosition = position
        effects.published.lastPosition = position
        effects.published.journalBytes += payload.count
        if let owner { effects.published.owners.insert(owner) }
        if Value.kind.isShownElsewhere { effects.published.isShared = true }
        return position
    }
}
