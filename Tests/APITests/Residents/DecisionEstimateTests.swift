import Domain
import HTTP
import JSON
import TestSupport
import Testing

@testable import API

/// What residents decided to raise and spend stands beside what was carried out.
@Suite struct DecisionEstimateTests {
    private static let plan = """
        [{"kind":"households","amount":600000},{"kind":"state_province","name":"Hỗ trợ xi măng","amount":300000},
        {"kind":"expenses","name":"Xi măng","amount":400000},{"kind":"expenses","name":"Nhân công","amount":500000}]
        """
    private static let year = "from=2026-01-01&to=2026-12-31"

    private static func body(
        _ matters: [String] = ["rates", "estimate"], _ more: String = #","estimate":\#(plan)"#
    ) -> String {
        let items = matters.map { #"{"matter":"\#($0)","text":"Nội dung \#($0)"}"# }.joined(separator: ",")
        return #"{"hamlet":1,"title":"Đường xóm 9","items":[\#(items)]\#(more)}"#
    }

    private func village() throws -> Office {
        let office = try Office.villageWithParameters()
        try office.set([("threshold.estimate", ">1/2")])
        return office
    }

    /// The id of a decision that the four households passed whole.
    private func decide(
        _ office: Office, _ body: String = body(), items: Int = 2, on day: String = "2026-11-20"
    ) throws -> Int64 {
        let draft = try office.post("/v1/decisions", body)
        let id = try #require(draft.integer("/id"), "\(draft.bodyText)")
        let votes = Array(repeating: #"{"for":4,"against":0,"other":0}"#, count: items).joined(separator: ",")
        let held = try office.take(
            "record-votes", on: id,
            """
            {"voting_mode":"meeting","method":"show_of_hands","held_on":"\(day)","place":"NVH","chair":"A",
            "secretary":"B","represented":4,"results":[\(votes)]}
            """)
        try #require(held.status == 200, "\(held.bodyText)")
        let concluded = try office.take("conclude", on: id)
        try #require(concluded.status == 200, "\(concluded.bodyText)")
        return id
    }

    private func authorise(_ office: Office, fund: Int64 = 1, by decision: Int64) throws {
        let done = try office.post(
            "/v1/funds/\(fund)/authorise", #"{"decision":\#(decision)}"#, ifMatch: "*")
        try #require(done.status == 200, "\(done.bodyText)")
    }

    /// Fund 1 under decision 1, which received 500,000 from a household and paid for cement and for trees.
    private func road() throws -> Office {
        let office = try village()
        try authorise(office, by: decide(office))
        let gift = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":500000}"#)
        try #require(gift.status == 201, "\(gift.bodyText)")
        _ = try office.spent(120_000, item: "xi  măng")
        _ = try office.spent(30_000, item: "Cây xanh")
        return office
    }

    /// Each line as `kind item: period | estimate carried out difference`.
    private func lines(_ response: Response, _ list: String) -> [String] {
        response.items(list)
            .map { line in
                let (kind, item) = (line.text("/kind") ?? "", line.text("/item") ?? "")
                let plan = ["estimate", "carried_out", "difference"]
                    .map { line.integer("/\($0)").map { "\($0)" } ?? "-" }
                return "\(kind) \(item): \(line.integer("/cash") ?? -1) | " + plan.joined(separator: " ")
            }
    }

    private func totals(_ response: Response, _ name: String) -> [Int64?] {
        ["estimate", "carried_out", "difference"].map { response.integer("/estimate/\(name)/\($0)") }
    }

    @Test func `a decision shows its estimate by item and in total, to everyone once concluded`() throws {
        let office = try village()
        let id = try decide(office)
        let views = [
            try office.get("/v1/decisions/\(id)"), try office.get("/v1/public/decisions/\(id)", as: nil),
        ]
        for view in views {
            #expect(
                view.items("/estimate").map { $0.text("/kind") } == [
                    "households", "state_province", "expenses", "expenses",
                ])
            #expect(
                view.items("/estimate").map { $0.text("/name") } == [
                    nil, "Hỗ trợ xi măng", "Xi măng", "Nhân công",
                ])
            #expect(
                view.integer("/planned_receipts") == 900_000 && view.integer("/planned_expenses") == 900_000)
        }
        let minutes = try office.get("/v1/decisions/\(id)/minutes")
        for part in ["Dự toán", "Hộ gia đình đóng góp", "Nhân công", "500.000", "900.000"] {
            #expect(minutes.bodyText.contains(part), "\(part)")
        }
        let plain = try office.get("/v1/decisions/\(try office.newDecision(.draft))")
        #expect(plain.items("/estimate").isEmpty && plain.json.at("/planned_receipts") == .null)
        #expect(try office.isClean)
    }

