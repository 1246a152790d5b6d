import Domain
import SQLite
import Store

/// What the vouchers of a series imply for its row.
private struct SeriesEnd {
    var lastNumber: Int64 = 0
    var lastOn: Int64 = 0
    /// The number from which on no date falls.
    var orderedFrom: Int64 = 1
}

extension Verifier {
    /// Checks that the numbers of each series run from 1 without gaps, that their dates do not fall, and that the
    /// series stores the last one.
    func verifyNumbers(of books: OwnerBooks) throws {
        var ends: [VerifiedSeries: SeriesEnd] = [:]
        for (series, vouchers) in books.numbers.sorted(by: { $0.key < $1.key }) {
            ends[series] = verifyNumbers(vouchers, of: series.named(of: books.owner))
        }
        try verifySeries(ends, of: books.owner)
    }

    private func verifyNumbers(_ vouchers: [Voucher.Last], of series: Voucher.Series) -> SeriesEnd {
        var end = SeriesEnd()
        for voucher in vouchers.sorted(by: { $0.number < $1.number }) {
            if voucher.number == end.lastNumber {
                report(.numberShared(series, number: voucher.number))
            } else if voucher.number != end.lastNumber &+ 1 {
                report(.numberMissing(series, number: end.lastNumber &+ 1))
            }
            let day = Int64(voucher.on.packed)
            if day < end.lastOn { end.orderedFrom = voucher.number }
            (end.lastNumber, end.lastOn) = (voucher.number, day)
        }
        return end
    }

    private func verifySeries(_ computed: [VerifiedSeries: SeriesEnd], of owner: FundOwner) throws {
        var unmatched = computed
        try connection.forEach(
            """
            SELECT kind, year, book, last_number, last_on, ordered_from
            FROM voucher_series
            WHERE owner = ?1
            """, owner
        ) { row in
            guard let kind = Voucher.Kind(rawValue: row.text(0)) else {
                return report(.voucherKindUnknown(owner: owner.text, kind: row.text(0)))
            }
            let key = VerifiedSeries(kind: kind, year: row.integer(1), book: row.text(2))
            let series = key.named(of: owner)
            let end = unmatched.removeValue(forKey: key)
            if end?.lastNumber != row.integer(3) {
                report(.lastNumberDiffers(series, stored: row.integer(3), computed: end?.lastNumber))
            }
            guard let end else { return }
            if end.lastOn != row.integer(4) {
                report(.lastDateDiffers(series, stored: row.integer(4), computed: end.lastOn))
            }
            if end.orderedFrom > row.integer(5) { report(.dateFalls(series, number: end.orderedFrom)) }
            if end.orderedFrom < row.integer(5) {
                report(.orderBeginsEarlier(series, stored: row.integer(5), computed: end.orderedFrom))
            }
        }
        for (key, end) in unmatched.sorted(by: { $0.key < $1.key }) {
            report(.lastNumberDiffers(key.named(of: owner), stored: nil, computed: end.lastNumber))
        }
    }
}

extension VerifiedSeries: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.kind.rawValue, left.year, left.book) < (right.kind.rawValue, right.year, right.book)
    }

    fileprivate func named(of owner: FundOwner) -> Voucher.Series {
        Voucher.Series(owner: owner, kind: kind, year: Int(year), book: book)
    }
}
