import Domain
import Store

let payableEndpoints: [Endpoint] = [
    .post(
        "/v1/expenditures/{id}/owe", roles: [.accountant], key: .required, needsVersion: true,
        Sentence(
            vi:
                "Ghi nợ khoản chi đã duyệt mà quỹ chưa đủ tiền: còn nợ nhà cung cấp, hoặc có người ứng tiền riêng",
            en: "Records that a fund owes an approved expenditure: to a supplier, or to who paid it."),
        oweExpenditure),
    .read(
        "/v1/payables",
        Sentence(
            vi: "Các khoản phải trả của một thôn xóm, một xã hoặc một tổ chức, mới nhất trước",
            en: "Lists what the funds of a hamlet, a commune or an organisation owe, newest first."),
        listPayables),
    .read(
        "/v1/payables/{id}",
        Sentence(
            vi: "Một khoản phải trả: đã trả, đã tặng lại, còn nợ",
            en: "Shows a payable: what was repaid, given, and is still owed."), showPayable),
    .post(
        "/v1/payables/{id}/void", roles: moveVoiders, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy khoản phải trả ghi sai, khi chưa trả gì; người hủy khác người ghi",
            en: "Voids a wrong payable of which nothing was repaid, by someone other than who recorded it."),
        voidPayable),
    .post(
        "/v1/payables/{id}/reverse", roles: moveVoiders, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy khoản phải trả ghi sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a wrong payable of a closed month; the correction is posted today."),
        reversePayable),
    .post(
        "/v1/payables/{id}/repayments", roles: [.hamletHead, .clerk, .accountant], key: .required,
        Sentence(
            vi: "Đề nghị chi trả một phần hoặc cả khoản nợ; duyệt và chi như mọi khoản chi",
            en: "Requests a full or partial repayment, which is approved and paid as any expenditure."),
        requestRepayment),
]

struct OwedExpenditureInput: Input {
    /// The creditor that the request names.
    enum Creditor {
        case household(Household.ID)
        case other(Contribution.Sponsor.Kind, name: String, address: String)
    }

    let id: Expenditure.ID
    let kind: Payable.Kind
    let creditor: Creditor
    /// Nil means today.
    let on: LocalDate?
    let document: String

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        kind = decoder.choice("kind", of: Payable.Kind.self)
        creditor = OwedExpenditureInput.creditor(from: &decoder)
        on = decoder.optionalDate("on")
        document = decoder.text("document", upTo: Payable.documentLengthMax)
    }

    var target: Target? { Target(id) }

    /// The household, or the name of anyone else; adds an error unless exactly one is named.
    private static func creditor(from decoder: inout RequestDecoder) -> Creditor {
        let household: Household.ID? = decoder.optionalID("household")
        let name = decoder.optionalDonorName("creditor_name", upTo: Payable.creditorNameLengthMax)
        let kind = decoder.optionalChoice("creditor_kind", of: Contribution.Sponsor.Kind.self)
        let address = decoder.optionalText("creditor_address", upTo: Payable.creditorAddressLengthMax)
        if decoder.contains("household") == decoder.contains("creditor_name") {
            decoder.addError(
                "creditor_name", .inputInvalid,
                Sentence(
                    vi: "nêu một chủ nợ: household hoặc creditor_name",
                    en: "name one creditor: household or creditor_name"))
        }
        let isKnown = kind.map { Payable.Creditor.kinds.contains($0) } ?? true
        if !isKnown {
            decoder.addError(
                "creditor_kind", .inputInvalid,
                Sentence(
                    vi: "có thể dùng: person_away, person, company",
                    en: "one of: person_away, person, company"))
        }
        for other in ["creditor_kind", "creditor_address"]
        where decoder.contains("household") && decoder.contains(other) {
            decoder.addError(
                other, .inputInvalid,
                Sentence(vi: "chỉ dùng cùng creditor_name", en: "only with creditor_name"))
        }
        if let household { return .household(household) }
        return .other(isKnown ? kind ?? .person : .person, name: name ?? "", address: address ?? "")
    }
}

struct PayableListInput: Input {
    let owner: BookOwner
    let filter: PayableFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        filter = PayableFilter(
            fund: decoder.filterID("fund"),
            kind: decoder.optionalChoice("kind", of: Payable.Kind.self, in: .query),
            isOpen: decoder.flag("open"))
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }

    fileprivate var list: String {
        "payables|\(owner.text)"
            + filterText(filter.fund?.number, filter.isOpen ? 1 : nil, words: filter.kind?.rawValue)
    }
}

struct RepaymentInput: Input {
    let id: Payable.ID
    let amount: Dong
    let method: Contribution.Method

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        amount = decoder.dong("amount")
        method = decoder.choice("method", of: Contribution.Method.self)
    }

    var target: Target? { Target(id) }
}

/// What a fund owes and what became of it, for bookkeepers.
struct PayableView: Resource {
    let payable: Payable
    let settlement: Payable.Settlement

    var location: String { "\(Payable.kind.path)/\(payable.id.number)" }
    var version: Int64 { payable.version }
    var entityVersion: EntityVersion? { EntityVersion(.payable, id: payable.id.number, version: version) }

    static func current(
        _ id: Int64, for caller: Caller, in tx: borrowing WriteTransaction
    ) throws -> PayableView? {
        let payable = try tx.existing(Payable.ID(id))
        return PayableView(payable: payable, settlement: try tx.settlement(of: payable.id))
    }

