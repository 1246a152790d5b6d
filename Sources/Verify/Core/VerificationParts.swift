import Domain
import JSON
import SQLite
import Store

/// How fine a check cuts the file into parts, which its threads take one after the other.
package struct VerificationSplit: Sendable {
    /// Parts of one pass, so that the last one to be done keeps nobody waiting for long.
    private let partsMax: Int64
    /// Numbers in a part, so that small tables are not cut at all.
    private let numbersMin: Int64

    package init(partsMax: Int64 = 32, numbersMin: Int64 = 2048) {
        precondition(partsMax > 0 && numbersMin > 0, "a part has something in it")
        self.partsMax = partsMax
        self.numbersMin = numbersMin
    }

    /// Ranges that together hold every number once, in ascending order, of equal width between `first` and `last`.
    func ranges(from first: Int64, to last: Int64) -> [ClosedRange<Int64>] {
        let distance = first <= last ? UInt64(bitPattern: last &- first) : 0
        // One less than the parts, and one less than the numbers in each: 64 bits hold both.
        let bordersCount = min(UInt64(partsMax - 1), distance / UInt64(numbersMin))
        var ranges: [ClosedRange<Int64>] = []
        var lower = Int64.min
        if bordersCount > 0 {
            let width = distance / (bordersCount + 1) + 1
            for index in 1...bordersCount where index <= distance / width {
                let next = first &+ Int64(bitPattern: index * width)
                ranges.append(lower...(next - 1))
                lower = next
            }
        }
        ranges.append(lower...Int64.max)
        return ranges
    }
}

/// Rows of one pass whose numbers lie in a range: what one thread does at a time.
struct VerificationPart: Sendable {
    enum Pass: Hashable, Sendable {
        /// By position.
        case journal
        /// By number.
        case postings
        /// The rows of a noun, by number.
        case rows(EntityKind)
        /// Previous versions of households or hamlets, by number.
        case previous(EntityKind)
        /// Contributions, expenditures, vouchers and sums, by hamlet.
        case books
    }

    let pass: Pass
    let range: ClosedRange<Int64>
}

/// One run over rows: what it knows and what it finds.
///
/// Reference, because every pass is a closure over rows that adds to it.
final class Verifier {
    let connection: Connection
    /// The same connection, for readers that look for parts.
    let reading: ReadTransaction
    /// What was found before this run.
    let known: Findings
    /// True when the part before this run's is in `known` too, false when it may still be under way.
    let followsKnown: Bool
    /// What this run has found.
    var findings: Findings
    let meter: VerificationMeter
    /// For each noun whether any row changed.
    ///
    /// Asked before `known`, because two threads that count references to one dictionary wait for each other.
    private let areChanged: [Bool]
    let names: NameKeys
    /// For payloads that are compared and not kept.
    var writer = JSONWriter(capacity: 1024)
    private var rowsDone: Int64 = 0

    init(
        connection: Connection, known: Findings, followsKnown: Bool, meter: VerificationMeter,
        names: NameKeys = NameKeys()
    ) {
        self.connection = connection
        reading = ReadTransaction(reading: connection)
        self.known = known
        self.followsKnown = followsKnown
        self.meter = meter
        self.names = names
        areChanged = known.journal.areChanged
        findings = known.empty
    }

    func found(_ discrepancy: Discrepancy) { findings.add(discrepancy) }

    /// One more row is done.
    func advance() {
        rowsDone += 1
        if rowsDone == VerificationMeter.stepRows { tellRows() }
    }

    /// The last position of the journal's changes of a row that is passed now, or nil when it never changed.
    func latest(of entity: EntityKind, _ id: Int64) -> Int64? {
        guard areChanged[entity.place], let latest = known.journal[entity].latest[id] else { return nil }
        findings.journal[entity].claimed.append(id)
        return latest
    }

    /// What is found in `part`.
    func findings(in part: VerificationPart) throws -> Findings {
        switch part.pass {
        case .journal: try verifyJournal(part.range)
        case .postings: try verifyPostings(part.range)
        case .rows(let entity): try verifyRows(of: entity.storedType, part.range)
        case .previous(.hamlet): try verifyPreviousHamlets(part.range)
        case .previous: try verifyPreviousHouseholds(part.range)
        case .books: try verifyBooks(part.range)
        }
        tellRows()
        return findings
    }

    private func tellRows() {
        meter.add(rowsDone)
        rowsDone = 0
    }
}
