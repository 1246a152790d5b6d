import Domain
import Store
import Text

/// A receipt with all its lines, for bookkeepers.
///
/// Its id, version and code are those of line 1.
struct IssuedReceiptView: Resource {
    let receipt: Receipt

    init(receipt: Receipt) { self.receipt = receipt }

    /// The receipt with these lines as they are now.
    init(_ lines: [Contribution]) { self.init(receipt: Receipt(whole: lines)) }

    var location: String { "/v1/receipts/\(receipt.id.number)" }
    var version: Int64 { receipt.first.versionWithRefunds }
    var entityVersion: EntityVersion? {
        EntityVersion(.contribution, id: receipt.id.number, version: version)
    }

    static func current(
        _ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> IssuedReceiptView? {
        IssuedReceiptView(receipt: try tx.existingReceipt(Identifier(id)))
    }

    static var sample: IssuedReceiptView {
        IssuedReceiptView([.sample])
    }

    func write(to fields: inout some FieldWriter) {
        let (first, voucher) = (receipt.first, receipt.voucher)
        let code = ReceiptCode(receipt.id)
        fields.member("id", receipt.id)
        fields.member("number", voucher.printedNumber)
        fields.member("book", voucher.series.book)
        fields.member("issued_on", voucher.issuedOn)
        fields.member("party_name", voucher.partyName)
        fields.member("party_address", voucher.partyAddress)
        fields.member("code", code.text)
        fields.member("proof", "/v1/public/receipts/" + code.text)
        fields.member("amount", receipt.amount)
        fields.member("amount_in_words", amountInWords(receipt.amount.amount))
        fields.member("refunded", receipt.refunded)
        fields.count("attachments", voucher.attachments)
        fields.list("lines", receipt.lines.map { ReceiptLineView(line: $0) })
        first.writeDonor(to: &fields)
        first.writeState(to: &fields)
    }
}

/// One line of a receipt: the contribution that it is.
struct ReceiptLineView: Described {
    let line: Contribution

    static var sample: ReceiptLineView { ReceiptLineView(line: .sample) }

    func write(to fields: inout some FieldWriter) {
        fields.count("line", line.voucher.line.number)
        fields.member("contribution", line.id)
        fields.member("fund", line.fund)
        fields.member("amount", line.amount)
        fields.member("pledge", line.pledge)
        fields.member("reason", line.voucher.reason)
        fields.member("refunded", line.refunds.paid)
        fields.member(line.foreign)
    }
}

extension Contribution {
    /// The members that all lines of a receipt have in common: whose books, who gave and how.
    fileprivate func writeDonor(to fields: inout some FieldWriter) {
        fields.member("hamlet", owner.hamlet)
        fields.member("household", donor.household)
        fields.member("organisation", donor.organisation)
        fields.member("sponsor_name", donor.sponsor?.name)
        fields.choice("sponsor_kind", donor.sponsor?.kind)
        fields.choice("sponsor_level", donor.sponsor?.level)
        fields.choice("source", source)
        fields.boolean("anonymous", isAnonymous)
        fields.choice("method", method)
        fields.member("collector", collector)
        fields.member("donor_name", donorName)
        fields.member("donor_names", donorNames)
        fields.member("bank_reference", bankReference)
        fields.member("received_on", receivedOn)
    }

    /// The members that all lines have in common: whether the receipt stands, and who recorded it.
    fileprivate func writeState(to fields: inout some FieldWriter) {
        fields.choice("state", state)
        fields.member("replaces", replaces)
        fields.member("replaced_by", voiding?.replacedBy)
        fields.member("reversed_on", voiding?.reversedOn)
        fields.member("void_reason", voiding?.reason)
        fields.member("voided_by", voiding?.by)
        fields.member("voided_at", voiding?.at)
        fields.member("recorded_by", recordedBy)
        fields.member("recorded_at", recordedAt)
        fields.count("version", versionWithRefunds)
    }
}
