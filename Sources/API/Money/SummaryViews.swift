import Domain
import Store

/// A hamlet's pledges, contributions, expenditures and balances.
struct SummaryView: Tabular {
    let hamlet: HamletView
    let balances: Balances
    let years: [YearSummary]
    let models: [HamletModelCount]

    var rows: [YearView] { years.map(YearView.init) }

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.publish("balances", BalancesView(value: balances))
        fields.list("years", rows)
        fields.object("models", ModelStatesView(counts: models))
    }
}

struct BalancesView: PublicValueView {
    let value: Balances

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.money(.cash, value.cash))
        fields.publish(Disclosure.money(.bank, value.bank))
    }
}

/// One year by effective date; amounts in đồng.
struct YearView: ValueView {
    let value: YearSummary

    func write(to fields: inout some FieldWriter) {
        fields.count("year", Int64(value.year))
        fields.member("pledged", value.pledged)
        fields.count("pledges", value.pledgesCount)
        fields.member("received", value.received)
        fields.member("received_from_households", value.receivedFromHouseholds)
        fields.member("received_from_sponsors", value.receivedFromSponsors)
        fields.member("received_from_state", value.receivedFromState)
        fields.member("spent", value.spent)
        fields.member("refunded", value.refunded)
        fields.count("expenditures", value.expendituresCount)
        fields.count("contributions", value.contributionsCount)
        fields.count("participating_households", value.householdsCount)
    }
}

struct SummaryInput<Source: OwnerSource>: Input {
    let owner: BookOwner
    let boundaries: Boundaries

    init(from decoder: inout RequestDecoder) {
        owner = Source.owner(from: &decoder)
        boundaries = decoder.boundaries()
    }

    var target: Target? { owner.queryTarget }
}

/// The pledges, contributions, expenditures and balances of whoever keeps books.
struct OwnerSummaryView: Tabular {
    let keeper: BookKeeper
    let balances: Balances
    let years: [YearSummary]

    var rows: [YearView] { years.map(YearView.init) }

    func write(to fields: inout some FieldWriter) {
        fields.member(keeper.owner)
        fields.member("name", keeper.name)
        fields.publish("balances", BalancesView(value: balances))
        fields.list("years", rows)
    }
}

func showSummary(
    _ input: SummaryInput<HamletInPath>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> SummaryView {
    let (keeper, owners) = try tx.booksSummed(by: input, of: tx.owner(input.owner))
    guard let hamlet = keeper.hamlet else { throw Refusal.notFound(.hamlet) }
    return SummaryView(
        hamlet: try tx.view(of: hamlet), balances: try tx.balances(of: owners),
        years: try tx.years(of: owners), models: try tx.modelCounts(of: owners.compactMap(\.hamlet)))
}

func showOwnerSummary(
    _ input: SummaryInput<OwnerInQuery>, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> OwnerSummaryView {
    let (keeper, owners) = try tx.booksSummed(by: input, of: tx.owner(input.owner))
    return OwnerSummaryView(
        keeper: keeper, balances: try tx.balances(of: owners), years: try tx.years(of: owners))
}

extension Reading where Self: ~Copyable {
    /// Who keeps the books of a summary, and all books that are in it.
    borrowing func booksSummed<Source>(
        by input: SummaryInput<Source>, of owner: FundOwner
    ) throws -> (keeper: BookKeeper, owners: [FundOwner]) {
        guard let keeper = try keeper(of: owner) else {
            throw Refusal.notFound(owner.hamlet == nil ? .fund : .hamlet)
        }
        return (keeper, try input.boundaries == .current ? booksByCurrentBoundaries(of: owner) : [owner])
    }
}

extension SummaryView {
    static var sample: SummaryView {
        SummaryView(hamlet: .sample, balances: .sample, years: [.sample], models: [])
    }
}

extension OwnerSummaryView {
    static var sample: OwnerSummaryView {
        OwnerSummaryView(keeper: BookKeeper(Hamlet.sample), balances: .sample, years: [.sample])
    }
}

extension Balances: Sampled {
    static var sample: Balances { Balances(cash: Dong(3_200_000), bank: .zero) }
}

extension YearSummary: Sampled {
    static var sample: YearSummary {
        YearSummary(
            year: 2026, pledged: Dong(2_000_000), pledgesCount: 1, receivedFromHouseholds: Dong(500_000),
            receivedFromSponsors: .zero, receivedFromState: .zero, contributionsCount: 1, householdsCount: 1,
            spent: Dong(120_000),
            refunded: .zero,
            expendituresCount: 1)
    }
}
