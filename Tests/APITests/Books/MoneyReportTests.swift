import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// The money of a unit against the rows of `posting`.
@Suite struct MoneyReportTests {
    private static let sources: [String: String] = [
        "households": "households", "people_away": "sponsors", "individuals": "sponsors",
        "companies": "sponsors", "organisations": "sponsors", "state_commune": "state",
    ]

    /// The figures of rows, as a line to compare.
    private func line(_ rows: [PostedRow], held: [PostedRow]?) -> String {
        func sum(_ rows: [PostedRow], _ isMeant: (PostedRow) -> Bool) -> Int64 {
            rows.filter(isMeant).reduce(0) { $0 + $1.amount }
        }
        let received = ["households", "sponsors", "state"]
            .map { source in sum(rows) { Self.sources[$0.credit] == source } }
        let balances = ["cash", "bank"]
            .map { account in
                held.map { String($0.reduce(0) { $0 + $1.change(of: account) }) } ?? "-"
            }
        return
            "\(received) \(sum(rows) { $0.debit == "expenses" }) \(sum(rows) { $0.debit == "refunds" }) \(balances)"
    }

    private func line(_ shown: JSONValue) -> String {
        let received = ["households", "sponsors", "state"]
            .map { shown.integer("/received_from_" + $0) ?? -1 }
        #expect(shown.integer("/received") == received.reduce(0, +))
        let balances = ["cash", "bank"].map { shown.integer("/balances/" + $0).map { String($0) } ?? "-" }
        return "\(received) \(shown.integer("/spent") ?? -1) \(shown.integer("/refunded") ?? -1) \(balances)"
    }

