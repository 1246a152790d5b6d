import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// What a fund owes: read back, kept by the schema, and every damage found.
@Suite struct PayableTests {
    private static let rows = ["payable": 5, "payable_gift": 4]

    @Test func `debts, repayments and gifts are sound, and read back as they were written`() throws {
        let sample = try PayableSample()
        #expect(try sample.office.discrepancies() == [])
        try sample.office.read { tx in
            let owner = FundOwner.hamlet(Identifier(1))
            let all = try tx.payables(of: owner, matching: PayableFilter(), before: nil, limit: 10)
            #expect(
                all.map(\.id.number) == [5, 4, 3, 2, 1]
                    && all.map(\.kind) == [.advance, .advance, .bill, .advance, .advance])
            #expect(all[2].creditor.household == Identifier(1) && all[3].state == .voided)
            #expect(all[0].voiding?.reversedOn == LocalDate.sample.next)
            let open = PayableFilter(isOpen: true)
            #expect(
                try tx.payables(of: owner, matching: open, before: nil, limit: 10).map(\.id.number) == [
                    4, 3, 1,
                ])
            #expect(
                try tx.settlement(of: Identifier(1))
                    == Payable.Settlement(repaid: Dong(300), given: Dong(400), pending: Dong(300)))
            #expect(try tx.settlement(of: Identifier(4)).isNothing)
            #expect(try tx.openPayables(of: owner).map(\.number) == [1, 3, 4])
            // 1000 − 300 − 400, 70, 60 and, until it is reversed, 40.
            #expect(try tx.opening(of: owner, fund: nil, before: .sample).owed == .zero)
            let tomorrow = try #require(LocalDate.sample.next)
            #expect(try tx.opening(of: owner, fund: Identifier(1), before: tomorrow).owed == Dong(470))
            let later = try #require(tomorrow.next)
            #expect(try tx.opening(of: owner, fund: nil, before: later).owed == Dong(430))
            #expect(try tx.balances(of: owner) == Balances(cash: .zero, bank: Dong(200)))
            let gifts = try tx.payableGifts(of: owner, payable: nil, state: .confirmed, before: nil, limit: 9)
            #expect(gifts.map(\.id.number) == [4, 1])
        }
    }

    @Test(arguments: ["payable", "payable_gift"])
    func `a changed value in any column of any row is found`(_ table: String) throws {
        // Its folder goes with it.
        let sample = try PayableSample()
        defer { withExtendedLifetime(sample) {} }
        let columns = try RawFile(sample.office.path).connection
            .all(
                """
                SELECT columns.name, columns.type
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.name = ?1
                """, table
            ) { row in (name: row.text(0), type: row.text(1)) }
        #expect(columns.count > 12)
        for id in 1...(Self.rows[table] ?? 0) {
            for (name, type) in columns {
                let other = type == "INTEGER" ? "coalesce(\(name), 0) + 100" : "coalesce(\(name), '') || 'x'"
                do {
                    let found = try PayableSample()
                        .discrepancies(after: "UPDATE \(table) SET \(name) = \(other) WHERE id = \(id)")
                    #expect(!found.isEmpty, "\(table) \(id) \(name)")
                } catch let error as SQLiteError where error.code == 2067 {
                    // A unique index refuses it.
                }
            }
            let found = try PayableSample().discrepancies(after: "DELETE FROM \(table) WHERE id = \(id)")
            #expect(!found.isEmpty, "\(table) \(id)")
        }
    }

    @Test(arguments: [
        ("UPDATE contribution SET settles = 3 WHERE settles = 1", "fund"),
        ("UPDATE expenditure SET repays = 2 WHERE repays = 1 AND state = 'paid'", "amount_dong"),
        ("UPDATE expenditure SET state = 'withdrawn' WHERE id = 1", "expenditure"),
    ])
    func `a debt that what settles it contradicts is found`(_ script: String, _ column: String) throws {
        let found = try PayableSample().discrepancies(after: script)
        #expect(
            found.contains {
                if case .columnDiffers(.payable, _, let differing) = $0 { differing == column } else { false }
            }, "\(found)")
    }

    @Test func `a posting of a debt with another amount is found`() throws {
        let found = try PayableSample()
            .discrepancies(
                after: "UPDATE posting SET amount = amount + 1 WHERE credit = 'payables' AND amount = 70")
        #expect(found.contains { if case .postingDiffers = $0 { true } else { false } }, "\(found)")
    }

    @Test(arguments: [
        "UPDATE payable SET amount_dong = 1 WHERE id = 1",
        "UPDATE payable SET creditor_name = 'A' WHERE id = 1",
        "UPDATE payable SET void_reason = NULL, voided_by = NULL, voided_ms = NULL WHERE id = 2",
        "UPDATE payable SET void_reason = 'A', voided_by = recorded_by, voided_ms = 1 WHERE id = 3",
        "UPDATE payable_gift SET state = 'recorded', confirmed_by = NULL, contribution = NULL WHERE id = 1",
        "UPDATE payable_gift SET state = 'confirmed', confirmed_by = recorded_by, contribution = 1 WHERE id = 2",
        "UPDATE payable_gift SET amount_dong = 1 WHERE id = 2", "DELETE FROM payable",
        "DELETE FROM payable_gift",
        "UPDATE contribution SET settles = 1 WHERE id = 1",
        "UPDATE expenditure SET repays = NULL WHERE id = 2",
        """
        INSERT INTO payable (id, owner, fund, expenditure, kind, creditor_kind, creditor_name, creditor_address,
            amount_dong, purpose, item, owed_on, document, recorded_by, recorded_ms, version, posted_position, position)
        SELECT 9, owner, fund, expenditure, kind, creditor_kind, creditor_name, creditor_address, amount_dong, purpose,
            item, owed_on, document, recorded_by, recorded_ms, version, posted_position, position
        FROM payable WHERE id = 1
        """,
    ])
    func `the schema keeps debts and gifts as they were written`(_ script: String) throws {
        let sample = try PayableSample()
        let raw = try RawFile(sample.office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
        // The folder is removed with the office.
        #expect(sample.office.store.changes.lastPosition > 0)
    }

    @Test func `a debt that was repaid in part is not voided`() throws {
        let sample = try PayableSample()
        #expect(throws: Refusal.payable(.settled)) {
            try sample.office.write { tx in
                let debt = try tx.existing(Payable.ID(1))
                try tx.void(debt.voided(by: Identifier(1), for: "Sai", at: tx.now))
            }
        }
    }

    @Test func `debts count towards the bound of all sums`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        try office.write { tx in
            _ = try tx.owe(Dong.documentMax.amount, by: officers, in: village)
        }
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in _ = try tx.receive(1, from: .sponsor, in: village) }
        }
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in _ = try tx.owe(1, by: officers, in: village) }
        }
        #expect(try office.discrepancies() == [])
    }
}
