import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

@Suite struct UnitEndpointTests {
    @Test func `units are listed as of today`() throws {
        let response = try Office.village().get("/v1/units")
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == "application/json")
        try expect(
            response,
            shows: """
                {"data":[
                {"code":"16702","level":"commune","type":"phuong","parent_code":"40","name":"Phường Vinh Phú",
                "valid_from":"2025-07-01","valid_to":null},
                {"code":"40","level":"province","type":"tinh","parent_code":null,"name":"Tỉnh Nghệ An",
                "valid_from":null,"valid_to":null},
                {"code":"17329","level":"commune","type":"xa","parent_code":"40","name":"Xã Anh Sơn",
                "valid_from":"2025-07-01","valid_to":null}],
                "page":{"limit":50,"has_more":false,"next_cursor":null}}
                """)
    }

    @Test func `as_of lists the units of a day`() throws {
        let office = try Office.village()
        #expect(
            try office.names("?as_of=2025-06-30") == ["Phường Nghi Phú", "Thành phố Vinh", "Tỉnh Nghệ An"])
        #expect(try office.names("?as_of=2025-07-01") == ["Phường Vinh Phú", "Tỉnh Nghệ An", "Xã Anh Sơn"])
    }

    @Test func `parent and q restrict the list`() throws {
        let office = try Office.village()
        #expect(try office.names("?parent=412&as_of=2025-06-30") == ["Phường Nghi Phú"])
        #expect(try office.names("?parent=412") == [])
        #expect(try office.names("?q=vinh%20phu") == ["Phường Vinh Phú"])
        #expect(try office.names("?q=VINH+PH%C3%9A") == ["Phường Vinh Phú"])
    }

    @Test func `a code shows all its validities, oldest first`() throws {
        let response = try Office.village().get("/v1/units/16702")
        try expect(
            response,
            shows: """
                {"code":"16702","history":[
                {"code":"16702","level":"commune","type":"phuong","parent_code":"412","name":"Phường Nghi Phú",
                "valid_from":null,"valid_to":"2025-06-30",
                "above":[{"code":"40","level":"province","type":"tinh","parent_code":null,"name":"Tỉnh Nghệ An",
                "valid_from":null,"valid_to":null},
                {"code":"412","level":"district","type":"thanh_pho","parent_code":"40","name":"Thành phố Vinh",
                "valid_from":null,"valid_to":"2025-06-30"}],"predecessors":[],"successors":[]},
                {"code":"16702","level":"commune","type":"phuong","parent_code":"40","name":"Phường Vinh Phú",
                "valid_from":"2025-07-01","valid_to":null,
                "above":[{"code":"40","level":"province","type":"tinh","parent_code":null,"name":"Tỉnh Nghệ An",
                "valid_from":null,"valid_to":null}],"predecessors":[],"successors":[]}]}
                """)
    }

    @Test(arguments: ["/v1/units/99999", "/v1/units/167020", "/v1/units/%00"])
    func `an unknown code gets 404`(_ target: String) throws {
        #expect(Refused(try Office.village().get(target)) == Refused(404, "not-found"))
    }

    @Test(arguments: ["as_of=2026-02-30", "as_of=yesterday", "as_of=", "parent=123456", "q="])
    func `an invalid parameter is refused by name`(_ query: String) throws {
        let response = try Office.village().get("/v1/units?" + query)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?\(query.prefix { $0 != "=" }) parameter-invalid"])
    }
}

@Suite struct UnitSearchTests {
    /// Communes whose names differ only by accents, beside those of the village.
    private static func office() throws -> Office {
        let office = try Office.village()
        try office.store.writer.write(actor: nil) { tx in
            let names = [
                "Xã Hoà Bình", "Xã Hòa Bình", "Xã Hoa Binh", "Xã Đô Lương", "Xã Do Luong", "Xã Ân", "Xã An",
            ]
            for (index, name) in names.enumerated() {
                let validity = try #require(Validity(from: LocalDate("2025-07-01"), to: nil))
                _ = try tx.record(
                    code: "2000\(index)", level: .commune, parent: "40", name: name, validity: validity)
            }
        }
        return office
    }

    @Test(arguments: [
        ("hoa%20binh", ["Xã Hoa Binh", "Xã Hoà Bình", "Xã Hòa Bình"]),
        ("H%C3%92A%20B%C3%8CNH", ["Xã Hòa Bình", "Xã Hoa Binh", "Xã Hoà Bình"]),
        // NFD: o with a combining grave accent.
        ("Ho%CC%80a%20Bi%CC%80nh", ["Xã Hòa Bình", "Xã Hoa Binh", "Xã Hoà Bình"]),
        ("Ho%C3%A0%20b", ["Xã Hoà Bình", "Xã Hoa Binh", "Xã Hòa Bình"]),
        ("do%20luong", ["Xã Do Luong", "Xã Đô Lương"]), ("%C4%91%C3%B4", ["Xã Đô Lương", "Xã Do Luong"]),
        ("zzz", []), ("%25", []), ("_", []),
    ]) func `names are found without accents, exact accents first`(
        query: String, names: [String]
    ) throws { #expect(try Self.office().names("?q=" + query) == names) }

    @Test func `the list is in Vietnamese alphabetical order`() throws {
        let names = try Self.office().names("?parent=40")
        #expect(
            names == [
                "Phường Vinh Phú", "Xã An", "Xã Anh Sơn", "Xã Ân", "Xã Do Luong", "Xã Đô Lương",
                "Xã Hoa Binh",
                "Xã Hoà Bình", "Xã Hòa Bình",
            ])
    }

