import Domain
import SQLite
import Store

/// A voucher series of an owner.
struct VerifiedSeries: Hashable {
    let kind: Voucher.Kind
    let year: Int64
    let book: String

    /// By the bytes of the book's name.
    static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.year == right.year && left.book.isSame(as: right.book)
    }

    /// Hashes the year only: an owner has few books, and hashing texts is slow.
    func hash(into hasher: inout Hasher) { hasher.combine(year) }
}

/// The unit that rows of an owner name, and the first of these rows.
struct OwnerUnit: Sendable {
    let owner: FundOwner
    let commune: String
    let kind: EntityKind
    let id: Int64
}

/// The totals of one owner's contributions and expenditures.
struct OwnerBooks {
    let owner: FundOwner
    /// The organisations whose money is state support.
    let stateAgencies: StateAgencies
    /// The owner's funds that collect for others.
    let passThroughFunds: Set<Int64>
    /// The voucher numbers of contributions and payments with their dates, by series.
    var numbers: [VerifiedSeries: [Voucher.Last]] = [:]
    /// The lines so far of a receipt of several lines.
    var receiptLines: [Contribution] = []
    /// The lines so far of a payment of several lines.
    var paymentLines: [Expenditure] = []
    /// Years and households with a valid receipt that was not refunded whole.
    var households: Set<HouseholdYear> = []
    var pledges: [Int64: Int64] = [:]
    var sums: [LedgerSumKey: LedgerSumKey.Sum] = [:]
    /// Where the owner was, by its row and its previous versions.
    let stays: [OwnerStay]
    /// The last posting that should be in `months`.
    let foldedPosition: Int64
    /// By unit and month, the postings until `foldedPosition`, and their latest day.
    var months = UnitMonths()
    var lastFoldedDay: Int64 = 0
    /// All postings, where they are asked for.
    var lines: [PostingLine]?
    /// The first row with each commune.
    var communes: [String: OwnerUnit] = [:]

    struct HouseholdYear: Hashable {
        let year: Int64
        let household: Int64
    }
}

extension Verifier {
    /// Verifies contributions, expenditures, voucher numbers and totals hamlet by hamlet, as their rows are stored.
    func verifyBooks(_ range: ClosedRange<Int64>) throws {
        try forEachBooks(range) { books in try verifyBooks(&books) }
    }

    /// The same of the communes and organisations that keep books, and of owners that should not be.
    func verifyOtherBooks() throws { try forEachOtherBooks { books in try verifyBooks(&books) } }

    private func verifyBooks(_ books: inout OwnerBooks) throws {
        try addPostings(to: &books)
        try verifyNumbers(of: books)
        try verifySums(of: books)
        try verifyLedgerSums(of: books)
        try verifyPeriods(of: books)
        findings.unitMonths.add(books.months)
        findings.lastFoldedDay = max(findings.lastFoldedDay, books.lastFoldedDay)
        findings.communes += books.communes.values.sorted {
            ($0.kind.index, $0.id) < ($1.kind.index, $1.id)
        }
    }

    /// Calls `body` with the empty books of each hamlet of `range` that any table of hamlets names.
    func forEachBooks(_ range: ClosedRange<Int64>, _ body: (inout OwnerBooks) throws -> Void) throws {
        let stateAgencies = try stateAgencies()
        var from = range.lowerBound
        while let hamlet = try nextHamlet(from: from), hamlet <= range.upperBound {
            var books = try books(of: .hamlet(Hamlet.ID(hamlet)), stateAgencies)
            try body(&books)
            guard hamlet < range.upperBound else { break }
            from = hamlet + 1
        }
    }

    /// Calls `body` with the empty books of each other owner that any table names.
    ///
    /// An owner that is not even the text of one has no books, because its rows cannot be read: see `verifyOwners`.
    func forEachOtherBooks(_ body: (inout OwnerBooks) throws -> Void) throws {
        let stateAgencies = try stateAgencies()
        var from = ""
        while let text = try nextOwner(after: from) {
            from = text
            guard let owner = FundOwner(text: text) else { continue }
            if let hamlet = owner.hamlet?.number, try nextHamlet(from: hamlet) == hamlet { continue }
            var books = try books(of: owner, stateAgencies)
            try body(&books)
        }
    }

    private func books(of owner: FundOwner, _ stateAgencies: StateAgencies) throws -> OwnerBooks {
        OwnerBooks(
            owner: owner, stateAgencies: stateAgencies, passThroughFunds: try passThroughFunds(of: owner),
            stays: try connection.stays(of: owner),
            foldedPosition: try foldedPosition())
    }

    /// Verifies everything that moves money, and adds its postings.
    func addPostings(to books: inout OwnerBooks) throws {
        try verifyContributions(into: &books)
        try verifyExpenditures(into: &books)
        try addFundTransfers(into: &books)
        try addCashCounts(into: &books)
        try addMoneyMoves(into: &books)
    }

