import Domain
import HTTP
import JSON
import Store
import Text

/// A credit that an office or a bank service tells: our own members, or those of SePay.
///
/// - Source: https://developer.sepay.vn/en/sepay-webhooks (read in a stored copy, 2026).
struct BankNoticeInput: Input {
    /// The account to which the money came.
    enum Account: Hashable, Sendable {
        case id(BankAccount.ID)
        /// The number, and the bank's name as the service writes it.
        case number(String, bank: String)
    }

    let account: Account
    /// Nil for money that went out.
    let facts: BankCredit.Facts?
    /// The member that says when it was booked.
    let dayMember: String

    init(from decoder: inout RequestDecoder) {
        dayMember = decoder.isOfSePay ? "transactionDate" : "booked_on"
        if decoder.isOfSePay {
            (account, facts) = decoder.sePayNotice()
            return
        }
        account = .id(decoder.id("account"))
        let (amount, bookedOn) = (decoder.dong("amount"), decoder.date("booked_on"))
        let reference = decoder.code("reference", upTo: 50)
        facts = BankCredit.Facts(
            amount: amount, bookedOn: bookedOn, reference: reference,
            memo: decoder.optionalText("memo", upTo: 500) ?? "",
            payerName: decoder.optionalName("payer_name", upTo: 100),
            payerAccount: decoder.optionalText("payer_account", upTo: 50))
    }

    var target: Target? {
        switch account {
        case .id(let id): Target(id, named: .account, mayBeClosed: true)
        case .number: nil
        }
    }
}

/// What became of a notice.
struct BankNoticeView: Output {
    enum Outcome: String, CaseIterable, Sendable {
        case recorded
        /// The account has a credit with this reference and amount.
        case duplicate
        /// Money that went out is no credit.
        case outgoing
        /// No open account has this number, or several have.
        case accountUnknown = "account_unknown"
    }

    let outcome: Outcome
    let credit: BankCredit?

    static var sample: BankNoticeView { BankNoticeView(outcome: .recorded, credit: .sample) }

    func write(to fields: inout some FieldWriter) {
        // What SePay wants to read; whatever else happened, the notice need not come again.
        fields.boolean("success", true)
        fields.choice("outcome", outcome)
        fields.member("credit", credit?.id)
        fields.choice("state", credit?.state)
    }
}

func recordBankNotice(
    _ input: BankNoticeInput, by caller: Caller?, in tx: borrowing WriteTransaction
) throws -> BankNoticeView {
    guard let facts = input.facts else { return BankNoticeView(outcome: .outgoing, credit: nil) }
    guard let account = try tx.account(of: input.account, for: caller) else {
        return BankNoticeView(outcome: .accountUnknown, credit: nil)
    }
    let days = try tx.creditDays(of: account)
    guard days.contains(facts.bookedOn) else {
        throw Problem(errors: [FieldError("/" + input.dayMember, outside: days)])
    }
    let (credit, isNew) = try tx.recordBankCredit(
        facts, of: account, from: caller == nil ? .webhook : .entry, by: caller?.user)
    return BankNoticeView(outcome: isNew ? .recorded : .duplicate, credit: credit)
}

extension Reading where Self: ~Copyable {
    /// The days on which money may have come to the account, in the name of whichever holder: since it is the owner's,
    /// until it was closed, today at the latest.
    borrowing func creditDays(of account: BankAccount) throws -> ClosedRange<LocalDate> {
        var first = account
        while let id = first.previous, let earlier = try find(id) { first = earlier }
        return first.opening.on...max(first.opening.on, min(account.closing?.on ?? today, today))
    }
}

extension FieldError {
    /// A credit of a day outside `days`.
    init(_ pointer: String, outside days: ClosedRange<LocalDate>) {
        self.init(pointer, .dateOutOfRange, .dates(from: days.lowerBound, to: days.upperBound))
    }
}

extension WriteTransaction {
    /// Records a credit, unless the account has it.
    ///
    /// - Returns: the credit, and true when it is new.
    /// - Throws: `BankRefusal.referenceDiffers` when the account has one of another amount with its reference.
    borrowing func recordBankCredit(
        _ facts: BankCredit.Facts, of account: BankAccount, from source: BankCredit.Source, by user: User.ID?
    ) throws -> (credit: BankCredit, isNew: Bool) {
        if let known = try bankCredit(facts.referenceKey, of: account.line) {
            guard known.facts.amount == facts.amount else {
                throw Refusal.bank(.referenceDiffers(known.id, amount: known.facts.amount))
            }
            return (known, false)
        }
        let credit = BankCredit(
            id: try newID(), account: account.id, owner: account.owner, line: account.line, facts: facts,
            source: source, code: try paymentCode(in: facts.memo, to: account.owner), recordedBy: user,
            recordedAt: now)
        try save(credit)
        return (credit, true)
    }

