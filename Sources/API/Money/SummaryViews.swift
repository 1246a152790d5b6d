import Domain
import Store

/// A hamlet's pledges, contributions, expenditures and balances.
struct SummaryView: Output {
    let hamlet: HamletView
    let balances: Balances
    let years: [YearSummary]
    let models: [HamletModelCount]

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.object("balances", BalancesView(value: balances))
        fields.list("years", years.map(YearView.init))
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
        fields.member("spent", value.spent)
        fields.member("refunded", value.refunded)
        fields.count("expenditures", value.expendituresCount)
        fields.count("contributions", value.contributionsCount)
        fields.count("participating_households", value.householdsCount)
    }
}

/// Whether a number about this many households is public: for none, or at least 3.
///
/// - Source: DOMAIN §10.
func showsPublicly(householdsCount: Int64) -> Bool { householdsCount == 0 || householdsCount >= 3 }

/// The public summary; numbers about 1 or 2 households are suppressed.
struct PublicSummaryView: PublicOutput {
    let hamlet: PublicHamletView
    let balances: Balances
    let years: [PublicYearView]
    let models: [HamletModelCount]

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.object("balances", BalancesView(value: balances))
        fields.list("years", years)
        fields.object("models", PublicModelStatesView(counts: models))
    }
}

struct PublicYearView: PublicOutput {
    let year: YearSummary
    /// The number of households whose pledges are in the sum; counting may stop at 3.
    ///
    /// One household may have several pledges.
    let pledgersCount: Int64
    /// True when a part of the sum is suppressed, because it could be derived as a difference.
    var suppressesHouseholds = false

    func write(to fields: inout some FieldWriter) {
        let showsPledges = showsPublicly(householdsCount: pledgersCount)
        let showsHouseholds = !suppressesHouseholds && showsPublicly(householdsCount: year.householdsCount)
        fields.count("year", Int64(year.year))
        fields.member("pledged", showsPledges ? year.pledged : nil)
        fields.count("pledges", showsPledges ? year.pledgesCount : nil)
        fields.member("received", year.received)
        fields.member("received_from_households", year.receivedFromHouseholds)
        fields.member("received_from_sponsors", year.receivedFromSponsors)
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
            years: try publicYears(tx.years(of: hamlet.id)) { year in
                try tx.pledgersCount(of: hamlet.id, in: year, upTo: 3)
            }, models: try tx.modelCounts(of: hamlet.id))
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
        var views = try API.publicYears(years(of: hamlets)) { year in
            try hamlets.map { try pledgersCount(of: $0, in: year, upTo: 3) }
                .reduce(0) { (1...2).contains($0) ? $0 : (1...2).contains($1) ? $1 : max($0, $1) }
        }
        for hamlet in hamlets {
            for year in try years(of: hamlet) where !showsPublicly(householdsCount: year.householdsCount) {
                few.insert(year.year)
            }
        }
        for index in views.indices {
            views[index].suppressesHouseholds = few.contains(views[index].year.year)
        }
        return views
    }
}

/// The public view of the years; `pledgersCount` returns the number of pledging households of a year, up to 3.
private func publicYears(
    _ years: [YearSummary], pledgersCount: (Int) throws -> Int64
) rethrows -> [PublicYearView] {
    try years.map { year in
        // Fewer than 3 pledges come from fewer than 3 households, which saves a query.
        let count = year.pledgesCount < 3 ? year.pledgesCount : try pledgersCount(year.year)
        return PublicYearView(year: year, pledgersCount: count)
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
    static var sample: PublicYearView { PublicYearView(year: .sample, pledgersCount: 1) }
}

extension Balances: Sampled {
    static var sample: Balances { Balances(cash: Dong(3_200_000), bank: .zero) }
}

extension YearSummary: Sampled {
    static var sample: YearSummary {
        YearSummary(
            year: 2026, pledged: Dong(2_000_000), pledgesCount: 1, receivedFromHouseholds: Dong(500_000),
            receivedFromSponsors: .zero, contributionsCount: 1, householdsCount: 1, spent: Dong(120_000),
            refunded: .zero,
            expendituresCount: 1)
    }
}