    @Test(arguments: ["?parent=40", "?q=hoa", "?q=h%C3%B2a", "?q=%C4%91", "?q=a"])
    func `pages with one item together are the whole list`(_ query: String) throws {
        let office = try Self.office()
        let whole = try office.names(query)
        var paged: [String] = []
        var cursor: String?
        repeat {
            let page = try office.get("/v1/units\(query)&limit=1\(cursor.map { "&cursor=" + $0 } ?? "")").json
            paged += page.items("/data").compactMap { $0.text("/name") }
            cursor = page.text("/page/next_cursor")
        } while cursor != nil && paged.count <= whole.count
        #expect(paged == whole)
        #expect(whole.count > 1)
    }

    @Test func `a tree lists parents before their children`() throws {
        let office = try Office.village()
        let then = try office.get("/v1/units/40/tree?as_of=2025-06-30").json
        #expect(
            then.items("/units").map { "\($0.integer("/depth") ?? -1) \($0.text("/name") ?? "")" } == [
                "0 Tỉnh Nghệ An", "1 Thành phố Vinh", "2 Phường Nghi Phú",
            ])
        let now = try office.get("/v1/units/40/tree").json
        #expect(now.text("/as_of") == "2026-11-23")
        #expect(now.items("/units").compactMap { $0.text("/code") } == ["40", "16702", "17329"])
        #expect(try office.get("/v1/units/17329/tree").json.items("/units").count == 1)
        #expect(Refused(try office.get("/v1/units/412/tree")) == Refused(404, "not-found"))
    }
}

@Suite struct SuccessionEndpointTests {
    private static func body(
        _ predecessor: String = "16702", endedOn: String = "2025-06-30", successor: String = "16702"
    ) -> String {
        #"{"predecessor":"\#(predecessor)","ended_on":"\#(endedOn)","successor":"\#(successor)","decision_number":"1678/NQ-UBTVQH15","decided_on":"2025-06-16"}"#
    }

    @Test func `a unit shows its predecessors and successors`() throws {
        let office = try Office.village()
        for successor in ["16702", "17329"] {
            let recorded = try office.post(
                "/v1/unit-successions", Self.body(successor: successor), as: Bearer(.admin, at: .province))
            #expect(recorded.status == 201)
            #expect(recorded.json.text("/predecessor/name") == "Phường Nghi Phú")
        }
        let versions = try office.get("/v1/units/16702").json
        #expect(
            versions.items("/history/0/successors").compactMap { $0.text("/name") } == [
                "Phường Vinh Phú", "Xã Anh Sơn",
            ])
        #expect(
            versions.items("/history/1/predecessors").compactMap { $0.text("/name") } == ["Phường Nghi Phú"])
        #expect(versions.items("/history/0/predecessors") == [])
        #expect(try office.get("/v1/units/17329").json.items("/history/0/predecessors").count == 1)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test(arguments: [
        (body("99999"), "/predecessor reference-unknown"),
        (body(endedOn: "2025-07-01"), "/ended_on date-out-of-range"),
        (body("17329"), "/ended_on date-out-of-range"),
        (body(successor: "412"), "/successor reference-unknown"),
        (body(endedOn: "2025-02-30"), "/ended_on date-invalid"),
    ]) func `an invalid succession is refused with its place`(body: String, error: String) throws {
        let office = try Office.village()
        let response = try office.post("/v1/unit-successions", body, as: Bearer(.admin, at: .province))
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `an administrator of the successor alone cannot record a succession`() throws {
        let office = try Office.village()
        let body = Self.body(successor: "17329")
        let response = try office.post("/v1/unit-successions", body, as: Bearer(.admin, at: .otherCommune))
        #expect(response.errors == ["/predecessor reference-unknown"])
        #expect(try office.get("/v1/units/16702").json.items("/history/0/successors") == [])
    }

    @Test func `a district has no commune as successor, and no decision is in the future`() throws {
        let office = try Office.village()
        let admin = Bearer(.admin, at: .province)
        let level = try office.post("/v1/unit-successions", Self.body("412", successor: "17329"), as: admin)
        #expect(level.errors == ["/successor reference-unknown"])
        let future = try office.post(
            "/v1/unit-successions", Self.body().replacing("2025-06-16", with: "2026-11-24"), as: admin)
        #expect(future.errors == ["/decided_on date-out-of-range"])
    }

    @Test func `a succession is recorded once and never in a cycle`() throws {
        let office = try Office.village()
        let admin = Bearer(.admin, at: .province)
        #expect(try office.post("/v1/unit-successions", Self.body(), as: admin).status == 201)
        #expect(
            Refused(try office.post("/v1/unit-successions", Self.body(), as: admin))
                == Refused(409, "already-exists"))
        // The successor has not ended, and a unit that ended does not exist on any later day.
        let back = try office.post(
            "/v1/unit-successions", Self.body("16702", endedOn: "2026-01-01", successor: "16702"), as: admin)
        #expect(back.errors == ["/ended_on date-out-of-range"])
    }
}

extension Office {
    fileprivate func names(_ query: String) throws -> [String] {
        try get("/v1/units" + query).items().compactMap { $0.text("/name") }
    }
}
