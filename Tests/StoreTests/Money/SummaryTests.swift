import Domain
import Store
import TestSupport
import Testing

@Suite struct SummaryTests {
    @Test func `totals of many hamlets that leave 64 bits are refused`() throws {
        let store = try TestStore()
        // More than 2^63 together, and no hamlet more than it may have.
        try RawFile(store.path)
            .run(
                """
                WITH RECURSIVE hamlets (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM hamlets WHERE id < 1100)
                INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                SELECT 'h' || id, id, 20260101, 'cash', 'households', '', 'dong', 9007199254740991, 1
                FROM hamlets
                """)
        let refusal = try store.read { tx -> Refusal? in
            #expect(try tx.years(of: Hamlet.ID(7)).map(\.received) == [.documentMax])
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
