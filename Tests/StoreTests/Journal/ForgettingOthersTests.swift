import Domain
import SQLite
import TestSupport
import Testing
import Text
import Transparency

@testable import Store
@testable import Verify

/// Model 2 of the sample is of an individual and declined; decision 1 was replaced, credit 2 is ignored.
@Suite struct ForgettingOthersTests {
    private let books: SampleBooks

    init() throws { books = try SampleBooks() }

    private func forget<Value: ForgettableEntity>(_ id: Identifier<Value>) throws -> Value {
        try books.office.write { tx in try tx.forget(id) }
    }

    /// What the rows of an entity have in the columns that are erased.
    private func erasable(_ kind: EntityKind, _ id: Int64) throws -> [String: [String]] {
        let raw = try RawFile(books.office.path)
        var values: [String: [String]] = [:]
        let main = kind.table.name.text
        for name in kind.table.personal.erased {
            let words = name.split(separator: ".").map(String.init)
            let (table, column, key) =
                words.count == 2 ? (words[0], words[1], main) : (main, name, "id")
            try raw.run(
                """
                DROP TABLE IF EXISTS temp.found;
                CREATE TEMP TABLE found AS SELECT CAST(\(column) AS TEXT) AS value FROM \(table)
                WHERE \(key) = \(id) AND \(column) IS NOT NULL
                """)
            values[name] = try raw.connection.all("SELECT value FROM temp.found ORDER BY 1") { $0.text(0) }
        }
        return values
    }

    /// The journal's private parts about an entity.
    private func payloads(_ kind: EntityKind, _ id: Int64) throws -> [String] {
        try RawFile(books.office.path).connection
            .all(
                """
                SELECT CAST(payload AS TEXT) FROM journal
                WHERE substr(kind, 1, length(?1) + 1) = ?1 || '.' AND subject = ?2 AND payload IS NOT NULL
                ORDER BY position
                """, kind.rawValue, id
            ) { row in row.text(0) }
    }

    /// Forgets, and checks that nothing that can be erased is left, while the tree and its proofs stay.
    private func check<Value: ForgettableEntity>(_ id: Identifier<Value>, rowsCount: Int64 = 1) throws {
        let kind = Value.kind
        let size = try books.office.read { tx in try tx.logSize() }
        let roots = try books.office.read { tx in try (0...size).map { try tx.logRoot(at: $0) } }
        let entries = try books.office.read { tx in try tx.logEntries(1...size) }
        let before = try erasable(kind, id.number)
        #expect(before.values.contains { !$0.isEmpty })
        _ = try forget(id)
        for (column, values) in try erasable(kind, id.number) {
            #expect(Set(values).isDisjoint(with: before[column] ?? []), "\(kind.rawValue).\(column)")
        }
        let payloads = try payloads(kind, id.number)
        #expect(payloads.count == 1)
        let texts = before.filter { !$0.key.hasSuffix("_key") }.values.joined()
        for text in texts { #expect(!payloads.joined().contains("\"\(text)\""), "\(kind.rawValue): \(text)") }
        #expect(try books.discrepancies() == [])
        let rootsAfter = try books.office.read { tx in try (0...size).map { try tx.logRoot(at: $0) } }
        let entriesAfter = try books.office.read { tx in try tx.logEntries(1...size) }
        let sizeAfter = try books.office.read { tx in try tx.logSize() }
        #expect(rootsAfter == roots && entriesAfter == entries && sizeAfter == size + rowsCount)
        #expect(throws: ForgettingRefusal.alreadyForgotten) { _ = try forget(id) }
    }

    @Test func `nothing personal is left of a model of an individual, nor of what appraisers remarked`()
        throws
    {
        let model = try books.office.read { tx in try tx.existing(Model.ID(2)) }
        let appraisals = try books.office.read { tx in try tx.appraisals(of: model.id) }
        #expect(appraisals.contains { $0.remarks != nil })
        try check(model.id, rowsCount: 1 + Int64(appraisals.count))
        let left = try books.office.read { tx in try tx.existing(model.id) }
        #expect(left == model.forgotten && left.form.name == Household.forgottenName)
        #expect(left.decision?.by == model.decision?.by && left.state == model.state)
        let scores = try books.office.read { tx in try tx.appraisals(of: model.id) }
        #expect(scores == appraisals.map(\.forgotten))
    }

    @Test func `the names in minutes go, and what was decided stays in public`() throws {
        let before = try books.office.read { tx in try tx.existing(Decision.ID(1)) }
        try check(before.id)
        let after = try books.office.read { tx in try tx.existing(before.id) }
        #expect(after.proceedings?.votes == before.proceedings?.votes && after.outcomes == before.outcomes)
        #expect(after.proceedings?.board == ["(đã xóa)", "(đã xóa)", "(đã xóa)"])
        let shown = try RawFile(books.office.path).connection
            .all(
                """
                SELECT payload IS NULL FROM journal
                WHERE kind IN ('decision.changed', 'decision.forgotten') AND subject = 1
                    AND public_members IS NOT NULL
                ORDER BY position
                """
            ) { row in row.boolean(0) }
        #expect(shown.count > 1 && shown.last == false && shown.dropLast().allSatisfy { $0 })
    }

    @Test func `a decision in force is replaced as before when its people were forgotten`() throws {
        let decision = try forget(Decision.ID(3))
        let village = books.village
        try books.office.write(by: village.clerk.id) { tx in
            let other = try tx.conclude(
                tx.recordVotes(tx.draftDecision(decision.scope, by: village.clerk.id, amends: decision.id)))
            let replaced = try #require(try decision.superseded(by: other))
            try tx.save(replaced, replacing: decision)
        }
        #expect(try books.discrepancies() == [])
    }

    @Test func `who paid without a receipt is forgotten, and the notice never comes twice`() throws {
        let notice = BankCredit.ID(3)
        #expect(throws: ForgettingRefusal.creditOpen) { _ = try forget(notice) }
        try books.office.write(by: books.village.clerk.id) { tx in
            let credit = try tx.existing(notice)
            try tx.save(credit.taking(.ignore, for: "Trả lại bà Bình"), replacing: credit)
        }
        try check(notice)
        try check(BankCredit.ID(2))
        let credit = try books.office.read { tx in
            try tx.bankCredit("FT3".codeKey, of: try tx.existing(notice).line)
        }
        #expect(credit?.id == notice && credit?.facts.amount == Dong(50_000) && credit?.code == nil)
        // Nobody knows any more whose receipt that would be.
        let left = try #require(credit)
        #expect(throws: Refusal.notFound(.bankCredit)) {
            try books.office.write(by: books.village.clerk.id) { tx in
                try tx.save(left.taking(.restore), replacing: left)
            }
        }
        #expect(throws: ForgettingRefusal.creditReceipted) { _ = try forget(BankCredit.ID(1)) }
    }

