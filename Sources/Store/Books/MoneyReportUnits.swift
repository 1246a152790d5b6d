import Domain
import SQLite

/// The sums of the units of a report by month, and by day where a boundary divides a month.
///
/// A report by commune, time or source reads the sums by unit and month, and the postings after the folded ones.
extension Reading where Self: ~Copyable {
    /// Adds the sums of one unit after another.
    borrowing func addUnits(in places: MoneyPlaces, to sums: inout MoneySums) throws {
        var months = try MoneyMonths(places, on: connection)
        switch places.boundaries {
        case .historical:
            for (unit, stays) in try staysOfUnits(below: places.unit).sorted(by: { $0.key < $1.key }) {
                sums.begin(stays)
                for part in try parts(of: unit, from: &months, dividedBy: stays) {
                    try sums.add(part.month, on: part.day)
                }
                try sums.end()
            }
        case .current: try addUnitsNow(in: places, from: &months, to: &sums)
        }
    }

    /// Adds the sums of units whose owners are all in one unit today, and of the others those of each owner.
    private borrowing func addUnitsNow(
        in places: MoneyPlaces, from months: inout MoneyMonths, to sums: inout MoneySums
    ) throws {
        let owners = try months.owners(on: connection)
        let now = try placesNow(of: months.all, below: places.unit)
        for (unit, stays) in owners.sorted(by: { $0.key < $1.key }) {
            let communes = Set(stays.map { now[$0.owner]?.commune })
            if communes.count == 1, let first = stays.first, let place = now[first.owner] {
                sums.begin([.always(in: place)])
                for part in try parts(of: unit, from: &months, dividedBy: []) {
                    try sums.add(part.month.withoutMoved, on: part.day)
                }
                try sums.end()
            } else if communes.count > 1 {
                for stay in stays {
                    guard let place = now[stay.owner] else { continue }
                    sums.begin([.always(in: place)])
                    let last = min(stay.next - 1, Int64(places.to.packed))
                    for (day, part) in try days(of: stay.owner, from: stay.first, to: last) {
                        try sums.add(part, on: day)
                    }
                    try sums.end()
                }
            }
        }
    }

    /// The sums of `unit` until the last day, in order.
    ///
    /// - Parameters:
    ///   - unit: the code.
    ///   - months: those of the report.
    ///   - stays: when the unit is below that of the report: a month in which that begins or ends is divided too.
    /// - Returns: whole months by their first day, divided ones by day.
    /// - Throws: `SQLiteError`.
    private borrowing func parts(
        of unit: AdministrativeUnit.Code, from months: inout MoneyMonths, dividedBy stays: [MoneyStay]
    ) throws -> [(day: Int64, month: UnitMonth)] {
        let last = months.last
        var found = try connection.all(monthsOfUnit, unit, last / 100) { row in
            (month: row.integer(0), sums: UnitMonth.read(row, from: 1))
        }
        found += (months.unfolded[unit] ?? []).filter { $0.month <= last / 100 }
        let divided = months.divided
            .union(
                stays.flatMap { [$0.first, $0.next] }.filter { $0 % 100 > 1 && $0 <= last }.map { $0 / 100 })
        var parts = found.filter { !divided.contains($0.month) }
            .map { (day: $0.month * 100 + 1, month: $0.sums) }
        for month in divided {
            for (day, part) in try days(of: unit, in: month, from: &months) where day <= last {
                parts.append((day, part))
            }
        }
        return parts.sorted { $0.day < $1.day }
    }

    /// The sums of the days of a month in `unit`.
    private borrowing func days(
        of unit: AdministrativeUnit.Code, in month: Int64, from months: inout MoneyMonths
    ) throws -> [Int64: UnitMonth] {
        var sums: [Int64: UnitMonth] = [:]
        let (first, last) = (month * 100 + 1, month * 100 + 31)
        for stay in try months.owners(on: connection)[unit] ?? []
        where stay.first <= last && stay.next >= first {
            let end = min(stay.next - 1, last)
            for (day, part) in try days(of: stay.owner, from: max(stay.first, first), to: end) {
                sums[day, default: UnitMonth()].add(part)
            }
            for (day, isArrival) in [(stay.first, true), (stay.next, false)] where day / 100 == month {
                guard let date = LocalDate(packed: day) else { continue }
                let held = try balances(of: stay.owner, fund: nil, before: date)
                let (cash, bank) = (held.cash.amount, held.bank.amount)
                sums[day, default: UnitMonth()]
                    .move(cash: isArrival ? cash : cash.opposite, bank: isArrival ? bank : bank.opposite)
            }
        }
        return sums
    }

