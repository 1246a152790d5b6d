import API
import Domain
import Foundation
import HTTP
import JSON
import Store
import TestSupport
import Testing

@Suite struct UserEndpointTests {
    @Test func `a user name is recorded once`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/users", #"{"name":"Trần  Lan"}"#, as: .admin)
        #expect(response.status == 201)
        try expect(response, shows: #"{"id":11,"name":"Trần Lan"}"#)
        let again = try office.post("/v1/users", #"{"name":"Trần Lan"}"#, as: .admin)
        #expect(Refused(again) == Refused(409, "already-exists"))
        #expect(again.errors == ["/name already-exists"])
        #expect(try office.get("/v1/users?limit=500", as: .admin).ids == Array(1...11))
    }

    @Test func `a token is issued for a person, a role and a place, and works`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/tokens", #"{"user":2,"role":"auditor","unit":"16702","days":7}"#, as: .admin)
        #expect(response.status == 201)
        let secret = try #require(response.text("/token"))
        try expect(
            response,
            shows: """
                {"id":2,"user":{"id":2,"name":"clerk"},"role":"auditor","unit":"16702","hamlet":null,
                "created_at":"2026-11-23T02:00:00.000Z","expires_at":"2026-11-30T02:00:00.000Z",
                "last_used_at":null,"revoked_at":null,"token":"\(secret)"}
                """)
        let fields = [("Authorization", "Bearer " + secret)]
        #expect(try office.get("/v1/hamlets/1", as: nil, fields: fields).status == 200)
        office.clock.advance(days: 7)
        #expect(try office.get("/v1/hamlets/1", as: nil, fields: fields).status == 401)
    }

    @Test func `days default to the setting`() throws {
        var settings = ServiceSettings()
        settings.tokenDaysDefault = 30
        let office = try Office.village(settings: settings)
        let response = try office.post("/v1/tokens", #"{"user":1,"role":"clerk","hamlet":1}"#, as: .admin)
        #expect(response.text("/expires_at") == "2026-12-23T02:00:00.000Z")
    }

    @Test(arguments: [
        (#"{"user":99,"role":"clerk","hamlet":1}"#, "/user reference-unknown"),
        (#"{"user":1,"role":"clerk"}"#, "/unit unit-required"),
        (#"{"user":1,"role":"clerk","unit":"16702","hamlet":1}"#, "/unit unit-required"),
        (#"{"user":1,"role":"king","hamlet":1}"#, "/role choice-unknown"),
        (#"{"user":1,"role":"clerk","hamlet":3}"#, "/hamlet reference-unknown"),
        (#"{"user":1,"role":"clerk","hamlet":99}"#, "/hamlet reference-unknown"),
        (#"{"user":1,"role":"clerk","unit":"40"}"#, "/unit reference-unknown"),
        (#"{"user":1,"role":"clerk","unit":"17329"}"#, "/unit reference-unknown"),
        (#"{"user":1,"role":"clerk","hamlet":1,"days":0}"#, "/days number-out-of-range"),
        (#"{"user":1,"role":"clerk","hamlet":1,"days":3651}"#, "/days number-out-of-range"),
    ])
    func `a role can be assigned only by its holder and for an existing place`(
        _ body: String, _ error: String
    ) throws {
        let response = try Office.village().post("/v1/tokens", body, as: .admin)
        #expect(response.status == 422)
        #expect(response.errors == [error])
    }

    @Test func `an administrator sees the tokens for their places, without secrets`() throws {
        let office = try Office.village()
        for bearer in [Bearer.clerk, Bearer(.clerk, at: .otherCommune), .head, Bearer(.clerk, at: .province)]
        {
            _ = try office.secret(of: bearer)
        }
        let response = try office.get("/v1/tokens", as: .admin)
        #expect(response.ids == [1, 3, 5])
        #expect(try office.get("/v1/tokens", as: Bearer(.admin, at: .xom9)).ids == [3, 6])
        #expect(try office.get("/v1/tokens", as: Bearer(.admin, at: .province)).ids == Array(1...7))
        #expect(!response.json.allNames.contains("token"))
        #expect(!response.bodyText.contains("dv_"))
    }

    @Test func `paging through tokens skips those of other places`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .admin)
        for index in 0..<12 {
            _ = try office.secret(
                of: Bearer(Role.allCases[index % 10], at: index.isMultiple(of: 3) ? .xom9 : .otherCommune))
        }
        var seen: [Int64] = []
        var target: String? = "/v1/tokens?limit=2"
        while let next = target {
            let page = try office.get(next, as: .admin)
            seen += page.ids
            target = page.text("/page/next_cursor").map { "/v1/tokens?limit=2&cursor=" + $0 }
        }
        #expect(seen == [1, 2, 5, 8, 11])
    }

    @Test func `revoking twice changes nothing the second time`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let first = try office.post("/v1/tokens/1/revoke", as: .admin)
        #expect(first.status == 200)
        office.clock.advance(minutes: 1)
        let before = office.lastPosition
        #expect(try office.post("/v1/tokens/1/revoke", as: .admin).body == first.body)
        #expect(office.lastPosition == before)
    }

    @Test func `a replayed token request shows no secret, and the file contains none`() throws {
        let office = try Office.village()
        let body = #"{"user":1,"role":"clerk","hamlet":1}"#
        let first = try office.post("/v1/tokens", body, as: .admin, key: "token-key-0000001")
        let secret = try #require(first.text("/token"))
        let again = try office.post("/v1/tokens", body, as: .admin, key: "token-key-0000001")
        #expect(again.status == 201)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.json.at("/token") == .null)
        #expect(again.integer("/id") == first.integer("/id"))
        office.store.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: office.folder) {
            let bytes = try #require(FileManager.default.contents(atPath: office.folder + "/" + name))
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
            #expect(bytes.range(of: Data(secret.dropFirst(3).utf8)) == nil, "\(name)")
        }
    }

    @Test func `a dry run of a token request shows no secret`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/tokens?dry_run=true", #"{"user":1,"role":"clerk","hamlet":1}"#, as: .admin)
        #expect(response.status == 200)
        #expect(response.json.at("/body/token") == .null)
        #expect(try office.get("/v1/tokens", as: .admin).ids == [1])
    }
}
