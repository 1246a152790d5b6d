/// The vouchers of a year (sổ đăng ký chứng từ) and whether their numbers are complete.
package struct VoucherRegister: Hashable, Sendable {
    /// Whether a voucher stands.
    package enum State: String, CaseIterable, Sendable {
        case valid
        case partlyRefunded = "partly_refunded"
        case refunded
        /// Its number is kept and its postings are reversed.
        case voided
    }

    /// What was given out.
    package enum Subject: Hashable, Sendable {
        case contribution(Contribution.ID)
        case expenditure(Expenditure.ID)
    }

    /// A voucher, with the sums of its lines.
    package struct Entry: Hashable, Sendable {
        package let kind: Voucher.Kind
        package let book: String
        package let number: Int64
        package let printedNumber: String
        package let issuedOn: LocalDate
        /// That of its first line.
        package let fund: Fund.ID
        /// More than 1 for a receipt that gives to several funds.
        package let linesCount: Int64
        package private(set) var amount: Dong
        package let partyName: String
        /// That of its first line.
        package let reason: String
        /// Nil while it stands.
        package let voidReason: String?
        /// What was paid back of a receipt.
        package private(set) var refunded: Dong
        /// The contribution of its first line, or the expenditure.
        package let subject: Subject
        private var line: Voucher.Line

        package init(
            kind: Voucher.Kind, book: String, number: Int64, line: Voucher.Line = .only,
            printedNumber: String, issuedOn: LocalDate, fund: Fund.ID, amount: Dong, partyName: String,
            reason: String, voidReason: String?, refunded: Dong, subject: Subject
        ) {
            self.kind = kind
            self.book = book
            self.number = number
            self.printedNumber = printedNumber
            self.issuedOn = issuedOn
            self.line = line
            self.fund = fund
            linesCount = line.count
            self.amount = amount
            self.partyName = partyName
            self.reason = reason
            self.voidReason = voidReason
            self.refunded = refunded
            self.subject = subject
        }

        package var state: State {
            if voidReason != nil { return .voided }
            if refunded == .zero { return .valid }
            return refunded < amount ? .partlyRefunded : .refunded
        }

        /// Takes in the next line of the same voucher.
        ///
        /// - Returns: whether `next` is that.
        fileprivate mutating func take(_ next: Entry) -> Bool {
            guard next.line == Voucher.Line(line.number &+ 1, of: line.count), next.kind == kind,
                next.book == book, next.number == number
            else { return false }
            line = next.line
            amount = Dong(amount.amount.addingClamped(next.amount.amount))
            refunded = Dong(refunded.amount.addingClamped(next.refunded.amount))
            return true
        }
    }

    /// A book of a kind, with the last number that it gave.
    package struct Series: Hashable, Sendable {
        package let kind: Voucher.Kind
        package let book: String
        package let last: Int64

        package init(kind: Voucher.Kind, book: String, last: Int64) {
            self.kind = kind
            self.book = book
            self.last = last
        }
    }

    /// The most numbers that the report of gaps names.
    package static let namedMax = 100

    package let owner: FundOwner
    package let year: Int
    /// By kind, book and number.
    package let entries: [Entry]
    package let series: [Series]

    package init(owner: FundOwner, year: Int, entries: [Entry], series: [Series]) {
        self.owner = owner
        self.year = year
        self.entries = entries
        self.series = series
    }

    /// The register of `lines`, which are by kind, book, number and line: one entry for each voucher.
    package init(owner: FundOwner, year: Int, lines: [Entry], series: [Series]) {
        var entries: [Entry] = []
        for line in lines {
            if let last = entries.indices.last, entries[last].take(line) { continue }
            entries.append(line)
        }
        self.init(owner: owner, year: year, entries: entries, series: series)
    }

    /// The same register of one book, however it is spelt.
    package func ofBook(_ book: String) -> VoucherRegister {
        let key = VoucherBook.key(of: book)
        return VoucherRegister(
            owner: owner, year: year, entries: entries.filter { VoucherBook.key(of: $0.book) == key },
            series: series.filter { VoucherBook.key(of: $0.book) == key })
    }

    /// The vouchers that `number` may be: those printed like that, otherwise those with the number in any book.
    package func entries(of number: VoucherNumber) -> [Entry] {
        let found = entries.filter { number.matches($0) }
        let exact = found.filter { VoucherNumber(typed: $0.printedNumber)?.book == number.book }
        return exact.isEmpty ? found : exact
    }

    /// The numbers that were given and that no voucher has, and those that were not given or have several vouchers.
    ///
    /// Both are always 0 in a file that nobody damaged: the schema gives out the next number only, and vouchers are
    /// never erased.
    package var gaps: (missingCount: Int64, missing: [String], excessCount: Int64) {
        var result: (missingCount: Int64, missing: [String], excessCount: Int64) = (0, [], 0)
        let given = Dictionary(grouping: entries) { Series(kind: $0.kind, book: $0.book, last: 0) }
        for series in series {
            let found = given[Series(kind: series.kind, book: series.book, last: 0)] ?? []
            let numbers = Set(found.map(\.number).filter { (1...max(1, series.last)).contains($0) })
            result.missingCount = result.missingCount.addingClamped(series.last - Int64(numbers.count))
            result.excessCount = result.excessCount.addingClamped(Int64(found.count - numbers.count))
            let printed = Voucher.Series(owner: owner, kind: series.kind, year: year, book: series.book)
            var number: Int64 = 1
            while number <= series.last, result.missing.count < VoucherRegister.namedMax,
                result.missing.count < result.missingCount
            {
                if !numbers.contains(number) {
                    result.missing.append(printed.printed(number, namingBook: true))
                }
                number += 1
            }
        }
        let known = Set(series.map { Series(kind: $0.kind, book: $0.book, last: 0) })
        for (key, found) in given where !known.contains(key) {
            result.excessCount = result.excessCount.addingClamped(Int64(found.count))
        }
        return result
    }
}
