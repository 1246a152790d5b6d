import Domain
import SQLite

/// Renames outdated terms in the journal of an older file: event kinds and payload members.
///
/// Migration `0029_names.sql` renames the tables. The journal rows contain the same terms and a hash of their bytes,
/// so they are rewritten here, within the migration's transaction. No release used the older terms.
struct JournalRenaming {
    /// The migration whose transaction this runs in.
    static let migrationName = "0029_names.sql"

    /// A text in a payload and its replacement.
    ///
    /// Quotes inside JSON strings are escaped. `"since":` with its quotes is therefore always a member name, never
    /// user input.
    private struct Replacement {
        let old: String
        let new: String

        init(_ old: String, _ new: String) {
            self.old = old
            self.new = new
        }
    }

    private static func replacements(in kind: String) -> [Replacement] {
        switch kind.prefix(while: { $0 != "." }) {
        case "hamlet": [Replacement(#""since":"#, #""current_from":"#)]
        case "decision":
            [
                Replacement(#""form":"#, #""voting_mode":"#),
                Replacement(#""state":"held""#, #""state":"voted""#),
            ]
        case "reorganisation":
            [
                Replacement(#""kind":"retype""#, #""kind":"reclassify""#),
                Replacement(#""tokens":"#, #""role_assignments":"#),
            ]
        default: []
        }
    }

    private static func renamed(_ kind: String) -> String {
        if kind.hasPrefix("arrangement.") { return "reorganisation." + kind.dropFirst("arrangement.".count) }
        if kind.hasPrefix("succession.") { return "unit_" + kind }
        return kind
    }

    /// Rewrites the affected rows and their hashes.
    ///
    /// - Throws: `SQLiteError`.
    static func run(on connection: Connection) throws {
        try connection.run("DROP TRIGGER journal_kept_as_written")
        // Collect the positions first: a table must not change while a statement reads it.
        let positions = try connection.all(
            """
            SELECT position
            FROM journal
            WHERE kind IN ('hamlet.corrected', 'hamlet.changed', 'hamlet.closed', 'decision.recorded',
                'decision.changed', 'arrangement.recorded', 'succession.recorded')
            ORDER BY position
            """
        ) { row in row.integer(0) }
        for position in positions { try rename(position, on: connection) }
        try connection.run(
            """
            CREATE TRIGGER journal_kept_as_written BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'journal rows are never changed'); END
            """)
    }

    private static func rename(_ position: Int64, on connection: Connection) throws {
        let row = try connection.first(
            "SELECT recorded_ms, actor, kind, subject, payload FROM journal WHERE position = ?1", position
        ) { row in
            (
                at: row.instant(0), actor: row.optionalID(1).map { Actor($0) }, kind: renamed(row.text(2)),
                subject: row.integer(3), payload: row.bytes(4)
            )
        }
        guard let row else { return }
        var text = String(decoding: row.payload, as: UTF8.self)
        for replacement in replacements(in: row.kind) {
            text = text.replacing(replacement.old, with: replacement.new)
        }
        let payload = Array(text.utf8)
        let hash = earlierJournalHash(
            position: position, at: row.at, actor: row.actor, event: row.kind, subject: row.subject,
            payload: payload)
        try connection.run(
            "UPDATE journal SET kind = ?2, payload = ?3, leaf = ?4 WHERE position = ?1", position, row.kind,
            payload, hash)
    }
}
