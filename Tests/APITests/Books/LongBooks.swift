import TestSupport
import Testing

extension Office {
    /// `villageWithBooks` with `count` more receipts of 1,001 đồng and more, from the 1st to the 23rd of November.
    static func villageWithBooks(andReceipts count: Int) throws -> Office {
        let office = try Office.villageWithBooks()
        _ = try office.secret(of: .clerk)
        try RawFile(office.base.path)
            .tamper(
                """
                BEGIN;
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO contribution (owner, id, commune, fund, household, source, is_anonymous, method,
                    received_on, amount_dong, book, number, party_name, recorded_by, recorded_ms, version, position,
                    voucher_reason, voucher_position)
                SELECT owner, 1000000 + i, commune, fund, household, source, is_anonymous, method,
                    20261101 + i % 23, 1000 + i, book, number + i, party_name, recorded_by, recorded_ms, version,
                    1000000 + i, voucher_reason, 1000000 + i
                FROM contribution CROSS JOIN n
                WHERE id = 1;
                INSERT INTO posting (position, line, owner, fund, debit, credit, item, unit, amount, posted_on)
                SELECT id, 1, owner, fund, 'cash', 'households', '', 'dong', amount_dong, received_on
                FROM contribution
                WHERE id > 1000000;
                INSERT INTO ledger_sum (owner, fund, day, debit, credit, item, unit, amount, vouchers)
                SELECT owner, fund, posted_on, debit, credit, item, unit, sum(amount), count(*)
                FROM posting
                WHERE position > 1000000
                GROUP BY 1, 2, 3, 4, 5, 6, 7
                ON CONFLICT DO UPDATE
                SET amount = amount + excluded.amount, vouchers = vouchers + excluded.vouchers;
                UPDATE voucher_series SET last_number = last_number + \(count) WHERE kind = 'receipt';
                COMMIT;
                """)
        return office
    }
}
