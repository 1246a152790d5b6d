import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Months are submitted by the accountant, closed by the approver, and opened again by the commune.
@Suite struct PeriodEndpointTests {
    private static let publicPath = "/v1/public/hamlets/1/periods"

    @Test func `a month is recorded, submitted and closed with what it held`() throws {
        let office = try Office.villageInDecember()
        let gift =
            #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":70000,"received_on":"2026-11-30"}"#
        try #require(try office.contribute(gift).status == 201)
        // December is not in it.
        try #require(
            try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":7000}"#).status == 201)
        try office.counted(499_000, on: "2026-11-30")
        let recorded = try office.recordMonth("2026-11")
        #expect(recorded.status == 201 && recorded.field("Location") == "/v1/periods/1")
        let submitted = try office.take("submit", ofMonth: 1, ifMatch: recorded.field("ETag"))
        #expect(submitted.status == 200 && submitted.text("/state") == "submitted")
        #expect(submitted.integer("/submitted_by") == 3 && submitted.json.at("/cash") == .null)
        let tag = try #require(try office.get("/v1/periods/1").field("ETag"))
        let closed = try office.take("close", ofMonth: 1, ifMatch: tag)
        try expect(
            closed,
            shows: """
                {"id":1,"hamlet":1,"commune_unit":null,"organisation":null,"month":"2026-11","state":"closed",
                "submitted_by":3,"closed_by":5,"cash":499000,"bank":74000,"reopen_reason":null,"recorded_by":3,
                "recorded_at":"2026-12-01T02:00:00.000Z","version":3}
                """)
        #expect(try office.get("/v1/periods/1").items("/missing") == [])
        #expect(
            try office.get(Self.publicPath, as: nil).items() == [
                json(
                    """
                    {"from":"2026-11-01","to":"2026-11-30","state":"closed","closing":{"cash":499000,"bank":74000},
                    "reopen_reason":null}
                    """)
            ])
        let statement = try office.get("/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30")
        #expect(statement.integer("/closing/cash") == 499_000 && statement.integer("/closing/bank") == 74_000)
        #expect(try office.isClean)
    }

    @Test func `the month of an opening balance need not be closed`() throws {
        let office = try Office.villageInDecember()
        try #require(try office.open(1, bank: 5000, on: "2026-09-30").status == 201)
        try #require(try office.confirmOpening(1).status == 200)
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").status == 201)
        #expect(try office.take("submit", ofMonth: 1).status == 200)
        #expect(try office.take("close", ofMonth: 1).integer("/bank") == 9000)
    }

    @Test func `what a month lacks is listed until it is done`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.spent(1000) == 1)
        try #require(try office.recordMonth("2026-11").integer("/id") == 1)
        func missing() throws -> [String] {
            let listed = try office.get("/v1/periods/1").items("/missing").compactMap { $0.text("/en") }
            let refused = try office.take("submit", ofMonth: 1)
            #expect(Refused(refused) == Refused(409, "period-not-ready"))
            #expect(refused.errors == listed.map { _ in " period-not-ready" })
            #expect(
                refused.items("/errors").compactMap { $0.text("/detail_en") ?? $0.text("/detail") }.count
                    == listed.count)
            return listed
        }
        #expect(try missing() == ["2026-11 has not ended; close it from the next day on"])
        office.clock.advance(days: 8)
        let unbooked =
            "expenditure 1 is paid but not booked; the accountant books it (POST /v1/expenditures/1/book)"
        let uncounted =
            "the cash of fund 'Đường xóm 9' was not counted since the last day; two persons count it "
            + "(POST /v1/cash-counts, fund 1)"
        #expect(try missing() == [unbooked, uncounted])
        try #require(try office.take("book", 1).status == 200)
        #expect(try missing() == [uncounted])
        // A count that one person made, or of an earlier day, is not enough.
        try office.counted(499_000, on: "2026-11-29")
        try #require(try office.recordCount(499_000, on: "2026-11-30").status == 201)
        #expect(try missing() == [uncounted])
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.contribute(Self.late).status == 201)
        #expect(
            try missing() == [
                "the book of fund 'Đường xóm 9' has changed since count 3 and holds 500.000 ₫; "
                    + "count again (POST /v1/cash-counts)"
            ])
        try office.counted(500_000, on: "2026-11-30")
        #expect(try office.get("/v1/periods/1").items("/missing") == [])
        #expect(try office.take("submit", ofMonth: 1).status == 200)
    }

    /// 1000 in cash on November 30.
    private static let late =
        #"{"fund":1,"household":2,"method":"cash","amount":1000,"received_on":"2026-11-30"}"#

    @Test func `a voucher between submitting and closing is seen before the month is closed`() throws {
        let office = try Office.villageInDecember()
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").integer("/id") == 1)
        try #require(try office.take("submit", ofMonth: 1).status == 200)
        try #require(try office.contribute(Self.late).status == 201)
        #expect(Refused(try office.take("close", ofMonth: 1)) == Refused(409, "period-not-ready"))
        try office.counted(500_000, on: "2026-11-30")
        #expect(try office.take("close", ofMonth: 1).integer("/cash") == 500_000)
        #expect(try office.isClean)
    }

    @Test func `a count of a later day does as well, and that of a later month is not in the way`() throws {
        let office = try Office.villageInDecember()
        try office.counted(499_000, on: "2026-12-01")
        try #require(try office.recordMonth("2026-11").integer("/id") == 1)
        #expect(try office.get("/v1/periods/1").items("/missing") == [])
        // December's count is outdated by a receipt of December, November's is not.
        try office.counted(499_000, on: "2026-11-30")
        try office.counted(499_000, on: "2026-12-01")
        try #require(
            try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":7000}"#).status == 201)
        #expect(try office.get("/v1/periods/1").items("/missing") == [])
        try office.close("2026-10")
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        #expect(try office.isClean)
    }

    @Test func `a count whose difference was posted agrees with its book`() throws {
        let office = try Office.villageInDecember()
        try office.counted(500_000, on: "2026-11-30", posts: true)
        try office.close("2026-11")
        #expect(try office.get("/v1/periods/1").integer("/cash") == 500_000)
        #expect(try office.isClean)
    }

    @Test func `months are closed in order, those without vouchers apart`() throws {
        let office = try Office.village()
        for day in ["2026-08-10", "2026-10-12"] {
            let gift =
                #"{"fund":1,"sponsor_name":"Anh Xa","method":"bank","amount":1000,"received_on":"\#(day)"}"#
            try #require(try office.contribute(gift).status == 201)
        }
        try #require(try office.recordMonth("2026-10").integer("/id") == 1)
        let refused = try office.take("submit", ofMonth: 1)
        #expect(Refused(refused) == Refused(409, "period-not-ready"))
        #expect(refused.text("/errors/0/detail")?.contains("2026-08") == true, "\(refused.bodyText)")
        try office.close("2026-08")
        // Nothing moved in September.
        try office.reconciled("2026-10")
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        #expect(
            try office.get("/v1/periods?hamlet=1").items().map { $0.text("/month") } == [
                "2026-10", "2026-08",
            ])
        let first = try office.get("/v1/periods?hamlet=1&limit=1")
        let cursor = try #require(first.text("/page/next_cursor"))
        let second = try office.get("/v1/periods?hamlet=1&limit=1&cursor=\(cursor)")
        #expect(second.items().map { $0.text("/month") } == ["2026-08"])
        #expect(
            try office.get(Self.publicPath, as: nil).items().map { $0.text("/from") } == [
                "2026-10-01", "2026-08-01",
            ])
        #expect(try office.isClean)
    }

    @Test func `the commune's approver opens the last closed month again, and everyone reads why`() throws {
        let office = try Office.villageWithClosedMonth()
        try #require(try office.contribute(Self.late).errors == ["/received_on period-closed"])
        let reopened = try office.take("reopen", ofMonth: 1)
        #expect(reopened.status == 200 && reopened.text("/state") == "open")
        for member in ["submitted_by", "closed_by", "cash", "bank"] {
            #expect(reopened.json.at("/" + member) == .null, "\(member)")
        }
        let line = try #require(try office.get(Self.publicPath, as: nil).items().first)
        #expect(line.text("/state") == "open" && line.at("/closing") == .null)
        #expect(line.text("/reopen_reason") == "Ghi sót một phiếu thu")
        // The receipt that was forgotten, then a new count, and the month is closed again.
        #expect(try office.contribute(Self.late).status == 201)
        #expect(Refused(try office.take("submit", ofMonth: 1)) == Refused(409, "period-not-ready"))
        try office.counted(500_000, on: "2026-11-30")
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        #expect(try office.get("/v1/periods/1").integer("/cash") == 500_000)
        #expect(
            try office.get(Self.publicPath, as: nil).text("/data/0/reopen_reason") == "Ghi sót một phiếu thu")
        #expect(try office.isClean)
    }

    @Test func `a submitted month can be given back`() throws {
        let office = try Office.villageInDecember()
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").status == 201)
        try #require(try office.take("submit", ofMonth: 1).status == 200)
        #expect(try office.take("reopen", ofMonth: 1).text("/state") == "open")
        #expect(try office.take("submit", ofMonth: 1).status == 200)
    }

    @Test(arguments: [#""commune":"16702""#, #""organisation":1"#])
    func `communes and organisations close their months too`(_ owner: String) throws {
        let office = try Office.villageWithBooks()
        let id = try office.close("2026-10", of: owner)
        let period = try office.get("/v1/periods/\(id)")
        #expect(period.text("/state") == "closed" && period.integer("/cash") == 0)
        #expect(period.json.at("/hamlet") == .null)
        let isCommune = owner.contains("commune")
        #expect((period.json.at("/commune_unit") == .null) != isCommune)
        #expect((period.json.at("/organisation") == .null) == isCommune)
        let query = isCommune ? "commune=16702" : "organisation=1"
        #expect(try office.get("/v1/periods?" + query).ids == [id])
        #expect(try office.get("/v1/periods?hamlet=1").ids == [])
        // Each owner has months of its own.
        #expect(try office.recordMonth("2026-10").status == 201)
        #expect(try office.recordMonth("2026-10", of: owner).errors == ["/month already-exists"])
        #expect(try office.get("/v1/periods/\(id)", as: Bearer(.clerk, at: .otherCommune)).status == 404)
        #expect(try office.isClean)
    }

    @Test func `a merger begins new books, and is not dated into a closed month`() throws {
        let office = try Office.villageWithClosedMonth()
        let late = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-30")
        #expect(late.status == 409 && late.errors == ["/effective_on period-closed"], "\(late.bodyText)")
        #expect(late.text("/errors/0/detail")?.contains("2026-11") == true)
        #expect(try office.get("/v1/hamlets/1").json.at("/valid_to") == .null)
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: "2026-12-01")
        try #require(merged.status == 201, "\(merged.bodyText)")
        #expect(try office.get("/v1/periods?hamlet=4").items() == [])
        let fund = try #require(try office.get("/v1/funds?hamlet=4").items().first?.integer("/id"))
        let gift = #"{"fund":\#(fund),"sponsor_name":"Anh Xa","method":"cash","amount":1000}"#
        #expect(try office.contribute(gift).status == 201)
        // The old books stay closed, and readable.
        #expect(try office.get("/v1/periods?hamlet=1").ids == [1])
        #expect(try office.get(Self.publicPath, as: nil).integer("/data/0/closing/cash") == 499_000)
        #expect(Refused(try office.take("reopen", ofMonth: 1)) == Refused(410, "closed"))
        #expect(Refused(try office.recordMonth("2026-12")) == Refused(410, "closed"))
        #expect(try office.isClean)
    }

    @Test func `a count that posted its difference later stands in the way of an earlier merger`() throws {
        let office = try Office.villageInDecember()
        try office.counted(500_000, on: "2026-12-01", posts: true)
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-30")
        #expect(refused.code == "records-after-effective-date", "\(refused.bodyText)")
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-12-02").status != 201)
        office.clock.advance(days: 1)
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-12-02").status == 201)
        #expect(try office.isClean)
    }
}
