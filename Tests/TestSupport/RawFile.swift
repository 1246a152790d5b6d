package import SQLite

/// The database file as seen by someone who bypasses the service: no foreign keys, no application rules.
package struct RawFile {
    package let connection: Connection

    package init(_ path: String) throws {
        connection = try Connection(path: path, mode: .readWrite, busyMilliseconds: 2000)
    }

    package func run(_ script: String) throws { try connection.execute(script: script) }

    /// Runs `script` without the triggers and CHECK constraints, and puts the triggers back unless the script is for a
    /// schema of its own.
    package func tamper(_ script: String, putsTriggersBack: Bool = true) throws {
        try withoutTriggers(putsThemBack: putsTriggersBack) {
            try run("PRAGMA ignore_check_constraints = ON")
            try run(script)
        }
    }

    /// Runs `body` while the file has no triggers.
    package func withoutTriggers(putsThemBack: Bool = true, _ body: () throws -> Void) throws {
        let triggers = try connection.all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'") {
            row in (name: row.text(0), sql: row.text(1))
        }
        for trigger in triggers { try run("DROP TRIGGER \(trigger.name)") }
        try body()
        for trigger in triggers where putsThemBack { try run(trigger.sql) }
    }

    package func integer(_ sql: StaticString) throws -> Int64? {
        try connection.first(sql) { row in row.optionalInteger(0) } ?? nil
    }
}
