import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing

@Suite struct UserEndpointTests {
    private func record(_ name: String, in office: Office, as bearer: Bearer = .admin) throws -> Int64 {
        try #require(try office.post("/v1/users", #"{"name":"\#(name)"}"#, as: bearer).integer("/id"))
    }

    private func assign(
        _ role: String, to user: Int64, at place: String, in office: Office, as bearer: Bearer = .admin
    ) throws -> Response {
        try office.post(
            "/v1/users/\(user)/enrolment-codes", #"{"role":"\#(role)",\#(place)}"#, as: bearer)
    }

    @Test func `a user name is recorded once`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/users", #"{"name":"Trần  Lan"}"#, as: .admin)
        #expect(response.status == 201)
        try expect(response, shows: #"{"id":11,"name":"Trần Lan","disabled_at":null}"#)
        let again = try office.post("/v1/users", #"{"name":"Trần Lan"}"#, as: .admin)
        #expect(Refused(again) == Refused(409, "already-exists"))
        #expect(again.errors == ["/name already-exists"])
    }

    @Test func `an administrator sees the users with a role in their place and those recorded there`() throws
    {
        let office = try Office.village()
        let (here, elsewhere) = (Bearer.admin, Bearer(.admin, at: .otherCommune))
        let known = try office.get("/v1/users", as: here).ids
        let lan = try record("Lan", in: office)
        #expect(try office.get("/v1/users", as: here).ids == known + [lan])
        let an = try office.write { tx in try tx.addUser(named: "An").id.number }
        #expect(try office.get("/v1/users?limit=500", as: here).ids == known + [lan])
        // The administrator of the machine recorded them, so that the province assigns their first role.
        let province = Bearer(.admin, at: .province)
        #expect(try assign("clerk", to: an, at: #""hamlet":1"#, in: office, as: here).status == 404)
        #expect(try assign("clerk", to: an, at: #""hamlet":1"#, in: office, as: province).status == 201)
        #expect(try office.get("/v1/users?limit=500", as: here).ids == known + [lan, an])
        #expect(try office.get("/v1/users?limit=500", as: Bearer(.supervisor)).status == 403)
        // The administrator elsewhere is the same person in these tests: the place decides, not the person.
        let foreign = try office.get("/v1/users?limit=500", as: elsewhere).ids
        #expect(!foreign.contains(an) && !foreign.contains(lan))
        #expect(try office.post("/v1/users/\(an)/disable", as: elsewhere).status == 404)
    }

    @Test func `disabling a user revokes their tokens and codes at once, and enabling lets them enrol again`()
        throws
    {
        let office = try Office.village()
        let lan = try record("Lan", in: office)
        let code = try #require(
            try assign("clerk", to: lan, at: #""unit":"16702""#, in: office).text("/code"))
        let secret = try #require(
            try office.post("/v1/tokens", #"{"code":"\#(code)"}"#, as: nil).text("/token"))
        let open = try #require(
            try assign("auditor", to: lan, at: #""hamlet":1"#, in: office).text("/code"))
        let disabled = try office.post("/v1/users/\(lan)/disable", as: .admin)
        #expect(disabled.status == 200 && disabled.text("/disabled_at") == "2026-11-23T02:00:00.000Z")
        let fields = [("Authorization", "Bearer " + secret)]
        #expect(try office.get("/v1/me", as: nil, fields: fields).status == 401)
        #expect(
            try office.post("/v1/tokens", #"{"code":"\#(open)"}"#, as: nil).code == "enrolment-code-invalid")
        let refused = try assign("clerk", to: lan, at: #""hamlet":1"#, in: office)
        #expect(Refused(refused) == Refused(409, "user-disabled"))
        #expect(refused.text("/detail")?.contains("23/11/2026") == true)
        let before = office.lastPosition
        #expect(try office.post("/v1/users/\(lan)/disable", as: .admin).body == disabled.body)
        #expect(office.lastPosition == before)
        #expect(try office.post("/v1/users/\(lan)/enable", as: .admin).json.at("/disabled_at") == .null)
        #expect(try office.get("/v1/me", as: nil, fields: fields).status == 401)
        #expect(try assign("clerk", to: lan, at: #""hamlet":1"#, in: office).status == 201)
    }

    @Test func `a user with roles elsewhere is disabled only from above, and nobody disables themselves`()
        throws
    {
        let office = try Office.village()
        let lan = try record("Lan", in: office)
        _ = try assign("clerk", to: lan, at: #""hamlet":1"#, in: office)
        let province = Bearer(.admin, at: .province)
        let code = try assign("clerk", to: lan, at: #""unit":"17329""#, in: office, as: province)
        // The same person is the administrator of both places.
        #expect(code.status == 201)
        #expect(try office.post("/v1/users/\(lan)/disable", as: .admin).code == "roles-elsewhere")
        #expect(try office.post("/v1/users/\(lan)/disable", as: province).status == 200)
        let own = try office.get("/v1/me", as: .admin).integer("/user/id") ?? 0
        #expect(try office.post("/v1/users/\(own)/disable", as: .admin).code == "own-assignment")
    }
}