    /// The sums of the days of an owner.
    borrowing func days(
        of owner: FundOwner, from: Int64, to: Int64
    ) throws -> [Int64: UnitMonth] {
        var sums: [Int64: UnitMonth] = [:]
        guard from <= to else { return sums }
        try connection.forEach(sumsBetween, owner, from, to) { row in
            sums[row.integer(0), default: UnitMonth()].add(row.integer(3), row.choice(1), row.choice(2))
        }
        return sums
    }
}

/// What the sums of the units of a report have in common.
struct MoneyMonths {
    /// An owner was in a unit from the first day to before the next one.
    struct Stay {
        let owner: FundOwner
        let first: Int64
        let next: Int64
    }

    /// Months that the first or the last day of the report divides.
    let divided: Set<Int64>
    /// The last day.
    let last: Int64
    /// The postings that are not in the stored sums.
    let unfolded: [AdministrativeUnit.Code: [(month: Int64, sums: UnitMonth)]]
    let unfoldedYears: [UnitMonths.Year: UnitMonth]
    let unfoldedFunds: [UnitMonths.FundYear: UnitMonth]
    /// Years that the first or the last day of the report divides.
    let dividedYears: Set<Int64>
    /// All owners; empty until they are asked for.
    private(set) var all: [(owner: FundOwner, stays: [OwnerStay])] = []
    private var owners: [AdministrativeUnit.Code: [Stay]]?

    init(_ places: MoneyPlaces, on connection: Connection) throws {
        last = Int64(places.to.packed)
        let (months, state) = try connection.unfoldedMonths(after: connection.unitMonthState())
        unfolded = Dictionary(grouping: months.months) { $0.key.unit }
            .mapValues { found in found.map { (month: $0.key.month, sums: $0.value) } }
        unfoldedYears = months.years
        unfoldedFunds = months.funds
        var divided: Set<Int64> = []
        var dividedYears: Set<Int64> = []
        if let from = places.from {
            if from.day > 1 { divided.insert(Int64(from.packed) / 100) }
            if from.packed % 10_000 > 101 { dividedYears.insert(Int64(from.year)) }
        }
        // No month is divided by a day after which nothing was posted and nobody moved, such as today.
        if let next = places.to.next, next.day > 1 {
            if try last < state.lastDay || connection.movesOwner(after: last) { divided.insert(last / 100) }
        }
        if last < state.lastDay, last % 10_000 < 1231 { dividedYears.insert(last / 10_000) }
        self.dividedYears = dividedYears
        self.divided = divided.filter { $0 <= Int64(places.to.packed) / 100 }
    }

    /// The owners that were ever in each unit.
    mutating func owners(on connection: Connection) throws -> [AdministrativeUnit.Code: [Stay]] {
        if let owners { return owners }
        all = try connection.staysOfOwners()
        var found: [AdministrativeUnit.Code: [Stay]] = [:]
        for (owner, stays) in all {
            for (index, stay) in stays.enumerated() {
                let next = index + 1 < stays.count ? stays[index + 1].first : MoneyStay.forever
                found[stay.unit, default: []].append(Stay(owner: owner, first: stay.first, next: next))
            }
        }
        owners = found
        return found
    }
}

extension UnitMonth {
    /// By the boundaries of today, nobody ever moved.
    fileprivate var withoutMoved: UnitMonth {
        var month = self
        (month.movedCash, month.movedBank) = (0, 0)
        return month
    }
}

extension Connection {
    /// Whether a hamlet or an organisation may have moved after `day` in its month: what it held went along.
    fileprivate func movesOwner(after day: Int64) throws -> Bool {
        try first(versionsBetween, day, day / 100 * 100 + 31) { _ in true } ?? false
    }
}

private let versionsBetween = Query(
    """
    SELECT 1 FROM hamlet WHERE current_from > ?1 AND current_from <= ?2
    UNION ALL
    SELECT 1 FROM hamlet_version WHERE valid_from > ?1 AND valid_from <= ?2
    UNION ALL
    SELECT 1 FROM organisation WHERE current_from > ?1 AND current_from <= ?2
    UNION ALL
    SELECT 1 FROM organisation_version WHERE valid_from > ?1 AND valid_from <= ?2
    LIMIT 1
    """)

private let monthsOfUnit = Query(
    """
    SELECT month, \(UnitMonth.columns)
    FROM unit_month
    WHERE unit = ?1 AND month <= ?2
    ORDER BY month
    """)

private let sumsBetween = Query(
    """
    WITH RECURSIVE \(LedgerSum.ownFunds)
    SELECT day, debit, credit, amount
    FROM own CROSS JOIN ledger_sum
    WHERE ledger_sum.owner = ?1 AND ledger_sum.fund = own.fund AND day BETWEEN ?2 AND ?3
        AND ledger_sum.unit = 'dong' AND amount > 0
    """)
