import Domain
import Store

/// Who sees what a bank told of its customers: sensitive data, so nobody else, and each read is logged.
///
/// - Source: DOMAIN §10, Decree 356/2025.
let bankOfficers: Set<Role> = [.accountant, .treasurer]

let bankCreditEndpoints: [Endpoint] = [
    .notice(
        "/v1/bank-credits", roles: bankOfficers,
        Sentence(
            vi: "Ghi một khoản báo có: của văn phòng, hoặc thông báo của SePay có chữ ký",
            en: "Records a bank credit: of an office, or a notice of SePay, whose members it takes too, with "
                + "X-SePay-Signature or Authorization: Apikey.")),
    .read(
        "/v1/bank-credits", access: .roles(bankOfficers),
        Sentence(
            vi: "Các khoản báo có của một thôn xóm, xã hoặc tổ chức, mới nhất trước",
            en: "Lists the bank credits of a hamlet, commune or organisation, newest first."),
        listBankCredits
    )
    .audited,
    .read(
        "/v1/bank-credits/{id}", access: .roles(bankOfficers),
        Sentence(vi: "Một khoản báo có", en: "Shows a bank credit.")
    ) { (input: PathInput<BankCredit>, _, tx: borrowing ReadTransaction) in
        BankCreditView(value: try tx.existing(input.id))
    }
    .audited,
    .read(
        "/v1/bank-credits/{id}/suggestions", access: .roles(bankOfficers),
        Sentence(
            vi: "Gợi ý hộ và đăng ký ứng với khoản báo có, khả dĩ nhất trước",
            en: "Suggests households and pledges for a bank credit, best first."), suggestPayers
    )
    .audited,
    .post(
        "/v1/bank-credits/{id}/ignore", roles: bankOfficers, needsVersion: true, status: 200,
        Sentence(
            vi: "Bỏ qua khoản báo có không phải là đóng góp, kèm lý do",
            en: "Ignores a credit that is no contribution, with a reason."), ignoreBankCredit),
    .post(
        "/v1/bank-credits/{id}/restore", roles: bankOfficers, needsVersion: true, status: 200,
        Sentence(vi: "Đưa trở lại khoản báo có đã bỏ qua", en: "Restores an ignored credit.")
    ) { (input: PathInput<BankCredit>, _, tx: borrowing WriteTransaction) in
        let old = try tx.existing(input.id)
        let restored = try old.taking(.restore)
        try tx.save(restored, replacing: old)
        return BankCreditView(value: restored)
    },
]

struct BankCreditListInput: Input {
    let owner: BookOwner
    let filter: BankCreditFilter

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        let account: BankAccount.ID? = decoder.filterID("account")
        let state = decoder.optionalChoice("state", of: BankCredit.State.self, in: .query)
        let (from, to) = decoder.period()
        filter = BankCreditFilter(account: account, state: state, from: from, to: to)
    }

    var target: Target? { owner.queryTarget }

    var text: String {
        let parts = [
            filter.account.map { "\($0.number)" }, filter.state?.rawValue, filter.from?.text, filter.to?.text,
        ]
        return "bank-credits|\(owner.text)|" + parts.map { $0 ?? "" }.joined(separator: "|")
    }
}

struct BankCreditIgnoringInput: Input {
    let id: BankCredit.ID
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 300)
    }

    /// Money that came to the account of a hamlet before its merger.
    var target: Target? { Target(id, mayBeClosed: true) }
}

struct BankCreditView: EntityView {
    let value: BankCredit

    var version: Int64 { value.versionWithReturns }

    func write(to fields: inout some FieldWriter) {
        let facts = value.facts
        fields.member("id", value.id)
        fields.member("account", value.account)
        fields.member("owner", value.owner.text)
        fields.member("amount", facts.amount)
        fields.member("left", value.left)
        fields.member("booked_on", facts.bookedOn)
        fields.member("reference", facts.reference)
        fields.member("memo", facts.memo)
        fields.member("payer_name", facts.payerName)
        fields.member("payer_account", facts.payerAccount)
        fields.choice("source", value.source)
        fields.choice("state", value.state)
        fields.member("code", value.code?.text)
        fields.member("ignored_reason", value.ignoredFor)
        fields.list("receipts", value.parts.map(BankCreditPartView.init))
        fields.member("recorded_by", value.recordedBy)
        fields.member("recorded_at", value.recordedAt)
        fields.count("version", value.version)
    }
}

