import API
import Domain
import HTTP
import Store
import TestSupport
import Testing
import Verify

/// A wrong receipt is voided and issued again in one step.
@Suite struct ContributionReplacementTests {
    private func replace(
        _ id: Int64, _ body: String, in office: Office, as bearer: Bearer = .treasurer, key: String? = nil
    ) throws -> Response {
        try office.post(
            "/v1/contributions/\(id)/replace", body, as: bearer, key: key ?? office.newKey(), ifMatch: "*")
    }

    private static let wrong = """
        {"fund":1,"sponsor_name":"Công ty Hồng Lam","sponsor_kind":"company","method":"bank",
        "bank_reference":"FT26300","amount":500000,"received_on":"2026-11-10"}
        """

    @Test func `the new receipt has today's number and the day on which the money came`() throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        let later =
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":1,"received_on":"2026-11-20"}"#
        try #require(try office.contribute(later).status == 201)
        let new = try replace(1, #"{"reason":"Sai số tiền","amount":800000}"#, in: office)
        #expect(new.status == 201, "\(new.bodyText)")
        #expect(new.integer("/id") == 3 && new.integer("/replaces") == 1)
        #expect(new.text("/voucher/number") == "PT-2026-0003")
        #expect(new.text("/voucher/issued_on") == "2026-11-23" && new.text("/received_on") == "2026-11-10")
        #expect(new.integer("/amount") == 800_000 && new.text("/bank_reference") == "FT26300")
        #expect(new.text("/sponsor_kind") == "company")
        let old = try office.get("/v1/contributions/1")
        #expect(old.text("/state") == "voided" && old.integer("/replaced_by") == 3)
        #expect(old.text("/void_reason") == "Sai số tiền")
        try office.setForVouchers()
        let page = try office.get("/v1/contributions/1/voucher")
        #expect(page.bodyText.contains("Lý do: Sai số tiền. Thay bằng phiếu PT-2026-0003"))
        let statement = try office.get("/v1/hamlets/1/statement?from=2026-11-10&to=2026-11-10")
        #expect(statement.integer("/closing/bank") == 800_000)
        let shown = try office.get("/v1/public/receipts/T-1-1H", as: nil)
        #expect(shown.text("/state") == "voided" && shown.text("/replaced_by") == new.text("/voucher/code"))
        #expect(try office.store.file.verification(discrepanciesMax: 10).discrepancies == [])
    }

    @Test(arguments: ["household", "organisation", "sponsor_name", "sponsor_kind", "sponsor_level"])
    func `a donor's member that is null names nobody`(_ member: String) throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        let new = try replace(1, #"{"reason":"Sai số tiền","amount":800000,"\#(member)":null}"#, in: office)
        #expect(new.status == 201 && new.text("/sponsor_kind") == "company", "\(new.bodyText)")
    }

