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

func showPublicSummary(_ input: SummaryInput, in tx: borrowing ReadTransaction) throws -> PublicSummaryView {
    let hamlet = try tx.existing(input.id)
    let view = try tx.publicView(of: hamlet)
    switch input.boundaries {
    case .historical:
        return PublicSummaryView(
            hamlet: view, balances: try tx.balances(of: .hamlet(hamlet.id)),
            rows: try tx.publicYears(of: [hamlet.id]),
            models: try tx.modelCounts(of: hamlet.id))
    case .current:
        let line = try tx.absorbedPredecessors(of: hamlet.id)
        return PublicSummaryView(
            hamlet: view, balances: try tx.balances(of: line), rows: try tx.publicYears(of: line),
            models: try tx.modelCounts(of: line))
    }
}

extension Reading where Self: ~Copyable {
    /// The public view of the years of all `hamlets` together.
    ///
    /// If a number of one hamlet is suppressed, so is the total, because subtracting the others would reveal it.
    fileprivate borrowing func publicYears(of hamlets: [Hamlet.ID]) throws -> [PublicYearView] {
        var parts: [Int: [Participation]] = [:]
        for hamlet in hamlets {
            for year in try years(of: hamlet) where hasEnded(year.year) {
                parts[year.year, default: []]
                    .append(
                        try participation(of: hamlet, in: year.year, count: year.householdsCount))
            }
        }
        // A year in which nothing was received or paid would show that something was pledged.
        return try years(of: hamlets).filter(\.hasMovedMoney)
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
