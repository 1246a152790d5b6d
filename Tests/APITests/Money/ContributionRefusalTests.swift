import Domain
import HTTP
import TestSupport
import Testing

@Suite struct ContributionRefusalTests {
    /// A valid contribution with `members` added; they replace earlier ones of the same name.
    private static func body(_ members: String) -> String {
        #"{"fund":1,"method":"cash","amount":1000\#(members.isEmpty ? "" : ",")\#(members)}"#
    }

    @Test(arguments: [
        (#""household":99"#, ["/household reference-unknown"]),
        (#""household":5"#, ["/household household-elsewhere"]),
        (#""household":6"#, ["/household reference-unknown"]),
        (#""organisation":99"#, ["/organisation reference-unknown"]),
        (#""household":1,"pledge":99"#, ["/pledge reference-unknown"]),
        (#""household":2,"pledge":1"#, ["/pledge pledge-mismatch"]),
        (#""organisation":1,"pledge":1"#, ["/pledge pledge-mismatch"]),
        (#""sponsor_name":"A","pledge":1"#, ["/pledge pledge-mismatch"]),
        (#""household":1,"bank_reference":"FT1""#, ["/bank_reference input-invalid"]),
        ("", ["/household donor-ambiguous"]),
        (#""household":null"#, ["/household donor-ambiguous"]),
        (#""household":1,"organisation":1"#, ["/household donor-ambiguous"]),
        (#""household":1,"sponsor_name":"A""#, ["/household donor-ambiguous"]),
        (#""household":1,"organisation":1,"sponsor_name":"A""#, ["/household donor-ambiguous"]),
        (#""household":1,"sponsor_kind":"person""#, ["/sponsor_kind donor-ambiguous"]),
        (#""household":1,"anonymous":"yes""#, ["/anonymous type-mismatch"]),
        (#""household":1,"anonymous":1"#, ["/anonymous type-mismatch"]),
        (#""household":1,"received_on":20261123"#, ["/received_on type-mismatch"]),
    ])
    func `members of a contribution must be consistent`(_ members: String, _ errors: [String]) throws {
        let office = try Office.villageWithBooks()
        let before = office.lastPosition
        let response = try office.contribute(ContributionRefusalTests.body(members))
        #expect(response.status == 422)
        #expect(response.errors == errors)
        #expect(office.lastPosition == before)
    }

    @Test(arguments: [
        (#""household":"x","pledge":1"#, ["/household type-mismatch"]),
        (#""sponsor_name":"","sponsor_kind":"person""#, ["/sponsor_name text-invalid"]),
        (#""household":1,"organisation":1,"pledge":1"#, ["/household donor-ambiguous"]),
    ])
    func `one mistake is not reported twice`(_ members: String, _ errors: [String]) throws {
        let response = try Office.village().contribute(ContributionRefusalTests.body(members))
        #expect(response.errors == errors)
    }

    @Test func `a bank reference with an unknown method is not a second error`() throws {
        let response = try Office.village()
            .contribute(
                #"{"fund":1,"household":1,"method":"cheque","bank_reference":"FT1","amount":1}"#)
        #expect(response.errors == ["/method choice-unknown"])
    }

    @Test func `a pledge to another fund is refused`() throws {
        let response = try Office.villageWithBooks()
            .contribute(
                #"{"fund":2,"household":1,"pledge":1,"method":"cash","amount":1}"#)
        #expect(response.errors == ["/pledge pledge-mismatch"])
    }

    @Test(arguments: ["waive", "cancel"])
    func `a payment on a closed pledge is refused`(_ step: String) throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000}"#)
        _ = try office.confirm(1)
        _ = try office.post("/v1/pledges/1/" + step, ifMatch: "*")
        let response = try office.contribute(
            #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":1}"#)
        #expect(Refused(response) == Refused(409, "invalid-transition"))
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [])
    }

    @Test func `a payment on an unconfirmed pledge is refused`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000}"#)
        let response = try office.contribute(
            #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":1}"#)
        #expect(Refused(response) == Refused(409, "invalid-transition"))
    }

    @Test func `a bank reference is unique in a hamlet until its receipt is voided`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"method":"bank","bank_reference":"FT1","amount":5}"#
        #expect(try office.contribute(body).status == 201)
        let again = try office.contribute(body)
        #expect(Refused(again) == Refused(409, "already-exists"))
        #expect(again.errors == ["/bank_reference already-exists"])
        #expect(
            again.text("/detail")
                == "Mã giao dịch FT1 đã ghi ở phiếu thu PT-2026-0001 (quyển 1) ngày 23/11/2026. "
                + "Nếu phiếu đó ghi sai, cần hủy phiếu trước "
                + "(người thực hiện: kế toán, thủ quỹ hoặc người phê duyệt).")
        _ = try office.void(1)
        let third = try office.contribute(body)
        #expect(third.status == 201)
        #expect(third.text("/voucher/number") == "PT-2026-0002")
    }

    @Test(arguments: [
        ("2026-11-24", 422), ("2019-12-31", 422), ("2020-01-01", 201),
        ("2026-11-23", 201),
    ])
    func `the date is between the hamlet's first day and today`(_ day: String, _ status: Int) throws {
        let response = try Office.village()
            .contribute(#"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"\#(day)"}"#)
        #expect(response.status == status)
        if status == 422 { #expect(response.errors == ["/received_on date-out-of-range"]) }
        let detail = response.text("/errors/0/detail")
        if status == 422 { #expect(detail == "từ ngày 01/01/2020 đến ngày 23/11/2026") }
    }

    @Test func `a refused contribution takes no number`() throws {
        let office = try Office.village()
        let good = #"{"fund":1,"household":1,"method":"bank","bank_reference":"FT1","amount":5}"#
        _ = try office.contribute(good)
        for _ in 0..<5 { #expect(try office.contribute(good).status == 409) }
        let next = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":5}"#)
        #expect(next.text("/voucher/number") == "PT-2026-0002")
        #expect(next.integer("/id") == 2)
    }

    @Test func `sums beyond exact JSON integers are refused without a server error`() throws {
        let office = try Office.village()
        let most = #"{"fund":1,"household":1,"method":"cash","amount":9007199254740991}"#
        #expect(try office.contribute(most).status == 201)
        let response = try office.contribute(#"{"fund":2,"sponsor_name":"A","method":"bank","amount":1}"#)
        #expect(Refused(response) == Refused(422, "amount-too-large"))
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/received") == 9_007_199_254_740_991)
        let earlier = #"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"2025-01-01"}"#
        #expect(Refused(try office.contribute(earlier)) == Refused(422, "amount-too-large"))
    }

    @Test func `pledges beyond exact JSON integers cannot be confirmed`() throws {
        let office = try Office.village()
        for household in [1, 2] {
            _ = try office.post(
                "/v1/pledges", #"{"fund":1,"household":\#(household),"amount":9007199254740991}"#)
        }
        #expect(try office.confirm(1).status == 200)
        #expect(Refused(try office.confirm(2)) == Refused(422, "amount-too-large"))
    }
}
