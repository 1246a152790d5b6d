import Domain
import Store

let handOverSlipEndpoints: [Endpoint] = [
    .post(
        "/v1/hand-over-slips", roles: [.hamletHead, .clerk], key: .required,
        Sentence(
            vi: "Ghi biên bản giao nộp: người thu nộp tiền mặt đã thu cho thủ quỹ",
            en: "Records that a collector hands over the cash of receipts to the treasurer."),
        recordHandOverSlip),
    .read(
        "/v1/hand-over-slips",
        Sentence(vi: "Các biên bản giao nộp, mới nhất trước", en: "Lists hand-over slips, newest first."),
        listHandOverSlips),
    .show(
        "/v1/hand-over-slips/{id}", as: HandOverSlipView.self,
        Sentence(vi: "Một biên bản giao nộp", en: "Shows a hand-over slip.")
    )
    // The printed one names who paid.
    .slow.audited,
    .post(
        "/v1/hand-over-slips/{id}/confirm", roles: [.treasurer], key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Thủ quỹ xác nhận đã nhận đủ tiền; từ đó tiền vào quỹ tiền mặt",
            en: "The treasurer confirms that the cash was received, which brings it into the fund's cash.")
    ) { (input: PathInput<HandOverSlip>, caller: Caller, tx: borrowing WriteTransaction) in
        let old = try tx.existing(input.id)
        let slip = try old.taking(.confirm, by: caller.user)
        try tx.save(slip, replacing: old)
        return HandOverSlipView(value: slip)
    },
    .post(
        "/v1/hand-over-slips/{id}/void", roles: moveVoiders, key: .required, needsVersion: true, status: 200,
        Sentence(
            vi: "Hủy biên bản giao nộp ghi sai; người hủy khác người ghi",
            en: "Voids a wrong hand-over slip by someone other than who recorded it.")
    ) { (input: MoveVoidInput<HandOverSlip>, caller: Caller, tx: borrowing WriteTransaction) in
        let old = try tx.existing(input.id)
        let slip = try old.taking(.void, by: caller.user).with(input.voiding(by: caller, in: tx))
        try tx.save(slip, replacing: old)
        return HandOverSlipView(value: slip)
    },
    .post(
        "/v1/hand-over-slips/{id}/reverse", roles: moveVoiders, key: .required, needsVersion: true,
        status: 200,
        Sentence(
            vi: "Hủy biên bản giao nộp sai của tháng đã khóa; số điều chỉnh ghi vào hôm nay",
            en: "Voids a wrong hand-over slip of a closed month; the correction is posted today.")
    ) { (input: MoveVoidInput<HandOverSlip>, caller: Caller, tx: borrowing WriteTransaction) in
        let old = try tx.existing(input.id)
        try tx.checkClosed(old.on, of: old.owner)
        let slip = try old.reversed(input.voiding(by: caller, reversedOn: tx.today, in: tx))
        try tx.save(slip, replacing: old)
        return HandOverSlipView(value: slip)
    },
    .read(
        "/v1/collectors",
        Sentence(
            vi: "Tiền mặt người thu đang giữ, theo người và theo quỹ, đến cuối một ngày",
            en: "Lists what collectors received, handed over and have in hand, by fund, until a day."),
        listCollectors
    )
    .slow(with: "as_of"),
]

struct NewHandOverSlipInput: Input {
    let fund: Fund.ID
    let collector: User.ID
    /// Nil means today.
    let on: LocalDate?
    let amount: Dong
    let receipts: HandOverSlip.Receipts

    init(from decoder: inout RequestDecoder) {
        fund = decoder.id("fund")
        collector = decoder.id("collector")
        on = decoder.optionalDate("on")
        amount = decoder.dong("amount")
        receipts = HandOverSlip.Receipts(
            first: decoder.id("first_receipt"), last: decoder.id("last_receipt"))
    }

    var target: Target? { Target(fund, named: .fund) }
}

struct HandOverSlipListInput: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    let collector: User.ID?
    let state: HandOverSlip.State?
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        fund = decoder.filterID("fund")
        collector = decoder.filterID("collector")
        state = decoder.optionalChoice("state", of: HandOverSlip.State.self, in: .query)
        page = PageRequest(from: &decoder)
    }

    var target: Target? { owner.queryTarget }

    fileprivate var list: String {
        "hand-over-slips|\(owner.text)" + filterText(fund?.number, collector?.number, words: state?.rawValue)
    }
}

struct CollectorListInput: Input {
    let owner: BookOwner
    let fund: Fund.ID?
    /// The end of this day; nil means now.
    let day: LocalDate?

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(filtering: &decoder)
        fund = decoder.filterID("fund")
        day = decoder.optionalRecordedDate("as_of")
    }

    var target: Target? { owner.queryTarget }
}

