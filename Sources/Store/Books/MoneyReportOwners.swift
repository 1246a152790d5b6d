import Domain
import SQLite

/// The sums of the owners of a report, or of their funds, by year, and by day where a boundary divides a year.
extension Reading where Self: ~Copyable {
    /// Adds the sums of one owner after another.
    borrowing func addOwners(in places: MoneyPlaces, to sums: inout MoneySums) throws {
        let common = try MoneyMonths(places, on: connection)
        var books = try staysOfOwners(in: places)
            .map { MoneyBook(owner: $0.owner, fund: nil, stays: $0.stays) }
        let index = Dictionary(books.enumerated().map { ($1.owner.text, $0) }) { first, _ in first }
        try connection.forEach(yearsOfOwners, common.last / 10_000) { row in
            guard let book = index[row.text(1)] else { return }
            books[book].years.append((row.integer(0), UnitMonth.read(row, from: 2, isYear: true)))
        }
        for (key, unfolded) in common.unfoldedYears {
            guard let book = index[key.owner.text] else { continue }
            books[book].years.append((key.year, unfolded))
        }
        try add(books, common, to: &sums)
    }

    /// Adds the sums of one fund after another.
    borrowing func addFunds(in places: MoneyPlaces, to sums: inout MoneySums) throws {
        let common = try MoneyMonths(places, on: connection)
        let owners = Dictionary(
            try staysOfOwners(in: places).map { ($0.owner.text, ($0.owner, $0.stays)) }
        ) { first, _ in first }
        var books: [MoneyBook] = []
        var index: [Int64: Int] = [:]
        try connection.forEach("SELECT id, owner FROM fund ORDER BY id") { row in
            guard let (owner, stays) = owners[row.text(1)] else { return }
            index[row.integer(0)] = books.count
            books.append(MoneyBook(owner: owner, fund: row.id(0), stays: stays))
        }
        try connection.forEach(yearsOfFunds, common.last / 10_000) { row in
            guard let book = index[row.integer(1)] else { return }
            books[book].years.append((row.integer(0), UnitMonth.read(row, from: 2, isYear: true)))
        }
        for (key, unfolded) in common.unfoldedFunds {
            guard let book = index[key.fund.number] else { continue }
            books[book].years.append((key.year, unfolded))
        }
        try add(books, common, to: &sums)
    }

    private borrowing func add(_ books: [MoneyBook], _ common: MoneyMonths, to sums: inout MoneySums) throws {
        let lastYear = common.last / 10_000
        for book in books {
            var divided = common.dividedYears
            for stay in book.stays {
                for day in [stay.first, stay.next] where day % 10_000 > 101 && day <= common.last {
                    divided.insert(day / 10_000)
                }
            }
            sums.begin(book.stays)
            for (year, part) in book.years where year <= lastYear && !divided.contains(year) {
                try sums.add(part, fund: book.fund, on: year * 10_000 + 101)
            }
            // A year whose sums are 0 has no row, but its days may have some.
            for year in divided {
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
    var years: [(year: Int64, sums: UnitMonth)] = []
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
