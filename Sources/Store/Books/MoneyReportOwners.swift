import Domain
import SQLite

/// The sums of the owners of a report by year, and by day where a boundary divides a year.
extension Reading where Self: ~Copyable {
    /// Adds the sums of one owner after another.
    borrowing func addOwners(in places: MoneyPlaces, to sums: inout MoneySums) throws {
        let common = try MoneyMonths(places, on: connection)
        let owners = try staysOfOwners(in: places)
        var parts = Array(repeating: [(year: Int64, sums: UnitMonth)](), count: owners.count)
        let index = Dictionary(owners.enumerated().map { ($1.owner.text, $0) }) { first, _ in first }
        try connection.forEach(yearsOfOwners, common.last / 10_000) { row in
            guard let owner = index[row.text(1)] else { return }
            parts[owner].append((row.integer(0), UnitMonth.read(row, from: 2, isYear: true)))
        }
        for (key, unfolded) in common.unfoldedYears where key.year <= common.last / 10_000 {
            guard let owner = index[key.owner.text] else { continue }
            parts[owner].append((key.year, unfolded))
        }
        for ((owner, stays), years) in zip(owners, parts) {
            let divided = common.dividedYears.union(
                stays.flatMap { [$0.first, $0.next] }.filter { $0 % 10_000 > 101 && $0 <= common.last }
                    .map { $0 / 10_000 })
            sums.begin(stays)
            for (year, part) in years where !divided.contains(year) {
                try sums.add(part, on: year * 10_000 + 101)
            }
            // A year whose sums are 0 has no row, but its days may have some.
            for year in divided {
                let (first, last) = (year * 10_000 + 101, min(year * 10_000 + 1231, common.last))
                for (day, part) in try days(of: owner, from: first, to: last) { try sums.add(part, on: day) }
            }
            try sums.end()
        }
    }
}

private let yearsOfOwners = Query(
    """
    SELECT year, owner, \(UnitMonth.yearColumns)
    FROM owner_year
    WHERE year <= ?1
    ORDER BY year, owner
    """)
