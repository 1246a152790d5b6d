import API
import Domain
import HTTP
import TestSupport
import Testing

@Suite struct RateLimitTests {
    private func office(perToken: Int = 0, perAddress: Int = 0, failed: Int = 0) throws -> Office {
        var settings = ServiceSettings()
        settings.limitRequests(perToken: perToken, perAddress: perAddress, failedSignIns: failed)
        return try Office.village(settings: settings)
    }

    private func get(
        _ target: String, from peer: String, in office: Office, fields: [(String, String)] = []
    ) -> Response {
        office.send(Request(method: .get, target: target, fields: fields, body: [], peer: peer))
    }

    @Test func `a token has its requests of a minute, and gets them back evenly`() throws {
        let office = try office(perToken: 3)
        for _ in 0..<3 { #expect(try office.get("/v1/hamlets/1").status == 200) }
        let refused = try office.get("/v1/hamlets/1")
        #expect(Refused(refused) == Refused(429, "too-many-requests"))
        #expect(refused.field("Retry-After") == "20")
        #expect(refused.field("RateLimit") == #""token";r=0;t=20"#)
        #expect(refused.field("RateLimit-Policy") == #""token";q=3;w=60"#)
        // Another token has its own.
        #expect(try office.get("/v1/hamlets/1", as: .auditor).status == 200)
        office.clock.advance(seconds: 20)
        #expect(try office.get("/v1/hamlets/1").status == 200)
        #expect(try office.get("/v1/hamlets/1").status == 429)
        office.clock.advance(minutes: 10)
        for _ in 0..<3 { #expect(try office.get("/v1/hamlets/1").status == 200) }
        #expect(try office.get("/v1/hamlets/1").status == 429)
    }

    @Test func `public requests are counted by address, and by the 64 bits of an IPv6 network`() throws {
        let office = try office(perAddress: 2)
        func ask(_ peer: String, _ page: Int) -> Int {
            get("/v1/public/hamlets?unit=40&limit=\(page)", from: peer, in: office).status
        }
        #expect([1, 2, 3].map { ask("10.0.0.1", $0) } == [200, 200, 429])
        #expect(ask("10.0.0.2", 3) == 200)
        #expect([4, 5, 6].map { ask("2001:db8:0:1::\($0)", $0) } == [200, 200, 429])
        #expect(ask("2001:db8:0:2::1", 7) == 200)
    }

    @Test(arguments: [
        "GET /v1/me", "GET /v1/nowhere", "GET /", "DELETE /v1/funds", "OPTIONS /v1/funds",
        "GET /openapi.json",
        "GET /problems/not-found", "GET /problems/x", "GET /v1/public/hamlets/99", "POST /v1/contributions",
    ])
    func `whoever sends no token is counted by address, whatever the answer`(_ line: String) throws {
        let office = try office(perAddress: 2)
        let words = line.split(separator: " ").map { String($0) }
        guard let method = HTTP.Method(rawValue: words[0]) else {
            preconditionFailure("\(line) has a method")
        }
        let statuses = (0..<3)
            .map { _ in
                office.send(Request(method: method, target: words[1], peer: "10.0.0.1")).status
            }
        #expect(statuses[0] != 429 && statuses[1] != 429 && statuses[2] == 429, "\(line): \(statuses)")
        // The service's own state is always shown, and a token has a bucket of its own.
        for probe in ["/livez", "/readyz"] {
            #expect(get(probe, from: "10.0.0.1", in: office).status == 200)
        }
        #expect(try office.get("/v1/hamlets/1").status == 200)
    }

    @Test func `behind a proxy on a Unix socket the last forwarded address counts`() throws {
        let office = try office(perAddress: 1)
        func ask(_ forwarded: String?, _ page: Int) -> Int {
            get(
                "/v1/public/hamlets?unit=40&limit=\(page)", from: "", in: office,
                fields: forwarded.map { [("X-Forwarded-For", $0)] } ?? []
            )
            .status
        }
        #expect(ask("6.6.6.6, 10.0.0.1", 1) == 200)
        // What the client itself sent comes first, and counts for nothing.
        #expect(ask("7.7.7.7, 10.0.0.1", 2) == 429)
        #expect(ask("10.0.0.2", 3) == 200)
        #expect([4, 5].map { ask(nil, $0) } == [200, 200])
        // On a TCP connection the field counts for nothing.
        let fields = [("X-Forwarded-For", "8.8.8.8")]
        let target = "/v1/public/hamlets?unit=40&limit="
        #expect(get(target + "6", from: "10.9.9.9", in: office, fields: fields).status == 200)
        #expect(get(target + "7", from: "10.9.9.9", in: office, fields: fields).status == 429)
    }

    @Test func `a trusted proxy names its clients; proxies before it are skipped`() throws {
        var settings = ServiceSettings()
        settings.limitRequests(perToken: 0, perAddress: 1, failedSignIns: 0)
        settings.trustedProxies = ["10.0.0.0/8", "::1"].compactMap(AddressBlock.init)
        let office = try Office.village(settings: settings)
        var page = 0
        func ask(_ peer: String, _ forwarded: String?) -> Int {
            page += 1
            let fields = forwarded.map { [("X-Forwarded-For", $0)] } ?? []
            return get("/v1/public/hamlets?unit=40&limit=\(page)", from: peer, in: office, fields: fields)
                .status
        }
        #expect(ask("10.0.0.1", "8.8.8.8") == 200)
        #expect(ask("::1", "9.9.9.9, 8.8.8.8") == 429)
        // Behind two proxies, the address before the nearer one.
        #expect(ask("10.0.0.1", "8.8.4.4, 10.0.0.2") == 200)
        #expect(ask("10.0.0.1", "8.8.4.4") == 429)
        // A client that is no proxy cannot name another address.
        #expect(ask("7.7.7.7", "6.6.6.6") == 200)
        #expect(ask("7.7.7.7", "5.5.5.5") == 429)
        // Without the field, the proxy itself asks.
        #expect(ask("10.0.0.3", nil) == 200)
    }

    /// One client each, however often the element changes.
    @Test(arguments: [
        (0..<4).map { "203.0.113.99:\($0 + 1000)" }, (0..<4).map { "[2001:db8::\($0)]:\($0)" },
        ["2001:db8:1::1", "2001:0db8:1::2", "2001:DB8:1:0::3"], ["::ffff:203.0.113.98", "203.0.113.98"],
        (0..<4).map { "garbage\($0)" }, ["unknown", "", "_x", "10.0.0.9, unknown"],
        (0..<4).map { "203.0.113.\($0), unknown" }, (0..<4).map { "203.0.113.\($0), 10.0.0.7, nobody" },
    ])
    func `what a proxy names without an address of its own has no bucket of its own`(
        _ elements: [String]
    ) throws {
        for peer in ["10.0.0.1", ""] {
            var settings = ServiceSettings()
            settings.limitRequests(perToken: 0, perAddress: 1, failedSignIns: 0)
            settings.trustedProxies = ["10.0.0.0/30"].compactMap(AddressBlock.init)
            let office = try Office.village(settings: settings)
            let statuses = elements.enumerated()
                .map { page, element in
                    get(
                        "/v1/public/hamlets?unit=40&limit=\(page + 1)", from: peer, in: office,
                        fields: [("X-Forwarded-For", element)]
                    )
                    .status
                }
            #expect(statuses.first == 200 && statuses.dropFirst().allSatisfy { $0 == 429 }, "\(statuses)")
        }
    }

    @Test func `an address with wrong tokens is stopped, and its right ones pass`() throws {
        let office = try office(failed: 2)
        let wrong = [("Authorization", "Bearer dv_" + String(repeating: "x", count: 43))]
        let right = [("Authorization", "Bearer " + (try office.secret(of: .clerk)))]
        let statuses = (0..<3)
            .map { _ in
                get("/v1/hamlets/1", from: "10.0.0.1", in: office, fields: wrong).status
            }
        #expect(statuses == [401, 401, 429])
        #expect(get("/v1/hamlets/1", from: "10.0.0.1", in: office, fields: right).status == 200)
        #expect(get("/v1/hamlets/1", from: "10.0.0.2", in: office, fields: wrong).status == 401)
        office.clock.advance(minutes: 1)
        #expect(get("/v1/hamlets/1", from: "10.0.0.1", in: office, fields: wrong).status == 401)
    }

    @Test func `enrolment codes are tried no more often than wrong tokens`() throws {
        let office = try office(failed: 2)
        let body = Array(#"{"code":"0000-0000-0000-0000"}"#.utf8)
        let fields = [("Content-Type", "application/json")]
        let statuses = (0..<3)
            .map { _ in
                office.send(
                    Request(method: .post, target: "/v1/tokens", fields: fields, body: body, peer: "10.0.0.1")
                )
                .status
            }
        #expect(statuses == [422, 422, 429])
    }

    @Test func `no limit stops an office by default`() throws {
        let office = try Office.village()
        for _ in 0..<500 { #expect(try office.get("/v1/hamlets/1").status == 200) }
    }
}
