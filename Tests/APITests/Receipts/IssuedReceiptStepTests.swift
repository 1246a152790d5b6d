import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct IssuedReceiptStepTests {
    @Test(arguments: ["void", "reverse", "replace"])
    func `a step on one line is refused, and says which request takes the whole receipt`(
        _ step: String
    ) throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        for line in [2, 3] {
            let members = step == "replace" ? #","amount":1"# : ""
            let refused = try office.post(
                "/v1/contributions/\(line)/\(step)", #"{"reason":"Sai"\#(members)}"#, as: .treasurer,
                key: office.newKey(), ifMatch: "*")
            #expect(Refused(refused) == Refused(409, "several-lines"))
            #expect(refused.text("/detail")?.contains("POST /v1/receipts/2/\(step)") == true)
        }
        try office.expectSound()
    }

    @Test(arguments: [2, 3] as [Int64])
    func `voiding takes all lines back, by whichever line it is named`(_ line: Int64) throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        let voided = try office.take("void", onReceipt: line, ifMatch: #""r1""#)
        #expect(voided.status == 200 && voided.text("/state") == "voided", "\(voided.bodyText)")
        #expect(voided.text("/void_reason") == "Sai số tiền" && voided.taggedVersion == 2)
        #expect(try office.get("/v1/pledges/1").integer("/received") == 500_000)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_000)
        #expect(try office.get("/v1/funds/2").integer("/balances/cash") == 0)
        for id in [2, 3] { #expect(try office.get("/v1/contributions/\(id)").text("/state") == "voided") }
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/participating_households") == 1)
        #expect(Refused(try office.take("void", onReceipt: 2)) == Refused(409, "invalid-transition"))
        let own = try office.issue(
            #"{"household":2,"method":"cash","lines":[{"fund":1,"amount":1},{"fund":2,"amount":2}]}"#,
            as: .treasurer)
        let id = try #require(own.integer("/id"))
        #expect(Refused(try office.take("void", onReceipt: id)) == Refused(409, "own-voucher"))
        try office.expectSound()
    }

    @Test func `when the money of one line is spent, no line is voided`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        _ = try office.spent(250_000, fund: 2)
        let refused = try office.take("void", onReceipt: 2)
        #expect(Refused(refused) == Refused(409, "balance-too-low"))
        #expect(try office.get("/v1/receipts/2").text("/state") == "valid")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 700_000)
        try office.expectSound()
    }

    @Test func `a refund of one line is shown, and bars the whole receipt from being voided`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        let refund = try #require(try office.refund(3, 100_000).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, refund).status == 200) }
        let receipt = try office.get("/v1/receipts/2")
        #expect(receipt.integer("/refunded") == 100_000)
        #expect(receipt.items("/lines").map { $0.integer("/refunded") } == [0, 100_000])
        for step in ["void", "replace"] {
            let members = step == "replace" ? #","payer_name":"Bà Tư""# : ""
            #expect(
                Refused(try office.take(step, onReceipt: 2, members)) == Refused(409, "has-refunds"))
        }
        try office.expectSound()
    }

    @Test func `a receipt is replaced by one with other lines in one step`() throws {
        let office = try Office.villageWithBooks()
        let old = try office.issueTwoLines()
        // Only the difference must be there.
        _ = try office.spent(650_000, fund: 1)
        let new = try office.take(
            "replace", onReceipt: 2,
            #","lines":[{"fund":1,"amount":150000,"pledge":1},{"fund":2,"amount":350000}]"#)
        try #require(new.status == 201, "\(new.bodyText)")
        #expect(new.field("Location") == "/v1/receipts/4" && new.text("/number") == "PT-2026-0003")
        #expect(new.integer("/replaces") == 2 && new.integer("/amount") == 500_000)
        #expect(new.items("/lines").map { $0.integer("/contribution") } == [4, 5])
        let voided = try office.get("/v1/receipts/2")
        #expect(voided.integer("/replaced_by") == 4 && voided.text("/state") == "voided")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 0)
        #expect(try office.get("/v1/funds/2").integer("/balances/cash") == 350_000)
        #expect(try office.get("/v1/pledges/1").integer("/received") == 650_000)
        let code = try #require(old.text("/code"))
        let shown = try office.get("/v1/public/receipts/\(code)", as: nil)
        #expect(shown.text("/replaced_by") == new.text("/code"))
        try office.expectSound()
    }

    @Test func `lines are added, dropped and moved to another donor`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        let one = try office.take("replace", onReceipt: 2, #","lines":[{"fund":2,"amount":500000}]"#)
        #expect(one.status == 201 && one.items("/lines").count == 1, "\(one.bodyText)")
        let two = try office.take(
            "replace", onReceipt: 4, #","lines":[{"fund":1,"amount":1},{"fund":2,"amount":2}]"#,
            as: .accountant)
        #expect(two.status == 201 && two.integer("/replaces") == 4, "\(two.bodyText)")
        let other = try office.take("replace", onReceipt: 6, #","household":3"#, as: .approver)
        #expect(other.status == 201 && other.integer("/household") == 3, "\(other.bodyText)")
        #expect(other.text("/party_name") == "Lê Đức Cường")
        #expect(other.items("/lines").map { $0.integer("/amount") } == [1, 2])
        let again = try office.take("replace", onReceipt: 6, #","household":2"#)
        #expect(Refused(again) == Refused(409, "invalid-transition"))
        let same = try office.take("replace", onReceipt: 8)
        #expect(Refused(same) == Refused(422, "no-change") && same.errors == ["/lines no-change"])
        try office.expectSound()
    }

    @Test func `a fund of another owner is no line of the new receipt`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.issueTwoLines()
        // Its token is recorded when it is issued.
        _ = try office.secret(of: .treasurer)
        let before = office.lastPosition
        let refused = try office.take("replace", onReceipt: 2, #","lines":[{"fund":3,"amount":1}]"#)
        #expect(refused.errors == ["/lines/0/fund owner-elsewhere"] && refused.status == 422)
        #expect(office.lastPosition == before)
    }

    @Test func `a receipt of a closed month is reversed whole, and the month stays`() throws {
        let office = try Office.village()
        let receipt = try office.issue(
            """
            {"sponsor_name":"Công ty Hồng Lam","sponsor_kind":"company","method":"bank","received_on":"2025-08-10",
            "lines":[{"fund":1,"amount":700000},{"fund":2,"amount":300000}]}
            """)
        try #require(receipt.status == 201, "\(receipt.bodyText)")
        try office.close("2025-08")
        let month = "/v1/hamlets/1/statement?from=2025-08-01&to=2025-08-31"
        let before = try office.get(month).body
        #expect(Refused(try office.take("void", onReceipt: 1)) == Refused(409, "period-closed"))
        let reversed = try office.take("reverse", onReceipt: 2)
        #expect(reversed.status == 200 && reversed.text("/reversed_on") == "2026-11-23")
        #expect(try office.get(month).body == before)
        for fund in [1, 2] { #expect(try office.get("/v1/funds/\(fund)").integer("/balances/bank") == 0) }
        try office.expectSound()
    }

    /// Sums by unit are folded every 1,000 postings: before, between and after those of the new and the old lines.
    @Test(arguments: 993...1000)
    func `a replacement is in the sums of its unit wherever they are folded`(_ count: Int) throws {
        let office = try Office.village()
        let wrong = SentOperation(
            path: "/v1/receipts",
            body:
                #"{"household":1,"method":"cash","lines":[{"fund":1,"amount":5000},{"fund":2,"amount":6000}]}"#,
            amount: 11_000)
        let gifts = (0..<count).map { _ in SentOperation.gift(1000) }
        // Lists of a few lines are compared with the document; 1,000 take long.
        office.checksContract = false
        try #require(try office.postBatch("atomic", Array(([wrong] + gifts).prefix(1000))).status == 200)
        let new = try office.take(
            "replace", onReceipt: 1, #","lines":[{"fund":1,"amount":7000},{"fund":2,"amount":1}]"#)
        try #require(new.status == 201, "\(new.bodyText)")
        _ = try office.contribute(#"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":1}"#)
        let report = try office.get("/v1/public/reports/money?unit=16702&by=year", as: nil)
        let listed = Int64(min(count, 999))
        #expect(report.integer("/total/received") == listed * 1000 + 7002, "\(report.bodyText)")
        try office.expectSound()
    }
}
