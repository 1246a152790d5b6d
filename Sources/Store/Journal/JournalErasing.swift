package import Domain
package import SQLite
import Transparency

/// Why a person cannot be forgotten.
package enum ForgettingRefusal: Error, Hashable, Sendable {
    case unknown
    case alreadyForgotten
    /// The household has not ended.
    case householdLives
    case openPledge(Pledge.ID)
    case userNotDisabled
    /// The model is of a collective.
    case modelOfCollective
    /// The model was registered and is not decided.
    case modelUndecided
    /// The decision is not concluded.
    case decisionOpen
    /// The bank credit waits for its receipts.
    case creditOpen
    /// Receipts were issued on the bank credit, so that it is evidence of vouchers.
    case creditReceipted
}

/// An entity whose persons can be forgotten: `table.personal.erased` says what is erased of it.
package protocol ForgettableEntity: StoredEntity {
    /// The next state, without what names or describes persons.
    var forgotten: Self { get }

    /// Whose lists change.
    var forgettingOwner: FundOwner? { get }

    /// Position, time, actor, token, who assigned, kind, subject, owner, public members, payload, nonce, leaf and request
    /// of the journal rows about the entity that is the only parameter, for those that have a payload.
    static var erasable: Query { get }

    /// Checks that the persons may be forgotten.
    ///
    /// - Throws: `ForgettingRefusal`.
    func checkForgetting<Transaction: Reading & ~Copyable>(in tx: borrowing Transaction) throws

    /// Stores this state, which was journalled at `position`, in the entity's rows.
    func storeForgotten(at position: Int64, in tx: borrowing WriteTransaction) throws
}

extension ForgettableEntity {
    package var forgettingOwner: FundOwner? { nil }
}

extension EntityKind {
    /// What erasing reads of a row of the journal: see `ForgettableEntity.erasable`.
    ///
    /// Its condition is in the words of an index of the journal, so that it is used.
    static let erasableColumns: SQL = """
        position, recorded_ms, actor, token, assigned_by, kind, subject, owner, public_members, payload, nonce, leaf,
            request
        """

    /// The rows of the index `journal_forgotten`, in its words, so that it is used.
    package static let forgottenKinds: SQL = """
        (kind = 'household.forgotten' OR kind = 'user.forgotten' OR kind = 'model.forgotten'
            OR kind = 'appraisal.forgotten' OR kind = 'decision.forgotten' OR kind = 'bank_credit.forgotten')
        """

    /// The rows of the index `journal_personal`, in its words, so that it is used.
    package static let personalKinds: SQL = """
        (kind = 'model.recorded' OR kind = 'model.changed' OR kind = 'appraisal.recorded'
            OR kind = 'decision.recorded' OR kind = 'decision.changed' OR kind = 'bank_credit.recorded'
            OR kind = 'bank_credit.changed')
        """
}

private let forgottenAt = Query(
    """
    SELECT position FROM journal
    WHERE \(EntityKind.forgottenKinds) AND subject = ?1 AND kind = ?2
    """)

private let erasing = Query(
    "UPDATE journal SET payload = NULL, nonce = NULL, private_hash = ?2 WHERE position = ?1")

extension Reading where Self: ~Copyable {
    /// True when the personal data of this entity were erased.
    package borrowing func isForgotten<Value: StoredEntity>(_ id: Identifier<Value>) throws -> Bool {
        let event = JournalEvent(Value.kind, .forgotten).name
        return try connection.first(forgottenAt, id.number, event) { _ in true } ?? false
    }
}

extension WriteTransaction {
    /// Erases the personal data of an entity: in its rows and in the journal, which says so.
    ///
    /// - Returns: what is left of it.
    /// - Throws: `ForgettingRefusal`; `SQLiteError`.
    package borrowing func forget<Value: ForgettableEntity>(_ id: Identifier<Value>) throws -> Value {
        guard let old = try find(id) else { throw ForgettingRefusal.unknown }
        guard try !isForgotten(id) else { throw ForgettingRefusal.alreadyForgotten }
        try old.checkForgetting(in: self)
        let new = old.forgotten
        let position = try journal(.forgotten, new, owner: new.forgettingOwner)
        try new.storeForgotten(at: position, in: self)
        try erase(Value.erasable, of: id.number, before: position)
        return new
    }

    /// Erases nonces and private parts of the rows that `selection` finds; the hash of each stays, so that the tree and
    /// all proofs are as before.
    ///
    /// - Parameters:
    ///   - selection: see `ForgettableEntity.erasable`.
    ///   - subject: who is forgotten.
    ///   - end: the position of the row that says so.
    /// - Throws: `SQLiteError`, also for a row that was altered: its hash would hide that.
    private borrowing func erase(_ selection: Query, of subject: Int64, before end: Int64) throws {
        // Freed bytes of the file are overwritten with zeroes.
        try connection.execute(script: "PRAGMA secure_delete = ON")
        var entry = JournalEntry()
        let rows = try connection.all(selection, subject) { row in
            let author = row.optionalID(2)
                .map { Actor($0, token: row.optionalID(3), assignedBy: row.optionalID(4)) }
            let columns = JournalEntry.Row(
                position: row.integer(0), recordedAt: row.instant(1), author: author, event: row.text(5),
                subject: row.integer(6), owner: row.optionalText(7),
                request: row.optionalBytes(12))
            entry.write(
                columns, nonce: row.bytes(10), payload: row.bytes(9), publicMembers: row.optionalBytes(8))
            guard entry.leaf.bytes == row.bytes(11) else {
                throw SQLiteError.damagedLog("journal row \(columns.position) was altered")
            }
            return (position: columns.position, hash: entry.privateHash)
        }
        for row in rows where row.position < end {
            try connection.run(erasing, row.position, row.hash.bytes)
        }
    }
}
