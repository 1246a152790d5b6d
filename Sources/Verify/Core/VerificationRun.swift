import Dispatch
import Domain
import SQLite
import Store
import Synchronization

/// The whole check: passes in parts, each relying on the passes before it, and between them what only all parts of
/// a pass together can tell.
extension Verifier {
    /// - Parameters:
    ///   - split: how fine the passes are cut.
    ///   - lanes: one for each thread; none for one thread and this connection.
    /// - Throws: `SQLiteError`.
    /// - Returns: everything that was found, in the order of the parts.
    func verified(_ split: VerificationSplit, on lanes: [Lane]) throws -> Verification {
        try add(all: try findings(in: parts(of: .journal, split), on: lanes))
        try verifyAllRows(split, on: lanes)
        try add(all: try findings(in: parts(of: .books, split), on: lanes))
        try verifyRefunds()
        for entity in [EntityKind.contribution, .expenditure] { try finish(entity) }
        try verifyContributionsAgainstJournal()
        try verifyPostingsAgainstContributions()
        verifyPreviousVersions()
        verifyNothingIsLeft()
        meter.finish()
        return Verification(
            discrepancies: findings.discrepancies, discrepanciesCount: findings.discrepanciesCount,
            journalRowsCount: findings.journal.rowsCount, lastPosition: findings.journal.lastPosition)
    }

    /// Postings and the entities that lie by number: none of these passes needs another.
    private func verifyAllRows(_ split: VerificationSplit, on lanes: [Lane]) throws {
        try loadAccounts()
        // Contributions and expenditures lie by hamlet: see `verifyBooks`.
        let entities = EntityKind.allCases.filter { $0 != .contribution && $0 != .expenditure }
        let previous = [EntityKind.hamlet, .household].map { VerificationPart.Pass.previous($0) }
        let passes = [.postings] + entities.map { VerificationPart.Pass.rows($0) } + previous
        let parts = try passes.flatMap { try self.parts(of: $0, split) }
        let found = try findings(in: parts, on: lanes)
        try add(all: found.filter { $0.part.pass == .postings })
        verifyAccounts()
        for entity in entities {
            try add(all: found.filter { $0.part.pass == .rows(entity) })
            try finish(entity)
        }
        for pass in previous { try add(all: found.filter { $0.part.pass == pass }) }
        for entity in EntityKind.allCases { try verifyLooseParts(of: entity) }
        try verifyModelCounts()
    }

    /// One row for each time that something became otherwise.
    private func verifyPreviousVersions() {
        let (stored, computed) = (findings.previousStored, findings.previousComputed)
        if stored != computed {
            found(.previousVersionsDiffer(stored: stored.count, computed: computed.count))
        }
    }

    /// Tallies that differ although no row does alone: a fault without a name is better than none.
    private func verifyNothingIsLeft() {
        let (stored, computed) = (findings.contributionsStored, findings.contributionsComputed)
        guard findings.discrepanciesCount == 0, stored != computed else { return }
        found(.contributionsDiffer(stored: stored.count, computed: computed.count))
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

    /// What is found in each part, in their order, whichever thread was quicker.
    private func findings(in parts: [VerificationPart], on lanes: [Lane]) throws -> [FoundPart] {
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

    /// Adds what was found in the parts of a pass, which are all there and in order.
    ///
    /// A part that took something for granted that the parts before it do not bear out is done again: with numbers
    /// that ascend, as they do in an untouched file, that does not happen.
    private func add(all found: [FoundPart]) throws {
        for found in found {
            if findings.isContinued(by: found.findings) {
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

/// Parts that wait for a thread, and what was found in the others.
private struct Work: Sendable {
    private let parts: [VerificationPart]
    private var next = 0
    var found: [FoundPart?]
    /// The first one; after it nothing is taken.
    var failure: (any Error)?

    init(parts: [VerificationPart]) {
        self.parts = parts
        found = Array(repeating: nil, count: parts.count)
    }

    /// The next part and its place, or nil when there is none.
    mutating func take() -> (index: Int, part: VerificationPart)? {
        guard failure == nil, next < parts.count else { return nil }
        next += 1
        return (next - 1, parts[next - 1])
    }
}

/// A thread's own connection, which sees the same commit as all others.
final class Lane: Sendable {
    private let connection: Mutex<Connection>

    init(_ connection: sending Connection) { self.connection = Mutex(connection) }

    func use(_ body: (Connection, NameKeys) throws -> Void) throws {
        try connection.withLock { connection in try body(connection, NameKeys()) }
    }
}
