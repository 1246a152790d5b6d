import SQLite
package import Store
package import Transparency

/// The result of verifying the whole file.
package struct Verification: Sendable {
    /// The first discrepancies, in the order in which a single thread would find them.
    ///
    /// Empty when the file is correct.
    package let discrepancies: [Discrepancy]
    /// The number of all discrepancies, including those beyond `discrepanciesMax`.
    package let discrepanciesCount: Int
    /// The number of journal rows read.
    package let journalRowsCount: Int64
    /// The position of the last journal row.
    ///
    /// The file alone cannot show that rows were cut off at the end. Detecting that requires a position noted
    /// elsewhere.
    package let lastPosition: Int64
    /// The root of the tree over all rows; nil when the journal has gaps.
    package let root: TreeHash?

    package var isClean: Bool { discrepanciesCount == 0 }

    /// The progress of a verification.
    package struct Progress: Hashable, Sendable {
        package let rowsDone: Int64
        /// An estimate from the highest ids in the file, which costs nothing to read.
        package let rowsTotal: Int64
    }

    /// The number of discrepancies to keep.
    ///
    /// Further ones are only counted.
    package static let discrepanciesMax = 20

    /// The approximate number of rows between two calls of `progress`.
    package static let progressStepRows: Int64 = 16_384

    /// The number of threads.
    ///
    /// Verification is CPU-bound, and the target machine has two cores.
    package static let threadsCount = 2
}

extension StoreFile {
    /// Recomputes everything that can be recomputed, on `Verification.threadsCount` threads.
    ///
    /// That is the journal's hashes, every row from the journal, the books, the voucher numbers, the totals and the
    /// signatures of the public log. Not covered, because nothing else in the file implies them: hashes of tokens from
    /// before they were journalled, last uses, the times of checkpoints, keys, cosignatures and migrations, the key of
    /// public tags, that a stored response was dropped before its days were over, and earlier states of changed rows (their
    /// hash is checked).
    ///
    /// Others may write meanwhile: every thread reads the same commit.
    ///
    /// - Parameters:
    ///   - discrepanciesMax: the number of discrepancies to keep; all are counted.
    ///   - split: how the file is divided into parts; does not affect the result.
    ///   - progress: called every `progressStepRows` rows and at the end, never concurrently.
    /// - Returns: the discrepancies. Memory use grows with hamlets, series and changed rows, not with
    ///   contributions.
    /// - Throws: `StoreError` when the file cannot be read.
    package func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        do {
            let (connection, lanes) = try connectionsOfOneCommit()
            let verifier = try Verifier(
                connection: connection, discrepanciesMax: discrepanciesMax, progress: progress)
            verifier.verify(try connection.schemaObjects(), against: try schemaOfMigrations())
            return try verifier.verified(split, on: lanes)
        } catch let error as SQLiteError {
            throw StoreError(error)
        }
    }

    /// Opens connections with read transactions on the same commit.
    private func connectionsOfOneCommit() throws -> (Connection, [WorkerConnection]) {
        for _ in 1...Self.attemptsMax {
            let connection = try snapshot()
            let position = try connection.lastJournalPosition()
            var lanes: [WorkerConnection] = []
            while lanes.count < Verification.threadsCount {
                let own = try snapshot()
                guard try own.lastJournalPosition() == position else { break }
                lanes.append(WorkerConnection(own))
            }
            if lanes.count == Verification.threadsCount { return (connection, lanes) }
        }
        throw StoreError.busy
    }

    /// Opens a read-only connection with a transaction that ends with it.
    private func snapshot() throws(SQLiteError) -> sending Connection {
        let connection = try readingConnection()
        try connection.execute(script: "BEGIN")
        return connection
    }

    /// The number of attempts to start all transactions between the same two commits.
    private static let attemptsMax = 100
}

extension Store {
    /// Like `StoreFile.verification`, while this process writes.
    package func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        try file.verification(discrepanciesMax: discrepanciesMax, split: split, progress: progress)
    }
}

extension Reading where Self: ~Copyable {
    /// Like `StoreFile.verification`, on one thread and within this transaction.
    package borrowing func verification(
        discrepanciesMax: Int = Verification.discrepanciesMax, split: VerificationSplit = VerificationSplit(),
        progress: @escaping @Sendable (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        try Verifier(connection: connection, discrepanciesMax: discrepanciesMax, progress: progress)
            .verified(split, on: [])
    }
}

extension Verifier {
    /// Creates a verifier for the whole file.
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
