package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The receipt of which `contribution` is a line; the lines are read only when there are several.
    ///
    /// - Throws: `SQLiteError` when they are not all there.
    package borrowing func receipt(of contribution: Contribution) throws -> Receipt {
        let line = contribution.voucher.line
        let first = contribution.receipt.number
        let lines =
            line == .only
            ? [contribution]
            : try all(receiptLines, contribution.owner, first, first &+ line.count &- 1)
        guard let receipt = Receipt(lines) else {
            throw SQLiteError(
                invalidRow: "the lines of receipt \(contribution.voucher.printedNumber) are not whole",
                operation: "receipt")
        }
        return receipt
    }

    /// The receipt with the line `id`.
    ///
    /// - Throws: `Refusal.notFound`; `SQLiteError`.
    package borrowing func existingReceipt(_ id: Contribution.ID) throws -> Receipt {
        try receipt(of: try existing(id))
    }
}

/// Ids of the lines follow each other, so that a range finds them.
private let receiptLines = Query(
    """
    SELECT \(Contribution.table.columns)
    FROM contribution
    WHERE contribution.owner = ?1 AND contribution.id BETWEEN ?2 AND ?3
    ORDER BY contribution.id
    """)