    static var sample: PayableView {
        PayableView(
            payable: .sample,
            settlement: Payable.Settlement(repaid: Dong(100_000), given: .zero, pending: .zero))
    }

    func write(to fields: inout some FieldWriter) {
        fields.member("id", payable.id)
        fields.member(payable.owner)
        payable.writeFacts(to: &fields)
        fields.member("reversed_on", payable.voiding?.reversedOn)
        fields.member("repaid", settlement.repaid)
        fields.member("given", settlement.given)
        fields.member("pending", settlement.pending)
        fields.member("outstanding", payable.outstanding(after: settlement))
    }
}

func oweExpenditure(
    _ input: OwedExpenditureInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PayableView {
    guard let approved = try tx.find(input.id), let keeper = try tx.keeper(of: approved.owner) else {
        throw Refusal.notFound(.expenditure)
    }
    try approved.checkWhole(before: "owe")
    let owed = try approved.taking(.owe, by: caller.user, on: tx.today)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    let payable = Payable(
        id: try tx.newID(), owner: approved.owner, fund: approved.fund, expenditure: approved.id,
        kind: input.kind, creditor: try tx.creditor(input.creditor, in: keeper, on: day, for: caller),
        amount: approved.amount, purpose: approved.purpose, item: approved.item, on: day,
        document: input.document, recordedBy: caller.user, recordedAt: tx.now)
    try tx.save(owed.with(reason: "Ghi nợ: khoản phải trả \(payable.id.number)"), replacing: approved)
    try tx.record(payable)
    return PayableView(payable: payable, settlement: try tx.settlement(of: payable.id))
}

func showPayable(
    _ input: PathInput<Payable>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> PayableView {
    let payable = try tx.existing(input.id)
    return PayableView(payable: payable, settlement: try tx.settlement(of: payable.id))
}

func listPayables(
    _ input: PayableListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<PayableView> {
    let found = try tx.payables(
        of: tx.owner(input.owner), matching: input.filter, before: input.page.number(in: input.list),
        limit: input.page.limit + 1)
    var views: [PayableView] = []
    for payable in found {
        views.append(PayableView(payable: payable, settlement: try tx.settlement(of: payable.id)))
    }
    return Page(views, of: input.page, in: input.list) { $0.payable.id.number }
}

func voidPayable(
    _ input: MoveVoidInput<Payable>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PayableView {
    let payable = try tx.existing(input.id).voided(by: caller.user, for: input.reason, at: tx.now)
    try tx.void(payable)
    return PayableView(payable: payable, settlement: try tx.settlement(of: payable.id))
}

/// Voids a debt of a closed month: the correction is posted today.
func reversePayable(
    _ input: MoveVoidInput<Payable>, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PayableView {
    let old = try tx.existing(input.id)
    try tx.checkClosed(old.on, of: old.owner)
    let payable = try old.voided(by: caller.user, for: input.reason, at: tx.now, reversedOn: tx.today)
    try tx.void(payable)
    return PayableView(payable: payable, settlement: try tx.settlement(of: payable.id))
}

func requestRepayment(
    _ input: RepaymentInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> ExpenditureView {
    let payable = try tx.existing(input.id)
    try payable.check(input.amount, as: "repay", after: tx.settlement(of: payable.id))
    let (fund, keeper) = try tx.openFund(payable.fund)
    let expenditure = Expenditure(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, payee: payable.creditor.name,
        purpose: payable.purposeOfRepayment, item: payable.item, amount: input.amount,
        method: input.method, refundOf: nil, repays: payable.id, requestedAt: tx.now,
        actors: Expenditure.StepActors(requestedBy: caller.user))
    try tx.request(expenditure, in: keeper.unit)
    return ExpenditureView(value: expenditure)
}

extension WriteTransaction {
    /// The creditor with the name and address of `day`.
    ///
    /// - Throws: those of `household(_:of:on:named:for:)`.
    fileprivate borrowing func creditor(
        _ creditor: OwedExpenditureInput.Creditor, in keeper: BookKeeper, on day: LocalDate,
        for caller: Caller
    ) throws -> Payable.Creditor {
        switch creditor {
        case .other(let kind, let name, let address):
            return Payable.Creditor(kind, name: name, address: address)
        case .household(let id):
            let version = try version(of: keeper, on: day)
            let hamlet = try version.hamlet ?? hamlet(of: id, in: version, on: day)
            let household = try household(id, of: hamlet, on: day, named: .on, for: caller)
            let place = [household.address, hamlet.name, try communeName(hamlet.commune, on: day)]
            return Payable.Creditor(
                household: id, name: household.headName,
                address: place.compactMap { $0 }.joined(separator: ", "))
        }
    }
}

extension Payable: Sampled {
    static var sample: Payable {
        Payable(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1),
            expenditure: Identifier(1), kind: .advance,
            creditor: Creditor(.person, name: "Nguyễn Văn An", address: "Xóm 9, Phường Vinh Phú"),
            amount: Dong(400_000), purpose: "Trả thợ đợt cuối", item: "Nhân công", on: .sample,
            document: "Giấy ứng tiền ngày 20/11/2026", recordedBy: Identifier(1), recordedAt: .sample)
    }
}
