import Domain
import Store

let bankEntryEndpoints = moveEndpoints(
    for: BankEntry.self,
    recording: .post(
        "/v1/bank-entries", roles: [.accountant], key: .required,
        Sentence(
            vi: "Kế toán ghi lãi tiền gửi hoặc phí ngân hàng của một quỹ",
            en: "Records interest or a fee of the bank."), recordBankEntry),
    MoveSummaries(
        show: Sentence(vi: "Một khoản lãi hoặc phí ngân hàng", en: "Shows interest or a fee of the bank."),
        void: Sentence(
            vi: "Hủy khoản lãi hoặc phí ghi sai; người hủy khác người ghi",
            en: "Voids wrong interest or a wrong fee by someone other than who recorded it."),
        reverse: Sentence(
            vi: "Hủy khoản lãi hoặc phí ghi sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids wrong interest or a wrong fee of a closed month; the correction is posted today."),
        listOfHamlet: Sentence(
            vi: "Các khoản lãi, phí ngân hàng của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's interest and bank fees, newest first."),
        list: Sentence(
            vi: "Các khoản lãi, phí ngân hàng của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the interest and bank fees of a hamlet, a commune or an organisation, newest first.")))

struct NewBankEntryInput: Input {
    let fund: Fund.ID
    let kind: BankEntry.Kind
    let amount: Dong
    /// Nil means today.
    let on: LocalDate?
    let reference: String?

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        kind = decoder.choice("kind", of: BankEntry.Kind.self)
        amount = decoder.dong("amount")
        on = decoder.optionalDate("on")
        reference = decoder.bankReference("reference")
    }

    var target: Target? { Target(fund, named: .fund) }
}

extension BankEntry: MoveOnWire {
    struct Filter: MoveFilter {
        private let fund: Fund.ID?
        private let kind: BankEntry.Kind?
        private let from: LocalDate?
        private let to: LocalDate?

        init(from decoder: inout RequestDecoder) {
            fund = decoder.filterID("fund")
            kind = decoder.optionalChoice("kind", of: BankEntry.Kind.self, in: .query)
            (from, to) = decoder.period()
        }

        var text: String {
            filterText(
                fund?.number, from.map { Int64($0.packed) }, to.map { Int64($0.packed) },
                words: kind?.rawValue)
        }

        func moves(
            of owner: FundOwner, before cursor: BankEntry.ID?, limit: Int, in tx: borrowing ReadTransaction
        ) throws -> [BankEntry] {
            try tx.bankEntries(
                of: owner, fund: fund, kind: kind, from: from, to: to, before: cursor, limit: limit)
        }
    }

    static func void(
        _ old: BankEntry, _ voiding: Contribution.Voiding, in tx: borrowing WriteTransaction
    ) throws -> BankEntry {
        let entry = try old.voided(
            by: voiding.by, for: voiding.reason, at: voiding.at, reversedOn: voiding.reversedOn)
        try tx.void(entry)
        return entry
    }
}

func recordBankEntry(
    _ input: NewBankEntryInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> MoveView<BankEntry> {
    let (fund, keeper) = try tx.openFund(input.fund)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    let entry = BankEntry(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, kind: input.kind, amount: input.amount,
        on: day, reference: input.reference, recordedBy: caller.user, recordedAt: tx.now)
    try tx.record(entry)
    return MoveView(value: entry)
}

extension BankEntry: Sampled {
    static var sample: BankEntry {
        BankEntry(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), kind: .interest,
            amount: Dong(15_000), on: .sample, reference: "LAI202611", recordedBy: Identifier(1),
            recordedAt: .sample)
    }
}
