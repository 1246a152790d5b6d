import Domain
import SQLite
import TestSupport
import Testing

@testable import Store
@testable import Verify

@Suite struct PostingTamperingTests {
    /// What is found when the posting at a position is altered.
    enum Found: Sendable {
        case differs
        case unreadable
    }

    private static let columns =
        "position, line, owner, fund, debit, credit, item, unit, amount, posted_on"

    private func recorded(_ ledger: SampleBooks, id: Int64 = 2) throws -> Int64 {
        try ledger.position(of: JournalEvent(.contribution, .recorded), id: id)
    }

    /// Contribution 2: 200 000 by bank, of a person who lives elsewhere.
    @Test(
        arguments: [
            ("owner = 'h2'", .differs), ("owner = 'c1'", .differs), ("fund = fund + 1", .differs),
            ("debit = 'cash'", .differs), ("credit = 'individuals'", .differs), ("item = 'x'", .differs),
            ("debit = credit, credit = debit", .differs), ("amount = amount - 1", .differs),
            ("amount = 0 - amount", .differs), ("posted_on = posted_on - 1", .differs),
            ("owner = 'x2'", .unreadable), ("owner = 'h02'", .unreadable), ("debit = 'gold'", .unreadable),
            ("credit = 'sponsors'", .unreadable), ("debit = 'expenses'", .unreadable),
            ("credit = 'bank'", .unreadable), ("unit = 'usd'", .unreadable), ("amount = 0", .unreadable),
            ("amount = -9223372036854775807 - 1", .unreadable), ("posted_on = 20261399", .unreadable),
        ] as [(String, Found)])
    func `a changed column of a posting is found, and nothing else`(_ change: String, _ found: Found) throws {
        let ledger = try SampleBooks()
        let position = try recorded(ledger)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE posting SET \(change) WHERE position = \(position)")
        let expected: Discrepancy =
            switch found {
            case .differs: .postingDiffers(position: position, line: 1)
            case .unreadable: .postingUnreadable(position: position, line: 1)
            }
        #expect(discrepancies == [expected])
    }

    @Test func `a posting moved to a position without an event is found at both`() throws {
        let ledger = try SampleBooks()
        let position = try recorded(ledger)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE posting SET position = position + 1000 WHERE position = \(position)")
        #expect(
            discrepancies == [
                .postingWithoutEvent(position: position + 1000, line: 1),
                .postingMissing(position: position, line: 1),
            ])
    }

    @Test func `a deleted posting is missing`() throws {
        let ledger = try SampleBooks()
        let position = try recorded(ledger)
        let discrepancies = try ledger.discrepancies(
            after: "DELETE FROM posting WHERE position = \(position)")
        #expect(discrepancies == [.postingMissing(position: position, line: 1)])
    }

    @Test func `without any posting all are missing`() throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(after: "DELETE FROM posting")
        let voided = try ledger.position(of: JournalEvent(.contribution, .voided), id: 3)
        let positions = try [1, 2, 3].map { try recorded(ledger, id: $0) } + [voided]
        #expect(discrepancies == positions.sorted().map { .postingMissing(position: $0, line: 1) })
    }

    @Test func `a doubled posting has no event`() throws {
        let ledger = try SampleBooks()
        let position = try recorded(ledger)
        let discrepancies = try ledger.discrepancies(
            after: """
                INSERT INTO posting (\(Self.columns))
                SELECT position, 2, owner, fund, debit, credit, item, unit, amount, posted_on
                FROM posting WHERE position = \(position)
                """)
        #expect(discrepancies == [.postingWithoutEvent(position: position, line: 2)])
    }

    @Test func `an added pair of postings that cancel out has no event`() throws {
        let ledger = try SampleBooks()
        let position = try recorded(ledger)
        let discrepancies = try ledger.discrepancies(
            after: """
                INSERT INTO posting (\(Self.columns))
                SELECT 900000, line, owner, fund, debit, credit, item, unit, amount, posted_on
                FROM posting WHERE position = \(position);
                INSERT INTO posting (\(Self.columns))
                SELECT 900001, line, owner, fund, debit, credit, item, unit, 0 - amount, posted_on
                FROM posting WHERE position = \(position);
                """)
        #expect(
            discrepancies == [
                .postingWithoutEvent(position: 900_000, line: 1),
                .postingWithoutEvent(position: 900_001, line: 1),
            ])
    }

    @Test func `a renumbered line is found under both numbers`() throws {
        let ledger = try SampleBooks()
        let position = try recorded(ledger)
        let discrepancies = try ledger.discrepancies(
            after: "UPDATE posting SET line = 7 WHERE position = \(position)")
        #expect(
            discrepancies == [
                .postingWithoutEvent(position: position, line: 7),
                .postingMissing(position: position, line: 1),
            ])
    }

    @Test func `the lines of a merger are in the order of its transfers`() throws {
        let ledger = try SampleBooks(isReorganised: true)
        let position = try ledger.position(of: JournalEvent(.reorganisation, .recorded), id: 1)
        let raw = try RawFile(ledger.office.path)
        let lines = try raw.connection.all(
            """
            SELECT line || ' ' || owner || ' ' || fund || ' ' || debit || ' ' || credit || ' ' || amount
            FROM posting WHERE position = ?1 ORDER BY line
            """, position
        ) { row in row.text(0) }
        #expect(
            lines == [
                "1 h2 2 handover cash 100000", "2 h4 4 cash handover 100000",
                "3 h2 2 handover bank 200000", "4 h4 4 bank handover 200000",
                "5 h3 3 handover cash 100000", "6 h4 4 cash handover 100000",
                "7 h3 3 handover bank 200000", "8 h4 4 bank handover 200000",
            ])
        let discrepancies = try ledger.discrepancies(
            after: """
                UPDATE posting SET line = 100 WHERE position = \(position) AND line = 3;
                UPDATE posting SET line = 3 WHERE position = \(position) AND line = 4;
                UPDATE posting SET line = 4 WHERE position = \(position) AND line = 100;
                DELETE FROM posting WHERE position = \(position) AND line = 8;
                """)
        #expect(
            discrepancies == [
                .postingDiffers(position: position, line: 3), .postingDiffers(position: position, line: 4),
                .postingMissing(position: position, line: 8),
            ])
    }
}

