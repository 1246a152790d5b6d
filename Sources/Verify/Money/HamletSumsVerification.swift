import Domain
import SQLite
import Store

/// Compares a hamlet's stored totals with its contributions, payments, households and pledges.
extension Verifier {
    /// Other owners have no households and no pledges.
    func verifySums(of books: OwnerBooks) throws {
        guard let hamlet = books.owner.hamlet else { return }
        let pledges = try pledges(of: hamlet)
        try verifyYears(of: hamlet, pledges)
        try verifyHouseholdYears(of: hamlet, books)
        try verifyPopulation(of: hamlet)
        verifyReceived(on: pledges, books)
    }

    /// A year without pledges may lack a row, also when it only has some that never counted.
    private func verifyYears(of id: Hamlet.ID, _ pledges: [Pledge]) throws {
        var pledged: [Int64: PledgedSum] = [:]
        for pledge in pledges { pledged[Int64(pledge.pledgedOn.year), default: PledgedSum()].add(pledge) }
        let hamlet = id.number
        try connection.forEach(
            "SELECT year, pledged_dong, pledges_count FROM pledge_year WHERE hamlet = ?1 ORDER BY year",
            id
        ) { row in
            let year = row.integer(0)
            rowDone()
            let computed = pledged.removeValue(forKey: year) ?? PledgedSum()
            compare(
                row.integer(1), computed.dong,
                .pledgeYear(hamlet: hamlet, year: year, column: "pledged_dong"))
            compare(
                row.integer(2), computed.count,
                .pledgeYear(hamlet: hamlet, year: year, column: "pledges_count"))
        }
        for (year, sum) in pledged.sorted(by: { $0.key < $1.key }) where sum.count > 0 {
            compare(nil, sum.dong, .pledgeYear(hamlet: hamlet, year: year, column: "pledged_dong"))
        }
    }

    private func verifyHouseholdYears(of id: Hamlet.ID, _ books: OwnerBooks) throws {
        let hamlet = id.number
        var unmatched = books.households
        try connection.forEach(
            "SELECT year, household FROM household_year WHERE hamlet = ?1", id
        ) { row in
            rowDone()
            let key = OwnerBooks.HouseholdYear(year: row.integer(0), household: row.integer(1))
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
    private func verifyReceived(on pledges: [Pledge], _ books: OwnerBooks) {
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
