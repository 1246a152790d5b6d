import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct PaymentStepTests {
    @Test(arguments: [1, 2] as [Int64])
    func `no step is taken on one line`(_ line: Int64) throws {
        let office = try Office.villageWithTwoFunds()
        func expectRefused(_ steps: [String]) throws {
            for step in steps {
                let before = office.lastPosition
                let refused = try office.take(step, line)
                #expect(Refused(refused) == Refused(409, "several-lines"), "\(step) \(refused.bodyText)")
                let path = step == "owe" ? "cancel" : step
                #expect(refused.text("/detail")?.contains("POST /v1/payments/1/\(path)") == true)
                #expect(office.lastPosition == before)
            }
        }
        // The tokens are recorded when they are issued.
        for bearer in [Bearer.head, .accountant, .approver, .treasurer] { _ = try office.secret(of: bearer) }
        try office.payTwoLines([])
        try expectRefused(["check", "reject", "withdraw"])
        try #require(try office.take("check", 1, of: "payments").status == 200)
        try expectRefused(["approve"])
        try #require(try office.take("approve", 2, of: "payments").status == 200)
        try expectRefused(["pay", "cancel", "owe"])
        try #require(try office.take("pay", line, of: "payments").status == 200)
        try expectRefused(["book", "void", "reverse", "replace"])
        try office.expectSound()
    }

    @Test func `duties are those of one person each, for the whole`() throws {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines(["check"])
        let requester = try office.secondRole(.approver, of: .hamletHead)
        let own = try office.take("approve", 2, of: "payments", secret: requester)
        #expect(Refused(own) == Refused(409, "own-request"), "\(own.bodyText)")
        #expect(try office.get("/v1/payments/1").text("/state") == "checked")
        try #require(try office.take("approve", 1, of: "payments").status == 200)
        let approver = try office.secondRole(.treasurer, of: .approver)
        let same = try office.take("pay", 2, of: "payments", secret: approver)
        #expect(Refused(same) == Refused(409, "same-person"), "\(same.bodyText)")
        try #require(try office.take("pay", 1, of: "payments").status == 200)
        let payer = try office.secondRole(.accountant, of: .treasurer)
        let booking = try office.take("book", 1, of: "payments", secret: payer)
        #expect(Refused(booking) == Refused(409, "same-person"), "\(booking.bodyText)")
        let voiding = try office.take("void", 2, of: "payments", secret: payer)
        #expect(Refused(voiding) == Refused(409, "own-voucher"), "\(voiding.bodyText)")
        let people = try office.get("/v1/payments/2")
        #expect(
            ["requested", "checked", "approved", "paid"].map { people.integer("/\($0)_by") } == [1, 3, 5, 4])
    }

    @Test(arguments: ["reject", "withdraw", "cancel"])
    func `a payment that ends before it is paid ends whole`(_ step: String) throws {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines(step == "cancel" ? ["check", "approve"] : [])
        let ended = try office.take(step, 2, of: "payments")
        #expect(ended.status == 200, "\(ended.bodyText)")
        let states = try [1, 2].map { try office.get("/v1/expenditures/\($0)").text("/state") }
        #expect(Set(states).count == 1 && states[0] == ended.text("/state"))
        #expect(Refused(try office.take("pay", 1, of: "payments")) == Refused(409, "invalid-transition"))
        try office.expectSound()
    }

    @Test func `a voided payment gives all funds their money back, and its number stays`() throws {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines()
        let voided = try office.take("void", 2, of: "payments")
        #expect(voided.status == 200 && voided.text("/state") == "voided", "\(voided.bodyText)")
        #expect(voided.text("/reason") == "Sai số tiền" && voided.text("/number") == "PC-2026-0001")
        #expect(try office.cash() == [500_000, 300_000])
        #expect(try office.payTwoLines().text("/number") == "PC-2026-0002")
        try office.expectSound()
    }

    @Test func `If-Match compares the version of the whole`() throws {
        let office = try Office.villageWithTwoFunds()
        let tag = try #require(try office.payTwoLines([]).field("ETag"))
        #expect(try office.take("check", 2, of: "payments", ifMatch: tag).status == 200)
        #expect(try office.take("approve", 1, of: "payments", ifMatch: tag).status == 412)
    }

    @Test func `a replacement takes the place of the whole, and names it`() throws {
        let office = try Office.villageWithTwoFunds()
        let old = try office.payTwoLines()
        office.clock.advance(days: 2)
        // Fund 2 has 220 000 đ left, which with the 80 000 đ that come back is enough.
        let new = try office.take(
            "replace", 2, of: "payments",
            #"""
            {"reason":"Sai quỹ","lines":[{"fund":2,"item":"Vật liệu","purpose":"Mua xi măng","amount":300000},
            {"fund":1,"purpose":"Thuê xe","amount":1000},{"fund":1,"purpose":"Bốc vác","amount":2000}]}
            """#)
        #expect(new.status == 201, "\(new.bodyText)")
        #expect(new.integer("/id") == 3 && new.integer("/replaces") == 1)
        #expect(new.field("Location") == "/v1/payments/3")
        #expect(new.text("/number") == "PC-2026-0002" && new.text("/state") == "paid")
        #expect(new.text("/issued_on") == "2026-11-25" && new.text("/paid_on") == "2026-11-23")
        #expect(new.items("/lines").map { $0.integer("/expenditure") } == [3, 4, 5])
        #expect(try office.cash() == [497_000, 0])
        let shown = try office.get("/v1/payments/2")
        #expect(shown.text("/state") == "voided" && shown.integer("/replaced_by") == 3)
        for line in 3...5 {
            #expect(try office.get("/v1/expenditures/\(line)").integer("/replaces") == 1)
        }
        let code = try #require(old.text("/code"))
        let proof = try office.get("/v1/public/receipts/\(code)", as: nil)
        #expect(proof.text("/replaced_by") == new.text("/code") && proof.text("/state") == "voided")
        try office.expectSound()
        // Back to one line of another fund, and from that to two.
        let one = try office.take(
            "replace", 4, of: "payments",
            #"{"reason":"Sai","lines":[{"fund":1,"purpose":"Thuê xe","amount":5000}]}"#)
        #expect(one.status == 201 && one.items("/lines").count == 1, "\(one.bodyText)")
        let two = try office.take(
            "replace", 6, of: "payments",
            #"{"reason":"Sai","lines":[{"fund":2,"purpose":"A","amount":1},{"fund":2,"purpose":"B","amount":2}]}"#
        )
        #expect(two.status == 201 && two.integer("/replaces") == 6, "\(two.bodyText)")
        #expect(try office.cash() == [500_000, 299_997])
        try office.expectSound()
    }

    @Test func `what changes nothing, too much or another owner's fund replaces nothing`() throws {
        let office = try Office.villageWithTwoFunds()
        try office.payTwoLines()
        func replace(_ members: String, _ id: Int64 = 1) throws -> Response {
            try office.take("replace", id, of: "payments", #"{"reason":"Sai"\#(members)}"#)
        }
        let same = try replace("")
        #expect(Refused(same) == Refused(422, "no-change") && same.errors == ["/lines no-change"])
        let foreign = try replace(#","lines":[{"fund":3,"purpose":"A","amount":1}]"#)
        #expect(foreign.errors == ["/lines/0/fund owner-elsewhere"])
        let tooMuch = try replace(
            #","lines":[{"fund":1,"purpose":"A","amount":1},{"fund":2,"purpose":"B","amount":300001}]"#)
        #expect(Refused(tooMuch) == Refused(409, "balance-too-low"))
        #expect(try office.cash() == [380_000, 220_000])
        let single = try office.spent(1000)
        let other = try replace(#","lines":[{"fund":2,"purpose":"A","amount":1}]"#, single)
        #expect(other.errors == ["/lines/0/fund input-invalid"], "\(other.bodyText)")
        try office.expectSound()
    }

    @Test func `a refund stays one line of its receipt`() throws {
        let office = try Office.villageWithTwoFunds()
        let id = try #require(try office.refund(1, 1000).integer("/id"))
        for step in ["check", "approve", "pay"] {
            try #require(try office.take(step, id, of: "payments").status == 200)
        }
        func replace(_ lines: String) throws -> Response {
            try office.take("replace", id, of: "payments", #"{"reason":"Sai","lines":[\#(lines)]}"#)
        }
        let two = try replace(
            #"{"fund":1,"purpose":"A","amount":1},{"fund":2,"purpose":"B","amount":2}"#)
        #expect(two.status == 409 && two.errors == ["/lines payable-mismatch"], "\(two.bodyText)")
        let purpose = try replace(#"{"fund":1,"purpose":"A","amount":1}"#)
        #expect(purpose.errors == ["/lines/0/purpose payable-mismatch"])
        try office.expectSound()
    }

    @Test func `a payment of a closed month is reversed whole, and the month waits for its booking`() throws {
        let office = try Office.village()
        for fund in [1, 2] {
            let gift = """
                {"fund":\(fund),"sponsor_name":"Công ty Hồng Lam","sponsor_kind":"company","method":"bank",
                "amount":500000}
                """
            try #require(try office.contribute(gift).status == 201)
        }
        let body = #"{"payee":"Cửa hàng","method":"bank","lines":[\#(Office.twoLines)]}"#
        try #require(
            try office.post("/v1/payments", body, as: .head, key: office.newKey()).status == 201)
        for step in ["check", "approve", "pay"] {
            let taken = try office.take(step, 1, of: "payments")
            try #require(taken.status == 200, "\(taken.bodyText)")
        }
        office.clock.advance(days: 8)
        let blockers = try office.read { tx in
            try tx.blockers(
                of: try #require(AccountingPeriod.Month(packed: 202_611)), of: .hamlet(Identifier(1)))
        }
        #expect(blockers.contains(.paymentNotBooked(Identifier(1), linesCount: 2)), "\(blockers)")
        #expect(blockers.count { if case .paymentNotBooked = $0 { true } else { false } } == 1)
        try #require(try office.take("book", 2, of: "payments").status == 200)
        _ = try office.close("2026-11")
        let month = "/v1/hamlets/1/statement?from=2026-11-01&to=2026-11-30"
        let before = try office.get(month).body
        #expect(Refused(try office.take("void", 1, of: "payments")) == Refused(409, "period-closed"))
        let reversed = try office.take("reverse", 2, of: "payments")
        #expect(reversed.text("/reversed_on") == "2026-12-01", "\(reversed.bodyText)")
        #expect(try office.get(month).body == before)
        for fund in [1, 2] {
            #expect(try office.get("/v1/funds/\(fund)").integer("/balances/bank") == 500_000)
        }
        try office.expectSound()
    }
}
