import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

/// A village in which payment 2 replaces payment 1.
struct ReplacedSample {
    let office: TestStore

    init() throws {
        office = try TestStore()
        let village = try Village(in: office)
        let officers = try Officers(of: village, in: office)
        let paid = try office.write(by: village.clerk.id) { tx in
            _ = try tx.receive(200_000, from: .sponsor, in: village, on: .daysAgo(5))
            return try tx.spend(120_000, by: officers, in: village, on: .daysAgo(2))
        }
        try office.write(by: officers.approver) { tx in
            try tx.replace(paid, with: ExpenditureChange(amount: Dong(110_000)), by: officers)
        }
    }

    func discrepancies(after script: String) throws -> [Discrepancy] {
        try RawFile(office.path).tamper(script)
        return try office.discrepancies()
    }
}

extension WriteTransaction {
    fileprivate borrowing func replace(
        _ paid: Expenditure, with change: ExpenditureChange, by officers: Officers
    ) throws {
        let (voided, approved) = try paid.replaced(
            by: newID(), with: change, by: officers.approver, for: "Sai số tiền", on: today)
        try save(voided, replacing: paid)
        try request(approved, in: Village.commune)
        let series = Voucher.Series(owner: paid.owner, kind: .payment, year: today.year, book: "01")
        let voucher = Voucher(
            series: series, number: try nextNumber(in: series, on: today), issuedOn: today,
            amount: approved.amount, partyName: approved.payee, partyAddress: "", reason: approved.purpose)
        try save(
            try approved.taking(.pay, by: officers.treasurer, on: today).with(voucher, paidOn: paid.paidOn),
            replacing: approved)
    }
}

@Suite struct VoucherReplacementTests {
    @Test func `a replaced payment is sound, and reads back as it was written`() throws {
        let sample = try ReplacedSample()
        let found = try sample.office.discrepancies()
        #expect(found == [], "\(found)")
        try sample.office.read { tx in
            let (old, new) = (
                try tx.existing(Expenditure.ID(1)), try tx.existing(Expenditure.ID(2))
            )
            #expect(old.state == .voided && old.replacedBy == new.id && old.replaces == nil)
            #expect(new.state == .paid && new.replaces == old.id && new.replacedBy == nil)
            #expect(new.paidOn == .daysAgo(2) && new.voucher?.issuedOn == .sample)
            #expect(new.approvedOn == .sample && old.approvedOn == .daysAgo(2))
        }
    }

    @Test func `a changed value in any column is found`() throws {
        // Its folder goes with it.
        let sample = try ReplacedSample()
        defer { withExtendedLifetime(sample) {} }
        let columns = try RawFile(sample.office.path).connection
            .all("SELECT name, type FROM pragma_table_info('expenditure')") { row in
                (name: row.text(0), type: row.text(1))
            }
        #expect(columns.map(\.name).contains("replaced_by"))
        for id in 1...2 {
            for (name, type) in columns {
                let other = type == "INTEGER" ? "coalesce(\(name), 0) + 100" : "coalesce(\(name), '') || 'x'"
                let found = try ReplacedSample()
                    .discrepancies(after: "UPDATE expenditure SET \(name) = \(other) WHERE id = \(id)")
                #expect(!found.isEmpty, "\(id) \(name)")
            }
        }
    }

    /// The row and its journal entry were changed alike, so that only the other voucher contradicts them.
    @Test(arguments: [
        ("replaced_by", 1, "replaces", 2), ("replaces", 2, "replaced_by", 1),
    ])
    func `a voucher that no longer names the other one is found`(
        _ column: String, _ id: Int64, _ other: String, _ otherID: Int64
    ) throws {
        let found = try ReplacedSample()
            .discrepancies(
                after: """
                    UPDATE expenditure SET \(column) = NULL, issued_on = NULL WHERE id = \(id);
                    UPDATE journal
                    SET payload = CAST(json_remove(CAST(payload AS TEXT), '$.\(column)') AS BLOB)
                    WHERE position = (SELECT position FROM expenditure WHERE id = \(id));
                    """)
        #expect(
            found.contains(.columnDiffers(.expenditure, id: otherID, column: other)), "\(found)")
    }

    @Test func `links of different days or funds do not match`() {
        var links = ReplacementLinks()
        links.note(1, replaces: nil, replacedBy: 2, of: Fund.ID(1), on: .sample)
        links.note(2, replaces: 1, replacedBy: nil, of: Fund.ID(1), on: .daysAgo(1))
        #expect(links.unmatched.map(\.id) == [1, 2])
        #expect(links.unmatched.map(\.column) == ["replaced_by", "replaces"])
        var whole = ReplacementLinks()
        whole.note(1, replaces: nil, replacedBy: 2, of: Fund.ID(1), on: .sample)
        var part = ReplacementLinks()
        part.note(2, replaces: 1, replacedBy: nil, of: Fund.ID(1), on: .sample)
        whole.add(part)
        #expect(whole.unmatched.isEmpty)
    }

    @Test(arguments: [
        "UPDATE expenditure SET replaced_by = 1 WHERE id = 1",
        "UPDATE expenditure SET replaces = NULL WHERE id = 2",
        "UPDATE expenditure SET issued_on = 20261124 WHERE id = 2",
        "UPDATE expenditure SET replaced_by = 3 WHERE id = 2",
        "UPDATE expenditure SET approved_on = 20261101 WHERE id = 1",
    ])
    func `the schema keeps both vouchers as they were written`(_ script: String) throws {
        let sample = try ReplacedSample()
        let raw = try RawFile(sample.office.path)
        #expect(throws: SQLiteError.self) { try raw.run(script) }
        #expect(try sample.office.discrepancies() == [])
    }
}
