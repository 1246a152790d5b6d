import Domain
import SQLite

/// What a check of the whole file found.
package struct Verification: Sendable {
    /// The first differences, in the order in which one thread alone would meet them.
    ///
    /// Empty when all is as it should be.
    package let discrepancies: [Discrepancy]
    /// All differences, those beyond `faultsMax` too.
    package let discrepanciesCount: Int
    /// Rows of the journal that were read.
    package let journalRowsCount: Int64
    /// The position of the journal's last row.
    ///
    /// Rows cut off behind the last one are not missed by the file itself:
    /// only who noted a position elsewhere can tell.
    package let lastPosition: Int64

    package var isClean: Bool { discrepanciesCount == 0 }

    /// How far a check has come.
    package struct Progress: Hashable, Sendable {
        package let rowsDone: Int64
        /// By the highest numbers in the file, so that it costs nothing: near, not exact.
        package let rowsTotal: Int64
    }

    /// More differences than these are counted, not kept.
    package static let discrepanciesMax = 20

    /// Rows between two calls of `progress`, about.
    package static let progressStepRows: Int64 = 16_384

    /// Threads of a check; it is bound by the processor, and the machine has two cores.
    package static let threadsCount = 2
}

extension Store {
    /// Recomputes everything that can be recomputed, on `Verification.threadsCount` threads: the journal's leaves,
    /// every row from the journal, the books, the numbers of vouchers and the sums.
    ///
    /// Not covered, because nothing else in the file says them: tokens' hashes and last uses, the commune that a
    /// contribution carries, kept answers, and older states of rows that changed (their leaf is checked).
    ///
    /// Every thread has a connection of its own, so nobody may write meanwhile.
    ///
    /// - Parameters:
    ///   - discrepanciesMax: differences that are kept; all are counted.
    ///   - split: how fine the file is cut; what is found does not depend on it.
    ///   - progress: called every `progressStepRows` rows and at the end, by one thread at a time.
    /// - Throws: `StoreError` when the file cannot be read.
    /// - Returns: what differs. Memory grows with hamlets, accounts, series and changed rows, not with
    ///   contributions.
    package func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        do {
            let connection = try connectionToVerify()
            return try Verifier(
                connection: connection, discrepanciesMax: discrepanciesMax, progress: progress
            )
            .verified(split, on: self)
        } catch let error as SQLiteError {
            throw StoreError(error)
        }
    }

    /// A connection that reads only, in a transaction that ends with it.
    func connectionToVerify() throws(SQLiteError) -> Connection {
        let connection = try readingConnection()
        try connection.execute(script: "BEGIN")
        return connection
    }
}

extension Reading where Self: ~Copyable {
    /// As `Store.verification`, on one thread and as the transaction sees the file.
    package borrowing func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        try Verifier(connection: connection, discrepanciesMax: discrepanciesMax, progress: progress)
            .verified(split, on: nil)
    }
}

extension Verifier {
    /// For a check of the whole file.
    fileprivate convenience init(
        connection: Connection, discrepanciesMax: Int,
        progress: @escaping @Sendable (Verification.Progress) -> Void
    ) throws {
        let meter = VerificationMeter(rowsTotal: try connection.expectedRowsCount(), progress: progress)
        self.init(
            connection: connection, known: Findings(discrepanciesMax: discrepanciesMax), followsKnown: true,
            meter: meter)
    }
}

extension Connection {
    /// The rows that a check passes, by the highest numbers, because counting would read every page.
    fileprivate func expectedRowsCount() throws -> Int64 {
        let count = try first(
            """
            SELECT (SELECT coalesce(max(position), 0) FROM journal)
                + (SELECT coalesce(max(id), 0) FROM posting)
                + (SELECT coalesce(max(id), 0) FROM unit)
                + (SELECT coalesce(max(id), 0) FROM user_account)
                + (SELECT coalesce(max(id), 0) FROM access_token)
                + (SELECT coalesce(max(id), 0) FROM hamlet)
                + (SELECT coalesce(max(id), 0) FROM household)
                + (SELECT coalesce(max(id), 0) FROM organisation)
                + (SELECT coalesce(max(id), 0) FROM fund)
                + (SELECT coalesce(max(id), 0) FROM pledge)
                + (SELECT coalesce(max(id), 0) FROM criteria_set)
                + (SELECT coalesce(max(id), 0) FROM model)
                + (SELECT coalesce(max(id), 0) FROM appraisal)
                + 2 * (SELECT coalesce(max(id), 0) FROM contribution)
                + 2 * (SELECT coalesce(max(id), 0) FROM expenditure)
            """
        ) { row in row.optionalInteger(0) }
        return (count ?? nil) ?? 0
    }
}
