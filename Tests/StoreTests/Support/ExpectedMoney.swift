import Domain
import Testing

@testable import Store

/// What a report should say, by going through all postings.
struct ExpectedMoney {
    /// From households, sponsors and the state, spent, refunded, cash, bank.
    typealias Figures = [Int64]

    private static let sources = ["households", "people_away", "organisations"]
    /// 12 months of 31 days cover all days.
    private static let months = [Int64](202_507...202_512) + [Int64](202_601...202_611)

    let posted: [RandomUnits.Posted]
    let stays: [Int64: [(first: Int64, commune: String)]]
    let unit: String
    let from: Int64
    let to: Int64
    let isCurrent: Bool

    /// The commune of the hamlet on the day, or of today.
    private func commune(_ hamlet: Int64, _ day: Int64) -> String {
        let all = stays[hamlet] ?? []
        guard !isCurrent else { return all.last?.commune == "17003" ? "17001" : all.last?.commune ?? "" }
        return all.last { $0.first <= day }?.commune ?? ""
    }

    private func isBelow(_ commune: String, _ day: Int64) -> Bool {
        let province = commune == "17000" && (isCurrent || day >= 20_260_515) ? "38" : "40"
        return unit == commune || unit == province
    }

    private func flows(_ rows: [RandomUnits.Posted]) -> Figures {
        func sum(_ isMeant: (RandomUnits.Posted) -> Bool) -> Int64 {
            rows.filter(isMeant).reduce(0) { $0 + $1.amount }
        }
        return [
            sum { $0.credit == "households" },
            sum { $0.credit == "people_away" || $0.credit == "organisations" }, 0,
            sum { $0.debit == "expenses" }, sum { $0.debit == "refunds" },
        ]
    }

    private func held(_ rows: [RandomUnits.Posted]) -> Figures {
        ["cash", "bank"]
            .map { account in
                rows.reduce(0) { sum, row in
                    row.debit == account
                        ? sum + row.amount : row.credit == account ? sum - row.amount : sum
                }
            }
    }

    /// The postings of the period, while their hamlet was below the unit.
    private var during: [RandomUnits.Posted] {
        posted.filter {
            $0.day >= from && $0.day <= to && isBelow(commune($0.hamlet, $0.day), $0.day)
        }
    }

    /// The postings until the end of the day of hamlets that are below the unit on it.
    private func until(_ day: Int64) -> [RandomUnits.Posted] {
        posted.filter { $0.day <= day && isBelow(commune($0.hamlet, day), day) }
    }

    var total: Figures { flows(during) + held(until(to)) }

    /// The rows that have any figures.
    func rows(by grouping: MoneyReport.Grouping) -> [String: Figures] {
        switch grouping {
        case .commune: return rows { commune($0.hamlet, $1) }
        case .hamlet: return rows { row, _ in String(row.hamlet) }
        case .owner: return rows { row, _ in "h\(row.hamlet)" }
        case .fund: return rows { row, _ in "\(row.hamlet)" }
        case .month: return rows(endingAt: Self.months.map { ($0, $0 * 100 + 31) })
        case .year: return rows(endingAt: [(2025, 20_251_231), (2026, 20_261_231)])
        case .source: return [:]
        }
    }

    private func rows(_ key: (RandomUnits.Posted, Int64) -> String) -> [String: Figures] {
        let held = Dictionary(grouping: until(to)) { key($0, to) }
        let during = Dictionary(grouping: during) { key($0, $0.day) }
        var rows: [String: Figures] = [:]
        for one in Set(held.keys).union(during.keys) {
            rows[one] = flows(during[one] ?? []) + self.held(held[one] ?? [])
        }
        return rows.filter { $0.value != [0, 0, 0, 0, 0, 0, 0] }
    }

    private func rows(endingAt ends: [(key: Int64, end: Int64)]) -> [String: Figures] {
        var rows: [String: Figures] = [:]
        var before: Figures = [0, 0]
        for (key, end) in ends {
            let divisor: Int64 = key > 9999 ? 100 : 10_000
            let flows = flows(during.filter { $0.day / divisor == key })
            let held = held(until(min(end, to)))
            defer { before = held }
            guard key >= from / divisor, key <= to / divisor else { continue }
            guard held != before || flows != [0, 0, 0, 0, 0] else { continue }
            let month = key % 100
            rows[divisor == 100 ? "\(key / 100)-\(month < 10 ? "0" : "")\(month)" : String(key)] =
                flows + held
        }
        return rows
    }
}

extension MoneyReport.Sums {
    var figures: ExpectedMoney.Figures {
        [fromHouseholds, fromSponsors, fromState, spent, refunded, cash, bank].map(\.amount)
    }
}
