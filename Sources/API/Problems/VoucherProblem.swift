import Domain

/// Problems of voucher numbers and books.
extension Problem {
    /// The problem of a voucher dated before the last one of its series: which one that is, and what helps.
    static func dateBeforeSeries(_ series: Voucher.Series, _ last: Voucher.Last) -> Problem {
        let field: Field =
            switch series.kind {
            case .receipt: .receivedOn
            case .payment: .paidOn
            }
        let number = series.printed(last.number)
        return Problem(
            .dateBeforeSeries,
            errors: [
                FieldError(
                    field, .dateBeforeSeries,
                    Sentence(
                        vi: """
                            phiếu cuối của quyển \(series.book) là \(number) ngày \(last.on.printed); hãy ghi từ ngày đó, \
                            hoặc ghi vào một quyển riêng (book)
                            """,
                        en: """
                            the last voucher of book \(series.book) is \(number) of \(last.on.text); use that date or a \
                            later one, or another book (book)
                            """))
            ])
    }
}

extension Sentence {
    static var dateBeforeSeriesTitle: Sentence {
        Sentence(
            vi: "Ngày chứng từ sớm hơn phiếu cuối của quyển",
            en: "The date is before that of the last voucher")
    }
}
