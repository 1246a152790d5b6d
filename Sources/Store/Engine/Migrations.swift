import Crypto
import Domain
import SQLite

/// One migration of the schema: a file `NNNN_noun.sql` of the folder `migrations`.
///
/// The version of a file is the number of migrations that were applied to it.
package struct Migration: Hashable, Sendable {
    package let name: String
    let sql: String
    let digest: [UInt8]

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
        digest = Array(SHA256.hash(data: Array(sql.utf8)))
    }

    /// The migrations of this program, in order: they travel in it, so that no folder of the machine can add one.
    package static let all = MigrationFiles.all.map { Migration(name: $0.name, sql: $0.sql) }
}

extension Connection {
    /// Applies those of `migrations` that the file does not have, all of them or none.
    ///
    /// - Throws: `OpeningError` when a migration fails or the file has others.
    func migrate(to migrations: [Migration], at moment: Instant) throws(OpeningError) {
        let version = try version(among: migrations, path: "migration")
        guard version < migrations.count else { return }
        try enforceForeignKeys(false)
        var name = ""
        do throws(SQLiteError) {
            try run("BEGIN IMMEDIATE")
            try createMigrationTable()
            for (index, migration) in migrations.enumerated().dropFirst(version) {
                name = migration.name
                try apply(migration, number: index + 1, at: moment)
            }
            try run("COMMIT")
        } catch {
            // `error` has the cause; a failing rollback would add nothing.
            if isInTransaction { try? run("ROLLBACK") }
            throw .migrationFailed(name: name, reason: error.message)
        }
        try enforceForeignKeys(true)
        // Whole tables were written to the WAL. Nothing is lost if this fails: the next checkpoint does the work.
        _ = try? checkpoint(.truncate)
    }

    private func createMigrationTable() throws(SQLiteError) {
        try run(
            """
            CREATE TABLE IF NOT EXISTS migration (
                number     INTEGER PRIMARY KEY,
                name       TEXT NOT NULL,
                sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
                applied_ms INTEGER NOT NULL
            ) STRICT
            """)
    }

    /// Turns foreign keys off for the migrations, because a table that others reference cannot be recreated while
    /// they are on.
    ///
    /// Each migration ends with `foreign_key_check` instead.
    ///
    /// - Source: https://www.sqlite.org/lang_altertable.html#otheralter
    private func enforceForeignKeys(_ isEnforced: Bool) throws(OpeningError) {
        do throws(SQLiteError) {
            try execute(script: "PRAGMA foreign_keys = \(isEnforced ? "ON" : "OFF")")
        } catch {
            throw .cannotOpen(path: "migration", reason: error.message)
        }
    }

    /// Counts the migrations that the file has, without writing.
    ///
    /// - Parameters:
    ///   - migrations: those of the program.
    ///   - path: the file, for the error.
    /// - Returns: the version of the file; 0 when it is empty.
    /// - Throws: `OpeningError` when the file has a migration that is not among them, or is no book at all.
    func version(among migrations: [Migration], path: String) throws(OpeningError) -> Int {
        let applied = try appliedMigrations(path: path)
        for (migration, recorded) in zip(migrations, applied) {
            guard migration.name == recorded.name else { throw .migrationUnknown(name: recorded.name) }
            guard migration.digest == recorded.digest else { throw .migrationChanged(name: migration.name) }
        }
        guard applied.count <= migrations.count else {
            throw .newer(path: path, version: applied.count, known: migrations.count)
        }
        return applied.count
    }

    private func appliedMigrations(path: String) throws(OpeningError) -> [(name: String, digest: [UInt8])] {
        do {
            let names = try schemaObjectNames()
            if names.isEmpty { return [] }
            guard names.contains("table migration") else { throw OpeningError.foreign(path: path) }
            return try all("SELECT name, sha256 FROM migration ORDER BY number") { row in
                (name: row.text(0), digest: row.bytes(1))
            }
        } catch let error as OpeningError {
            throw error
        } catch let error as SQLiteError {
            throw .cannotOpen(path: path, reason: error.message)
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
    }

    /// Checks that a migration that recreates a table left no dangling references.
    private func checkReferences(after migration: Migration) throws(SQLiteError) {
        guard migration.sql.contains("DROP TABLE") else { return }
        var broken: String?
        do {
            broken = try first("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1") { row in row.text(0)
            }
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading a name throws nothing else: \(error)")
        }
        guard let broken else { return }
        throw SQLiteError(code: 0, message: "\(broken) refers to nothing", operation: "foreign_key_check")
    }

    /// Does what a migration needs and SQL cannot express.
    private func complete(_ migration: Migration) throws(SQLiteError) {
        do {
            if migration.name == JournalRenaming.migrationName { try JournalRenaming.run(on: self) }
            if migration.name == JournalEntries.migrationName { try JournalEntries.run(on: self) }
            if migration.name.hasSuffix(PersonSortKeys.migrationSuffix) {
                try PersonSortKeys.compute(on: self)
            }
            if migration.name.hasSuffix(ContributionBankKeys.migrationSuffix) {
                try ContributionBankKeys.compute(on: self)
            }
            if migration.name.hasSuffix(StoredResponseSeal.migrationSuffix) {
                try StoredResponseSeal.write(on: self)
            }
            if migration.name.hasSuffix(UnitMonths.migrationSuffix) { try foldReadableMonths() }
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading and writing rows throws nothing else: \(error)")
        }
    }

    private func apply(_ migration: Migration, number: Int, at moment: Instant) throws(SQLiteError) {
        if migration.name == JournalEntries.migrationName { try JournalEntries.prepare(on: self) }
        try execute(script: migration.sql)
        try complete(migration)
        try checkReferences(after: migration)
        try run(
            "INSERT INTO migration (number, name, sha256, applied_ms) VALUES (?1, ?2, ?3, ?4)",
            number, migration.name, migration.digest, moment)
    }
}
