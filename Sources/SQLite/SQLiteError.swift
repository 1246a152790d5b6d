import CSQLite

/// An error reported by SQLite, with its message.
///
/// Never show it to clients: it may name tables and paths.
///
/// - Source: https://www.sqlite.org/rescode.html (result and extended result codes).
package struct SQLiteError: Error, Hashable, Sendable {
    /// The extended result code, such as 2067 (`SQLITE_CONSTRAINT_UNIQUE`).
    package let code: Int32
    /// SQLite's message, such as `UNIQUE constraint failed: account.name`.
    package let message: String
    /// The statement that failed, or the operation in progress.
    package let operation: String

    package init(code: Int32, message: String, operation: String) {
        self.code = code
        self.message = message
        self.operation = operation
    }

    /// Creates the error for a row with values that no build writes: something else has changed the file.
    package init(invalidRow reason: String, operation: String) {
        self.init(code: SQLITE_MISMATCH, message: reason, operation: operation)
    }

    /// Whether one row could not be read; the next one may still be readable.
    package var isInvalidRow: Bool { code == SQLITE_MISMATCH }

    /// The kinds of error that callers distinguish.
    package enum Kind: Hashable, Sendable {
        /// A UNIQUE, PRIMARY KEY, CHECK, NOT NULL or FOREIGN KEY constraint or a column's type rejected the
        /// row.
        case constraint
        /// A trigger called RAISE(ABORT, …).
        case trigger
        /// Another connection kept the file locked.
        case busy
        /// The disk is full.
        case full
        /// The file was opened read-only, or the system does not allow writing it.
        case readOnly
        /// Anything else: an I/O error, a corrupt file, a bug of ours.
        case other
    }

    package var kind: Kind {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: code == SQLiteError.constraintTrigger ? .trigger : .constraint
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_READONLY: .readOnly
        default: .other
        }
    }

    /// Whether the file system or the file itself fails, so that other writes will fail as well.
    package var isOfFile: Bool {
        switch code & 0xFF {
        case SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_NOTADB: true
        default: false
        }
    }

    /// The text after the first colon of the message: `table.column, table.column`, or a constraint's name.
    ///
    /// The whole message when it has no colon, as for a foreign key or a column's type.
    package var constraintName: String {
        guard let colon = message.firstIndex(of: ":") else { return message }
        return String(message[message.index(after: colon)...].drop { $0 == " " })
    }

    /// `SQLITE_CONSTRAINT_TRIGGER`, an arithmetic macro that Swift does not import.
    private static let constraintTrigger = SQLITE_CONSTRAINT | (7 << 8)
}
