import API
import Domain
import HTTP
import JSON
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// Payments of several lines: one bill, several items, purposes and funds of one owner, one voucher.
@Suite struct PaymentEndpointTests {
    @Test func `one bill takes from two funds under one number`() throws {
        let office = try Office.villageWithTwoFunds()
        let requested = try office.requestPayment(Office.twoLines)
        #expect(requested.status == 201, "\(requested.bodyText)")
        #expect(requested.field("Location") == "/v1/payments/1" && requested.taggedVersion == 1)
        #expect(requested.text("/state") == "requested" && requested.text("/number") == nil)
        #expect(requested.text("/code") == nil && requested.integer("/amount") == 200_000)
        #expect(requested.items("/lines").map { $0.integer("/expenditure") } == [1, 2])
        #expect(requested.items("/lines").map { $0.integer("/line") } == [1, 2])
        #expect(requested.items("/lines").map { $0.integer("/fund") } == [1, 2])
        #expect(requested.items("/lines").map { $0.text("/item") } == ["Vật liệu", "Nhân công"])
        #expect(requested.items("/lines").map { $0.text("/note") } == ["Nợ cũ của bà Tư", nil])
        for step in ["check", "approve"] {
            let taken = try office.take(step, 2, of: "payments")
            #expect(taken.status == 200 && taken.integer("/id") == 1, "\(taken.bodyText)")
        }
        #expect(try office.cash() == [500_000, 300_000])
        let paid = try office.take(
            "pay", 1, of: "payments", #"{"payee_address":"Xóm 9","attachments":2}"#)
        #expect(paid.status == 200 && paid.text("/state") == "paid", "\(paid.bodyText)")
        #expect(paid.text("/number") == "PC-2026-0001" && paid.integer("/attachments") == 2)
        #expect(paid.text("/amount_in_words") == "Hai trăm nghìn đồng")
        #expect(try office.cash() == [380_000, 220_000])
        for line in [1, 2] { #expect(try office.get("/v1/payments/\(line)").body == paid.body) }
        let second = try office.get("/v1/expenditures/2")
        #expect(second.text("/voucher/number") == "PC-2026-0001" && second.text("/state") == "paid")
        #expect(second.integer("/voucher/line") == 2 && second.integer("/voucher/lines") == 2)
        #expect(second.text("/voucher/reason") == "Công thợ")
        #expect(second.text("/voucher/code") == paid.text("/code"))
        let booked = try office.take("book", 2, of: "payments")
        #expect(booked.text("/state") == "booked")
        let next = try office.spent(1000)
        #expect(try office.get("/v1/expenditures/\(next)").text("/voucher/number") == "PC-2026-0002")
        try office.expectSound()
    }

    @Test func `a single line is an expenditure, entries and postings alike`() throws {
        let (office, other) = (try Office.villageWithBooks(), try Office.villageWithBooks())
        let line = #"{"fund":1,"item":"Vật liệu","purpose":"Mua xi măng","amount":120000}"#
        try #require(try office.requestPayment(line).status == 201)
        try #require(try other.request(120_000).status == 201)
        for step in ["check", "approve", "pay", "book"] {
            let taken = try office.take(step, 1, of: "payments")
            try #require(taken.status == 200, "\(taken.bodyText)")
            try #require(try other.take(step, 1).status == 200)
            #expect(
                try office.get("/v1/expenditures/1").json == other.get("/v1/expenditures/1").json)
            #expect(try other.get("/v1/payments/1").json == taken.json)
        }
        func rows(_ office: Office) throws -> [String] {
            try RawFile(office.base.path).connection
                .all("SELECT payload FROM journal WHERE kind LIKE 'expenditure.%'") { row in
                    String(decoding: row.bytes(0), as: UTF8.self)
                }
        }
        #expect(try rows(office) == rows(other))
        #expect(try rows(office).allSatisfy { !$0.contains("voucher_line") })
    }

    @Test func `thirty lines fit on a voucher, thirty-one do not`() throws {
        let office = try Office.villageWithTwoFunds()
        func lines(_ count: Int) -> String {
            (1...count)
                .map { #"{"fund":\#($0 % 2 + 1),"purpose":"Việc \#($0)","amount":\#($0)}"# }
                .joined(separator: ",")
        }
        let refused = try office.requestPayment(lines(31))
        #expect(refused.status == 422 && refused.errors == ["/lines number-out-of-range"])
        let payment = try office.requestPayment(lines(30))
        #expect(payment.status == 201 && payment.items("/lines").count == 30, "\(payment.bodyText)")
        #expect(payment.integer("/amount") == 465)
        #expect(payment.items("/lines").allSatisfy { $0.text("/item") == "Chi khác" })
        for step in ["check", "approve", "pay", "book"] {
            try #require(try office.take(step, 17, of: "payments").status == 200)
        }
        #expect(try office.cash() == [500_000 - 240, 300_000 - 225])
        try office.expectSound()
    }

    @Test(arguments: [
        (#"{"fund":1,"purpose":"A","amount":0}"#, ["/lines/0/amount amount-not-positive"]),
        (
            #"{"fund":1,"purpose":"A","amount":1},{"fund":1,"purpose":"A","amount":2}"#,
            ["/lines/1/purpose input-invalid"]
        ),
        (
            #"{"fund":1,"purpose":"A","amount":1},{"fund":1,"amount":2}"#,
            ["/lines/1/purpose member-missing"]
        ),
        (
            #"{"fund":1,"purpose":"A","amount":1},{"fund":99,"purpose":"B","amount":2}"#,
            ["/lines/1/fund reference-unknown"]
        ),
        (
            #"{"fund":99,"purpose":"A","amount":1},{"fund":1,"purpose":"B","amount":2}"#,
            ["/lines/0/fund reference-unknown"]
        ),
        (
            #"{"fund":1,"purpose":"A","amount":1},{"fund":3,"purpose":"B","amount":2}"#,
            ["/lines/1/fund owner-elsewhere"]
        ),
        (
            #"{"fund":1,"purpose":"A","amount":1},{"fund":2,"purpose":"Gọi 0912345678","amount":2}"#,
            ["/lines/1/purpose private-data"]
        ),
    ])
    func `what is wrong is named where it stands, and nothing is stored`(
        _ lines: String, _ errors: [String]
    ) throws {
        let office = try Office.villageWithTwoFunds()
        _ = try office.secret(of: .clerk)
        let before = office.lastPosition
        let refused = try office.requestPayment(lines, as: .clerk)
        #expect(refused.status == 422 && refused.errors == errors, "\(refused.bodyText)")
        #expect(office.lastPosition == before)
        #expect(try office.requestPayment(Office.twoLines, as: .clerk).integer("/id") == 1)
    }

    @Test(arguments: ["purpose", "item"])
    func `a line names no household with a tier`(_ member: String) throws {
        let office = try Office.villageWithTwoFunds()
        try office.setTier(of: 2)
        let other = member == "item" ? #","purpose":"B""# : ""
        let refused = try office.requestPayment(
            #"{"fund":1,"purpose":"A","amount":1},{"fund":2,"\#(member)":"Giúp bà Trần Thị Bình","amount":1\#(other)}"#
        )
        #expect(refused.errors == ["/lines/1/\(member) private-data"], "\(refused.bodyText)")
    }

    @Test func `a fund of another hamlet is unknown to who may not see it`() throws {
        let office = try Office.village()
        let lines = #"{"fund":1,"purpose":"A","amount":1},{"fund":3,"purpose":"B","amount":2}"#
        let clerk = Bearer(.clerk, at: .xom9)
        #expect(try office.requestPayment(lines, as: clerk).errors == ["/lines/1/fund reference-unknown"])
        #expect(
            try office.requestPayment(lines, as: .clerk).errors == ["/lines/1/fund owner-elsewhere"])
    }

    @Test func `each fund must have its part, on each day`() throws {
        let office = try Office.villageWithTwoFunds()
        let lines = """
            {"fund":1,"purpose":"Mua xi măng","amount":100000},{"fund":2,"purpose":"Công thợ","amount":300001}
            """
        let id = try #require(try office.requestPayment(lines).integer("/id"))
        for step in ["check", "approve"] {
            try #require(try office.take(step, id, of: "payments").status == 200)
        }
        // Its token is recorded when it is issued.
        _ = try office.secret(of: .treasurer)
        let before = office.lastPosition
        // Together the funds have enough.
        let refused = try office.take("pay", id, of: "payments")
        #expect(Refused(refused) == Refused(409, "balance-too-low"))
        #expect(office.lastPosition == before)
        #expect(try office.cash() == [500_000, 300_000])
        #expect(try office.get("/v1/payments/\(id)").text("/state") == "approved")
        // No number was used.
        let paid = try office.payTwoLines()
        #expect(paid.text("/number") == "PC-2026-0001")
        try office.expectSound()
    }

    @Test func `a repeated request is one payment, shown as it is now`() throws {
        let office = try Office.villageWithTwoFunds()
        let key = office.newKey()
        let first = try office.requestPayment(Office.twoLines, key: key)
        let again = try office.requestPayment(Office.twoLines, key: key)
        #expect(again.status == 201 && again.body == first.body)
        #expect(again.field("Idempotency-Replayed") == "true")
        try #require(try office.take("check", 1, of: "payments").status == 200)
        #expect(try office.requestPayment(Office.twoLines, key: key).text("/state") == "checked")
        #expect(try office.get("/v1/hamlets/1/expenditures").ids == [2, 1])
    }
}
