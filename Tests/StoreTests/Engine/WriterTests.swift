import Dispatch
import Domain
import Foundation
import Glibc
import Locks
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct WriterTests {
    /// A job that adds a user.
    private static func addUser(_ name: String) -> @Sendable (borrowing WriteTransaction) throws -> User {
        { tx in try tx.addUser(named: name) }
    }

    private static func names(in office: TestStore) throws -> [String] { try names(in: office.store) }

    private static func names(in store: Store) throws -> [String] {
        try store.reader().read { tx in try tx.users(after: nil, limit: 10_000).map(\.name) }
    }

    /// Submits `jobs` as one batch and waits for their results.
    private static func results(
        of jobs: [@Sendable (borrowing WriteTransaction) throws -> User], in office: TestStore
    ) throws -> [Result<User, any Error>] {
        let gate = try Gate(in: office)
        let results = JobResults<User>()
        for (index, job) in jobs.enumerated() {
            try office.store.writer.submit(actor: nil, job) { results.record(index, $0) }
        }
        gate.open()
        return results.wait(for: jobs.count).sorted { $0.job < $1.job }.map(\.result)
    }

    @Test func `a refused job does not affect other jobs of its batch`() throws {
        let office = try TestStore()
        let results = try Self.results(
            of: [
                Self.addUser("Lan"),
                { tx in
                    _ = try tx.addUser(named: "Nobody")
                    throw Refusal.ownVoucher
                },
                Self.addUser("Minh"),
            ], in: office)
        #expect(results.map(\.isSuccess) == [true, false, true])
        #expect(results[1].failure(as: Refusal.self) == .ownVoucher)
        #expect(try Self.names(in: office) == ["Lan", "Minh"])
        #expect(office.store.changes.lastPosition == 2)
    }

    @Test func `a job refused before its first write causes no second run`() throws {
        let office = try TestStore()
        let runsCount = Atomic<Int>(0)
        let results = try Self.results(
            of: [false, true, false]
                .map { isRefused in
                    { tx in
                        runsCount.add(1, ordering: .relaxed)
                        if isRefused { throw Refusal.ownVoucher }
                        return try tx.addUser(named: "\(runsCount.load(ordering: .relaxed))")
                    }
                }, in: office)
        #expect(results.map(\.isSuccess) == [true, false, true])
        #expect(runsCount.load(ordering: .relaxed) == 3)
        #expect(try Self.names(in: office) == ["1", "3"])
    }

    @Test func `lookups of a refused job's own writes are not cached`() throws {
        let office = try TestStore()
        let day = LocalDate(TestStore.start)
        let always = try #require(Validity(from: nil, to: nil))
        let paths = Mutex<[[String]?]>([])
        let results = try Self.results(
            of: [
                { tx in
                    _ = try tx.record(
                        code: "40", level: .province, parent: nil, name: "Nghệ An", validity: always)
                    let path = try tx.unitPath("40", on: day)
                    paths.withLock { $0.append(path) }
                    throw Refusal.ownVoucher
                },
                { tx in
                    let path = try tx.unitPath("40", on: day)
                    paths.withLock { $0.append(path) }
                    return try tx.addUser(named: "Lan")
                },
            ], in: office)
        #expect(results.map(\.isSuccess) == [false, true])
        // The first job runs twice: only a savepoint can undo its writes.
        #expect(paths.withLock { $0 } == [["40"], ["40"], nil])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// A savepoint copies the pages that its job changes.
    ///
    /// More than 128 KiB of them once looked like a full disk.
    @Test func `a job that changes many pages is stored or rolled back as a whole`() throws {
        let spread = Migration(
            name: "9999_spread", sql: "CREATE TABLE spread (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;")
        let office = try TestStore(migrations: Migration.all + [spread])
        // The names are spread over the whole table, so that each job changes most of its pages.
        @Sendable func addNames(_ suffix: Int, _ tx: borrowing WriteTransaction) throws {
            for index in 0..<3000 {
                try tx.connection.run(
                    "INSERT INTO spread (name) VALUES (?1)",
                    "\(index * 7919 % 3000) \(suffix)" + String(repeating: "x", count: 60))
            }
        }
        try office.write { tx in try addNames(0, tx) }
        let results = try Self.results(
            of: [1, 2]
                .map { suffix in
                    { tx in
                        try addNames(suffix, tx)
                        guard suffix == 2 else { throw Refusal.ownVoucher }
                        return try tx.addUser(named: "\(suffix)")
                    }
                }, in: office)
        #expect(results.map { (try? $0.get()) != nil } == [false, true])
        let rows = try office.read { tx in
            try tx.connection.all(
                "SELECT substr(name, instr(name, ' ') + 1, 1), count(*) FROM spread GROUP BY 1"
            ) {
                row in [row.text(0), "\(row.integer(1))"]
            }
        }
        #expect(rows == [["0", "3000"], ["2", "3000"]])
        #expect(try Self.names(in: office) == ["2"])
    }

    @Test func `an SQLite error in one job fails only that job`() throws {
        let office = try TestStore()
        let results = try Self.results(
            of: [Self.addUser("Lan"), Self.addUser(""), Self.addUser("Minh")], in: office)
        #expect(results.map(\.isSuccess) == [true, false, true])
        #expect(results[1].failure(as: StoreError.self) != nil)
    }

    @Test func `a voucher number taken by a refused job is reused`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        #expect(throws: Refusal.ownVoucher) {
            try office.write { tx in
                _ = try tx.receive(1000, from: .sponsor, in: village)
                throw Refusal.ownVoucher
            }
        }
        let next = try office.write { tx in try tx.receive(1000, from: .sponsor, in: village) }
        #expect(next.voucher.number == 1)
    }

    @Test func `a failed commit fails every job of the batch and stores nothing`() throws {
        let office = try TestStore()
        let results = try Self.results(
            of: [
                Self.addUser("Lan"),
                { tx in
                    // A deferred foreign key is the only way to make a whole COMMIT fail.
                    try tx.session.connection.execute(
                        script: """
                            PRAGMA defer_foreign_keys = ON;
                            INSERT INTO fund (id, owner, name, version, position) VALUES (1, 'h99', 'Quỹ', 1, 1);
                            """)
                    return try tx.addUser(named: "Nobody")
                },
                Self.addUser("Minh"),
            ], in: office)
        #expect(results.map { $0.failure(as: StoreError.self) != nil } == [true, true, true])
        #expect(try Self.names(in: office) == [])
        #expect(office.store.changes.lastPosition == 0)
        _ = try office.write(Self.addUser("Hoa"))
        #expect(try Self.names(in: office) == ["Hoa"])
    }

    @Test func `a full disk is reported, stores nothing, and is recovered from`() throws {
        let office = try TestStore()
        try office.write { tx in
            let pages = try tx.connection.first("PRAGMA page_count") { row in row.integer(0) } ?? 0
            try tx.connection.execute(script: "PRAGMA max_page_count = \(pages)")
        }
        let long = String(repeating: "Nguyễn ", count: 20_000)
        let error = #expect(throws: StoreError.self) { try office.write(Self.addUser(long)) }
        #expect({ if case .full = error { true } else { false } }())
        #expect(try Self.names(in: office) == [])
        try office.write { tx in try tx.connection.execute(script: "PRAGMA max_page_count = 100000") }
        _ = try office.write(Self.addUser(long))
        #expect(try Self.names(in: office) == [long])
    }

    @Test func `on a full disk exactly the jobs that reported success are stored`() throws {
        let office = try TestStore()
        try office.write { tx in
            let pages = try tx.connection.first("PRAGMA page_count") { row in row.integer(0) } ?? 0
            try tx.connection.execute(script: "PRAGMA max_page_count = \(pages)")
        }
        let long = String(repeating: "Nguyễn ", count: 20_000)
        let results = try Self.results(
            of: [Self.addUser("Lan"), Self.addUser(long), Self.addUser("Minh")], in: office)
        let reported = results.compactMap { result in try? result.get().name }
        #expect(try Self.names(in: office) == reported)
        #expect(!results[1].isSuccess)
    }

    @Test func `a full queue rejects jobs as busy`() throws {
        var limits = StoreLimits()
        limits.writeQueueMax = 2
        let office = try TestStore(limits: limits)
        let gate = try Gate(in: office)
        let results = JobResults<User>()
        for (index, name) in ["Lan", "Minh"].enumerated() {
            try office.store.writer.submit(actor: nil, Self.addUser(name)) { results.record(index, $0) }
        }
        let error = #expect(throws: StoreError.self) {
            try office.store.writer.submit(actor: nil, Self.addUser("Hoa")) { results.record(2, $0) }
        }
        #expect({ if case .busy = error { true } else { false } }())
        gate.open()
        #expect(results.wait(for: 2).allSatisfy { $0.result.isSuccess })
        #expect(try Self.names(in: office) == ["Lan", "Minh"])
        _ = try office.write(Self.addUser("Hoa"))
    }

    @Test func `closing finishes waiting jobs and rejects later ones`() throws {
        let office = try TestStore()
        let gate = try Gate(in: office)
        let results = JobResults<User>()
        for index in 0..<10 {
            try office.store.writer.submit(actor: nil, Self.addUser("Lan \(index)")) {
                results.record(index, $0)
            }
        }
        let closed = DispatchSemaphore(value: 0)
        let store = office.store
        Thread.detachNewThread {
            store.close()
            closed.signal()
        }
        gate.open()
        closed.wait()
        #expect(results.count == 10)
        #expect(throws: StoreError.self) { try office.write(Self.addUser("Hoa")) }
        #expect(try Self.names(in: office).count == 10)
    }

    @Test func `every accepted job completes before close returns`() throws {
        for _ in 0..<10 {
            let office = try TestStore()
            let writer = office.store.writer
            let accepted = Atomic<Int>(0)
            let answered = Atomic<Int>(0)
            let stopped = DispatchGroup()
            for _ in 0..<4 {
                stopped.enter()
                Thread.detachNewThread {
                    let isIn = {
                        (try? writer.submit(
                            actor: nil, { _ in },
                            completion: { _ in answered.add(1, ordering: .relaxed) })) != nil
                    }
                    while isIn() { accepted.add(1, ordering: .relaxed) }
                    stopped.leave()
                }
            }
            usleep(2000)
            office.store.close()
            let answeredCount = answered.load(ordering: .acquiring)
            stopped.wait()
            #expect(accepted.load(ordering: .acquiring) == answeredCount)
        }
    }

    @Test func `closing twice has no further effect`() throws {
        let office = try TestStore()
        _ = try office.write(Self.addUser("Lan"))
        office.store.close()
        office.store.close()
        #expect(try FileManager.default.attributesOfItem(atPath: office.path + "-wal")[.size] as? Int == 0)
    }

    @Test func `a dry run returns its result and stores nothing, not even a number`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let before = office.store.changes.lastPosition
        let tried = try office.write(isDryRun: true) { tx in
            [try tx.receive(1, from: .sponsor, in: village), try tx.receive(1, from: .sponsor, in: village)]
        }
        #expect(tried.map(\.voucher.number) == [1, 2])
        #expect(office.store.changes.lastPosition == before)
        let stored = try office.write { tx in try tx.receive(1, from: .sponsor, in: village) }
        #expect(stored.voucher.number == 1)
        #expect(stored.id == tried[0].id)
    }

    @Test func `a dry run does not affect other jobs of its batch`() throws {
        let office = try TestStore()
        let gate = try Gate(in: office)
        let results = JobResults<User>()
        for (index, isDryRun) in [false, true, false].enumerated() {
            try office.store.writer.submit(actor: nil, isDryRun: isDryRun, Self.addUser("Lan \(index)")) {
                results.record(index, $0)
            }
        }
        gate.open()
        #expect(results.wait(for: 3).allSatisfy { $0.result.isSuccess })
        #expect(try Self.names(in: office) == ["Lan 0", "Lan 2"])
    }

    @Test func `a completion is called after its commit`() throws {
        let office = try TestStore()
        let seen = Mutex<[[String]]>([])
        let done = DispatchSemaphore(value: 0)
        let store = office.store
        try store.writer.submit(
            actor: nil,
            { tx in
                _ = try tx.addUser(named: "Lan")
                let names = try Self.names(in: store)
                seen.withLock { $0.append(names) }
            },
            completion: { _ in
                let names = (try? Self.names(in: store)) ?? ["?"]
                seen.withLock { $0.append(names) }
                done.signal()
            })
        done.wait()
        #expect(seen.withLock { $0 } == [[], ["Lan"]])
    }

    @Test func `jobs from 64 threads are each stored once, with ids without gaps`() throws {
        var limits = StoreLimits()
        limits.writeBatchMax = 7
        let office = try TestStore(limits: limits)
        let village = try Village(in: office)
        let numbers = Mutex<[Int64]>([])
        let finished = DispatchGroup()
        for thread in 0..<64 {
            finished.enter()
            Thread.detachNewThread {
                for _ in 0..<8 {
                    let gift = try? office.write { tx in
                        if thread.isMultiple(of: 8) { throw Refusal.ownVoucher }
                        return try tx.receive(1000, from: .sponsor, in: village)
                    }
                    if let gift { numbers.withLock { $0.append(gift.voucher.number) } }
                }
                finished.leave()
            }
        }
        finished.wait()
        #expect(numbers.withLock { $0.sorted() } == Array(1...448))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
        let year = try office.read { tx in try tx.years(of: village.hamlet.id).first }
        #expect(year?.receivedFromSponsors == Dong(448_000))
    }

    @Test func `jobs of one thread run and complete in order`() throws {
        var limits = StoreLimits()
        limits.writeBatchMax = 16
        let office = try TestStore(limits: limits)
        let results = JobResults<User>()
        for index in 0..<500 {
            try office.store.writer.submit(actor: nil, Self.addUser("\(index)")) { results.record(index, $0) }
        }
        let delivered = results.wait(for: 500)
        #expect(delivered.map(\.job) == Array(0..<500))
        #expect(try delivered.map { try $0.result.get().id.number } == Array(1...500))
    }

    @Test func `all transactions of a batch have the same time`() throws {
        let office = try TestStore()
        let first = try office.write { tx in tx.now }
        office.clock.advance(days: 1)
        let second = try office.write { tx in [tx.now, tx.now] }
        #expect(first == TestStore.start)
        #expect(second == [TestStore.start.adding(days: 1), TestStore.start.adding(days: 1)])
    }

    @Test func `jobs that arrive while a batch runs join it, up to the limit`() throws {
        var limits = StoreLimits()
        limits.writeBatchMax = 3
        let office = try TestStore(limits: limits)
        let (writer, clock) = (office.store.writer, office.clock)
        let results = JobResults<Instant>()
        try writer.submit(actor: nil) { tx in
            for index in 1...3 {
                try writer.submit(actor: nil) { tx in
                    tx.now
                } completion: {
                    results.record(index, $0)
                }
            }
            clock.advance(days: 1)
            return tx.now
        } completion: {
            results.record(0, $0)
        }
        let delivered = results.wait(for: 4)
        #expect(delivered.map(\.job) == [0, 1, 2, 3])
        let moments = try delivered.map { try $0.result.get() }
        #expect(
            moments == [TestStore.start, TestStore.start, TestStore.start, TestStore.start.adding(days: 1)])
    }

    @Test func `a refused job that joined a batch leaves the earlier ones stored once`() throws {
        let office = try TestStore()
        let writer = office.store.writer
        let isSubmitted = Atomic<Bool>(false)
        let results = JobResults<User>()
        try writer.submit(actor: nil) { tx in
            // The batch runs again, including this job.
            if !isSubmitted.exchange(true, ordering: .relaxed) {
                try writer.submit(actor: nil) { tx in
                    _ = try tx.addUser(named: "Nobody")
                    throw Refusal.ownVoucher
                } completion: {
                    results.record(1, $0)
                }
            }
            return try tx.addUser(named: "Lan")
        } completion: {
            results.record(0, $0)
        }
        let delivered = results.wait(for: 2)
        #expect(delivered.map(\.job) == [0, 1] && delivered.map(\.result.isSuccess) == [true, false])
        #expect(try Self.names(in: office) == ["Lan"])
    }

    @Test func `the journal names the actor`() throws {
        let office = try TestStore()
        _ = try office.write(Self.addUser("Lan"))
        _ = try office.write(by: User.ID(1), Self.addUser("Minh"))
        let actors = try RawFile(office.path).connection
            .all("SELECT actor FROM journal ORDER BY position") { row in
                row.optionalInteger(0)
            }
        #expect(actors == [nil, 1])
    }

    @Test func `many small batches do not grow the WAL without bound`() throws {
        var limits = StoreLimits()
        limits.checkpointPages = 20
        let office = try TestStore(limits: limits)
        for index in 0..<200 { _ = try office.write(Self.addUser("Lan \(index)")) }
        let size = try FileManager.default.attributesOfItem(atPath: office.path + "-wal")[.size] as? Int
        #expect(try #require(size) < 200 * 4096)
    }
}
