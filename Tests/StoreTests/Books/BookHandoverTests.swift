import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// Two organisations of a village's commune, of which the second took over the books of the first.
///
/// Organisation 2 had fund 2 with 700 in cash and 300 in the bank and fund 3 with nothing, which went to funds 4 and 5
/// of organisation 3; its expenditure 1 of fund 2 was requested.
struct HandoverSample {
    let office: TestStore

    init() throws { office = try TestStore(copyOf: HandoverSample.filled.get().path) }

    /// Filled once and copied by each test.
    private static let filled = Result {
        let office = try TestStore()
        try fill(office)
        office.store.close()
        return office
    }

    private static func fill(_ office: TestStore) throws {
        let village = try Village(in: office)
        try office.write { tx in
            for name in ["Chi hội 1", "Chi hội 2"] {
                try tx.save(
                    Organisation(
                        id: try tx.newID(), name: name, kind: .womensUnion, unit: Village.commune, version: 1)
                )
            }
            let (owner, successor) = (
                FundOwner.organisation(Identifier(2)), FundOwner.organisation(Identifier(3))
            )
            for name in ["Phế liệu", "Quỹ Tết"] {
                try tx.save(Fund(id: try tx.newID(), owner: owner, name: name, version: 1))
            }
            let entry = BankEntry(
                id: try tx.newID(), owner: owner, fund: Identifier(2), kind: .interest, amount: Dong(1000),
                on: .daysAgo(5), reference: nil, recordedBy: village.clerk.id, recordedAt: tx.now)
            try tx.record(entry)
            try tx.record(
                FundTransfer(
                    id: try tx.newID(), owner: owner, fund: Identifier(2), from: .bank, to: .cash,
                    amount: Dong(700), on: .daysAgo(4), recordedBy: village.clerk.id, recordedAt: tx.now))
            let asked = Expenditure(
                id: try tx.newID(), owner: owner, fund: Identifier(2), payee: "A", purpose: "B", item: "C",
                amount: Dong(5), method: .cash, refundOf: nil, requestedAt: tx.now,
                actors: Expenditure.StepActors(requestedBy: village.clerk.id))
            try tx.request(asked, in: Village.commune)
            let funds = try tx.funds(of: owner, after: nil, limit: 9)
            _ = try tx.handOver(
                funds, of: owner, to: successor, as: try BookHandoverPlan(of: funds, names: [], to: []),
                Reorganisation.Order(number: "3/QĐ", decidedOn: .daysAgo(9), effectiveOn: .daysAgo(2)),
                by: village.clerk.id)
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }
}

@Suite struct BookHandoverTests {
    @Test func `a hand-over is sound, and reads back as it was written`() throws {
        let sample = try HandoverSample()
        #expect(try sample.office.discrepancies() == [])
        try sample.office.read { tx in
            let owner = FundOwner.organisation(Identifier(2))
            let handover = try #require(try tx.bookHandover(closing: owner))
            #expect(handover.fundTransfers.map(\.to.number) == [4, 5] && handover.expendituresCount == 1)
            #expect(
                handover.fundTransfers[0].cash == Dong(700) && handover.fundTransfers[0].bank == Dong(300))
            #expect(try tx.balances(of: owner) == Balances(cash: .zero, bank: .zero))
            let held = try tx.balances(of: handover.successor)
            #expect(held == Balances(cash: Dong(700), bank: Dong(300)))
            #expect(try tx.existing(Expenditure.ID(1)).owner == handover.successor)
            #expect(try tx.lastOwner(ofBooksOf: owner) == handover.successor)
            #expect(try tx.handoverLine(of: owner) == [owner, handover.successor])
            #expect(try tx.openFunds(after: Identifier(2)).map(\.id.number) == [4])
        }
    }

    @Test(arguments: ["book_handover", "book_handover_fund"])
    func `a changed value in any column, and a deleted row, is found`(_ table: String) throws {
        let sample = try HandoverSample()
        let columns = try RawFile(sample.office.path).connection
            .all("SELECT name, type FROM pragma_table_info(?1)", table) { row in
                (name: row.text(0), type: row.text(1))
            }
        // Its folder goes with it.
        withExtendedLifetime(sample) {}
        #expect(columns.count > 5)
        let row = table == "book_handover" ? "id = 1" : "number = 1"
        for (name, type) in columns {
            let other = type == "INTEGER" ? "coalesce(\(name), 0) + 100" : "coalesce(\(name), '') || 'x'"
            let found = try HandoverSample()
                .discrepancies(after: "UPDATE \(table) SET \(name) = \(other) WHERE \(row)")
            #expect(!found.isEmpty, "\(table).\(name)")
        }
        #expect(try !HandoverSample().discrepancies(after: "DELETE FROM \(table) WHERE \(row)").isEmpty)
    }

    @Test func `money that is left in closed books is found`() throws {
        let found = try HandoverSample()
            .discrepancies(
                after:
                    "UPDATE ledger_sum SET amount = amount - 1 WHERE owner = 'o2' AND credit = 'bank' AND day = 20261121"
            )
        #expect(found.contains(.columnDiffers(.bookHandover, id: 1, column: "owner")), "\(found)")
    }

    @Test(arguments: [
        "UPDATE book_handover SET effective_on = 20261101", "DELETE FROM book_handover",
        "UPDATE book_handover_fund SET cash_dong = 1", "DELETE FROM book_handover_fund",
        """
        INSERT INTO book_handover (id, owner, successor, effective_on, decision_number, decided_on, expenditures,
            recorded_by, recorded_ms, position)
        VALUES (2, 'o3', 'o2', 20261122, 'A', 20261101, 0, 1, 1, 1)
        """,
    ])
    func `the schema keeps minutes, and closed books take nothing over`(_ script: String) throws {
        let sample = try HandoverSample()
        let raw = try RawFile(sample.office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
        #expect(try sample.office.discrepancies() == [])
    }
}
