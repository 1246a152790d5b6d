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
    /// The organisations whose money is state support.
    let stateAgencies: Set<Int64>
    /// The voucher numbers of contributions and payments with their dates, by series.
    var numbers: [VerifiedSeries: [Voucher.Last]] = [:]
    /// Years and households with a valid receipt that was not refunded whole.
    var households: Set<HouseholdYear> = []
    var pledges: [Int64: Int64] = [:]
    var sums: [LedgerSumKey: LedgerSumKey.Sum] = [:]
    /// All postings, where they are asked for.
    var lines: [PostingLine]?
    /// The first row with each commune.
    var communes: [String: HamletCommune] = [:]

    struct HouseholdYear: Hashable {
        let year: Int64
        let household: Int64
    }
}

extension Verifier {
    /// Verifies contributions, expenditures, voucher numbers and totals hamlet by hamlet, as their rows are stored.
    func verifyBooks(_ range: ClosedRange<Int64>) throws {
        try forEachBooks(range) { books in
            try addPostings(to: &books)
            try verifyNumbers(of: books)
            try verifySums(of: books)
            try verifyLedgerSums(of: books)
            try verifyPeriods(of: books)
            findings.communes += books.communes.values.sorted {
                ($0.kind.index, $0.id) < ($1.kind.index, $1.id)
            }
        }
    }

    /// Calls `body` with the empty books of each hamlet of `range` that any table names.
    func forEachBooks(_ range: ClosedRange<Int64>, _ body: (inout HamletBooks) throws -> Void) throws {
        let stateAgencies = try stateAgencies()
        var from = range.lowerBound
        while let hamlet = try nextHamlet(from: from), hamlet <= range.upperBound {
            var books = HamletBooks(hamlet: Hamlet.ID(hamlet), stateAgencies: stateAgencies)
            try body(&books)
            guard hamlet < range.upperBound else { break }
            from = hamlet + 1
        }
    }

    /// Verifies everything that moves money, and adds its postings.
    func addPostings(to books: inout HamletBooks) throws {
        try verifyContributions(into: &books)
        try verifyExpenditures(into: &books)
        try addFundTransfers(into: &books)
        try addCashCounts(into: &books)
        try addMoneyMoves(into: &books)
    }

    /// Adds the posting of the journal row at `position`.
    func add(_ posting: Posting, at position: Int64, line number: Int64 = 1, to books: inout HamletBooks) {
        let line = PostingLine(
            position: position, line: number, owner: .hamlet(books.hamlet), posting: posting)
        findings.postingsComputed.add(line)
        books.sums[LedgerSumKey(posting), default: LedgerSumKey.Sum()].add(posting)
        if books.lines != nil { books.lines?.append(line) }
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
                UNION ALL SELECT min(hamlet) FROM fund_owner WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM voucher_series WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM pledge_year WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM household_year WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM hamlet_population WHERE hamlet >= ?1
            ) AS named
            """, hamlet
        ) { row in row.optionalInteger(0) }
        return next ?? nil
    }
}

extension HamletBooks {
    mutating func add(_ contribution: Contribution) {
        let year = Int64(contribution.receivedOn.year)
        let series = VerifiedSeries(
            kind: .receipt, year: Int64(contribution.voucher.issuedOn.year),
            book: contribution.voucher.series.book)
        numbers[series, default: []].append(contribution.voucher.last)
        let isValid = contribution.state == .valid
        // A receipt of a closed month that was reversed later leaves the figures of its year.
        let counts = isValid || contribution.voiding?.reversedOn != nil
        if let household = contribution.donor.household, counts, contribution.kept > .zero {
            households.insert(HouseholdYear(year: year, household: household.number))
        }
        let kept = isValid ? contribution.kept.amount : 0
        if let pledge = contribution.pledge { pledges[pledge.number, default: 0] &+= kept }
    }
}
