import Domain
import Locks
package import SQLite

/// A table, index, trigger or view of a file.
package struct SchemaObject: Hashable, Sendable {
    package let name: String
    /// The statement that makes it, as `normalised` writes it: bytes, because SQLite compares no others.
    package let sql: [UInt8]
}

extension Connection {
    /// The objects of the file, without those that SQLite makes itself.
    package func schemaObjects() throws -> [String: SchemaObject] {
        let rows = try all(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name"
        ) { row in (type: row.text(0), name: row.text(1), sql: row.text(2)) }
        let tables = Set(rows.filter { $0.type == "table" }.map { Array($0.name.utf8) })
        let objects =
            rows.map { row in
                SchemaObject(name: row.type + " " + row.name, sql: normalised(row.sql, tables: tables))
            }
            .filter { !isMadeBySQLite($0.name) }
        // Two names may differ in bytes alone; neither is then as the migrations make it.
        return Dictionary(objects.map { ($0.name, $0) }) { first, second in
            SchemaObject(name: first.name, sql: first.sql + second.sql)
        }
    }

    /// Their names alone, in any order: opening a file needs no more.
    func schemaObjectNames() throws -> [String] {
        try all("SELECT type || ' ' || name FROM sqlite_schema WHERE sql IS NOT NULL") { row in row.text(0) }
            .filter { !isMadeBySQLite($0) }
    }
}

/// True for what SQLite makes itself, apart from the indexes of constraints, which have no statement.
///
/// By whole names: anybody may call a trigger "sqlitex".
private func isMadeBySQLite(_ name: String) -> Bool {
    ["table sqlite_sequence", "table sqlite_stat1", "table sqlite_stat4"].contains(name)
}

/// `sql` without comments and without quotes around the names of tables, and with one space for each run of white
/// space: SQLite writes these otherwise when it renames a table.
///
/// Texts stay as they are: a quote or a space within one makes it another text. By bytes, because it runs over the
/// whole schema: by characters it took half the time of verifying a small file.
private func normalised(_ sql: String, tables: Set<[UInt8]>) -> [UInt8] {
    let sql = Array(sql.utf8)
    var (bytes, index) = ([UInt8](), 0)
    bytes.reserveCapacity(sql.count)
    func appendSpace() {
        if bytes.last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
    }
    while index < sql.count {
        let (byte, next) = (sql[index], index + 1 < sql.count ? sql[index + 1] : 0)
        switch (byte, next) {
        case (UInt8(ascii: "'"), _), (UInt8(ascii: "\""), _):
            let end = sql[(index + 1)...].firstIndex(of: byte) ?? sql.count - 1
            let isTable =
                byte == UInt8(ascii: "\"") && tables.contains(Array(sql[(index + 1)..<max(end, index + 1)]))
            bytes += isTable ? sql[(index + 1)..<end] : sql[index...end]
            index = end + 1
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            appendSpace()
            index = sql[index...].firstIndex(of: UInt8(ascii: "\n")) ?? sql.count
        case (UInt8(ascii: "/"), UInt8(ascii: "*")):
            appendSpace()
            index = endOfComment(in: sql, from: index)
        case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "\n"), _),
            (UInt8(ascii: "\r"), _):
            appendSpace()
            index += 1
        default:
            bytes.append(byte)
            index += 1
        }
    }
    if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    return bytes
}

/// The index after the comment that begins with the two bytes at `start`.
private func endOfComment(in sql: [UInt8], from start: Int) -> Int {
    var index = start + 3
    while index < sql.count {
        if sql[index - 1] == UInt8(ascii: "*"), sql[index] == UInt8(ascii: "/") { return index + 1 }
        index += 1
    }
    return sql.count
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
