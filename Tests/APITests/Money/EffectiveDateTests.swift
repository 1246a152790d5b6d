import Domain
import HTTP
import JSON
import TestSupport
import Testing

/// Documents state the facts of their own day, not those of the day on which they are recorded.
@Suite struct EffectiveDateTests {
    private func receipt(
        _ office: Office, fund: Int64 = 1, household: Int64 = 1, on day: String
    ) throws -> Response {
        try office.contribute(
            #"""
            {"fund":\#(fund),"household":\#(household),"method":"cash","amount":1000,"received_on":"\#(day)"}
            """#)
    }

    private func pledge(_ office: Office, household: Int64, on day: String) throws -> Response {
        try office.post(
            "/v1/pledges",
            #"{"fund":1,"household":\#(household),"amount":1000,"pledged_on":"\#(day)"}"#,
            key: office.newKey())
    }

    @Test func `a receipt names the head of household of its day`() throws {
        let office = try Office.village()
        let before = try #require(try office.get("/v1/households/1").text("/head_name"))
        try #require(
            try office
                .post(
                    "/v1/households/1/change", #"{"on":"2026-09-01","head_name":"Trần Thị Mới"}"#,
                    ifMatch: "*"
                )
                .status == 200)
        for (day, name) in [("2026-08-15", before), ("2026-08-31", before), ("2026-09-01", "Trần Thị Mới")] {
            let receipt = try receipt(office, on: day)
            #expect(receipt.status == 201 && receipt.text("/voucher/party_name") == name, "\(day)")
        }
    }

    @Test func `nothing is recorded for a household before its first day`() throws {
        let office = try Office.village()
        let split = try office.post(
            "/v1/households/1/split",
            #"{"on":"2026-09-01","code":"H901","head_name":"Lê Văn Con","persons":1}"#, ifMatch: "*")
        try #require(split.status == 201 || split.status == 200)
        let household = try #require(
            try office.get("/v1/households?hamlet=1&q=H901").items().first?.integer("/id"))
        for day in ["2026-03-01", "2026-08-31"] {
            let receipt = try receipt(office, household: household, on: day)
            #expect(receipt.status == 422 && receipt.errors == ["/received_on date-out-of-range"], "\(day)")
            let pledge = try pledge(office, household: household, on: day)
            #expect(pledge.status == 422 && pledge.errors == ["/pledged_on date-out-of-range"], "\(day)")
        }
        #expect(try receipt(office, household: household, on: "2026-09-01").status == 201)
        #expect(try pledge(office, household: household, on: "2026-09-01").status == 201)
    }

    @Test func `a household belongs to the hamlet in which it lived on the day`() throws {
        let office = try Office.village()
        try #require(
            try office
                .post(
                    "/v1/households/1/move", #"{"on":"2026-09-01","hamlet":2,"code":"H777"}"#, ifMatch: "*"
                )
                .status == 200)
        #expect(try receipt(office, fund: 1, on: "2026-08-15").status == 201)
        #expect(try receipt(office, fund: 3, on: "2026-08-15").errors == ["/household household-elsewhere"])
        #expect(try receipt(office, fund: 1, on: "2026-09-01").errors == ["/household household-elsewhere"])
        #expect(try receipt(office, fund: 3, on: "2026-09-01").status == 201)
    }
}
