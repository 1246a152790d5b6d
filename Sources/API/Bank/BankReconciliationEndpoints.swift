import Domain
import Store

/// Who confirms what an accountant or treasurer reconciled, and who sees the amounts of credits.
private let reconcilers = bankOfficers.union([.hamletHead, .approver])

let bankReconciliationEndpoints: [Endpoint] = [
    .post(
        "/v1/bank-reconciliations", roles: bankOfficers, key: .required,
        Sentence(
            vi: "Đối chiếu số dư cuối tháng của ngân hàng với sổ tiền gửi của một chủ quỹ",
            en: "Reconciles an owner's bank book at a month's end with what the banks stated."),
        recordBankReconciliation),
    .read(
        "/v1/bank-reconciliations", access: .roles(reconcilers),
        Sentence(
            vi: "Các lần đối chiếu ngân hàng của một chủ quỹ, mới nhất trước",
            en: "Lists an owner's bank reconciliations, newest first."), listBankReconciliations
    )
    .audited,
    .read(
        "/v1/bank-reconciliations/{id}", access: .roles(reconcilers),
        Sentence(
            vi: "Một lần đối chiếu ngân hàng, với các khoản báo có chưa lập phiếu thu",
            en: "Shows a bank reconciliation, with the credits without receipts.")
    ) { (input: PathInput<BankReconciliation>, _, tx: borrowing ReadTransaction) in
        BankReconciliationView(value: try tx.existing(input.id))
    }
    .audited,
    .post(
        "/v1/bank-reconciliations/{id}/confirm", roles: reconcilers, key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Người thứ hai xác nhận lần đối chiếu; phần chênh lệch chưa rõ được để mở",
            en: "A second person confirms it; what nothing explains of the difference stays open."),
        confirmBankReconciliation),
    .post(
        "/v1/bank-reconciliations/{id}/withdraw", roles: reconcilers, key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Rút lần đối chiếu ghi sai, trước khi được xác nhận",
            en: "Withdraws a wrong reconciliation before it is confirmed.")
    ) { (input: PathInput<BankReconciliation>, caller, tx: borrowing WriteTransaction) in
        let old = try tx.existing(input.id)
        let withdrawn = try old.taking(.withdraw, by: caller.user)
        try tx.save(withdrawn, replacing: old, as: .changed)
        return BankReconciliationView(value: withdrawn)
    },
]

struct NewBankReconciliationInput: Input {
    let owner: BookOwner
    let month: AccountingPeriod.Month?
    let balances: [BankReconciliation.Balance]
    let note: String?

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(from: &decoder, mayHaveEnded: true)
        month = decoder.month("month")
        balances = decoder.objects("balances", from: 0, upTo: BankReconciliation.accountsMax) { decoder in
            BankReconciliation.Balance(account: decoder.id("account"), amount: decoder.heldDong("balance"))
        }
        note = decoder.optionalText("note", upTo: 500)
    }

    var target: Target? { owner.target }
}

struct BankReconciliationListInput: Input {
    let owner: BookOwner
    let state: BankReconciliation.State?

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        state = decoder.optionalChoice("state", of: BankReconciliation.State.self, in: .query)
    }

    var target: Target? { owner.queryTarget }
}

struct BankReconciliationView: EntityView {
    let value: BankReconciliation

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        fields.member("month", value.month.text)
        fields.list("balances", value.balances.map { StatedBalanceView(value: $0) })
        fields.member("stated", value.stated)
        fields.member("book", value.book)
        fields.member("difference", value.difference)
        fields.list("credits", value.credits.map { OpenCreditView(value: $0) })
        fields.member("explained", value.explained)
        fields.member("unexplained", value.unexplained)
        fields.member("note", value.note)
        fields.choice("state", value.state)
        fields.member("confirmed_by", value.confirmedBy)
        fields.member(value.recording)
    }
}

/// What a bank stated of an account.
struct StatedBalanceView: ValueView {
    let value: BankReconciliation.Balance

    init(value: BankReconciliation.Balance) { self.value = value }

    func write(to fields: inout some FieldWriter) {
        fields.member("account", value.account)
        fields.member("balance", value.amount)
    }
}

/// A credit without a receipt, or the part of it.
struct OpenCreditView: ValueView {
    let value: BankReconciliation.OpenCredit

    init(value: BankReconciliation.OpenCredit) { self.value = value }

    func write(to fields: inout some FieldWriter) {
        fields.member("credit", value.credit)
        fields.member("amount", value.amount)
    }
}

