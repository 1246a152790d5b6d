import Domain
import Store

/// The public summary; numbers about 1 or 2 households are suppressed, and pledges are not public.
struct PublicSummaryView: PublicTable {
    let hamlet: PublicHamletView
    let balances: Balances
    let rows: [PublicYearView]
    let models: [HamletModelCount]

    static var sample: PublicSummaryView {
        PublicSummaryView(hamlet: .sample, balances: .sample, rows: [.sample], models: [])
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish("hamlet", hamlet)
        fields.publish("balances", BalancesView(value: balances))
        fields.publish("years", rows)
        fields.publish("models", PublicModelStatesView(models))
    }
}

/// One year by effective date; amounts in đồng.
struct PublicYearView: PublicView {
    let year: YearSummary
    /// Nil until the year has ended, because each receipt would tell whether its household is a new one, and when it is
    /// suppressed.
    let participation: DisclosedCell<Int64>?

    static var sample: PublicYearView { PublicYearView(year: .sample, participation: nil) }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.count(.year, Int64(year.year)))
        fields.publish(Disclosure.money(.received, year.received))
        fields.publish(Disclosure.money(.receivedFromHouseholds, year.receivedFromHouseholds))
        fields.publish(Disclosure.money(.receivedFromSponsors, year.receivedFromSponsors))
        fields.publish(Disclosure.money(.receivedFromState, year.receivedFromState))
        fields.publish(Disclosure.money(.spent, year.spent))
        fields.publish(Disclosure.money(.refunded, year.refunded))
        fields.publish(Disclosure.count(.expenditures, year.expendituresCount))
        fields.publish(Disclosure.count(.contributions, year.contributionsCount))
        fields.publish(Disclosure.count(.participatingHouseholds, in: participation) { $0 })
    }
}

/// The public summary of whoever keeps books.
///
/// How many households took part is public for hamlets only: of how many they are is known there alone.
struct PublicOwnerSummaryView: PublicTable {
    let keeper: BookKeeper
    let balances: Balances
    let rows: [PublicYearView]

    static var sample: PublicOwnerSummaryView {
        PublicOwnerSummaryView(keeper: BookKeeper(Hamlet.sample), balances: .sample, rows: [.sample])
    }

    func write(to fields: inout some PublicFieldWriter) {
        fields.publish(Disclosure.fact(.hamlet, keeper.owner.hamlet))
        fields.publish(Disclosure.fact(.communeUnit, keeper.owner.commune))
        fields.publish(Disclosure.fact(.organisation, keeper.owner.organisation))
        fields.publish(Disclosure.text(.name, keeper.name))
        fields.publish("balances", BalancesView(value: balances))
        fields.publish("years", rows)
    }
}

func showPublicSummary(
    _ input: SummaryInput<HamletInPath>, in tx: borrowing ReadTransaction
) throws -> PublicSummaryView {
    let (keeper, owners) = try tx.booksSummed(by: input, of: tx.publicOwner(input.owner))
    guard let hamlet = keeper.hamlet else { throw Refusal.notFound(.hamlet) }
    return PublicSummaryView(
        hamlet: try tx.publicView(of: hamlet), balances: try tx.balances(of: owners),
        rows: try tx.publicYears(of: owners), models: try tx.modelCounts(of: owners.compactMap(\.hamlet)))
}

func showPublicOwnerSummary(
    _ input: SummaryInput<OwnerInQuery>, in tx: borrowing ReadTransaction
) throws -> PublicOwnerSummaryView {
    let (keeper, owners) = try tx.booksSummed(by: input, of: tx.publicOwner(input.owner))
    return PublicOwnerSummaryView(
        keeper: keeper, balances: try tx.balances(of: owners), rows: try tx.publicYears(of: owners))
}

extension Reading where Self: ~Copyable {
    /// The public view of the years of all `owners` together.
    ///
    /// If a number of one hamlet is suppressed, so is the total, because subtracting the others would reveal it.
    fileprivate borrowing func publicYears(of owners: [FundOwner]) throws -> [PublicYearView] {
        var parts: [Int: [Participation]] = [:]
        for hamlet in owners.compactMap(\.hamlet) {
            for year in try years(of: hamlet) where hasEnded(year.year) {
                parts[year.year, default: []]
                    .append(
                        try participation(of: hamlet, in: year.year, count: year.householdsCount))
            }
        }
        // A year in which nothing was received or paid would show that something was pledged.
        return try years(of: owners).filter(\.hasMovedMoney)
            .map { year in
                PublicYearView(
                    year: year,
                    participation: Disclosure.participation(year.householdsCount, parts: parts[year.year]))
            }
    }

    /// True when participation in `year` is public today.
    private borrowing func hasEnded(_ year: Int) -> Bool {
        PublicFigure.participatingHouseholds.granularity.day(onOrBefore: today, today: today)
            .map { $0.year >= year } ?? false
    }

    private borrowing func participation(
        of hamlet: Hamlet.ID, in year: Int, count: Int64
    ) throws -> Participation {
        let all = try LocalDate(year: year, month: 12, day: 31)
            .map { try householdsCount(of: hamlet, at: lastPosition(on: $0)) }
        let participation = Participation(count: count, of: all ?? 0, namesAll: true)
        // The receipts are read only where their names matter.
        guard participation.restCount < Disclosure.householdsMin else { return participation }
        return Participation(
            count: count, of: all ?? 0, namesAll: try !hasAnonymousHousehold(hamlet, in: year))
    }
}
