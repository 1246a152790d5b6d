import Dispatch
import Domain
import Locks
import SQLite
import Store

/// The whole verification.
///
/// Each pass is divided into parts and relies on the passes before it. Checks that need all parts of a pass run
/// between the passes.
extension Verifier {
    /// Runs all passes.
    ///
    /// - Parameters:
    ///   - split: how the passes are divided.
    ///   - lanes: one per thread; empty to run on one thread with this connection.
    /// - Returns: all findings, in the order of the parts.
    /// - Throws: `SQLiteError`.
    func verified(_ split: VerificationSplit, on lanes: [WorkerConnection]) throws -> Verification {
        findings.responses.oldest = try oldestStoredResponse()
        findings.tokens = try TokenOwners(on: connection)
        try add(all: try findings(in: parts(of: .journal, split), on: lanes))
        try verifyErasing()
        verifyHidden()
        let root = try verifyLog()
        try verifyAllRows(split, on: lanes)
        let books = try parts(of: .books, split) + parts(of: .otherBooks, split)
        try add(all: try findings(in: books, on: lanes))
        try verifyRefunds()
        try verifyKeptRefunds()
        try verifyPaymentEntries()
        verifyReplacements()
        for entity in [EntityKind.contribution, .expenditure] { try finish(entity) }
        try verifyContributionsAgainstJournal()
        try verifyPostingsAgainstBooks()
        try verifyUnitMonths()
        try verifyStoredResponses()
        verifyPreviousVersions()
        verifyTallies()
        try verifyCommunes()
        meter.finish()
        return Verification(
            discrepancies: findings.discrepancies, discrepanciesCount: findings.discrepanciesCount,
            journalRowsCount: findings.journal.rowsCount, lastPosition: findings.journal.lastPosition,
            root: root)
    }

    /// Verifies postings and the entities ordered by id.
    ///
    /// These passes are independent of each other.
    private func verifyAllRows(_ split: VerificationSplit, on lanes: [WorkerConnection]) throws {
        // Contributions and expenditures are ordered by hamlet: see `verifyBooks`.
        let entities = EntityKind.allCases.filter { $0 != .contribution && $0 != .expenditure }
        let previous = EntityKind.allCases.filter(\.keepsVersions).map { VerificationPart.Pass.previous($0) }
        let passes = [.postings] + entities.map { VerificationPart.Pass.rows($0) } + previous
        let parts = try passes.flatMap { try self.parts(of: $0, split) }
        let found = try findings(in: parts, on: lanes)
        try add(all: found.filter { $0.part.pass == .postings })
        try verifyOwners()
        for entity in entities {
            try add(all: found.filter { $0.part.pass == .rows(entity) })
            try finish(entity)
        }
        for pass in previous { try add(all: found.filter { $0.part.pass == pass }) }
        for entity in EntityKind.allCases { try verifyOrphanedParts(of: entity) }
        try verifyModelCounts()
    }

    /// Checks that there is one previous version for each change in the journal.
    private func verifyPreviousVersions() {
        let (stored, computed) = (findings.previousStored, findings.previousComputed)
        if stored != computed {
            report(.previousVersionsDiffer(stored: stored.count, computed: computed.count))
        }
    }

    /// Reports a difference of the tallies when no single row was found to differ: better than reporting nothing.
    private func verifyTallies() {
        let (stored, computed) = (findings.contributionsStored, findings.contributionsComputed)
        guard findings.discrepanciesCount == 0, stored != computed else { return }
        report(.contributionsDiffer(stored: stored.count, computed: computed.count))
    }

    private func parts(
        of pass: VerificationPart.Pass, _ split: VerificationSplit
    ) throws -> [VerificationPart] {
        let numbers = try numbers(of: pass)
        return split.ranges(from: numbers.first, to: numbers.last)
            .map {
                VerificationPart(pass: pass, range: $0)
            }
    }

    /// The findings of each part, in the order of the parts.
    private func findings(in parts: [VerificationPart], on lanes: [WorkerConnection]) throws -> [FoundPart] {
        let (known, meter) = (findings, meter)
        @Sendable func found(
            in part: VerificationPart, on connection: Connection, _ names: NameKeys
        ) throws -> FoundPart {
            let verifier = Verifier(
                connection: connection, known: known, followsKnown: false, meter: meter, names: names)
            return FoundPart(part: part, findings: try verifier.findings(in: part))
        }
        guard !lanes.isEmpty else { return try parts.map { try found(in: $0, on: connection, names) } }
        let work = Mutex(Work(parts: parts))
        DispatchQueue.concurrentPerform(iterations: min(lanes.count, parts.count)) { number in
            do {
                try lanes[number]
                    .use { connection, names in
                        while let (index, part) = work.withLock({ $0.take() }) {
                            let found = try found(in: part, on: connection, names)
                            work.withLock { $0.found[index] = found }
                        }
                    }
            } catch {
                work.withLock { $0.failure = $0.failure ?? error }
            }
        }
        return try work.withLock { work in
            if let failure = work.failure { throw failure }
            return work.found.compactMap(\.self)
        }
    }

    /// Adds the findings of all parts of a pass, in order.
    ///
    /// A part is verified again when the parts before it contradict an assumption it made. That does not happen when
    /// ids ascend, as they do in an unaltered file.
    private func add(all found: [FoundPart]) throws {
        for found in found {
            if findings.isConsistent(with: found.findings) {
                findings.add(found.findings)
            } else {
                let verifier = Verifier(
                    connection: connection, known: findings, followsKnown: true, meter: meter)
                findings.add(try verifier.findings(in: found.part))
            }
        }
    }
}

private struct FoundPart: Sendable {
    let part: VerificationPart
    let findings: Findings
}

/// The parts that wait for a thread, and the findings of the finished ones.
private struct Work: Sendable {
    private let parts: [VerificationPart]
    private var next = 0
    var found: [FoundPart?]
    /// The first error.
    ///
    /// After it no more parts are started.
    var failure: (any Error)?

    init(parts: [VerificationPart]) {
        self.parts = parts
        found = Array(repeating: nil, count: parts.count)
    }

    /// The next part and its index, or nil when there are none left.
    mutating func take() -> (index: Int, part: VerificationPart)? {
        guard failure == nil, next < parts.count else { return nil }
        next += 1
        return (next - 1, parts[next - 1])
    }
}

/// A thread's own connection, reading the same commit as all others.
final class WorkerConnection: Sendable {
    private let connection: Mutex<Connection>

    init(_ connection: sending Connection) { self.connection = Mutex(connection) }

    func use(_ body: (Connection, NameKeys) throws -> Void) throws {
        try connection.withLock { connection in try body(connection, NameKeys()) }
    }
}