func recordBankReconciliation(
    _ input: NewBankReconciliationInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankReconciliationView {
    let owner = try tx.owner(input.owner, at: .commune)
    guard let month = input.month, month.lastDay < tx.today else {
        throw Refusal.dateOutOfRange(at: .month, from: nil, to: tx.today)
    }
    try tx.check(month, of: owner)
    try tx.checkOpen(month.lastDay, of: owner, named: .month)
    try tx.keepBooks(of: owner)
    let accounts = try tx.heldBankAccounts(of: owner, atEndOf: month)
    try check(input.balances, against: accounts)
    let reconciliation = BankReconciliation(
        id: try tx.newID(), owner: owner, month: month,
        balances: input.balances.sorted { $0.account.number < $1.account.number },
        credits: try tx.openCredits(of: accounts, atEndOf: month),
        book: try tx.bankBook(of: owner, atEndOf: month), note: input.note,
        recording: tx.recording(by: caller.user))
    guard reconciliation.stated <= Dong.documentMax else { throw Refusal.amountTooLarge }
    try tx.save(reconciliation, replacing: nil)
    return BankReconciliationView(value: reconciliation)
}

/// Checks that each account that the owner held has one balance, and no other has one.
private func check(_ balances: [BankReconciliation.Balance], against accounts: [BankAccount]) throws {
    var errors: [FieldError] = []
    var named: Set<BankAccount.ID> = []
    for (index, balance) in balances.enumerated() {
        let place = "/balances/\(index)/account"
        if !accounts.contains(where: { $0.id == balance.account }) {
            errors.append(
                FieldError(
                    place, .referenceUnknown,
                    Sentence(
                        vi: "chủ quỹ không có tài khoản này vào cuối tháng",
                        en: "the owner did not hold this account at the end of the month")))
        } else if !named.insert(balance.account).inserted {
            errors.append(
                FieldError(place, .memberRepeated, Sentence(vi: "bị lặp lại", en: "is repeated")))
        }
    }
    for account in accounts where !named.contains(account.id) {
        errors.append(
            FieldError(
                "/balances", .memberMissing,
                Sentence(
                    vi:
                        "thiếu số dư của tài khoản \(account.id.number) (\(account.bank.name) \(account.number))",
                    en:
                        "the balance of account \(account.id.number) (\(account.bank.name) \(account.number)) is missing"
                )))
    }
    guard errors.isEmpty else { throw Problem(errors: errors) }
}

func confirmBankReconciliation(
    _ input: PathInput<BankReconciliation>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankReconciliationView {
    let old = try tx.existing(input.id)
    let confirmed = try old.taking(.confirm, by: caller.user)
    try tx.checkOpen(
        old.month.lastDay, of: old.owner, named: nil,
        taking: BooksRefusal.Step("confirm", of: .bankReconciliation))
    let book = try tx.bankBook(of: old.owner, atEndOf: old.month)
    guard book == old.book else { throw Refusal.books(.bookChanged(recorded: old.book, now: book)) }
    let accounts = try tx.heldBankAccounts(of: old.owner, atEndOf: old.month)
    guard old.covers(accounts), try tx.openCredits(of: accounts, atEndOf: old.month) == old.credits else {
        throw Refusal.books(.creditsChanged)
    }
    try tx.save(confirmed, replacing: old, as: .changed)
    return BankReconciliationView(value: confirmed)
}

func listBankReconciliations(
    _ input: Paged<BankReconciliationListInput>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<BankReconciliationView> {
    let (owner, page) = (input.list.owner, input.page)
    let list = "bank-reconciliations|\(owner.text)|\(input.list.state?.rawValue ?? "")"
    let found = try tx.bankReconciliations(
        of: tx.owner(owner), state: input.list.state, before: page.number(in: list), limit: page.limit + 1)
    return Page(found, of: page, in: list)
}

extension BankReconciliation.Balance: Sampled {
    static var sample: BankReconciliation.Balance {
        BankReconciliation.Balance(account: Identifier(1), amount: Dong(4_500_000))
    }
}

extension BankReconciliation.OpenCredit: Sampled {
    static var sample: BankReconciliation.OpenCredit {
        BankReconciliation.OpenCredit(credit: Identifier(1), amount: Dong(500_000))
    }
}

extension BankReconciliation: Sampled {
    static var sample: BankReconciliation {
        BankReconciliation(
            id: Identifier(1), owner: .hamlet(Identifier(1)), month: AccountingPeriod.Month(of: .sample),
            balances: [.sample], credits: [.sample], book: Dong(4_000_000), note: nil, recording: .sample)
    }
}