    /// Adds the posting of the journal row at `position`.
    func add(_ posting: Posting, at position: Int64, line number: Int64 = 1, to books: inout OwnerBooks) {
        let line = PostingLine(
            position: position, line: number, owner: books.owner, posting: posting)
        findings.postingsComputed.add(line)
        books.sums[LedgerSumKey(posting), default: LedgerSumKey.Sum()].add(posting)
        books.fold(line)
        if books.lines != nil { books.lines?.append(line) }
    }

    private func passThroughFunds(of owner: FundOwner) throws -> Set<Int64> {
        Set(
            try connection.all(
                "SELECT id FROM fund WHERE owner = ?1 AND collects_for IS NOT NULL", owner
            ) { row in row.integer(0) })
    }

    private func stateAgencies() throws -> StateAgencies {
        var agencies = StateAgencies()
        try connection.forEach(typesByDay) { row in
            let isAgency = row.text(1) == Organisation.Kind.stateAgency.rawValue
            agencies.add(row.integer(0), isAgency, from: row.integer(2))
        }
        return agencies
    }

    /// The first owner after `owner` that any table references, so that rows of missing owners are found too.
    private func nextOwner(after owner: String) throws -> String? {
        let next = try connection.first(
            """
            SELECT min(owner)
            FROM (
                SELECT min(owner) AS owner FROM fund_owner WHERE owner > ?1
                UNION ALL SELECT min(owner) FROM contribution WHERE owner > ?1
                UNION ALL SELECT min(owner) FROM expenditure WHERE owner > ?1
                UNION ALL SELECT min(owner) FROM voucher_series WHERE owner > ?1
                UNION ALL SELECT min(owner) FROM ledger_sum WHERE owner > ?1
            ) AS named
            """, owner
        ) { row in row.optionalText(0) }
        return next ?? nil
    }

    /// The first hamlet id from `hamlet` on that any table of hamlets references.
    private func nextHamlet(from hamlet: Int64) throws -> Int64? {
        let next = try connection.first(
            """
            SELECT min(hamlet)
            FROM (
                SELECT min(id) AS hamlet FROM hamlet WHERE id >= ?1
                UNION ALL SELECT min(hamlet) FROM household WHERE ended_on IS NULL AND hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM pledge WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM fund_owner WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM pledge_year WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM household_year WHERE hamlet >= ?1
                UNION ALL SELECT min(hamlet) FROM hamlet_population WHERE hamlet >= ?1
            ) AS named
            """, hamlet
        ) { row in row.optionalInteger(0) }
        return next ?? nil
    }
}

extension OwnerBooks {
    mutating func add(_ contribution: Contribution) {
        let year = Int64(contribution.receivedOn.year)
        let series = VerifiedSeries(
            kind: .receipt, year: Int64(contribution.voucher.issuedOn.year),
            book: contribution.voucher.series.book)
        if contribution.voucher.line.isFirst {
            numbers[series, default: []].append(contribution.voucher.last)
        }
        let isValid = contribution.state == .valid
        // A receipt of a closed month that was reversed later leaves the figures of its year.
        let counts = isValid || contribution.voiding?.reversedOn != nil
        if owner.hamlet != nil, let household = contribution.participant, counts,
            contribution.kept > .zero
        {
            households.insert(HouseholdYear(year: year, household: household.number))
        }
        let kept = isValid ? contribution.kept.amount : 0
        if let pledge = contribution.pledge { pledges[pledge.number, default: 0] &+= kept }
    }
}

/// The organisations that are or were state agencies, with the days from which they were and were not.
struct StateAgencies: Sendable {
    private var turns: [Int64: [(first: Int64, isAgency: Bool)]] = [:]

    /// Adds a version; those of an organisation come in order.
    mutating func add(_ organisation: Int64, _ isAgency: Bool, from first: Int64) {
        guard (turns[organisation]?.last?.isAgency ?? false) != isAgency else { return }
        turns[organisation, default: []].append((first, isAgency))
    }

    func contains(_ organisation: Int64, on day: LocalDate) -> Bool {
        turns[organisation]?.last { $0.first <= Int64(day.packed) }?.isAgency ?? false
    }
}

/// The types of organisations that ever were state agencies: few among all.
private let typesByDay = Query(
    """
    WITH agency (id) AS (
        SELECT id FROM organisation WHERE kind = 'state_agency'
        UNION
        SELECT organisation FROM organisation_version WHERE kind = 'state_agency'
    )
    SELECT id, kind, coalesce(current_from, 0)
    FROM organisation
    WHERE id IN (SELECT id FROM agency)
    UNION ALL
    SELECT organisation, kind, coalesce(valid_from, 0)
    FROM organisation_version
    WHERE organisation IN (SELECT id FROM agency)
    ORDER BY 1, 3
    """)
