import Domain
import JSON
package import SQLite
import Transparency

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
        let publicMembers = Value.table.publicMembers.selected(from: payload)
        let last =
            if let known = session.caches.lastPosition { known } else { try connection.lastJournalPosition() }
        let (position, author, nonce) = (last + 1, other ?? actor, JournalEntry.newNonce())
        let row = JournalEntry.Row(
            position: position, recordedAt: now, author: author, event: Value.table.eventName(action),
            subject: entity.id.number, owner: owner?.text)
        session.entry.write(row, nonce: nonce, payload: payload, publicMembers: publicMembers)
        let leaf = session.entry.leaf
        try connection.run(
            JournalEntry.insertion, position, now, author?.user, author?.token, author?.assignedBy, row.event,
            row.subject, row.owner, publicMembers, payload, nonce, leaf.bytes)
        session.log.append(leaf, at: position)
        session.caches.lastPosition = position
        effects.published.lastPosition = position
        effects.published.journalBytes += payload.count
        if entity.mayBePublic(on: LocalDate(now)) {
            effects.published.publicPosition = position
            if let owner { effects.published.owners.insert(owner) }
            if Value.kind.isShownElsewhere { effects.published.isShared = true }
        }
        return position
    }
}
