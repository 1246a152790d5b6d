import SQLite
package import Store

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

extension StoreFile {
    /// Recomputes everything that can be recomputed, on `Verification.threadsCount` threads: the journal's hashes,
    /// every row from the journal, the books, the numbers of vouchers and the sums.
    ///
    /// Not covered, because nothing else in the file says them: tokens' hashes and last uses, the commune that a
    /// contribution carries, stored responses, and previous states of rows that changed (their hash is checked).
    ///
    /// Others may write meanwhile: every thread sees the same commit.
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
            let (connection, lanes) = try connectionsOfOneCommit()
            return try Verifier(
                connection: connection, discrepanciesMax: discrepanciesMax, progress: progress
            )
            .verified(split, on: lanes)
        } catch let error as SQLiteError {
            throw StoreError(error)
        }
    }

    /// Connections in transactions that began between the same two commits.
    private func connectionsOfOneCommit() throws -> (Connection, [Lane]) {
        for _ in 1...Self.attemptsMax {
            let connection = try snapshot()
            let position = try connection.lastJournalPosition()
            var lanes: [Lane] = []
            while lanes.count < Verification.threadsCount {
                let own = try snapshot()
                guard try own.lastJournalPosition() == position else { break }
                lanes.append(Lane(own))
            }
            if lanes.count == Verification.threadsCount { return (connection, lanes) }
        }
        throw StoreError.busy
    }

    /// A connection that reads only, in a transaction that ends with it.
    private func snapshot() throws(SQLiteError) -> sending Connection {
        let connection = try readingConnection()
        try connection.execute(script: "BEGIN")
        return connection
    }

    /// How often threads try to begin between the same two commits.
    private static let attemptsMax = 100
}

extension Store {
    /// As `StoreFile.verification`, while this process writes.
    package func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        try file.verification(discrepanciesMax: discrepanciesMax, split: split, progress: progress)
    }
}

extension Reading where Self: ~Copyable {
    /// As `StoreFile.verification`, on one thread and as the transaction sees the file.
    package borrowing func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        try Verifier(connection: connection, discrepanciesMax: discrepanciesMax, progress: progress)
            .verified(split, on: [])
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
