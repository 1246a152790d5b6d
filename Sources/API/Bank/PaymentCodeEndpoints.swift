import Domain
import Store

let paymentCodeEndpoints: [Endpoint] = [
    .read(
        "/v1/pledges/{id}/payment-code",
        Sentence(
            vi: "Mã nộp tiền của một đăng ký, ghi vào nội dung chuyển khoản",
            en: "Shows the payment code of a pledge, for the memo of a transfer.")
    ) { (input: PathInput<Pledge>, _, tx: borrowing ReadTransaction) in
        let pledge = try tx.existing(input.id)
        return PaymentCodeView(
            code: PaymentCode(.pledge(pledge.id)),
            outstanding: max(pledge.amount.less(pledge.received), .zero))
    },
    .read(
        "/v1/funds/{id}/payment-code",
        Sentence(
            vi: "Mã nộp tiền của một quỹ, ghi vào nội dung chuyển khoản",
            en: "Shows the payment code of a fund, for the memo of a transfer.")
    ) { (input: PathInput<Fund>, _, tx: borrowing ReadTransaction) in
        PaymentCodeView(code: PaymentCode(.fund(try tx.existing(input.id).id)), outstanding: nil)
    },
]

/// What a payer writes into the memo of a transfer.
struct PaymentCodeView: Output {
    let code: PaymentCode
    /// What is outstanding of a pledge; nil for a fund.
    let outstanding: Dong?

    static var sample: PaymentCodeView {
        PaymentCodeView(code: PaymentCode(.pledge(Identifier(1))), outstanding: Dong(1_500_000))
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("code", code.text)
        fields.member("outstanding", outstanding)
    }
}
