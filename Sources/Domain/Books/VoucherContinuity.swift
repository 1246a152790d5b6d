extension VoucherRegister {
    /// Whether the numbers of a register are complete: the numbers that were given and that no voucher has, and the
    /// vouchers whose number was not given or that share one.
    ///
    /// Both are always 0 in a file that nobody damaged: the schema gives out the next number only, and vouchers are
    /// never erased. It takes the vouchers one by one and keeps none, because a year may have any number of them.
    package struct Continuity: Hashable, Sendable {
        /// The most numbers that the report names.
        package static let namedMax = 100

        /// How far a book has been read.
        private struct Progress: Hashable {
            let series: Series
            var last: Int64 = 0
            var foundCount: Int64 = 0
            /// At most `namedMax`.
            var missing: [Int64] = []

            /// Names the numbers after the last one and before `number`.
            mutating func miss(before number: Int64) {
                var next = last + 1
                while next < number, missing.count < namedMax {
                    missing.append(next)
                    next += 1
                }
            }
        }

        private struct Key: Hashable {
            let kind: Voucher.Kind
            let book: String
        }

        private let owner: FundOwner
        private let year: Int
        private var books: [Progress]
        private var indexes: [Key: Int] = [:]
        package private(set) var vouchersCount: Int64 = 0
        package private(set) var voidedCount: Int64 = 0
        package private(set) var excessCount: Int64 = 0

        /// - Parameters:
        ///   - filter: the vouchers that will be counted.
        ///   - series: the books of the filter with their last numbers.
        package init(of filter: Filter, series: [Series]) {
            owner = filter.owner
            year = filter.year
            books = series.map { Progress(series: $0) }
            for (index, series) in series.enumerated() {
                indexes[Key(kind: series.kind, book: series.book)] = index
            }
        }

        /// Takes in the next voucher; those of a book come by their numbers.
        package mutating func count(_ entry: Entry) {
            vouchersCount += 1
            if entry.state == .voided { voidedCount += 1 }
            guard let index = indexes[Key(kind: entry.kind, book: entry.book)],
                entry.number > books[index].last, entry.number <= max(1, books[index].series.last)
            else {
                excessCount += 1
                return
            }
            books[index].miss(before: entry.number)
            books[index].last = entry.number
            books[index].foundCount += 1
        }

        package var booksCount: Int64 { Int64(books.count) }

        /// How many numbers were given.
        package var givenCount: Int64 { books.map(\.series).sum(of: \.last) }

        package var missingCount: Int64 {
            books.map { $0.series.last.addingClamped(-$0.foundCount) }.sum(of: \.self)
        }

        /// The first missing numbers, as they would be printed.
        package var missing: [String] {
            var result: [String] = []
            for var book in books where result.count < Continuity.namedMax {
                book.miss(before: book.series.last &+ 1)
                let printed = Voucher.Series(
                    owner: owner, kind: book.series.kind, year: year, book: book.series.book)
                result += book.missing.prefix(Continuity.namedMax - result.count)
                    .map { printed.printed($0, namingBook: true) }
            }
            return result
        }

        package var isComplete: Bool { missingCount == 0 && excessCount == 0 }
    }
}
