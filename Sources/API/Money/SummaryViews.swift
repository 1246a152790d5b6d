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

struct SummaryInput: Input {
    let id: Hamlet.ID
    let boundaries: Boundaries

    init(from decoder: inout RequestDecoder) {
        id = decoder.id("id", in: .path)
        boundaries = decoder.boundaries()
    }

    var target: Target? { Target(id) }
}

func showSummary(
    _ input: SummaryInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> SummaryView {
    let hamlet = try tx.existing(input.id)
    let view = try tx.view(of: hamlet)
    switch input.boundaries {
    case .historical:
        return SummaryView(
            hamlet: view, balances: try tx.balances(of: .hamlet(hamlet.id)),
            years: try tx.years(of: hamlet.id),
            models: try tx.modelCounts(of: hamlet.id))
    case .current:
        let line = try tx.absorbedPredecessors(of: hamlet.id)
        return SummaryView(
            hamlet: view, balances: try tx.balances(of: line), years: try tx.years(of: line),
            models: try tx.modelCounts(of: line))
    }
}

extension SummaryView {
    static var sample: SummaryView {
        SummaryView(hamlet: .sample, balances: .sample, years: [.sample], models: [])
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
