import Domain
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct PledgeEndpointTests {
    private static let body = #"{"fund":1,"household":1,"amount":2000000}"#

    @Test func `a pledge is proposed today by default`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/pledges", PledgeEndpointTests.body, as: .head)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/pledges/1")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows: """
                {"id":1,"fund":1,"household":1,"amount":2000000,"received":0,"pledged_on":"2026-11-23",
                "state":"proposed","transferred_from":null,"version":1}
                """)
        #expect(try office.get("/v1/pledges/1").body == response.body)
    }

    @Test func `confirm, waive and cancel return the pledge with its new version`() throws {
        let office = try Office.village()
        for household in 1...3 {
            _ = try office.post("/v1/pledges", #"{"fund":1,"household":\#(household),"amount":100000}"#)
        }
        let confirmed = try office.post("/v1/pledges/1/confirm", ifMatch: #""r1""#)
        #expect(confirmed.status == 200)
        #expect(confirmed.text("/state") == "confirmed")
        #expect(confirmed.taggedVersion == 2)
        #expect(confirmed.field("Location") == nil)
        let waived = try office.post("/v1/pledges/1/waive", as: .approver, ifMatch: #""r2""#)
        #expect(waived.text("/state") == "waived")
        #expect(waived.taggedVersion == 3)
        #expect(try office.post("/v1/pledges/2/cancel", ifMatch: "*").text("/state") == "cancelled")
    }

    @Test(arguments: [
        ("", "waive", "proposed"), ("confirm", "confirm", "confirmed"), ("cancel", "confirm", "cancelled"),
        ("cancel", "cancel", "cancelled"), ("cancel", "waive", "cancelled"),
    ])
    func `a transition not allowed in the state is refused`(
        _ first: String, _ step: String, _ state: String
    ) throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", PledgeEndpointTests.body)
        if !first.isEmpty { _ = try office.post("/v1/pledges/1/" + first, ifMatch: "*") }
        let response = try office.post("/v1/pledges/1/" + step, ifMatch: "*")
        #expect(Refused(response) == Refused(409, "invalid-transition"))
        #expect(response.text("/detail")?.contains(vietnamese(step)) == true)
        #expect(response.text("/detail")?.contains("'\(vietnamese(state))'") == true)
        #expect(try office.get("/v1/pledges/1").text("/state") == state)
    }

    @Test func `a household has one open pledge per fund`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", PledgeEndpointTests.body)
        let response = try office.post("/v1/pledges", PledgeEndpointTests.body)
        #expect(Refused(response) == Refused(409, "already-exists"))
        #expect(response.errors == ["/household already-exists"])
        _ = try office.post("/v1/pledges/1/cancel", ifMatch: "*")
        #expect(try office.post("/v1/pledges", PledgeEndpointTests.body).integer("/id") == 2)
    }

    @Test(arguments: [
        (#"{"fund":3,"household":1,"amount":1}"#, "/household household-elsewhere"),
        (#"{"fund":1,"household":5,"amount":1}"#, "/household household-elsewhere"),
        (#"{"fund":1,"household":6,"amount":1}"#, "/household reference-unknown"),
        (#"{"fund":1,"household":99,"amount":1}"#, "/household reference-unknown"),
        (#"{"fund":99,"household":1,"amount":1}"#, "/fund reference-unknown"),
        (#"{"fund":4,"household":1,"amount":1}"#, "/fund reference-unknown"),
        (#"{"fund":1,"household":1,"amount":1,"pledged_on":"2026-11-24"}"#, "/pledged_on date-out-of-range"),
        (#"{"fund":1,"household":1,"amount":1,"pledged_on":"2019-12-31"}"#, "/pledged_on date-out-of-range"),
        (#"{"fund":0,"household":1,"amount":1}"#, "/fund number-out-of-range"),
        (#"{"fund":"1","household":1,"amount":1}"#, "/fund type-mismatch"),
    ])
    func `the references of a pledge must be consistent`(_ body: String, _ error: String) throws {
        let office = try Office.village()
        let response = try office.post("/v1/pledges", body)
        #expect(response.status == 422)
        #expect(response.errors == [error])
        #expect(try office.get("/v1/pledges?hamlet=1").ids == [])
    }

    @Test func `date ranges are inclusive`() throws {
        let office = try Office.village()
        for (household, day) in [(1, "2020-01-01"), (2, "2026-11-23")] {
            let body = #"{"fund":1,"household":\#(household),"amount":1,"pledged_on":"\#(day)"}"#
            #expect(try office.post("/v1/pledges", body).text("/pledged_on") == day)
        }
    }

    @Test func `pledges are listed newest first and filtered`() throws {
        let office = try Office.villageWithBooks()
        for (fund, household) in [(2, 1), (1, 2), (2, 3)] {
            _ = try office.post("/v1/pledges", #"{"fund":\#(fund),"household":\#(household),"amount":9}"#)
        }
        _ = try office.post("/v1/pledges/4/cancel", ifMatch: "*")
        #expect(try office.get("/v1/pledges?hamlet=1").ids == [4, 3, 2, 1])
        #expect(try office.get("/v1/pledges?hamlet=1&fund=2").ids == [4, 2])
        #expect(try office.get("/v1/pledges?hamlet=1&household=1").ids == [2, 1])
        #expect(try office.get("/v1/pledges?hamlet=1&state=partly").ids == [1])
        #expect(try office.get("/v1/pledges?hamlet=1&fund=2&state=proposed").ids == [2])
        #expect(try office.get("/v1/pledges?hamlet=2").ids == [])
    }

    @Test(arguments: [
        ("hamlet=1&state=open", "?state"), ("hamlet=1&fund=x", "?fund"), ("", "?hamlet"),
        ("hamlet=1&household=0", "?household"),
    ])
    func `an invalid filter is refused by name`(_ query: String, _ name: String) throws {
        let response = try Office.village().get("/v1/pledges?" + query)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == [name + " parameter-invalid"])
    }

    @Test func `a transition accepts no body except an empty object`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", PledgeEndpointTests.body)
        let response = try office.post("/v1/pledges/1/confirm", #"{"why":"x"}"#, ifMatch: "*")
        #expect(Refused(response) == Refused(422, "member-unknown"))
        #expect(response.text("/errors/0/detail") == "có thể dùng: –")
        #expect(try office.post("/v1/pledges/1/confirm", "{}", ifMatch: "*").status == 200)
    }
}
