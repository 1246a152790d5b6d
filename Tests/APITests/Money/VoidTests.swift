import Domain
import HTTP
import TestSupport
import Testing

@Suite struct VoidTests {
    @Test func `a voided receipt keeps its number and shows reason, person and time`() throws {
        let office = try Office.villageWithBooks()
        office.clock.advance(minutes: 5)
        let response = try office.void(1, ifMatch: #""r1""#)
        #expect(response.status == 200)
        #expect(response.taggedVersion == 2)
        #expect(response.field("Location") == nil)
        #expect(response.text("/voucher/number") == "PT-2026-0001")
        #expect(response.text("/state") == "voided")
        #expect(response.text("/void_reason") == "Sai số tiền")
        #expect(response.integer("/voided_by") == 4)
        #expect(response.text("/voided_at") == "2026-11-23T02:05:00.000Z")
        #expect(response.integer("/recorded_by") == 2)
        #expect(try office.get("/v1/contributions/1").body == response.body)
    }

    @Test func `voiding reverses what the receipt had moved`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.void(1)
        let pledge = try office.get("/v1/pledges/1")
        #expect(pledge.text("/state") == "confirmed")
        #expect(pledge.integer("/received") == 0)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 0)
        let next = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#)
        #expect(next.text("/voucher/number") == "PT-2026-0002")
    }

    @Test func `the person who recorded a receipt must not void it`() throws {
        let office = try Office.village()
        _ = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":1}"#, as: .treasurer)
        let response = try office.void(1, as: .treasurer)
        #expect(Refused(response) == Refused(409, "own-voucher"))
        #expect(try office.get("/v1/contributions/1").text("/state") == "valid")
        #expect(try office.void(1, as: .accountant).status == 200)
    }

    @Test func `a receipt can be voided once`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.void(1)
        #expect(Refused(try office.void(1)) == Refused(409, "invalid-transition"))
        #expect(try office.get("/v1/contributions/1").taggedVersion == 2)
    }

    @Test(arguments: [
        ("{}", "/reason member-missing"), (#"{"reason":"  "}"#, "/reason text-invalid"),
        (#"{"reason":1}"#, "/reason type-mismatch"),
    ])
    func `voiding requires a reason`(_ body: String, _ error: String) throws {
        let office = try Office.villageWithBooks()
        let response = try office.post(
            "/v1/contributions/1/void", body, as: .treasurer, key: office.newKey(), ifMatch: "*")
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `a reason has at most 500 characters`() throws {
        let office = try Office.villageWithBooks()
        for (count, status) in [(501, 422), (500, 200)] {
            let body = #"{"reason":"\#(String(repeating: "ễ", count: count))"}"#
            let response = try office.post(
                "/v1/contributions/1/void", body, as: .treasurer, key: office.newKey(), ifMatch: "*")
            #expect(response.status == status)
        }
    }

    @Test func `voiding does not reopen a pledge waived since`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.post("/v1/pledges/1/waive", ifMatch: "*")
        #expect(try office.void(1).status == 200)
        let pledge = try office.get("/v1/pledges/1")
        #expect(pledge.text("/state") == "waived")
        #expect(pledge.integer("/received") == 0)
    }

    @Test func `voiding reopens a pledge, even beside a newer one`() throws {
        let office = try Office.village()
        let promise = #"{"fund":1,"household":1,"amount":1000}"#
        _ = try office.post("/v1/pledges", promise)
        _ = try office.confirm(1)
        _ = try office.contribute(#"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":1000}"#)
        #expect(try office.post("/v1/pledges", promise).integer("/id") == 2)
        #expect(try office.void(1).status == 200)
        #expect(try office.get("/v1/pledges/1").text("/state") == "confirmed")
        #expect(try office.get("/v1/pledges/2").text("/state") == "proposed")
        #expect(Refused(try office.post("/v1/pledges", promise)) == Refused(409, "already-exists"))
    }
}
