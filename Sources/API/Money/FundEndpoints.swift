import Domain
import Store

let fundEndpoints: [Endpoint] = [
    .post(
        "/v1/funds", roles: [.hamletHead, .clerk, .accountant],
        Sentence(vi: "Mở một quỹ", en: "Opens a fund."), recordFund),
    .read(
        "/v1/funds",
        Sentence(
            vi: "Các quỹ của một thôn xóm, một xã hoặc một tổ chức",
            en: "Lists the funds of a hamlet, a commune or an organisation."), listFunds),
    .post(
        "/v1/funds/{id}/authorise", roles: [.clerk, .accountant, .approver], needsVersion: true, status: 200,
        Sentence(
            vi: "Gắn quyết định của cộng đồng dân cư mà quỹ dựa vào để thu",
            en: "Links the residents' decision under which the fund collects."), authoriseFund),
    .read(
        "/v1/funds/{id}",
        Sentence(vi: "Một quỹ và số dư", en: "Shows a fund with its balances."), showFund),
    .publicRead(
        "/v1/public/hamlets/{id}/funds", etag: .owner,
        Sentence(vi: "Các quỹ của thôn xóm và số dư, công khai", en: "Lists a hamlet's funds publicly.")
    ) { (input: Paged<OwnerInput<HamletInPath>>, tx: borrowing ReadTransaction) in
        try listPublicFunds(input, in: tx)
    },
    .publicRead(
        "/v1/public/funds", etag: .all,
        Sentence(
            vi: "Các quỹ của một thôn xóm, một xã hoặc một tổ chức và số dư, công khai",
            en: "Lists the funds of a hamlet, a commune or an organisation publicly.")
    ) { (input: Paged<OwnerInput<OwnerInQuery>>, tx: borrowing ReadTransaction) in
        try listPublicFunds(input, in: tx)
    },
]

struct FundAuthorisation: Input {
    let id: Fund.ID
    let decision: Decision.ID

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        decision = decoder.id("decision")
    }

    var target: Target? { Target(id) }
}

struct NewFundInput: Input {
    let owner: BookOwner
    let name: String
    /// Nil for money of the owner.
    let passThrough: Fund.PassThrough?

    init(from decoder: inout RequestDecoder) {
        owner = BookOwner(from: &decoder)
        name = decoder.publicName("name", upTo: 200)
        passThrough = decoder.passThrough()
    }

    var target: Target? { owner.target }
}

struct FundView: Resource {
    let fund: Fund
    let balances: Balances

    var location: String { "/v1/funds/\(fund.id.number)" }
    var version: Int64 { fund.version }

    func write(to fields: inout some FieldWriter) {
        PublicFundView(fund: fund, balances: balances).write(to: &fields)
    }
}

/// A fund as the public sees it, which is all of it.
struct PublicFundView: PublicView {
    let fund: Fund
    let balances: Balances

    static var sample: PublicFundView {
        PublicFundView(fund: FundView.sample.fund, balances: FundView.sample.balances)
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.id, fund.id))
        fields.publish(Disclosure.fact(.hamlet, fund.owner.hamlet))
        fields.publish(Disclosure.fact(.communeUnit, fund.owner.commune))
        fields.publish(Disclosure.fact(.organisation, fund.owner.organisation))
        fields.publish(Disclosure.text(.name, fund.name))
        fields.publish(Disclosure.text(.collectsFor, fund.passThrough?.beneficiary))
        fields.publish(Disclosure.text(.collectionBasis, fund.passThrough?.basis))
        fields.publish(Disclosure.fact(.decision, fund.decision))
        fields.publish(Disclosure.fact(.earlierDecisions, fund.earlierDecisions))
        fields.publish("balances", BalancesView(value: balances))
        fields.publish(Disclosure.count(.fundVersion, fund.version))
    }
}

