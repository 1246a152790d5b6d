package import Domain
import SQLite

/// The entries of a voucher in the public log.
package struct VoucherEntries: Hashable, Sendable {
    /// The entry by which the voucher was issued.
    package let issued: Int64
    /// The last entry of its contribution or expenditure; the same while nothing changed.
    package let latest: Int64
    package let isVoided: Bool
    /// The voucher by which it was replaced, and the one that it replaces.
    package let replacedBy: ReceiptCode?
    package let replaces: ReceiptCode?
}

/// The entries that say what a voucher said before it was voided.
private let voidedSince = Query(
    """
    SELECT 1 FROM journal
    WHERE position = ?1 AND (
        kind = 'contribution.recorded'
            AND EXISTS (SELECT 1 FROM contribution WHERE id = journal.subject AND voided_ms IS NOT NULL)
        OR kind = 'expenditure.changed' AND EXISTS (
            SELECT 1 FROM expenditure
            WHERE id = journal.subject AND state = 'voided' AND expenditure.position <> journal.position))
    """)

extension Reading where Self: ~Copyable {
    /// True when what the entry at `position` says in public is public still.
    ///
    /// A voided voucher names nobody in public lists, nor says what it was for: the entry by which it was voided says
    /// the rest. Whoever has kept the entry can still check it, because its hash stays.
    package borrowing func showsPublicPart(at position: Int64) throws -> Bool {
        try connection.first(voidedSince, position) { _ in false } ?? true
    }

    /// The entries of the voucher with this code; nil when there is none.
    package borrowing func entries(of code: ReceiptCode) throws -> VoucherEntries? {
        switch code.kind {
        case .receipt:
            try connection.first(
                """
                SELECT voucher_position, position, CASE WHEN voided_ms IS NOT NULL THEN 1 ELSE 0 END, replaced_by, replaces
                FROM contribution
                WHERE id = ?1
                """, code.number
            ) { row in VoucherEntries(row) { ReceiptCode(Contribution.ID($0)) } } ?? nil
        case .payment:
            try connection.first(
                """
                SELECT voucher_position, position, CASE WHEN state = 'voided' THEN 1 ELSE 0 END, replaced_by, replaces
                FROM expenditure
                WHERE id = ?1
                """, code.number
            ) { row in VoucherEntries(row) { ReceiptCode(Expenditure.ID($0)) } } ?? nil
        }
    }
}

extension VoucherEntries {
    /// Nil for an expenditure that was not paid.
    fileprivate init?(_ row: borrowing Row, code: (Int64) -> ReceiptCode) {
        guard let issued = row.optionalInteger(0) else { return nil }
        self.init(
            issued: issued, latest: row.integer(1), isVoided: row.boolean(2),
            replacedBy: row.optionalInteger(3).map(code), replaces: row.optionalInteger(4).map(code))
    }
}
