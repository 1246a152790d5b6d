import Domain
import JSON
import Store
import Text

let bankAccountEndpoints: [Endpoint] = [
    .post(
        "/v1/bank-accounts", roles: [.accountant],
        Sentence(
            vi: "Kế toán đăng ký tài khoản ngân hàng của một chủ quỹ",
            en: "Registers a bank account of an owner of books."), registerBankAccount),
    .read(
        "/v1/bank-accounts",
        Sentence(
            vi: "Tài khoản ngân hàng của một thôn xóm, xã hoặc tổ chức",
            en: "Lists the bank accounts of a hamlet, commune or organisation."), listBankAccounts),
    .show(
        "/v1/bank-accounts/{id}", as: BankAccountView.self,
        Sentence(vi: "Một tài khoản ngân hàng", en: "Shows a bank account.")),
    .post(
        "/v1/bank-accounts/{id}/close", roles: [.accountant], needsVersion: true, status: 200,
        Sentence(
            vi: "Kế toán khóa tài khoản, ghi số dư ngày khóa",
            en: "Closes a bank account with the balance of its last day."), closeBankAccount),
    .post(
        "/v1/bank-accounts/{id}/holders", roles: [.accountant], needsVersion: true,
        Sentence(
            vi: "Kế toán đổi chủ tài khoản, ghi số dư ngày bàn giao ở cả hai dòng",
            en: "Hands a bank account over to another holder with the balance of that day on both rows."),
        changeBankAccountHolder),
]

struct BankAccountView: EntityView {
    let value: BankAccount
}

/// Who holds the account, and on what basis.
struct BankHolderInput: Hashable, Sendable {
    let holder: BankAccount.Holder
    let basis: BankAccount.Basis

    init(from decoder: inout RequestDecoder) {
        let kind = decoder.choice("holder_kind", of: BankAccount.Holder.Kind.self)
        // Everyone sees who holds an account that takes money; a person who holds it is named to the office only.
        let name =
            kind.isPublic
            ? decoder.publicName("holder_name", upTo: 100) : decoder.donorName("holder_name", upTo: 100)
        holder = BankAccount.Holder(name: name, kind: kind)
        let decision: Decision.ID? = decoder.optionalID("decision")
        let text = decoder.optionalText("basis", upTo: 200)
        if decision == nil, text == nil, !decoder.contains("decision"), !decoder.contains("basis") {
            decoder.addError(
                "decision", .memberMissing,
                Sentence(vi: "cần decision hoặc basis", en: "decision or basis is required"))
        }
        basis = BankAccount.Basis(decision: decision, text: text)
    }
}

struct NewBankAccountInput: Input {
    let owner: BookOwner
    let bank: BankAccount.Bank
    let number: String
    let holder: BankHolderInput
    /// Nil means today.
    let validFrom: LocalDate?
    let openingBalance: Dong

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(from: &decoder)
        bank = BankAccount.Bank(
            code: decoder.bankCode("bank"), name: decoder.publicName("bank_name", upTo: 100))
        number = decoder.code("number", upTo: BankAccount.numberLengthMax)
        holder = BankHolderInput(from: &decoder)
        validFrom = decoder.optionalDate("valid_from")
        openingBalance = decoder.balance("opening_balance", isRequired: false)
    }

    var target: Target? { owner.target }
}

struct BankAccountClosingInput: Input {
    let id: BankAccount.ID
    /// Nil means today.
    let on: LocalDate?
    let balance: Dong

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        on = decoder.optionalDate("on")
        balance = decoder.balance("balance", isRequired: true)
    }

    /// The account of a closed hamlet is closed after it.
    var target: Target? { Target(id, mayBeClosed: true) }
}

struct BankHolderChangeInput: Input {
    let closing: BankAccountClosingInput
    let holder: BankHolderInput
    /// Nil means the same owner.
    let owner: BookOwner?

    init(from decoder: inout RequestDecoder) {
        closing = BankAccountClosingInput(from: &decoder)
        holder = BankHolderInput(from: &decoder)
        owner = BookOwner.optional(from: &decoder)
    }

    var target: Target? { closing.target }
}

