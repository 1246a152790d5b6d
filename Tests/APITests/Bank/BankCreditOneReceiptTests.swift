import Domain
import HTTP
import JSON
import TestSupport
import Testing
import Verify

/// The lines of a credit as one receipt.
@Suite struct BankCreditOneReceiptTests {
    private func office() throws -> Office {
        let office = try Office.villageWithBooks()
        try office.registerBankAccount()
        try #require(try office.credit(500_000, "FT1").status == 200)
        return office
    }

    private func issue(_ lines: String, in office: Office) throws -> Response {
        try office.post(
            "/v1/bank-credits/1/receipts", #"{"one_receipt":true,"lines":[\#(lines)]}"#, as: .accountant,
            key: office.newKey(), ifMatch: "*")
    }

    @Test func `one transfer for two funds is one receipt with its reference`() throws {
        let office = try office()
        let credit = try issue(
            #"{"fund":1,"household":1,"pledge":1,"amount":200000},{"fund":2,"household":1,"amount":300000}"#,
            in: office)
        try #require(credit.status == 200, "\(credit.bodyText)")
        #expect(credit.text("/state") == "used" && credit.integer("/left") == 0)
        #expect(credit.items("/receipts").compactMap { $0.integer("/contribution") } == [2, 3])
        let receipt = try office.get("/v1/receipts/3")
        #expect(receipt.text("/number") == "PT-2026-0002" && receipt.text("/bank_reference") == "FT1")
        #expect(receipt.integer("/amount") == 500_000 && receipt.text("/method") == "bank")
        try office.expectSound()
        #expect(try office.take("void", onReceipt: 2, as: .treasurer).status == 200)
        let again = try office.get("/v1/bank-credits/1", as: .accountant)
        #expect(again.integer("/left") == 500_000)
        let single = try issue(#"{"fund":2,"household":1,"amount":500000}"#, in: office)
        #expect(single.text("/state") == "used", "\(single.bodyText)")
        #expect(try office.get("/v1/receipts/4").text("/bank_reference") == "FT1")
        try office.expectSound()
    }

    @Test(arguments: [
        (
            #"{"fund":1,"household":1,"amount":1},{"fund":2,"household":2,"amount":1}"#,
            "/lines/1 donor-ambiguous"
        ),
        (
            #"{"fund":1,"household":1,"amount":1},{"fund":2,"household":1,"payer_name":"Bà Tư","amount":1}"#,
            "/lines/1 donor-ambiguous"
        ),
        (
            #"{"fund":1,"household":1,"amount":1},{"fund":1,"household":1,"amount":1}"#,
            "/lines/1/fund input-invalid"
        ),
        (
            #"{"fund":1,"sponsor_name":"Anh Xa","amount":1},{"fund":3,"sponsor_name":"Anh Xa","amount":1}"#,
            "/lines/1/fund owner-elsewhere"
        ),
        (
            #"{"fund":1,"household":1,"amount":1},{"fund":2,"household":1,"pledge":1,"amount":1}"#,
            "/lines/1/pledge pledge-mismatch"
        ),
    ])
    func `what is no line of the receipt is named`(_ lines: String, _ error: String) throws {
        let office = try office()
        let refused = try issue(lines, in: office)
        #expect(refused.errors == [error], "\(refused.bodyText)")
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [1])
    }
}
