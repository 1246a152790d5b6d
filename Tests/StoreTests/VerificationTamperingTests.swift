import Domain
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct JournalTamperingTests {
    @Test func `a changed payload is found by its hash and its row`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.contribution, .recorded))
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), '100000', '900000') AS BLOB)
                WHERE position = \(position)
                """)
        #expect(
            discrepancies == [
                .journalHashDiffers(position: position),
                .publicPartDiffers(position: position),
                .payloadDiffers(.contribution, id: 1, position: position),
            ])
    }

    @Test func `a changed payload with a forged hash is found by its row`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.household, .recorded), id: 2)
        try RawFile(ledger.office.path)
            .tamper(
                """
                UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), 'Bình', 'Bính') AS BLOB)
                WHERE position = \(position)
                """)
        try ledger.forgeRowHashes()
        #expect(try ledger.discrepancies() == [.payloadDiffers(.household, id: 2, position: position)])
    }

    @Test func `the recorded state of a voided contribution is verified too`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.contribution, .recorded), id: 3)
        try RawFile(ledger.office.path)
            .tamper(
                """
                UPDATE journal SET payload = CAST(replace(CAST(payload AS TEXT), '300000', '30000') AS BLOB)
                WHERE position = \(position)
                """)
        try ledger.forgeRowHashes()
        #expect(try ledger.discrepancies() == [.payloadDiffers(.contribution, id: 3, position: position)])
    }

    @Test(arguments: ["recorded_ms = recorded_ms + 1", "actor = 99", "leaf = zeroblob(32)"])
    func `a changed column is found by the hash`(_ change: String) throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.contribution, .recorded), id: 2)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE journal SET \(change) WHERE position = \(position)")
        let others: [Discrepancy] =
            change.hasPrefix("recorded_ms")
            ? [.journalTimeDiffers(position: position), .journalTimeFalls(position: position + 1)]
            : change.hasPrefix("actor") ? [.actorDiffers(position: position)] : []
        #expect(discrepancies == [.journalHashDiffers(position: position)] + others)
    }

    @Test func `a deleted journal row leaves a gap and an unclaimed row`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.contribution, .recorded), id: 2)
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM journal WHERE position = \(position)")
        #expect(discrepancies.contains(.journalGap(after: position - 1, next: position + 1)))
        #expect(discrepancies.contains(.rowWithoutEvent(.contribution, id: 2, position: position)))
        // The posting is the one that the receipt implies.
        #expect(discrepancies.allSatisfy { if case .postingWithoutEvent = $0 { false } else { true } })
    }

    @Test func `a deleted last row is found by the entity it was about`() throws {
        let ledger = try SampleBooks()
        let last = try #require(
            try ledger.office.read { tx in try tx.users(after: nil, limit: 100).last?.id })
        let position = try ledger.position(of: JournalEvent(.user, .disabled), id: last.number)
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM journal WHERE position = \(position)")
        #expect(discrepancies == [.rowWithoutEvent(.user, id: last.number, position: position)])
    }

    @Test func `two swapped rows are found by both hashes`() throws {
        let ledger = try SampleBooks()
        let first = try ledger.position(of: JournalEvent(.household, .recorded), id: 1)
        let second = try ledger.position(of: JournalEvent(.household, .recorded), id: 2)
        try RawFile(ledger.office.path)
            .tamper(
                """
                UPDATE journal SET position = 1000 WHERE position = \(first);
                UPDATE journal SET position = \(first) WHERE position = \(second);
                UPDATE journal SET position = \(second) WHERE position = 1000;
                """)
        let discrepancies = try ledger.discrepancies()
        #expect(discrepancies.contains(.journalHashDiffers(position: first)))
        #expect(discrepancies.contains(.journalHashDiffers(position: second)))
        try ledger.forgeRowHashes()
        let forged = try ledger.discrepancies()
        #expect(forged.contains(.journalSubjectRepeated(.household, id: 1, position: second)))
        #expect(forged.contains(.rowWithoutEvent(.household, id: 1, position: first)))
    }

    @Test func `an unknown event kind is reported`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.user, .recorded))
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE journal SET kind = 'user.moved' WHERE position = \(position)")
        #expect(discrepancies.contains(.journalKindUnknown(position: position, kind: "user.moved")))
        #expect(discrepancies.contains(.rowWithoutEvent(.user, id: 1, position: position)))
    }

    @Test func `an event about an entity that was never recorded is reported`() throws {
        let ledger = try SampleBooks()
        try RawFile(ledger.office.path)
            .tamper(
                """
                INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload, nonce, leaf)
                SELECT max(position) + 1, 0, NULL, 'household.corrected', 77, x'7B7D', zeroblob(32), zeroblob(32) FROM journal
                """)
        try ledger.forgeRowHashes()
        let last = try #require(try RawFile(ledger.office.path).integer("SELECT max(position) FROM journal"))
        #expect(try ledger.discrepancies().contains(.eventWithoutRow(.household, id: 77, position: last)))
    }

    @Test(arguments: EntityKind.allCases) func `an event without its row is reported for every entity`(
        _ entity: EntityKind
    ) throws {
        let ledger = try SampleBooks()
        let event = try #require(JournalEvent.all.first { $0.kind == entity && $0.action.createsEntity })
        try RawFile(ledger.office.path)
            .tamper(
                """
                INSERT INTO journal (position, recorded_ms, actor, kind, subject, payload, nonce, leaf)
                SELECT max(position) + 1, 0, NULL, '\(event.name)', 77, x'7B7D', zeroblob(32), zeroblob(32) FROM journal
                """)
        try ledger.forgeRowHashes()
        let last = try #require(try RawFile(ledger.office.path).integer("SELECT max(position) FROM journal"))
        #expect(try ledger.discrepancies().contains(.eventWithoutRow(entity, id: 77, position: last)))
    }

    @Test(arguments: JournalEvent.all) func `every event creates or changes the entity in its name`(
        _ event: JournalEvent
    ) {
        #expect(event.name.hasPrefix(event.kind.rawValue + "."))
        #expect(
            event.action.createsEntity
                == ["recorded", "issued"].contains(event.name.split(separator: ".").last))
    }
}

@Suite struct RowTamperingTests {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let entity: EntityKind
        let event: JournalEvent
        let script: String

        init(_ entity: EntityKind, _ event: JournalEvent, _ script: String) {
            self.entity = entity
            self.event = event
            self.script = script
        }

        var testDescription: String { script }
    }

    static let payloads = [
        Tampering(.unit, JournalEvent(.unit, .recorded), "UPDATE unit SET valid_to = 20991231 WHERE id = 1"),
        Tampering(.unit, JournalEvent(.unit, .recorded), "UPDATE unit SET level = 'commune' WHERE id = 1"),
        Tampering(.hamlet, JournalEvent(.hamlet, .recorded), "UPDATE hamlet SET kind = 'ban' WHERE id = 1"),
        Tampering(
            .hamlet, JournalEvent(.hamlet, .recorded), "UPDATE hamlet SET valid_to = 20261231 WHERE id = 1"),
        Tampering(
            .household, JournalEvent(.household, .recorded), "UPDATE household SET version = 2 WHERE id = 1"),
        Tampering(
            .organisation, JournalEvent(.organisation, .recorded),
            "UPDATE organisation SET kind = 'enterprise' WHERE id = 1"),
        Tampering(.fund, JournalEvent(.fund, .changed), "UPDATE fund SET name = 'Quỹ khác' WHERE id = 1"),
        Tampering(.user, JournalEvent(.user, .recorded), "UPDATE user_account SET name = 'Lân' WHERE id = 1"),
        Tampering(
            .token, JournalEvent(.token, .issued), "UPDATE access_token SET role = 'admin' WHERE id = 1"),
        Tampering(
            .token, JournalEvent(.token, .issued),
            "UPDATE access_token SET expires_ms = expires_ms + 1 WHERE id = 1"),
        Tampering(
            .token, JournalEvent(.token, .issued), "UPDATE access_token SET revoked_ms = 5 WHERE id = 1"),
        Tampering(
            .contribution, JournalEvent(.contribution, .recorded),
            "UPDATE contribution SET is_anonymous = 1 WHERE id = 1"),
        Tampering(
            .contribution, JournalEvent(.contribution, .recorded),
            "UPDATE contribution SET recorded_ms = recorded_ms - 1 WHERE id = 1"),
        Tampering(
            .contribution, JournalEvent(.contribution, .recorded),
            "UPDATE contribution SET voucher_reason = 'Khác' WHERE id = 1"),
        Tampering(
            .contribution, JournalEvent(.contribution, .recorded),
            "UPDATE contribution SET party_address = 'Khác' WHERE id = 1"),
    ]

    @Test(arguments: payloads) func `a changed row differs from the journal`(
        _ tampering: Tampering
    ) throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: tampering.event)
        let discrepancies = try ledger.discrepancies(after: tampering.script)
        #expect(discrepancies == [.payloadDiffers(tampering.entity, id: 1, position: position)])
    }

    @Test func `a changed pledge is found by its row, its total and its year`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE pledge SET amount_dong = 600000, received_dong = 90000")
        #expect(
            discrepancies == [
                .payloadDiffers(
                    .pledge, id: 1, position: try ledger.position(of: JournalEvent(.pledge, .changed))),
                .totalDiffers(
                    .pledgeYear(hamlet: 1, year: 2026, column: "pledged_dong"), stored: 500_000,
                    computed: 600_000),
                .totalDiffers(.pledge(id: 1), stored: 90_000, computed: 100_000),
            ])
    }

    @Test(arguments: [
        ("UPDATE unit SET search_key = 'vinh' WHERE id = 2", EntityKind.unit, Int64(2), "search_key"),
        ("UPDATE unit SET path = '/16702/' WHERE id = 2", .unit, 2, "path"),
        ("UPDATE hamlet SET sort_key = x'00'", .hamlet, 1, "sort_key"),
        ("UPDATE household SET search_key = '' WHERE id = 3", .household, 3, "search_key"),
        ("UPDATE household SET sort_key = x'00' WHERE id = 3", .household, 3, "sort_key"),
        ("UPDATE organisation SET search_key = ''", .organisation, 1, "search_key"),
        ("UPDATE user_account SET created_ms = 1 WHERE id = 1", .user, 1, "recorded_position"),
    ])
    func `a derived column that does not match is reported`(
        _ script: String, entity: EntityKind, id: Int64, column: String
    ) throws {
        #expect(
            try SampleBooks().discrepancies(after: script) == [.columnDiffers(entity, id: id, column: column)]
        )
    }

    @Test func `a pledge in another hamlet than its fund is reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(after: "PRAGMA foreign_keys = OFF; UPDATE pledge SET hamlet = 5")
        #expect(discrepancies.contains(.columnDiffers(.pledge, id: 1, column: "hamlet")))
        #expect(discrepancies.contains(.totalDiffers(.pledge(id: 1), stored: nil, computed: 100_000)))
    }

    @Test func `a row that refers to an older event is not the latest`() throws {
        let ledger = try SampleBooks()
        let older = try ledger.position(of: JournalEvent(.contribution, .recorded), id: 3)
        let latest = try ledger.position(of: JournalEvent(.contribution, .voided), id: 3)
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE contribution SET position = \(older), void_reason = NULL, voided_by = NULL, voided_ms = NULL,
                    version = 1
                WHERE id = 3
                """)
        #expect(
            discrepancies.first == .rowNotLatest(.contribution, id: 3, position: older, latest: latest))
        let day = Discrepancy.Total.ledgerSum(
            owner: "h1", fund: 1, day: 20_261_123, debit: .cash, credit: .households, item: "",
            column: "vouchers")
        #expect(discrepancies.contains(.totalDiffers(day, stored: 1, computed: 2)))
        #expect(discrepancies.contains(.postingWithoutEvent(position: latest, line: 1)))
    }

    @Test func `a row that refers to another entity's event is unclaimed`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "UPDATE fund SET position = 1")
        #expect(discrepancies == [.rowWithoutEvent(.fund, id: 1, position: 1)])
    }

    @Test func `an inserted household is unclaimed and changes the count`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(
                after: """
                    INSERT INTO household (id, hamlet, code, head_name, persons, search_key, sort_key, version, position)
                    SELECT 9, hamlet, 'H009', head_name, persons, search_key, sort_key, version, position
                    FROM household WHERE id = 1
                    """)
        #expect(
            discrepancies.count { if case .rowWithoutEvent(.household, 9, _) = $0 { true } else { false } }
                == 1)
        #expect(
            discrepancies.contains(
                .totalDiffers(.population(hamlet: 1, column: "households"), stored: 6, computed: 7))
        )
    }

    @Test func `a deleted household leaves its event unclaimed`() throws {
        let ledger = try SampleBooks()
        let position = try ledger.position(of: JournalEvent(.household, .recorded), id: 5)
        let discrepancies = try ledger.discrepancies(after: "DELETE FROM household WHERE id = 5")
        #expect(discrepancies.first == .eventWithoutRow(.household, id: 5, position: position))
        #expect(
            discrepancies.contains(
                .totalDiffers(.population(hamlet: 1, column: "persons"), stored: 20, computed: 15)))
    }

    @Test func `a deleted household that was corrected leaves its last event unclaimed`() throws {
        let ledger = try SampleBooks()
        let household = ledger.village.households[4]
        try ledger.office.write { tx in
            try tx.save(household.correcting(personsCount: 9), replacing: household)
        }
        let corrected = try ledger.position(of: JournalEvent(.household, .corrected), id: 5)
        let discrepancies = try ledger.discrepancies(after: "DELETE FROM household WHERE id = 5")
        #expect(discrepancies.first == .eventWithoutRow(.household, id: 5, position: corrected))
    }

    @Test(arguments: [
        ("UPDATE unit SET valid_to = 20260230 WHERE id = 1", EntityKind.unit, Int64(1)),
        ("UPDATE hamlet SET valid_from = 0", .hamlet, 1),
        ("UPDATE hamlet SET valid_to = 20000101", .hamlet, 1),
        ("UPDATE hamlet SET kind = 'city'", .hamlet, 1),
        ("UPDATE hamlet SET current_from = 1", .hamlet, 1),
        ("UPDATE household SET valid_from = 1 WHERE id = 6", .household, 6),
        ("UPDATE household SET ending = 'lost' WHERE id = 7", .household, 7),
        ("UPDATE pledge SET state = 'lost'", .pledge, 1),
        ("UPDATE pledge SET pledged_on = 1", .pledge, 1),
        ("UPDATE access_token SET role = 'king'", .token, 1),
        ("UPDATE access_token SET hamlet = NULL", .token, 1),
        ("UPDATE access_token SET expires_ms = 9000000000000000000", .token, 1),
        ("UPDATE contribution SET received_on = 20261399 WHERE id = 2", .contribution, 2),
        ("UPDATE contribution SET method = 'gold' WHERE id = 2", .contribution, 2),
        ("UPDATE contribution SET amount_dong = 0 WHERE id = 2", .contribution, 2),
        ("UPDATE contribution SET sponsor_name = NULL WHERE id = 2", .contribution, 2),
        ("UPDATE contribution SET sponsor_kind = 'ghost' WHERE id = 2", .contribution, 2),
        ("UPDATE contribution SET voided_by = NULL WHERE id = 3", .contribution, 3),
        ("UPDATE contribution SET recorded_ms = -9000000000000000000 WHERE id = 2", .contribution, 2),
    ])
    func `an invalid value is reported and does not stop verification`(
        _ script: String, entity: EntityKind, id: Int64
    ) throws {
        #expect(try SampleBooks().discrepancies(after: script).contains(.rowUnreadable(entity, id: id)))
    }
}
