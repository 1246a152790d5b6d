import Domain
import HTTP
import Testing

@Suite struct OrganisationEndpointTests {
    @Test func `an organisation stands in the unit that is named`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/organisations", #"{"name":"Hội Nông dân","type":"farmers_union","unit":"16702"}"#,
            as: Bearer(.clerk, at: .province))
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/organisations/3")
        #expect(response.field("ETag") == #""r1""#)
        try expect(
            response,
            shows: #"{"id":3,"name":"Hội Nông dân","type":"farmers_union","unit":"16702","version":1}"#)
        #expect(try office.get("/v1/organisations/3").body == response.body)
    }

    @Test func `without a unit it stands in the unit of the caller's duty`() throws {
        let office = try Office.village()
        let body = #"{"name":"Hội Phụ nữ xã Xuân Hòa","type":"womens_union"}"#
        #expect(try office.post("/v1/organisations", body).text("/unit") == "16702")
        let province = try office.post("/v1/organisations", body, as: Bearer(.clerk, at: .province))
        #expect(province.text("/unit") == "40")
    }

    @Test func `a duty over a hamlet names no unit`() throws {
        let office = try Office.village()
        let body = #"{"name":"Chi hội 9","type":"womens_union"}"#
        let response = try office.post("/v1/organisations", body, as: Bearer(.clerk, at: .xom9))
        #expect(Refused(response) == Refused(422, "unit-needed"))
        #expect(response.faults == ["/unit unit-needed"])
    }

    @Test func `it stands in a unit that is, or was: former communes have books too`() throws {
        let office = try Office.village()
        for (unit, status) in [("412", 201), ("99999", 422)] {
            let response = try office.post(
                "/v1/organisations", #"{"name":"A","type":"enterprise","unit":"\#(unit)"}"#,
                as: Bearer(.clerk, at: .province))
            #expect(response.status == status)
            if status == 422 { #expect(response.faults == ["/unit reference-unknown"]) }
        }
    }

    @Test func `a name is used once in a unit`() throws {
        let response = try Office.village()
            .post(
                "/v1/organisations", #"{"name":"Hội Phụ nữ phường Vinh Phú","type":"community"}"#)
        #expect(Refused(response) == Refused(409, "taken"))
        #expect(response.faults == ["/name taken"])
    }

    @Test func `type is one of the list, which the answer names`() throws {
        let response = try Office.village()
            .post("/v1/organisations", #"{"name":"A","type":"Womens_union"}"#)
        #expect(response.faults == ["/type word-unknown"])
        #expect(response.text("/errors/0/detail")?.contains("womens_union, fatherland_front") == true)
    }

    @Test func `organisations are listed below a unit and found by name`() throws {
        let office = try Office.village()
        #expect(try office.get("/v1/organisations?unit=16702").ids == [1])
        #expect(
            try office.get("/v1/organisations?unit=40", as: Bearer(.auditor, at: .province)).ids == [1, 2])
        #expect(try office.get("/v1/organisations?unit=16702&q=phu+nu").ids == [1])
        #expect(try office.get("/v1/organisations?unit=16702&q=doan").ids == [])
        #expect(try office.get("/v1/organisations").faults == ["?unit parameter-invalid"])
    }
}