    @Test func `who is not an individual, or whose matter is open, is refused`() throws {
        let village = books.village
        #expect(throws: ForgettingRefusal.modelOfCollective) { _ = try forget(Model.ID(1)) }
        #expect(throws: ForgettingRefusal.decisionOpen) { _ = try forget(Decision.ID(2)) }
        #expect(throws: ForgettingRefusal.unknown) { _ = try forget(Model.ID(99)) }
        let draft = try books.office.write(by: village.clerk.id) { tx in
            try tx.draft(.sample("Ông Ba", kind: .individual), in: village)
        }
        let registered = try books.office.write(by: village.clerk.id) { tx in try tx.register(draft) }
        #expect(throws: ForgettingRefusal.modelUndecided) { _ = try forget(draft.id) }
        let returned = try books.office.write(by: village.clerk.id) { tx in
            let returned = try registered.returned(with: "Hỏi lại ông Ba")
            try tx.save(returned, replacing: registered)
            return returned
        }
        try check(returned.id)
        let left = try books.office.read { tx in try tx.existing(draft.id) }
        #expect(left.remarks == Household.forgottenName)
        #expect(throws: Refusal.notFound(.model)) {
            try books.office.write(by: village.clerk.id) { tx in _ = try tx.register(left) }
        }
    }

    @Test(arguments: [
        "UPDATE model SET name = '(đã xóa)', situation = NULL WHERE id = 2",
        "UPDATE appraisal SET remarks = NULL",
        "UPDATE decision SET chair = '(đã xóa)', secretary = '(đã xóa)' WHERE id = 1",
        "UPDATE decision_person SET name = '(đã xóa)'",
        """
        UPDATE bank_credit SET memo = '(đã xóa)', payer_name = NULL, payer_account = NULL, payment_code = NULL,
            ignored_reason = '(đã xóa)'
        """, "UPDATE bank_credit SET payer_name = 'x'",
        """
        UPDATE journal SET payload = NULL, nonce = NULL, private_hash = zeroblob(32)
        WHERE kind IN ('model.changed', 'bank_credit.changed', 'decision.recorded')
        """,
    ])
    func `the schema lets nothing be erased before a row says so`(_ script: String) throws {
        let raw = try RawFile(books.office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
    }

    @Test(arguments: [
        "UPDATE model SET level = 'central' WHERE id = 2", "UPDATE model SET name = 'Ông Ba' WHERE id = 2",
        "UPDATE decision SET households = 9 WHERE id = 1", "UPDATE decision SET chair = 'Ai' WHERE id = 1",
        "UPDATE decision_person SET name = 'Ai' WHERE decision = 1",
        "UPDATE bank_credit SET amount_dong = 9 WHERE id = 2",
        "UPDATE bank_credit SET memo = 'x' WHERE id = 2", "UPDATE appraisal SET appraiser = 1",
        """
        UPDATE journal SET payload = NULL, nonce = NULL, private_hash = zeroblob(32)
        WHERE kind = 'decision.changed' AND subject = 3
        """,
    ])
    func `the schema lets nothing else be changed afterwards`(_ script: String) throws {
        _ = try forget(Model.ID(2))
        _ = try forget(Decision.ID(1))
        _ = try forget(BankCredit.ID(2))
        let raw = try RawFile(books.office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
    }

    @Test func `a private part that was put back is found`() throws {
        let raw = try RawFile(books.office.path)
        let kept = try #require(
            try raw.connection.first(
                """
                SELECT position, payload, nonce FROM journal WHERE kind = 'model.recorded' AND subject = 2
                """
            ) { row in (position: row.integer(0), payload: row.bytes(1), nonce: row.bytes(2)) })
        _ = try forget(Model.ID(2))
        try raw.withoutTriggers {
            try raw.connection.run(
                "UPDATE journal SET payload = ?2, nonce = ?3, private_hash = NULL WHERE position = ?1",
                kept.position, kept.payload, kept.nonce)
        }
        #expect(try books.discrepancies() == [.forgottenRemains(position: kept.position)])
    }
}
