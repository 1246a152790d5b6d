import Domain
import Store

let voucherPageEndpoints: [Endpoint] = [
    .page(
        "/v1/contributions/{id}/voucher",
        Sentence(
            vi: "Phiếu thu để in: A5 ngang, hoặc hai liên trên A4",
            en: "Shows a receipt to be printed: A5 landscape, or two copies on A4."), showReceiptPage
    )
    .audited,
    .page(
        "/v1/expenditures/{id}/voucher",
        Sentence(
            vi: "Phiếu chi để in: A5 ngang, hoặc hai liên trên A4",
            en: "Shows a payment voucher to be printed: A5 landscape, or two copies on A4."), showPaymentPage
    )
    .audited,
]

struct VoucherPageInput<Value: Entity>: Input {
    let id: Identifier<Value>
    let copiesCount: Int
    let publicAddress: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        copiesCount = Int(decoder.integer("copies", in: VoucherPage.copies, section: .query, default: 1))
        publicAddress = decoder.settings.publicAddress
    }

    var target: Target? { Target(id) }

    /// Where everyone finds the public part of the voucher with `code`; the path alone when no address is set.
    fileprivate func proof(of code: ReceiptCode) -> String {
        "\(publicAddress)/v1/public/receipts/\(code.text)"
    }
}

func showReceiptPage(
    _ input: VoucherPageInput<Contribution>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HTMLPage {
    let receipt = try tx.existingReceipt(input.id)
    let (contribution, voucher, code) = (receipt.first, receipt.voucher, ReceiptCode(receipt.id))
    let (form, heading) = try tx.form(of: voucher)
    let standing: VoucherPage.Standing =
        if let voiding = contribution.voiding {
            .voided(
                reason: reason(
                    voiding.reason, replacedBy: try voiding.replacedBy.flatMap { try tx.find($0)?.voucher }),
                on: LocalDate(voiding.at))
        } else {
            receipt.refunded == .zero ? .valid : .refunded(receipt.refunded)
        }
    return try VoucherPage(
        form: form, heading: heading, voucher: voucher,
        lines: receipt.lines.map { VoucherPage.Line(text: $0.voucher.reason, amount: $0.amount) },
        foreign: receipt.lines.compactMap { line in line.foreign.map { (money: $0, amount: line.amount) } },
        debit: contribution.debitName,
        credit: contribution.passesThrough ? "Thu hộ" : contribution.source.accountName,
        standing: standing,
        code: code, proof: input.proof(of: code),
        printNumber: try tx.lastPrint(of: .receipt(contribution.id)),
        copiesCount: input.copiesCount
    )
    .page()
}

/// Why a voucher was voided, and the number of the one that replaced it.
private func reason(_ reason: String, replacedBy replacement: Voucher?) -> String {
    guard let replacement else { return reason }
    return "\(reason). Thay bằng phiếu \(replacement.printedNumber)"
}

func showPaymentPage(
    _ input: VoucherPageInput<Expenditure>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> HTMLPage {
    let payment = try tx.existingPayment(input.id)
    let (expenditure, code) = (payment.first, ReceiptCode(payment.id))
    let voucher = try payment.printable
    let (form, heading) = try tx.form(of: voucher)
    let standing: VoucherPage.Standing =
        expenditure.state == .voided
        ? .voided(
            reason: reason(
                expenditure.reason ?? "",
                replacedBy: try expenditure.replacedBy.flatMap { try tx.find($0)?.voucher }),
            on: try tx.voidedOn(expenditure.id)) : .valid
    return try VoucherPage(
        form: form, heading: heading, voucher: voucher,
        lines: try tx.printed(payment.lines),
        debit: payment.debitName,
        credit: expenditure.method.accountName, standing: standing, code: code, proof: input.proof(of: code),
        printNumber: try tx.lastPrint(of: .payment(expenditure.id)), copiesCount: input.copiesCount
    )
    .page()
}

extension Payment {
    /// The payment voucher, which there is from the payment on.
    ///
    /// - Throws: `Refusal.invalidTransition` before it.
    var printable: Voucher {
        get throws(Refusal) {
            guard let voucher else {
                throw .invalidTransition(
                    .expenditure, step: "print_voucher", from: first.state.rawValue)
            }
            return voucher
        }
    }

    /// What the payment is for, by the accounts of its lines; more than two are named line by line only.
    fileprivate var debitName: String {
        var names: [String] = []
        for line in lines where !names.contains(line.debitName) { names.append(line.debitName) }
        return names.count > 2 ? "Theo từng dòng" : names.joined(separator: "; ")
    }
}

extension Reading where Self: ~Copyable {
    /// The form in force on the day of `voucher`, and its head with the names of that day.
    fileprivate borrowing func form(
        of voucher: Voucher
    ) throws -> (form: VoucherForm, heading: [String]) {
        let day = voucher.issuedOn
        guard let current = try keeper(of: voucher.series.owner) else { throw Refusal.notFound(.fund) }
        let keeper = try version(of: current, on: day)
        let form = try voucherForm(of: voucher.series.kind, in: keeper.unit, on: day)
        let commune = try communeName(keeper.unit, on: day)
        let heading = form.heading.compactMap { line -> String? in
            // A commune is no part of itself.
            if keeper.owner.commune != nil, line.places.contains(.hamlet) { return nil }
            return line.filled { $0 == .commune ? commune.uppercased() : keeper.name.uppercased() }
        }
        return (form, heading)
    }
}

extension ReadTransaction {
    /// The lines of a payment as they are printed: of several each with its item, and its fund where there are several.
    fileprivate borrowing func printed(_ lines: [Expenditure]) throws -> [VoucherPage.Line] {
        let namesFund = Set(lines.map(\.fund)).count > 1
        return try lines.map { line in
            let reason = line.voucher?.reason ?? line.purpose
            guard lines.count > 1 else { return VoucherPage.Line(text: reason, amount: line.amount) }
            let fund = namesFund ? ", \(try existing(line.fund).nameInSentence)" : ""
            return VoucherPage.Line(text: "\(reason) (mục \(line.item)\(fund))", amount: line.amount)
        }
    }
}

extension Contribution {
    /// Where the money is first, by its account.
    fileprivate var debitName: String {
        switch debitedAccount {
        case .payables: "Khoản nợ được tặng lại"
        case .inHand: "Tiền mặt người thu đang giữ"
        default: method.accountName
        }
    }
}

extension Expenditure {
    /// What the payment is for, by its account.
    fileprivate var debitName: String {
        if passesThrough { return "Nộp tiền thu hộ" }
        if repays != nil { return "Trả nợ: \(item)" }
        return refundOf == nil ? "Chi: \(item)" : "Hoàn trả đóng góp"
    }
}

extension Contribution.Method {
    fileprivate var accountName: String {
        switch self {
        case .cash: "Tiền mặt"
        case .bank: "Tiền gửi ngân hàng"
        }
    }
}

extension Contribution.Source {
    fileprivate var accountName: String {
        switch self {
        case .households: "Hộ gia đình đóng góp"
        case .sponsors: "Tổ chức, cá nhân ủng hộ"
        case .state: "Nhà nước hỗ trợ"
        }
    }
}
