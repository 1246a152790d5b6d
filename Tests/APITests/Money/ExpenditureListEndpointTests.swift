import HTTP
import JSON
import TestSupport
import Testing

@Suite struct ExpenditureListEndpointTests {
    private let office: Office

    /// 1 paid in cash, 2 voided, 3 rejected, 4 requested, 5 paid by bank on 2026-11-30, 6 a refund paid on
    /// 2026-12-01.
    init() throws {
        office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":1,"sponsor_name":"Hồng Lam","method":"bank","amount":900000}"#)
        _ = try office.spent(1000)
        _ = try office.take("void", try office.spent(2000))
        _ = try office.request(3000)
        _ = try office.take("reject", 3)
        _ = try office.request(4000)
        office.clock.advance(days: 7)
        _ = try office.spent(5000, method: "bank")
        office.clock.advance(days: 1)
        _ = try office.refund(1, 6000)
        for step in ["check", "approve", "pay"] { _ = try office.take(step, 6) }
    }

    @Test(
        arguments: [
            ("", [6, 5, 4, 3, 2, 1]), ("?fund=1", [6, 5, 4, 3, 2, 1]), ("?fund=2", []),
            ("?state=rejected", [3]),
            ("?method=bank", [5]), ("?refund_of=1", [6]), ("?from=2026-11-24", [6, 5]),
            ("?to=2026-11-23", [2, 1]), ("?from=2026-11-30&to=2026-11-30&method=bank&state=paid", [5]),
        ] as [(String, [Int64])])
    func `a list shows what its filters select, newest first`(_ query: String, _ ids: [Int64]) throws {
        #expect(try office.get("/v1/hamlets/1/expenditures" + query).ids == ids)
    }

    @Test func `pages follow one another`() throws {
        var (path, ids): (String?, [Int64]) = ("/v1/hamlets/1/expenditures?limit=4", [])
        while let next = path {
            let page = try office.get(next)
            ids += page.ids
            path = page.text("/page/next_cursor").map { "/v1/hamlets/1/expenditures?limit=4&cursor=\($0)" }
        }
        #expect(ids == [6, 5, 4, 3, 2, 1])
    }

    @Test func `a cursor is valid only for its list and filter`() throws {
        let cursor = try #require(
            try office.get("/v1/hamlets/1/expenditures?limit=1").text("/page/next_cursor"))
        for path in [
            "/v1/hamlets/1/expenditures?state=paid", "/v1/hamlets/2/expenditures?limit=1",
            "/v1/public/hamlets/1/expenditures?limit=1", "/v1/hamlets/1/contributions?limit=1",
        ] {
            let joined = path + "&cursor=" + cursor
            #expect(Refused(try office.get(joined)) == Refused(400, "cursor-mismatch"), "\(path)")
        }
    }

    @Test(arguments: [
        "state=gone", "method=gold", "from=2026-02-30", "fund=x", "refund_of=0", "payee=A", "limit=0",
    ])
    func `an unknown parameter is refused`(_ query: String) throws {
        #expect(try office.get("/v1/hamlets/1/expenditures?" + query).status == 400)
    }

    @Test func `a list item has the number, but no voucher`() throws {
        let line = try office.get("/v1/hamlets/1/expenditures?state=paid").json.at("/data/2")
        #expect(line?.text("/number") == "PC-2026-0001")
        #expect(line?.text("/paid_on") == "2026-11-23")
        #expect(line?.at("/voucher") == nil)
    }

    @Test func `anonymous callers see paid and voided expenditures, but no requests`() throws {
        let lines = try office.get("/v1/public/hamlets/1/expenditures", as: nil).items()
        #expect(lines.map { $0.integer("/amount") } == [6000, 5000, 2000, 1000])
        #expect(lines.map { $0.text("/state") } == ["paid", "paid", "voided", "paid"])
        #expect(
            lines.map { $0.text("/number") } == [
                "PC-2026-0004", "PC-2026-0003", "PC-2026-0002", "PC-2026-0001",
            ])
    }

    @Test func `the public view of a purchase`() throws {
        let line = try #require(try office.get("/v1/public/hamlets/1/expenditures", as: nil).items().last)
        #expect(
            try line
                == json(
                    """
                    {"number":"PC-2026-0001","book":"1","purpose":"Mua xi măng",
                    "item":"Vật liệu","fund":1,"method":"cash","amount":1000,"paid_on":"2026-11-23","state":"paid"}
                    """))
    }

    @Test func `the public view of a refund has no name and no receipt`() throws {
        let response = try office.get("/v1/public/hamlets/1/expenditures", as: nil)
        let line = try #require(response.items().first)
        #expect(line.text("/purpose") == "Hoàn trả đóng góp")
        #expect(!response.bodyText.contains("Nguyễn Văn An") && !response.bodyText.contains("PT-"))
        #expect(!response.bodyText.contains("Nộp thừa"))
    }

    @Test func `the public view has no officers and no reasons`() throws {
        let response = try office.get("/v1/public/hamlets/1/expenditures", as: nil)
        let hidden: Set<String> = [
            "id", "requested_by", "checked_by", "approved_by", "paid_by", "booked_by", "rejected_by",
            "voided_by",
            "reason", "refund_of", "requested_at", "version",
        ]
        #expect(response.items().flatMap(\.allNames).allSatisfy { !hidden.contains($0) })
        #expect(!response.bodyText.contains("Sai số tiền"))
    }

    @Test(arguments: ["state=requested", "method=cash", "refund_of=1"])
    func `the public list has no filters that reveal more`(_ query: String) throws {
        let response = try office.get("/v1/public/hamlets/1/expenditures?" + query, as: nil)
        #expect(Refused(response) == Refused(400, "parameter-unknown"))
    }

    @Test func `a hamlet without expenditures has an empty list, an unknown hamlet gets 404`() throws {
        #expect(try office.get("/v1/public/hamlets/2/expenditures", as: nil).items().isEmpty)
        #expect(
            Refused(try office.get("/v1/public/hamlets/99/expenditures", as: nil))
                == Refused(404, "not-found"))
        #expect(Refused(try office.get("/v1/hamlets/99/expenditures")) == Refused(404, "not-found"))
    }
}
