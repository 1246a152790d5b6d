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
        try lastVoucher(of: series).next(in: series, on: day).number
    }

    borrowing func lastVoucher(of series: Voucher.Series) throws -> Voucher.Last? {
        try connection.first(
            """
            SELECT last_number, last_on
            FROM voucher_series
            WHERE hamlet = ?1 AND kind = ?2 AND year = ?3 AND book = ?4
            """, series.hamlet, series.kind.rawValue, series.year, series.book
        ) { row in Voucher.Last(number: row.integer(0), on: row.date(1)) }
    }
}
