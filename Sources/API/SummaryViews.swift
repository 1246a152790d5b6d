import Domain
import Store

/// What a hamlet's people promised, gave and spent, and what is left.
struct SummaryView: Output {
    let hamlet: HamletView
    let balances: Balances
    let years: [YearSummary]

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.object("balances", BalancesView(balances: balances))
        fields.list("years", years.map(YearView.init))
    }
}

struct BalancesView: PublicOutput {
    let balances: Balances

    func write(to fields: inout some FieldWriter) {
        fields.member("cash", balances.cash)
        fields.member("bank", balances.bank)
    }
}

/// One year by business date: amounts in đồng.
struct YearView: Output {
    let year: YearSummary

    func write(to fields: inout some FieldWriter) {
        fields.count("year", Int64(year.year))
        fields.member("pledged", year.pledged)
        fields.count("pledges", year.pledgesCount)
        fields.member("received", year.received)
        fields.member("received_from_households", year.receivedFromHouseholds)
        fields.member("received_from_sponsors", year.receivedFromSponsors)
        fields.member("spent", year.spent)
        fields.member("refunded", year.refunded)
        fields.count("expenditures", year.expendituresCount)
        fields.count("contributions", year.contributionsCount)
        fields.count("households_taking_part", year.householdsCount)
    }
}

/// The sums for everybody: what fewer than 3 households promised or did is not shown.
struct PublicSummaryView: PublicOutput {
    let hamlet: HamletView
    let balances: Balances
    let years: [YearSummary]

    func write(to fields: inout some FieldWriter) {
        fields.object("hamlet", hamlet)
        fields.object("balances", BalancesView(balances: balances))
        fields.list("years", years.map(PublicYearView.init))
    }
}

struct PublicYearView: PublicOutput {
    let year: YearSummary

    /// Cells of fewer households are not shown.
    ///
    /// - Source: DOMAIN §10.
    static let householdsMin = 3

    func write(to fields: inout some FieldWriter) {
        fields.count("year", Int64(year.year))
        fields.member("pledged", PublicYearView.shows(year.pledgesCount) ? year.pledged : nil)
        fields.count("pledges", PublicYearView.shows(year.pledgesCount) ? year.pledgesCount : nil)
        fields.member("received", year.received)
        fields.member("received_from_households", year.receivedFromHouseholds)
        fields.member("received_from_sponsors", year.receivedFromSponsors)
        fields.member("spent", year.spent)
        fields.member("refunded", year.refunded)
        fields.count("expenditures", year.expendituresCount)
        fields.count("contributions", year.contributionsCount)
        fields.count(
            "households_taking_part", PublicYearView.shows(year.householdsCount) ? year.householdsCount : nil)
    }

    private static func shows(_ count: Int64) -> Bool { count == 0 || count >= householdsMin }
}

func showSummary(
    _ input: HamletInput, by caller: Caller, in tx: borrowing ReadTransaction
) throws -> SummaryView {
    guard let hamlet = try tx.hamlet(input.id) else { throw Refusal.notFound(.hamlet) }
    return SummaryView(
        hamlet: try tx.view(of: hamlet), balances: try tx.balances(of: hamlet.id),
        years: try tx.years(of: hamlet.id))
}

func showPublicSummary(_ input: HamletInput, in tx: borrowing ReadTransaction) throws -> PublicSummaryView {
    guard let hamlet = try tx.hamlet(input.id) else { throw Refusal.notFound(.hamlet) }
    return PublicSummaryView(
        hamlet: try tx.view(of: hamlet), balances: try tx.balances(of: hamlet.id),
        years: try tx.years(of: hamlet.id))
}
