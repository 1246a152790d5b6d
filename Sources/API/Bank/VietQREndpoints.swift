import Domain
import HTTP
import JSON
import QR
import Store
import Text

/// Codes that ask for a transfer to the account of a fund's owner, as JSON or as a picture.
let vietQREndpoints: [Endpoint] = [
    .vietQR(
        "/v1/pledges/{id}/vietqr",
        Sentence(
            vi: "Mã VietQR để nộp một đăng ký: số tiền còn lại, tài khoản đang dùng, mã nộp tiền",
            en: "Shows a VietQR code for a pledge: what is outstanding, the account in use, the payment code."
        )
    ) { (input: VietQRInput<Pledge>, tx) in
        let pledge = try tx.existing(input.id)
        // What is not received on the pledge is not asked for.
        _ = try pledge.receiving(input.amount ?? Dong(1))
        let outstanding = pledge.amount.less(pledge.received)
        let asked = VietQR.amounts.contains(outstanding.amount) ? outstanding : nil
        return try tx.transferRequest(
            for: PaymentCode(.pledge(pledge.id)), to: try tx.existing(pledge.fund),
            of: input.amount ?? asked, with: input.transfer)
    },
    .vietQR(
        "/v1/funds/{id}/vietqr",
        Sentence(
            vi: "Mã VietQR để chuyển tiền vào một quỹ: tài khoản đang dùng, mã nộp tiền",
            en: "Shows a VietQR code for a fund: the account in use and the payment code.")
    ) { (input: VietQRInput<Fund>, tx) in
        let fund = try tx.existing(input.id)
        return try tx.transferRequest(
            for: PaymentCode(.fund(fund.id)), to: fund, of: input.amount, with: input.transfer)
    },
    .publicVietQR(
        "/v1/public/funds/{id}/vietqr",
        Sentence(
            vi: "Mã VietQR công khai của một quỹ, khi tài khoản do cơ quan hoặc tổ chức đứng tên",
            en: "Shows a fund's VietQR code publicly, when an office or organisation holds the account.")),
]

/// What a code asks for, of a pledge or a fund.
struct VietQRInput<Value: Entity>: Input {
    /// What may be chosen besides the amount.
    struct Transfer: Hashable, Sendable {
        /// Nil for the newest one in use.
        let account: BankAccount.ID?
        /// What the memo says after the payment code.
        let note: String?
    }

    let id: Identifier<Value>
    /// Nil for what is outstanding of a pledge; the payer of a fund types it.
    let amount: Dong?
    let transfer: Transfer

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        amount = decoder.transferAmount()
        transfer = Transfer(
            account: decoder.filterID("account"),
            note: decoder.optionalText("memo", upTo: VietQR.Memo.lengthMax, in: .query))
    }

    var target: Target? { Target(id) }
}

/// What a public code of a fund asks for: its memo is the payment code, so that nobody writes words into it.
struct PublicVietQRInput: Input {
    let fund: Fund.ID
    let amount: Dong?

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("id", in: .path)
        amount = decoder.transferAmount()
    }

    var target: Target? { Target(fund) }
}

/// A request for a transfer, with the account to which it goes.
struct TransferRequest: Hashable, Sendable {
    let fund: Fund
    let account: BankAccount
    let code: PaymentCode
    let request: VietQR

    /// The text for screen readers, above the picture.
    var title: String { "Mã VietQR chuyển khoản vào quỹ \(fund.name), nội dung \(request.memo?.text ?? "")" }
}

struct VietQRView: Output {
    let transfer: TransferRequest

    static var sample: VietQRView { VietQRView(transfer: .sample) }

    func write(to fields: inout some FieldWriter) {
        fields.member("fund", transfer.fund.id)
        fields.member("account", transfer.account.id)
        fields.member("bank", transfer.account.bank.code)
        fields.member("bank_name", transfer.account.bank.name)
        fields.member("account_number", transfer.request.account)
        fields.member("holder_name", transfer.account.holder.name)
        fields.member("amount", transfer.request.amount)
        fields.member("code", transfer.code.text)
        fields.member("memo", transfer.request.memo?.text)
        fields.member("payload", transfer.request.payload)
    }
}

/// The public view: where money for the fund goes.
///
/// What DOMAIN §10 keeps private is the account of a contributor; whoever collects publishes the own one.
struct PublicVietQRView: PublicView {
    let transfer: TransferRequest

    static var sample: PublicVietQRView { PublicVietQRView(transfer: .sample) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.fund, transfer.fund.id))
        fields.publish(Disclosure.text(.name, transfer.fund.name))
        fields.publish(Disclosure.text(.bankName, transfer.account.bank.name))
        fields.publish(Disclosure.text(.accountNumber, transfer.request.account))
        fields.publish(Disclosure.text(.holderName, transfer.account.holder.name))
        fields.publish(Disclosure.text(.code, transfer.code.text))
        fields.publish(Disclosure.text(.memo, transfer.request.memo?.text))
        fields.publish(Disclosure.text(.payload, transfer.request.payload))
    }
}

