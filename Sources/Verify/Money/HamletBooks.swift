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

/// The totals of one hamlet's contributions and expenditures.
struct HamletBooks {
    let hamlet: Hamlet.ID
    let accountIDs: [AccountKey: Int64]
    /// The voucher numbers of contributions and payments, by series.
    var numbers: [VerifiedSeries: [Int64]] = [:]
    var years: [Int64: YearSums] = [:]
    /// Years and households with a valid receipt that was not refunded whole.
    var households: Set<HouseholdYear> = []
    var pledges: [Int64: Int64] = [:]
    var days: [FundDay: FundDay.Sums] = [:]

    struct YearSums {
        var fromHouseholds: Int64 = 0
        var fromSponsors: Int64 = 0
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
        var from = range.lowerBound
        while let hamlet = try nextHamlet(from: from), hamlet <= range.upperBound {
            var books = HamletBooks(
                hamlet: Hamlet.ID(hamlet), accountIDs: known.accountsOfHamlets[hamlet] ?? [:])
            try verifyContributions(into: &books)
            try verifyExpenditures(into: &books)
            try addFundTransfers(into: &books)
            try verifyNumbers(of: books)
            try verifySums(of: books)
            try verifyDays(of: books)
            guard hamlet < range.upperBound else { break }
            from = hamlet + 1
        }
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

    /// Checks that the numbers of each series run from 1 without gaps, and that the series stores the last one.
    private func verifyNumbers(of books: HamletBooks) throws {
        for (series, numbers) in books.numbers.sorted(by: { $0.key < $1.key }) {
            var last: Int64 = 0
            for number in numbers.sorted() {
                if number == last {
                    report(.numberShared(series.named(in: books.hamlet), number: number))
                } else if number != last &+ 1 {
                    report(.numberMissing(series.named(in: books.hamlet), number: last &+ 1))
                }
                last = number
            }
        }
        try verifyLastNumbers(books.numbers.mapValues { numbers in numbers.max() ?? 0 }, in: books.hamlet)
    }

    private func verifyLastNumbers(_ computed: [VerifiedSeries: Int64], in hamlet: Hamlet.ID) throws {
        var unmatched = computed
        try connection.forEach(
            "SELECT kind, year, book, last_number FROM voucher_series WHERE hamlet = ?1", hamlet
        ) { row in
            guard let kind = Voucher.Kind(rawValue: row.text(0)) else {
                return report(.voucherKindUnknown(hamlet: hamlet.number, kind: row.text(0)))
            }
            let series = VerifiedSeries(kind: kind, year: row.integer(1), book: row.text(2))
            let last = unmatched.removeValue(forKey: series)
            guard last != row.integer(3) else { return }
            report(.lastNumberDiffers(series.named(in: hamlet), stored: row.integer(3), computed: last))
        }
        for (series, last) in unmatched.sorted(by: { $0.key < $1.key }) {
            report(.lastNumberDiffers(series.named(in: hamlet), stored: nil, computed: last))
        }
    }
}

extension HamletBooks {
    mutating func add(_ contribution: Contribution, _ posting: Posting) {
        let year = Int64(contribution.receivedOn.year)
        let series = VerifiedSeries(kind: .receipt, year: year, book: contribution.voucher.series.book)
        numbers[series, default: []].append(contribution.voucher.number)
        let isValid = contribution.state == .valid
        let amount = isValid ? contribution.amount.amount : 0
        var sums = years[year] ?? YearSums()
        sums.contributionsCount += isValid ? 1 : 0
        switch contribution.donor {
        case .household(let household):
            sums.fromHouseholds &+= amount
            if isValid, contribution.kept > .zero {
                households.insert(HouseholdYear(year: year, household: household.number))
            }
        case .organisation, .sponsor: sums.fromSponsors &+= amount
        }
        years[year] = sums
        days[FundDay(posting), default: FundDay.Sums()].inflow &+= amount
        let kept = isValid ? contribution.kept.amount : 0
        if let pledge = contribution.pledge { pledges[pledge.number, default: 0] &+= kept }
    }
}

extension VerifiedSeries: Comparable {
    static func < (left: Self, right: Self) -> Bool {
        (left.kind.rawValue, left.year, left.book) < (right.kind.rawValue, right.year, right.book)
    }

    fileprivate func named(in hamlet: Hamlet.ID) -> Voucher.Series {
        Voucher.Series(hamlet: hamlet, kind: kind, year: Int(year), book: book)
    }
}