    /// The one code in `memo` that names something of `owner`; nil when there is none, or several.
    private borrowing func paymentCode(in memo: String, to owner: FundOwner) throws -> PaymentCode? {
        var codes: [PaymentCode] = []
        for code in PaymentCode.found(in: memo) {
            let fund: Fund? =
                switch code.payable {
                case .fund(let id): try find(id)
                case .pledge(let id): try find(id).flatMap { try find($0.fund) }
                }
            if let fund, try bookLine(of: owner).contains(fund.owner) { codes.append(code) }
        }
        return codes.count == 1 ? codes.first : nil
    }

    /// The account that a notice names; nil when the caller may not see it, and when there is none or several.
    fileprivate borrowing func account(
        of named: BankNoticeInput.Account, for caller: Caller?
    ) throws -> BankAccount? {
        switch named {
        case .id(let id):
            guard let account = try find(id) else {
                throw Refusal.unknownReference(.bankAccount, at: .account)
            }
            return account
        case .number(let number, let bank):
            var open: [BankAccount] = []
            for account in try openBankAccounts(numbered: number)
            where try caller.map({ try isKnown(account.id, to: $0) }) ?? true {
                open.append(account)
            }
            guard open.count > 1 else { return open.first }
            // The same number at several banks.
            let key = bank.similarNameKey
            let ofBank = open.filter { !key.isEmpty && $0.bank.name.similarNameKey.contains(key) }
            return ofBank.count == 1 ? ofBank.first : nil
        }
    }
}

extension RequestDecoder {
    /// True for a notice with the members of SePay.
    fileprivate var isOfSePay: Bool {
        switch source {
        case .request: contains("transferType")
        case .recording: false
        }
    }

    /// The account and the facts in a notice of SePay; no facts when the money went out.
    ///
    /// Members that the service may add later are no errors: it would send the notice again and again.
    fileprivate mutating func sePayNotice() -> (BankNoticeInput.Account, BankCredit.Facts?) {
        guard case .request(_, _, let members) = source else { return (.number("", bank: ""), nil) }
        for member in members { allow(member.name, in: .body) }
        func text(_ name: String) -> String? {
            guard case .string(let text) = members.first(where: { $0.isNamed(name) })?.value else {
                return nil
            }
            let line = text.displayed(upTo: 500)
            return line.isEmpty ? nil : line
        }
        func integer(_ name: String) -> Int64? {
            guard case .integer(let number) = members.first(where: { $0.isNamed(name) })?.value else {
                return nil
            }
            return number
        }
        let account = BankNoticeInput.Account.number(text("accountNumber") ?? "", bank: text("gateway") ?? "")
        guard text("transferType") == "in" else {
            if text("transferType") != "out" {
                addError(
                    "transferType", .choiceUnknown,
                    Sentence(vi: "có thể dùng: in, out", en: "one of: in, out"))
            }
            return (account, nil)
        }
        let amount = integer("transferAmount") ?? 0
        if !(1...Dong.documentMax.amount).contains(amount) {
            addError("transferAmount", .amountNotExact, ProblemCode.amountNotExact.title)
        }
        let tomorrow = max(today.next ?? today, .earliestRecorded)
        let date = text("transactionDate").flatMap { LocalDate(String($0.prefix(10))) }
            .flatMap { (.earliestRecorded...tomorrow).contains($0) ? $0 : nil }
        if date == nil { addError("transactionDate", .dateInvalid, ProblemCode.dateInvalid.title) }
        let given = text("referenceCode").flatMap { $0.isCode ? String($0.prefix(50)) : nil }
        let reference = given ?? integer("id").map { "SEPAY\($0)" }
        if reference == nil {
            addError(
                "referenceCode", .memberMissing, Sentence(vi: "cần referenceCode hoặc id", en: "is required"))
        }
        return (
            account,
            BankCredit.Facts(
                amount: Dong(amount), bookedOn: date ?? today, reference: reference ?? "",
                memo: text("content") ?? text("description") ?? "", payerName: nil, payerAccount: nil)
        )
    }
}

extension Endpoint {
    /// A write by callers with one of `roles`, or by the bank service.
    static func notice(_ path: StaticString, roles: Set<Role>, _ summary: Sentence) -> Endpoint {
        Endpoint(
            method: .post, path: PathPattern(path), access: .signed(roles), key: .accepted,
            needsVersion: false,
            status: 200, summary: summary, fields: RequestDecoder.fields(of: BankNoticeInput.self),
            output: SchemaFields.schema(of: BankNoticeView.self), media: [.json], body: .notice, etag: nil,
            action: .write { decoder in
                let input = BankNoticeInput(from: &decoder)
                return PreparedWrite(target: input.target) { caller, tx in
                    Representation(try recordBankNotice(input, by: caller, in: tx))
                }
            })
    }
}
