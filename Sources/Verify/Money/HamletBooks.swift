import Domain
import SQLite
import Store

/// A voucher series within its hamlet.
struct VerifiedSeries: Hashable {
    let kind: Voucher.Kind
    let year: Int64
    let book: String

    /// Hashes the year only: a hamlet has few books, and hashing texts is slow.
    func hash(into hasher: inout Hasher) { hasher.combine(year) }
}

/// The commune that rows of a hamlet name, and the first of these rows.
struct HamletCommune: Sendable {
    let hamlet: Int64
    let commune: String
    let kind: EntityKind
    let id: Int64
}

/// The totals of one hamlet's contributions and expenditures.
struct HamletBooks {
    let hamlet: Hamlet.ID
    let accountIDs: [AccountKey: Int64]
    /// The organisations whose money is state support.
    let stateAgencies: Set<Int64>
    /// The voucher numbers of contributions and payments with their dates, by series.
    var numbers: [VerifiedSeries: [Voucher.Last]] = [:]
    var years: [Int64: YearSums] = [:]
    /// Years and households with a valid receipt that was not refunded whole.
    var households: Set<HouseholdYear> = []
    var pledges: [Int64: Int64] = [:]
    var days: [FundDay: FundDay.Sums] = [:]
    /// The first row with each commune.
    var communes: [String: HamletCommune] = [:]

    struct YearSums {
        var fromHouseholds: Int64 = 0
        var fromSponsors: Int64 = 0
        var fromState: Int64 = 0
        var contributionsCount: Int64 = 0
        var spent: Int64 = 0
        var refunded: Int64 = 0
        var expendituresCount: Int64 = 0
    }

    struct HouseholdYear: Hashable {
        let year: Int64
        let household: Int64
    }
}

extension Verifier {
    /// Verifies contributions, expenditures, voucher numbers and totals hamlet by hamlet, as their rows are stored.
    func verifyBooks(_ range: ClosedRange<Int64>) throws {
        let stateAgencies = try stateAgencies()
        var from = range.lowerBound
        while let hamlet = try nextHamlet(from: from), hamlet <= range.upperBound {
            var books = HamletBooks(
                hamlet: Hamlet.ID(hamlet), accountIDs: known.accountsOfHamlets[hamlet] ?? [:],
                stateAgencies: stateAgencies)
            try verifyContributions(into: &books)
            try verifyExpenditures(into: &books)
            try addFundTransfers(into: &books)
            try verifyNumbers(of: books)
            try verifySums(of: books)
            try verifyDays(of: books)
            findings.communes += books.communes.values.sorted {
                ($0.kind.index, $0.id) < ($1.kind.index, $1.id)
            }
            guard hamlet < range.upperBound else { break }
            from = hamlet + 1
        }
    }

    private func stateAgencies() throws -> Set<Int64> {
        Set(
            try connection.all(
                "SELECT id FROM organisation WHERE kind = ?1", Organisation.Kind.stateAgency.rawValue
            ) { row in row.integer(0) })
    }

    /// The first hamlet id from `hamlet` on that any table references, so that rows of missing hamlets are found too.
    private func nextHamlet(from hamlet: Int64) throws -> Int64? {
        let next = try connection.first(
            """
            SELECT min(hamlet)
            FROM (
                SELECT min(id) AS hamlet FROM hamlet WHERE id >= ?1
                UNION ALL SELECT min(hamlet) FROM household WHERE ended_on IS NULL AND hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM pledge WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM contribution WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM expenditure WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM fund_day WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM voucher_series WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM hamlet_year WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM household_year WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM hamlet_population WHERE hamlet >= ?1
            ) AS named
            """, hamlet
        ) { row in row.optionalInteger(0) }
        return next ?? nil
    }
}

extension HamletBooks {
    mutating func add(_ contribution: Contribution, _ posting: Posting) {
        let year = Int64(contribution.receivedOn.year)
        let series = VerifiedSeries(kind: .receipt, year: year, book: contribution.voucher.series.book)
        numbers[series, default: []].append(contribution.voucher.last)
        let isValid = contribution.state == .valid
        let amount = isValid ? contribution.amount.amount : 0
        var sums = years[year] ?? YearSums()
        sums.contributionsCount += isValid ? 1 : 0
        switch contribution.source {
        case .households: sums.fromHouseholds &+= amount
        case .sponsors: sums.fromSponsors &+= amount
        case .state: sums.fromState &+= amount
        }
        if let household = contribution.donor.household, isValid, contribution.kept > .zero {
            households.insert(HouseholdYear(year: year, household: household.number))
        }
        years[year] = sums
        days[FundDay(posting), default: FundDay.Sums()].inflow &+= amount
        let kept = isValid ? contribution.kept.amount : 0
        if let pledge = contribution.pledge { pledges[pledge.number, default: 0] &+= kept }
    }
}
