import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// The machine's clock is not believed when it runs behind the journal.
@Suite struct JournalClockTests {
    private func addUser(_ name: String, in office: TestStore) throws {
        _ = try office.write { tx in try tx.addUser(named: name) }
    }

    @Test func `nothing is stored while the clock is behind the journal`() throws {
        let office = try TestStore()
        try addUser("Lan", in: office)
        let start = TestStore.start
        let limit = JournalClock.toleratedMilliseconds
        for behind in [limit + 1, 86_400_000, start.milliseconds] {
            let now = Instant(milliseconds: start.milliseconds - behind)
            office.clock.set(now)
            #expect(office.store.clock.lastRecordedAhead == start)
            let error = #expect(throws: StoreError.self) { try addUser("Minh", in: office) }
            guard case .clockBehind(now, start) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        office.clock.set(start)
        #expect(office.store.clock.lastRecordedAhead == nil)
        try addUser("Minh", in: office)
        #expect(office.store.changes.lastPosition == 2)
    }

    @Test func `a clock that was set back a little keeps the last time`() throws {
        let office = try TestStore()
        try addUser("Lan", in: office)
        office.clock.set(
            Instant(milliseconds: TestStore.start.milliseconds - JournalClock.toleratedMilliseconds))
        try addUser("Minh", in: office)
        let times = try office.read { tx in
            try tx.connection.all("SELECT recorded_ms FROM journal ORDER BY position") { $0.integer(0) }
        }
        #expect(times == [TestStore.start.milliseconds, TestStore.start.milliseconds])
    }

    @Test func `the time of the journal is known again after a restart`() throws {
        let office = try TestStore()
        try addUser("Lan", in: office)
        office.store.close()
        let later = try TestStore(
            copyOf: office.path, at: Instant(milliseconds: TestStore.start.milliseconds - 86_400_000))
        #expect(throws: StoreError.self) { try addUser("Minh", in: later) }
        #expect(later.store.changes.lastPosition == 1)
    }

    @Test func `verification finds a row that was recorded before its predecessor`() throws {
        let office = try TestStore()
        try addUser("Lan", in: office)
        office.clock.advance(minutes: 60)
        try addUser("Minh", in: office)
        _ = try office.write { tx in
            try tx.connection.execute(script: "DROP TRIGGER IF EXISTS journal_kept_as_written;")
            try tx.connection.run("UPDATE journal SET recorded_ms = recorded_ms - 7200000 WHERE position = 2")
        }
        let found = try office.read { tx in try tx.verification().discrepancies }
        #expect(found.contains(.journalTimeFalls(position: 2)))
    }
}
