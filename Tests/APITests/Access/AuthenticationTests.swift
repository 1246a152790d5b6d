import API
import Domain
import HTTP
import Store
import TestSupport
import Testing

@Suite struct AuthenticationTests {
    @Test(arguments: [
        "Bearer dv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Bearer", "Bearer ", "dv_x", "Basic YTpi",
        "Bearer dv_short", "Bearer xx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "",
        "Bearer dv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, Bearer dv_x",
    ])
    func `anything but a known token gets the same refusal`(_ field: String) throws {
        let response = try Office.village().get("/v1/units", as: nil, fields: [("Authorization", field)])
        #expect(Refused(response) == Refused(401, "token-invalid"))
        #expect(response.field("WWW-Authenticate") == #"Bearer realm="danvan", error="invalid_token""#)
    }

    @Test(arguments: ["Bearer ", "bearer ", "BEARER  "])
    func `the scheme is case-insensitive`(_ scheme: String) throws {
        let office = try Office.village()
        let field = scheme + (try office.secret(of: .clerk))
        #expect(try office.get("/v1/units", as: nil, fields: [("Authorization", field)]).status == 200)
    }

    @Test func `an expired token is refused`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        office.clock.advance(days: 364)
        #expect(try office.get("/v1/units").status == 200)
        office.clock.advance(days: 1)
        #expect(Refused(try office.get("/v1/units")) == Refused(401, "token-invalid"))
    }

    @Test func `a revoked token is refused immediately`() throws {
        let office = try Office.village()
        #expect(try office.get("/v1/units").status == 200)
        let revoked = try office.post("/v1/tokens/1/revoke", as: .admin)
        #expect(revoked.text("/revoked_at") == "2026-11-23T02:00:00.000Z")
        #expect(Refused(try office.get("/v1/units")) == Refused(401, "token-invalid"))
        #expect(Refused(try office.post("/v1/funds", "{}")) == Refused(401, "token-invalid"))
    }

    @Test func `a public path ignores a token`() throws {
        let response = try Office.village()
            .get("/v1/public/hamlets/1", as: nil, fields: [("Authorization", "Bearer dv_wrong")])
        #expect(response.status == 200)
    }

    @Test func `a token's use is recorded, and again after an hour`() throws {
        let office = try Office.village()
        #expect(try office.lastUse(ofToken: 1) == nil)
        _ = try office.get("/v1/units")
        #expect(try office.lastUse(ofToken: 1) == "2026-11-23T02:00:00.000Z")
        office.clock.advance(minutes: 59)
        _ = try office.get("/v1/units")
        #expect(try office.lastUse(ofToken: 1) == "2026-11-23T02:00:00.000Z")
        office.clock.advance(minutes: 1)
        _ = try office.get("/v1/units")
        #expect(try office.lastUse(ofToken: 1) == "2026-11-23T03:00:00.000Z")
    }

    @Test func `recording a use does not make responses stale`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let before = office.lastPosition
        _ = try office.get("/v1/units")
        _ = try office.lastUse(ofToken: 1)
        #expect(office.lastPosition == before)
    }

    @Test func `a secret is dv_ and 256 bits in base64url, and no two are equal`() throws {
        let secrets = (0..<100).map { _ in TokenSecret().text }
        #expect(Set(secrets).count == 100)
        for secret in secrets { #expect(secret.wholeMatch(of: /dv_[A-Za-z0-9_-]{43}/) != nil) }
    }
}

extension Office {
    /// The recorded last use, after the writer's pending jobs have run.
    fileprivate func lastUse(ofToken number: Int64) throws -> String? {
        _ = try secret(of: Bearer(.clerk))
        return try store.writer.write(actor: nil) { tx in
            try tx.find(AccessToken.ID(number))?.lastUsedAt?.text
        }
    }

    @Test func `a role in a hamlet ends with the commune in which it was assigned`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .head)
        #expect(try office.get("/v1/hamlets/1", as: .head).status == 200)
        // The hamlet is as ever, but 16702 was Phường Nghi Phú when the role was assigned.
        try RawFile(office.base.path)
            .run("UPDATE access_token SET created_ms = \(try Instant.start(of: "2025-06-01").milliseconds)")
        #expect(Refused(try office.get("/v1/hamlets/1", as: .head)) == Refused(401, "token-invalid"))
    }

    @Test func `a token for a unit ends with the unit, although another one has its code now`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        #expect(try office.get("/v1/hamlets/1").status == 200)
        // The token was issued when 16702 was Phường Nghi Phú.
        try RawFile(office.base.path)
            .run("UPDATE access_token SET created_ms = \(try Instant.start(of: "2025-06-01").milliseconds)")
        let refused = try office.get("/v1/hamlets/1")
        #expect(Refused(refused) == Refused(401, "token-invalid"))
        #expect(refused.text("/detail")?.contains("sắp xếp lại") == true)
        // The province is the same as ever.
        _ = try office.secret(of: Bearer(.clerk, at: .province))
        try RawFile(office.base.path)
            .run("UPDATE access_token SET created_ms = \(try Instant.start(of: "2025-06-01").milliseconds)")
        #expect(try office.get("/v1/hamlets/1", as: Bearer(.clerk, at: .province)).status == 200)
    }
}

extension Instant {
    /// Midnight in Vietnam at the start of a day.
    fileprivate static func start(of day: String) throws -> Instant {
        let date = try #require(LocalDate(day))
        var moment = Office.start
        while LocalDate(moment) >= date { moment = Instant(milliseconds: moment.milliseconds - 3_600_000) }
        return moment
    }
}
