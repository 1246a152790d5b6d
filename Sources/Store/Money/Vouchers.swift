package import Domain
import SQLite

extension WriteTransaction {
    /// The next number of `series`.
    ///
    /// The contribution or payment stored in the same job takes it. The schema accepts only the next number, and a
    /// refused job rolls back, so numbers have no gaps.
    package borrowing func nextNumber(in series: Voucher.Series) throws -> Int64 {
        let last = try connection.first(
            """
            SELECT last_number
            FROM voucher_series
            WHERE hamlet = ?1 AND kind = ?2 AND year = ?3 AND book = ?4
            """, series.hamlet, series.kind.rawValue, series.year, series.book
        ) { row in row.integer(0) }
        return (last ?? 0) + 1
    }
}
