import Domain
import Store

let bankEntryEndpoints: [Endpoint] = [
    .post(
        "/v1/bank-entries", roles: [.accountant], key: .required,
        Sentence(
            vi: "Kế toán ghi lãi tiền gửi hoặc phí ngân hàng của một quỹ",
            en: "Records interest or a fee of the bank."), recordBankEntry),
    .show(
        "/v1/bank-entries/{id}", as: BankEntryView.self,
        Sentence(vi: "Một khoản lãi hoặc phí ngân hàng", en: "Shows interest or a fee of the bank.")),
    .post(
        "/v1/bank-entries/{id}/void", roles: moveVoiders, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy khoản lãi hoặc phí ghi sai; người hủy khác người ghi",
            en: "Voids wrong interest or a wrong fee by someone other than who recorded it.")
    ) { (input: MoveVoidInput<BankEntry>, caller: Caller, tx: borrowing WriteTransaction) in
        let entry = try tx.existing(input.id)
            .voided(by: caller.user, for: input.reason, at: tx.now)
        try tx.void(entry)
        return BankEntryView(value: entry)
    },
    .read(
        "/v1/hamlets/{id}/bank-entries",
        Sentence(
            vi: "Các khoản lãi, phí ngân hàng của thôn xóm, mới nhất trước",
            en: "Lists a hamlet's interest and bank fees, newest first.")
    ) { (input: BankEntryListInput<HamletInPath>, caller: Caller, tx: borrowing ReadTransaction) in
        try listBankEntries(input, by: caller, in: tx)
    },
    .read(
        "/v1/bank-entries",
        Sentence(
            vi: "Các khoản lãi, phí ngân hàng của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists the interest and bank fees of a hamlet, a commune or an organisation, newest first.")
    ) { (input: BankEntryListInput<OwnerInQuery>, caller: Caller, tx: borrowing ReadTransaction) in
        try listBankEntries(input, by: caller, in: tx)
    },
]

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

struct BankEntryListInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    let kind: BankEntry.Kind?
    let from: LocalDate?
    let to: LocalDate?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        fund = decoder.filterID("fund")
        kind = decoder.optionalChoice("kind", of: BankEntry.Kind.self, in: .query)
        (from, to) = decoder.period()
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }

    fileprivate var list: String {
        "bank-entries|\(owner.text)"
            + filterText(
                fund?.number, from.map { Int64($0.packed) }, to.map { Int64($0.packed) },
                words: kind?.rawValue)
    }
}

/// Interest or a fee, for bookkeepers.
struct BankEntryView: EntityView {
    let value: BankEntry

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        value.writeFacts(to: &fields)
    }
}

func recordBankEntry(
    _ input: NewBankEntryInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> BankEntryView {
    let (fund, keeper) = try tx.openFund(input.fund)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    let entry = BankEntry(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, kind: input.kind, amount: input.amount,
        on: day, reference: input.reference, recordedBy: caller.user, recordedAt: tx.now)
    try tx.record(entry)
    return BankEntryView(value: entry)
}

func listBankEntries<Source>(
    _ input: BankEntryListInput<Source>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<BankEntryView> {
    let found = try tx.bankEntries(
        of: tx.owner(input.owner), fund: input.fund, kind: input.kind, from: input.from, to: input.to,
        before: try input.page.number(in: input.list), limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.list)
}

extension BankEntry: Sampled {
    static var sample: BankEntry {
        BankEntry(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), kind: .interest,
            amount: Dong(15_000), on: .sample, reference: "LAI202611", recordedBy: Identifier(1),
            recordedAt: .sample)
    }
}
