import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Summaries and statements of communes and organisations, by the boundaries of the time and of today, as of hamlets.
@Suite struct OwnerSummaryTests {
    private static let period = "&from=2026-01-01&to=2026-12-31"

    @Test func `a hamlet's summary is the same, however it is asked for`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.spent(120_000)
        let byPath = try office.get("/v1/hamlets/1/summary")
        let byQuery = try office.get("/v1/summary?hamlet=1")
        for member in ["/balances", "/years"] {
            #expect(byQuery.json.at(member) == byPath.json.at(member), "\(member)")
        }
        #expect(byQuery.integer("/hamlet") == 1 && byQuery.text("/name") == "Xóm 9")
        let seen = try office.get("/v1/public/summary?hamlet=1", as: nil)
        #expect(
            seen.json.at("/years")
                == (try office.get("/v1/public/hamlets/1/summary", as: nil)).json.at("/years"))
    }

    @Test func `a commune and an organisation have summaries, with the households that gave`() throws {
        let office = try Office.village()
        for (owner, name) in [(#""commune":"16702""#, "Quỹ phường"), (#""organisation":1"#, "Phế liệu")] {
            let fund = try office.post(
                "/v1/funds", #"{\#(owner),"name":"\#(name)"}"#, as: Bearer(.accountant, at: .commune))
            let id = try #require(fund.integer("/id"), "\(fund.bodyText)")
            for household in [1, 1, 2] {
                let gift = try office.contribute(
                    #"{"fund":\#(id),"household":\#(household),"method":"cash","amount":1000}"#,
                    as: Bearer(.clerk, at: .commune))
                try #require(gift.status == 201, "\(gift.bodyText)")
            }
        }
        for (query, name) in [("commune=16702", "Phường Vinh Phú"), ("organisation=1", "Chi hội phụ nữ")] {
            let summary = try office.get("/v1/summary?\(query)", as: Bearer(.clerk, at: .commune))
            #expect(summary.status == 200, "\(summary.bodyText)")
            #expect(summary.text("/name") != nil, "\(name)")
            #expect(summary.integer("/balances/cash") == 3000)
            let year = try #require(summary.items("/years").first)
            #expect(year.integer("/received_from_households") == 3000 && year.integer("/contributions") == 3)
            #expect(year.integer("/participating_households") == 2 && year.integer("/pledged") == 0)
            let seen = try office.get("/v1/public/summary?\(query)", as: nil)
            #expect(seen.integer("/years/0/received") == 3000, "\(seen.bodyText)")
            #expect(seen.json.at("/years/0/participating_households") == .null)
        }
    }

    @Test func `by the boundaries of today a commune has what it took over, and hand-overs cancel out`()
        throws
    {
        let handovers = BookHandoverEndpointTests()
        let office = try handovers.office()
        try #require(try handovers.handOver(in: office).status == 201)
        func closing(_ query: String) throws -> [Int64?] {
            let response = try office.get("/v1/public/statement?\(query)\(Self.period)", as: nil)
            try #require(response.status == 200, "\(response.bodyText)")
            return [
                response.integer("/received_total/cash"), response.integer("/received_total/bank"),
                response.integer("/spent_total/bank"), response.integer("/closing/bank"),
            ]
        }
        // By the boundaries of the time the money came by the hand-over.
        #expect(try closing("commune=17329") == [1000, 900_000, 0, 900_000])
        let kinds = try office.get("/v1/public/statement?commune=17329\(Self.period)", as: nil)
            .items("/received").map { $0.text("/kind") }
        #expect(kinds.contains("handover"))
        #expect(try closing("commune=17329&boundaries=current") == [1000, 900_000, 0, 900_000])
        let today = try office.get(
            "/v1/public/statement?commune=17329&boundaries=current\(Self.period)", as: nil)
        #expect(today.items("/received").map { $0.text("/kind") } == ["state_province"])
        // Before the hand-over only the books of today's commune, taken together, had anything.
        let october = "&from=2026-01-01&to=2026-10-31"
        let then = try office.get("/v1/public/statement?commune=17329\(october)", as: nil)
        #expect(then.integer("/closing/bank") == 0)
        let joined = try office.get(
            "/v1/public/statement?commune=17329&boundaries=current\(october)", as: nil)
        #expect(joined.integer("/closing/bank") == 900_000)
        // As the money report has it.
        let report = try office.get(
            "/v1/public/reports/money?unit=17329&by=owner&boundaries=current\(Self.period)", as: nil)
        #expect(report.integer("/total/balances/bank") == 900_000)
        #expect(report.integer("/total/received") == 901_000)
        let summary = try office.get("/v1/public/summary?commune=17329&boundaries=current", as: nil)
        #expect(summary.integer("/years/0/received") == 901_000, "\(summary.bodyText)")
        let own = try office.get("/v1/public/summary?commune=17329", as: nil)
        #expect(own.integer("/years/0/received") == 1000)
    }
}
