import Domain
import Locks
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
            SchemaObject(name: row.text(0) + " " + row.text(1), sql: normalised(row.text(2)))
        }
        return Dictionary(uniqueKeysWithValues: objects.map { ($0.name, $0) })
    }

    /// Their names alone, in any order: opening a file needs no more.
    func schemaObjectNames() throws -> [String] {
        try all(
            "SELECT type || ' ' || name FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
        ) { row in row.text(0) }
    }
}

/// `sql` without quotes, and with one space for each run of white space.
///
/// By bytes, because it runs over the whole schema: by characters it took half the time of verifying a small file.
private func normalised(_ sql: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sql.utf8.count)
    for byte in sql.utf8 {
        switch byte {
        case UInt8(ascii: "\""): continue
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            if bytes.last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
        default: bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension StoreFile {
    /// The objects that the migrations make, from an empty file in memory.
    ///
    /// - Throws: `OpeningError`, or `SQLiteError` when SQLite cannot read them.
    package func schemaOfMigrations() throws -> [String: SchemaObject] {
        let key = migrations.map(\.digest)
        if let objects = schemas.withLock({ $0[key] }) { return objects }
        let connection = try Connection(path: ":memory:", mode: .readWrite, busyMilliseconds: 0)
        try connection.migrate(to: migrations, at: Instant(milliseconds: 0))
        let objects = try connection.schemaObjects()
        schemas.withLock { $0[key] = objects }
        return objects
    }
}

/// The objects by the digests of the migrations that make them: equal migrations make equal objects.
///
/// A program has one list of migrations, and verifies more than once while it serves.
private let schemas = Mutex<[[[UInt8]]: [String: SchemaObject]]>([:])
