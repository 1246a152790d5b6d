import Domain
import SQLite
import Store

/// The database file as somebody sees it who goes around the service: no foreign keys, no rules of ours.
struct RawFile {
    let connection: Connection

    init(_ path: String) throws {
        connection = try Connection(path: path, mode: .readWrite, busyMilliseconds: 2000)
    }

    func run(_ script: String) throws { try connection.execute(script: script) }

    /// Runs `script` as somebody who took the triggers and the CHECKs out of the way first.
    func tamper(_ script: String) throws {
        try run(
            """
            DROP TRIGGER journal_kept_as_written;
            DROP TRIGGER journal_never_erased;
            DROP TRIGGER posting_kept_as_written;
            DROP TRIGGER posting_never_erased;
            DROP TRIGGER voucher_kept_as_written;
            DROP TRIGGER voucher_never_erased;
            DROP TRIGGER contribution_never_erased;
            PRAGMA ignore_check_constraints = ON;
            """)
        try run(script)
    }

    func integer(_ sql: StaticString) throws -> Int64? {
        try connection.first(sql) { row in row.optionalInteger(0) } ?? nil
    }
}