/// A receipt that was issued on a credit.
struct BankCreditPartView: ValueView {
    let value: BankCredit.Part

    init(value: BankCredit.Part) { self.value = value }

    func write(to fields: inout some FieldWriter) {
        fields.member("contribution", value.contribution)
        fields.member("amount", value.amount)
        fields.boolean("returned", value.isReturned)
    }
}

extension BankCredit.Part: Sampled {
    static var sample: BankCredit.Part {
        BankCredit.Part(contribution: Identifier(1), amount: Dong(500_000), reference: "FT26327000001")
    }
}

extension BankCredit: Sampled {
    static var sample: BankCredit {
        BankCredit(
            id: Identifier(1), account: Identifier(1), owner: .hamlet(Identifier(1)),
            line: BankAccount.sample.line,
            facts: Facts(
                amount: Dong(500_000), bookedOn: .sample, reference: "FT26327000001", memo: "DVD11F1 ung ho",
                payerName: "NGUYEN VAN AN", payerAccount: nil),
            source: .statement, code: PaymentCode(.pledge(Identifier(1))), parts: [.sample],
            recordedBy: Identifier(1), recordedAt: .sample)
    }
}

func listBankCredits(
    _ input: Paged<BankCreditListInput>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<BankCreditView> {
    let (list, page) = (input.list, input.page)
    let found = try tx.bankCredits(
        of: try tx.owner(list.owner), matching: list.filter, before: try page.number(in: list.text),
        limit: page.limit + 1)
    return Page(found, of: page, in: list.text)
}

func ignoreBankCredit(
    _ input: BankCreditIgnoringInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankCreditView {
    let old = try tx.existing(input.id)
    let ignored = try old.taking(.ignore, for: input.reason)
    try tx.save(ignored, replacing: old)
    return BankCreditView(value: ignored)
}

/// What a credit may be for: few, so they are one list.
struct BankSuggestionsView: Tabular {
    let suggestions: [BankSuggestion]

    var rows: [BankSuggestionView] {
        suggestions.enumerated().map { BankSuggestionView(number: $0 + 1, value: $1) }
    }

    func write(to fields: inout some FieldWriter) { fields.list("data", rows) }

    static var sample: BankSuggestionsView { BankSuggestionsView(suggestions: [.sample]) }
}

struct BankSuggestionView: Output {
    /// 1 for the best.
    let number: Int
    let value: BankSuggestion

    static var sample: BankSuggestionView { BankSuggestionView(number: 1, value: .sample) }

    func write(to fields: inout some FieldWriter) {
        let candidate = value.candidate
        fields.count("number", Int64(number))
        fields.member("household", candidate.household)
        fields.member("head_name", candidate.headName)
        fields.member("fund", candidate.fund)
        fields.member("pledge", candidate.pledge)
        fields.member("outstanding", candidate.outstanding)
        fields.member("reasons", value.reasons.map(\.rawValue).joined(separator: ", "))
    }
}

extension BankSuggestion: Sampled {
    static var sample: BankSuggestion {
        BankSuggestion(
            candidate: Candidate(
                household: Identifier(1), headName: "Nguyễn Văn An", fund: Identifier(1),
                pledge: Identifier(1),
                outstanding: Dong(500_000)), reasons: [.code, .amount])
    }
}

func suggestPayers(
    _ input: PathInput<BankCredit>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> BankSuggestionsView {
    let credit = try tx.existing(input.id)
    // What is used or ignored is for nothing any more.
    switch credit.state {
    case .used, .ignored: return BankSuggestionsView(suggestions: [])
    case .unmatched, .matched:
        return BankSuggestionsView(
            suggestions: BankSuggestion.best(for: credit, among: try tx.payers(to: credit.owner)))
    }
}
