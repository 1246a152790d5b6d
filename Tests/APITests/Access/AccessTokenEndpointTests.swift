import API
import Domain
import Foundation
import HTTP
import JSON
import Store
import TestSupport
import Testing

@Suite struct AccessTokenEndpointTests {
    private static let duty = #"{"role":"auditor","unit":"16702","days":7}"#

    /// A code for a user, who is recorded first.
    private func code(
        in office: Office, for name: String = "Lan", _ body: String = duty, as bearer: Bearer = .admin
    ) throws -> (user: Int64, code: String) {
        let user = try #require(
            try office.post("/v1/users", #"{"name":"\#(name)"}"#, as: .admin).integer("/id"))
        return (user, try another(in: office, for: user, body, as: bearer))
    }

    private func another(
        in office: Office, for user: Int64, _ body: String = duty, as bearer: Bearer = .admin
    ) throws -> String {
        let response = try office.post("/v1/users/\(user)/enrolment-codes", body, as: bearer)
        return try #require(response.text("/code"), "\(response.bodyText)")
    }

    private func redeem(_ code: String, in office: Office, with secret: String? = nil) throws -> Response {
        try office.post(
            "/v1/tokens", #"{"code":"\#(code)"}"#, as: nil,
            fields: secret.map { [("Authorization", "Bearer " + $0)] } ?? [])
    }

    @Test func `a user redeems a code for a token, which works until it expires`() throws {
        let office = try Office.village()
        let (user, code) = try code(in: office)
        let listed = try office.get("/v1/tokens", as: .admin).items().last
        #expect(listed?.text("/state") == "enrolling")
        #expect(listed?.text("/expires_at") == "2026-11-26T02:00:00.000Z")
        office.clock.advance(days: 1)
        let response = try redeem(code, in: office)
        #expect(response.status == 201)
        let secret = try #require(response.text("/token"))
        try expect(
            response,
            shows: """
                {"id":2,"user":{"id":\(user),"name":"Lan","disabled_at":null},"role":"auditor","unit":"16702",
                "hamlet":null,"state":"valid","assigned_by":10,"created_at":"2026-11-23T02:00:00.000Z",
                "redeemed_at":"2026-11-24T02:00:00.000Z","expires_at":"2026-12-01T02:00:00.000Z",
                "last_used_at":null,"revoked_at":null,"token":"\(secret)"}
                """)
        let fields = [("Authorization", "Bearer " + secret)]
        #expect(try office.get("/v1/hamlets/1", as: nil, fields: fields).status == 200)
        office.clock.advance(days: 7)
        #expect(try office.get("/v1/hamlets/1", as: nil, fields: fields).status == 401)
    }

    @Test func `a code is redeemed once, and may be typed carelessly`() throws {
        let office = try Office.village()
        let (_, code) = try code(in: office)
        #expect(code.count == 19 && code.split(separator: "-").count == 4)
        let typed = " " + code.lowercased().replacing("-", with: " ").replacing("0", with: "o")
        #expect(try redeem(typed, in: office).status == 201)
        let again = try redeem(code, in: office)
        #expect(Refused(again) == Refused(422, "enrolment-code-invalid"))
        #expect(again.errors == ["/code enrolment-code-invalid"])
        #expect(again.text("/errors/0/detail")?.contains("hãy xin quản trị viên mã mới") == true)
    }

    @Test(arguments: [
        "", "K7QM", "K7QM-2XRP-9TFA-W3HU", "0000-0000-0000-0000", "K7QM-2XRP-9TFA-W3HDD", "ÁÁÁÁ",
    ])
    func `an unknown or malformed code is refused`(_ code: String) throws {
        let response = try redeem(code, in: try Office.village())
        #expect(response.status == 422 && response.errors.count == 1)
    }

    @Test func `an expired or revoked code is refused`() throws {
        let office = try Office.village()
        let (_, late) = try code(in: office)
        office.clock.advance(minutes: 72 * 60)
        #expect(try redeem(late, in: office).code == "enrolment-code-invalid")
        let (_, revoked) = try code(in: office, for: "Minh")
        #expect(try office.post("/v1/tokens/3/revoke", as: .admin).text("/state") == "revoked")
        #expect(try redeem(revoked, in: office).code == "enrolment-code-invalid")
    }

    @Test func `whoever has a token confirms with it, so that nobody takes over their name`() throws {
        let office = try Office.village()
        let (user, first) = try code(in: office)
        let own = try #require(try redeem(first, in: office).text("/token"))
        let second = try another(in: office, for: user, #"{"role":"clerk","hamlet":1}"#)
        for stranger in [nil, try office.secret(of: .admin), try office.secret(of: .clerk)] {
            let refused = try redeem(second, in: office, with: stranger)
            #expect(Refused(refused) == Refused(403, "confirmation-required"))
        }
        #expect(try redeem(second, in: office, with: "dv_" + String(repeating: "x", count: 43)).status == 401)
        let confirmed = try redeem(second, in: office, with: own)
        #expect(confirmed.status == 201 && confirmed.text("/role") == "clerk")
        // A lost token is revoked first; then the code alone is enough.
        for token in try office.get("/v1/tokens", as: .admin).items() where token.integer("/user/id") == user
        {
            _ = try office.post("/v1/tokens/\(token.integer("/id") ?? 0)/revoke", as: .admin)
        }
        #expect(try redeem(try another(in: office, for: user), in: office).status == 201)
    }

    @Test func `journal rows keep the token that acted and who had assigned its role`() throws {
        let office = try Office.village()
        let (user, code) = try code(in: office, #"{"role":"clerk","unit":"16702"}"#)
        let secret = try #require(try redeem(code, in: office).text("/token"))
        _ = try office.post(
            "/v1/funds", #"{"hamlet":1,"name":"Quỹ đường"}"#, as: nil,
            fields: [("Authorization", "Bearer " + secret)])
        let rows = try office.base.journalActors().suffix(3)
        #expect(rows.map(\.kind) == ["token.issued", "token.redeemed", "fund.recorded"])
        let (admin, own) = (User.ID(10), User.ID(user))
        #expect(
            rows.map(\.actor) == [
                // The administrator's token was issued by the administrator of the machine.
                Actor(admin, token: AccessToken.ID(1)), Actor(own, assignedBy: admin),
                Actor(own, token: AccessToken.ID(2), assignedBy: admin),
            ])
    }

    @Test(arguments: [Role.accountant, .treasurer, .approver])
    func `a hamlet's administrator assigns no duty about money`(_ role: Role) throws {
        let office = try Office.village()
        let user = try #require(
            try office.post("/v1/users", #"{"name":"Lan"}"#, as: Bearer(.admin, at: .xom9)).integer("/id"))
        let body = #"{"role":"\#(role.rawValue)","hamlet":1}"#
        let refused = try office.post(
            "/v1/users/\(user)/enrolment-codes", body, as: Bearer(.admin, at: .xom9))
        #expect(Refused(refused) == Refused(422, "role-not-assignable"))
        #expect(refused.errors == ["/role role-not-assignable"])
        #expect(try office.post("/v1/users/\(user)/enrolment-codes", body, as: .admin).status == 201)
        let other = #"{"role":"clerk","hamlet":1}"#
        #expect(
            try office.post("/v1/users/\(user)/enrolment-codes", other, as: Bearer(.admin, at: .xom9)).status
                == 201)
    }

    @Test func `nobody assigns a duty to themselves`() throws {
        let office = try Office.village()
        let own = try office.get("/v1/me", as: .admin).integer("/user/id") ?? 0
        let refused = try office.post("/v1/users/\(own)/enrolment-codes", Self.duty, as: .admin)
        #expect(Refused(refused) == Refused(409, "own-assignment"))
    }

    @Test func `days and hours come from the settings`() throws {
        var settings = ServiceSettings()
        settings.tokenDaysDefault = 30
        settings.enrolmentHours = 1
        let office = try Office.village(settings: settings)
        let (_, code) = try code(in: office, #"{"role":"clerk","hamlet":1}"#)
        #expect(
            try office.get("/v1/tokens", as: .admin).items().last?.text("/expires_at")
                == "2026-11-23T03:00:00.000Z")
        #expect(try redeem(code, in: office).text("/expires_at") == "2026-12-23T02:00:00.000Z")
    }

    @Test(arguments: [
        (#"{"role":"clerk"}"#, "/unit unit-required"),
        (#"{"role":"clerk","unit":"16702","hamlet":1}"#, "/unit unit-required"),
        (#"{"role":"king","hamlet":1}"#, "/role choice-unknown"),
        (#"{"role":"clerk","hamlet":3}"#, "/hamlet reference-unknown"),
        (#"{"role":"clerk","hamlet":99}"#, "/hamlet reference-unknown"),
        (#"{"role":"clerk","unit":"40"}"#, "/unit reference-unknown"),
        (#"{"role":"clerk","unit":"17329"}"#, "/unit reference-unknown"),
        (#"{"role":"clerk","hamlet":1,"days":0}"#, "/days number-out-of-range"),
        (#"{"role":"clerk","hamlet":1,"days":3651}"#, "/days number-out-of-range"),
    ])
    func `a role can be assigned only within the caller's place`(_ body: String, _ error: String) throws {
        let response = try Office.village().post("/v1/users/1/enrolment-codes", body, as: .admin)
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
        #expect(!response.json.allNames.contains("token") && !response.json.allNames.contains("code"))
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

    @Test func `a repeated request shows no code, and the file contains neither code nor secret`() throws {
        let office = try Office.village()
        let user = try #require(try office.post("/v1/users", #"{"name":"Lan"}"#, as: .admin).integer("/id"))
        let path = "/v1/users/\(user)/enrolment-codes"
        let first = try office.post(path, Self.duty, as: .admin, key: "token-key-0000001")
        let code = try #require(first.text("/code"))
        let again = try office.post(path, Self.duty, as: .admin, key: "token-key-0000001")
        #expect(again.status == 201)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.json.at("/code") == .null)
        #expect(again.integer("/id") == first.integer("/id"))
        let secret = try #require(try redeem(code, in: office).text("/token"))
        office.store.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: office.folder) {
            let bytes = try #require(FileManager.default.contents(atPath: office.folder + "/" + name))
            for text in [secret, String(secret.dropFirst(3)), code, code.replacing("-", with: "")] {
                #expect(bytes.range(of: Data(text.utf8)) == nil, "\(name)")
            }
        }
    }

    @Test func `a dry run shows no secret and redeems nothing`() throws {
        let office = try Office.village()
        let (user, code) = try code(in: office)
        let issued = try office.post(
            "/v1/users/\(user)/enrolment-codes?dry_run=true", Self.duty, as: .admin)
        #expect(issued.status == 200 && issued.json.at("/body/code") == .null)
        let redeemed = try office.post("/v1/tokens?dry_run=true", #"{"code":"\#(code)"}"#, as: nil)
        #expect(redeemed.status == 200 && redeemed.json.at("/body/token") == .null)
        #expect(try redeem(code, in: office).status == 201)
    }
}
