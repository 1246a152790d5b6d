import Domain
import Locks
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct VerificationSplitTests {
    @Test(arguments: [
        (first: Int64(1), last: Int64(100)), (1, 1), (0, 0), (5, 1), (-7, 7), (.min, .max), (.max, .max),
        (.min, .min),
    ])
    func `ranges cover every number once`(_ first: Int64, _ last: Int64) {
        for partsMax in [1, 2, 3, 7, 32, 1000] as [Int64] {
            for numbersMin in [1, 3, 1000] as [Int64] {
                let split = VerificationSplit(partsMax: partsMax, numbersMin: numbersMin)
                let ranges = split.ranges(from: first, to: last)
                #expect(ranges.first?.lowerBound == .min && ranges.last?.upperBound == .max)
                #expect(ranges.count <= Int(partsMax))
                for (range, next) in zip(ranges, ranges.dropFirst()) {
                    #expect(range.upperBound + 1 == next.lowerBound)
                }
            }
        }
    }

    @Test func `ranges have equal widths of at least the minimum`() {
        let borders = { (split: VerificationSplit) in
            split.ranges(from: 1, to: 10).dropLast().map(\.upperBound)
        }
        #expect(borders(VerificationSplit(partsMax: 5, numbersMin: 1)) == [2, 4, 6, 8])
        #expect(borders(VerificationSplit(partsMax: 3, numbersMin: 1)) == [4, 8])
        #expect(borders(VerificationSplit(partsMax: 5, numbersMin: 5)) == [5])
        #expect(borders(VerificationSplit(partsMax: 5, numbersMin: 11)) == [])
        #expect(borders(.finest) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
}

@Suite struct VerificationPartsTests {
    @Test(arguments: [1, 2, 3, 5, 8, 40] as [Int64])
    func `the split affects neither the findings nor their order`(partsMax: Int64) throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(
            after: """
                PRAGMA foreign_keys = OFF;
                DELETE FROM journal WHERE position % 7 = 3;
                UPDATE household SET persons = 9 WHERE id IN (2, 5);
                UPDATE posting SET line = 9 WHERE position = (SELECT max(position) FROM posting);
                UPDATE contribution SET amount_dong = 5 WHERE id = 1;
                INSERT INTO hamlet_population (hamlet, households, persons) VALUES (-9, 1, 2), (44, 1, 2);
                """)
        #expect(discrepancies.count > 20)
        let split = VerificationSplit(partsMax: partsMax, numbersMin: 1)
        for _ in 1...3 {
            let found = try ledger.office.store.verification(discrepanciesMax: 12, split: split)
            #expect(found.discrepancies == Array(discrepancies.prefix(12)))
            #expect(found.discrepanciesCount == discrepancies.count)
        }
    }

    @Test func `a row missing between two parts is a gap`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.token, .issued)) - 1
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM journal WHERE position = \(position)")
        #expect(discrepancies.first == .journalGap(after: position - 1, next: position + 1))
    }

    @Test func `a missing first row is a gap after position 0`() throws {
        let discrepancies = try SampleBooks().discrepancies(after: "DELETE FROM journal WHERE position <= 2")
        #expect(discrepancies.first == .journalGap(after: 0, next: 3))
    }

    @Test func `ids recorded in earlier parts are reported as repeated`() throws {
        let ledger = try SampleBooks()
        let rows = """
            INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload, nonce, leaf)
            SELECT max(position) + 1, 0, NULL, 'household.recorded', 1, x'7B7D', zeroblob(32), zeroblob(32) FROM journal;
            """
        try RawFile(ledger.office.path).tamper(rows + rows)
        try ledger.forgeRowHashes()
        let last = try #require(try RawFile(ledger.office.path).integer("SELECT max(position) FROM journal"))
        let discrepancies = try ledger.discrepancies()
        #expect(discrepancies.contains(.journalSubjectRepeated(.household, id: 1, position: last - 1)))
        #expect(discrepancies.contains(.journalSubjectRepeated(.household, id: 1, position: last)))
    }

    @Test func `a change of an entity recorded in a later part is reported`() throws {
        let ledger = try SampleBooks()
        let recorded = try ledger.position(of: JournalEvent(.household, .recorded), id: 5)
        let changed = try ledger.position(of: JournalEvent(.user, .recorded))
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE journal SET kind = 'household.corrected', subject = 5 WHERE position = \(changed)
                """)
        #expect(changed < recorded)
        #expect(discrepancies.contains(.eventWithoutRow(.household, id: 5, position: changed)))
    }

    @Test func `postings whose positions are swapped differ`() throws {
        let ledger = try SampleBooks()
        let first = try ledger.position(of: JournalEvent(.contribution, .recorded), id: 1)
        let second = try ledger.position(of: JournalEvent(.contribution, .recorded), id: 2)
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE posting SET position = 1000000 WHERE position = \(first);
                UPDATE posting SET position = \(first) WHERE position = \(second);
                UPDATE posting SET position = \(second) WHERE position = 1000000;
                """)
        #expect(
            discrepancies == [
                .postingDiffers(position: first, line: 1), .postingDiffers(position: second, line: 1),
            ])
    }

    @Test func `progress never decreases and ends at the total`() throws {
        let reported = Mutex<[Verification.Progress]>([])
        let meter = VerificationMeter(rowsTotal: 100_000) { step in reported.withLock { $0.append(step) } }
        for _ in 1...50 { meter.add(1024) }
        meter.finish()
        let steps = reported.withLock { $0 }
        #expect(steps.map(\.rowsDone) == [16_384, 32_768, 49_152, 51_200])
        #expect(steps.allSatisfy { $0.rowsTotal == 100_000 })
    }

    @Test func `more rows than estimated raise the total`() {
        let reported = Mutex<[Verification.Progress]>([])
        let meter = VerificationMeter(rowsTotal: 5) { step in reported.withLock { $0.append(step) } }
        meter.add(7)
        meter.finish()
        #expect(reported.withLock { $0 } == [Verification.Progress(rowsDone: 7, rowsTotal: 7)])
    }

    @Test func `an unreadable file is an error, not a discrepancy`() throws {
        let ledger = try SampleBooks()
        try RawFile(ledger.office.path).run("ALTER TABLE posting RENAME TO moved")
        #expect(throws: StoreError.self) { try ledger.office.store.verification(split: .finest) }
    }
}
