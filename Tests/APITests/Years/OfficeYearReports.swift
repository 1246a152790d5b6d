import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// The money of the province and of the commune, by every grouping and boundary, against the list of entries.
extension OfficeYear {
    private typealias Entry = YearBooks.Entry

    private static let groupings = ["commune", "hamlet", "owner", "year", "month", "source", "fund"]

    private static let sources: [String: String] = [
        "households": "households", "people_away": "sponsors", "companies": "sponsors",
        "organisations": "sponsors", "individuals": "sponsors", "state_commune": "state",
    ]

    mutating func compareReports() throws {
        let middle = day(of: owners[0])
        for unit in ["40", "16702"] {
            let below = books.entries.filter { unit == "40" || $0.owner != "h3" }
            for (from, to) in [
                ("2026-01-01", today.text), (middle.text, today.text), ("2026-11-10", middle.text),
            ] {
                for grouping in OfficeYear.groupings {
                    for boundaries in ["historical", "current"] {
                        let query =
                            "unit=\(unit)&from=\(from)&to=\(to)&by=\(grouping)&boundaries=\(boundaries)"
                        try compare(query, below, from, to, grouping, isCurrent: boundaries == "current")
                    }
                }
            }
        }
    }

    /// The row in which an entry counts; nil when it is in the total only.
    private func key(_ entry: Entry, _ grouping: String, isCurrent: Bool) -> String? {
        let isMerged = isCurrent && !ended.isEmpty && ["h1", "h2"].contains(entry.owner)
        let owner = isMerged ? "h4" : entry.owner
        switch grouping {
        case "commune": return entry.owner == "h3" ? "17329" : "16702"
        case "hamlet": return owner.first == "h" ? String(owner.dropFirst()) : nil
        case "owner": return owner
        case "year": return String(entry.day.year)
        case "month": return String(entry.day.text.prefix(7))
        case "fund": return String(entry.fund)
        default: return OfficeYear.sources[entry.credit]
        }
    }

    private func figures(_ flows: [Entry], held: [Entry]?) -> String {
        func sum(_ isMeant: (Entry) -> Bool) -> Int64 {
            flows.filter(isMeant).reduce(0) { $0 + $1.amount }
        }
        let received = ["households", "sponsors", "state"]
            .map { source in sum { OfficeYear.sources[$0.credit] == source } }
        let balances = YearBooks.moneyAccounts.map { account in
            held.map { String($0.reduce(0) { $0 + $1.change(of: account) }) } ?? "-"
        }
        return "\(received) \(sum { $0.debit == "expenses" }) \(sum { $0.debit == "refunds" }) \(balances)"
    }

    private func figures(_ shown: JSONValue) -> String {
        let received = ["households", "sponsors", "state"]
            .map { shown.integer("/received_from_" + $0) ?? -1 }
        let balances = YearBooks.moneyAccounts
            .map { shown.integer("/balances/" + $0).map { String($0) } ?? "-" }
        return "\(received) \(shown.integer("/spent") ?? -1) \(shown.integer("/refunded") ?? -1) \(balances)"
    }

    private func compare(
        _ query: String, _ below: [Entry], _ from: String, _ to: String, _ grouping: String, isCurrent: Bool
    ) throws {
        let shown = try office.get("/v1/public/reports/money?" + query, as: nil)
        try #require(shown.status == 200, "\(query) \(shown.bodyText)")
        let until = below.filter { $0.day.text <= to }
        let during = until.filter { $0.day.text >= from }
        let total = try #require(shown.json.at("/total"))
        #expect(figures(total) == figures(during, held: until), "\(query)")
        let byTime = ["year", "month"].contains(grouping)
        let flows = Dictionary(grouping: during) { key($0, grouping, isCurrent: isCurrent) ?? "" }
        let holdings = Dictionary(grouping: until) { key($0, grouping, isCurrent: isCurrent) ?? "" }
        var seen: Set<String> = []
        for row in shown.items("/rows") {
            let key = try #require(row.text("/key"))
            #expect(seen.insert(key).inserted && !key.isEmpty)
            let held = byTime ? holdings.filter { $0.key <= key }.flatMap(\.value) : holdings[key] ?? []
            let expected = figures(flows[key] ?? [], held: grouping == "source" ? nil : held)
            #expect(figures(row) == expected, "\(query) \(key)")
        }
        // Whatever is not shown has no figures.
        for (key, entries) in flows where !key.isEmpty && !seen.contains(key) {
            let held = byTime ? [] : holdings[key] ?? []
            #expect(figures(entries, held: held) == figures([], held: []), "\(query) \(key)")
        }
    }
}
