import CSQLite

/// What SQLite refused, in its own words.
///
/// Never for clients: it may name tables and paths.
///
/// - Source: https://www.sqlite.org/rescode.html (result and extended result codes).
package struct SQLiteError: Error, Hashable, Sendable {
    /// The extended result code, such as 2067 (`SQLITE_CONSTRAINT_UNIQUE`).
    package let code: Int32
    /// SQLite's message, such as `UNIQUE constraint failed: account.name`.
    package let message: String
    /// The statement that failed, or what was being done.
    package let doing: String

    package init(code: Int32, message: String, doing: String) {
        self.code = code
        self.message = message
        self.doing = doing
    }

    /// A row holds what no build writes: the file was changed by something else.
    init(unreadable reason: String, doing: String) {
        self.init(code: SQLITE_MISMATCH, message: reason, doing: doing)
    }

    /// True when a row could not be read, and the next one may be.
    package var isUnreadableRow: Bool { code == SQLITE_MISMATCH }

    /// The kinds of failure that callers tell apart.
    package enum Kind: Hashable, Sendable {
        /// A UNIQUE, PRIMARY KEY, CHECK, NOT NULL, FOREIGN KEY or a column's type refused the row.
        case constraint
        /// A trigger said RAISE(ABORT, …).
        case trigger
        /// The file stayed locked by somebody else.
        case busy
        /// The disk is full.
        case full
        /// The file was opened read-only, or the system lets nobody write it.
        case readOnly
        /// Anything else: input or output error, a corrupt file, a mistake of ours.
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

    /// What SQLite names behind the first colon: `table.column, table.column`, or a constraint's name.
    ///
    /// The whole message when it has no colon: a foreign key, a column's type.
    package var constrained: String {
        guard let colon = message.firstIndex(of: ":") else { return message }
        return String(message[message.index(after: colon)...].drop { $0 == " " })
    }

    /// `SQLITE_CONSTRAINT_TRIGGER`, a macro with arithmetic that the importer leaves out.
    private static let constraintTrigger = SQLITE_CONSTRAINT | (7 << 8)
}
