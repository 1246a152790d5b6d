import Domain
import SQLite
import Store

/// Compares a hamlet's stored totals with its contributions, payments, households and pledges.
extension Verifier {
    func verifySums(of books: HamletBooks) throws {
        let pledges = try pledges(of: books.hamlet)
        try verifyYears(of: books, pledges)
        try verifyHouseholdYears(of: books)
        try verifyPopulation(of: books.hamlet)
        verifyReceived(on: pledges, books)
    }

    /// A year without activity may lack a row: it never had any, or only pledges that never counted.
    private func verifyYears(of books: HamletBooks, _ pledges: [Pledge]) throws {
        var pledged: [Int64: PledgedSum] = [:]
        for pledge in pledges { pledged[Int64(pledge.pledgedOn.year), default: PledgedSum()].add(pledge) }
        let hamlet = books.hamlet.number
        let participants = books.households.reduce(into: [:]) { counts, key in
            counts[key.year, default: Int64(0)] += 1
        }
        var unmatched = Set(books.years.keys).union(pledged.keys)
        try connection.forEach(
            """
            SELECT year, pledged_dong, pledges_count, received_households_dong, received_sponsors_dong,
                contributions_count, households_count, spent_dong, refunded_dong, expenditures_count,
                received_state_dong
            FROM hamlet_year
            WHERE hamlet = ?1
            ORDER BY year
            """, books.hamlet
        ) { row in
            let year = row.integer(0)
            rowDone()
            guard unmatched.remove(year) != nil else {
                return compare(row.integer(5), nil, .hamletYear(hamlet: hamlet, year: year, column: "year"))
            }
            compareYear(
                row, of: hamlet, sums: books.years[year] ?? HamletBooks.YearSums(),
                pledged: pledged[year] ?? PledgedSum(), participants: participants[year] ?? 0)
        }
        for year in unmatched.sorted() where pledged[year]?.count ?? 0 > 0 || books.years[year] != nil {
            report(
                .totalDiffers(
                    .hamletYear(hamlet: hamlet, year: year, column: "year"), stored: nil,
                    computed: books.years[year]?.contributionsCount ?? 0))
        }
    }

    private func compareYear(
        _ row: borrowing Row, of hamlet: Int64, sums: HamletBooks.YearSums, pledged: PledgedSum,
        participants: Int64
    ) {
        let year = row.integer(0)
        let columns: [(index: Int32, name: String, computed: Int64)] = [
            (1, "pledged_dong", pledged.dong),
            (2, "pledges_count", pledged.count),
            (3, "received_households_dong", sums.fromHouseholds),
            (4, "received_sponsors_dong", sums.fromSponsors),
            (5, "contributions_count", sums.contributionsCount),
            (6, "households_count", participants),
            (7, "spent_dong", sums.spent),
            (8, "refunded_dong", sums.refunded),
            (9, "expenditures_count", sums.expendituresCount),
            (10, "received_state_dong", sums.fromState),
        ]
        for column in columns {
            compare(
                row.integer(column.index), column.computed,
                .hamletYear(hamlet: hamlet, year: year, column: column.name))
        }
    }

    private func verifyHouseholdYears(of books: HamletBooks) throws {
        let hamlet = books.hamlet.number
        var unmatched = books.households
        try connection.forEach(
            "SELECT year, household FROM household_year WHERE hamlet = ?1", books.hamlet
        ) { row in
            rowDone()
            let key = HamletBooks.HouseholdYear(year: row.integer(0), household: row.integer(1))
            compare(
                1, unmatched.remove(key) == nil ? nil : 1,
                .householdYear(hamlet: hamlet, year: key.year, household: key.household))
        }
        for key in unmatched.sorted(by: { ($0.year, $0.household) < ($1.year, $1.household) }) {
            compare(nil, 1, .householdYear(hamlet: hamlet, year: key.year, household: key.household))
        }
    }

    private func verifyPopulation(of hamlet: Hamlet.ID) throws {
        let stored = try connection.first(
            "SELECT households, persons FROM hamlet_population WHERE hamlet = ?1", hamlet
        ) { row in (households: row.integer(0), persons: row.integer(1)) }
        let computed = known.population[hamlet.number]
        // All households have left: the row may stay.
        if computed == nil, let stored, stored.households == 0, stored.persons == 0 { return }
        compare(
            stored?.households, computed?.households, .population(hamlet: hamlet.number, column: "households")
        )
        compare(stored?.persons, computed?.persons, .population(hamlet: hamlet.number, column: "persons"))
    }

    /// The readable pledges.
    ///
    /// Unreadable ones were already reported in the pass over all pledges.
    private func pledges(of hamlet: Hamlet.ID) throws -> [Pledge] {
        var pledges: [Pledge] = []
        try connection.forEachReadable(pledgesOfHamlet, hamlet) { row in
            let pledge = try Pledge.read(row, in: reading)
            try row.check()
            pledges.append(pledge)
        } onUnreadable: { _, _ in
        }
        return pledges
    }

    /// Checks that the amount received on each pledge is the total of its valid contributions without refunds.
    private func verifyReceived(on pledges: [Pledge], _ books: HamletBooks) {
        var unmatched = books.pledges
        for pledge in pledges {
            let id = pledge.id.number
            compare(pledge.received.amount, unmatched.removeValue(forKey: id) ?? 0, .pledge(id: id))
        }
        for (id, received) in unmatched.sorted(by: { $0.key < $1.key }) {
            compare(nil, received, .pledge(id: id))
        }
    }

    private func compare(
        _ stored: Int64?, _ computed: Int64?, _ sum: @autoclosure () -> Discrepancy.Total
    ) {
        if stored != computed { report(.totalDiffers(sum(), stored: stored, computed: computed)) }
    }
}

/// The amount and number of pledges in a year.
private struct PledgedSum {
    var dong: Int64 = 0
    var count: Int64 = 0

    mutating func add(_ pledge: Pledge) {
        dong &+= pledge.countedAmount.amount
        count += pledge.countedPledges
    }
}

private let pledgesOfHamlet = Query(
    "SELECT \(Pledge.table.columns) FROM pledge WHERE hamlet = ?1 ORDER BY id")
