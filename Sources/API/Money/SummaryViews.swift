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
        fields.object("balances", BalancesView(value: balances))
        fields.list("years", rows)
        fields.object("models", ModelStatesView(counts: models))
    }
}

struct BalancesView: PublicOutput, ValueView {
    let value: Balances

    func write(to fields: inout some FieldWriter) {
        fields.member("cash", value.cash)
        fields.member("bank", value.bank)
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

/// The public summary; numbers about 1 or 2 households are suppressed, and pledges are not public.
struct PublicSummaryView: PublicOutput, Tabular {
    let hamlet: PublicHamletView
    let balances: Balances
    let years: [PublicYearView]
    let models: [HamletModelCount]

    var rows: [PublicYearView] { years }

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.object("balances", BalancesView(value: balances))
        fields.list("years", years)
        fields.object("models", PublicModelStatesView(counts: models))
    }
}

struct PublicYearView: PublicOutput {
    let year: YearSummary
    /// True when a part of the sum is suppressed, because it could be derived as a difference.
    var suppressesHouseholds = false

    func write(to fields: inout some FieldWriter) {
        let showsHouseholds = !suppressesHouseholds && Disclosure.shows(householdsCount: year.householdsCount)
        fields.count("year", Int64(year.year))
        fields.member("received", year.received)
        fields.member("received_from_households", year.receivedFromHouseholds)
        fields.member("received_from_sponsors", year.receivedFromSponsors)
        fields.member("received_from_state", year.receivedFromState)
        fields.member("spent", year.spent)
        fields.member("refunded", year.refunded)
        fields.count("expenditures", year.expendituresCount)
        fields.count("contributions", year.contributionsCount)
        fields.count("participating_households", showsHouseholds ? year.householdsCount : nil)
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
            hamlet: view, balances: try tx.balances(of: hamlet.id), years: try tx.years(of: hamlet.id),
            models: try tx.modelCounts(of: hamlet.id))
    case .current:
        let line = try tx.absorbedPredecessors(of: hamlet.id)
        return SummaryView(
            hamlet: view, balances: try tx.balances(of: line), years: try tx.years(of: line),
            models: try tx.modelCounts(of: line))
    }
}

func showPublicSummary(_ input: SummaryInput, in tx: borrowing ReadTransaction) throws -> PublicSummaryView {
    let hamlet = try tx.existing(input.id)
    let view = PublicHamletView(value: try tx.view(of: hamlet))
    switch input.boundaries {
    case .historical:
        return PublicSummaryView(
            hamlet: view, balances: try tx.balances(of: hamlet.id),
            years: try tx.years(of: hamlet.id).map { PublicYearView(year: $0) },
            models: try tx.modelCounts(of: hamlet.id))
    case .current:
        let line = try tx.absorbedPredecessors(of: hamlet.id)
        return PublicSummaryView(
            hamlet: view, balances: try tx.balances(of: line), years: try tx.publicYears(of: line),
            models: try tx.modelCounts(of: line))
    }
}

extension Reading where Self: ~Copyable {
    /// The public view of the years of all `hamlets` together.
    ///
    /// If a number of one hamlet is suppressed, so is the total, because subtracting the others would reveal it.
    fileprivate borrowing func publicYears(of hamlets: [Hamlet.ID]) throws -> [PublicYearView] {
        var few: Set<Int> = []
        var views = try years(of: hamlets).map { PublicYearView(year: $0) }
        for hamlet in hamlets {
            for year in try years(of: hamlet) where !Disclosure.shows(householdsCount: year.householdsCount) {
                few.insert(year.year)
            }
        }
        for index in views.indices {
            views[index].suppressesHouseholds = few.contains(views[index].year.year)
        }
        return views
    }
}

extension SummaryView {
    static var sample: SummaryView {
        SummaryView(hamlet: .sample, balances: .sample, years: [.sample], models: [])
    }
}

extension PublicSummaryView {
    static var sample: PublicSummaryView {
        PublicSummaryView(hamlet: .sample, balances: .sample, years: [.sample], models: [])
    }
}

extension PublicYearView {
    static var sample: PublicYearView { PublicYearView(year: .sample) }
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
