import Domain
import Store

let payableGiftEndpoints: [Endpoint] = [
    .post(
        "/v1/payables/{id}/gifts", roles: [.hamletHead, .clerk, .accountant], key: .required,
        Sentence(
            vi: "Ghi việc chủ nợ tặng lại một phần hoặc cả khoản nợ, theo giấy có chữ ký của họ",
            en: "Records that the creditor gives all or a part of what is owed, by a signed paper."),
        recordPayableGift),
    .read(
        "/v1/payable-gifts",
        Sentence(
            vi: "Các lần tặng lại khoản nợ, mới nhất trước", en: "Lists gifts of what is owed, newest first."),
        listPayableGifts),
    .show(
        "/v1/payable-gifts/{id}", as: PayableGiftView.self,
        Sentence(vi: "Một lần tặng lại khoản nợ", en: "Shows a gift of what is owed.")),
    .post(
        "/v1/payable-gifts/{id}/confirm", roles: [.treasurer, .approver], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Người thứ hai xác nhận, lập phiếu thu không thu tiền mặt",
            en: "A second person confirms it, which issues a receipt that moves no cash."),
        confirmPayableGift),
    .post(
        "/v1/payable-gifts/{id}/withdraw",
        roles: [.hamletHead, .clerk, .accountant, .treasurer, .approver], key: .required,
        needsVersion: true, status: 200,
        Sentence(
            vi: "Rút lần tặng ghi sai, trước khi được xác nhận",
            en: "Withdraws a wrong gift before it is confirmed.")
    ) { (input: PathInput<PayableGift>, caller: Caller, tx: borrowing WriteTransaction) in
        let old = try tx.existing(input.id)
        let gift = try old.taking(.withdraw, by: caller.user)
        try tx.save(gift, replacing: old, as: .changed)
        return PayableGiftView(value: gift)
    },
]

struct NewPayableGiftInput: Input {
    let id: Payable.ID
    let amount: Dong
    let consent: String
    let isAnonymous: Bool

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        amount = decoder.dong("amount")
        consent = decoder.text("consent", upTo: PayableGift.consentLengthMax)
        isAnonymous = decoder.boolean("anonymous", default: false)
    }

    var target: Target? { Target(id) }
}

struct GiftConfirmationInput: Input {
    let id: PayableGift.ID
    /// Nil means the default book.
    let book: String?
    let defaultBook: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        book = decoder.optionalText("book", upTo: VoucherBook.nameLengthMax)
        defaultBook = decoder.settings.voucherBook
    }

    var target: Target? { Target(id) }
}

struct PayableGiftListInput: Input {
    let owner: BookOwner
    let payable: Payable.ID?
    let state: PayableGift.State?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        payable = decoder.filterID("payable")
        state = decoder.optionalChoice("state", of: PayableGift.State.self, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }

    fileprivate var list: String {
        "payable-gifts|\(owner.text)" + filterText(payable?.number, words: state?.rawValue)
    }
}

/// A gift of what is owed, for bookkeepers.
struct PayableGiftView: EntityView {
    let value: PayableGift

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        value.writeFacts(to: &fields)
    }
}

func recordPayableGift(
    _ input: NewPayableGiftInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PayableGiftView {
    let payable = try tx.existing(input.id)
    try payable.check(input.amount, as: "give", after: tx.settlement(of: payable.id))
    let gift = PayableGift(
        id: try tx.newID(), owner: payable.owner, payable: payable.id, amount: input.amount,
        consent: input.consent, isAnonymous: input.isAnonymous, recording: tx.recording(by: caller.user))
    try tx.save(gift, replacing: nil)
    return PayableGiftView(value: gift)
}

func confirmPayableGift(
    _ input: GiftConfirmationInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PayableGiftView {
    let old = try tx.existing(input.id)
    let receipt: Contribution.ID = try tx.newID()
    let gift = try old.taking(.confirm, by: caller.user, issuing: receipt)
    let payable = try tx.existing(gift.payable)
    let (fund, keeper) = try tx.openFund(payable.fund)
    var sums = ContributionSums(owner: fund.owner)
    let book = try tx.book(input.book, byDefault: input.defaultBook, adding: &sums)
    let series = Voucher.Series(
        owner: fund.owner, kind: .receipt, year: tx.today.year, book: book.name)
    let voucher = Voucher(
        series: series, number: try tx.nextNumber(in: series, on: tx.today, after: sums),
        namesBook: book.isNamed, issuedOn: tx.today, amount: gift.amount, partyName: payable.creditor.name,
        partyAddress: payable.creditor.address,
        reason: "Tặng lại khoản nợ \(payable.id.number): \(payable.purpose)")
    let contribution = Contribution(
        id: receipt, owner: fund.owner, fund: fund.id,
        donor: try tx.donor(giving: payable.creditor, to: keeper, for: caller),
        isAnonymous: gift.isAnonymous, pledge: nil, method: .cash, bankReference: nil,
        receivedOn: tx.today, voucher: voucher, settles: payable.id, recordedBy: caller.user,
        recordedAt: tx.now)
    try tx.record(contribution, in: keeper.unit, adding: &sums)
    try tx.save(sums)
    try tx.save(gift, replacing: old, as: .changed)
    return PayableGiftView(value: gift)
}

extension WriteTransaction {
    /// Who gives what is owed: a household that has left since gives as the person by that name, and takes no part.
    fileprivate borrowing func donor(
        giving creditor: Payable.Creditor, to keeper: BookKeeper, for caller: Caller
    ) throws -> Contribution.Donor {
        guard let household = creditor.household else { return creditor.donor }
        do {
            let version = try version(of: keeper, on: today)
            let hamlet = try version.hamlet ?? hamlet(of: household, in: version, on: today)
            _ = try self.household(household, of: hamlet, on: today, named: .on, for: caller)
            return creditor.donor
        } catch is Refusal {
            return .sponsor(Contribution.Sponsor(name: creditor.name, kind: .person))
        }
    }
}

func listPayableGifts(
    _ input: PayableGiftListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<PayableGiftView> {
    let found = try tx.payableGifts(
        of: tx.owner(input.owner), payable: input.payable, state: input.state,
        before: input.page.number(in: input.list), limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.list)
}

extension PayableGift: Sampled {
    static var sample: PayableGift {
        PayableGift(
            id: Identifier(1), owner: .hamlet(Identifier(1)), payable: Identifier(1), amount: Dong(400_000),
            consent: "Giấy tặng tiền ngày 21/11/2026", isAnonymous: false, recording: .sample)
    }
}

extension PayableGift.State: StateWithSteps {
    var allowed: AllowedSteps<PayableGift.State> {
        switch self {
        case .recorded: AllowedSteps("confirm", to: .confirmed, endings: ["withdraw"])
        case .confirmed, .withdrawn: AllowedSteps()
        }
    }
}