    @Test(
        arguments: [
            (#","estimate":[{"kind":"expenses","amount":1}]"#, ["/estimate/0/name member-missing"]),
            (#","estimate":[{"kind":"cash","name":"A","amount":1}]"#, ["/estimate/0/kind choice-unknown"]),
            (#","estimate":[{"kind":"households","amount":0}]"#, ["/estimate/0/amount amount-not-positive"]),
            (#","estimate":[{"kind":"households","amount":1.5}]"#, ["/estimate/0/amount amount-not-exact"]),
            (
                #","estimate":[{"kind":"expenses","name":"Cát","amount":1},"#
                    + #"{"kind":"expenses","name":"CÁT","amount":2}]"#,
                ["/estimate/1 member-repeated"]
            ),
            (
                #","estimate":\#(plan),"planned_receipts":900001,"planned_expenses":1"#,
                ["/planned_receipts control-total-mismatch", "/planned_expenses control-total-mismatch"]
            ),
            (#","planned_expenses":1"#, ["/planned_expenses control-total-mismatch"]),
            (
                #","estimate":[{"kind":"expenses","name":"Số 187654321","amount":1}]"#,
                ["/estimate/0/name private-data"]
            ),
        ] as [(String, [String])])
    func `an estimate that is wrong is refused at its place`(_ more: String, _ errors: [String]) throws {
        let refused = try village().post("/v1/decisions", Self.body(["rates", "estimate"], more))
        #expect(refused.status == 422 && refused.errors == errors, "\(refused.bodyText)")
    }

    @Test func `an estimate is voted on, whether it is drafted or added`() throws {
        let office = try village()
        let drafted = try office.post("/v1/decisions", Self.body(["rates"]))
        #expect(drafted.errors == ["/estimate estimate-item-missing"], "\(drafted.bodyText)")
        let id = try #require(try office.post("/v1/decisions", Self.body(["rates"], "")).integer("/id"))
        func edit(_ body: String) throws -> Response {
            try office.patch("/v1/decisions/\(id)", body, ifMatch: "*")
        }
        #expect(try edit(#"{"estimate":\#(Self.plan)}"#).errors == ["/estimate estimate-item-missing"])
        let items = #""items":[{"matter":"estimate","text":"Dự toán"}]"#
        let added = try edit(#"{\#(items),"estimate":\#(Self.plan),"planned_receipts":900000}"#)
        #expect(added.status == 200 && added.integer("/planned_receipts") == 900_000, "\(added.bodyText)")
        #expect(try edit(#"{"title":"Tên khác"}"#).integer("/planned_receipts") == 900_000)
        #expect(
            try edit(#"{"items":[{"matter":"rates","text":"Mức"}]}"#).errors == [
                "/estimate estimate-item-missing"
            ])
        #expect(try edit(#"{"estimate":null}"#).items("/estimate").isEmpty)
        #expect(try office.isClean)
    }

    @Test func `a statement has the estimate, what was carried out and the difference, for everyone`() throws
    {
        let office = try road()
        let paths = ["/v1/hamlets/1/statement", "/v1/public/hamlets/1/statement"]
        for (path, bearer) in zip(paths, [Bearer.clerk, nil]) {
            let statement = try office.get(path + "?\(Self.year)&fund=1", as: bearer)
            #expect(
                lines(statement, "/received") == [
                    "households : 500000 | 600000 500000 -100000", "state_province : 0 | 300000 0 -300000",
                ])
            #expect(
                lines(statement, "/spent") == [
                    "expenses Cây xanh: 30000 | 0 30000 30000",
                    "expenses Nhân công: 0 | 500000 0 -500000",
                    "expenses xi măng: 120000 | 400000 120000 -280000",
                ])
            #expect(totals(statement, "received") == [900_000, 500_000, -400_000])
            #expect(totals(statement, "spent") == [900_000, 150_000, -750_000])
            #expect(statement.json.at("/estimate/decisions") == .array([.integer(1)]))
        }
        // The other fund is under no decision.
        let other = try office.get("/v1/hamlets/1/statement?\(Self.year)&fund=2")
        #expect(totals(other, "spent") == [nil, nil, nil] && lines(other, "/spent").isEmpty)
        #expect(other.json.at("/estimate") == .null)
    }

    @Test
    func `what was carried out before the period counts, and a day before the decision has no estimate`()
        throws
    {
        let office = try road()
        office.clock.advance(days: 40)
        let later = try office.get("/v1/hamlets/1/statement?from=2026-12-01&to=2026-12-31")
        #expect(
            lines(later, "/spent") == [
                "expenses Cây xanh: 0 | 0 30000 30000", "expenses Nhân công: 0 | 500000 0 -500000",
                "expenses Xi măng: 0 | 400000 120000 -280000",
            ])
        #expect(later.integer("/spent_total/cash") == 0)
        let before = try office.get("/v1/hamlets/1/statement?from=2026-01-01&to=2026-11-19")
        #expect(lines(before, "/spent").isEmpty && totals(before, "spent") == [nil, nil, nil])
    }

    @Test func `an amendment replaces the estimate from its day on`() throws {
        let office = try road()
        office.clock.advance(days: 10)
        let more =
            #","amends":1,"estimate":[{"kind":"expenses","name":"Xi măng","amount":100000}]"#
        let id = try decide(office, Self.body(["estimate"], more), items: 1, on: "2026-12-01")
        let now = try office.get("/v1/hamlets/1/statement?\(Self.year)")
        #expect(now.json.at("/estimate/decisions") == .array([.integer(id)]))
        #expect(totals(now, "spent") == [100_000, 150_000, 50_000])
        #expect(totals(now, "received") == [0, 500_000, 500_000])
        // What was published for an earlier day stays.
        let november = try office.get("/v1/hamlets/1/statement?from=2026-01-01&to=2026-11-30")
        #expect(november.json.at("/estimate/decisions") == .array([.integer(1)]))
        #expect(totals(november, "spent") == [900_000, 150_000, -750_000])
        #expect(try office.isClean)
    }

    @Test func `a decision over two funds is compared with both`() throws {
        let office = try road()
        try authorise(office, fund: 2, by: 1)
        let gift = try office.contribute(#"{"fund":2,"household":2,"method":"cash","amount":50000}"#)
        try #require(gift.status == 201, "\(gift.bodyText)")
        let both = try office.get("/v1/hamlets/1/statement?\(Self.year)")
        #expect(totals(both, "received") == [900_000, 550_000, -350_000])
        let one = try office.get("/v1/hamlets/1/statement?\(Self.year)&fund=2")
        #expect(totals(one, "received") == [900_000, 50_000, -850_000])
    }

    @Test func `CSV and paper have the columns, and no paper without an estimate has them`() throws {
        let office = try road()
        let csv = try office.get(
            "/v1/public/hamlets/1/statement?\(Self.year)&fund=1", as: nil, fields: [("Accept", "text/csv")])
        let rows = csv.bodyText.split(whereSeparator: \.isNewline)
        #expect(rows.first?.hasSuffix("owed,estimate,carried_out,difference") == true, "\(csv.bodyText)")
        #expect(rows.contains { $0.hasPrefix("spent,expenses,xi măng,120000,0,0,0,400000,120000,-280000") })
        #expect(rows.last?.hasSuffix(",,,") == true)
        try office.setForVouchers()
        try office.setForPapers()
        let paper = try office.page("/v1/hamlets/1/statement?\(Self.year)&fund=1")
        for title in ["Dự toán", "Đã thực hiện", "Chênh lệch"] {
            #expect(paper.bodyText.contains("<th>\(title)</th>"), "\(title)")
        }
        #expect(
            paper.printedRows.contains([
                "3", "xi măng", "120.000", "0", "120.000", "400.000", "120.000", "-280.000",
            ]),
            "\(paper.printedRows)")
        let plain = try office.page("/v1/hamlets/1/statement?\(Self.year)&fund=2")
        #expect(!plain.bodyText.contains("Dự toán"))
    }
}
