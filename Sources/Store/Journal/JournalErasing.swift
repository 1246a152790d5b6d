package import Domain
import SQLite
import Transparency

/// Why a person cannot be forgotten.
package enum ForgettingRefusal: Error, Hashable, Sendable {
    case unknown
    case alreadyForgotten
    /// The household has not ended.
    case householdLives
    case openPledge(Pledge.ID)
    case userNotDisabled
}

extension EntityKind {
    /// The rows of each index of the journal by subject, in its words, so that it is used.
    fileprivate static let forgottenKinds: SQL = "kind IN ('household.forgotten', 'user.forgotten')"
}

private let forgottenAt = Query(
    """
    SELECT position FROM journal
    WHERE \(EntityKind.forgottenKinds) AND subject = ?1 AND kind = ?2
    """)

private let erasing = Query(
    "UPDATE journal SET payload = NULL, nonce = NULL, private_hash = ?2 WHERE position = ?1")

extension Reading where Self: ~Copyable {
    /// True when the personal data of this household or user were erased.
    package borrowing func isForgotten<Value: StoredEntity>(_ id: Identifier<Value>) throws -> Bool {
        let event = JournalEvent(Value.kind, .forgotten).name
        return try connection.first(forgottenAt, id.number, event) { _ in true } ?? false
    }
}

extension WriteTransaction {
    /// Erases nonces and private parts of the rows that `selection` finds; the hash of each stays, so that the tree and
    /// all proofs are as before.
    ///
    /// - Parameters:
    ///   - selection: position, time, actor, token, who assigned, kind, subject, owner, payload, nonce and leaf of rows
    ///     about the subject that is its only parameter.
    ///   - subject: who is forgotten.
    /// - Throws: `SQLiteError`, also for a row that was altered: its hash would hide that.
    borrowing func erase(_ selection: Query, of subject: Int64) throws {
        // Freed bytes of the file are overwritten with zeroes.
        try connection.execute(script: "PRAGMA secure_delete = ON")
        var entry = JournalEntry()
        let rows = try connection.all(selection, subject) { row in
            let author = row.optionalID(2)
                .map { Actor($0, token: row.optionalID(3), assignedBy: row.optionalID(4)) }
            let columns = JournalEntry.Row(
                position: row.integer(0), recordedAt: row.instant(1), author: author, event: row.text(5),
                subject: row.integer(6), owner: row.optionalText(7))
            entry.write(columns, nonce: row.bytes(9), payload: row.bytes(8), publicMembers: nil)
            guard entry.leaf.bytes == row.bytes(10) else {
                throw SQLiteError.damagedLog("journal row \(columns.position) was altered")
            }
            return (position: columns.position, hash: entry.privateHash)
        }
        for row in rows { try connection.run(erasing, row.position, row.hash.bytes) }
    }
}
