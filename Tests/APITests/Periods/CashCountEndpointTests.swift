import API
import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Two persons count the cash of a fund against its book, and what they find is visible.
@Suite struct CashCountEndpointTests {
    private static let publicPath = "/v1/public/hamlets/1/cash-counts"

    /// What the statement of November and the fund show of fund 1's cash: balance, and lines of differences.
    private func shown(_ office: Office) throws -> (cash: Int64?, lines: [String]) {
        let query = "/statement?from=2026-11-01&to=2026-11-30"
        let statements = try [
            office.get("/v1/hamlets/1" + query), office.get("/v1/public/hamlets/1" + query, as: nil),
        ]
        let lines = statements.map { statement in
            ["received", "spent"]
                .flatMap { list in
                    statement.items("/" + list)
                        .filter { ["surplus", "shortage"].contains($0.text("/kind")) }
                        .map { "\(list) \($0.text("/kind") ?? "") \($0.integer("/cash") ?? 0)" }
                }
        }
        #expect(lines[0] == lines[1], "the public statement is the same")
        #expect(statements[0].integer("/closing/cash") == statements[1].integer("/closing/cash"))
        let cash = try office.get("/v1/funds/1").integer("/balances/cash")
        #expect(statements[0].integer("/closing/cash") == cash)
        return (cash, lines[0])
    }

