import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// What a fund owes when the till is short: owed, repaid in parts, given, refused.
@Suite struct PayableEndpointTests {
    private static let november = "from=2026-11-01&to=2026-11-30"

    private func held(_ office: Office) throws -> [Int64?] {
        let shown = try office.get("/v1/funds/1")
        return [shown.integer("/balances/cash"), shown.integer("/balances/bank")]
    }

    /// Opening debts, incurred, repaid, given and what is left, publicly.
    private func debts(_ office: Office, _ query: String = november) throws -> [Int64?] {
        let shown = try office.get("/v1/public/hamlets/1/statement?\(query)", as: nil)
        return ["before", "incurred", "repaid", "given", "after"].map { shown.integer("/debts/" + $0) }
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `what the till cannot pay is owed, and stands as an expense`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved(900_000)
        #expect(Refused(try office.take("pay", id)) == Refused(409, "balance-too-low"))
        let owed = try office.owe(id)
        #expect(owed.status == 201 && owed.field("Location") == "/v1/payables/1", "\(owed.bodyText)")
        #expect(owed.text("/kind") == "advance" && owed.text("/creditor_name") == "Thợ Hòa")
        #expect(owed.integer("/outstanding") == 900_000 && owed.integer("/expenditure") == id)
        #expect(try held(office) == [500_000, 0])
        let ended = try office.get("/v1/expenditures/\(id)")
        #expect(ended.text("/state") == "cancelled" && ended.text("/reason") == "Ghi nợ: khoản phải trả 1")
        let statement = try office.get("/v1/public/hamlets/1/statement?\(Self.november)", as: nil)
        #expect(
            statement.text("/spent/0/kind") == "expenses" && statement.text("/spent/0/item") == "Vật liệu")
        #expect(statement.integer("/spent/0/owed") == 900_000 && statement.integer("/spent/0/cash") == 0)
        #expect(statement.integer("/spent_total/cash") == 0 && statement.integer("/closing/cash") == 500_000)
        #expect(try debts(office) == [0, 900_000, 0, 0, 900_000])
        #expect(!statement.bodyText.contains("Thợ Hòa"))
        // The year's summary and the report of the unit count it as spent.
        #expect(try office.get("/v1/public/hamlets/1/summary", as: nil).integer("/years/0/spent") == 900_000)
        let report = try office.get("/v1/public/reports/money?unit=40&by=hamlet", as: nil)
        #expect(report.items("/rows").first?.integer("/spent") == 900_000, "\(report.bodyText)")
        // It is owed once.
        #expect(Refused(try office.owe(id)) == Refused(409, "invalid-transition"))
        try expectSound(office)
    }

    @Test func `a debt is repaid in parts, from cash and bank, with vouchers of the series`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(700_000)
        let first = try office.repaid(payable, 400_000)
        #expect(try held(office) == [100_000, 0])
        #expect(try office.settlement(of: payable) == [300_000, 400_000, 0, 0])
        let paid = try office.get("/v1/expenditures/\(first)")
        #expect(paid.integer("/repays") == payable && paid.text("/payee") == "Thợ Hòa")
        #expect(
            paid.text("/voucher/number") == "PC-2026-0001"
                && paid.text("/voucher/reason") == "Trả nợ: Mua xi măng")
        // Cash never falls below zero.
        let second = try #require(try office.repay(payable, 300_000).integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, second).status == 200) }
        #expect(Refused(try office.take("pay", second)) == Refused(409, "balance-too-low"))
        #expect(try office.settlement(of: payable) == [300_000, 400_000, 0, 300_000])
        try #require(
            try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":300000}"#).status == 201)
        try #require(try office.take("pay", second).status == 200)
        #expect(try office.settlement(of: payable) == [0, 700_000, 0, 0])
        #expect(try debts(office) == [0, 700_000, 700_000, 0, 0])
        let statement = try office.get("/v1/hamlets/1/statement?\(Self.november)")
        #expect(statement.items("/spent").compactMap { $0.text("/kind") } == ["expenses", "payables"])
        #expect(statement.integer("/spent/1/cash") == 700_000)
        // The expense counts once.
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/spent") == 700_000)
        let book = try office.get("/v1/hamlets/1/cash-book?\(Self.november)")
        #expect(book.integer("/spent") == 700_000)
        try expectSound(office)
    }

    @Test func `a voided repayment is owed again`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(700_000)
        let repayment = try office.repaid(payable, 400_000)
        #expect(try office.take("void", repayment).status == 200)
        #expect(try office.settlement(of: payable) == [700_000, 0, 0, 0])
        #expect(try debts(office) == [0, 700_000, 0, 0, 700_000])
        #expect(try held(office) == [500_000, 0])
        try expectSound(office)
    }

    @Test func `a replaced repayment repays the same debt, and no more than that`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(400_000)
        let repayment = try office.repaid(payable, 100_000)
        func replace(_ amount: Int64) throws -> Response {
            try office.post(
                "/v1/expenditures/\(repayment)/replace", #"{"reason":"Sai số tiền","amount":\#(amount)}"#,
                as: .approver, key: office.newKey(), ifMatch: "*")
        }
        #expect(Refused(try replace(400_001)) == Refused(409, "payable-exceeded"))
        let replaced = try replace(300_000)
        #expect(replaced.integer("/repays") == payable, "\(replaced.bodyText)")
        #expect(try office.settlement(of: payable) == [100_000, 300_000, 0, 0])
        #expect(try held(office) == [200_000, 0])
        try expectSound(office)
    }

    @Test func `a creditor gives what is owed, confirmed by a second person`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(700_000)
        let gift = try office.give(payable, 250_000)
        #expect(gift.status == 201 && gift.field("Location") == "/v1/payable-gifts/1", "\(gift.bodyText)")
        #expect(try office.settlement(of: payable) == [700_000, 0, 0, 250_000])
        let confirmed = try office.take("confirm", ofGift: 1)
        #expect(confirmed.text("/state") == "confirmed" && confirmed.integer("/confirmed_by") == 5)
        #expect(try office.settlement(of: payable) == [450_000, 0, 250_000, 0])
        #expect(try held(office) == [500_000, 0])
        let receipt = try #require(confirmed.integer("/contribution"))
        let shown = try office.get("/v1/contributions/\(receipt)")
        #expect(shown.integer("/settles") == payable && shown.json.at("/method") == .null)
        #expect(shown.text("/voucher/number") == "PT-2026-0002" && shown.text("/source") == "sponsors")
        let listed = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
        #expect(listed.first?.text("/name") == "Nhà hảo tâm" && listed.first?["method"] == .null)
        let statement = try office.get("/v1/public/hamlets/1/statement?\(Self.november)", as: nil)
        let line = try #require(statement.items("/received").first { $0.text("/kind") == "individuals" })
        #expect(line.integer("/owed") == 250_000 && line.integer("/cash") == 0)
        #expect(try debts(office) == [0, 700_000, 0, 250_000, 450_000])
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/received") == 750_000)
        // Its voiding owes the debt again; it is neither refunded nor replaced.
        #expect(Refused(try office.refund(receipt, 1000)) == Refused(409, "payable-mismatch"))
        let replaced = try office.post(
            "/v1/contributions/\(receipt)/replace", #"{"reason":"Sai","amount":1}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
        #expect(Refused(replaced) == Refused(409, "payable-mismatch"))
        #expect(try office.void(receipt).status == 200)
        #expect(try office.settlement(of: payable) == [700_000, 0, 0, 0])
        try expectSound(office)
    }

    @Test func `one person does not confirm what they recorded, and a withdrawn gift is none`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(1000)
        let secret = try office.secondRole(.approver, of: .hamletHead)
        try #require(try office.give(payable, 1000).integer("/id") == 1)
        let own = try office.post(
            "/v1/payable-gifts/1/confirm", as: nil, key: office.newKey(), ifMatch: "*",
            fields: [("Authorization", "Bearer " + secret)])
        #expect(Refused(own) == Refused(409, "same-person"))
        #expect(try office.take("withdraw", ofGift: 1).text("/state") == "withdrawn")
        #expect(Refused(try office.take("confirm", ofGift: 1)) == Refused(409, "invalid-transition"))
        #expect(try office.settlement(of: payable) == [1000, 0, 0, 0])
        #expect(try office.get("/v1/payable-gifts?hamlet=1&state=withdrawn&payable=1").ids == [1])
        #expect(try office.get("/v1/payable-gifts?hamlet=1&state=recorded").ids == [])
        try expectSound(office)
    }

    @Test func `a household gives what it is owed, and takes part`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(50_000, #""kind":"advance","household":2"#)
        #expect(try office.get("/v1/payables/\(payable)").text("/creditor_name") == "Trần Thị Bình")
        try #require(try office.give(payable, 50_000, #","anonymous":true"#).integer("/id") == 1)
        try #require(try office.take("confirm", ofGift: 1).status == 200)
        let summary = try office.get("/v1/hamlets/1/summary")
        #expect(summary.integer("/years/0/received_from_households") == 550_000)
        #expect(summary.integer("/years/0/participating_households") == 2)
        let listed = try office.get("/v1/public/hamlets/1/contributions", as: nil).items()
        #expect(listed.first?.text("/name") == "Nhà hảo tâm")
        try expectSound(office)
    }

    @Test func `no more is repaid and given than is owed`() throws {
        let office = try Office.villageWithBooks()
        let payable = try office.owed(1000)
        let over = try office.repay(payable, 1001)
        #expect(Refused(over) == Refused(409, "payable-exceeded"))
        #expect(
            over.text("/detail")
                == "Còn trả hoặc tặng lại được 1.000 ₫, kể cả những khoản đang đề nghị.")
        try #require(try office.repay(payable, 600).status == 201)
        #expect(Refused(try office.give(payable, 401)) == Refused(409, "payable-exceeded"))
        try #require(try office.give(payable, 400).status == 201)
        #expect(Refused(try office.repay(payable, 1)) == Refused(409, "payable-exceeded"))
        // A request that ends frees its part.
        try #require(try office.take("reject", 2).status == 200)
        #expect(try office.settlement(of: payable) == [1000, 0, 0, 400])
        #expect(try office.repay(payable, 600).status == 201)
    }

    @Test func `a wrong debt is voided by another person, until something of it is settled`() throws {
        let office = try Office.villageWithBooks()
        let wrong = try office.owed(1000)
        #expect(
            Refused(try office.voidMove("payables", wrong, as: .accountant)) == Refused(409, "same-person"))
        let voided = try office.voidMove("payables", wrong)
        #expect(voided.text("/state") == "voided" && voided.integer("/outstanding") == 0)
        #expect(try debts(office) == [0, 0, 0, 0, 0])
        #expect(Refused(try office.repay(wrong, 1)) == Refused(409, "invalid-transition"))
        let other = try office.owed(1000)
        let repayment = try office.repaid(other, 1)
        #expect(Refused(try office.voidMove("payables", other)) == Refused(409, "payable-settled"))
        try #require(try office.take("void", repayment).status == 200)
        #expect(try office.voidMove("payables", other).status == 200)
        try expectSound(office)
    }

    @Test func `refunds and repayments are not owed`() throws {
        let office = try Office.villageWithBooks()
        let refund = try #require(try office.refund(1, 1000).integer("/id"))
        let repayment = try #require(try office.repay(try office.owed(1000), 500).integer("/id"))
        for id in [refund, repayment] {
            for step in ["check", "approve"] { try #require(try office.take(step, id).status == 200) }
            #expect(Refused(try office.owe(id)) == Refused(409, "payable-mismatch"))
        }
    }

    @Test(arguments: [
        (#""kind":"loan","creditor_name":"An""#, ["/kind choice-unknown"]),
        (#""kind":"bill""#, ["/creditor_name input-invalid"]),
        (#""kind":"bill","creditor_name":"An","household":1"#, ["/creditor_name input-invalid"]),
        (#""kind":"bill","creditor_name":"12""#, ["/creditor_name text-invalid"]),
        (#""kind":"bill","creditor_name":"An","creditor_kind":"state""#, ["/creditor_kind input-invalid"]),
        (#""kind":"bill","household":1,"creditor_kind":"person""#, ["/creditor_kind input-invalid"]),
        (#""kind":"bill","household":99"#, ["/household reference-unknown"]),
        (#""kind":"bill","creditor_name":"An","on":"2026-11-24""#, ["/on date-out-of-range"]),
    ])
    func `a wrong debt is refused`(_ members: String, _ errors: [String]) throws {
        let office = try Office.villageWithBooks()
        let response = try office.owe(try office.approved(1000), members)
        #expect(response.status == 422 && response.errors == errors, "\(response.bodyText)")
    }

    @Test func `the requester does not owe, and nobody owes what is not approved`() throws {
        let office = try Office.villageWithBooks()
        let own = try #require(try office.request(1000, as: .accountant).integer("/id"))
        #expect(Refused(try office.owe(own)) == Refused(409, "invalid-transition"))
        let secret = try office.secondRole(.accountant, of: .clerk)
        let check = try office.take("check", own, secret: secret)
        try #require(check.status == 200, "\(check.bodyText)")
        try #require(try office.take("approve", own).status == 200)
        #expect(Refused(try office.owe(own)) == Refused(409, "own-request"))
    }
}
