import Domain
import Store

let bankReceiptEndpoints: [Endpoint] = [
    .post(
        "/v1/bank-credits/{id}/receipts", roles: bankOfficers, key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Xác nhận khoản báo có và lập một hay nhiều phiếu thu",
            en: "Confirms a bank credit and issues one or more receipts on it."), issueBankReceipts)
]

/// What one receipt is issued for.
struct BankReceiptLine: Hashable, Sendable {
    let fund: Fund.ID
    let donor: Contribution.Donor
    let pledge: Pledge.ID?
    let amount: Dong
    let isAnonymous: Bool
    let payerName: String?
    let payerAddress: String?
    let reason: String?

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        donor = NewContributionInput.donor(from: &decoder)
        pledge = decoder.optionalID("pledge")
        amount = decoder.dong("amount")
        isAnonymous = decoder.boolean("anonymous", default: false)
        payerName = decoder.optionalDonorName("payer_name", upTo: 100)
        payerAddress = decoder.optionalText("payer_address", upTo: 200)
        reason = decoder.optionalText("reason", upTo: 300)
        if isAnonymous, donor.sponsor?.kind == .state {
            decoder.addError("anonymous", .inputInvalid, .stateSupportIsPublic)
        }
        if pledge != nil, donor.household == nil,
            decoder.contains("organisation") || decoder.contains("sponsor_name")
        {
            decoder.addError(
                "pledge", .pledgeMismatch,
                Sentence(vi: "chỉ hộ mới có đăng ký", en: "only a household has pledges"))
        }
    }
}

struct BankReceiptsInput: Input {
    static let linesMax = 50

    let id: BankCredit.ID
    let lines: [BankReceiptLine]
    /// Whether the lines are those of one receipt with one number, of one donor, rather than a receipt each.
    let isOneReceipt: Bool
    /// Nil means today.
    let receivedOn: LocalDate?
    /// Nil means the default book.
    let book: String?
    let defaultBook: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        lines = decoder.objects("lines", upTo: BankReceiptsInput.linesMax) { BankReceiptLine(from: &$0) }
        isOneReceipt = decoder.boolean("one_receipt", default: false)
        receivedOn = decoder.optionalDate("received_on")
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
        if isOneReceipt { decoder.checkOneReceipt(lines) }
    }

    /// Money that came to the account of a hamlet before its merger is receipted in the successor.
    var target: Target? { Target(id, mayBeClosed: true) }

    fileprivate func contribution(
        of line: BankReceiptLine, reference: String
    ) -> NewContributionInput {
        NewContributionInput(line, reference: reference, on: receivedOn, book: book, defaultBook: defaultBook)
    }
}

extension NewContributionInput {
    /// A transfer on a bank's credit.
    fileprivate init(
        _ line: BankReceiptLine, reference: String, on day: LocalDate?, book: String?, defaultBook: String
    ) {
        fund = line.fund
        donor = line.donor
        isAnonymous = line.isAnonymous
        pledge = line.pledge
        method = .bank
        bankReference = reference
        collector = nil
        amount = line.amount
        receivedOn = day
        payerName = line.payerName
        payerAddress = line.payerAddress
        reason = line.reason
        self.book = book
        self.defaultBook = defaultBook
        donorNames = nil
        attachments = nil
        foreign = nil
    }
}

/// Issues a receipt for each line, or none when one is refused.
///
/// Each is recorded by the same code as `POST /v1/contributions`.
func issueBankReceipts(
    _ input: BankReceiptsInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankCreditView {
    let credit = try tx.existing(input.id)
    try credit.checkReceipts(of: input.lines.map(\.amount))
    if let day = input.receivedOn, day < credit.facts.bookedOn {
        throw Refusal.dateOutOfRange(at: .receivedOn, from: credit.facts.bookedOn, to: tx.today)
    }
    let owners = try tx.bookLine(of: credit.owner)
    if input.isOneReceipt {
        let issued = try issueOneReceipt(input, on: credit, of: owners, by: caller, in: tx)
        return try tx.issued(issued, on: credit)
    }
    var sums: [FundOwner: ContributionSums] = [:]
    var checks = CollectionChecks()
    var issued: [BankCredit.Part] = []
    for (index, line) in input.lines.enumerated() {
        do {
            let (fund, keeper) = try tx.fund(line.fund, ofOneOf: owners, for: caller)
            let reference = credit.reference(besides: issued)
            let contribution = try tx.receive(
                input.contribution(of: line, reference: reference), by: caller, to: fund, of: keeper,
                keeping: &checks, adding: &sums[fund.owner, default: ContributionSums(owner: fund.owner)])
            issued.append(
                BankCredit.Part(contribution: contribution.id, amount: line.amount, reference: reference))
        } catch let error as Refusal {
            throw Problem(error).ofLine(index)
        } catch let error as Problem {
            throw error.ofLine(index)
        }
    }
    for owner in sums.keys.sorted(by: { $0.sortsBefore($1) }) {
        if let sum = sums[owner] { try tx.save(sum) }
    }
    return try tx.issued(issued, on: credit)
}

extension WriteTransaction {
    /// Stores that receipts were issued on `credit`.
    borrowing func issued(_ issued: [BankCredit.Part], on credit: BankCredit) throws -> BankCreditView {
        let receipted = credit.adding(issued)
        try save(receipted, replacing: credit)
        return BankCreditView(value: receipted)
    }

    /// The open fund of one of `owners`.
    ///
    /// - Throws: `Refusal.unknownReference` for a fund that the caller may not see; `BankRefusal.ownerElsewhere`.
    borrowing func fund(
        _ id: Fund.ID, ofOneOf owners: [FundOwner], for caller: Caller
    ) throws -> (fund: Fund, keeper: BookKeeper) {
        guard let fund = try find(id), try isKnown(id, to: caller) else {
            throw Refusal.unknownReference(.fund, at: .fund)
        }
        guard owners.contains(fund.owner) else { throw Refusal.bank(.ownerElsewhere(at: .fund)) }
        return try openFund(id)
    }

    /// Counts `new` on the credit of the receipt that it replaces, so that nobody issues another one on it.
    ///
    /// Without the bank reference of `old` it is of other money, and the credit is free again.
    ///
    /// - Throws: `BankRefusal.creditExceeded`.
    borrowing func issue(_ new: Contribution, onCreditOf old: Contribution) throws {
        guard let key = old.bankKey, new.bankKey == key, let credit = try bankCredit(of: old.id) else {
            return
        }
        try credit.checkReceipts(of: [new.amount])
        let part = BankCredit.Part(
            contribution: new.id, amount: new.amount, reference: new.bankReference)
        try save(credit.adding([part]), replacing: credit)
    }
}
