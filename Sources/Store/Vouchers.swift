package import Domain
import SQLite

extension WriteTransaction {
    /// The next number of `series`, taken.
    ///
    /// A job that is refused gives it back, so numbers have no gaps.
    package borrowing func nextNumber(in series: Voucher.Series) throws -> Int64 {
        let number = try connection.first(
            """
            INSERT INTO voucher_series (hamlet, kind, year, book, last_number) VALUES (?1, ?2, ?3, ?4, 1)
            ON CONFLICT (hamlet, kind, year, book) DO UPDATE SET last_number = last_number + 1
            RETURNING last_number
            """, series.hamlet, series.kind.rawValue, series.year, series.book
        ) { row in row.integer(0) }
        guard let number else { preconditionFailure("RETURNING gave no row") }
        return number
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