@Suite struct OwnerTamperingTests {
    @Test func `the owners of a file without organisations are right`() throws {
        let office = try TestStore()
        _ = try office.write { tx in
            try tx.recordUnits()
            return try tx.addHamlet(named: "Xóm 9")
        }
        #expect(try office.discrepancies() == [])
    }

    @Test(
        arguments: [
            ("UPDATE fund_owner SET owner = 'h01' WHERE owner = 'h1'", ["h01", "h1"]),
            ("UPDATE fund_owner SET hamlet = 2 WHERE owner = 'h1'", ["h1"]),
            ("UPDATE fund_owner SET unit = 1 WHERE owner = 'h1'", ["h1"]),
            ("UPDATE fund_owner SET organisation = 1 WHERE owner = 'h1'", ["h1"]),
            ("UPDATE fund_owner SET hamlet = NULL WHERE owner = 'h1'", ["h1"]),
            ("UPDATE fund_owner SET hamlet = NULL, unit = 1 WHERE owner = 'h1'", ["h1"]),
            ("DELETE FROM fund_owner WHERE owner = 'h1'", ["h1"]),
            ("INSERT INTO fund_owner (owner, hamlet) VALUES ('h99', 99)", ["h99"]),
            ("INSERT INTO fund_owner (owner, unit) VALUES ('c99', 99)", ["c99"]),
            ("INSERT INTO fund_owner (owner, organisation) VALUES ('o99', 99)", ["o99"]),
            ("INSERT INTO fund_owner (owner) VALUES ('c1')", ["c1"]),
        ] as [(String, [String])])
    func `a changed, missing or invented owner is found`(_ script: String, _ owners: [String]) throws {
        let discrepancies = try SampleBooks().discrepancies(after: script)
        #expect(discrepancies == owners.map { .ownerDiffers(owner: $0) })
    }

    @Test(arguments: ["o1", "c1", "h7"])
    func `sums moved to an owner whose books are not these are found`(_ owner: String) throws {
        let ledger = try SampleBooks()
        let discrepancies = try ledger.discrepancies(
            after: """
                INSERT INTO fund_owner (owner, unit) VALUES ('c1', 1);
                INSERT INTO fund_owner (owner, organisation) VALUES ('o1', 1);
                INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                SELECT '\(owner)', fund, day, debit, credit, item, unit, amount, vouchers FROM ledger_sum;
                """)
        // Those of a hamlet that does not exist, and sums without a voucher of those that do.
        #expect(discrepancies.contains(.ownerDiffers(owner: owner)) == (owner == "h7"))
        let sums = discrepancies.filter {
            if case .totalDiffers(.ledgerSum(owner, _, _, _, _, _, _), _, nil) = $0 { true } else { false }
        }
        #expect(sums.count == 2)
    }

    @Test func `every hamlet keeps books, and a commune or an organisation only when it does`() throws {
        let ledger = try SampleBooks(isReorganised: true)
        let raw = try RawFile(ledger.office.path)
        #expect(try raw.integer("SELECT count(*) FROM fund_owner") == 4)
        _ = try ledger.office.write { tx in
            try tx.keepBooks(of: .commune(AdministrativeUnit.ID(2)))
            try tx.keepBooks(of: .organisation(ledger.village.organisation.id))
            try tx.keepBooks(of: .organisation(ledger.village.organisation.id))
        }
        #expect(try raw.integer("SELECT count(*) FROM fund_owner") == 6)
        #expect(try ledger.discrepancies() == [])
    }
}
