import Domain
import SQLite

/// What a check of the whole file found.
package struct Verification: Sendable {
    /// The first differences, in the order in which they were met.
    ///
    /// Empty when all is as it should be.
    package let faults: [VerificationFault]
    /// All differences, those beyond `faultsMax` too.
    package let faultsCount: Int
    /// Rows of the journal that were read.
    package let journalRowsCount: Int64
    /// The position of the journal's last row.
    ///
    /// Rows cut off behind the last one are not missed by the file itself:
    /// only who noted a position elsewhere can tell.
    package let lastPosition: Int64

    package var isClean: Bool { faultsCount == 0 }

    /// How far a check has come.
    package struct Progress: Hashable, Sendable {
        package let rowsDone: Int64
        /// By the highest numbers in the file, so that it costs nothing: near, not exact.
        package let rowsTotal: Int64
    }

    /// More differences than these are counted, not kept.
    package static let faultsMax = 20

    /// Rows between two calls of `progress`.
    package static let progressStepRows: Int64 = 16_384
}

extension Reading where Self: ~Copyable {
    /// Recomputes everything that can be recomputed: the journal's leaves, every row from the journal, the books,
    /// the numbers of vouchers and the sums.
    ///
    /// Not covered, because nothing else in the file says them: tokens' hashes and last uses, the commune that a
    /// contribution carries, kept answers, and older states of rows that changed (their leaf is checked).
    ///
    /// - Parameters:
    ///   - faultsMax: differences that are kept; all are counted.
    ///   - progress: called every `progressStepRows` rows and at the end.
    /// - Throws: `SQLiteError` when the file cannot be read.
    /// - Returns: what differs. Memory grows with hamlets, accounts, series and changed rows, not with
    ///   contributions.
    package borrowing func verification(
        faultsMax: Int = Verification.faultsMax,
        progress: @escaping (Verification.Progress) -> Void = { _ in }
    ) throws -> Verification {
        try Verifier(connection: connection, faultsMax: faultsMax, progress: progress).verified()
    }
}

/// One run of the check: what one pass learns and another needs.
///
/// Reference, because every pass is a closure over rows that adds to it.
final class Verifier {
    let connection: Connection
    private let faultsMax: Int
    private let progress: (Verification.Progress) -> Void

    private var faults: [VerificationFault] = []
    private var faultsCount = 0
    private var rowsDone: Int64 = 0
    private var rowsTotal: Int64 = 0

    /// Makes tallies of this run unlike those of any other, so that nobody can prepare rows that collide.
    let key = UInt64.random(in: .min ... .max)
    let journal: [Noun: JournalOfNoun]
    var journalRowsCount: Int64 = 0
    var lastPosition: Int64 = 0
    /// Where voided contributions were recorded; their row keeps the position of the voiding.
    var recordedPositions: [Int64: Int64] = [:]
    var accounts: [Int64: VerifiedAccount] = [:]
    /// What postings say, and what they should say according to the contributions and expenditures.
    var postingsStored: Tally
    var postingsComputed: Tally
    /// What the journal says of contributions, and what it should say according to their rows.
    ///
    /// Compared by tallies,
    /// because the rows lie by hamlet and the journal by time: looking each up would read the file at random.
    var contributionsStored: Tally
    var contributionsComputed: Tally
    var population: [Int64: (households: Int64, persons: Int64)] = [:]
    var pledged: [HamletYear: (dong: Int64, count: Int64)] = [:]

    init(connection: Connection, faultsMax: Int, progress: @escaping (Verification.Progress) -> Void) {
        self.connection = connection
        self.faultsMax = faultsMax
        self.progress = progress
        postingsStored = Tally(key: key)
        postingsComputed = Tally(key: key)
        contributionsStored = Tally(key: key)
        contributionsComputed = Tally(key: key)
        let empty = Tally(key: key)
        journal = Dictionary(
            uniqueKeysWithValues: Noun.allCases.map { ($0, JournalOfNoun(noun: $0, empty: empty)) })
    }

    /// Each pass relies on those before it.
    func verified() throws -> Verification {
        rowsTotal = try expectedRowsCount()
        try verifyJournal()
        try verifyPostings()
        try verifyNouns()
        try verifyBooks()
        try verifyContributionsAgainstJournal()
        try verifyPostingsAgainstContributions()
        try verifyNothingIsLeft()
        progress(Verification.Progress(rowsDone: rowsDone, rowsTotal: rowsTotal))
        return Verification(
            faults: faults, faultsCount: faultsCount, journalRowsCount: journalRowsCount,
            lastPosition: lastPosition)
    }

    /// Tallies that differ although no row does alone: a fault without a name is better than none.
    private func verifyNothingIsLeft() throws {
        guard faultsCount == 0, contributionsStored != contributionsComputed else { return }
        found(.contributionsDiffer(stored: contributionsStored.count, computed: contributionsComputed.count))
    }

    func found(_ fault: VerificationFault) {
        faultsCount += 1
        if faults.count < faultsMax { faults.append(fault) }
    }

    /// One more row is done.
    func advance() {
        rowsDone += 1
        guard rowsDone.isMultiple(of: Verification.progressStepRows) else { return }
        progress(Verification.Progress(rowsDone: rowsDone, rowsTotal: rowsTotal))
    }

    /// By the highest numbers, because counting would read every page.
    private func expectedRowsCount() throws -> Int64 {
        let count = try connection.first(
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
