import API
import Domain
import HTTP
import TestSupport
import Testing

@Suite struct DryRunTests {
    @Test(arguments: Endpoint.names { $0.method != .get })
    func `a dry run stores nothing`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        for scope in [RoleAssignment.Scope.commune, .province] {
            if let bearer { _ = try office.secret(of: Bearer(bearer.role, at: scope)) }
        }
        let before = office.lastPosition
        let response = try office.sendSample(of: endpoint, as: bearer)
        #expect(response.status == 200)
        #expect(response.json.names == ["dry_run", "status", "body"])
        #expect(response.json.at("/dry_run")?.boolean() == true)
        #expect(response.integer("/status") == Int64(endpoint.status))
        #expect(response.field("Location") == nil)
        #expect(response.field("ETag") == nil)
        #expect(office.lastPosition == before)
        let real = try office.sendSample(of: endpoint, as: bearer, isReal: true)
        #expect(real.status == endpoint.status)
        // A code and a secret are new each time.
        let isSecret = ["/v1/tokens", "/v1/users/{id}/enrolment-codes"].contains(endpoint.path.text)
        if !isSecret { #expect(response.json.at("/body") == real.json) }
    }

    @Test func `a dry run of a receipt takes no number`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"method":"cash","amount":5}"#
        for _ in 0..<3 {
            let dryRunResult = try office.post("/v1/contributions?dry_run=true", body, key: office.newKey())
            #expect(dryRunResult.text("/body/voucher/number") == "PT-2026-0001")
        }
        #expect(try office.contribute(body).text("/voucher/number") == "PT-2026-0001")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 5)
    }

    @Test func `a dry run is refused like the real write`() throws {
        let office = try Office.villageWithBooks()
        let taken = try office.post("/v1/funds?dry_run=true", #"{"hamlet":1,"name":"Đường xóm 9"}"#)
        #expect(Refused(taken) == Refused(409, "already-exists"))
        let closed = try office.post("/v1/pledges/1/confirm?dry_run=true", ifMatch: "*")
        #expect(Refused(closed) == Refused(409, "invalid-transition"))
        let stale = try office.patch("/v1/households/1?dry_run=true", #"{"persons":1}"#, ifMatch: #""r9""#)
        #expect(Refused(stale) == Refused(412, "version-mismatch"))
        let blind = try office.patch("/v1/households/1?dry_run=true", #"{"persons":1}"#, ifMatch: nil)
        #expect(Refused(blind) == Refused(428, "version-missing"))
    }

    @Test func `dry_run=false is not a dry run`() throws {
        let response = try Office.village().post("/v1/funds?dry_run=false", #"{"hamlet":1,"name":"Q"}"#)
        #expect(response.status == 201)
    }

    @Test(arguments: ["1", "yes", "TRUE", ""])
    func `any value but true or false is refused`(_ value: String) throws {
        let office = try Office.village()
        let response = try office.post("/v1/funds?dry_run=" + value, #"{"hamlet":1,"name":"Q"}"#)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["?dry_run parameter-invalid"])
        #expect(try office.get("/v1/funds?hamlet=1").ids == [1, 2])
    }

    @Test func `reads do not accept dry_run`() throws {
        let response = try Office.village().get("/v1/hamlets/1?dry_run=true")
        #expect(Refused(response) == Refused(400, "parameter-unknown"))
    }
}
