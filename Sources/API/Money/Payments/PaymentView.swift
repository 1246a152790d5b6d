import Domain
import Store
import Text

/// A payment with all its lines and its voucher, for bookkeepers.
///
/// Its id, version and code are those of line 1.
struct PaymentView: Resource {
    let payment: Payment

    var location: String { "/v1/payments/\(payment.id.number)" }
    var version: Int64 { payment.first.version }
    var entityVersion: EntityVersion? {
        EntityVersion(.expenditure, id: payment.id.number, version: version)
    }

    static func current(
        _ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> PaymentView? {
        PaymentView(payment: try tx.existingPayment(Identifier(id)))
    }

    static var sample: PaymentView { PaymentView(payment: Payment(whole: [.sample])) }

    func write(to fields: inout some FieldWriter) {
        let (first, voucher) = (payment.first, payment.voucher)
        let code = voucher.map { _ in ReceiptCode(payment.id).text }
        fields.member("id", payment.id)
        fields.member("number", voucher?.printedNumber)
        fields.member("book", voucher?.series.book)
        fields.member("issued_on", voucher?.issuedOn)
        fields.member("payee", first.payee)
        fields.member("party_address", voucher?.partyAddress)
        fields.member("code", code)
        fields.member("proof", code.map { "/v1/public/receipts/" + $0 })
        fields.member("amount", payment.amount)
        fields.member("amount_in_words", amountInWords(payment.amount.amount))
        fields.count("attachments", voucher?.attachments)
        fields.list("lines", payment.lines.map { PaymentLineView(line: $0) })
        fields.member("hamlet", first.owner.hamlet)
        fields.choice("method", first.method)
        fields.member("paid_on", first.paidOn)
        first.writeSteps(to: &fields)
    }
}

/// One line of a payment: the expenditure that it is.
struct PaymentLineView: Described {
    let line: Expenditure

    static var sample: PaymentLineView { PaymentLineView(line: .sample) }

    func write(to fields: inout some FieldWriter) {
        fields.count("line", line.line.number)
        fields.member("expenditure", line.id)
        fields.member("fund", line.fund)
        fields.member("amount", line.amount)
        fields.member("item", line.item)
        fields.member("purpose", line.purpose)
        fields.member("note", line.note)
    }
}
