/// A voucher (chứng từ): a receipt (phiếu thu, form C40-BB) or a payment (phiếu chi, form C41-BB).
///
/// Numbers run without gaps within a series and restart on 1 January, local time. Their dates never fall. Never
/// changed, never deleted.
///
/// - Source: Law on accounting 88/2015/QH13, Art. 16 and 18; DOMAIN §2.
package struct Voucher: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case receipt
        case payment

        /// The prefix of the printed number.
        package var prefix: String {
            switch self {
            case .receipt: "PT"
            case .payment: "PC"
            }
        }
    }

    /// A numbering series: 1, 2, 3, … The owner comes first because it keeps the book.
    package struct Series: Hashable, Sendable {
        package let owner: FundOwner
        package let kind: Kind
        package let year: Int
        package let book: String

        package init(owner: FundOwner, kind: Kind, year: Int, book: String) {
            self.owner = owner
            self.kind = kind
            self.year = year
            self.book = book
        }

        /// The printed number, such as `PT-2026-0001`, with at least four digits; `PT-2026-Q2-0001` with the book.
        package func printed(_ number: Int64, namingBook: Bool = false) -> String {
            let text = printed(number)
            guard namingBook else { return text }
            let start = text.index(text.startIndex, offsetBy: kind.prefix.count + 6)
            return text[..<start] + book + "-" + text[start...]
        }

        private func printed(_ number: Int64) -> String {
            var text = ShortText()
            for byte in kind.prefix.utf8 { text.append(byte) }
            text.append(UInt8(ascii: "-"))
            text.append(year, digits: 4)
            text.append(UInt8(ascii: "-"))
            var digitsCount = 4
            var rest = number / 10_000
            while rest > 0 {
                digitsCount += 1
                rest /= 10
            }
            text.append(Int(number), digits: digitsCount)
            return text.text
        }
    }

    /// The place of a line among the lines of its voucher: 1 of 1, but for a receipt that gives to several funds
    /// and a payment for several items or funds.
    package struct Line: Hashable, Sendable {
        package let number: Int64
        package let count: Int64

        package static let only = Line(1, of: 1)

        package init(_ number: Int64, of count: Int64) {
            self.number = number
            self.count = count
        }

        package var isFirst: Bool { number == 1 }
        package var isLast: Bool { number == count }
    }

    /// The last number taken from a series, and the date of its voucher.
    package struct Last: Hashable, Sendable {
        package let number: Int64
        package let on: LocalDate

        package init(number: Int64, on: LocalDate) {
            self.number = number
            self.on = on
        }
    }

    package let series: Series
    package let number: Int64
    /// Which line of the voucher has the amount and the reason.
    package let line: Line
    /// True when its owner had several books, so that the printed number names this one.
    package let namesBook: Bool
    package let issuedOn: LocalDate
    package let amount: Dong
    /// The payer's or payee's name as printed.
    ///
    /// It stays when the head of the household changes.
    package let partyName: String
    package let partyAddress: String
    package let reason: String
    /// How many original documents come with it (kèm theo … chứng từ gốc); nil when nobody said.
    package let attachments: Int64?

    package static let attachmentsMax: Int64 = 999

    package init(
        series: Series, number: Int64, line: Line = .only, namesBook: Bool = false, issuedOn: LocalDate,
        amount: Dong, partyName: String, partyAddress: String, reason: String, attachments: Int64? = nil
    ) {
        self.series = series
        self.number = number
        self.line = line
        self.namesBook = namesBook
        self.issuedOn = issuedOn
        self.amount = amount
        self.partyName = partyName
        self.partyAddress = partyAddress
        self.reason = reason
        self.attachments = attachments
    }

    package var printedNumber: String { series.printed(number, namingBook: namesBook) }

    /// Its number and date, for its series.
    package var last: Last { Last(number: number, on: issuedOn) }
}

extension Voucher.Last? {
    /// The number after this one in `series`, for a voucher of `day`; 1 when the series has no number yet.
    ///
    /// - Throws: `VoucherRefusal.dateBeforeSeries` when the last voucher is of a later date.
    package func next(in series: Voucher.Series, on day: LocalDate) throws(Refusal) -> Voucher.Last {
        guard let self else { return Voucher.Last(number: 1, on: day) }
        guard day >= self.on else { throw .voucher(.dateBeforeSeries(series, last: self)) }
        return Voucher.Last(number: self.number + 1, on: day)
    }
}
