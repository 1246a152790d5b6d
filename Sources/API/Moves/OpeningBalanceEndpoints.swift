import Domain
import Store
import Text

let openingBalanceEndpoints = moveEndpoints(
    for: OpeningBalance.self,
    recording: .post(
        "/v1/opening-balances", roles: [.accountant], key: .required,
        Sentence(
            vi: "Kế toán ghi số dư ban đầu của một quỹ khi thôi ghi sổ giấy",
            en: "Records what a fund held when its hamlet left its paper books."), recordOpeningBalance),
    steps: [
        .post(
            "/v1/opening-balances/{id}/confirm", roles: [.approver], key: .required, needsVersion: true,
            status: 200,
            Sentence(
                vi: "Người thứ hai xác nhận số dư ban đầu; từ đó quỹ có số tiền này",
                en: "Confirms an opening balance by a second person, which posts it."), confirmOpeningBalance),
        .post(
            "/v1/opening-balances/{id}/reverse", roles: moveVoiders, key: .required, needsVersion: true,
            status: 200,
            Sentence(
                vi: "Sửa số dư ban đầu của tháng đã khóa thành số đúng; phần chênh lệch ghi vào hôm nay",
                en: "Corrects an opening balance of a closed month; the difference is posted today."),
            reverseOpeningBalance),
    ],
    MoveSummaries(
        show: Sentence(vi: "Một số dư ban đầu", en: "Shows an opening balance."),
        void: Sentence(
            vi: "Hủy số dư ban đầu sai; người hủy khác người ghi",
            en: "Voids a wrong opening balance by someone other than who recorded it."),
        listOfHamlet: Sentence(
            vi: "Các số dư ban đầu của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's opening balances, newest first."),
        list: Sentence(
            vi: "Các số dư ban đầu của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the opening balances of a hamlet, a commune or an organisation, newest first.")))

/// The input that corrects an opening balance: why, and what the fund had really held, which may be nothing.
struct OpeningReversalInput: Input {
    let id: OpeningBalance.ID
    let reason: String
    let held: OpeningBalance.Held

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        reason = decoder.text("reason", upTo: 500)
        held = OpeningBalance.Held(cash: decoder.heldDong("cash"), bank: decoder.heldDong("bank"))
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

extension OpeningBalance: MoveOnWire {
    struct Filter: MoveFilter {
        private let fund: Fund.ID?
        private let state: OpeningBalance.State?

        init(from decoder: inout RequestDecoder) {
            fund = decoder.filterID("fund")
            state = decoder.optionalChoice("state", of: OpeningBalance.State.self, in: .query)
        }

        var text: String { filterText(fund?.number, words: state?.rawValue) }

        func moves(
            of owner: FundOwner, before cursor: OpeningBalance.ID?, limit: Int,
            in tx: borrowing ReadTransaction
        ) throws -> [OpeningBalance] {
            try tx.openingBalances(of: owner, fund: fund, state: state, before: cursor, limit: limit)
        }
    }

    func writeCorrection(to fields: inout some FieldWriter) {
        fields.member("reversed_on", voiding?.reversedOn)
        fields.member("corrected_cash", corrected?.cash)
        fields.member("corrected_bank", corrected?.bank)
    }

    static func void(
        _ old: OpeningBalance, _ voiding: Contribution.Voiding, in tx: borrowing WriteTransaction
    ) throws -> OpeningBalance {
        let opening = try old.taking(.void, by: voiding.by).with(voiding)
        try tx.save(opening, replacing: old)
        return opening
    }
}

func recordOpeningBalance(
    _ input: NewOpeningBalanceInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> MoveView<OpeningBalance> {
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
    return MoveView(value: opening)
}

func confirmOpeningBalance(
    _ input: PathInput<OpeningBalance>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> MoveView<OpeningBalance> {
    let old = try tx.existing(input.id)
    let opening = try old.taking(.confirm, by: caller.user)
    // A voucher may have come since it was recorded.
    if let first = try tx.firstPostingDay(of: try tx.existing(old.fund)), old.on >= first {
        throw Refusal.books(.openingTooLate(first: first))
    }
    try tx.save(opening, replacing: old)
    return MoveView(value: opening)
}

/// The months that were closed keep the opening balance as it was recorded, and the open one has the difference.
func reverseOpeningBalance(
    _ input: OpeningReversalInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> MoveView<OpeningBalance> {
    let old = try tx.existing(input.id)
    let voiding = Contribution.Voiding(
        reason: input.reason, by: caller.user, at: tx.now, reversedOn: tx.today)
    let opening = try old.reversed(voiding, to: input.held)
    try tx.checkClosed(old.on, of: old.owner)
    _ = try input.held.cash.added(to: input.held.bank)
    try tx.save(opening, replacing: old)
    return MoveView(value: opening)
}

extension OpeningBalance: Sampled {
    static var sample: OpeningBalance {
        OpeningBalance(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), on: .sample,
            cash: Dong(3_500_000), bank: Dong(12_000_000), basis: "Biên bản kiểm kê quỹ số 01",
            countedBy: ["Nguyễn Văn An", "Trần Thị Bình"], recordedBy: Identifier(1), recordedAt: .sample)
    }
}
