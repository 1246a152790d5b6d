import Domain
import SQLite
import Store

/// The database file as seen by someone who bypasses the service: no foreign keys, no application rules.
struct RawFile {
    let connection: Connection

    init(_ path: String) throws {
        connection = try Connection(path: path, mode: .readWrite, busyMilliseconds: 2000)
    }

    func run(_ script: String) throws { try connection.execute(script: script) }

    /// Runs `script` after removing the triggers and disabling CHECK constraints.
    func tamper(_ script: String) throws {
        let triggers = try connection.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'") { row in
            row.text(0)
        }
        for trigger in triggers { try run("DROP TRIGGER \(trigger)") }
        try run("PRAGMA ignore_check_constraints = ON")
        try run(script)
    }

    func integer(_ sql: StaticString) throws -> Int64? {
        try connection.first(sql) { row in row.optionalInteger(0) } ?? nil
    }
}
