import Domain

/// An owner of books, or a unit with its owners, is below a unit from its first day to before another: days as numbers,
/// such as 20261123.
struct MoneyStay: Hashable {
    /// The owner that the report shows; nil for a unit.
    let shown: FundOwner?
    let commune: AdministrativeUnit.Code
    /// 0 for all days before.
    let first: Int64
    /// Exclusive; perhaps the last day plus 1, such as 20250631.
    let next: Int64

    static let forever: Int64 = 99_991_231

    func contains(_ day: Int64) -> Bool { first <= day && day < next }
}

/// The sums of a report while the sums of one owner or unit after another are added, by fund and day.
struct MoneySums {
    /// What a row is about.
    private enum Key: Hashable, Comparable {
        case number(Int64)
        case text(String)
        /// The kind comes first: hamlets, communes, organisations.
        case owner(kind: Int, number: Int64)
    }

    /// An owner or unit comes below the unit of the report, or leaves it, at the start of a day, with what it holds.
    private struct Move {
        let day: Int64
        let isArrival: Bool
        var held = MoneyReport.Sums()
    }

    /// In place of a fund, where the sums of a unit are not divided by funds.
    private static let allFunds: Int64 = -1

    let grouping: MoneyReport.Grouping
    private let from: Int64
    private let to: Int64
    private(set) var total = MoneyReport.Sums()
    private var sums: [Key: MoneyReport.Sums] = [:]
    /// By year or month: what moved in it, and what came and left with owners and units.
    private var moved: [Key: MoneyReport.Sums] = [:]

    private var stays: [MoneyStay] = []
    private var moves: [Move] = []
    /// Where it is on the last day; nil when that is not below the unit.
    private var last: MoneyStay?
    private var (key, fund): (Key?, Int64) = (nil, 0)
    /// Of `key`: what was received and spent, and by year or month what moved.
    private var (flows, change) = (MoneyReport.Sums(), MoneyReport.Sums())
    /// What `fund` holds.
    private var held = MoneyReport.Sums()

    init(from: LocalDate?, to: LocalDate, grouping: MoneyReport.Grouping) {
        self.grouping = grouping
        self.from = Int64(from?.packed ?? 0)
        self.to = Int64(to.packed)
    }

    /// True when the rows follow each other in time, each with the balance at its end.
    private var isByTime: Bool { grouping == .year || grouping == .month }

    /// Begins an owner or a unit, with its stays by day.
    mutating func begin(_ stays: [MoneyStay]) {
        self.stays = stays
        last = stays.first { $0.contains(to) }
        moves = isByTime ? MoneySums.moves(of: stays).filter { $0.day <= to } : []
    }

    /// Adds a sum over a month or year, or over a day of one that a boundary divides.
    ///
    /// - Parameters:
    ///   - month: the sum.
    ///   - fund: nil when it is not divided by funds; those of a fund follow each other.
    ///   - day: the first one.
    /// - Throws: `Refusal.amountTooLarge`.
    mutating func add(_ month: UnitMonth, fund: Fund.ID? = nil, on day: Int64) throws(Refusal) {
        let fund = fund?.number ?? MoneySums.allFunds
        if fund != self.fund { try flushHeld(before: fund) }
        let (cash, bank) = (Dong(month.cash), Dong(month.bank))
        let (movedCash, movedBank) = (Dong(month.movedCash), Dong(month.movedBank))
        if last != nil {
            try held.hold(cash: cash, bank: bank)
            try held.hold(cash: movedCash, bank: movedBank)
        }
        for index in moves.indices where day < moves[index].day {
            try moves[index].held.hold(cash: cash, bank: bank)
            try moves[index].held.hold(cash: movedCash, bank: movedBank)
        }
        guard let stay = stays.first(where: { $0.contains(day) }) else { return }
        let key = key(of: stay, fund, day)
        if key != self.key { try flush(before: key) }
        if day >= from { try flows.addFlows(of: month.flows) }
        if isByTime {
            try change.hold(cash: cash, bank: bank)
            try change.hold(cash: movedCash, bank: movedBank)
        }
    }

    /// Ends the owner or unit.
    mutating func end() throws(Refusal) {
        try flush(before: nil)
        try flushHeld(before: 0)
        for move in moves {
            let (cash, bank) = (move.held.cash, move.held.bank)
            try moved[timeKey(move.day), default: MoneyReport.Sums()]
                .hold(
                    cash: move.isArrival ? cash : Dong.zero.less(cash),
                    bank: move.isArrival ? bank : Dong.zero.less(bank))
        }
    }