/// A hand-over slip, for bookkeepers.
struct HandOverSlipView: EntityView {
    let value: HandOverSlip

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member(value.owner)
        value.writeFacts(to: &fields)
        fields.member("reversed_on", value.voiding?.reversedOn)
    }
}

/// What collectors have in hand; few, so all at once.
struct CollectorsView: Tabular {
    let rows: [CollectorView]

    static var sample: CollectorsView { CollectorsView(rows: [.sample]) }

    func write(to fields: inout some FieldWriter) { fields.list("data", rows) }
}

struct CollectorView: ValueView {
    let value: CollectorBalance

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.collector)
        fields.member("name", value.name)
        fields.member("fund", value.fund)
        fields.member("received", value.received)
        fields.member("handed_over", value.handedOver)
        fields.member("in_hand", value.inHand)
    }
}

func recordHandOverSlip(
    _ input: NewHandOverSlipInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> HandOverSlipView {
    let (fund, keeper) = try tx.openFund(input.fund)
    let day = try tx.effectiveDate(input.on, named: .on, by: keeper)
    try tx.checkOpen(day, of: fund.owner, named: .on)
    try tx.checkCollector(input.collector, of: fund.id)
    try tx.check(input.receipts, of: input.collector, for: fund)
    let slip = HandOverSlip(
        id: try tx.newID(), owner: fund.owner, fund: fund.id, collector: input.collector, on: day,
        amount: input.amount, receipts: input.receipts, recordedBy: caller.user, recordedAt: tx.now)
    try tx.checkCash(of: slip)
    try tx.record(slip)
    return HandOverSlipView(value: slip)
}

func listHandOverSlips(
    _ input: HandOverSlipListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<HandOverSlipView> {
    let found = try tx.handOverSlips(
        of: tx.owner(input.owner), fund: input.fund, collector: input.collector, state: input.state,
        before: input.page.number(in: input.list), limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.list)
}

func listCollectors(
    _ input: CollectorListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> CollectorsView {
    CollectorsView(
        rows: try tx.collectorBalances(of: tx.owner(input.owner), fund: input.fund, until: input.day)
            .map { CollectorView(value: $0) })
}

extension WriteTransaction {
    /// Checks that somebody may hold cash of a fund: a user who is not disabled, with a role where the fund is.
    ///
    /// - Throws: `Refusal.unknownReference`.
    borrowing func checkCollector(_ id: User.ID, of fund: Fund.ID) throws {
        guard let user = try find(id), user.disabledAt == nil, try hasRole(id, over: ResourceRef(fund)) else {
            throw Refusal.unknownReference(.user, at: .collector)
        }
    }

    /// Checks that the first and the last receipt are valid ones that `collector` received for `fund`, in order.
    ///
    /// - Throws: `CollectorRefusal.receiptsDiffer`.
    fileprivate borrowing func check(
        _ receipts: HandOverSlip.Receipts, of collector: User.ID, for fund: Fund
    ) throws {
        for (id, field) in [(receipts.first, Field.firstReceipt), (receipts.last, .lastReceipt)] {
            guard let receipt = try find(id), receipt.collector == collector, receipt.fund == fund.id,
                receipt.state == .valid
            else { throw Refusal.collector(.receiptsDiffer(at: field)) }
        }
        guard receipts.first.number <= receipts.last.number else {
            throw Refusal.collector(.receiptsDiffer(at: .lastReceipt))
        }
    }
}

extension HandOverSlip: Sampled {
    static var sample: HandOverSlip {
        HandOverSlip(
            id: Identifier(1), owner: .hamlet(Identifier(1)), fund: Identifier(1), collector: Identifier(1),
            on: .sample, amount: Dong(1_500_000),
            receipts: Receipts(first: Identifier(1), last: Identifier(3)), recordedBy: Identifier(1),
            recordedAt: .sample)
    }
}

extension CollectorBalance: Sampled {
    static var sample: CollectorBalance {
        CollectorBalance(
            collector: Identifier(1), name: "Nguyễn Văn An", fund: Identifier(1), received: Dong(1_500_000),
            handedOver: Dong(1_000_000))
    }
}

extension HandOverSlip.State: StateWithSteps {
    var allowed: AllowedSteps<HandOverSlip.State> {
        switch self {
        case .recorded: AllowedSteps("confirm", to: .confirmed, endings: ["void"])
        case .confirmed: AllowedSteps(endings: ["void"])
        case .voided: AllowedSteps()
        }
    }
}
