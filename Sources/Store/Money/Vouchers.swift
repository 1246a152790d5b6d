package import Domain
import SQLite

extension WriteTransaction {
    /// The next number of `series`, for a voucher of `day`.
    ///
    /// The contribution or payment stored in the same job takes it. The schema accepts only the next number and no
    /// earlier date, and a refused job rolls back, so numbers have no gaps and dates never fall.
    ///
    /// - Throws: `VoucherRefusal.dateBeforeSeries` when the last voucher is of a later date.
    package borrowing func nextNumber(in series: Voucher.Series, on day: LocalDate) throws -> Int64 {
        try number(after: lastVoucher(of: series), in: series, on: day)
    }

    /// The number after `last`, which is the last one of `series`.
    ///
    /// - Throws: `VoucherRefusal.dateBeforeSeries`, which names the last voucher as it was printed.
    borrowing func number(
        after last: Voucher.Last?, in series: Voucher.Series, on day: LocalDate
    ) throws -> Int64 {
        do throws(Refusal) {
            return try last.next(in: series, on: day).number
        } catch .voucher(.dateBeforeSeries(let series, let last, _)) {
            let namesBook = try namesBook(last.number, in: series)
            throw Refusal.voucher(.dateBeforeSeries(series, last: last, namesBook: namesBook))
        }
    }

    /// Whether the printed number of a voucher of `series` names its book.
    private borrowing func namesBook(_ number: Int64, in series: Voucher.Series) throws -> Bool {
        try connection.first(
            """
            SELECT names_book
            FROM contribution
            WHERE ?2 = 'receipt' AND owner = ?1
                AND coalesce(issued_on, received_on) / 10000 = ?3 AND book = ?4 AND number = ?5
            UNION ALL
            SELECT names_book
            FROM expenditure
            WHERE ?2 = 'payment' AND owner = ?1
                AND coalesce(issued_on, paid_on) / 10000 = ?3 AND book = ?4 AND number = ?5
            """, series.owner, series.kind.rawValue, series.year, series.book, number
        ) { row in row.boolean(0) } ?? false
    }

    borrowing func lastVoucher(of series: Voucher.Series) throws -> Voucher.Last? {
        try connection.first(
            """
            SELECT last_number, last_on
            FROM voucher_series
            WHERE owner = ?1 AND kind = ?2 AND year = ?3 AND book = ?4
            """, series.owner, series.kind.rawValue, series.year, series.book
        ) { row in Voucher.Last(number: row.integer(0), on: row.date(1)) }
    }
}

extension Reading where Self: ~Copyable {
    /// All series of `owner` with their last numbers, by year, receipts first.
    package borrowing func voucherSeries(
        of owner: FundOwner
    ) throws -> [(series: Voucher.Series, last: Int64)] {
        try connection.all(
            """
            SELECT kind, year, book, last_number
            FROM voucher_series
            WHERE owner = ?1
            ORDER BY year, kind DESC, book
            """, owner
        ) { row in
            let year = Int(row.integer(1))
            return (
                Voucher.Series(owner: owner, kind: row.choice(0), year: year, book: row.text(2)),
                row.integer(3)
            )
        }
    }
}
