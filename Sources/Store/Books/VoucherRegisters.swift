package import Domain
import SQLite

extension Reading where Self: ~Copyable {
    /// The register of the vouchers that `filter` matches, which are counted one by one and not kept.
    package borrowing func voucherRegister(
        matching filter: VoucherRegister.Filter
    ) throws -> VoucherRegister {
        let series = try connection.all(
            """
            SELECT kind, book, last_number
            FROM voucher_series
            WHERE owner = ?1 AND year = ?2 AND (?3 IS NULL OR kind = ?3)
            ORDER BY kind DESC, book
            """, filter.owner, filter.year, filter.kind?.rawValue
        ) { row in VoucherRegister.Series(kind: row.choice(0), book: row.text(1), last: row.integer(2)) }
        var continuity = VoucherRegister.Continuity(
            of: filter, series: series.filter { filter.includes($0.book) })
        try forEachVoucher(matching: filter) { continuity.count($0) }
        return VoucherRegister(filter: filter, continuity: continuity)
    }

    /// Passes each voucher that `filter` matches to `body`, by kind, book and number, with the sums of its lines.
    ///
    /// The rows are sorted within the cache of the connection, or in a temporary file, so that memory does not grow
    /// with their number.
    package borrowing func forEachVoucher(
        matching filter: VoucherRegister.Filter, _ body: (VoucherRegister.Entry) throws -> Void
    ) throws {
        var open: VoucherRegister.Entry?
        var known: (book: String, isIncluded: Bool)?
        try connection.forEach(
            vouchersOfYear, filter.owner, filter.year * 10_000, filter.year * 10_000 + 9999,
            filter.kind?.rawValue
        ) { row in
            let line = readEntry(row, of: filter.owner, in: filter.year)
            try row.check()
            if known?.book != line.book { known = (line.book, filter.includes(line.book)) }
            guard known?.isIncluded == true else { return }
            if open?.take(line) == true { return }
            if let voucher = open { try body(voucher) }
            open = line
        }
        if let voucher = open { try body(voucher) }
    }

    /// The vouchers of `filter` that `number` may be: those printed like that, otherwise those with it in any book.
    package borrowing func vouchers(
        matching filter: VoucherRegister.Filter, numbered number: VoucherNumber
    ) throws -> [VoucherRegister.Entry] {
        var found: [VoucherRegister.Entry] = []
        try forEachVoucher(matching: filter) { if number.matches($0) { found.append($0) } }
        let exact = found.filter { VoucherNumber(typed: $0.printedNumber)?.book == number.book }
        return exact.isEmpty ? found : exact
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
