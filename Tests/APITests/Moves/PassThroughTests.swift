import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Money that a fund collects for others: receipted, counted and handed over, never the owner's.
@Suite struct PassThroughTests {
    private static let november = "from=2026-11-01&to=2026-11-30"

    private func open(_ office: Office, _ members: String) throws -> Response {
        try office.post(
            "/v1/funds", #"{"hamlet":1,"name":"Thu hộ phòng chống thiên tai"\#(members)}"#, as: .accountant)
    }

    /// A village with fund 5, which collects for the province's fund, and receipt 2 of 40 000 for it.
    private func village(_ office: Office? = nil) throws -> Office {
        let office = try office ?? Office.villageWithBooks()
        let fund = try open(
            office,
            #","collects_for":"Quỹ phòng chống thiên tai tỉnh","collection_basis":"Nghị định 78/2021/NĐ-CP""#)
        try #require(fund.integer("/id") == 5, "\(fund.bodyText)")
        let receipt = try office.contribute(#"{"fund":5,"household":2,"method":"cash","amount":40000}"#)
        try #require(receipt.status == 201, "\(receipt.bodyText)")
        return office
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `it is received and handed over, and is no income and no expense`() throws {
        let office = try village()
        let shown = try office.get("/v1/public/hamlets/1/funds", as: nil).items().last
        #expect(shown?.text("/collects_for") == "Quỹ phòng chống thiên tai tỉnh")
        #expect(shown?.text("/collection_basis") == "Nghị định 78/2021/NĐ-CP")
        #expect(shown?.integer("/balances/cash") == 40_000)
        let payment = try office.spent(30_000, item: "Nộp quỹ tỉnh", fund: 5)
        #expect(try office.get("/v1/funds/5").integer("/balances/cash") == 10_000)
        // The owner's year knows neither, and the household takes no part by it.
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(summary.integer("/years/0/received") == 500_000 && summary.integer("/years/0/spent") == 0)
        #expect(summary.integer("/years/0/participating_households") == 1)
        let report = try office.get("/v1/public/reports/money?unit=40&by=hamlet", as: nil)
        #expect(report.items("/rows").first?.integer("/received") == 500_000)
        // Its own books have both.
        let statement = try office.get("/v1/public/hamlets/1/statement?\(Self.november)&fund=5", as: nil)
        #expect(statement.items("/received").compactMap { $0.text("/kind") } == ["pass_through"])
        #expect(statement.items("/spent").compactMap { $0.text("/kind") } == ["pass_through"])
        #expect(statement.integer("/received_total/cash") == 40_000)
        #expect(
            statement.integer("/spent_total/cash") == 30_000 && statement.integer("/closing/cash") == 10_000)
        let entries = try office.get("/v1/hamlets/1/ledger-entries?\(Self.november)&fund=5").items()
        #expect(entries.compactMap { $0.text("/number") } == ["PT-2026-0002", "PC-2026-0001"], "\(entries)")
        #expect(try office.get("/v1/hamlets/1/cash-book?\(Self.november)").integer("/closing") == 510_000)
        try #require(try office.take("void", payment).status == 200)
        try #require(try office.void(2).status == 200)
        #expect(try office.get("/v1/funds/5").integer("/balances/cash") == 0)
        #expect(try office.get("/v1/hamlets/1/ledger-entries?\(Self.november)&fund=5").items().count == 4)
        try expectSound(office)
    }

    @Test func `a refund of it is no refund of the owner`() throws {
        let office = try village()
        let refund = try #require(try office.refund(2, 15_000).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, refund).status == 200) }
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(summary.integer("/years/0/refunded") == 0 && summary.integer("/years/0/received") == 500_000)
        #expect(summary.integer("/years/0/participating_households") == 1)
        #expect(try office.get("/v1/contributions/2").integer("/refunded") == 15_000)
        try expectSound(office)
    }

    @Test func `it has no pledges, no transfers to another fund, and is not owed`() throws {
        let base = try Office.villageWithParameters()
        try #require(
            try base.contribute(#"{"fund":1,"household":1,"method":"cash","amount":500000}"#).status == 201)
        let office = try village(base)
        let pledge = try office.post("/v1/pledges", #"{"fund":5,"household":3,"amount":1000}"#)
        #expect(Refused(pledge) == Refused(409, "fund-passes-through"))
        try office.set([("threshold.spending_plan", ">1/2")])
        try #require(
            try office.newDecision(
                .passed, #"{"hamlet":1,"title":"Dùng","items":[{"matter":"spending_plan","text":"Chuyển"}]}"#)
                == 1)
        for (from, to) in [(5, 1), (1, 5)] {
            let transfer = try office.transfer(
                #""fund":\#(from),"to_fund":\#(to),"from":"cash","amount":1000,"decision":1"#)
            #expect(Refused(transfer) == Refused(409, "fund-passes-through"), "\(transfer.bodyText)")
        }
        // To the bank it goes as other money.
        #expect(try office.transfer(#""fund":5,"from":"cash","to":"bank","amount":1000"#).status == 201)
        let owed = try office.owe(try office.approved(1000, fund: 5))
        #expect(Refused(owed) == Refused(409, "payable-mismatch"))
    }

    @Test func `a hamlet hands it over before it is merged`() throws {
        let office = try village()
        office.clock.advance(days: 1)
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24")
        #expect(Refused(refused) == Refused(409, "others-money-held"))
    }

    @Test func `what is asked of it is settled before the hamlet is merged, and it stays behind`() throws {
        let office = try village()
        _ = try office.spent(40_000, item: "Nộp quỹ tỉnh", fund: 5)
        let asked = try office.request(1000, fund: 5)
        let request = try #require(asked.integer("/id"), "\(asked.bodyText)")
        office.clock.advance(days: 1)
        let refused = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24")
        #expect(Refused(refused) == Refused(409, "others-money-held"))
        #expect(refused.text("/detail")?.contains("1.000 ₫") == true)
        try #require(try office.take("withdraw", request).status == 200)
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24")
        #expect(merged.status == 201, "\(merged.bodyText)")
        let names = try office.get("/v1/public/hamlets/4/funds", as: nil).items()
            .compactMap { $0.text("/name") }
        #expect(!names.isEmpty && !names.contains("Thu hộ phòng chống thiên tai"))
        try expectSound(office)
    }

    @Test(arguments: [
        (#","collects_for":"Quỹ tỉnh""#, ["/collection_basis member-missing"]),
        (#","collection_basis":"Nghị định 78""#, ["/collects_for member-missing"]),
        (#","collects_for":"12","collection_basis":"Nghị định 78""#, ["/collects_for text-invalid"]),
    ])
    func `a fund names for whom and by what it collects`(_ members: String, _ errors: [String]) throws {
        let response = try open(try Office.villageWithBooks(), members)
        #expect(response.status == 422 && response.errors == errors, "\(response.bodyText)")
    }
}
