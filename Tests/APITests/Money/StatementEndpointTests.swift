import HTTP
import JSON
import TestSupport
import Testing

@Suite struct StatementEndpointTests {
    private let office: Office
    private static let path = "/v1/hamlets/1/statement"
    private static let publicPath = "/v1/public/hamlets/1/statement"

    /// A hamlet whose two funds received and spent money.
    ///
    /// In: 500 000 from a household in cash on 2026-11-23; on 2026-12-01 30 000 more, 900 000 from a sponsor by bank and
    /// 70 000 to fund 2.
    /// Out: cement 1000 and 2000 in cash, 4000 by bank, trees 8000, lamps 500 from fund 2, and 16 000 refunded.
    init() throws {
        office = try Office.villageWithBooks()
        office.clock.advance(days: 8)
        for gift in [
            #"{"fund":1,"sponsor_name":"Hồng Lam","method":"bank","amount":900000}"#,
            #"{"fund":2,"household":2,"method":"cash","amount":70000}"#,
            #"{"fund":1,"household":3,"method":"cash","amount":30000}"#,
        ] {
            #expect(try office.contribute(gift).status == 201)
        }
        office.clock.advance(days: 4)
        _ = try office.spent(1000, item: "Xi măng")
        office.clock.advance(days: 1)
        _ = try office.spent(2000, item: "Xi măng")
        _ = try office.spent(4000, method: "bank", item: "Xi măng")
        office.clock.advance(days: 14)
        _ = try office.spent(8000, item: "Cây xanh")
        _ = try office.spent(500, item: "Đèn", fund: 2)
        _ = try office.refund(1, 16_000)
        for step in ["check", "approve", "pay"] { _ = try office.take(step, 6) }
    }

    private func statement(_ from: String, _ to: String, _ more: String = "") throws -> Response {
        try office.get(StatementEndpointTests.path + "?from=\(from)&to=\(to)" + more)
    }

    /// Each line as `kind item cash/bank`.
    private func lines(_ response: Response, _ list: String) -> [String] {
        response.items(list)
            .map { line in
                let (kind, item) = (line.text("/kind") ?? "", line.text("/item") ?? "")
                return "\(kind) \(item) \(line.integer("/cash") ?? -1)/\(line.integer("/bank") ?? -1)"
            }
    }

    private func held(_ response: Response, _ name: String) -> [Int64?] {
        [response.integer("/\(name)/cash"), response.integer("/\(name)/bank")]
    }