extension Endpoint {
    fileprivate static func vietQR<Value: Entity>(
        _ path: StaticString, _ summary: Sentence,
        _ handler:
            @escaping @Sendable (VietQRInput<Value>, borrowing ReadTransaction) throws -> TransferRequest
    ) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .everyRole, key: .none, needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: VietQRInput<Value>.self),
            output: SchemaFields.schema(of: VietQRView.self), media: [.json, .svg], etag: nil,
            action: .read { decoder in
                let input = VietQRInput<Value>(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) {
                    caller, form, tx in
                    guard caller != nil else { throw Problem(.tokenMissing) }
                    let transfer = try handler(input, tx)
                    return form.media == .svg
                        ? try Representation(picture: transfer)
                        : Representation(VietQRView(transfer: transfer), isNegotiated: true)
                }
            })
    }

    fileprivate static func publicVietQR(_ path: StaticString, _ summary: Sentence) -> Endpoint {
        Endpoint(
            method: .get, path: PathPattern(path), access: .anonymous, key: .none, needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: PublicVietQRInput.self),
            output: SchemaFields.schema(of: Published<PublicVietQRView>.self), media: [.json, .svg],
            etag: nil,
            action: .read { decoder in
                let input = PublicVietQRInput(from: &decoder)
                return PreparedRead(target: input.target, references: decoder.references) { _, form, tx in
                    let transfer = try tx.publicTransferRequest(input)
                    return form.media == .svg
                        ? try Representation(picture: transfer)
                        : Representation(Published(PublicVietQRView(transfer: transfer)), isNegotiated: true)
                }
            })
    }
}

extension Representation {
    /// The picture of a request: black on white, to be printed at least 24 mm wide.
    fileprivate init(picture transfer: TransferRequest) throws(QRCode.Fault) {
        let image = try QRCode.svg(of: transfer.request.payload, title: transfer.title)
        self.init(document: Array(image.text.utf8), as: .svg, isNegotiated: true)
    }
}

extension ReadTransaction {
    /// The request for a transfer of `amount` to the account of the fund's owner.
    ///
    /// - Throws: `.closed` for a fund of a hamlet that has ended; `BankRefusal.accountMissing`,
    ///   `.accountNotTransferable`; a `Problem` of the parameters.
    fileprivate borrowing func transferRequest<Value>(
        for code: PaymentCode, to fund: Fund, of amount: Dong?, with transfer: VietQRInput<Value>.Transfer
    ) throws -> TransferRequest {
        let owner = fund.owner
        if let hamlet = owner.hamlet { _ = try openHamlet(hamlet, named: .fund) }
        let accounts = try bankAccounts(of: owner).filter { $0.takesMoney(on: today) }
        guard let newest = accounts.first else { throw Refusal.bank(.accountMissing) }
        var account = newest
        if let chosen = transfer.account {
            guard let found = accounts.first(where: { $0.id == chosen }) else {
                throw Problem(parameter: "account", .accountOfOwner)
            }
            account = found
        }
        return try TransferRequest(to: fund, on: account, of: amount, code: code, note: transfer.note)
    }

    /// The same for the public.
    ///
    /// - Throws: `Refusal.notFound` when nothing is to be published: no account, or one that a person holds.
    fileprivate borrowing func publicTransferRequest(_ input: PublicVietQRInput) throws -> TransferRequest {
        let fund = try existing(input.fund)
        let owner = fund.owner
        if let hamlet = owner.hamlet, try existing(hamlet).validity.to != nil {
            throw Refusal.notFound(.bankAccount)
        }
        let accounts = try bankAccounts(of: owner)
        guard let account = accounts.first(where: { $0.takesMoney(on: today) && $0.isPublic }) else {
            throw Refusal.notFound(.bankAccount)
        }
        return try TransferRequest(
            to: fund, on: account, of: input.amount, code: PaymentCode(.fund(fund.id)), note: nil)
    }
}

extension TransferRequest {
    /// - Throws: `BankRefusal.accountNotTransferable`; a `Problem` when the note does not fit, or has a code of its own.
    fileprivate init(
        to fund: Fund, on account: BankAccount, of amount: Dong?, code: PaymentCode, note: String?
    ) throws {
        let text = [code.text, note].compactMap { $0 }.joined(separator: " ")
        guard let memo = VietQR.Memo(text), PaymentCode.found(in: memo.text) == [code] else {
            throw Problem(parameter: "memo", .memoAfterCode(code.text))
        }
        guard let number = account.transferNumber,
            let request = VietQR(bank: account.bank.code, account: number, amount: amount, memo: memo)
        else { throw Refusal.bank(.accountNotTransferable(account.id)) }
        self.init(fund: fund, account: account, code: code, request: request)
    }
}

extension Problem {
    fileprivate init(parameter name: String, _ detail: Sentence) {
        self.init(errors: [FieldError(.parameter(name), .parameterInvalid, detail)])
    }
}

extension Sentence {
    fileprivate static var accountOfOwner: Sentence {
        Sentence(
            vi: "cần một tài khoản đang dùng của chủ quỹ", en: "must be an account in use of the fund's owner"
        )
    }

    fileprivate static func memoAfterCode(_ code: String) -> Sentence {
        let rest = VietQR.Memo.lengthMax - code.utf8.count - 1
        return Sentence(
            vi: "sau mã \(code) còn \(rest) ký tự không dấu, không có mã nộp tiền khác",
            en: "after the code \(code) \(rest) unaccented characters are left, without another payment code")
    }
}

extension RequestDecoder {
    /// The amount of a transfer in the query, as banks take it.
    fileprivate mutating func transferAmount() -> Dong? {
        optionalInteger("amount", in: VietQR.amounts, section: .query).map { Dong($0) }
    }
}

extension TransferRequest: Sampled {
    static var sample: TransferRequest {
        let memo = VietQR.Memo(PaymentCode(.fund(Identifier(1))).text)
        guard
            let request = VietQR(bank: "970405", account: "3600205123456", amount: Dong(500_000), memo: memo)
        else { preconditionFailure("the sample has the form of VietQR") }
        return TransferRequest(
            fund: FundView.sample.fund, account: .sample, code: PaymentCode(.fund(Identifier(1))),
            request: request)
    }
}
