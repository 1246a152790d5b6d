import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

/// What settles a debt stays a settlement of that debt, whoever replaces its voucher.
@Suite struct PayableSettlementTests {
    private func replace(_ office: Office, _ path: String, _ members: String) throws -> Response {
        try office.post(
            "/v1/\(path)/replace", #"{"reason":"Sai",\#(members)}"#, as: .accountant, key: office.newKey(),
            ifMatch: "*")
    }

    @Test func `the receipt of a gift becomes no cash by any path`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(5000)
        try #require(try office.give(payable, 4000).status == 201)
        let receipt = try #require(try office.take("confirm", ofGift: 1).integer("/contribution"))
        for (path, members) in [
            ("contributions/\(receipt)", #""amount":3000"#),
            ("receipts/\(receipt)", #""lines":[{"fund":1,"amount":3000}]"#),
            ("receipts/\(receipt)", #""payer_name":"Ông Hòa""#),
        ] {
            let refused = try replace(office, path, members)
            #expect(Refused(refused) == Refused(409, "payable-mismatch"), "\(path) \(refused.bodyText)")
        }
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_000)
        #expect(try office.settlement(of: payable) == [1000, 0, 4000, 0])
        #expect(try office.isClean)
    }

    @Test(arguments: [
        (#""payee":"Người khác""#, "/payee"), (#""purpose":"Việc khác""#, "/purpose"),
        (#""item":"Thứ khác""#, "/item"),
    ])
    func `a repayment goes to the creditor, for what was owed`(_ members: String, _ pointer: String) throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(5000)
        let repayment = try office.repaid(payable, 4000)
        let refused = try office.post(
            "/v1/expenditures/\(repayment)/replace", #"{"reason":"Sai",\#(members)}"#, as: .approver,
            key: office.newKey(), ifMatch: "*")
        #expect(refused.status == 409, "\(refused.bodyText)")
        #expect(refused.errors == [pointer + " payable-mismatch"], "\(refused.bodyText)")
        let less = try office.post(
            "/v1/expenditures/\(repayment)/replace",
            #"{"reason":"Sai","amount":3000,"payee":"Thợ Hòa"}"#, as: .approver, key: office.newKey(),
            ifMatch: "*")
        #expect(less.status == 201, "\(less.bodyText)")
        #expect(try office.settlement(of: payable) == [2000, 3000, 0, 0])
        #expect(try office.isClean)
    }

    @Test func `a refund goes to the donor`() throws {
        let office = try Office.villageWithBooks()
        let id = try #require(try office.refund(1, 2000, as: .head).integer("/id"))
        for step in ["check", "approve", "pay"] { try #require(try office.take(step, id).status == 200) }
        let refused = try office.post(
            "/v1/expenditures/\(id)/replace", #"{"reason":"Sai","payee":"Người khác"}"#, as: .approver,
            key: office.newKey(), ifMatch: "*")
        #expect(refused.errors == ["/payee payable-mismatch"], "\(refused.bodyText)")
    }

    @Test(arguments: [("dissolve", ""), ("move", #","hamlet":2,"code":"H009""#)])
    func `a household that has left since gives as the person it was`(_ step: String, _ more: String) throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(5000, #""kind":"bill","household":3"#)
        let name = try #require(try office.get("/v1/payables/\(payable)").text("/creditor_name"))
        try #require(try office.give(payable, 4000).status == 201)
        let left = try office.post(
            "/v1/households/3/\(step)", #"{"on":"2026-11-23"\#(more)}"#, ifMatch: "*")
        try #require(left.status == 200, "\(left.bodyText)")
        let confirmed = try office.take("confirm", ofGift: 1)
        let receipt = try #require(confirmed.integer("/contribution"), "\(confirmed.bodyText)")
        let shown = try office.get("/v1/contributions/\(receipt)")
        #expect(shown.json.at("/household") == .null && shown.text("/sponsor_kind") == "person")
        #expect(shown.text("/sponsor_name") == name)
        let year = try office.get("/v1/hamlets/1/summary")
        #expect(year.integer("/years/0/participating_households") == 1)
        #expect(year.integer("/years/0/received_from_sponsors") == 4000)
        #expect(try office.settlement(of: payable) == [1000, 0, 4000, 0])
        #expect(try office.isClean)
    }
}
