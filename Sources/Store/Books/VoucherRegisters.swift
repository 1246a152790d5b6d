package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The vouchers of `owner` in `year`, by kind, book and number.
    ///
    /// - Parameters:
    ///   - owner: who gave them out.
    ///   - year: the year of their numbers.
    ///   - kind: receipts or payments; nil for both.
    /// - Returns: the register.
    /// - Throws: `SQLiteError`.
    package borrowing func voucherRegister(
        of owner: FundOwner, in year: Int, kind: Voucher.Kind?
    ) throws -> VoucherRegister {
        let lines = try connection.all(
            vouchersOfYear, owner, year * 10_000, year * 10_000 + 9999, kind?.rawValue
        ) { row in readEntry(row, of: owner, in: year) }
        let series = try connection.all(
            """
            SELECT kind, book, last_number
            FROM voucher_series
            WHERE owner = ?1 AND year = ?2 AND (?3 IS NULL OR kind = ?3)
            ORDER BY kind DESC, book
            """, owner, year, kind?.rawValue
        ) { row in VoucherRegister.Series(kind: row.choice(0), book: row.text(1), last: row.integer(2)) }
        return VoucherRegister(owner: owner, year: year, lines: lines, series: series)
    }
}

private func readEntry(_ row: borrowing Row, of owner: FundOwner, in year: Int) -> VoucherRegister.Entry {
    let (kind, book): (Voucher.Kind, String) = (row.choice(0), row.text(1))
    let series = Voucher.Series(owner: owner, kind: kind, year: year, book: book)
    let number = row.integer(2)
    return VoucherRegister.Entry(
        kind: kind, book: book, number: number, line: Voucher.Line(row.integer(12), of: row.integer(13)),
        printedNumber: series.printed(number, namingBook: row.boolean(3)), issuedOn: row.date(4),
        fund: row.id(5), amount: row.positiveDong(6), partyName: row.text(7), reason: row.text(8),
        voidReason: row.optionalText(9), refunded: row.dong(10),
        subject: kind == .receipt ? .contribution(row.id(11)) : .expenditure(row.id(11)))
}

/// Receipts first.
private let vouchersOfYear = Query(
    """
    SELECT 'receipt', book, number, names_book, coalesce(issued_on, received_on), fund, amount_dong, party_name, voucher_reason,
        void_reason, refunded_dong, id, voucher_line, voucher_lines
    FROM contribution
    WHERE owner = ?1 AND coalesce(issued_on, received_on) BETWEEN ?2 AND ?3
        AND (?4 IS NULL OR ?4 = 'receipt')
    UNION ALL
    SELECT 'payment', book, number, names_book, coalesce(issued_on, paid_on), fund, amount_dong, payee, voucher_reason,
        reason, 0, id, voucher_line, voucher_lines
    FROM expenditure
    WHERE owner = ?1 AND number IS NOT NULL AND coalesce(issued_on, paid_on) BETWEEN ?2 AND ?3
        AND (?4 IS NULL OR ?4 = 'payment')
    ORDER BY 1 DESC, 2, 3, 13, 12
    """)