func recordFund(
    _ input: NewFundInput, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> NewlyNamed<FundView> {
    let owner = try tx.owner(input.owner, at: .commune)
    if let hamlet = owner.hamlet { _ = try tx.openHamlet(hamlet, named: .hamlet) }
    if let organisation = try owner.organisation.flatMap({ try tx.find($0) }) {
        try organisation.checkOpen(on: tx.today)
    }
    let fund = try tx.recordFund(named: input.name, of: owner, for: input.passThrough)
    let view = FundView(fund: fund, balances: try tx.balances(of: fund))
    return NewlyNamed(view: view, similar: try tx.similarNames(to: fund))
}

func showFund(
    _ input: PathInput<Fund>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> FundView {
    let fund = try tx.existing(input.id)
    return FundView(fund: fund, balances: try tx.balances(of: fund))
}

func listFunds(
    _ input: Paged<OwnerInput<OwnerInQuery>>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> Page<FundView> {
    try tx.fundPage(of: input.list.owner, tx.owner(input.list.owner), input.page)
}

func listPublicFunds<Source>(
    _ input: Paged<OwnerInput<Source>>, in tx: borrowing ReadTransaction
) throws -> PublicPage<PublicFundView> {
    try tx.fundPage(of: input.list.owner, tx.publicOwner(input.list.owner), input.page)
        .map { Published(PublicFundView(fund: $0.fund, balances: $0.balances)) }
}

extension Reading where Self: ~Copyable {
    fileprivate borrowing func fundPage(
        of named: BookOwner, _ owner: FundOwner, _ page: PageRequest
    ) throws -> Page<FundView> {
        let filter = "funds|\(named.text)"
        let after: Fund.ID? = try page.number(in: filter)
        var views: [FundView] = []
        for fund in try funds(of: owner, after: after, limit: page.limit + 1) {
            views.append(FundView(fund: fund, balances: try balances(of: fund)))
        }
        return Page(views, limit: page.limit) { last in
            Cursor.text(key: Cursor.key(last.fund.id.number), filter: filter)
        }
    }
}

func authoriseFund(
    _ input: FundAuthorisation, by caller: Caller, in tx: borrowing WriteTransaction
) throws -> FundView {
    guard let old = try tx.find(input.id), let keeper = try tx.keeper(of: old.owner) else {
        throw Refusal.notFound(.fund)
    }
    guard let decision = try tx.find(input.decision), try tx.binds(decision, keeper)
    else { throw Refusal.unknownReference(.decision, at: .decision) }
    guard decision.authorisesCollectionFrom != nil else { throw Refusal.decisionNotApplicable(at: .decision) }
    try tx.checkHouseholds(of: decision)
    let fund = old.authorised(by: decision.id)
    try tx.save(fund, replacing: old)
    return FundView(fund: fund, balances: try tx.balances(of: fund))
}

extension WriteTransaction {
    borrowing func recordFund(
        named name: String, of owner: FundOwner, for passThrough: Fund.PassThrough? = nil
    ) throws -> Fund {
        let fund = Fund(
            id: try newID(), owner: owner, name: name, passThrough: passThrough, version: 1)
        try save(fund)
        return fund
    }

    /// The fund named in the body, and the keeper of its books; a hamlet must be open.
    borrowing func openFund(_ id: Fund.ID) throws -> (fund: Fund, keeper: BookKeeper) {
        guard let fund = try find(id), let keeper = try keeper(of: fund.owner) else {
            throw Refusal.unknownReference(.fund, at: .fund)
        }
        guard let hamlet = keeper.hamlet else {
            try checkBooksOpen(of: fund.owner)
            return (fund, keeper)
        }
        return (fund, BookKeeper(try openHamlet(hamlet.id, named: .fund)))
    }
}

extension FundView {
    static var sample: FundView {
        FundView(
            fund: Fund(id: Identifier(1), owner: .hamlet(Identifier(1)), name: "Đường xóm 9", version: 1),
            balances: .sample)
    }
}
