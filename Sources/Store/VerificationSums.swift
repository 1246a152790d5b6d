import Domain
import SQLite

/// The sums that are kept of one hamlet, against those of its contributions, payments, households and pledges.
extension Verifier {
    func verifySums(of books: HamletBooks) throws {
        try verifyYears(of: books)
        try verifyHouseholdYears(of: books)
        try verifyPopulation(of: books.hamlet)
        try verifyReceivedPledges(of: books)
    }

    /// A year without anything may have no row: then nothing was ever in it, or only pledges that never counted.
    private func verifyYears(of books: HamletBooks) throws {
        let hamlet = books.hamlet.number
        let participants = books.households.reduce(into: [:]) { counts, key in
            counts[key.year, default: Int64(0)] += 1
        }
        var rest = Set(books.years.keys).union(known.pledged.keys.filter { $0.hamlet == hamlet }.map(\.year))
        try connection.each(
            """
            SELECT year, pledged_dong, pledges_count, received_households_dong, received_sponsors_dong,
                contributions_count, households_count, spent_dong, refunded_dong, expenditures_count
            FROM hamlet_year
            WHERE hamlet = ?1
            ORDER BY year
            """, books.hamlet
        ) { row in
            let year = row.integer(0)
            advance()
            guard rest.remove(year) != nil else {
                return compare(row.integer(5), nil, .hamletYear(hamlet: hamlet, year: year, column: "year"))
            }
            compareYear(
                row, of: hamlet, sums: books.years[year] ?? HamletBooks.YearSums(),
                participants: participants[year] ?? 0)
        }
        for year in rest.sorted() {
            let count = known.pledged[HamletYear(hamlet: hamlet, year: year)]?.count ?? 0
            guard count > 0 || books.years[year] != nil else { continue }
            found(
                .sumDiffers(
                    .hamletYear(hamlet: hamlet, year: year, column: "year"), stored: nil,
                    computed: books.years[year]?.contributionsCount ?? 0))
        }
    }

    private func compareYear(
        _ row: borrowing Row, of hamlet: Int64, sums: HamletBooks.YearSums, participants: Int64
    ) {
        let year = row.integer(0)
        let pledged = known.pledged[HamletYear(hamlet: hamlet, year: year)] ?? (0, 0)
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
        ]
        for column in columns {
            compare(
                row.integer(column.index), column.computed,
                .hamletYear(hamlet: hamlet, year: year, column: column.name))
        }
    }

    private func verifyHouseholdYears(of books: HamletBooks) throws {
        let hamlet = books.hamlet.number
        var rest = books.households
        try connection.each(
            "SELECT year, household FROM household_year WHERE hamlet = ?1", books.hamlet
        ) { row in
            advance()
            let key = HamletBooks.HouseholdYear(year: row.integer(0), household: row.integer(1))
            compare(
                1, rest.remove(key) == nil ? nil : 1,
                .householdYear(hamlet: hamlet, year: key.year, household: key.household))
        }
        for key in rest.sorted(by: { ($0.year, $0.household) < ($1.year, $1.household) }) {
            compare(nil, 1, .householdYear(hamlet: hamlet, year: key.year, household: key.household))
        }
    }

    private func verifyPopulation(of hamlet: Hamlet.ID) throws {
        let stored = try connection.first(
            "SELECT households, persons FROM hamlet_population WHERE hamlet = ?1", hamlet
        ) { row in (households: row.integer(0), persons: row.integer(1)) }
        let computed = known.population[hamlet.number]
        // Everybody has gone: the row may stay.
        if computed == nil, let stored, stored.households == 0, stored.persons == 0 { return }
        compare(
            stored?.households, computed?.households, .population(hamlet: hamlet.number, column: "households")
        )
        compare(stored?.persons, computed?.persons, .population(hamlet: hamlet.number, column: "persons"))
    }

    /// What a pledge has received is what its valid contributions bring.
    private func verifyReceivedPledges(of books: HamletBooks) throws {
        var rest = books.pledges
        try connection.each("SELECT id, received_dong FROM pledge WHERE hamlet = ?1", books.hamlet) { row in
            let id = row.integer(0)
            compare(row.integer(1), rest.removeValue(forKey: id) ?? 0, .pledge(id: id))
        }
        for (id, received) in rest.sorted(by: { $0.key < $1.key }) {
            compare(nil, received, .pledge(id: id))
        }
    }

    private func compare(
        _ stored: Int64?, _ computed: Int64?, _ sum: @autoclosure () -> Discrepancy.Sum
    ) {
        if stored != computed { found(.sumDiffers(sum(), stored: stored, computed: computed)) }
    }
}
