import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct DecisionTests {
    private let office: TestStore
    private let village: Village

    init() throws {
        office = try TestStore()
        village = try Village(in: office)
    }

    private var hamlet: Decision.Scope { .hamlet(village.hamlet.id) }

    @Test func `a decision round-trips after every step`() throws {
        let (village, hamlet) = (village, hamlet)
        let steps = try office.write { tx in
            let draft = try tx.draftDecision(hamlet, by: village.clerk.id)
            var stored = [try tx.find(draft.id)]
            let held = try tx.recordVotes(draft)
            stored.append(try tx.find(draft.id))
            let concluded = try tx.conclude(held)
            stored.append(try tx.find(draft.id))
            let sent = try tx.send(concluded)
            stored.append(try tx.find(draft.id))
            return (taken: [draft, held, concluded, sent], stored: stored)
        }
        #expect(steps.stored == steps.taken)
        #expect(steps.taken.map(\.state) == [.draft, .voted, .passed, .sent])
        #expect(try office.discrepancies() == [])
    }

    @Test func `votes recorded again leave the first ones in the books`() throws {
        let (village, hamlet) = (village, hamlet)
        let again = try office.write { tx in
            try tx.recordVotes(tx.recordVotes(tx.draftDecision(hamlet, by: village.clerk.id)), inFavour: 2)
        }
        #expect(try office.read { tx in try tx.find(again.id) } == again)
        #expect(again.earlierRecordings.map(\.votes) == [[Decision.Votes(inFavour: 4, against: 1, other: 0)]])
        let raw = try RawFile(office.path)
        #expect(try raw.integer("SELECT count(*) FROM decision_person") == 9)
        #expect(try raw.integer("SELECT votes_for FROM decision_recording") == 4)
        for change in ["UPDATE decision_recording SET votes_for = 5", "DELETE FROM decision_recording"] {
            let error = #expect(throws: (any Error).self) { try raw.run(change) }
            #expect("\(String(describing: error))".contains("recorded votes are kept"))
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `a recount, an earlier meeting and an online vote round-trip`() throws {
        let (village, hamlet) = (village, hamlet)
        let stored = try office.write { tx in
            let meeting = try tx.conclude(
                tx.recordVotes(tx.draftDecision(hamlet, by: village.clerk.id)), quorum: Threshold(">1/2"))
            let other = try tx.addUser(named: "Quang")
            let recounted = try meeting.recounted(6, by: other.id)
            try tx.save(recounted, replacing: meeting)
            var written = [recounted]
            for mode in [Decision.VotingMode.ballots, .online] {
                let draft = try tx.draftDecision(hamlet, by: village.clerk.id)
                let voted = try draft.voted(
                    .sample(mode, after: meeting.id, by: other.id), consentMonths: 3)
                try tx.save(voted, replacing: draft)
                written.append(voted)
            }
            return (written: written, read: try written.map { try tx.find($0.id) })
        }
        #expect(stored.read == stored.written)
        #expect(stored.written[0].recount?.householdsCount == 6)
        #expect(try office.discrepancies() == [])
    }

    @Test(arguments: [
        "UPDATE decision SET recounted = 6, recounted_by = recorded_by WHERE id = 3",
        "UPDATE decision SET recounted = 6 WHERE id = 3",
        "UPDATE decision SET recounted = 1, recounted_by = 9",
        "UPDATE decision SET quorum = '>1/2' WHERE id = 2",
    ])
    func `the schema knows who counts again`(_ sql: String) throws {
        let village = village
        try office.write { tx in try tx.addDecisions(of: village) }
        #expect(throws: (any Error).self) { try RawFile(office.path).run(sql) }
    }

    @Test func `the second of two steps on the same version is refused`() throws {
        let (village, hamlet) = (village, hamlet)
        let draft = try office.write { tx in try tx.draftDecision(hamlet, by: village.clerk.id) }
        _ = try office.write { tx in try tx.recordVotes(draft) }
        #expect(throws: Refusal.versionMismatch(current: 1)) {
            try office.write { tx in try tx.recordVotes(draft) }
        }
    }

    @Test(arguments: [
        ("UPDATE decision SET title = 'x' WHERE id = 1", "never changed"),
        ("UPDATE decision SET represented = 4 WHERE id = 1", ""),
        ("UPDATE decision SET chair = 'x' WHERE id = 1", "never changed"),
        ("DELETE FROM decision WHERE id = 1", "never erased"),
        ("UPDATE decision_item SET votes_for = 5 WHERE decision = 1", "never changed"),
        ("UPDATE decision_item SET is_passed = 0 WHERE decision = 1", "never changed"),
        ("DELETE FROM decision_item WHERE decision = 1", "never changed"),
        ("UPDATE decision_person SET name = 'x' WHERE decision = 1", "never changed"),
        ("DELETE FROM decision_person WHERE decision = 1", "never changed"),
        ("UPDATE decision SET state = 'passed', represented = 3, voting_mode = 'meeting' WHERE id = 2", ""),
        ("UPDATE decision SET state = 'sent' WHERE id = 1", "CHECK"),
        ("UPDATE decision SET households = 3 WHERE id = 3", ""),
        ("UPDATE parameter SET value = '>1/2'", "never changed"), ("DELETE FROM parameter", "never erased"),
    ])
    func `the schema freezes decisions and parameters`(_ sql: String, message: String) throws {
        let village = village
        try office.write { tx in try tx.addDecisions(of: village) }
        let error = #expect(throws: (any Error).self) { try RawFile(office.path).run(sql) }
        #expect(message.isEmpty || "\(String(describing: error))".contains(message))
    }

    @Test(arguments: [
        "UPDATE decision_item SET votes_for = NULL WHERE decision = 1",
        "UPDATE decision_item SET threshold = '2/3' WHERE decision = 1",
        "UPDATE decision SET chair = NULL WHERE id = 1", "UPDATE decision SET commune = '16702' WHERE id = 1",
        "UPDATE decision SET initiative_first_on = NULL WHERE id = 1",
        "UPDATE decision SET sent_to_front_on = 20269999 WHERE id = 1",
    ])
    func `an invalid value is reported and does not stop verification`(_ sql: String) throws {
        let discrepancies = try SampleBooks().discrepancies(after: sql)
        #expect(discrepancies.contains(.rowUnreadable(.decision, id: 1)))
    }

    @Test func `items not numbered from 1 are reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(after: "UPDATE decision_item SET number = 7 WHERE decision = 1")
        #expect(discrepancies == [.columnDiffers(.decision, id: 1, column: "number")])
    }

    @Test func `a board member with an unknown duty is reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(
                after: "UPDATE decision_person SET duty = 'guest' WHERE decision = 1 AND number = 3")
        #expect(
            discrepancies.contains { if case .payloadDiffers(.decision, 1, _) = $0 { true } else { false } })
    }

    @Test func `an outcome that contradicts its votes is reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(after: "UPDATE decision_item SET is_passed = 0 WHERE decision = 1")
        #expect(discrepancies.contains(.columnDiffers(.decision, id: 1, column: "is_passed")))
    }

    @Test func `parts of a missing decision are reported`() throws {
        let discrepancies = try SampleBooks()
            .discrepancies(
                after:
                    "INSERT INTO decision_person (decision, duty, number, name) VALUES (9, 'board', 1, 'x')")
        #expect(discrepancies == [.columnDiffers(.decision, id: 9, column: "decision_person")])
    }
}