    /// Sums by unit are folded every 1,000 postings: after the reversal, before it, or before the new receipt too.
    @Test(arguments: [998, 999, 1000])
    func `a replacement is in the sums of its unit wherever they are folded`(_ count: Int) throws {
        let office = try Office.village()
        let gifts = (0..<count).map { _ in SentOperation.gift(1000) }
        try #require(try office.postBatch("atomic", gifts).status == 200)
        let new = try replace(1, #"{"reason":"Sai số tiền","amount":7000}"#, in: office)
        try #require(new.status == 201, "\(new.bodyText)")
        let last = try office.contribute(#"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":1}"#)
        try #require(last.status == 201)
        let report = try office.get("/v1/public/reports/money?unit=16702&by=year", as: nil)
        let received = report.integer("/total/received")
        #expect(received == Int64(count) * 1000 + 6001, "\(report.bodyText)")
        #expect(try office.store.file.verification(discrepanciesMax: 10).discrepancies == [])
    }

    @Test func `only the difference must be there when the money was spent`() throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        _ = try office.spent(450_000, method: "bank", on: "2026-11-23")
        #expect(Refused(try office.void(1)) == Refused(409, "balance-too-low"))
        let tooLow = try replace(1, #"{"reason":"Sai số tiền","amount":449999}"#, in: office)
        #expect(Refused(tooLow) == Refused(409, "balance-too-low"))
        #expect(try office.get("/v1/contributions/1").text("/state") == "valid")
        #expect(try replace(1, #"{"reason":"Sai số tiền","amount":450000}"#, in: office).status == 201)
        let funds = try office.get("/v1/funds/1")
        #expect(funds.integer("/balances/bank") == 0)
    }

    @Test func `the pledge goes along, and its rest follows`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000000}"#)
        _ = try office.confirm(1)
        let gift = #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":2000000}"#
        try #require(try office.contribute(gift).status == 201)
        #expect(try office.get("/v1/pledges/1").text("/state") == "fulfilled")
        let new = try replace(1, #"{"reason":"Ghi thừa một số không","amount":200000}"#, in: office)
        #expect(new.integer("/pledge") == 1)
        let pledge = try office.get("/v1/pledges/1")
        #expect(pledge.text("/state") == "partly" && pledge.integer("/received") == 200_000)
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(summary.integer("/years/0/received") == 200_000)
        #expect(summary.integer("/years/0/contributions") == 1)
        #expect(summary.integer("/years/0/participating_households") == 1)
    }

    @Test func `another donor takes the receipt, without the pledge of the first`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":300000}"#)
        _ = try office.confirm(1)
        let gift = #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":300000}"#
        try #require(try office.contribute(gift).status == 201)
        let new = try replace(1, #"{"reason":"Ghi nhầm hộ","household":2}"#, in: office)
        #expect(new.integer("/household") == 2 && new.integer("/pledge") == nil)
        #expect(try office.get("/v1/pledges/1").text("/state") == "confirmed")
    }

    @Test func `what is refused changes nothing`() throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        #expect(
            Refused(try replace(1, #"{"reason":"x","amount":1}"#, in: office, as: .clerk))
                == Refused(403, "role-missing"))
        #expect(Refused(try replace(1, #"{"reason":"x"}"#, in: office)) == Refused(422, "no-change"))
        #expect(try replace(1, #"{"amount":1}"#, in: office).status == 422)
        try #require(try office.refund(1, 1000).status == 201)
        #expect(
            Refused(try replace(1, #"{"reason":"x","amount":1}"#, in: office)) == Refused(409, "has-refunds"))
        #expect(try office.get("/v1/contributions/1").text("/state") == "valid")
        let office2 = try Office.village()
        try #require(try office2.contribute(Self.wrong, as: .treasurer).status == 201)
        #expect(
            Refused(try replace(1, #"{"reason":"x","amount":1}"#, in: office2))
                == Refused(409, "own-voucher"))
        #expect(try replace(1, #"{"reason":"x","amount":1}"#, in: office2, as: .accountant).status == 201)
        #expect(
            Refused(try replace(1, #"{"reason":"x","amount":2}"#, in: office2, as: .accountant))
                == Refused(409, "invalid-transition"))
    }

    @Test func `a repeated request has one effect`() throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        let key = office.newKey()
        let first = try replace(1, #"{"reason":"x","amount":1}"#, in: office, key: key)
        let second = try replace(1, #"{"reason":"x","amount":1}"#, in: office, key: key)
        #expect(second.status == 201 && second.body == first.body)
        #expect(second.field("Idempotency-Replayed") == "true")
        #expect(try office.get("/v1/contributions/3").status == 404)
    }

    @Test func `a receipt of a closed month is reversed in the open one`() throws {
        let office = try Office.village()
        let closed = try office.addClosedMonth()
        let month = "/v1/hamlets/1/statement?from=2025-08-01&to=2025-08-31"
        let before = try office.get(month).body
        let void = try office.void(closed.contribution)
        #expect(Refused(void) == Refused(409, "period-closed"))
        #expect(void.text("/detail")?.contains("reverse") == true)
        let path = "/v1/contributions/\(closed.contribution)/reverse"
        let reversed = try office.post(
            path, #"{"reason":"Tiền không có"}"#, as: .treasurer, key: office.newKey(), ifMatch: "*")
        // Of 700,000 đ in the bank 1,000 were spent.
        #expect(Refused(reversed) == Refused(409, "balance-too-low"))
        let gift = #"{"fund":1,"sponsor_name":"Anh Sơn","method":"bank","amount":1000}"#
        try #require(try office.contribute(gift).status == 201)
        let done = try office.post(
            path, #"{"reason":"Tiền không có"}"#, as: .treasurer, key: office.newKey(), ifMatch: "*")
        #expect(done.status == 200 && done.text("/reversed_on") == "2026-11-23", "\(done.bodyText)")
        #expect(try office.get(month).body == before)
        let today = try office.get("/v1/hamlets/1/statement?from=2026-11-23&to=2026-11-23")
        #expect(today.text("/spent/0/kind") == "correction" && today.integer("/spent/0/bank") == 700_000)
        #expect(today.integer("/closing/bank") == 0)
        #expect(try office.store.file.verification(discrepanciesMax: 10).discrepancies == [])
    }

    @Test func `a payment of a closed month is reversed in the open one`() throws {
        let office = try Office.village()
        let closed = try office.addClosedMonth()
        #expect(Refused(try office.take("void", closed.expenditure)) == Refused(409, "period-closed"))
        let done = try office.take("reverse", closed.expenditure, #"{"reason":"Chi nhầm quỹ"}"#)
        #expect(done.status == 200 && done.text("/state") == "voided", "\(done.bodyText)")
        let today = try office.get("/v1/hamlets/1/statement?from=2026-11-23&to=2026-11-23")
        #expect(today.text("/received/0/kind") == "correction" && today.integer("/received/0/bank") == 1000)
        #expect(try office.store.file.verification(discrepanciesMax: 10).discrepancies == [])
    }

    @Test func `what is of an open month is voided, not reversed`() throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        let reversed = try office.post(
            "/v1/contributions/1/reverse", #"{"reason":"Sai"}"#, as: .treasurer, key: office.newKey(),
            ifMatch: "*")
        #expect(Refused(reversed) == Refused(409, "period-open"))
        let id = try office.spent(1000, method: "bank")
        #expect(
            Refused(try office.take("reverse", id, #"{"reason":"Sai"}"#)) == Refused(409, "period-open"))
    }

    private static let ofState =
        #""sponsor_name":"UBND tỉnh","sponsor_kind":"state","sponsor_level":"province""#

    @Test func `state support is public by this way in too`() throws {
        let office = try Office.village()
        let gift = #"{"fund":1,\#(Self.ofState),"method":"bank","amount":5000}"#
        try #require(try office.contribute(gift).status == 201)
        let hidden = try replace(1, #"{"reason":"Sai","anonymous":true}"#, in: office)
        #expect(hidden.status == 422 && hidden.errors == ["/anonymous input-invalid"], "\(hidden.bodyText)")
        let kind = #"{"fund":1,"household":1,"anonymous":true,"method":"cash","amount":5000}"#
        try #require(try office.contribute(kind).status == 201)
        let wrong = try replace(2, #"{"reason":"Sai",\#(Self.ofState)}"#, in: office)
        #expect(wrong.errors == ["/anonymous input-invalid"], "\(wrong.bodyText)")
        let right = try replace(2, #"{"reason":"Sai",\#(Self.ofState),"anonymous":false}"#, in: office)
        #expect(right.status == 201 && right.text("/source") == "state", "\(right.bodyText)")
    }

    @Test func `a bank reference is of a transfer`() throws {
        let office = try Office.village()
        try #require(try office.contribute(Self.wrong).status == 201)
        for body in [#""method":"cash","bank_reference":"FT7""#, #""bank_reference":"FT7","method":"cash""#] {
            let refused = try replace(1, #"{"reason":"Sai",\#(body)}"#, in: office)
            #expect(refused.errors == ["/bank_reference input-invalid"], "\(refused.bodyText)")
        }
        let cash = try replace(1, #"{"reason":"Sai","method":"cash"}"#, in: office)
        try #require(cash.status == 201)
        let refused = try replace(
            try #require(cash.integer("/id")), #"{"reason":"Sai","bank_reference":"FT7"}"#, in: office,
            as: .accountant)
        #expect(refused.errors == ["/bank_reference input-invalid"], "\(refused.bodyText)")
    }
}