func registerBankAccount(
    _ input: NewBankAccountInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankAccountView {
    let owner = try tx.owner(input.owner, at: .commune)
    let day = try tx.firstDay(input.validFrom, of: owner)
    try tx.check(input.holder.basis, for: caller)
    try tx.keepBooks(of: owner)
    let account = BankAccount(
        id: try tx.newID(), owner: owner, bank: input.bank, number: input.number, holder: input.holder.holder,
        basis: input.holder.basis, opening: BankAccount.Statement(on: day, balance: input.openingBalance),
        recording: tx.recording(by: caller.user))
    try tx.save(account, replacing: nil)
    return BankAccountView(value: account)
}

func listBankAccounts(
    _ input: Paged<BankOwnerListInput>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<BankAccountView> {
    let (owner, page) = (input.list.owner, input.page)
    let list = "bank-accounts|\(owner.text)"
    let found = try tx.bankAccounts(
        of: try tx.owner(owner), before: try page.number(in: list), limit: page.limit + 1)
    return Page(found, of: page, in: list)
}

func closeBankAccount(
    _ input: BankAccountClosingInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankAccountView {
    let old = try tx.existing(input.id)
    let closed = try old.closed(
        BankAccount.Statement(on: input.on ?? tx.today, balance: input.balance), today: tx.today)
    try tx.save(closed, replacing: old)
    return BankAccountView(value: closed)
}

func changeBankAccountHolder(
    _ input: BankHolderChangeInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankAccountView {
    let old = try tx.existing(input.closing.id)
    let statement = BankAccount.Statement(on: input.closing.on ?? tx.today, balance: input.closing.balance)
    let closed = try old.closed(statement, today: tx.today, step: "holders")
    if let named = input.owner { _ = try tx.authorise(caller, to: named.target) }
    let owner = try input.owner.map { try tx.owner($0, at: .commune) } ?? old.owner
    guard try tx.bookLine(of: old.owner).contains(owner) else {
        throw Refusal.bank(.ownerElsewhere(at: input.owner?.field ?? .hamlet))
    }
    // The books of a closed hamlet stay as they are: its account goes on in a successor.
    if let hamlet = owner.hamlet { _ = try tx.openHamlet(hamlet, named: .hamlet) }
    try tx.check(input.holder.basis, for: caller)
    try tx.save(closed, replacing: old)
    let account = BankAccount(
        id: try tx.newID(), owner: owner, bank: old.bank, number: old.number, holder: input.holder.holder,
        basis: input.holder.basis, opening: statement, previous: old.id,
        recording: tx.recording(by: caller.user))
    try tx.save(account, replacing: nil)
    return BankAccountView(value: account)
}

extension WriteTransaction {
    /// The first day of an account, which is no later than today and when the owner exists.
    fileprivate borrowing func firstDay(_ day: LocalDate?, of owner: FundOwner) throws -> LocalDate {
        guard let keeper = try keeper(of: owner) else { throw Refusal.notFound(.bankAccount) }
        return try effectiveDate(day, named: .validFrom, by: keeper)
    }

    /// Checks that the decision exists where the caller may see it.
    fileprivate borrowing func check(_ basis: BankAccount.Basis, for caller: Caller) throws {
        guard let decision = basis.decision else { return }
        guard try isKnown(decision, to: caller) else {
            throw Refusal.unknownReference(.decision, at: .decision)
        }
    }
}

extension RequestDecoder {
    /// An amount that may be zero; zero when it is not required and absent.
    fileprivate mutating func balance(_ name: String, isRequired: Bool) -> Dong {
        let range = 0...Dong.documentMax.amount
        return read(name, .body, isRequired, .integer(from: range.lowerBound, to: range.upperBound)) {
            value in
            switch value {
            case .integer(let amount) where range.contains(amount): .value(Dong(amount))
            case .integer(let amount) where amount < 0:
                .error(.numberOutOfRange, .range(from: "0", to: "\(range.upperBound)"))
            case .integer, .number, .string: .error(.amountNotExact, ProblemCode.amountNotExact.title)
            case .null, .bool, .array, .object:
                .error(.typeMismatch, Sentence(vi: "cần một số nguyên", en: "must be an integer"))
            }
        } ?? .zero
    }

    /// A number of an account or a transfer: Latin letters and digits, with whatever signs between them.
    mutating func code(_ name: String, upTo lengthMax: Int) -> String {
        let text = text(name, upTo: lengthMax).compatibilityForm
        if !text.isEmpty, !text.isCode {
            addError(
                name, .textInvalid,
                Sentence(vi: "chỉ gồm chữ cái Latinh và chữ số", en: "consists of Latin letters and digits"))
        }
        return text
    }

    /// The number of a bank at NAPAS: six digits.
    fileprivate mutating func bankCode(_ name: String) -> String {
        let code = text(name, upTo: 6)
        let isCode = code.utf8.count == 6 && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if !code.isEmpty, !isCode {
            addError(
                name, .textInvalid,
                Sentence(vi: "gồm 6 chữ số, như 970405", en: "consists of 6 digits, such as 970405"))
        }
        return code
    }
}

/// A list of what belongs to one owner of books.
struct BankOwnerListInput: Input {
    let owner: BookOwner

    init(from decoder: inout RequestDecoder) { owner = BookOwner(filtering: &decoder) }

    var target: Target? { owner.queryTarget }
}
