import Domain
import HTTP
import TestSupport
import Testing

@Suite struct ExpenditureRefusalTests {
    @Test(arguments: [
        (
            #"{"fund":1}"#,
            [
                "/payee member-missing", "/purpose member-missing", "/amount member-missing",
                "/method member-missing",
            ]
        ),
        (
            #"{"fund":1,"payee":" ","purpose":"\u0007","amount":0,"method":"gold","item":""}"#,
            [
                "/payee text-invalid", "/purpose text-invalid", "/item text-invalid",
                "/amount amount-not-positive", "/method choice-unknown",
            ]
        ),
        (
            #"{"fund":1,"payee":"A","purpose":"B","amount":1.5,"method":"cash"}"#,
            ["/amount amount-not-exact"]
        ),
        (
            #"{"fund":1,"payee":"A","purpose":"B","amount":9007199254740992,"method":"cash"}"#,
            ["/amount amount-not-exact"]
        ),
        (
            #"{"fund":1,"payee":"A","purpose":"B","amount":1,"method":"cash","state":"paid"}"#,
            ["/state member-unknown"]
        ),
        (#"{"fund":99,"payee":"A","purpose":"B","amount":1,"method":"cash"}"#, ["/fund reference-unknown"]),
    ])
    func `a request with several errors gets all of them`(_ body: String, _ errors: [String]) throws {
        let office = try Office.villageWithBooks()
        let position = office.lastPosition
        let response = try office.post("/v1/expenditures", body, key: office.newKey())
        #expect(response.status == 422)
        #expect(response.errors == errors)
        #expect(office.lastPosition == position)
    }

    @Test(arguments: [
        ("payee", 100), ("purpose", 300), ("item", 100),
    ])
    func `a text has a maximum length`(_ name: String, _ lengthMax: Int) throws {
        let office = try Office.villageWithBooks()
        for (count, status) in [(lengthMax, 201), (lengthMax + 1, 422)] {
            var texts = ["payee": "A", "purpose": "B", "item": "C"]
            texts[name] = String(repeating: "ễ", count: count)
            let members = texts.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
            let response = try office.post(
                "/v1/expenditures", #"{"fund":1,"amount":1,"method":"cash",\#(members)}"#,
                key: office.newKey())
            #expect(response.status == status)
        }
    }

    @Test func `the requester must not approve`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request(as: .accountant)
        #expect(try office.take("check", 1).status == 200)
        let secret = try office.secondRole(.approver, of: .accountant)
        let response = try office.take("approve", 1, secret: secret)
        #expect(Refused(response) == Refused(409, "own-request"))
        #expect(try office.get("/v1/expenditures/1").text("/state") == "checked")
    }

