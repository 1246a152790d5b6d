import Crypto
import Domain
import Foundation
import SQLite

/// One migration of the schema, from a file named `NNNN_noun.sql`.
struct Migration: Hashable, Sendable {
    let number: Int
    let name: String
    let sql: String
    let digest: [UInt8]

    /// The migrations in `folder`, in order: 0001, 0002, … without gaps.
    static func all(in folder: String) throws(OpeningError) -> [Migration] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw .migrationsMissing(folder: folder)
        }
        var migrations: [Migration] = []
        for name in names.filter({ $0.hasSuffix(".sql") }).sorted() {
            let migration = try Migration(named: name, in: folder)
            guard migration.number == migrations.count + 1 else { throw .migrationNameInvalid(name: name) }
            migrations.append(migration)
        }
        guard !migrations.isEmpty else { throw .migrationsMissing(folder: folder) }
        return migrations
    }

    private init(named name: String, in folder: String) throws(OpeningError) {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 4, name.dropFirst(4).hasPrefix("_"), let number = Int(digits) else {
            throw .migrationNameInvalid(name: name)
        }
        guard let data = FileManager.default.contents(atPath: folder + "/" + name),
            let sql = String(data: data, encoding: .utf8)
        else { throw .cannotOpen(path: folder + "/" + name, reason: "not readable as UTF-8") }
        self.number = number
        self.name = name
        self.sql = sql
        digest = Array(SHA256.hash(data: data))
    }
}

extension Connection {
    /// Applies the pending ones of `migrations`, each in its own transaction.
    ///
    /// - Throws: `OpeningError` when an applied migration was changed or is unknown, or a new one fails.
    func migrate(to migrations: [Migration], at moment: Instant) throws(OpeningError) {
        do throws(SQLiteError) {
            try run(
                """
                CREATE TABLE IF NOT EXISTS migration (
                    number     INTEGER PRIMARY KEY,
                    name       TEXT NOT NULL,
                    sha256     BLOB NOT NULL CHECK (length(sha256) = 32),
                    applied_ms INTEGER NOT NULL
                ) STRICT
                """)
        } catch {
            throw .cannotOpen(path: "migration", reason: error.message)
        }
        let pending = try pending(of: migrations)
        guard !pending.isEmpty else { return }
        try enforceForeignKeys(false)
        for migration in pending { try apply(migration, at: moment) }
        try enforceForeignKeys(true)
        // Whole tables were written to the WAL. Nothing is lost if this fails: the next checkpoint does the work.
        _ = try? checkpoint(.truncate)
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

    /// Those of `migrations` that have not been applied to the file.
    ///
    /// - Throws: `OpeningError` when an applied migration was changed or is not among `migrations`.
    func pending(of migrations: [Migration]) throws(OpeningError) -> ArraySlice<Migration> {
        let applied = try appliedMigrations()
        for (migration, recorded) in zip(migrations, applied) {
            guard migration.name == recorded.name else { throw .migrationUnknown(name: recorded.name) }
            guard migration.digest == recorded.digest else { throw .migrationChanged(name: migration.name) }
        }
        if applied.count > migrations.count { throw .migrationUnknown(name: applied[migrations.count].name) }
        return migrations.dropFirst(applied.count)
    }

    private func appliedMigrations() throws(OpeningError) -> [(name: String, digest: [UInt8])] {
        do {
            return try all("SELECT name, sha256 FROM migration ORDER BY number") { row in
                (name: row.text(0), digest: row.bytes(1))
            }
        } catch {
            throw OpeningError.cannotOpen(path: "migration", reason: "\(error)")
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

    private func renameJournal() throws(SQLiteError) {
        do {
            try JournalRenaming.run(on: self)
        } catch let error as SQLiteError {
            throw error
        } catch {
            preconditionFailure("reading and writing rows throws nothing else: \(error)")
        }
    }

    private func apply(_ migration: Migration, at moment: Instant) throws(OpeningError) {
        do throws(SQLiteError) {
            try run("BEGIN IMMEDIATE")
            try execute(script: migration.sql)
            if migration.name == JournalRenaming.migrationName { try renameJournal() }
            try checkReferences(after: migration)
            try run(
                "INSERT INTO migration (number, name, sha256, applied_ms) VALUES (?1, ?2, ?3, ?4)",
                migration.number, migration.name, migration.digest, moment)
            try run("COMMIT")
        } catch {
            // `error` has the cause; a failing rollback would add nothing.
            if isInTransaction { try? run("ROLLBACK") }
            throw .migrationFailed(name: migration.name, reason: error.message)
        }
    }
}