    private func key(_ row: PostedRow, by grouping: String, isCurrent: Bool) -> String {
        // Hamlets 1 and 2 are merged into 4.
        let hamlet = isCurrent && row.owner != "h3" ? "4" : String(row.owner.dropFirst())
        return switch grouping {
        case "commune": row.owner == "h3" ? "17329" : "16702"
        case "hamlet": hamlet
        case "year": String(row.on.year)
        case "month": String(row.on.text.prefix(7))
        case "fund": String(row.fund)
        default: Self.sources[row.credit] ?? ""
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `every figure equals the sum over postings`(_ seed: UInt64) throws {
        let books = try RandomBooks(seed: seed)
        let all = try books.posted()
        for unit in ["40", "16702"] {
            for (from, to) in [("2020-01-01", books.today.text), ("2026-12-05", "2027-01-10")] {
                for grouping in ["commune", "hamlet", "year", "month", "source", "fund"] {
                    for boundaries in ["historical", "current"] {
                        let query =
                            "unit=\(unit)&from=\(from)&to=\(to)&by=\(grouping)&boundaries=\(boundaries)"
                        let rows = all.filter { unit == "40" || $0.owner != "h3" }
                        try compare(
                            query, rows, from, to, grouping, boundaries == "current", in: books.office)
                    }
                }
            }
        }
    }

    private func compare(
        _ query: String, _ rows: [PostedRow], _ from: String, _ to: String, _ grouping: String,
        _ isCurrent: Bool, in office: Office
    ) throws {
        let shown = try office.get("/v1/public/reports/money?" + query, as: nil)
        try #require(shown.status == 200, "\(query) \(shown.bodyText)")
        let listed = try office.get(
            "/v1/reports/money?" + query, as: Bearer(.auditor, at: .province))
        #expect(listed.json == shown.json, "\(query)")
        let until = rows.filter { $0.on.text <= to }
        let during = until.filter { $0.on.text >= from }
        let total = try #require(shown.json.at("/total"))
        #expect(line(total) == line(during, held: until), "\(query)")
        let byTime = ["year", "month"].contains(grouping)
        var seen: Set<String> = []
        for row in shown.items("/rows") {
            let key = try #require(row.text("/key"))
            #expect(seen.insert(key).inserted)
            let ofKey = during.filter { self.key($0, by: grouping, isCurrent: isCurrent) == key }
            let held: [PostedRow]? =
                grouping == "source"
                ? nil
                : byTime
                    ? until.filter { self.key($0, by: grouping, isCurrent: isCurrent) <= key }
                    : until.filter { self.key($0, by: grouping, isCurrent: isCurrent) == key }
            #expect(line(row) == line(ofKey, held: held), "\(query) \(key)")
            #expect((row.text("/name") != nil) == ["commune", "hamlet", "fund"].contains(grouping))
        }
        // Whatever is not shown has no figures.
        let missing = Set(during.map { self.key($0, by: grouping, isCurrent: isCurrent) }).subtracting(seen)
        for key in missing where !key.isEmpty {
            let ofKey = during.filter { self.key($0, by: grouping, isCurrent: isCurrent) == key }
            let held = until.filter { self.key($0, by: grouping, isCurrent: isCurrent) == key }
            #expect(line(ofKey, held: byTime ? [] : held) == line([], held: []), "\(query) \(key)")
        }
    }

    /// Hamlet 1 receives 500,000 on 2026-11-23 in commune 16702 and 70,000 on 2026-12-02 in 17329.
    private func transferred() throws -> Office {
        let office = try Office.villageWithBooks()
        office.clock.advance(days: 8)
        _ = try office.write { tx in
            let hamlet = try tx.existing(Hamlet.ID(1))
            try tx.change(
                try hamlet.changed(commune: "17329", on: LocalDate("2026-12-01") ?? .firstDay), from: hamlet)
        }
        office.clock.advance(days: 1)
        let gift = try office.contribute(
            #"{"fund":1,"household":2,"method":"cash","amount":70000}"#,
            as: Bearer(.clerk, at: .otherCommune))
        try #require(gift.status == 201, "\(gift.bodyText)")
        return office
    }

    private func figures(_ office: Office, _ query: String) throws -> [String] {
        let shown = try office.get("/v1/public/reports/money?" + query, as: nil)
        return shown.items("/rows")
            .map { row in
                "\(row.text("/key") ?? "") \(row.integer("/received") ?? -1) \(row.integer("/balances/cash") ?? -1)"
            }
    }

    @Test func `money counts where the hamlet was, and what it holds where it is`() throws {
        let office = try transferred()
        #expect(
            try figures(office, "unit=40&by=commune") == ["16702 500000 0", "17329 70000 570000"])
        #expect(try figures(office, "unit=40&by=commune&boundaries=current") == ["17329 570000 570000"])
        #expect(try figures(office, "unit=40&by=month") == ["2026-11 500000 500000", "2026-12 70000 570000"])
        // It leaves one commune with what it holds, and comes to the other.
        #expect(try figures(office, "unit=16702&by=month") == ["2026-11 500000 500000", "2026-12 0 0"])
        #expect(try figures(office, "unit=17329&by=month") == ["2026-12 70000 570000"])
        #expect(try figures(office, "unit=16702&by=hamlet&to=2026-11-30") == ["1 500000 500000"])
        #expect(try figures(office, "unit=17329&by=fund&from=2026-12-02") == ["1 70000 570000"])
        #expect(try figures(office, "unit=16702&by=month&boundaries=current") == [])
    }

    @Test func `money of a district that ended counts until its last day`() throws {
        let office = try Office.villageWithBooks()
        let gift =
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":7000,"received_on":"2025-05-05","book":"Q1"}"#
        try office.registerBook("Q1")
        let recorded = try office.contribute(gift)
        try #require(recorded.status == 201, "\(recorded.bodyText)")
        #expect(try figures(office, "unit=412&by=year") == ["2025 7000 0"])
        #expect(try figures(office, "unit=412&by=hamlet&to=2025-06-30") == ["1 7000 7000"])
        #expect(try figures(office, "unit=412&by=hamlet") == ["1 7000 0"])
        #expect(try figures(office, "unit=40&by=year") == ["2025 7000 7000", "2026 500000 507000"])
    }

    @Test func `an unknown unit has no report, and one out of sight none for the office`() throws {
        let office = try Office.villageWithBooks()
        #expect(try office.get("/v1/public/reports/money?unit=99999", as: nil).status == 404)
        #expect(try office.get("/v1/reports/money?unit=17329").status == 404)
        #expect(try office.get("/v1/public/reports/money?unit=40&by=household", as: nil).status == 400)
        #expect(try office.get("/v1/public/reports/money?unit=40&household=1", as: nil).status == 400)
    }
}
