import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Who gave, where they live, and by which transfer.
@Suite struct ContributionIdentityTests {
    private func gift(_ office: Office, _ members: String) throws -> Response {
        try office.contribute(#"{"fund":1,"amount":1000,"method":"cash",\#(members)}"#)
    }

    @Test func `a receipt has the donor's own address`() throws {
        let office = try Office.village()
        try #require(
            try office.patch("/v1/households/2", #"{"address":"Ngõ 3"}"#).status == 200)
        let expected: [(String, String)] = [
            (#""household":1"#, "Xóm 9, Phường Vinh Phú"),
            (#""household":2"#, "Ngõ 3, Xóm 9, Phường Vinh Phú"),
            (#""organisation":1"#, "Phường Vinh Phú"),
            (#""sponsor_name":"Công ty Hồng Lam","sponsor_kind":"company""#, ""),
            (
                #""sponsor_name":"Anh Xa","payer_address":"Quận 3, TP. Hồ Chí Minh""#,
                "Quận 3, TP. Hồ Chí Minh"
            ),
            (#""household":1,"payer_address":"Ngõ 7""#, "Ngõ 7"),
        ]
        for (donor, address) in expected {
            let receipt = try gift(office, donor)
            #expect(receipt.text("/voucher/party_address") == address, "\(receipt.bodyText)")
        }
    }

    @Test func `an address names the places as they were on the day`() throws {
        let office = try Office.village()
        let receipt = try gift(office, #""household":1,"received_on":"2025-03-01""#)
        #expect(receipt.text("/voucher/party_address") == "Xóm 9, Phường Nghi Phú")
    }

    @Test func `a payment has the payee's address, never the fund's`() throws {
        let office = try Office.villageWithBooks()
        let plain = try office.approved(1000)
        #expect(try office.take("pay", plain).text("/voucher/party_address") == "")
        let other = try office.approved(1000)
        let paid = try office.take("pay", other, #"{"payee_address":"Chợ Vinh"}"#)
        #expect(paid.text("/voucher/party_address") == "Chợ Vinh")
        let refund = try #require(try office.refund(1, 1000).integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, refund).status == 200) }
        #expect(try office.take("pay", refund).text("/voucher/party_address") == "Xóm 9, Phường Vinh Phú")
    }

    @Test func `the public sees the donor, not who handed the money over`() throws {
        let office = try Office.village()
        let receipt = try gift(office, #""household":1,"payer_name":"Ông Chủ tịch tỉnh""#)
        let head = try #require(try office.get("/v1/households/1").text("/head_name"))
        #expect(receipt.text("/voucher/party_name") == "Ông Chủ tịch tỉnh")
        #expect(receipt.text("/donor_name") == head)
        let list = try office.get("/v1/public/hamlets/1/contributions", as: nil)
        #expect(list.items().map { $0.text("/name") } == [head])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a bank reference is compared as banks write it`() throws {
        let office = try Office.village()
        func transfer(_ reference: String, fund: Int64 = 1, household: Int64 = 1) throws -> Response {
            try office.contribute(
                #"""
                {"fund":\#(fund),"household":\#(household),"amount":1000,"method":"bank",
                 "bank_reference":"\#(reference)"}
                """#)
        }
        try #require(try transfer("FT1A").status == 201)
        for same in [
            "FT1A", "ft1a", "FT 1 A", " ft1A ", "F\u{AD}T1A", "ＦＴ１Ａ", "FT\u{FE0F}1A", "FT-1A", "FT1A.",
            "'FT1A'",
            "F\u{422}1A", "ꜰᴛ1ᴀ", "FT/1/A",
        ] {
            let again = try transfer(same)
            #expect(again.errors == ["/bank_reference already-exists"], "\(same) \(again.bodyText)")
            #expect(again.text("/detail")?.contains("PT-2026-0001") == true, "\(again.bodyText)")
        }
        #expect(try transfer("FT1B").status == 201)
        for unreadable in ["\u{424}T1A", "FT\u{661}A", "-", "..."] {
            #expect(try transfer(unreadable).errors == ["/bank_reference text-invalid"], "\(unreadable)")
        }
        // Another hamlet has another account.
        #expect(try transfer("FT1A", fund: 3, household: 5).status == 201)
    }

    @Test func `a bank reference stays used when hamlets are merged`() throws {
        let office = try Office.village()
        let first = try office.contribute(
            #"""
            {"fund":1,"household":1,"amount":1000,"method":"bank","bank_reference":"FT9","received_on":"2026-11-01"}
            """#)
        try #require(first.status == 201)
        let merged = try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-20")
        try #require(merged.status == 201, "\(merged.bodyText)")
        let fund = try #require(
            try office.get("/v1/funds?hamlet=4").items().first?.integer("/id"), "\(merged.bodyText)")
        let again = try office.contribute(
            #"{"fund":\#(fund),"household":1,"amount":1000,"method":"bank","bank_reference":"ft 9"}"#)
        #expect(again.errors == ["/bank_reference already-exists"], "\(again.bodyText)")
    }

    @Test func `a wrong receipt of a closed hamlet is refunded whole, then its reference is free`() throws {
        let office = try Office.village()
        let first = try office.contribute(
            #"{"fund":1,"household":1,"amount":1000,"method":"bank","bank_reference":"FT9"}"#)
        try #require(first.status == 201)
        office.clock.advance(days: 1)
        try #require(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-24").status == 201)
        let voided = try office.void(1)
        #expect(Refused(voided) == Refused(410, "closed"))
        let fund = try #require(try office.get("/v1/funds?hamlet=4").items().first?.integer("/id"))
        func again() throws -> Response {
            try office.contribute(
                #"{"fund":\#(fund),"household":1,"amount":1000,"method":"bank","bank_reference":"ft 9"}"#)
        }
        let refused = try again()
        #expect(Refused(refused) == Refused(409, "already-exists"))
        // Both name the same way out, and it is open.
        for advice in [voided, refused] {
            #expect(
                advice.text("/detail")?.contains("POST /v1/contributions/1/refunds") == true,
                "\(advice.bodyText)")
        }
        let refund = try #require(try office.refund(1, 1000, as: .clerk).integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, refund).status == 200) }
        #expect(try again().status == 409)
        try #require(try office.take("pay", refund).status == 200)
        #expect(try again().status == 201)
        #expect(try again().status == 409)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a refund in an open hamlet does not free the reference: a transfer pays once`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"amount":1000,"method":"bank","bank_reference":"FT9"}"#
        try #require(try office.contribute(body).status == 201)
        let refund = try #require(try office.refund(1, 1000).integer("/id"))
        for step in ["check", "approve", "pay"] {
            try #require(try office.take(step, refund).status == 200)
        }
        #expect(try office.contribute(body).errors == ["/bank_reference already-exists"])
    }

    @Test func `an imported row with a used reference is refused alone, and the numbers go on`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"amount":1000,"method":"bank","bank_reference":"FT1"}"#
        try #require(try office.contribute(body).status == 201)
        let header = "fund,sponsor_name,method,amount,bank_reference,received_on"
        let response = try office.importTable(
            "contributions",
            [header] + ["FT2", "F-T1", "FT3"].map { "1,Anh Xa,bank,5,\($0),2026-11-23" })
        #expect(response.status == 422, "\(response.bodyText)")
        #expect(response.errors == ["/rows/3/bank_reference already-exists"])
    }
}