    @Test func `a count is recorded by one counter and confirmed by another`() throws {
        let office = try Office.villageWithBooks()
        let recorded = try office.recordCount(500_000)
        #expect(recorded.status == 201 && recorded.field("Location") == "/v1/cash-counts/1")
        try expect(
            recorded,
            shows: """
                {"id":1,"hamlet":1,"commune_unit":null,"organisation":null,"fund":1,"on":"2026-11-23",
                "denominations":{"500000":1,"200000":0,"100000":0,"50000":0,"20000":0,"10000":0,"5000":0,"2000":0,
                "1000":0,"500":0,"200":0},"counted":500000,"book":500000,"difference":0,"counted_by":[1,2],
                "post_difference":false,"note":"Bí mật: két ở nhà trưởng xóm","state":"recorded","confirmed_by":null,
                "recorded_by":1,"recorded_at":"2026-11-23T02:00:00.000Z","version":1}
                """)
        #expect(try office.get(Self.publicPath, as: nil).items() == [])
        let tag = try #require(recorded.field("ETag"))
        let confirmed = try office.take("confirm", ofCount: 1, ifMatch: tag)
        #expect(confirmed.status == 200 && confirmed.taggedVersion == 2)
        #expect(confirmed.text("/state") == "confirmed" && confirmed.integer("/confirmed_by") == 2)
        #expect(try office.get("/v1/cash-counts/1").body == confirmed.body)
        #expect(
            try office.get(Self.publicPath, as: nil).items() == [
                json(
                    #"{"id":1,"fund":1,"counted_on":"2026-11-23","counted":500000,"book":500000,"difference":0}"#
                )
            ])
        #expect(try office.isClean)
    }

    @Test func `an empty safe is counted too`() throws {
        let office = try Office.village()
        let empty = #"{"fund":2,"denominations":{},"counted_by":[1,2]}"#
        _ = try office.secret(of: .clerk)
        let recorded = try office.post("/v1/cash-counts", empty, as: .head, key: office.newKey())
        #expect(recorded.status == 201 && recorded.integer("/counted") == 0 && recorded.integer("/book") == 0)
        #expect(try office.take("confirm", ofCount: 1).status == 200)
    }

    @Test func `the book is that of the evening of the day`() throws {
        let office = try Office.village()
        for (day, amount) in [("2026-11-10", 100_000), ("2026-11-12", 20_000), ("2026-11-14", 3_000)] {
            let gift =
                #"{"fund":1,"household":1,"method":"cash","amount":\#(amount),"received_on":"\#(day)"}"#
            try #require(try office.contribute(gift).status == 201)
        }
        for (day, book) in [
            ("2026-11-09", 0), ("2026-11-10", 100_000), ("2026-11-11", 100_000), ("2026-11-12", 120_000),
            ("2026-11-23", 123_000),
        ] as [(String, Int64)] {
            #expect(try office.recordCount(0, on: day).integer("/book") == book, "\(day)")
        }
        // Other funds and the bank have books of their own.
        #expect(try office.recordCount(0, fund: 2).integer("/book") == 0)
    }

    @Test(
        arguments: [
            (true, 520_000, 520_000, ["received surplus 20000"]),
            (true, 480_000, 480_000, ["spent shortage 20000"]), (true, 500_000, 500_000, []),
            (false, 520_000, 500_000, []), (false, 480_000, 500_000, []),
        ] as [(Bool, Int64, Int64, [String])])
    func `a difference is posted when the counters decided so, and is public either way`(
        _ posts: Bool, _ counted: Int64, _ cash: Int64, _ lines: [String]
    ) throws {
        let office = try Office.villageWithBooks()
        let recorded = try office.recordCount(counted, posts: posts)
        #expect(recorded.integer("/difference") == counted - 500_000)
        // Not before a second person agreed.
        #expect(try shown(office).cash == 500_000)
        try #require(try office.take("confirm", ofCount: 1).status == 200)
        #expect(try shown(office).cash == cash)
        #expect(try shown(office).lines == lines)
        let line = try #require(try office.get(Self.publicPath, as: nil).items().first)
        #expect(line.integer("/difference") == counted - 500_000 && line.integer("/counted") == counted)
        // Nobody gave or spent it.
        let year = try #require(try office.get("/v1/public/hamlets/1/summary", as: nil).json.at("/years/0"))
        #expect(year.integer("/received") == 500_000 && year.integer("/spent") == 0)
        #expect(year.integer("/contributions") == 1 && year.integer("/expenditures") == 0)
        // The next count starts from the book as it is now.
        #expect(try office.recordCount(counted).integer("/book") == cash)
        #expect(try office.isClean)
    }

    @Test func `a withdrawn count is no count, and changes nothing`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordCount(480_000, posts: true).status == 201)
        let withdrawn = try office.take("withdraw", ofCount: 1, as: .head)
        #expect(withdrawn.status == 200 && withdrawn.text("/state") == "withdrawn")
        #expect(try shown(office).cash == 500_000)
        #expect(try office.get(Self.publicPath, as: nil).items() == [])
        #expect(try office.get("/v1/cash-counts/1").integer("/confirmed_by") == nil)
        #expect(Refused(try office.take("confirm", ofCount: 1)) == Refused(409, "invalid-transition"))
        #expect(try office.isClean)
    }

    @Test func `counts are listed by fund and state, newest first`() throws {
        let office = try Office.villageWithBooks()
        for fund in [1, 2, 1] as [Int64] { try #require(try office.recordCount(0, fund: fund).status == 201) }
        try #require(try office.take("confirm", ofCount: 1).status == 200)
        for (query, ids) in [
            ("", [3, 2, 1]), ("&fund=1", [3, 1]), ("&fund=2", [2]), ("&state=recorded", [3, 2]),
            ("&state=confirmed&fund=1", [1]), ("&state=withdrawn", []),
        ] as [(String, [Int64])] {
            #expect(try office.get("/v1/cash-counts?hamlet=1" + query).ids == ids, "\(query)")
        }
        let first = try office.get("/v1/cash-counts?hamlet=1&limit=2")
        let cursor = try #require(first.text("/page/next_cursor"))
        #expect(try office.get("/v1/cash-counts?hamlet=1&limit=2&cursor=\(cursor)").ids == [1])
        // Another hamlet's, a commune's and an organisation's lists are others.
        for owner in ["hamlet=2", "commune=16702", "organisation=1"] {
            #expect(try office.get("/v1/cash-counts?" + owner).items() == [], "\(owner)")
        }
    }

    @Test(arguments: ["/v1/cash-counts", "/v1/periods"])
    func `a list is of one owner, whom the caller sees`(_ path: String) throws {
        let office = try Office.villageWithBooks()
        for query in ["", "?hamlet=1&commune=16702", "?commune=16702&organisation=1"] {
            let refused = try office.get(path + query)
            #expect(Refused(refused) == Refused(400, "parameter-invalid"), "\(query)")
            #expect(refused.errors == ["?hamlet parameter-invalid"], "\(query)")
        }
        for query in ["?hamlet=3", "?hamlet=99", "?commune=17329", "?commune=99999", "?organisation=2"] {
            #expect(Refused(try office.get(path + query)) == Refused(404, "not-found"), "\(query)")
        }
        let province = Bearer(.auditor, at: .province)
        #expect(try office.get(path + "?commune=17329", as: province).status == 200)
        // A province keeps no such books.
        #expect(Refused(try office.get(path + "?commune=40", as: province)) == Refused(404, "not-found"))
    }

    @Test func `a repeated confirmation posts once`() throws {
        let office = try Office.villageWithBooks()
        let key = office.newKey()
        let first = try office.recordCount(520_000, posts: true, key: key)
        let again = try office.recordCount(520_000, posts: true, key: key)
        #expect(again.body == first.body && again.field("Idempotency-Replayed") == "true")
        let confirmation = office.newKey()
        for isReplayed in [nil, "true"] {
            let confirmed = try office.take("confirm", ofCount: 1, ifMatch: #""r1""#, key: confirmation)
            #expect(confirmed.status == 200 && confirmed.text("/state") == "confirmed")
            #expect(confirmed.field("Idempotency-Replayed") == isReplayed)
        }
        #expect(try shown(office).cash == 520_000)
        #expect(try office.get("/v1/cash-counts?hamlet=1").ids == [1])
    }
}
