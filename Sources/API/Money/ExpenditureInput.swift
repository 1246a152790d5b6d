import Domain

struct NewExpenditureInput: Input {
    let fund: Fund.ID
    let payee: String
    /// Public.
    let purpose: String
    /// Never public.
    let note: String?
    let item: String
    let amount: Dong
    let method: Contribution.Method

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        payee = decoder.name("payee", upTo: NewExpenditureInput.payeeLengthMax)
        purpose = decoder.expenditurePurpose()
        note = decoder.expenditureNote()
        item = decoder.expenditureItem()
        amount = decoder.dong("amount")
        method = decoder.choice("method", of: Contribution.Method.self)
    }

    /// One line of a payment.
    init(to payee: String, by method: Contribution.Method, _ line: PaymentLineInput) {
        self.payee = payee
        self.method = method
        fund = line.fund
        purpose = line.purpose
        note = line.note
        item = line.item
        amount = line.amount
    }

    static let payeeLengthMax = 100

    var target: Target? { Target(fund, named: .fund) }
}

extension RequestDecoder {
    /// What an expenditure is for, publicly.
    mutating func expenditurePurpose() -> String { publicText("purpose", upTo: 300) }

    /// What only the office may know about an expenditure.
    mutating func expenditureNote() -> String? { optionalText("note", upTo: 1000) }

    mutating func expenditureItem() -> String { optionalPublicText("item", upTo: 100) ?? "Chi khác" }
}

struct NewRefundInput: Input {
    let contribution: Contribution.ID
    let amount: Dong
    let reason: String
    /// Nil means the method of the contribution.
    let method: Contribution.Method?
    /// The paying fund, required when several funds succeeded the one that received the contribution.
    let fund: Fund.ID?

    init(from decoder: inout RequestDecoder) {
        contribution = decoder.id("id", in: .path)
        amount = decoder.dong("amount")
        reason = decoder.text("reason", upTo: 300)
        method = decoder.optionalChoice("method", of: Contribution.Method.self)
        fund = decoder.optionalID("fund")
    }

    /// A contribution to a closed fund is refunded by its successor.
    var target: Target? { Target(contribution, mayBeClosed: true) }
}

struct PaymentInput: Input {
    let id: Expenditure.ID
    /// Nil means today.
    let paidOn: LocalDate?
    /// As printed on the voucher; nil means that of the refunded receipt, otherwise none.
    let payeeAddress: String?
    /// Nil means the default book.
    let book: String?
    let defaultBook: String
    let attachments: Int64?

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        paidOn = decoder.optionalDate("paid_on")
        payeeAddress = decoder.optionalText("payee_address", upTo: 200)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        attachments = decoder.attachments()
    }

    var target: Target? { Target(id) }
}
