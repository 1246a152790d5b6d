import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// Debts, repayments and gifts of a closed month are corrected in the open one.
@Suite struct PayableReversalTests {
    private static let november = "/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30"
    private static let december = "/v1/hamlets/1/statement?from=2026-12-01&to=2026-12-31"

    /// 2026-12-01, with a bill of November 23 of 5000, as `settle` left it; November is closed.
    private func office(cash: Int64 = 499_000, _ settle: (Office) throws -> Void = { _ in }) throws -> Office
    {
        let office = try Office.villageWithBooks()
        let gift = #"{"fund":2,"sponsor_name":"Hồng Lam","method":"bank","amount":4000}"#
        try #require(try office.contribute(gift).integer("/id") == 2)
        try #require(try office.take("book", try office.spent(1000)).status == 200)
        try #require(try office.owed(5000, #""kind":"bill","creditor_name":"Thợ Hòa""#) == 1)
        try settle(office)
        office.clock.advance(days: 8)
        try office.counted(cash, on: "2026-11-30")
        try office.close("2026-11")
        return office
    }

    private func debts(_ office: Office, _ path: String) throws -> [Int64?] {
        let shown = try office.get(path)
        return ["before", "incurred", "repaid", "given", "corrected", "after"]
            .map { shown.integer("/debts/" + $0) }
    }

    @Test func `a debt that was wrong is corrected today, and the month stays`() throws {
        let office = try office()
        let before = try office.get(Self.november).body
        let void = try office.voidMove("payables", 1)
        #expect(Refused(void) == Refused(409, "period-closed"))
        #expect(void.text("/detail")?.contains("reverse") == true, "\(void.bodyText)")
        #expect(
            Refused(try office.reverseMove("payables", 1, as: .accountant)) == Refused(409, "same-person"))
        let reversed = try office.reverseMove("payables", 1)
        #expect(reversed.status == 200 && reversed.text("/state") == "voided", "\(reversed.bodyText)")
        #expect(reversed.text("/reversed_on") == "2026-12-01" && reversed.integer("/outstanding") == 0)
        #expect(try office.get(Self.november).body == before)
        #expect(try debts(office, Self.november) == [0, 5000, 0, 0, 0, 5000])
        #expect(try debts(office, Self.december) == [5000, 0, 0, 0, 5000, 0])
        let statement = try office.get(Self.december)
        #expect(
            statement.text("/received/0/kind") == "correction"
                && statement.integer("/received/0/owed") == 5000)
        #expect(
            statement.json
                == (try office.get(Self.december.replacing("/v1/", with: "/v1/public/"), as: nil)).json)
        let entries = try office.get("/v1/hamlets/1/ledger-entries?from=2026-12-01&to=2026-12-31").items()
        #expect(
            entries.compactMap { $0.text("/reason") } == ["Điều chỉnh khoản phải trả 1 của tháng đã khóa"])
        #expect(Refused(try office.reverseMove("payables", 1)) == Refused(409, "invalid-transition"))
        #expect(Refused(try office.repay(1, 1)) == Refused(409, "invalid-transition"))
        // Nothing is owed, so the hamlet may end.
        office.clock.advance(days: 1)
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-12-02").code != "payable-open")
        #expect(try office.isClean)
    }

    @Test func `the paper says what was corrected`() throws {
        let office = try office()
        try office.setForPapers()
        try office.setForVouchers()
        try #require(try office.reverseMove("payables", 1).status == 200)
        let paper = try office.get(Self.december, as: .clerk, accepting: "text/html").bodyText
        #expect(paper.contains("Nợ ghi sai đã điều chỉnh") && paper.contains("Còn nợ cuối kỳ"))
    }

    @Test func `a debt is not corrected before its repayments and gifts are`() throws {
        let office = try office(cash: 497_000) { office in
            let repayment = try office.repaid(1, 2000)
            try #require(repayment == 3)
            try #require(try office.take("book", repayment).status == 200)
            try #require(try office.give(1, 3000).status == 201)
            try #require(try office.take("confirm", ofGift: 1).integer("/contribution") == 3)
        }
        let before = try office.get(Self.november).body
        #expect(Refused(try office.reverseMove("payables", 1)) == Refused(409, "payable-settled"))
        let reverse = { (path: String, bearer: Bearer) in
            try office.post(
                "/v1/\(path)/reverse", #"{"reason":"Ghi nhầm"}"#, as: bearer, key: office.newKey(),
                ifMatch: "*")
        }
        let gift = try reverse("contributions/3", .treasurer)
        #expect(gift.status == 200, "\(gift.bodyText)")
        #expect(try office.settlement(of: 1) == [3000, 2000, 0, 0])
        #expect(Refused(try office.reverseMove("payables", 1)) == Refused(409, "payable-settled"))
        let repayment = try reverse("expenditures/3", .accountant)
        #expect(repayment.status == 200, "\(repayment.bodyText)")
        #expect(try office.settlement(of: 1) == [5000, 0, 0, 0])
        #expect(try office.reverseMove("payables", 1).status == 200)
        #expect(try office.get(Self.november).body == before)
        #expect(try debts(office, Self.november) == [0, 5000, 2000, 3000, 0, 0])
        #expect(try debts(office, Self.december) == [0, 5000, 0, 0, 5000, 0])
        let statement = try office.get(Self.december)
        #expect(statement.integer("/closing/cash") == 499_000)
        #expect(try office.isClean)
    }

    @Test func `a debt of an open month is voided, not reversed`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(5000)
        #expect(Refused(try office.reverseMove("payables", payable)) == Refused(409, "period-open"))
        #expect(try office.voidMove("payables", payable).status == 200)
        #expect(try office.isClean)
    }

    @Test func `a correction after the day of a merger blocks it`() throws {
        let office = try office()
        try #require(try office.reverseMove("payables", 1).status == 200)
        office.clock.advance(days: 1)
        let blocked = try office.merge([1, 2], into: "Xóm Mới", on: "2026-12-01")
        #expect(Refused(blocked) == Refused(409, "records-after-effective-date"), "\(blocked.bodyText)")
    }
}
