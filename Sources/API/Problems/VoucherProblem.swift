import Domain

/// Problems of voucher numbers and books.
extension Problem {
    init(of refusal: VoucherRefusal) {
        switch refusal {
        case .dateBeforeSeries(let series, let last, let namesBook):
            self = Problem.dateBeforeSeries(series, last, namesBook: namesBook)
        case .bookNotRegistered(let name): self = Problem.bookNotRegistered(name)
        case .bookClosed(let name): self = Problem.bookClosed(name)
        case .severalLines(let voucher, let step): self = Problem.severalLines(voucher, step)
        }
    }

    /// The problem of a voucher dated before the last one of its series: which one that is, and what helps.
    private static func dateBeforeSeries(
        _ series: Voucher.Series, _ last: Voucher.Last, namesBook: Bool
    ) -> Problem {
        let field: Field =
            switch series.kind {
            case .receipt: .receivedOn
            case .payment: .paidOn
            }
        let number = series.printed(last.number, namingBook: namesBook)
        return Problem(
            .dateBeforeSeries,
            errors: [
                FieldError(
                    field, .dateBeforeSeries,
                    Sentence(
                        vi: """
                            phiếu cuối của quyển \(series.book) là \(number) ngày \(last.on.printed); hãy ghi \
                            từ ngày đó, hoặc ghi vào một quyển riêng (book)
                            """,
                        en: """
                            the last voucher of book \(series.book) is \(number) of \(last.on.text); use that \
                            date or a later one, or another book (book)
                            """))
            ])
    }
}

extension Problem {
    /// The problem of a book that the hamlet does not have: who registers it, and how.
    private static func bookNotRegistered(_ name: String) -> Problem {
        let detail = Sentence(
            vi:
                "chưa có quyển \(name); cần đăng ký quyển trước (người thực hiện: kế toán), hoặc bỏ trống để dùng quyển mặc định",
            en: "no book \(name); the accountant registers it first, or leave it out to use the default book")
        return Problem(.bookNotRegistered, errors: [FieldError(.book, .bookNotRegistered, detail)])
    }

    private static func bookClosed(_ name: String) -> Problem {
        let detail = Sentence(
            vi: "quyển \(name) đã khóa; hãy dùng quyển khác",
            en: "book \(name) is closed; use another one")
        return Problem(.bookClosed, errors: [FieldError(.book, .bookClosed, detail)])
    }
}

extension Problem {
    /// The problem of a step on one line of a voucher: the request that takes it on the whole.
    private static func severalLines(_ voucher: VoucherPrint.Subject, _ step: String) -> Problem {
        Problem(.severalLines, detail: .wholeVoucher(voucher, step))
    }
}

extension Sentence {
    fileprivate static func wholeVoucher(_ voucher: VoucherPrint.Subject, _ step: String) -> Sentence {
        switch (voucher, step) {
        case (.receipt(let receipt), _):
            let path = "POST /v1/receipts/\(receipt.number)/\(step)"
            return Sentence(
                vi: "Phiếu thu này có nhiều dòng; hãy hủy hoặc thay cả phiếu: \(path).",
                en: "The receipt has several lines; take the step on the whole of it: \(path).")
        case (.payment(let payment), "owe"):
            let path = "POST /v1/payments/\(payment.number)/cancel"
            return Sentence(
                vi:
                    "Khoản chi này có nhiều dòng nên không ghi nợ được; hãy hủy (\(path)) và đề nghị "
                    + "riêng từng khoản.",
                en:
                    "A payment of several lines is not owed; cancel it (\(path)) and request each line by itself."
            )
        case (.payment(let payment), _):
            let path = "POST /v1/payments/\(payment.number)/\(step)"
            return Sentence(
                vi: "Khoản chi này có nhiều dòng; hãy thực hiện trên cả khoản chi: \(path).",
                en: "The payment has several lines; take the step on the whole of it: \(path).")
        }
    }
}

extension Sentence {
    static var severalLinesTitle: Sentence {
        Sentence(
            vi: "Không thực hiện riêng trên một dòng của phiếu nhiều dòng",
            en: "No step is taken on one line of a voucher of several lines by itself")
    }

    static var bookNameForm: Sentence {
        let count = VoucherBook.newNameLengthMax
        return Sentence(
            vi: "từ 1 đến \(count) chữ cái, chữ số; không giống số phiếu (như 0001)",
            en: "1 to \(count) letters and digits, not like the number of a voucher (such as 0001)")
    }

    static var bookNotRegisteredTitle: Sentence {
        Sentence(vi: "Quyển phiếu chưa đăng ký", en: "The book of vouchers is not registered")
    }

    static var bookClosedTitle: Sentence {
        Sentence(vi: "Quyển phiếu đã khóa", en: "The book of vouchers is closed")
    }

    static var dateBeforeSeriesTitle: Sentence {
        Sentence(
            vi: "Ngày chứng từ sớm hơn phiếu cuối của quyển",
            en: "The date is before that of the last voucher")
    }
}
