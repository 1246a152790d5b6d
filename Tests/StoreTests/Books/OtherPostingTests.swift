import Domain
import SQLite
import Store
import TestSupport
import Testing

/// The index of postings that no receipt made.
@Suite struct OtherPostingTests {
    /// What `credit` is compared with in the condition of the index.
    private func excluded(_ office: TestStore) throws -> Set<String> {
        let sql = try office.read { tx in
            try tx.connection.first("SELECT sql FROM sqlite_schema WHERE name = 'posting_not_received'") {
                row in
                row.text(0)
            }
        }
        return Set(try #require(sql).matches(of: /credit <> '([a-z_]+)'/).map { String($0.output.1) })
    }

    @Test func `it has every posting but those that credit a source`() throws {
        let sources = LedgerAccount.Kind.allCases.filter {
            [LedgerAccount.Group.households, .sponsors, .state].contains($0.group)
        }
        #expect(try excluded(TestStore()) == Set(sources.map(\.rawValue)))
    }

    @Test func `the postings of a hamlet are read through their contributions and this index`() throws {
        let office = try TestStore()
        let village = try Village(in: office)
        let filter = LedgerEntryFilter(
            owner: .hamlet(village.hamlet.id), from: .earliestRecorded, to: .latestPlanned)
        #expect(try office.read { tx in try tx.ledgerEntries(matching: filter, limit: 10) }.isEmpty)
        let plan = try office.read { tx in
            try tx.connection.all(
                """
                EXPLAIN QUERY PLAN
                SELECT posted_on
                FROM posting
                WHERE posting.owner = 'h1' AND posted_on BETWEEN 1 AND 2 AND credit <> 'households'
                    AND credit <> 'people_away' AND credit <> 'individuals' AND credit <> 'companies'
                    AND credit <> 'organisations' AND credit <> 'state_central' AND credit <> 'state_province'
                    AND credit <> 'state_district' AND credit <> 'state_commune' AND credit <> 'state_agencies'
                """
            ) { row in row.text(3) }
        }
        #expect(
            plan.contains { $0.contains("posting_not_received (owner=? AND posted_on>? AND posted_on<?)") })
    }
}
