import SQLite
import Text

/// Computes the stored sort keys of persons again, after their rule has changed.
///
/// Keys are derived: no journal row contains them, and `verify` compares each with its name.
struct PersonSortKeys {
    /// The end of the name of the migration in whose transaction this runs.
    static let migrationSuffix = "_person_sort_keys.sql"

    /// The number of rows read at a time, because a table must not change while a statement reads it.
    private static let rowsMax = 1000

    /// Updates the households whose key differs.
    ///
    /// - Throws: `SQLiteError`.
    static func compute(on connection: Connection) throws {
        var last: Int64 = 0
        while true {
            let rows = try connection.all(
                "SELECT id, head_name, sort_key FROM household WHERE id > ?1 ORDER BY id LIMIT ?2", last,
                rowsMax
            ) { row in (id: row.integer(0), name: row.text(1), key: row.bytes(2)) }
            for row in rows where row.name.personSortKey != row.key {
                try connection.run(
                    "UPDATE household SET sort_key = ?2 WHERE id = ?1", row.id, row.name.personSortKey)
            }
            guard let end = rows.last else { return }
            last = end.id
        }
    }
}
