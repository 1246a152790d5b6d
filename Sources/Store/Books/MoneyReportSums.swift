import Domain
import SQLite

/// The sums of a report while they are added up.
struct MoneySums {
    /// What a row is about.
    enum Key: Hashable, Comparable {
        case number(Int64)
        case text(String)
    }

    let grouping: MoneyReport.Grouping
    private let from: LocalDate?
    private let to: LocalDate
    private(set) var total = MoneyReport.Sums()
    private var sums: [Key: MoneyReport.Sums] = [:]
    /// By year or month: what moved in it, and what came and left with hamlets.
    private var moved: [Key: MoneyReport.Sums] = [:]

    init(from: LocalDate?, to: LocalDate, grouping: MoneyReport.Grouping) {
        self.grouping = grouping
        self.from = from
        self.to = to
    }

    /// True when the rows follow each other in time, each with the balance at its end.
    var isByTime: Bool { grouping == .year || grouping == .month }

    func key(_ number: Int64, _ text: String) -> Key { grouping == .commune ? .text(text) : .number(number) }

    /// Adds a row of the query: pair of accounts, what moved in the period, what is held, what moved until its end.
    mutating func add(_ row: borrowing Row, key: Key) throws {
        let (debit, credit): (LedgerAccount.Kind, LedgerAccount.Kind) = (row.choice(2), row.choice(3))
        let (flow, stock, all) = (try row.sum(4), try row.sum(5), try row.sum(6))
        try total.add(flow, debit, credit)
        try total.hold(stock, debit, credit)
        try sums[key, default: MoneyReport.Sums()].add(flow, debit, credit)
        if isByTime {
            try moved[key, default: MoneyReport.Sums()].hold(all, debit, credit)
        } else {
            try sums[key, default: MoneyReport.Sums()].hold(stock, debit, credit)
        }
    }

    /// Adds what a hamlet holds that came or left on a day.
    mutating func move(_ held: Balances, on day: LocalDate, isArrival: Bool) throws {
        let key = key(Int64(grouping == .year ? day.year : day.year * 100 + day.month), "")
        let (cash, bank) =
            isArrival ? (held.cash, held.bank) : (Dong.zero.less(held.cash), Dong.zero.less(held.bank))
        try moved[key, default: MoneyReport.Sums()].hold(cash: cash, bank: bank)
    }

    /// The rows in order, without those in which nothing is.
    func rows() throws -> [(key: String, sums: MoneyReport.Sums)] {
        switch grouping {
        case .source:
            return Contribution.Source.allCases.map { ($0.rawValue, total.only($0)) }
        case .year, .month: return try rowsByTime()
        case .commune, .hamlet, .fund:
            return sums.sorted { $0.key < $1.key }.filter { !$0.value.isZero }
                .map { (text(of: $0.key), $0.value) }
        }
    }

    /// One row for each year or month of the period in which anything moved, with the balance at its end.
    private func rowsByTime() throws -> [(key: String, sums: MoneyReport.Sums)] {
        let first: Key =
            from.map { .number(Int64(grouping == .year ? $0.year : $0.year * 100 + $0.month)) } ?? .number(0)
        var held = MoneyReport.Sums()
        var rows: [(key: String, sums: MoneyReport.Sums)] = []
        for key in Set(sums.keys).union(moved.keys).sorted() {
            if let change = moved[key] { try held.hold(cash: change.cash, bank: change.bank) }
            guard key >= first else { continue }
            var row = held
            if let flows = sums[key] { try row.addFlows(of: flows) }
            if moved[key]?.isZero == false || !row.flowsAreZero { rows.append((text(of: key), row)) }
        }
        return rows
    }

    private func text(of key: Key) -> String {
        switch key {
        case .text(let text): text
        case .number(let number) where grouping == .month:
            "\(number / 100)-" + (number % 100 < 10 ? "0" : "") + "\(number % 100)"
        case .number(let number): String(number)
        }
    }
}

extension MoneyReport.Sums {
    fileprivate var flowsAreZero: Bool { received == .zero && spent == .zero && refunded == .zero }
}