    @Test func `one person must not check, approve and pay`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        #expect(try office.take("check", 1).status == 200)
        let approving = try office.secondRole(.approver, of: .accountant)
        #expect(try office.take("approve", 1, secret: approving).status == 200)
        let paying = try office.secondRole(.treasurer, of: .accountant)
        let response = try office.take("pay", 1, secret: paying)
        #expect(Refused(response) == Refused(409, "same-person"))
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_000)
        #expect(try office.take("pay", 1).status == 200)
    }

    @Test func `the payer must not book or void`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        _ = try office.take("check", 1)
        _ = try office.take("approve", 1)
        let keepingBooks = try office.secondRole(.accountant, of: .treasurer)
        #expect(try office.take("pay", 1).status == 200)
        for (step, code) in [("book", "same-person"), ("void", "own-voucher")] {
            let response = try office.take(step, 1, secret: keepingBooks)
            #expect(Refused(response) == Refused(409, code), "\(step)")
        }
        #expect(try office.get("/v1/expenditures/1").text("/state") == "paid")
    }

    @Test func `the requester must not reject`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request(as: .accountant)
        #expect(Refused(try office.take("reject", 1, as: .accountant)) == Refused(409, "own-request"))
    }

    @Test(arguments: ["approve", "pay", "book", "void"])
    func `a step that comes too early is refused`(_ step: String) throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        _ = try office.take(step, 1)
        let position = office.lastPosition
        #expect(Refused(try office.take(step, 1)) == Refused(409, "invalid-transition"))
        #expect(office.lastPosition == position)
    }

    @Test(arguments: ["check", "approve", "pay", "reject"])
    func `a step that comes too late is refused`(_ step: String) throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent()
        #expect(Refused(try office.take(step, id)) == Refused(409, "invalid-transition"))
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 380_000)
    }

    @Test func `a payment over the cash balance is refused with the available amount`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(500_001)
        let response = try office.take("pay", id)
        #expect(Refused(response) == Refused(409, "balance-too-low"))
        let held = "Tiền mặt của quỹ ngày 23/11/2026 chỉ còn 500.000 ₫ (ngân hàng còn 0 ₫). "
        #expect(response.text("/detail")?.hasPrefix(held) == true)
        #expect(try office.get("/v1/expenditures/\(id)").text("/state") == "approved")
        #expect(try office.spent(500_000) == 2)
    }

    @Test func `cash does not cover a bank payment`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(1, method: "bank")
        #expect(Refused(try office.take("pay", id)) == Refused(409, "balance-too-low"))
    }

    @Test func `money of another fund does not cover a payment`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(1, fund: 2)
        #expect(Refused(try office.take("pay", id)) == Refused(409, "balance-too-low"))
    }

    @Test func `a payment dated before the money arrived is refused`() throws {
        let office = try Office.village()
        let id = try office.approved(1)
        office.clock.advance(days: 2)
        try #require(
            try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":500000}"#).status == 201)
        let response = try office.take("pay", id, #"{"paid_on":"2026-11-24"}"#)
        #expect(Refused(response) == Refused(409, "balance-too-low-on-date"))
        #expect(
            response.text("/detail")
                == "Tiền mặt của quỹ ngày 24/11/2026 chỉ còn 0 ₫ (ngân hàng còn 0 ₫). "
                + "Hãy chọn ngày chi sau ngày này.")
    }

    @Test func `a back-dated payment that makes a later day negative is refused`() throws {
        let office = try Office.village()
        func give(_ dong: Int) throws {
            let gift = #"{"fund":1,"household":2,"method":"cash","amount":\#(dong)}"#
            try #require(try office.contribute(gift).status == 201)
        }
        try office.registerBook("M")
        try give(1000)
        let id = try office.approved(200)
        office.clock.advance(days: 5)
        _ = try office.spent(900)
        office.clock.advance(days: 1)
        try give(500_000)
        #expect(
            Refused(try office.take("pay", id, #"{"paid_on":"2026-11-24","book":"M"}"#))
                == Refused(409, "balance-too-low-on-date"))
        #expect(try office.take("pay", id).status == 200)
    }

    @Test(arguments: ["2026-11-24", "2019-12-31"])
    func `a payment's date is within the hamlet's validity and not in the future`(_ day: String) throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(1)
        let response = try office.take("pay", id, #"{"paid_on":"\#(day)"}"#)
        #expect(response.status == 422)
        #expect(response.errors == ["/paid_on date-out-of-range"])
    }

    @Test(arguments: [
        #"{"paid_on":"2026-02-30"}"#, #"{"paid_on":20261123}"#, #"{"amount":1}"#, #"{"book":" "}"#,
    ])
    func `a payment accepts a date and a book, nothing else`(_ body: String) throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(1)
        #expect(try office.take("pay", id, body).status == 422)
        #expect(try office.get("/v1/expenditures/\(id)").text("/state") == "approved")
    }

    @Test(arguments: ["reject", "void"])
    func `rejecting and voiding require a reason`(_ step: String) throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        let response = try office.take(step, 1, "{}")
        #expect(response.status == 422)
        #expect(response.errors == ["/reason member-missing"])
    }

    @Test func `a receipt whose money was spent cannot be voided`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent(1)
        let refused = try office.void(1)
        #expect(Refused(refused) == Refused(409, "balance-too-low"))
        let advice = "chỉ còn 499.999 ₫ (ngân hàng còn 0 ₫). Số tiền này đã chi hoặc đã chuyển đi; "
        #expect(
            refused.text("/detail")?
                .hasPrefix(
                    "Tiền mặt của quỹ ngày 23/11/2026 \(advice)cần hủy phiếu chi trước "
                        + "(người thực hiện: kế toán hoặc người phê duyệt)") == true)
        _ = try office.take("void", id)
        #expect(try office.void(1).status == 200)
    }
}