    private mutating func flush(before next: Key?) throws(Refusal) {
        try total.addFlows(of: flows)
        if let key {
            try sums[key, default: MoneyReport.Sums()].addFlows(of: flows)
            if isByTime {
                try moved[key, default: MoneyReport.Sums()].hold(cash: change.cash, bank: change.bank)
            }
        }
        (key, flows, change) = (next, MoneyReport.Sums(), MoneyReport.Sums())
    }

    private mutating func flushHeld(before next: Int64) throws(Refusal) {
        if let last, fund != 0 {
            try total.hold(cash: held.cash, bank: held.bank)
            if !isByTime, let key = key(of: last, fund, to) {
                try sums[key, default: MoneyReport.Sums()]
                    .hold(cash: held.cash, bank: held.bank)
            }
        }
        (fund, held) = (next, MoneyReport.Sums())
    }

    /// Nil for money that is in the total only: by hamlet, that of other owners.
    private func key(of stay: MoneyStay, _ fund: Int64, _ day: Int64) -> Key? {
        switch grouping {
        case .commune: .text(stay.commune)
        case .hamlet: (stay.shown?.hamlet?.number).map { .number($0) }
        case .owner: stay.shown.map(MoneySums.key)
        case .fund: .number(fund)
        case .year, .month: timeKey(day)
        case .source: .number(0)
        }
    }

    private static func key(_ owner: FundOwner) -> Key {
        switch owner {
        case .hamlet(let hamlet): .owner(kind: 0, number: hamlet.number)
        case .commune(let unit): .owner(kind: 1, number: unit.number)
        case .organisation(let organisation): .owner(kind: 2, number: organisation.number)
        }
    }

    private func timeKey(_ day: Int64) -> Key { .number(grouping == .year ? day / 10_000 : day / 100) }

    /// When it came below the unit of the report, and when it left.
    private static func moves(of stays: [MoneyStay]) -> [Move] {
        var moves: [Move] = []
        for (index, stay) in stays.enumerated() {
            if let first = LocalDate(packed: stay.first),
                index == 0 || stays[index - 1].next <= Int64(first.previous?.packed ?? 0)
            {
                moves.append(Move(day: stay.first, isArrival: true))
            }
            let end = LocalDate(packed: stay.next) ?? LocalDate(packed: stay.next - 1)?.next
            if let end, stay.next < MoneyStay.forever,
                index == stays.count - 1 || stays[index + 1].first > Int64(end.packed)
            {
                moves.append(Move(day: Int64(end.packed), isArrival: false))
            }
        }
        return moves
    }
}

extension MoneySums {
    /// The rows in order, without those in which nothing is.
    func rows() throws(Refusal) -> [(key: String, sums: MoneyReport.Sums)] {
        switch grouping {
        case .source:
            return Contribution.Source.allCases.map { ($0.rawValue, total.only($0)) }
        case .year, .month: return try rowsByTime()
        case .commune, .hamlet, .owner, .fund:
            return sums.sorted { $0.key < $1.key }.filter { !$0.value.isZero }
                .map { (text(of: $0.key), $0.value) }
        }
    }

    /// One row for each year or month of the period in which anything moved, with the balance at its end.
    private func rowsByTime() throws(Refusal) -> [(key: String, sums: MoneyReport.Sums)] {
        var held = MoneyReport.Sums()
        var rows: [(key: String, sums: MoneyReport.Sums)] = []
        for key in Set(sums.keys).union(moved.keys).sorted() {
            let change = moved[key] ?? MoneyReport.Sums()
            try held.hold(cash: change.cash, bank: change.bank)
            guard key >= timeKey(from) else { continue }
            var row = held
            let flows = sums[key] ?? MoneyReport.Sums()
            try row.addFlows(of: flows)
            if !change.isZero || !flows.isZero { rows.append((text(of: key), row)) }
        }
        return rows
    }

    private func text(of key: Key) -> String {
        switch key {
        case .text(let text): text
        case .owner(let kind, let number): ["h", "c", "o"][kind] + String(number)
        case .number(let number) where grouping == .month:
            "\(number / 100)-" + (number % 100 < 10 ? "0" : "") + "\(number % 100)"
        case .number(let number): String(number)
        }
    }
}

extension UnitMonth {
    fileprivate var flows: MoneyReport.Sums {
        MoneyReport.Sums(
            fromHouseholds: Dong(fromHouseholds), fromSponsors: Dong(fromSponsors),
            fromState: Dong(fromState),
            spent: Dong(spent), refunded: Dong(refunded))
    }
}
