import Domain
import Store
import Text

let openingBalanceEndpoints: [Endpoint] = [
    .post(
        "/v1/opening-balances", roles: [.accountant], key: .required,
        Sentence(
            vi: "Kế toán ghi số dư ban đầu của một quỹ khi thôi ghi sổ giấy",
            en: "Records what a fund held when its hamlet left its paper books."), recordOpeningBalance),
    .show(
        "/v1/opening-balances/{id}", as: OpeningBalanceView.self,
        Sentence(vi: "Một số dư ban đầu", en: "Shows an opening balance.")),
    .post(
        "/v1/opening-balances/{id}/confirm", roles: [.approver], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Người thứ hai xác nhận số dư ban đầu; từ đó quỹ có số tiền này",
            en: "Confirms an opening balance by a second person, which posts it."), confirmOpeningBalance),
    .post(
        "/v1/opening-balances/{id}/void", roles: moveVoiders, key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy số dư ban đầu sai; người hủy khác người ghi",
            en: "Voids a wrong opening balance by someone other than who recorded it."), voidOpeningBalance),
    .read(
        "/v1/hamlets/{id}/opening-balances",
        Sentence(
            vi: "Các số dư ban đầu của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's opening balances, newest first.")
    ) { (input: OpeningBalanceListInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listOpeningBalances(input, by: caller, in: tx)
    },
    .read(
        "/v1/opening-balances",
        Sentence(
            vi: "Các số dư ban đầu của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the opening balances of a hamlet, a commune or an organisation, newest first.")
    ) { (input: OpeningBalanceListInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listOpeningBalances(input, by: caller, in: tx)
    },
]

/// Who voids what moved money without a voucher, if they did not record it.
let moveVoiders: Set<Role> = [.accountant, .treasurer, .approver]

/// The input that voids a move: it requires a reason.
struct MoveVoidInput<Move: MoneyMove>: Input {
    let id: Identifier<Move>
    let reason: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
    }

    var target: Target? { Target(id) }
}

struct NewOpeningBalanceInput: Input {
    let fund: Fund.ID
    let on: LocalDate
    let cash: Dong
    let bank: Dong
    let basis: String
    let countedBy: [String]

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        on = decoder.date("on")
        cash = decoder.heldDong("cash")
        bank = decoder.heldDong("bank")
        basis = decoder.text("basis", upTo: OpeningBalance.basisLengthMax)
        countedBy = decoder.names(
            "counted_by", from: 2, upTo: 2, lengthMax: OpeningBalance.counterNameLengthMax, isRequired: true)
        if decoder.contains("cash"), decoder.contains("bank"), cash == .zero, bank == .zero {
            decoder.addError(
                "cash", .amountNotPositive,
                Sentence(vi: "tiền mặt hoặc tiền gửi phải trên 0", en: "cash or bank must be over 0"))
        }
        if countedBy.count == 2, countedBy[0].nameKey == countedBy[1].nameKey {
            decoder.addError(
                "counted_by", .inputInvalid,
                Sentence(vi: "cần hai người khác nhau", en: "must be two different people"))
        }
    }

    var target: Target? { Target(fund, named: .fund) }
}

struct OpeningBalanceListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    let state: OpeningBalance.State?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        fund = decoder.filterID("fund")
        state = decoder.optionalChoice("state", of: OpeningBalance.State.self, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }

    fileprivate var list: String {
        "opening-balances|\(owner.text)" + filterText(fund?.number, words: state?.rawValue)
    }
}

/// An opening balance, for bookkeepers.
struct OpeningBalanceView: EntityView {
    let value: OpeningBalance

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        value.writeFacts(to: &fields)
    }
}

func recordOpeningBalance(
    _ input: NewOpeningBalanceInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> OpeningBalanceView {
    let (fund, keeper) = try tx.openFund(input.fund)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    try tx.checkOpen(day, of: fund.owner, named: .on)
    if let first = try tx.firstPostingDay(of: fund), day >= first {
        throw Refusal.books(.openingTooLate(first: first))
    }
    _ = try input.cash.added(to: input.bank)
    let opening = OpeningBalance(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, on: day, cash: input.cash, bank: input.bank,
        basis: input.basis, countedBy: input.countedBy, recordedBy: caller.user, recordedAt: tx.now)
    try tx.record(opening)
    return OpeningBalanceView(value: opening)
}

func confirmOpeningBalance(
    _ input: PathInput<OpeningBalance>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> OpeningBalanceView {
    let old = try tx.existing(input.id)
    let opening = try old.taking(.confirm, by: caller.user)
    // A voucher may have come since it was recorded.
    if let first = try tx.firstPostingDay(of: try tx.existing(old.fund)), old.on >= first {
        throw Refusal.books(.openingTooLate(first: first))
    }
    try tx.save(opening, replacing: old)
    return OpeningBalanceView(value: opening)
}

func voidOpeningBalance(
    _ input: MoveVoidInput<OpeningBalance>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> OpeningBalanceView {
    let old = try tx.existing(input.id)
    let opening = try old.taking(.void, by: caller.user)
        .with(Contribution.Voiding(reason: input.reason, by: caller.user, at: tx.now))
    try tx.save(opening, replacing: old)
    return OpeningBalanceView(value: opening)
}

func listOpeningBalances<Source>(
    _ input: OpeningBalanceListInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<OpeningBalanceView> {
    let found = try tx.openingBalances(
        of: tx.owner(input.owner), fund: input.fund, state: input.state,
        before: try input.page.number(in: input.list), limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.list)
}

extension OpeningBalance: Sampled {
    static var sample: OpeningBalance {
        OpeningBalance(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), on: .sample,
            cash: Dong(3_500_000), bank: Dong(12_000_000), basis: "Biên bản kiểm kê quỹ số 01",
            countedBy: ["Nguyễn Văn An", "Trần Thị Bình"], recordedBy: Identifier(1), recordedAt: .sample)
    }
}
