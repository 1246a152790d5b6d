import Domain
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct HeaderTests {
    private static let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test(arguments: [
        nil, "", "*/*", "application/json", "application/*", "APPLICATION/JSON", "text/html, */*;q=0.1",
        "application/json;q=0.001", "application/problem+json", " application/json ; q=1 , text/html",
        "application/json;charset=utf-8",
    ])
    func `JSON is acceptable`(_ accept: String?) throws {
        let fields = accept.map { [("Accept", $0)] } ?? []
        #expect(try Office.village().get("/v1/public/hamlets/1", as: nil, fields: fields).status == 200)
    }

    @Test(arguments: [
        "text/html", "application/xml", "application/json;q=0", "*/*;q=0", "text/*", "image/png, text/csv",
        "application/json;q=0, */*", "*/*;q=1, application/*;q=0", ",", "application/json;q=2", "json",
    ])
    func `a request that does not accept JSON gets 406`(_ accept: String) throws {
        let office = try Office.village()
        let response = try office.get("/v1/public/hamlets/1", as: nil, fields: [("Accept", accept)])
        #expect(Refused(response) == Refused(406, "not-acceptable"))
    }

    @Test func `an unacceptable write has no effect`() throws {
        let office = try Office.village()
        let response = try office.post(
            "/v1/funds", #"{"hamlet":1,"name":"Q"}"#, fields: [("Accept", "text/csv")])
        #expect(response.status == 406)
        #expect(try office.get("/v1/funds?hamlet=1").ids == [1, 2])
    }

    @Test(arguments: [
        (nil, "vi"), ("", "vi"), ("en", "en"), ("vi", "vi"), ("en-GB", "en"), ("EN", "en"), ("fr", "vi"),
        ("en;q=0.5, vi", "vi"), ("vi;q=0.5, en", "en"), ("vi;q=0.5, en;q=0.5", "vi"), ("fr, en;q=0.1", "en"),
        ("en;q=0", "vi"), ("*", "vi"), ("en;q=x", "vi"), ("vi-VN, en-US;q=0.9", "vi"), (" en ; q=0.3 ", "en"),
        ("english", "vi"), (";;;,,,", "vi"), ("en;q=1.0001", "vi"), ("en;Q=0.7", "en"), ("en;q=1.5", "en"),
    ])
    func `the response is in the preferred language`(_ field: String?, _ language: String) throws {
        let office = try Office.village()
        let response = try office.get(
            "/v1/units", as: nil, fields: field.map { [("Accept-Language", $0)] } ?? [])
        #expect(response.field("Content-Language") == language)
        #expect(response.field("Vary") == "Accept-Language")
        let title = ProblemCode.tokenMissing.title
        #expect(response.text("/title") == (language == "en" ? title.en : title.vi))
    }

    @Test func `without a preference the language is the setting`() throws {
        var settings = ServiceSettings()
        settings.language = .english
        let office = try Office.village(settings: settings)
        #expect(try office.get("/v1/units", as: nil).field("Content-Language") == "en")
        let vi = try office.get("/v1/units", as: nil, fields: [("Accept-Language", "vi")])
        #expect(vi.field("Content-Language") == "vi")
    }

    @Test(arguments: ["a", "0123.abc_DEF-9", String(repeating: "x", count: 64)])
    func `a well-formed request id is kept`(_ name: String) throws {
        let office = try Office.village()
        #expect(
            try office.get("/livez", as: nil, fields: [("X-Request-Id", name)]).field("X-Request-Id") == name)
        let refused = try office.get("/v1/x", as: nil, fields: [("X-Request-Id", name)])
        #expect(refused.text("/request_id") == name)
    }

    @Test(arguments: ["", " ", "a b", "a,b", "ü", "<script>", String(repeating: "x", count: 65), "a\"b"])
    func `a malformed request id is replaced`(_ name: String) throws {
        let response = try Office.village().get("/livez", as: nil, fields: [("X-Request-Id", name)])
        #expect(response.field("X-Request-Id")?.wholeMatch(of: /[0-9A-HJKMNP-TV-Z]{13}/) != nil)
    }

    @Test func `generated request ids do not repeat`() {
        var ids = RequestIDs()
        let made = (0..<10_000).map { _ in ids.next(sent: nil) }
        #expect(Set(made).count == 10_000)
    }

    @Test(arguments: Endpoint.names)
    func `only public responses may be cached and read cross-origin`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let response = try office.sendSample(of: endpoint, as: .admin)
        #expect(response.field("X-Content-Type-Options") == "nosniff")
        #expect(response.field("X-Request-Id") != nil)
        #expect(response.field("Server-Timing")?.wholeMatch(of: /total;dur=\d+\.\d{3}/) != nil)
        if endpoint.access == .anonymous {
            let isTile = endpoint.media == [.octets]
            #expect(
                response.field("Cache-Control")
                    == (isTile
                        ? "public, max-age=31536000, immutable"
                        : "public, max-age=5, stale-while-revalidate=30"))
            #expect(response.field("Access-Control-Allow-Origin") == "*")
        } else {
            #expect(response.field("Cache-Control") == "private, no-store")
            #expect(response.field("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test func `exactly the paths below /v1/public have anonymous access`() {
        for endpoint in Service.table {
            let isPublic = [Access.anonymous, .witness].contains(endpoint.access)
            #expect(isPublic == endpoint.path.text.hasPrefix("/v1/public/"))
        }
    }

    @Test func `a public error response is not cacheable`() throws {
        let response = try Office.village().get("/v1/public/hamlets/99", as: nil)
        #expect(response.field("Cache-Control") == "no-store")
        #expect(response.field("Access-Control-Allow-Origin") == "*")
    }

    @Test func `a CORS preflight succeeds for public paths only`() throws {
        let response = try Office.village()
            .send(
                .options, "/v1/public/hamlets/1/summary",
                fields: [("Origin", "https://xa.example"), ("Access-Control-Request-Method", "GET")])
        #expect(response.status == 204)
        #expect(response.field("Access-Control-Allow-Origin") == "*")
        #expect(response.field("Access-Control-Allow-Methods") == "GET, HEAD, OPTIONS")
        #expect(response.field("Access-Control-Max-Age") == "86400")
        let closed = try Office.village().send(.options, "/v1/funds")
        #expect(closed.field("Access-Control-Allow-Origin") == nil)
        #expect(closed.field("Access-Control-Allow-Methods") == nil)
    }

    @Test func `the setting decides the max-age of public responses`() throws {
        var settings = ServiceSettings()
        settings.publicCacheSecondsMax = 60
        let response = try Office.village(settings: settings).get("/v1/public/hamlets/1", as: nil)
        #expect(response.field("Cache-Control") == "public, max-age=60, stale-while-revalidate=30")
    }

    @Test func `each refusal writes one log line, with its request`() throws {
        let office = try Office.village()
        _ = try office.get(
            "/v1/units?q=%C3%A1", as: nil,
            fields: [("X-Request-Id", "abc"), ("traceparent", HeaderTests.trace)])
        let line = try #require(office.log.lines.last)
        #expect(office.log.lines.count == 1)
        #expect(line.message == "GET /v1/units 401 token-missing")
        #expect(line.metadata["request_id"] == "abc")
        #expect(line.metadata["traceparent"] == HeaderTests.trace)
        #expect(line.level == "info")
    }

    @Test func `a successful response is not logged`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.get("/v1/hamlets/1")
        #expect(office.log.lines.isEmpty)
    }

    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
        ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
        ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
        ("00-1-2-01", false), ("x level=error user=1", false), (String(repeating: "a", count: 15_000), false),
    ])
    func `a trace context is logged only when it is one`(_ sent: String, _ isLogged: Bool) throws {
        let office = try Office.village()
        _ = try office.get("/v1/hamlets/99", fields: [("traceparent", sent)])
        let line = try #require(office.log.lines.last)
        #expect(line.metadata["traceparent"] == (isLogged ? sent : "-"))
    }

    @Test func `a logged path is short and has no byte that acts on a terminal`() throws {
        let office = try Office.village()
        for path in ["/v1/" + String(repeating: "a", count: 8000), "/v1/\u{1B}[2J\u{202E}\u{9B}x"] {
            _ = office.send(Request(method: .get, target: path, fields: [], body: []))
            let line = try #require(office.log.lines.last)
            #expect(line.message.utf8.count < 320)
            #expect(line.message.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "…" })
        }
    }

    @Test func `a refused attempt is logged with its address`() throws {
        let office = try Office.village()
        _ = try office.get("/v1/hamlets/1", as: nil)
        #expect(office.log.lines.last?.metadata["client"] != nil)
        _ = try office.get("/v1/hamlets/99")
        #expect(office.log.lines.last?.metadata["client"] == nil)
    }

    @Test func `pages of other origins may read the fields of public responses`() throws {
        let office = try Office.village()
        for path in ["/v1/public/hamlets/1", "/v1/public/hamlets/99"] {
            let response = try office.get(path, as: nil)
            let exposed = response.field("Access-Control-Expose-Headers") ?? ""
            #expect(Set(exposed.split(separator: ", ")).isSuperset(of: ["ETag", "Link", "X-Request-Id"]))
            #expect(response.field("Cache-Control") != nil)
        }
        #expect(try office.get("/v1/public/hamlets/99", as: nil).field("Cache-Control") == "no-store")
    }
}
