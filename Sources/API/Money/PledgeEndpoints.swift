import Domain
import Store

let pledgeEndpoints: [Endpoint] = [
    .post(
        "/v1/pledges", roles: [.hamletHead, .clerk],
        Sentence(vi: "Ghi một đăng ký đóng góp", en: "Proposes a pledge."), proposePledge),
    .read(
        "/v1/pledges",
        Sentence(
            vi: "Các đăng ký của một thôn xóm, mới nhất trước",
            en: "Lists a hamlet's pledges, newest first."),
        listPledges),
    .show("/v1/pledges/{id}", as: PledgeView.self, Sentence(vi: "Một đăng ký", en: "Shows a pledge.")),
    .post(
        "/v1/pledges/{id}/confirm", roles: [.hamletHead, .clerk], needsVersion: true, status: 200,
        Sentence(vi: "Hộ xác nhận đăng ký", en: "Confirms the pledge for the household.")
    ) { (input: PathInput<Pledge>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.confirm, input, in: tx)
    },
    .post(
        "/v1/pledges/{id}/waive", roles: [.clerk, .approver], needsVersion: true, status: 200,
        Sentence(vi: "Miễn phần còn lại", en: "Waives the rest of the pledge.")
    ) { (input: PathInput<Pledge>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.waive, input, in: tx)
    },
    .post(
        "/v1/pledges/{id}/cancel", roles: [.hamletHead, .clerk], needsVersion: true, status: 200,
        Sentence(vi: "Hủy đăng ký chưa nộp", en: "Cancels a pledge without any payment.")
    ) { (input: PathInput<Pledge>, caller: Caller, tx: borrowing WriteTransaction) in
        try step(.cancel, input, in: tx)
    },
]

struct NewPledgeInput: Input {
    let fund: Fund.ID
    let household: Household.ID
    let amount: Dong
    /// Nil means today.
    let pledgedOn: LocalDate?

    init(from decoder: inout RequestDecoder) { self.init(from: &decoder, needsDay: false) }

    /// As the request, or with `pledged_on` required: by its day, a row of a table is recognised later.
    init(from decoder: inout RequestDecoder, needsDay: Bool) {
        fund = decoder.id("fund")
        household = decoder.id("household")
        amount = decoder.dong("amount")
        pledgedOn = decoder.optionalDate("pledged_on", isRequired: needsDay)
    }

    var target: Target? { Target(fund, named: .fund) }
}

struct PledgeListInput: Input {
    let hamlet: Hamlet.ID
    let filter: PledgeFilter
    let page: PageRequest

    init(from decoder: inout RequestDecoder) {
        hamlet = decoder.id("hamlet", in: .query)
        filter = PledgeFilter(
            fund: decoder.filterID("fund"),
            household: decoder.filterID("household"),
            state: decoder.optionalChoice("state", of: Pledge.State.self, in: .query))
        page = PageRequest(from: &decoder)
    }

    var target: Target? { Target(hamlet) }

    var list: String { "pledges|\(hamlet.number)\(filter.text)" }
}

struct PledgeView: EntityView {
    let value: Pledge

    func write(to fields: inout some FieldWriter) {
        fields.member("id", value.id)
        fields.member("fund", value.fund)
        fields.member("household", value.household)
        fields.member("amount", value.amount)
        fields.member("received", value.received)
        fields.member("pledged_on", value.pledgedOn)
        fields.choice("state", value.state)
        fields.member("transferred_from", value.transferredFrom)
        fields.count("version", value.version)
    }
}

func proposePledge(
    _ input: NewPledgeInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> PledgeView {
    let (fund, keeper) = try tx.openFund(input.fund)
    guard let hamlet = keeper.hamlet else {
        throw Problem(errors: [FieldError(.fund, .inputInvalid, .pledgesOfHamlets)])
    }
    guard fund.passThrough == nil else { throw Refusal.books(.passesThrough(fund.id)) }
    let day = try tx.effectiveDate(input.pledgedOn, named: .pledgedOn, in: hamlet)
    _ = try tx.household(input.household, of: hamlet, on: day, named: .pledgedOn, for: caller)
    var checks = CollectionChecks()
    try tx.checkCollection(
        from: input.household, by: fund, of: hamlet, on: day, named: .pledgedOn, keeping: &checks)
    let pledge = Pledge(
        id: try tx.newID(), fund: fund.id, household: input.household, amount: input.amount,
        pledgedOn: day)
    try tx.save(pledge, replacing: nil, in: hamlet.id)
    return PledgeView(value: pledge)
}

private func step(
    _ step: Pledge.Step, _ input: PathInput<Pledge>, in tx: borrowing WriteTransaction
) throws -> PledgeView {
    guard let old = try tx.find(input.id), let hamlet = try tx.find(old.fund)?.owner.hamlet else {
        throw Refusal.notFound(.pledge)
    }
    let pledge = try old.taking(step)
    try tx.save(pledge, replacing: old, in: hamlet)
    return PledgeView(value: pledge)
}

func listPledges(
    _ input: PledgeListInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<PledgeView> {
    let before: Pledge.ID? = try input.page.number(in: input.list)
    let found = try tx.pledges(
        of: input.hamlet, matching: input.filter, before: before, limit: input.page.limit + 1)
    return Page(found, of: input.page, in: input.list)
}

extension Sentence {
    fileprivate static var pledgesOfHamlets: Sentence {
        Sentence(
            vi: "chỉ quỹ của thôn xóm nhận đăng ký; với quỹ này hãy lập phiếu thu khi hộ nộp",
            en: "only a hamlet's fund has pledges; issue a receipt for this one when the household pays")
    }
}

extension Pledge: Sampled {
    static var sample: Pledge {
        Pledge(
            id: Identifier(1), fund: Identifier(1), household: Identifier(1), amount: Dong(2_000_000),
            pledgedOn: .sample)
    }
}
