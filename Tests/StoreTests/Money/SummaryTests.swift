import Domain
import Store
import TestSupport
import Testing

@Suite struct SummaryTests {
    @Test(arguments: [
        """
        INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
        SELECT 'h' || id, id, 20260101, 'cash', 'households', '', 'dong', 9007199254740991, 1
        FROM hamlets
        """,
        """
        INSERT INTO pledge_year (hamlet, year, pledged_dong, pledges_count)
        SELECT id, 2026, 9007199254740991, 1
        FROM hamlets
        """,
    ])
    func `totals of many hamlets that leave 64 bits are refused`(_ insertion: String) throws {
        let store = try TestStore()
        // More than 2^63 together, and no hamlet more than it may have.
        try RawFile(store.path)
            .run(
                """
                WITH RECURSIVE hamlets (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM hamlets WHERE id < 1100)
                \(insertion)
                """)
        let refusal = try store.read { tx -> Refusal? in
            #expect(try tx.years(of: Hamlet.ID(7)).map { max($0.received, $0.pledged) } == [.documentMax])
            do {
                _ = try tx.years(of: (1...1100).map { Hamlet.ID($0) })
                return nil
            } catch let refusal as Refusal {
                return refusal
            }
        }
        #expect(refusal == .amountTooLarge)
    }
}
