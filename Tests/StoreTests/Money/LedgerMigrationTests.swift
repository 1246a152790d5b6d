import Domain
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// Migration `0056_ledger.sql` on a file of before.
@Suite struct LedgerMigrationTests {
    private static let donors: [Contribution.Donor] =
        [.personAway, .person, .company].map { .sponsor(Contribution.Sponsor(name: "Hồng Lam", kind: $0)) }
        + Contribution.Sponsor.Level.allCases.map {
            .sponsor(Contribution.Sponsor(name: "Kho bạc", kind: .state, level: $0))
        }

    private let office: TestStore
    private let village: Village

    /// Receipts of every kind of donor in cash and by bank, one of each of them voided; payments and refunds, of each
    /// one voided; pledges of one of two years; a merger of two hamlets that hand over cash and bank money.
    init() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        (self.office, self.village) = (office, village)
        let officers = try Officers(of: village, in: office)
        // Without an actor, because several persons act.
        try office.write { tx in
            let agency = Organisation(
                id: try tx.newID(), name: "UBND phường", kind: .stateAgency, unit: Village.commune, version: 1
            )
            try tx.save(agency)
            // This year nothing was promised.
            for household in village.households.prefix(2) {
                let pledge = try tx.pledge(9_000_000, by: household, in: village, on: .daysAgo(400))
                let confirmed = try tx.take(.confirm, on: pledge, in: village)
                if household == village.households[1] {
                    _ = try tx.take(.waive, on: confirmed, in: village)
                }
            }
            for (donor, source) in LedgerMigrationTests.sources(of: village, agency) {
                for (index, method) in Contribution.Method.allCases.enumerated() {
                    let dong = Int64(1_000_000 * (index + 1))
                    for day in [LocalDate.daysAgo(400), .daysAgo(5)] {
                        _ = try tx.receive(
                            dong, from: donor, in: village, method: method, on: day, source: source)
                    }
                    let wrong = try tx.receive(
                        7, from: donor, in: village, method: method, on: .daysAgo(5), source: source)
                    _ = try tx.voidReceipt(of: wrong, in: village)
                }
            }
            // A day of which nothing stands.
            let only = try tx.receive(3, from: .sponsor, in: village, method: .bank, on: .daysAgo(4))
            _ = try tx.voidReceipt(of: only, in: village)
            let refunded = try tx.receive(500_000, from: .sponsor, in: village, on: .daysAgo(4))
            for method in Contribution.Method.allCases {
                for item in ["Xi măng", "Cây xanh"] {
                    _ = try tx.spend(40_000, by: officers, in: village, item: item, method: method)
                }
                for refundOf in [nil, refunded.id] {
                    _ = try tx.spend(
                        50_000, by: officers, in: village, method: method, refundOf: refundOf)
                    let wrong = try tx.spend(
                        60_000, by: officers, in: village, method: method, refundOf: refundOf)
                    _ = try tx.take(.void, on: wrong, by: officers, in: village)
                }
            }
            try tx.addReorganisations(by: village.clerk)
        }
    }

    /// Every kind of donor with the source of its money.
    private static func sources(
        of village: Village, _ agency: Organisation
    ) -> [(Contribution.Donor, Contribution.Source?)] {
        [
            (.household(village.households[1].id), nil), (.organisation(village.organisation.id), nil),
            (.organisation(agency.id), .state),
        ] + donors.map { ($0, nil) }
    }

    /// The totals of all hamlets, as the API shows them.
    private struct Totals: Hashable {
        let years: [[YearSummary]]
        let balances: [Balances]
        let movements: [[FundMovement]]

        init(of tx: borrowing ReadTransaction) throws {
            let hamlets = (1...4).map { Hamlet.ID($0) }
            years = try hamlets.map { try tx.years(of: $0) }
            balances = try hamlets.map { try tx.balances(of: .hamlet($0)) }
            movements = try hamlets.map {
                try tx.movements(of: .hamlet($0), fund: nil, from: .firstDay, to: .sample)
            }
        }
    }

    @Test func `the sample has every account in both directions, and transfers with several lines`() throws {
        let found = try office.discrepancies()
        #expect(found == [])
        let raw = try RawFile(office.path)
        // Those that there were before the migration.
        let kinds = LedgerAccount.Kind.allCases
            .filter { [.households, .sponsors, .state, .expenses, .refunds].contains($0.group) }
            .map(\.rawValue)
        for kind in kinds {
            for isReversal in [false, true] {
                let count = try raw.connection.first(
                    """
                    SELECT count(DISTINCT CASE WHEN debit = ?1 THEN credit ELSE debit END) FROM posting
                    WHERE (debit = ?1 OR credit = ?1) AND (amount < 0) = ?2
                    """, kind, isReversal
                ) { row in row.integer(0) }
                #expect(count == 2, "\(kind), reversal: \(isReversal)")
            }
        }
        #expect(try raw.integer("SELECT count(*) FROM posting WHERE debit = 'handover'") == 4)
        #expect(try raw.integer("SELECT max(line) FROM posting") == 8)
        #expect(try raw.integer("SELECT count(*) FROM ledger_sum WHERE vouchers = 0 AND amount = 0") == 1)
    }

    @Test func `postings, sums and pledges of an earlier file become those of today`() throws {
        let earlier = try EarlierLedger(of: office)
        let before = try RawFile(earlier.path)
        #expect(
            try before.integer("SELECT count(DISTINCT kind) FROM ledger_account WHERE fund = 1") == 7)
        #expect(try before.integer("SELECT max(expenditures_count) FROM hamlet_year") == 8)
        let upgraded = try earlier.upgraded()
        defer { upgraded.close() }
        let found = try upgraded.verification().discrepancies
        #expect(found == [])
        for table in ["posting", "ledger_sum", "pledge_year"] {
            #expect(try earlier.differencesCount(in: table) == 0, "\(table)")
        }
        let reader = try upgraded.reader()
        defer { reader.end() }
        #expect(try reader.read { tx in try Totals(of: tx) } == office.read { tx in try Totals(of: tx) })
    }

    @Test func `the books of an upgraded file go on: receipts, voidings, payments, all that came in`() throws
    {
        let earlier = try EarlierLedger(of: office)
        let upgraded = try earlier.upgraded()
        defer { upgraded.close() }
        let (village, most) = (village, Dong.documentMax.amount)
        let gift = try upgraded.writer.write(actor: Actor(village.clerk.id)) { tx in
            _ = try tx.receive(2000, from: .household(village.households[2].id), in: village)
            return try tx.receive(1000, from: Self.donors[0], in: village)
        }
        try upgraded.writer.write(actor: Actor(village.accountant.id)) { tx in
            _ = try tx.voidReceipt(of: gift, in: village)
        }
        #expect(try upgraded.verification().discrepancies == [])
        let received = try RawFile(earlier.path)
            .integer("SELECT sum(amount) FROM ledger_sum WHERE owner = 'h1' AND debit IN ('cash', 'bank')")
        let left = most - (try #require(received))
        #expect(throws: Refusal.amountTooLarge) {
            try upgraded.writer.write(actor: Actor(village.clerk.id)) { tx in
                _ = try tx.receive(left + 1, from: .sponsor, in: village)
            }
        }
        try upgraded.writer.write(actor: Actor(village.clerk.id)) { tx in
            _ = try tx.receive(left, from: .sponsor, in: village)
        }
        #expect(try upgraded.verification().discrepancies == [])
    }

    @Test func `the triggers of postings and owners are in force after the upgrade`() throws {
        let earlier = try EarlierLedger(of: office)
        try earlier.upgraded().close()
        let raw = try RawFile(earlier.path)
        for script in [
            "UPDATE posting SET amount = amount + 1", "DELETE FROM posting",
            "UPDATE fund_owner SET owner = 'h9'",
            "DELETE FROM fund_owner",
        ] {
            #expect(throws: (any Error).self, "\(script)") { try raw.run(script) }
        }
    }
}
