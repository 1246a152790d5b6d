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
        /// More than 1 for a receipt or a payment of several lines.
        package let linesCount: Int64
        package private(set) var amount: Dong
        package let partyName: String
        /// That of its first line.
        package let reason: String
        /// Nil while it stands.
        package let voidReason: String?
        /// What was paid back of a receipt.
        package private(set) var refunded: Dong
        /// The contribution or the expenditure of its first line.
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
        package mutating func take(_ next: Entry) -> Bool {
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

    /// Which vouchers it has.
    package struct Filter: Hashable, Sendable {
        package let owner: FundOwner
        /// That of their numbers.
        package let year: Int
        /// Nil for both.
        package let kind: Voucher.Kind?
        /// As `VoucherBook.key` has it; nil for all.
        private let bookKey: String?

        package init(owner: FundOwner, year: Int, kind: Voucher.Kind? = nil, book: String? = nil) {
            self.owner = owner
            self.year = year
            self.kind = kind
            bookKey = book.map { VoucherBook.key(of: $0) }
        }

        /// Whether vouchers of `book` are there, however it is spelt.
        package func includes(_ book: String) -> Bool {
            bookKey.map { $0 == VoucherBook.key(of: book) } ?? true
        }
    }

    package let filter: Filter
    package let continuity: Continuity

    package init(filter: Filter, continuity: Continuity) {
        self.filter = filter
        self.continuity = continuity
    }
}
