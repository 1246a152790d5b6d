import Domain
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct SystemTests {
    @Test(arguments: [("/livez", #"{"status":"alive"}"#), ("/readyz", #"{"status":"ready"}"#)])
    func `the service reports anonymously that it is alive and ready`(_ path: String, _ body: String) throws {
        let office = try Office()
        let response = try office.get(path, as: nil)
        #expect(response.status == 200)
        #expect(response.bodyText == body)
        #expect(response.field("Cache-Control") == "private, no-store")
        #expect(try office.send(.head, path).status == 200)
    }

    @Test func `the OpenAPI document supports If-None-Match`() throws {
        let office = try Office()
        let first = try office.get("/openapi.json", as: nil)
        #expect(first.status == 200)
        #expect(first.json.text("/openapi") == "3.1.0")
        let tag = try #require(first.field("ETag"))
        #expect(tag.wholeMatch(of: /"[0-9a-f]{16}"/) != nil)
        for field in [tag, "W/" + tag, "*"] {
            let again = try office.get("/openapi.json", as: nil, fields: [("If-None-Match", field)])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
        #expect(try office.get("/openapi.json", as: nil, fields: [("If-None-Match", #""x""#)]).status == 200)
    }

    @Test func `system endpoints need no token`() throws {
        for path in ["/livez", "/readyz", "/openapi.json", "/problems/already-exists"] {
            #expect(try Office().get(path, as: nil).status == 200)
        }
    }

    @Test func `system endpoints ignore a token`() throws {
        #expect(try Office().get("/livez", as: nil, fields: [("Authorization", "Bearer x")]).status == 200)
    }

    @Test func `the service is not ready while its clock is behind the books`() throws {
        let office = try Office.village()
        office.clock.set(Instant(milliseconds: Office.start.milliseconds - 86_400_000))
        let ready = try office.get("/readyz", as: nil)
        #expect(Refused(ready) == Refused(503, "clock-behind") && ready.field("Retry-After") == "60")
        #expect(try office.get("/livez", as: nil).status == 200)
        #expect(try office.get("/v1/public/hamlets/1", as: nil).status == 200)
        office.clock.set(Office.start)
        #expect(try office.get("/readyz", as: nil).status == 200)
    }
}
