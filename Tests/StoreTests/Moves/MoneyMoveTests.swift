import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct MoneyMoveTests {
    private static let tables = ["opening_balance": 4, "fund_transfer": 3, "bank_entry": 3]

    @Test func `moves of all kinds are sound, and read back as they were written`() throws {
        let sample = try MoveSample()
        #expect(try sample.office.discrepancies() == [])
        try sample.office.read { tx in
            let openings = try tx.openingBalances(
                of: .hamlet(Identifier(1)), fund: nil, state: nil, before: nil, limit: 10)
            #expect(openings.map(\.state) == [.recorded, .voided, .confirmed, .voided])
            #expect(openings.map { $0.confirmedBy != nil } == [false, false, true, true])
            let transfers = try tx.fundTransfers(
                of: .hamlet(Identifier(1)), fund: Identifier(2), from: nil, to: nil, before: nil, limit: 10)
            #expect(transfers.map(\.id.number) == [3, 2])
            let entries = try tx.bankEntries(
                of: .hamlet(Identifier(1)), fund: nil, kind: .interest, from: nil, to: nil, before: nil,
                limit: 1)
            #expect(entries.map(\.id.number) == [3])
            // 20 000 + 1000 − 1000; 30 000 − 1000 + 5000 − 2000.
            let held = try tx.balances(of: tx.existing(Fund.ID(1)))
            #expect(held == Balances(cash: Dong(20_000), bank: Dong(32_000)))
            #expect(
                try tx.balances(of: tx.existing(Fund.ID(2))) == Balances(cash: .zero, bank: Dong(1000)))
        }
    }

    @Test(arguments: ["opening_balance", "fund_transfer", "bank_entry"])
    func `a changed value in any column of any row is found`(_ table: String) throws {
        let sample = try MoveSample()
        let raw = try RawFile(sample.office.path)
        let columns = try raw.connection
            .all(
                """
                SELECT columns.name, columns.type
                FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns
                WHERE tables.name = ?1
                """, table
            ) { row in (name: row.text(0), type: row.text(1)) }
        #expect(columns.count > 15 && sample.office.store.changes.lastPosition > 0)
        for id in 1...(Self.tables[table] ?? 0) {
            for (name, type) in columns {
                let other = type == "INTEGER" ? "coalesce(\(name), 0) + 100" : "coalesce(\(name), '') || 'x'"
                do {
                    let found = try MoveSample()
                        .discrepancies(after: "UPDATE \(table) SET \(name) = \(other) WHERE id = \(id)")
                    #expect(!found.isEmpty, "\(table) \(id) \(name)")
                } catch let error as SQLiteError where error.code == 2067 {
                    // A unique index refuses it.
                }
            }
            let found = try MoveSample().discrepancies(after: "DELETE FROM \(table) WHERE id = \(id)")
            #expect(!found.isEmpty, "\(table) \(id)")
        }
    }

    @Test func `a receipt moved to the day of the opening balance is found`() throws {
        let sample = try MoveSample()
        let found = try sample.discrepancies(
            after:
                "UPDATE ledger_sum SET day = 20261101 WHERE credit = 'interest' AND fund = 1 AND vouchers > 0"
        )
        #expect(found.contains(.columnDiffers(.openingBalance, id: 2, column: "opened_on")))
    }

    @Test func `somebody else's confirmation or voiding in a payload is found`() throws {
        let sample = try MoveSample()
        for event in ["opening_balance.changed", "opening_balance.voided", "fund_transfer.voided"] {
            let found = try MoveSample()
                .discrepancies(
                    after: "UPDATE journal SET actor = 99 WHERE kind = '\(event)'")
            #expect(
                found.contains { if case .actorDiffers = $0 { true } else { false } }, "\(event) \(found)")
        }
        #expect(try sample.office.discrepancies() == [])
    }

    @Test(arguments: [
        "UPDATE opening_balance SET cash_dong = 1 WHERE id = 4",
        "UPDATE opening_balance SET state = 'confirmed', confirmed_by = recorded_by, posted_position = 1 WHERE id = 4",
        "UPDATE opening_balance SET state = 'recorded' WHERE id = 2",
        "UPDATE fund_transfer SET amount_dong = 1 WHERE id = 1",
        "UPDATE fund_transfer SET void_reason = NULL, voided_by = NULL, voided_ms = NULL WHERE id = 3",
        "UPDATE bank_entry SET kind = 'fee' WHERE id = 1",
        "UPDATE bank_entry SET void_reason = 'A', voided_by = recorded_by, voided_ms = 1 WHERE id = 1",
        "DELETE FROM opening_balance", "DELETE FROM fund_transfer", "DELETE FROM bank_entry",
    ])
    func `the schema keeps moves as they were written`(_ script: String) throws {
        let sample = try MoveSample()
        let raw = try RawFile(sample.office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
        // The folder is removed with the office.
        #expect(sample.office.store.changes.lastPosition > 0)
    }

    @Test func `a fund has one opening balance that is not voided`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        try office.write { tx in _ = try tx.recordOpening(of: village.fund.id, by: village) }
        #expect(throws: Refusal.alreadyExists(.openingBalance, at: .fund)) {
            try office.write { tx in _ = try tx.recordOpening(of: village.fund.id, by: village) }
        }
    }

    @Test func `a posting on the day of the opening balance is refused until that is voided`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let day = try LocalDate.day("2026-11-01")
        try office.write { tx in
            try tx.confirm(tx.recordOpening(of: village.fund.id, by: village), by: village.clerk.id)
        }
        let refusal = Refusal.books(.beforeOpening(of: village.fund.id, on: day))
        #expect(throws: refusal) {
            try office.write { tx in try tx.recordEntry(.interest, 1, on: day, by: village) }
        }
        #expect(throws: refusal) {
            try office.write { tx in
                _ = try tx.receive(1000, from: .sponsor, in: village, on: day)
            }
        }
        try office.write { tx in
            try tx.void(opening: Identifier(1), by: village.clerk.id)
            try tx.recordEntry(.interest, 1, on: day, by: village)
        }
        #expect(try office.discrepancies() == [])
    }

    @Test func `turnover between cash and bank counts towards the bound of all sums`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let half = Dong.documentMax.amount / 2
        try office.write { tx in
            try tx.recordEntry(.interest, half, by: village)
            try tx.recordTransfer(half, from: .bank, to: .cash, by: village)
        }
        #expect(throws: Refusal.amountTooLarge) {
            try office.write { tx in try tx.recordTransfer(half, by: village) }
        }
        #expect(try office.discrepancies() == [])
    }
}
