package import SQLite

/// The world failed, or the writer has too much to do.
///
/// Not the caller's mistake, and not a rule's refusal.
package enum StoreError: Error, Sendable {
    /// The queue of writes is full, or the store is closing. Try again.
    case busy
    /// The disk is full: nothing was stored.
    case full
    /// Anything else that SQLite says. Not for clients.
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

/// Why a store did not open.
///
/// Facts for the administrator, who sees them in one line.
package enum OpeningError: Error, Hashable, Sendable {
    /// Another process serves this file.
    case inUse(path: String)
    /// The file or its folder cannot be made, read or written.
    case unreachable(path: String, reason: String)
    /// There is no folder with migrations.
    case migrationsMissing(folder: String)
    /// A migration that was applied has been changed since.
    case migrationChanged(name: String)
    /// A migration that was applied is not in the folder: the file was written by a newer version.
    case migrationUnknown(name: String)
    /// The numbers of the files are not 0001, 0002, … or a file is not named `NNNN_noun.sql`.
    case migrationMisnamed(name: String)
    /// There is no such file, and the command makes none.
    case missing(path: String)
    /// The file is of an older version; `danvan migrate` brings it up to date.
    case outdated(path: String, missing: Int)
    /// SQLite refused a migration.
    case migrationFailed(name: String, reason: String)
}
