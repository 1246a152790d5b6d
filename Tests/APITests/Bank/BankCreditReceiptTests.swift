import Domain
import HTTP
import JSON
import TestSupport
import Testing
import Verify

/// Receipts are issued on a credit by a person, together at most the credit.
@Suite struct BankCreditReceiptTests {
    private func office(_ amount: Int64 = 500_000) throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        try #require(try office.credit(amount, "FT1").status == 200)
        return office
    }

    private static func line(_ amount: Int64, fund: Int = 1, _ donor: String = #""household":2"#) -> String {
        #"{"fund":\#(fund),\#(donor),"amount":\#(amount)}"#
    }

    @Test func `one credit has several receipts, each with a bank reference of its own`() throws {
        let office = try office()
        let response = try office.receipt(
            1, Self.line(200_000, #""household":1,"pledge":1"#), Self.line(100_000, fund: 2),
            Self.line(50_000, #""sponsor_name":"Anh Xa""#))
        #expect(response.status == 200, "\(response.bodyText)")
        #expect(response.integer("/left") == 150_000 && response.text("/state") == "matched")
        #expect(response.items("/receipts").compactMap { $0.integer("/contribution") } == [2, 3, 4])
        let receipts = try (2...4).map { try office.get("/v1/contributions/\($0)") }
        #expect(receipts.map { $0.text("/method") } == ["bank", "bank", "bank"])
        #expect(receipts.map { $0.text("/bank_reference") } == ["FT1", "FT1 PHAN 2", "FT1 PHAN 3"])
        #expect(receipts.compactMap { $0.text("/voucher/number") }.count == 3)
        #expect(try office.get("/v1/pledges/1").integer("/received") == 700_000)
        #expect(try office.get("/v1/funds/1").integer("/balances/bank") == 250_000)
        #expect(try office.get("/v1/funds/2").integer("/balances/bank") == 100_000)
        let rest = try office.receipt(1, Self.line(150_000))
        #expect(rest.text("/state") == "used" && rest.integer("/left") == 0)
        // Nobody records what the bank told a second time.
        let again = try office.receipt(1, Self.line(1))
        #expect(
            again.text("/detail")?.contains("hủy phiếu đó trước (người thực hiện: ") == true,
            "\(again.bodyText)")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `what exceeds the credit is refused with what is left, and nothing is stored`() throws {
        let office = try office()
        _ = try office.receipt(1, Self.line(300_000))
        let position = office.lastPosition
        let refused = try office.receipt(1, Self.line(100_000), Self.line(100_001))
        #expect(Refused(refused) == Refused(409, "credit-exceeded"))
        let detail = refused.text("/detail")
        #expect(detail?.hasPrefix("Khoản báo có còn 200.000 ₫ chưa lập phiếu thu: hãy sửa") == true)
        #expect(office.lastPosition == position)
        let huge = try office.receipt(1, Self.line(9_007_199_254_740_991), Self.line(9_007_199_254_740_991))
        #expect(Refused(huge) == Refused(422, "amount-too-large"))
    }

    @Test func `a wrong line is named, and no receipt is issued`() throws {
        let office = try office()
        let wrong: [(String, String)] = [
            (Self.line(1000, fund: 99), "/lines/1/fund reference-unknown"),
            (Self.line(1000, fund: 3, #""sponsor_name":"Anh Xa""#), "/lines/1/fund owner-elsewhere"),
            (Self.line(1000, #""household":5"#), "/lines/1/household household-elsewhere"),
            (Self.line(1000, #""household":2,"pledge":1"#), "/lines/1/pledge pledge-mismatch"),
            (#"{"fund":1,"amount":1000}"#, "/lines/1/household donor-ambiguous"),
            (Self.line(0), "/lines/1/amount amount-not-positive"),
        ]
        for (line, error) in wrong {
            let response = try office.receipt(1, Self.line(1000), line)
            #expect(response.errors == [error], "\(response.bodyText)")
        }
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).integer("/version") == 1)
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [1])
        let early = try office.post(
            "/v1/bank-credits/1/receipts", #"{"received_on":"2026-11-22","lines":[\#(Self.line(1))]}"#,
            as: .accountant, key: office.newKey(), ifMatch: "*")
        #expect(early.errors == ["/received_on date-out-of-range"])
    }

    @Test func `of two people who confirm the same credit, one is refused`() throws {
        let office = try office()
        let tag = try #require(try office.get("/v1/bank-credits/1", as: .accountant).field("ETag"))
        let first = try office.receipt(1, Self.line(500_000), as: .accountant, ifMatch: tag)
        #expect(first.status == 200)
        let second = try office.receipt(1, Self.line(500_000), as: .treasurer, ifMatch: tag)
        #expect(Refused(second) == Refused(412, "version-mismatch"))
        let blind = try office.receipt(1, Self.line(500_000), as: .treasurer)
        #expect(Refused(blind) == Refused(409, "invalid-transition"))
        #expect(try office.get("/v1/funds/1").integer("/balances/bank") == 500_000)
    }

    @Test func `a voided receipt gives its part back to the credit, and its tag is another`() throws {
        let office = try office()
        _ = try office.receipt(1, Self.line(200_000), Self.line(300_000))
        let used = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(used.text("/state") == "used")
        try #require(try office.void(2).status == 200)
        let back = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(back.text("/state") == "matched" && back.integer("/left") == 200_000)
        #expect(back.items("/receipts").map { $0.at("/returned")?.boolean() } == [true, false])
        #expect(back.field("ETag") != used.field("ETag"))
        let tag = try #require(used.field("ETag"))
        #expect(try office.receipt(1, Self.line(200_000), ifMatch: tag).status == 412)
        #expect(
            try office.get("/v1/bank-credits?hamlet=1&state=matched", as: .accountant).ids == [1])
        // Its bank reference is free again.
        let again = try office.receipt(1, Self.line(200_000))
        #expect(again.text("/state") == "used")
        #expect(try office.get("/v1/contributions/4").text("/bank_reference") == "FT1")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a receipt entered by hand for the same transfer is refused on either way`() throws {
        let office = try office()
        _ = try office.receipt(1, Self.line(500_000))
        let byHand = try office.contribute(
            #"{"fund":1,"household":2,"method":"bank","bank_reference":"ft 1","amount":500000}"#)
        #expect(byHand.errors == ["/bank_reference already-exists"])
        try #require(try office.credit(7000, "FT2").status == 200)
        let first = try office.contribute(
            #"{"fund":1,"household":2,"method":"bank","bank_reference":"FT2","amount":7000}"#)
        try #require(first.status == 201)
        let refused = try office.receipt(2, Self.line(7000))
        #expect(Refused(refused) == Refused(409, "already-exists"))
    }

    @Test func `money of before a merger is receipted by the successor, on one line`() throws {
        let office = try office()
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let handed = try office.post(
            "/v1/bank-accounts/1/holders",
            """
            {"on":"2026-11-24","balance":500000,"hamlet":4,"holder_name":"Trần Văn Mới","holder_kind":"hamlet_head",
            "basis":"Biên bản"}
            """, as: .accountant, ifMatch: "*")
        try #require(handed.status == 201, "\(handed.bodyText)")
        #expect(try office.credit(500_000, "ft1", account: 2).text("/outcome") == "duplicate")
        #expect(try office.get("/v1/bank-credits?hamlet=4", as: .accountant).ids == [1])
        let funds = try office.get("/v1/funds?hamlet=4").ids
        let fund = try #require(funds.first)
        let receipt = try office.receipt(
            1, Self.line(500_000, fund: Int(fund), #""sponsor_name":"Anh Xa""#))
        #expect(receipt.text("/state") == "used", "\(receipt.bodyText)")
        let old = try office.receipt(1, Self.line(1, #""sponsor_name":"Anh Xa""#))
        #expect(Refused(old) == Refused(409, "invalid-transition"))
    }

    @Test func `a receipt that replaces another one stands on its credit`() throws {
        let office = try office()
        try #require(try office.receipt(1, Self.line(300_000), Self.line(200_000)).text("/state") == "used")
        func replace(_ id: Int64, _ body: String, as bearer: Bearer = .treasurer) throws -> Response {
            try office.post(
                "/v1/contributions/\(id)/replace", #"{"reason":"Sai",\#(body)}"#, as: bearer,
                key: office.newKey(), ifMatch: "*")
        }
        let other = try replace(3, #""sponsor_name":"Anh Xa""#)
        try #require(other.status == 201, "\(other.bodyText)")
        #expect(other.text("/bank_reference") == "FT1 PHAN 2")
        let used = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(used.text("/state") == "used" && used.integer("/left") == 0, "\(used.bodyText)")
        #expect(used.items("/receipts").compactMap { $0.integer("/contribution") } == [2, 3, 4])
        #expect(used.items("/receipts").map { $0.boolean("/returned") } == [false, true, false])
        // What the bank did not bring is on no receipt.
        let exceeded = try replace(4, #""amount":200001"#, as: .accountant)
        #expect(Refused(exceeded) == Refused(409, "credit-exceeded"), "\(exceeded.bodyText)")
        #expect(try replace(4, #""amount":150000"#, as: .accountant).status == 201)
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).integer("/left") == 50_000)
        // It was cash: the credit is free for another receipt.
        #expect(try replace(2, #""method":"cash""#).status == 201)
        #expect(try office.get("/v1/bank-credits/1", as: .accountant).integer("/left") == 350_000)
        #expect(try office.receipt(1, Self.line(350_000)).text("/state") == "used")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
