import Domain
import HTTP
import TestSupport
import Testing

@Suite struct HamletEndpointTests {
    private static let shown = """
        {"id":1,"commune":"16702","commune_name":"Phường Vinh Phú","commune_ended_on":null,"name":"Xóm 9","type":"xom","class":"thon",
        "valid_from":"2020-01-01","valid_to":null,"households":4,"persons":14,"successors":[],"version":1}
        """

    @Test func `a hamlet is recorded`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/hamlets", #"{"commune":"16702","name":"Khối 3","type":"khoi","valid_from":"2026-01-01"}"#)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/hamlets/4")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows: """
                {"id":4,"commune":"16702","commune_name":"Phường Vinh Phú","commune_ended_on":null,"name":"Khối 3","type":"khoi","class":"to_dan_pho",
                "valid_from":"2026-01-01","valid_to":null,"households":0,"persons":0,"successors":[],"version":1,"similar":[]}
                """)
        let shown = String(decoding: try office.get("/v1/hamlets/4").body, as: UTF8.self)
        #expect(response.bodyText == shown.dropLast() + #","similar":[]}"#)
    }

    @Test func `a hamlet may be older than its commune's current name`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/hamlets", #"{"commune":"16702","name":"Xóm 1","type":"xom","valid_from":"1990-05-01"}"#)
        #expect(response.status == 201)
        #expect(response.text("/commune_name") == "Phường Vinh Phú")
    }

    @Test(arguments: [
        (#"{"commune":"99999","name":"A","type":"xom","valid_from":"2026-01-01"}"#, "/commune"),
        (#"{"commune":"40","name":"A","type":"xom","valid_from":"2026-01-01"}"#, "/commune"),
        (#"{"commune":"412","name":"A","type":"xom","valid_from":"2020-01-01"}"#, "/commune"),
        (#"{"commune":"17329","name":"A","type":"xom","valid_from":"2020-01-01"}"#, "/commune"),
    ])
    func `a hamlet is in a unit that was a commune on its first day`(_ body: String, _ pointer: String) throws
    {
        let response = try Office.village().post("/v1/hamlets", body, as: Bearer(.clerk, at: .province))
        #expect(Refused(response) == Refused(422, "reference-unknown"))
        #expect(response.errors == [pointer + " reference-unknown"])
    }

    @Test func `a name is unique in a commune`() throws {
        let office = try Office.village()
        let body = #"{"commune":"16702","name":"Xóm 9","type":"thon","valid_from":"2026-01-01"}"#
        let response = try office.post("/v1/hamlets", body)
        #expect(Refused(response) == Refused(409, "already-exists"))
        #expect(response.errors == ["/name already-exists"])
        let other = body.replacing("16702", with: "17329")
        #expect(try office.post("/v1/hamlets", other, as: Bearer(.clerk, at: .province)).status == 201)
    }

    @Test func `a hamlet cannot start tomorrow`() throws {
        let response = try Office.village()
            .post(
                "/v1/hamlets", #"{"commune":"16702","name":"A","type":"xom","valid_from":"2026-11-24"}"#)
        #expect(Refused(response) == Refused(422, "date-out-of-range"))
        #expect(response.errors == ["/valid_from date-out-of-range"])
        #expect(response.text("/errors/0/detail") == "không sau ngày 23/11/2026")
    }

    @Test func `an empty hamlet request gets all missing members`() throws {
        let response = try Office.village().post("/v1/hamlets", "{}")
        #expect(Refused(response) == Refused(422, "member-missing"))
        #expect(
            response.errors == ["/commune", "/name", "/type", "/valid_from"].map { $0 + " member-missing" })
    }

    @Test func `a single hamlet is shown with its version`() throws {
        let response = try Office.village().get("/v1/hamlets/1")
        try expect(response, shows: HamletEndpointTests.shown)
        #expect(response.taggedVersion == 1)
        #expect(response.field("Location") == nil)
    }

    @Test func `hamlets are listed by commune and by province`() throws {
        let office = try Office.village()
        #expect(try office.get("/v1/hamlets?unit=16702").ids == [1, 2])
        #expect(try office.get("/v1/hamlets?unit=40", as: Bearer(.auditor, at: .province)).ids == [1, 2, 3])
        #expect(Refused(try office.get("/v1/hamlets?unit=40")) == Refused(404, "not-found"))
        #expect(try office.get("/v1/hamlets?unit=16702&q=xom%2010").ids == [2])
    }

    @Test func `the public list of hamlets needs a unit`() throws {
        let response = try Office.village().get("/v1/public/hamlets", as: nil)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?unit parameter-invalid"])
    }

    @Test func `a hamlet of a former commune is recorded, for the books of earlier years`() throws {
        let response = try Office.village()
            .post(
                "/v1/hamlets",
                #"{"commune":"16702","name":"Khối Cũ","type":"khoi","valid_from":"2023-01-01"}"#)
        #expect(response.status == 201)
    }

    @Test func `the public list of hamlets has a weak ETag`() throws {
        let office = try Office.village()
        let one = try office.get("/v1/public/hamlets/1", as: nil)
        #expect(try one.json.at("/name") == json(#""Xóm 9""#))
        let tag = try #require(one.field("ETag"))
        #expect(tag.hasPrefix("W/\"") && tag.count == 24)
        // It tells neither the number of writes nor the day.
        #expect(!tag.contains("\(office.lastPosition)h") && !tag.contains("2026"))
        let list = try office.get("/v1/public/hamlets?unit=40", as: nil)
        #expect(list.ids == [1, 2, 3])
        let nowhere = try office.get("/v1/public/hamlets?unit=99999", as: nil)
        #expect(Refused(nowhere) == Refused(404, "not-found"))
    }

    @Test(arguments: ["", "/summary", "/funds", "/contributions"])
    func `anonymous callers get 404 for an unknown hamlet`(_ rest: String) throws {
        let office = try Office.village()
        let target = "/v1/public/hamlets/99" + rest
        #expect(Refused(try office.get(target, as: nil)) == Refused(404, "not-found"))
        let allowed = try office.get(target, as: nil, fields: [("If-None-Match", "*")])
        #expect(Refused(allowed) == Refused(404, "not-found"))
    }
}
