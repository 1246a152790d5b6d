import Domain
import HTTP
import TestSupport
import Testing

/// Values given for an amount, and the resulting errors.
@Suite struct BadAmountTests {
    private static let amounts: [(String, String)] = [
        ("0", "amount-not-positive"), ("-1", "amount-not-positive"),
        ("-9223372036854775808", "amount-not-positive"), ("-0", "amount-not-exact"),
        ("1.5", "amount-not-exact"), ("1.0", "amount-not-exact"), ("1e3", "amount-not-exact"),
        ("1E+2", "amount-not-exact"), ("9007199254740992", "amount-not-exact"),
        ("9007199254740993", "amount-not-exact"), ("9223372036854775807", "amount-not-exact"),
        ("9223372036854775808", "amount-not-exact"), ("1e400", "amount-not-exact"),
        (#""5""#, "amount-not-exact"), (#""""#, "amount-not-exact"), (#""5 ₫""#, "amount-not-exact"),
        ("null", "member-missing"), ("true", "type-mismatch"), ("[5]", "type-mismatch"),
        (#"{"dong":5}"#, "type-mismatch"),
    ]

    @Test(arguments: amounts)
    func `a contribution of a wrong amount leaves nothing`(_ amount: String, _ code: String) throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let before = office.lastPosition
        let response = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":\#(amount)}"#)
        #expect(Refused(response) == Refused(422, code))
        #expect(response.errors == ["/amount " + code])
        #expect(office.lastPosition == before)
    }

    @Test(arguments: amounts)
    func `a pledge of a wrong amount leaves nothing`(_ amount: String, _ code: String) throws {
        let office = try Office.village()
        let response = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":\#(amount)}"#)
        #expect(response.errors == ["/amount " + code])
        #expect(try office.get("/v1/pledges?hamlet=1").ids == [])
    }

    @Test func `a missing amount is missing`() throws {
        let response = try Office.village().contribute(#"{"fund":1,"household":1,"method":"cash"}"#)
        #expect(Refused(response) == Refused(422, "member-missing"))
        #expect(response.errors == ["/amount member-missing"])
    }

    @Test(arguments: [1, 999, 9_007_199_254_740_991] as [Int64])
    func `the least, the usual and the most come back as they were sent`(_ amount: Int64) throws {
        let office = try Office.village()
        let response = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":\#(amount)}"#)
        #expect(response.integer("/amount") == amount)
        #expect(try office.get("/v1/contributions/1").bodyText.contains("\"amount\":\(amount),"))
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == amount)
    }
}
