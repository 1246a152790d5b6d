import Domain
package import SQLite

/// A table, index, trigger or view of a file.
package struct SchemaObject: Hashable, Sendable {
    package let name: String
    /// The statement that makes it, without what SQLite changes when it renames a table: quotes and spaces.
    package let sql: String
}

extension Connection {
    /// The objects of the file, without those that SQLite makes itself.
    package func schemaObjects() throws -> [String: SchemaObject] {
        let objects = try all(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
        ) { row in
            let sql = row.text(2).replacing("\"", with: "").split(whereSeparator: \.isWhitespace)
            return SchemaObject(name: row.text(0) + " " + row.text(1), sql: sql.joined(separator: " "))
        }
        return Dictionary(uniqueKeysWithValues: objects.map { ($0.name, $0) })
    }
}

extension StoreFile {
    /// The objects that the migrations make, from an empty file in memory.
    ///
    /// - Throws: `OpeningError`, or `SQLiteError` when SQLite cannot read them.
    package func schemaOfMigrations() throws -> [String: SchemaObject] {
        let connection = try Connection(path: ":memory:", mode: .readWrite, busyMilliseconds: 0)
        try connection.migrate(to: try Migration.all(in: migrations), at: Instant(milliseconds: 0))
        return try connection.schemaObjects()
    }
}