@Suite struct ExpenditureRefundTests {
    @Test func `a refund is an expenditure to the payer, with the receipt's fund and method`() throws {
        let office = try Office.villageWithBooks()
        let response = try office.refund(1, 100_000)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/expenditures/1")
        #expect(response.integer("/refund_of") == 1)
        #expect(response.text("/payee") == "Nguyễn Văn An")
        #expect(response.text("/purpose") == "Hoàn trả PT-2026-0001: Nộp thừa")
        #expect(response.text("/item") == "Hoàn trả đóng góp")
        #expect(response.text("/method") == "cash")
        #expect(response.integer("/fund") == 1)
    }

    @Test func `a refund takes all steps and has its own voucher`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.refund(1, 100_000)
        _ = try office.take("check", 1)
        _ = try office.take("approve", 1)
        let paid = try office.take("pay", 1)
        #expect(paid.text("/voucher/number") == "PC-2026-0001")
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(summary.integer("/years/0/refunded") == 100_000)
        #expect(summary.integer("/years/0/spent") == 0)
        #expect(summary.integer("/years/0/received") == 500_000)
        #expect(summary.integer("/balances/cash") == 400_000)
    }

    @Test func `refunds together never exceed the receipt`() throws {
        let office = try Office.villageWithBooks()
        #expect(try office.refund(1, 300_000).status == 201)
        let over = try office.refund(1, 200_001)
        #expect(Refused(over) == Refused(409, "refund-too-large"))
        #expect(over.text("/detail") == "Còn có thể hoàn trả 200.000 ₫.")
        #expect(try office.refund(1, 200_000).status == 201)
        #expect(Refused(try office.refund(1, 1)) == Refused(409, "refund-too-large"))
        _ = try office.take("reject", 1)
        #expect(try office.refund(1, 300_000).status == 201)
    }

    @Test func `a voided refund may be requested again`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.refund(1, 500_000)
        for step in ["check", "approve", "pay", "void"] { #expect(try office.take(step, 1).status == 200) }
        #expect(try office.refund(1, 500_000).status == 201)
    }

    @Test func `a receipt with refunds cannot be voided before them`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.refund(1, 1)
        #expect(Refused(try office.void(1)) == Refused(409, "has-refunds"))
        _ = try office.take("reject", 1)
        #expect(try office.void(1).status == 200)
    }

    @Test func `a voided receipt cannot be refunded`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.void(1)
        #expect(Refused(try office.refund(1, 1)) == Refused(409, "invalid-transition"))
    }

    @Test func `a refund cannot precede the receipt`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.refund(1, 1000)
        _ = try office.take("check", 1)
        _ = try office.take("approve", 1)
        let response = try office.take("pay", 1, #"{"paid_on":"2026-11-22"}"#)
        #expect(response.errors == ["/paid_on date-out-of-range"])
        #expect(try office.take("pay", 1, #"{"paid_on":"2026-11-23"}"#).status == 200)
    }

    @Test(arguments: [
        (#"{"amount":1}"#, "/reason member-missing"), (#"{"reason":"x"}"#, "/amount member-missing"),
        (#"{"amount":-1,"reason":"x"}"#, "/amount amount-not-positive"),
        (#"{"amount":1,"reason":"x","method":"gold"}"#, "/method choice-unknown"),
        (#"{"amount":1,"reason":"x","payee":"Ai đó"}"#, "/payee member-unknown"),
    ])
    func `an invalid refund gets its error`(_ body: String, _ error: String) throws {
        let office = try Office.villageWithBooks()
        let response = try office.post("/v1/contributions/1/refunds", body, key: office.newKey())
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `a cash receipt may be refunded by bank if there is money`() throws {
        let office = try Office.villageWithBooks()
        let body = #"{"amount":1000,"reason":"Nộp thừa","method":"bank"}"#
        let response = try office.post("/v1/contributions/1/refunds", body, key: office.newKey())
        #expect(response.text("/method") == "bank")
        _ = try office.take("check", 1)
        _ = try office.take("approve", 1)
        #expect(Refused(try office.take("pay", 1)) == Refused(409, "balance-too-low"))
    }
}