    @Test func `a statement of a year shows sources and purposes`() throws {
        let year = try statement("2026-01-01", "2026-12-31")
        #expect(held(year, "opening") == [0, 0])
        #expect(lines(year, "/received") == ["households  600000/0", "individuals  0/900000"])
        #expect(held(year, "received_total") == [600_000, 900_000])
        #expect(
            lines(year, "/spent") == [
                "expenses Cây xanh 8000/0", "expenses Đèn 500/0", "expenses Xi măng 3000/4000",
                "refunds Hoàn trả đóng góp 16000/0",
            ])
        #expect(held(year, "spent_total") == [27_500, 4000])
        #expect(held(year, "closing") == [572_500, 896_000])
        // Today: nothing is dated later.
        #expect(year.text("/from") == "2026-01-01" && year.text("/to") == "2026-12-20")
        #expect(year.json.at("/fund") == .null)
    }

    @Test(
        arguments: [
            ("2026-12-02", "2026-12-19", [600_000, 900_000], [597_000, 896_000]),
            ("2026-12-06", "2026-12-06", [599_000, 900_000], [597_000, 896_000]),
            ("2026-12-07", "2026-12-07", [597_000, 896_000], [597_000, 896_000]),
            ("2026-12-20", "2026-12-20", [597_000, 896_000], [572_500, 896_000]),
            ("1945-09-02", "2100-12-31", [0, 0], [572_500, 896_000]),
            ("2020-01-01", "2020-12-31", [0, 0], [0, 0]),
        ] as [(String, String, [Int64], [Int64])])
    func `opening plus inflow minus outflow is closing, for any range of days`(
        _ from: String, _ to: String, _ opening: [Int64], _ closing: [Int64]
    ) throws {
        let response = try statement(from, to)
        #expect(held(response, "opening") == opening)
        #expect(held(response, "closing") == closing)
        for money in ["cash", "bank"] {
            let sums = ["opening", "received_total", "spent_total", "closing"]
                .map { response.integer("/\($0)/\(money)") ?? -1 }
            #expect(sums[0] + sums[1] - sums[2] == sums[3])
            for (list, total) in [("/received", sums[1]), ("/spent", sums[2])] {
                #expect(response.items(list).reduce(0) { $0 + ($1.integer("/\(money)") ?? 0) } == total)
            }
        }
    }

    @Test func `the closing of one period is the opening of the next`() throws {
        let (first, second) = (
            try statement("2026-11-01", "2026-12-05"), try statement("2026-12-06", "2026-12-31")
        )
        #expect(held(first, "closing") == held(second, "opening"))
    }

    @Test func `a fund has its own statement`() throws {
        let second = try statement("2026-01-01", "2026-12-31", "&fund=2")
        #expect(second.integer("/fund") == 2)
        #expect(lines(second, "/received") == ["households  70000/0"])
        #expect(lines(second, "/spent") == ["expenses Đèn 500/0"])
        #expect(held(second, "closing") == [69_500, 0])
    }

    @Test func `the closing of today equals the summary's balances`() throws {
        let today = try statement("2026-01-01", "2026-12-20")
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(held(today, "closing") == held(summary, "balances"))
    }

    @Test func `a voided voucher does not appear in the statement`() throws {
        let before = try statement("2026-01-01", "2026-12-31")
        _ = try office.take("void", try office.spent(9000, item: "Nhầm"))
        #expect(try statement("2026-01-01", "2026-12-31").body == before.body)
    }

    @Test(arguments: [("3", 404, "not-found"), ("99", 400, "parameter-invalid")])
    func `a fund of another hamlet gets 404, an unknown one 400`(
        _ fund: String, _ status: Int, _ code: String
    ) throws {
        let query = "?from=2026-01-01&to=2026-12-31&fund=\(fund)"
        #expect(Refused(try office.get(StatementEndpointTests.path + query)) == Refused(status, code))
        #expect(
            Refused(try office.get(StatementEndpointTests.publicPath + query, as: nil))
                == Refused(status, code))
    }

    @Test(arguments: [
        ("", ["?from member-missing", "?to member-missing"]), ("?from=2026-01-01", ["?to"]),
        ("?from=2026-01-02&to=2026-01-01", ["?to"]), ("?from=x&to=2026-01-01", ["?from"]),
        ("?from=2026-01-01&to=2026-02-30", ["?to"]), ("?from=2026-01-01&to=2026-01-01&fund=x", ["?fund"]),
    ])
    func `invalid dates are refused`(_ query: String, _ places: [String]) throws {
        for path in [StatementEndpointTests.path, StatementEndpointTests.publicPath] {
            let response = try office.get(path + query)
            #expect(response.status == 400)
            #expect(response.errors.map { $0.prefix { $0 != " " } } == places.map { $0.prefix { $0 != " " } })
        }
    }

    @Test func `anonymous callers see the same sums without names`() throws {
        let query = "?from=2026-01-01&to=2026-12-31"
        let seen = try office.get(StatementEndpointTests.publicPath + query, as: nil)
        let internalView = try office.get(StatementEndpointTests.path + query)
        for member in ["opening", "received", "received_total", "spent", "spent_total", "closing", "debts"] {
            #expect(seen.json.at("/" + member) == internalView.json.at("/" + member), "\(member)")
        }
        for name in ["Nguyễn Văn An", "Hồng Lam", "Cửa hàng vật liệu", "PT-", "PC-"] {
            #expect(!seen.bodyText.contains(name), "\(name)")
        }
    }

    @Test func `a statement is fresh until something changes`() throws {
        let path = StatementEndpointTests.publicPath + "?from=2026-01-01&to=2026-12-31"
        let tag = try #require(try office.get(path, as: nil).field("ETag"))
        #expect(try office.get(path, as: nil, fields: [("If-None-Match", tag)]).status == 304)
        _ = try office.spent(1)
        #expect(try office.get(path, as: nil, fields: [("If-None-Match", tag)]).status == 200)
    }

    @Test func `an unknown hamlet has no statement`() throws {
        let query = "?from=2026-01-01&to=2026-12-31"
        #expect(
            Refused(try office.get("/v1/public/hamlets/99/statement" + query, as: nil))
                == Refused(404, "not-found"))
        #expect(Refused(try office.get("/v1/hamlets/99/statement" + query)) == Refused(404, "not-found"))
    }
}
