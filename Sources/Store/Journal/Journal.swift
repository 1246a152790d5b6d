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
    ///   - isShown: false when no public response shows anything of this entity, although they do of its kind.
    /// - Returns: the position of the row, which is stored in the entity's row.
    /// - Throws: `SQLiteError`.
    borrowing func journal<Value: StoredEntity>(
        _ action: JournalEvent.Action, _ entity: Value, owner: FundOwner?, by other: Actor? = nil,
        isShown: Bool = true
    ) throws(SQLiteError) -> Int64 {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        entity.writePayload(to: &writer)
        writer.endObject()
        let payload = writer.finish()
        let publicMembers = Value.table.publicMembers.selected(from: payload)
        let (position, author) = (try nextJournalPosition(), other ?? actor)
        let row = JournalEntry.Row(
            position: position, recordedAt: now, author: author, event: Value.table.eventName(action),
            subject: entity.id.number, owner: owner?.text, request: effects.requests.digestOfRows)
        try append(row, payload, publicMembers: publicMembers)
        if row.request != nil {
            let event = JournalEvent(Value.kind, action)
            let recorded = EntityVersion(recordedBy: event, subject: row.subject, payload: payload)
            effects.requests.wrote(recorded, at: position)
        }
        if isShown, entity.mayBePublic(on: LocalDate(now)) {
            effects.published.publicPosition = position
            if let owner { effects.published.owners.insert(owner) }
            if Value.kind.isShownElsewhere { effects.published.isShared = true }
        }
        return position
    }

    borrowing func nextJournalPosition() throws(SQLiteError) -> Int64 {
        if let known = session.caches.lastPosition {
            known + 1
        } else {
            try connection.lastJournalPosition() + 1
        }
    }

    /// Appends a journal row, with its leaf for the tree.
    borrowing func append(
        _ row: JournalEntry.Row, _ payload: [UInt8], publicMembers: [UInt8]?
    ) throws(SQLiteError) {
        let leaf = try connection.insert(row, payload, publicMembers: publicMembers, with: &session.entry)
        session.log.append(leaf, at: row.position)
        session.caches.lastPosition = row.position
        effects.published.lastPosition = row.position
        effects.published.journalBytes += payload.count
    }
}

extension Connection {
    /// Inserts a journal row with a new nonce, and returns its leaf, which the tree does not have yet.
    func insert(
        _ row: JournalEntry.Row, _ payload: [UInt8], publicMembers: [UInt8]?, with entry: inout JournalEntry
    ) throws(SQLiteError) -> TreeHash {
        let nonce = JournalEntry.newNonce()
        entry.write(row, nonce: nonce, payload: payload, publicMembers: publicMembers)
        let leaf = entry.leaf
        var values: [any Bindable] = [
            row.position, row.recordedAt, row.author?.user, row.author?.token, row.author?.assignedBy,
            row.event, row.subject, row.owner, publicMembers, payload, nonce, leaf.bytes,
        ]
        if let request = row.request { values.append(request) }
        try run(row.request == nil ? JournalEntry.insertion : JournalEntry.namingInsertion, with: values)
        return leaf
    }
}
