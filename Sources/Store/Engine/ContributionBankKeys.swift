import SQLite
import Text

/// Computes the stored keys of bank references, in files from before there were keys.
///
/// Keys are derived: no journal row contains them, and `verify` compares each with its reference.
struct ContributionBankKeys {
    /// The end of the name of the migration in whose transaction this runs.
    static let migrationSuffix = "_contribution_bank_keys.sql"

    /// The number of rows read at a time, because a table must not change while a statement reads it.
    private static let rowsMax = 1000

    /// Updates the contributions that have a bank reference.
    ///
    /// - Throws: `SQLiteError`.
    static func compute(on connection: Connection) throws {
        var last: Int64 = 0
        while true {
            let rows = try connection.all(
                """
                SELECT id, bank_reference
                FROM contribution
                WHERE id > ?1 AND bank_reference IS NOT NULL
                ORDER BY id
                LIMIT ?2
                """, last, rowsMax
            ) { row in (id: row.integer(0), reference: row.text(1)) }
            for row in rows {
                try connection.run(
                    "UPDATE contribution SET bank_key = ?2 WHERE id = ?1", row.id, row.reference.codeKey)
            }
            guard let end = rows.last else { return }
            last = end.id
        }
    }
}
