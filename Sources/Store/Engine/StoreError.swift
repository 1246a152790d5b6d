package import Domain
package import SQLite

/// A failure of the environment, or an overloaded writer.
///
/// Neither a client error nor a refusal by the domain.
package enum StoreError: Error, Sendable {
    /// The write queue is full, or the store is closing. Retry later.
    case busy
    /// The disk is full. Nothing was stored.
    case full
    /// The machine's clock is behind the last row of the journal: nothing is stored until it is set.
    case clockBehind(now: Instant, lastRecorded: Instant)
    /// Any other SQLite error. Not for clients.
    case failed(SQLiteError)

    package init(_ error: SQLiteError) {
        self =
            switch error.kind {
            case .busy: .busy
            case .full: .full
            case .constraint, .trigger, .readOnly, .other: .failed(error)
            }
    }
}

extension StoreError {
    /// What SQLite or the system says of an error of a file; nil for any other error.
    package static func reason(of error: any Error) -> String? {
        switch error {
        case let error as SQLiteError: error.message
        case StoreError.failed(let error): error.message
        default: nil
        }
    }
}

/// Why a store could not be opened.
///
/// Facts for the administrator, printed on one line.
package enum OpeningError: Error, Hashable, Sendable {
    /// Another process has this file open for writing.
    case inUse(path: String)
    /// The file or its folder cannot be created, read or written.
    case cannotOpen(path: String, reason: String)
    /// The file had another migration of this name than the program has.
    case migrationChanged(name: String)
    /// The file has a migration that is not the program's: another program made it.
    case migrationUnknown(name: String)
    /// The file has more migrations than the program: a newer program wrote it.
    case newer(path: String, version: Int, known: Int)
    /// The file is a database of another program.
    case foreign(path: String)
    /// The path is a link, or the file has another name: two programs could write it without knowing of each other.
    case linked(path: String)
    /// The backup is the database itself, or a file that putting it in place would remove first.
    case ownSource(path: String)
    /// The file does not exist, and this command does not create it.
    case missing(path: String)
    /// The file has an older version than the program; `danvan migrate` upgrades it.
    case outdated(path: String, version: Int, needed: Int)
    /// The copy that precedes an upgrade cannot be made, or it is damaged. The file is as it was.
    case notCopied(path: String, reason: String)
    /// SQLite rejected a migration.
    case migrationFailed(name: String, reason: String)
}
