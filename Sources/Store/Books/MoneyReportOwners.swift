import Domain
import SQLite

/// The sums of the owners of a report, or of their funds, by year, and by day where a boundary divides a year.
extension Reading where Self: ~Copyable {
    /// Adds the sums of one owner after another.
    borrowing func addOwners(in places: MoneyPlaces, to sums: inout MoneySums) throws {
        let common = try MoneyMonths(places, on: connection)
        var books = try staysOfOwners(in: places)
            .map { MoneyBook(owner: $0.owner, fund: nil, stays: $0.stays, common, from: places.from) }
        let index = Dictionary(books.indices.map { (books[$0].owner, $0) }) { first, _ in first }
        try connection.forEach(yearsOfOwners, common.last / 10_000) { row in
            guard let book = index[row.owner(1)] else { return }
            books[book].add(UnitMonth.read(row, from: 2, isYear: true), of: row.integer(0))
        }
        for (key, unfolded) in common.unfoldedYears where key.year <= common.last / 10_000 {
            guard let book = index[key.owner] else { continue }
            books[book].add(unfolded, of: key.year)
        }
        try add(books, common, to: &sums)
    }

    /// Adds the sums of one fund after another.
    borrowing func addFunds(in places: MoneyPlaces, to sums: inout MoneySums) throws {
        let common = try MoneyMonths(places, on: connection)
        let owners = Dictionary(try staysOfOwners(in: places).map { ($0.owner, $0.stays) }) { first, _ in
            first
        }
        var books: [MoneyBook] = []
        var index: [Int64: Int] = [:]
        try connection.forEach("SELECT id, owner FROM fund ORDER BY id") { row in
            let owner = row.owner(1)
            guard let stays = owners[owner] else { return }
            index[row.integer(0)] = books.count
            books.append(MoneyBook(owner: owner, fund: row.id(0), stays: stays, common, from: places.from))
        }
        try connection.forEach(yearsOfFunds, common.last / 10_000) { row in
            guard let book = index[row.integer(1)] else { return }
            books[book].add(UnitMonth.read(row, from: 2, isYear: true), of: row.integer(0))
        }
        for (key, unfolded) in common.unfoldedFunds where key.year <= common.last / 10_000 {
            guard let book = index[key.fund.number] else { continue }
            books[book].add(unfolded, of: key.year)
        }
        try add(books, common, to: &sums)
    }

    private borrowing func add(_ books: [MoneyBook], _ common: MoneyMonths, to sums: inout MoneySums) throws {
        for book in books {
            sums.begin(book.stays)
            for (year, part) in book.years where !part.isZero {
                try sums.add(part, fund: book.fund, on: year * 10_000 + 101)
            }
            // A year whose sums are 0 has no row, but its days may have some.
            for year in book.divided {
                let (first, last) = (year * 10_000 + 101, min(year * 10_000 + 1231, common.last))
                for (day, part) in try days(of: book, from: first, to: last) {
                    try sums.add(part, fund: book.fund, on: day)
                }
            }
            try sums.end()
        }
    }

    /// The sums of the days of an owner or of a fund.
    private borrowing func days(of book: MoneyBook, from: Int64, to: Int64) throws -> [Int64: UnitMonth] {
        guard let fund = book.fund else { return try days(of: book.owner, from: from, to: to) }
        var sums: [Int64: UnitMonth] = [:]
        try connection.forEach(daysOfFund, book.owner, fund, from, to) { row in
            sums[row.integer(0), default: UnitMonth()].add(row.integer(3), row.choice(1), row.choice(2))
        }
        return sums
    }
}

/// The years of an owner of books, or of one of its funds.
private struct MoneyBook {
    let owner: FundOwner
    /// Nil for all funds of the owner.
    let fund: Fund.ID?
    let stays: [MoneyStay]
    /// The years that are read by day.
    let divided: Set<Int64>
    /// Not of the divided ones: each year, or only what was before the report and what is in it.
    private(set) var years: [(year: Int64, sums: UnitMonth)]
    /// The first whole year of the report; nil when each year is kept, because the owner was not always in one place.
    private let firstWhole: Int64?

    init(
        owner: FundOwner, fund: Fund.ID?, stays: [MoneyStay], _ common: MoneyMonths, from: LocalDate?
    ) {
        (self.owner, self.fund, self.stays) = (owner, fund, stays)
        var divided = common.dividedYears
        for stay in stays {
            for day in [stay.first, stay.next] where day % 10_000 > 101 && day <= common.last {
                divided.insert(day / 10_000)
            }
        }
        self.divided = divided
        let lastYear = common.last / 10_000
        let isAlwaysThere = stays.count == 1 && stays[0].first == 0 && stays[0].next == MoneyStay.forever
        guard isAlwaysThere else {
            (years, firstWhole) = ([], nil)
            return
        }
        let first = from.map { Int64($0.packed) % 10_000 > 101 ? Int64($0.year) + 1 : Int64($0.year) } ?? 0
        // A report of 10 years has 10 rows of each owner: two sums are enough, and one where no year is before it.
        firstWhole = first
        years = [(first - 1, UnitMonth()), (max(first, lastYear), UnitMonth())]
    }

    /// Adds the sums of a year until the last day.
    mutating func add(_ sums: UnitMonth, of year: Int64) {
        guard divided.isEmpty || !divided.contains(year) else { return }
        if let firstWhole {
            years[year < firstWhole ? 0 : 1].sums.add(sums)
        } else {
            years.append((year, sums))
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

private let yearsOfFunds = Query(
    """
    SELECT year, fund, \(UnitMonth.yearColumns)
    FROM fund_year
    WHERE year <= ?1
    ORDER BY year, fund
    """)

private let daysOfFund = Query(
    """
    SELECT day, debit, credit, amount
    FROM ledger_sum
    WHERE owner = ?1 AND fund = ?2 AND day BETWEEN ?3 AND ?4 AND unit = 'dong' AND amount > 0
    """)
