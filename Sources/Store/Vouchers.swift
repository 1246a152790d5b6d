package import Domain
import SQLite

extension WriteTransaction {
    /// The next number of `series`, taken.
    ///
    /// A job that is refused gives it back, so numbers have no gaps.
    package borrowing func nextNumber(in series: Voucher.Series) throws -> Int64 {
        let number = try lastNumber(in: series) + 1
        try save(lastNumber: number, in: series)
        return number
    }

    /// The last number that was taken of `series`, 0 when none was.
    borrowing func lastNumber(in series: Voucher.Series) throws -> Int64 {
        try connection.first(
            """
            SELECT last_number
            FROM voucher_series
            WHERE hamlet = ?1 AND kind = ?2 AND year = ?3 AND book = ?4
            """, series.hamlet, series.kind.rawValue, series.year, series.book
        ) { row in row.integer(0) } ?? 0
    }

    borrowing func save(lastNumber number: Int64, in series: Voucher.Series) throws(SQLiteError) {
        try connection.run(
            """
            INSERT INTO voucher_series (hamlet, kind, year, book, last_number) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = ?5
            """, series.hamlet, series.kind.rawValue, series.year, series.book, number)
    }

    borrowing func insert(_ voucher: Voucher) throws {
        try connection.run(
            """
            INSERT INTO voucher (hamlet, kind, year, book, number, issued_on, amount_dong, party_name,
                party_address, reason)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """, voucher.series.hamlet, voucher.series.kind.rawValue, voucher.series.year,
            voucher.series.book,
            voucher.number, voucher.issuedOn, voucher.amount, voucher.partyName, voucher.partyAddress,
            voucher.reason)
    }
}
