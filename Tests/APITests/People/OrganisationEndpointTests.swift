import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct OrganisationEndpointTests {
    @Test func `an organisation belongs to the given unit`() throws {
        let office = try Office.villageWithTypes()
        let response = try office.post(
            "/v1/organisations", #"{"name":"Hội Nông dân","type":"farmers_union","unit":"16702"}"#,
            as: Bearer(.clerk, at: .province))
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/organisations/3")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows:
                #"{"id":3,"name":"Hội Nông dân","type":"farmers_union","unit":"16702","parent":null,"valid_from":null,"valid_to":null,"version":1,"similar":[]}"#
        )
        let shown = String(decoding: try office.get("/v1/organisations/3").body, as: UTF8.self)
        #expect(response.bodyText == shown.dropLast() + #","similar":[]}"#)
    }

    @Test func `by default it belongs to the unit of the caller's role`() throws {
        let office = try Office.villageWithTypes()
        let body = #"{"name":"Hội Phụ nữ xã Xuân Hòa","type":"womens_union"}"#
        #expect(try office.post("/v1/organisations", body).text("/unit") == "16702")
        let province = try office.post("/v1/organisations", body, as: Bearer(.clerk, at: .province))
        #expect(province.text("/unit") == "40")
    }

    @Test func `a role in a hamlet gives no default unit`() throws {
        let office = try Office.villageWithTypes()
        let body = #"{"name":"Chi hội 9","type":"womens_union"}"#
        let response = try office.post("/v1/organisations", body, as: Bearer(.clerk, at: .xom9))
        #expect(Refused(response) == Refused(422, "unit-required"))
        #expect(response.errors == ["/unit unit-required"])
    }

    @Test func `it may belong to a former unit, because former communes have books too`() throws {
        let office = try Office.villageWithTypes()
        for (unit, status) in [("412", 201), ("99999", 422)] {
            let response = try office.post(
                "/v1/organisations", #"{"name":"A","type":"enterprise","unit":"\#(unit)"}"#,
                as: Bearer(.clerk, at: .province))
            #expect(response.status == status)
            if status == 422 { #expect(response.errors == ["/unit reference-unknown"]) }
        }
    }

    @Test func `a name is unique in a unit`() throws {
        let response = try Office.villageWithTypes()
            .post(
                "/v1/organisations", #"{"name":"Hội Phụ nữ phường Vinh Phú","type":"community"}"#)
        #expect(Refused(response) == Refused(409, "already-exists"))
        #expect(response.errors == ["/name already-exists"])
    }

    @Test func `the type must be listed, and the error names the list`() throws {
        let response = try Office.villageWithTypes()
            .post("/v1/organisations", #"{"name":"A","type":"Womens_union"}"#)
        #expect(response.errors == ["/type choice-unknown"])
        #expect(response.text("/errors/0/detail")?.contains("womens_union; enterprise") == true)
    }

    @Test func `organisations are listed below a unit and found by name`() throws {
        let office = try Office.villageWithTypes()
        #expect(try office.get("/v1/organisations?unit=16702").ids == [1])
        #expect(
            try office.get("/v1/organisations?unit=40", as: Bearer(.auditor, at: .province)).ids == [1, 2])
        #expect(try office.get("/v1/organisations?unit=16702&q=phu+nu").ids == [1])
        #expect(try office.get("/v1/organisations?unit=16702&q=doan").ids == [])
        #expect(try office.get("/v1/organisations").errors == ["?unit parameter-invalid"])
    }

    @Test func `a branch belongs to its organisation's unit or below it`() throws {
        let office = try Office.villageWithTypes()
        func branch(_ parent: Int64, of unit: String = "16702") throws -> Response {
            try office.post(
                "/v1/organisations",
                #"{"name":"Chi hội \#(parent) \#(unit)","type":"womens_union","unit":"\#(unit)","parent":\#(parent)}"#,
                as: Bearer(.clerk, at: .province))
        }
        let first = try branch(1)
        #expect(first.status == 201 && first.integer("/parent") == 1)
        #expect(try branch(3).integer("/parent") == 3)
        for (parent, unit) in [(2, "16702"), (1, "17329"), (1, "40"), (99, "16702")] {
            #expect(try branch(Int64(parent), of: unit).errors == ["/parent reference-unknown"])
        }
        #expect(try office.get("/v1/organisations?unit=16702&parent=1").ids == [3])
        #expect(try office.get("/v1/organisations?unit=16702&parent=3").ids == [4])
        // It owns models and contributes, like any other organisation.
        let model =
            #"{"organisation":3,"name":"Biến rác thành đường hoa","area":"economy","kind":"collective","year":2026}"#
        #expect(try office.post("/v1/models", model, as: Bearer(.frontOfficer)).status == 201)
        let gift = try office.contribute(#"{"fund":1,"organisation":3,"method":"cash","amount":1000}"#)
        #expect(gift.text("/voucher/party_name") == "Chi hội 1 16702")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an organisation is transferred by a role in both units`() throws {
        let office = try Office.villageWithTypes()
        func transfer(
            _ id: Int64, to unit: String, at scope: RoleAssignment.Scope = .province
        ) throws -> Response {
            try office.post(
                "/v1/organisations/\(id)/transfer", #"{"unit":"\#(unit)"}"#, as: Bearer(.clerk, at: scope),
                ifMatch: "*")
        }
        let moved = try transfer(1, to: "17329")
        #expect(moved.status == 200 && moved.text("/unit") == "17329" && moved.integer("/version") == 2)
        #expect(try office.get("/v1/organisations?unit=16702").ids == [])
        #expect(
            try office.get("/v1/organisations?unit=17329", as: Bearer(.clerk, at: .otherCommune)).ids == [
                1, 2,
            ])
        #expect(try transfer(1, to: "17329").errors == ["/unit no-change"])
        #expect(try transfer(1, to: "16702", at: .otherCommune).errors == ["/unit reference-unknown"])
        #expect(try transfer(1, to: "16702", at: .commune).status == 404)
        // A former or unknown unit; a branch apart from its organisation; a name in use.
        for unit in ["412", "99999"] {
            #expect(try transfer(1, to: unit).errors == ["/unit reference-unknown"])
        }
        let branch = #"{"name":"Chi hội","type":"womens_union","unit":"17329","parent":1}"#
        try #require(
            try office.post("/v1/organisations", branch, as: Bearer(.clerk, at: .province)).status == 201)
        #expect(try transfer(3, to: "16702").errors == ["/unit reference-unknown"])
        let same = #"{"name":"Đoàn xã Anh Sơn","type":"enterprise","unit":"16702"}"#
        try #require(try office.post("/v1/organisations", same).status == 201)
        #expect(try transfer(2, to: "16702").errors == ["/unit already-exists"])
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `organisation types are configured, not built in`() throws {
        let body = #"{"name":"Tổ hợp tác","type":"cooperative"}"#
        let office = try Office.village()
        #expect(try Refused(office.post("/v1/organisations", body)) == Refused(409, "parameter-missing"))
        try office.set([("organisation.types", "cooperative; enterprise")])
        #expect(try office.post("/v1/organisations", body).status == 201)
    }
}

extension Office {
    /// A village with organisation types configured everywhere.
    static func villageWithTypes() throws -> Office {
        let office = try village()
        try office.store.writer.write(actor: nil) { tx in
            try tx.save(
                Parameter(
                    id: try tx.newID(), key: .organisationTypes, unit: nil,
                    validFrom: try #require(LocalDate("2020-01-01")),
                    value: "womens_union; enterprise; farmers_union; community", source: "unverified"))
        }
        return office
    }
}
