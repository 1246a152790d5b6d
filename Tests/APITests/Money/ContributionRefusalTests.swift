import Domain
import HTTP
import Testing

@Suite struct ContributionRefusalTests {
    /// What comes before `refused`: members that replace or add to those of a good contribution.
    private static func body(_ members: String) -> String {
        #"{"fund":1,"method":"cash","amount":1000\#(members.isEmpty ? "" : ",")\#(members)}"#
    }

    @Test(arguments: [
        (#""household":99"#, ["/household reference-unknown"]),
        (#""household":5"#, ["/household household-elsewhere"]),
        (#""household":6"#, ["/household household-elsewhere"]),
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
    func `what a contribution says must fit`(_ members: String, _ errors: [String]) throws {
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
    func `one mistake is not told as two`(_ members: String, _ errors: [String]) throws {
        let response = try Office.village().contribute(ContributionRefusalTests.body(members))
        #expect(response.errors == errors)
    }

    @Test func `a reference beside an unknown method is no second mistake`() throws {
        let response = try Office.village()
            .contribute(
                #"{"fund":1,"household":1,"method":"cheque","bank_reference":"FT1","amount":1}"#)
        #expect(response.errors == ["/method choice-unknown"])
    }

    @Test func `a pledge to another fund takes no money here`() throws {
        let response = try Office.villageWithBooks()
            .contribute(
                #"{"fund":2,"household":1,"pledge":1,"method":"cash","amount":1}"#)
        #expect(response.errors == ["/pledge pledge-mismatch"])
    }

    @Test(arguments: ["waive", "cancel"])
    func `a closed pledge takes no money`(_ step: String) throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000}"#)
        _ = try office.confirm(1)
        _ = try office.post("/v1/pledges/1/" + step, ifMatch: "*")
        let response = try office.contribute(
            #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":1}"#)
        #expect(Refused(response) == Refused(409, "invalid-transition"))
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [])
    }

    @Test func `a pledge that nobody confirmed takes no money`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000}"#)
        let response = try office.contribute(
            #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":1}"#)
        #expect(Refused(response) == Refused(409, "invalid-transition"))
    }

    @Test func `a bank's reference pays once in a hamlet, until its receipt is voided`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"method":"bank","bank_reference":"FT1","amount":5}"#
        #expect(try office.contribute(body).status == 201)
        let again = try office.contribute(body)
        #expect(Refused(again) == Refused(409, "already-exists"))
        #expect(again.errors == ["/bank_reference already-exists"])
        _ = try office.void(1)
        let third = try office.contribute(body)
        #expect(third.status == 201)
        #expect(third.text("/voucher/number") == "PT-2026-0002")
    }

    @Test(arguments: [
        ("2026-11-24", 422), ("2027-01-01", 422), ("2019-12-31", 422), ("2020-01-01", 201),
        ("2026-11-23", 201),
    ])
    func `money came between the hamlet's first day and today`(_ day: String, _ status: Int) throws {
        let response = try Office.village()
            .contribute(#"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"\#(day)"}"#)
        #expect(response.status == status)
        if status == 422 { #expect(response.errors == ["/received_on date-out-of-range"]) }
        if status == 422 { #expect(response.text("/errors/0/detail") == "từ 2020-01-01 đến 2026-11-23") }
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

    @Test func `sums beyond what JSON keeps exact are refused, not a fault of the server`() throws {
        let office = try Office.village()
        let most = #"{"fund":1,"household":1,"method":"cash","amount":9007199254740991}"#
        #expect(try office.contribute(most).status == 201)
        let response = try office.contribute(#"{"fund":2,"sponsor_name":"A","method":"bank","amount":1}"#)
        #expect(Refused(response) == Refused(422, "amount-too-large"))
        #expect(try office.get("/v1/hamlets/1/summary").integer("/years/0/received") == 9_007_199_254_740_991)
        let earlier = #"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"2025-01-01"}"#
        #expect(Refused(try office.contribute(earlier)) == Refused(422, "amount-too-large"))
    }

    @Test func `promises beyond what JSON keeps exact are not confirmed`() throws {
        let office = try Office.village()
        for household in [1, 2] {
            _ = try office.post(
                "/v1/pledges", #"{"fund":1,"household":\#(household),"amount":9007199254740991}"#)
        }
        #expect(try office.confirm(1).status == 200)
        #expect(Refused(try office.confirm(2)) == Refused(422, "amount-too-large"))
    }
}
