import Domain
import SQLite
import TestSupport
import Testing
import Transparency

@testable import Store
@testable import Verify

/// Households 6 and 7 have ended; 6 had two earlier versions and has a receipt.
@Suite struct ForgettingTests {
    private let office: TestStore
    private let village: Village
    private static let moved = Household.ID(6)
    private static let merged = Household.ID(7)

    init() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write(by: village.clerk.id) { tx in
            try tx.addHouseholdHistory(of: village)
            _ = try tx.receive(50_000, from: .household(Self.moved), in: village)
            let household = try tx.existing(Self.moved)
            try tx.save(household.ended(.movedAway, on: .day("2026-11-01")), replacing: household)
        }
        self.office = office
        self.village = village
    }

    private func forget(_ id: Household.ID) throws -> Household {
        try office.write { tx in try tx.forget(id) }
    }

    private func root(at size: Int64) throws -> TreeHash {
        try office.read { tx in try tx.logRoot(at: size) }
    }

    /// How many rows of journal, households and their versions say `text`.
    private func rowsCount(saying text: String) throws -> Int64 {
        try office.read { tx in
            try tx.connection.first(
                """
                SELECT (SELECT count(*) FROM journal WHERE instr(CAST(payload AS TEXT), ?1) > 0)
                    + (SELECT count(*) FROM household WHERE head_name = ?1 OR address = ?1 OR tier = ?1)
                    + (SELECT count(*) FROM household_version WHERE head_name = ?1 OR address = ?1 OR tier = ?1)
                    + (SELECT count(*) FROM user_account WHERE name = ?1)
                """, text
            ) { row in row.integer(0) } ?? 0
        }
    }

    @Test func `nothing personal is left of a household, and every proof stays`() throws {
        let size = try office.read { tx in try tx.logSize() }
        let roots = try (0...size).map { try root(at: $0) }
        let entries = try office.read { tx in try tx.logEntries(1...size) }
        let texts = ["Cao Thị Én", "Ngõ 3", "Hộ khác", "Cao Văn Út", "Ngõ 4", "Hộ nghèo"]
        for text in texts { #expect(try rowsCount(saying: text) > 0, "\(text)") }
        let before = try office.read { tx in try tx.existing(Self.moved) }
        let household = try forget(Self.moved)
        _ = try forget(Self.merged)
        for text in texts { #expect(try rowsCount(saying: text) == 0, "\(text)") }
        #expect(household == before.forgotten && household.headName == "(đã xóa)")
        #expect(household.personsCount == before.personsCount && household.end == before.end)
        #expect(try office.read { tx in try tx.find(Self.moved) } == household)
        #expect(try office.discrepancies() == [])
        #expect(try (0...size).map { try root(at: $0) } == roots)
        #expect(try office.read { tx in try tx.logEntries(1...size) } == entries)
        #expect(try office.read { tx in try tx.logSize() } == size + 2)
    }

    @Test func `the voucher and the counts of past days stay`() throws {
        let hamlet = village.hamlet.id
        func counts() throws -> [Int64] {
            try office.read { tx in
                let days = try ["2026-01-15", "2026-03-15", "2026-07-01", "2026-11-15"]
                    .map { try LocalDate.day($0) }
                let populations = try days.map { try tx.population(of: hamlet, on: $0) }
                let size = try tx.logSize()
                return try populations.flatMap { [$0.householdsCount, $0.personsCount] }
                    // As known at each position before anyone was forgotten.
                    + (0...size - (tx.isForgotten(Self.moved) ? 2 : 0))
                    .map { try tx.householdsCount(of: hamlet, at: $0) }
            }
        }
        let before = try counts()
        _ = try forget(Self.merged)
        _ = try forget(Self.moved)
        #expect(try counts() == before)
        let receipt = try office.read { tx in try tx.existing(Contribution.ID(1)) }
        #expect(receipt.voucher.partyName == "Nguyễn Văn An")
    }

    @Test func `who cannot be forgotten is refused`() throws {
        let living = village.households[0]
        #expect(throws: ForgettingRefusal.householdLives) { _ = try forget(living.id) }
        #expect(throws: ForgettingRefusal.unknown) { _ = try forget(Household.ID(99)) }
        let pledge = try office.write(by: village.clerk.id) { [village] tx in
            try tx.pledge(1000, by: try tx.existing(Self.moved), in: village)
        }
        #expect(throws: ForgettingRefusal.openPledge(pledge.id)) { _ = try forget(Self.moved) }
        _ = try office.write(by: village.clerk.id) { [village] tx in
            try tx.take(.cancel, on: pledge, in: village)
        }
        _ = try forget(Self.moved)
        #expect(throws: ForgettingRefusal.alreadyForgotten) { _ = try forget(Self.moved) }
        let clerk = village.clerk.id
        #expect(throws: ForgettingRefusal.userNotDisabled) {
            _ = try office.write { tx in try tx.forget(clerk) }
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a user keeps the number, loses the name, and never comes back`() throws {
        let user = try office.write { tx in try tx.set(try tx.addUser(named: "Bích"), isDisabled: true) }
        let forgotten = try office.write { tx in try tx.forget(user.id) }
        #expect(forgotten.name == "(đã xóa) \(user.id.number)")
        #expect(try rowsCount(saying: "Bích") == 0)
        #expect(throws: Refusal.notFound(.user)) {
            _ = try office.write { tx in try tx.set(forgotten, isDisabled: false) }
        }
        // The name is free again.
        let other = try office.write { tx in try tx.addUser(named: "Bích") }
        #expect(other.id != user.id)
        #expect(try office.discrepancies() == [])
    }

    @Test func `the schema lets nothing else be erased or anonymised`() throws {
        let raw = try RawFile(office.path)
        let scripts = [
            "UPDATE journal SET payload = NULL, nonce = NULL, private_hash = zeroblob(32) WHERE subject = 6",
            "UPDATE household_version SET head_name = '(đã xóa)', address = NULL, workers = NULL, tier = NULL",
            "UPDATE household SET head_name = 'Ai đó' WHERE id = 6",
            "UPDATE household SET head_name = '(đã xóa)', persons = 9 WHERE id = 6",
        ]
        for script in scripts { #expect(throws: SQLiteError.self, "\(script)") { try raw.run(script) } }
        _ = try forget(Self.moved)
        #expect(throws: SQLiteError.self) {
            try raw.run(
                """
                UPDATE journal SET payload = NULL, nonce = NULL, private_hash = zeroblob(32)
                WHERE kind = 'contribution.recorded'
                """)
        }
    }

    @Test func `a row erased without a word, and a version that says more, are found`() throws {
        let raw = try RawFile(office.path)
        let columns = try #require(
            try raw.connection.first(
                """
                SELECT position, recorded_ms, actor, kind, subject, owner, nonce, payload,
                    request
                FROM journal
                WHERE kind = 'household.recorded' AND subject = 6
                """
            ) { row in
                var entry = JournalEntry()
                let columns = JournalEntry.Row(
                    position: row.integer(0), recordedAt: row.instant(1),
                    author: row.optionalID(2).map { Actor($0) }, event: row.text(3), subject: row.integer(4),
                    owner: row.optionalText(5), request: row.optionalBytes(8))
                entry.write(columns, nonce: row.bytes(6), payload: row.bytes(7), publicMembers: nil)
                return (position: columns.position, hash: entry.privateHash)
            })
        try raw.withoutTriggers {
            try raw.connection.run(
                "UPDATE journal SET payload = NULL, nonce = NULL, private_hash = ?2 WHERE position = ?1",
                columns.position, columns.hash.bytes)
        }
        #expect(try office.discrepancies().contains(.journalErased(position: columns.position)))
    }

    @Test(arguments: ["address = 'Ngõ 3'", "head_name = 'Cao Thị Én'", "tier = 'Hộ khác'", "workers = 1"])
    func `a version that is no longer anonymous is found`(_ change: String) throws {
        _ = try forget(Self.moved)
        try RawFile(office.path)
            .tamper("UPDATE household_version SET \(change) WHERE household = 6 AND version = 1")
        let found = try office.discrepancies()
        #expect(found.count == 1)
        guard case .payloadDiffers(.household, id: 6, _)? = found.first else {
            Issue.record("\(found)")
            return
        }
    }

    @Test func `an altered row is not erased`() throws {
        try RawFile(office.path)
            .tamper("UPDATE journal SET actor = 2 WHERE kind = 'household.recorded' AND subject = 6")
        #expect(throws: (any Error).self) { _ = try forget(Self.moved) }
        #expect(try rowsCount(saying: "Cao Thị Én") > 0)
    }
}
