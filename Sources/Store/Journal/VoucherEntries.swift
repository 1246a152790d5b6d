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
    /// Of a voucher of several lines each line, in order; otherwise empty.
    package fileprivate(set) var lines: [Line] = []
    /// Which line the code is of.
    fileprivate var line = Voucher.Line.only

    /// A line of a voucher, which has an entry of its own.
    package struct Line: Hashable, Sendable {
        package let number: Int64
        package let code: ReceiptCode
        package let fund: Fund.ID
        package let amount: Dong

        package init(number: Int64, code: ReceiptCode, fund: Fund.ID, amount: Dong) {
            self.number = number
            self.code = code
            self.fund = fund
            self.amount = amount
        }
    }
}

private let receiptEntries = Query(
    """
    SELECT voucher_position, position, CASE WHEN voided_ms IS NOT NULL THEN 1 ELSE 0 END, replaced_by, replaces,
        voucher_line, voucher_lines
    FROM contribution
    WHERE id = ?1
    """)

private let paymentEntries = Query(
    """
    SELECT voucher_position, position, CASE WHEN state = 'voided' THEN 1 ELSE 0 END, replaced_by, replaces,
        voucher_line, voucher_lines
    FROM expenditure
    WHERE id = ?1
    """)

private let linesOfReceipt = Query(
    """
    SELECT line.id, line.voucher_line, line.fund, line.amount_dong
    FROM contribution JOIN contribution AS line ON line.owner = contribution.owner
    WHERE contribution.id = ?1 AND line.id BETWEEN ?2 AND ?3 AND line.voucher_lines = ?4
    ORDER BY line.id
    """)

private let linesOfPayment = Query(
    """
    SELECT line.id, line.voucher_line, line.fund, line.amount_dong
    FROM expenditure JOIN expenditure AS line ON line.owner = expenditure.owner
    WHERE expenditure.id = ?1 AND line.id BETWEEN ?2 AND ?3 AND line.voucher_lines = ?4
    ORDER BY line.id
    """)

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
        let found = try connection.first(
            code.kind == .receipt ? receiptEntries : paymentEntries, code.number
        ) { row in
            var entries = VoucherEntries(row) { ReceiptCode(code.kind, $0) }
            entries?.line = Voucher.Line(row.integer(5), of: row.integer(6))
            return entries
        }
        guard var entries = found ?? nil else { return nil }
        if entries.line != .only { entries.lines = try lines(with: entries.line, of: code) }
        return entries
    }

    /// The lines of the voucher of which `code` is that of the line `line`; fewer when some are missing.
    private borrowing func lines(
        with line: Voucher.Line, of code: ReceiptCode
    ) throws -> [VoucherEntries.Line] {
        let first = code.number &- line.number &+ 1
        return try connection.all(
            code.kind == .receipt ? linesOfReceipt : linesOfPayment, code.number, first,
            first &+ line.count &- 1, line.count
        ) { row in
            VoucherEntries.Line(
                number: row.integer(1), code: ReceiptCode(code.kind, row.integer(0)), fund: row.id(2),
                amount: row.dong(3))
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
