import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Debts and the end of books: months, reorganisations, papers, other formats.
@Suite struct PayablePeriodTests {
    private static let november = "from=2026-11-01&to=2026-11-30"

    private func missing(_ office: Office) throws -> [String] {
        try office.get("/v1/periods/1").items("/missing").compactMap { $0.text("/en") }
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// 2026-12-01, with a debt of November 23 of 5000 and November counted and reconciled, but open as month 1.
    private func december(kind: String) throws -> Office {
        let office = try Office.villageInDecember()
        _ = try office.owed(5000, #""kind":"\#(kind)","creditor_name":"Thợ Hòa""#, on: "2026-11-23")
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").integer("/id") == 1)
        return office
    }

    @Test func `a month is not closed with an open advance`() throws {
        let office = try december(kind: "advance")
        let open =
            "advance 1 of Thợ Hòa is still owed, 5.000 ₫; repay it (POST /v1/payables/1/repayments) or record "
            + "the gift (…/gifts)"
        #expect(try missing(office) == [open])
        #expect(Refused(try office.take("submit", ofMonth: 1)) == Refused(409, "period-not-ready"))
        // Repaid in December, which November's statement still shows as owed.
        _ = try office.repaid(1, 2000)
        #expect(try missing(office) == [open.replacing("5.000", with: "3.000")])
        try #require(try office.give(1, 3000).integer("/id") == 1)
        try #require(try office.take("confirm", ofGift: 1).status == 200)
        #expect(try missing(office) == [])
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        let statement = try office.get("/v1/hamlets/1/statement?\(Self.november)")
        #expect(statement.integer("/debts/after") == 5000)
        #expect(
            try office.get("/v1/hamlets/1/statement?from=2026-12-01&to=2026-12-31").integer("/debts/after")
                == 0)
        try expectSound(office)
    }

    @Test func `a bill that is not paid yet keeps no month open`() throws {
        let office = try december(kind: "bill")
        #expect(try missing(office) == [])
        for step in ["submit", "close"] { #expect(try office.take(step, ofMonth: 1).status == 200) }
        // The debt of the closed month stays; it is repaid in the open one.
        #expect(Refused(try office.voidMove("payables", 1)) == Refused(409, "period-closed"))
        _ = try office.repaid(1, 5000)
        let closed = try office.owe(try office.approved(1000), on: "2026-11-30")
        #expect(closed.errors == ["/on period-closed"], "\(closed.bodyText)")
        try expectSound(office)
    }

    @Test func `what a closed month repaid wrongly is owed again in the open one`() throws {
        let office = try december(kind: "bill")
        _ = try office.repaid(1, 5000)
        let repayment: Int64 = 4
        try #require(try office.take("book", repayment).status == 200)
        for step in ["submit", "close"] { try #require(try office.take(step, ofMonth: 1).status == 200) }
        office.clock.advance(days: 31)
        try office.counted(494_000, on: "2026-12-31")
        try office.reconciled("2026-12")
        try office.close("2026-12")
        let reversed = try office.post(
            "/v1/expenditures/\(repayment)/reverse", #"{"reason":"Trả nhầm người"}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
        #expect(reversed.status == 200, "\(reversed.bodyText)")
        #expect(try office.settlement(of: 1) == [5000, 0, 0, 0])
        let statement = try office.get("/v1/hamlets/1/statement?from=2027-01-01&to=2027-01-31")
        let debts = ["before", "incurred", "repaid", "given", "after"]
            .map { statement.integer("/debts/" + $0) }
        #expect(debts == [0, 5000, 0, 0, 5000], "\(statement.bodyText)")
        try expectSound(office)
    }

    @Test func `a hamlet that owes is neither merged nor split`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(1000)
        office.clock.advance(days: 1)
        let merger = { try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24") }
        let refused = try merger()
        #expect(Refused(refused) == Refused(409, "payable-open"))
        #expect(refused.text("/detail")?.contains("khoản phải trả \(payable)") == true)
        _ = try office.repaid(payable, 1000)
        #expect(try merger().code != "payable-open")
    }

    @Test func `debts are in the journal of money, in Beancount and on paper`() throws {
        let office = try Office.villageWithBooks()
        try office.setForPapers()
        let payable = try office.owed(700_000)
        _ = try office.repaid(payable, 100_000)
        try #require(try office.give(payable, 200_000).status == 201)
        try #require(try office.take("confirm", ofGift: 1).status == 200)
        let entries = try office.get("/v1/hamlets/1/ledger-entries?\(Self.november)").items()
        let pairs = entries.map { "\($0.text("/debit") ?? "") \($0.text("/credit") ?? "")" }
        #expect(
            pairs == [
                "cash households", "expenses payables", "payables cash", "payables individuals",
            ], "\(pairs)")
        let text = try office.get("/v1/ledger/beancount?hamlet=1").bodyText
        #expect(text.contains("Liabilities:Fund1:Payables  -700000 VND"))
        #expect(text.contains("Liabilities:Fund1:Payables  200000 VND"))
        try office.setForVouchers()
        let paper =
            try office.get(
                "/v1/hamlets/1/statement?\(Self.november)", as: .clerk, accepting: "text/html"
            )
            .bodyText
        for words in ["Ghi nợ", "Nợ phát sinh", "Được tặng lại", "Còn nợ cuối kỳ", "400.000"] {
            #expect(paper.contains(words), "\(words)")
        }
        let table =
            try office.get(
                "/v1/public/hamlets/1/statement?\(Self.november)", as: nil, accepting: "text/csv"
            )
            .bodyText
        #expect(table.contains("closing,,,400000,0,0,400000"), "\(table)")
        #expect(table.contains("spent,payables,Vật liệu,100000,0,0,0"), "\(table)")
    }

    @Test func `lists name what is open, of one fund or kind`() throws {
        let office = try Office.villageWithBooks()
        let first = try office.owed(1000)
        let second = try office.owed(
            2000, #""kind":"bill","creditor_name":"Cửa hàng","creditor_kind":"company""#)
        let third = try office.owed(3000, fund: 2)
        _ = try office.repaid(first, 1000)
        #expect(try office.get("/v1/payables?hamlet=1").ids == [third, second, first])
        #expect(try office.get("/v1/payables?hamlet=1&open=true").ids == [third, second])
        #expect(try office.get("/v1/payables?hamlet=1&kind=bill").ids == [second])
        #expect(try office.get("/v1/payables?hamlet=1&fund=2").ids == [third])
        #expect(try office.get("/v1/payables?hamlet=2").ids == [])
        let log = try office.read { tx in
            try tx.logEntries(1...office.lastPosition).map { String(decoding: $0.publicPart, as: UTF8.self) }
        }
        #expect(log.contains { $0.contains("payable.recorded") && $0.contains(#""amount":2000"#) })
        for part in log where part.contains("payable") { #expect(!part.contains("Cửa hàng"), "\(part)") }
    }
}
