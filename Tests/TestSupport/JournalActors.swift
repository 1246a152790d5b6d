package import Domain
import SQLite
import Store

/// The event of a journal row and who caused it.
package struct JournalActor: Hashable, Sendable {
    package let kind: String
    package let actor: Actor?
}

extension TestStore {
    /// One value for each journal row.
    package func journalActors() throws -> [JournalActor] {
        try read { tx in
            try tx.connection.all("SELECT kind, actor, token, assigned_by FROM journal ORDER BY position") {
                row in
                JournalActor(
                    kind: row.text(0),
                    actor: row.optionalID(1)
                        .map { Actor($0, token: row.optionalID(2), assignedBy: row.optionalID(3)) })
            }
        }
    }
}
