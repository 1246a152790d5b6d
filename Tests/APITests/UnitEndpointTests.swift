import Domain
import HTTP
import Testing

@Suite struct UnitEndpointTests {
    @Test func `units are those of today`() throws {
        let response = try Office.village().get("/v1/units")
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == "application/json")
        try expect(
            response,
            shows: """
                {"data":[
                {"code":"40","level":"province","parent_code":null,"name":"Tỉnh Nghệ An","valid_from":null,
                "valid_to":null},
                {"code":"16702","level":"commune","parent_code":"40","name":"Phường Vinh Phú",
                "valid_from":"2025-07-01","valid_to":null},
                {"code":"17329","level":"commune","parent_code":"40","name":"Xã Anh Sơn",
                "valid_from":"2025-07-01","valid_to":null}],
                "page":{"limit":50,"has_more":false,"next_cursor":null}}
                """)
    }

    @Test func `as_of shows the units of a day`() throws {
        let office = try Office.village()
        #expect(
            try office.names("?as_of=2025-06-30") == ["Tỉnh Nghệ An", "Thành phố Vinh", "Phường Nghi Phú"])
        #expect(try office.names("?as_of=2025-07-01") == ["Tỉnh Nghệ An", "Phường Vinh Phú", "Xã Anh Sơn"])
    }

    @Test func `parent and q narrow the list`() throws {
        let office = try Office.village()
        #expect(try office.names("?parent=412&as_of=2025-06-30") == ["Phường Nghi Phú"])
        #expect(try office.names("?parent=412") == [])
        #expect(try office.names("?q=vinh%20phu") == ["Phường Vinh Phú"])
        #expect(try office.names("?q=VINH+PH%C3%9A") == ["Phường Vinh Phú"])
    }

    @Test func `a code shows all its lives, oldest first`() throws {
        let response = try Office.village().get("/v1/units/16702")
        try expect(
            response,
            shows: """
                {"code":"16702","lives":[
                {"code":"16702","level":"commune","parent_code":"412","name":"Phường Nghi Phú",
                "valid_from":null,"valid_to":"2025-06-30"},
                {"code":"16702","level":"commune","parent_code":"40","name":"Phường Vinh Phú",
                "valid_from":"2025-07-01","valid_to":null}]}
                """)
    }

    @Test(arguments: ["/v1/units/99999", "/v1/units/167020", "/v1/units/%00"])
    func `a code without a life is not found`(_ target: String) throws {
        #expect(Refused(try Office.village().get(target)) == Refused(404, "not-found"))
    }

    @Test(arguments: ["as_of=2026-02-30", "as_of=yesterday", "as_of=", "parent=123456", "q="])
    func `a wrong parameter is refused by its name`(_ query: String) throws {
        let response = try Office.village().get("/v1/units?" + query)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.faults == ["?\(query.prefix { $0 != "=" }) parameter-invalid"])
    }
}

extension Office {
    fileprivate func names(_ query: String) throws -> [String] {
        try get("/v1/units" + query).items().compactMap { $0.text("/name") }
    }
}
