import Domain
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct RoutingTests {
    @Test(arguments: [
        "/", "", "/v1", "/v1/", "/v2/units", "/V1/units", "/v1/units/", "/v1//units", "/v1/hamlets/1/", "//",
        "/v1/hamlets/1/nothing", "/v1/pledges/1/confirm/x", "/v1/public", "/v1/public/",
        "/v1/public/vouchers",
        "/v1/public/households?hamlet=1", "/v1/public/hamlets/1/households", "/v1/public/pledges?hamlet=1",
        "/favicon.ico", "/problems", "/livez/", "/%2e%2e/etc/passwd", "/v1/hamlets/%zz", "/v1/hamlets/%FF",
    ])
    func `an unknown path gets 404, with or without a token`(_ target: String) throws {
        let office = try Office.village()
        for bearer in [nil, Bearer.clerk] {
            #expect(Refused(try office.get(target, as: bearer)) == Refused(404, "not-found"))
        }
    }

    @Test(arguments: [
        (Method.delete, "/v1/households/1", "GET, HEAD, OPTIONS, PATCH"),
        (.put, "/v1/households/1", "GET, HEAD, OPTIONS, PATCH"),
        (.post, "/v1/households/1", "GET, HEAD, OPTIONS, PATCH"),
        (.patch, "/v1/households", "GET, HEAD, OPTIONS, POST"),
        (.delete, "/v1/contributions/1", "GET, HEAD, OPTIONS"),
        (.get, "/v1/contributions/1/refunds", "OPTIONS, POST"), (.head, "/v1/batches", "OPTIONS, POST"),
        (.get, "/v1/pledges/1/confirm", "OPTIONS, POST"), (.post, "/livez", "GET, HEAD, OPTIONS"),
        (.delete, "/openapi.json", "GET, HEAD, OPTIONS"),
        (.put, "/problems/already-exists", "GET, HEAD, OPTIONS"),
    ])
    func `an unsupported method is refused with the allowed ones`(
        _ method: HTTP.Method, _ target: String, _ allowed: String
    ) throws {
        let office = try Office.village()
        let refused = try office.send(method, target)
        #expect(Refused(refused) == Refused(405, "method-not-allowed"))
        #expect(refused.field("Allow") == allowed)
        let options = try office.send(.options, target)
        #expect(options.status == 204)
        #expect(options.field("Allow") == allowed)
        #expect(options.body.isEmpty)
    }

    @Test func `nothing can be deleted`() {
        #expect(!Service.table.contains { $0.method == .delete || $0.method == .put })
    }

    @Test func `OPTIONS of the whole server names every method`() throws {
        let response = try Office.village().send(.options, "*")
        #expect(response.status == 204)
        #expect(response.field("Allow") == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
    }

    @Test func `OPTIONS of an unknown path gets 404`() throws {
        #expect(Refused(try Office.village().send(.options, "/v1/x")) == Refused(404, "not-found"))
    }

    @Test(arguments: Endpoint.names { $0.method == .get })
    func `HEAD equals GET`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let target = try endpoint.sample.target
        // The first request records the use of the token, which the list of tokens shows.
        _ = try office.get("/v1/units", as: .admin)
        _ = try office.post("/v1/users", #"{"name":"Sau đó"}"#, as: .admin)
        let get = try office.get(target, as: .admin)
        let head = try office.send(.head, target, as: .admin)
        #expect(head.status == get.status)
        for field in ["ETag", "Content-Type", "Cache-Control", "Link", "X-Content-Type-Options"] {
            #expect(head.field(field) == get.field(field), "\(field)")
        }
        // The body is removed during encoding, so that Content-Length equals that of GET.
        #expect(head.body.count == get.body.count)
    }

    @Test(arguments: [
        ("/v1/hamlets/%31", 200), ("/v1/units/%31%36702", 200), ("/v1/hamlets/1%", 404),
        ("/v1/hamlets/%3", 404),
        ("/v1/hamlets/+1", 404), ("/v1/hamlets/1;v=1", 404), ("/v1/h%61mlets/1", 200),
        ("/v1/%70ublic/%68amlets/1", 200),
        ("/v1%2Fhamlets/1", 404),
    ])
    func `path values are decoded, literal segments are not`(_ target: String, _ status: Int) throws {
        #expect(try Office.village().get(target).status == status)
    }

    @Test(arguments: [
        ("q=xom+9", [1]), ("q=X%C3%93M%209", [1]), ("q=x%6Fm%20%39", [1]), ("%71=xom%2010", [2]),
        ("q=a%2Bb", []),
    ])
    func `query values are decoded, and plus is a space`(_ query: String, _ ids: [Int64]) throws {
        #expect(try Office.village().get("/v1/hamlets?unit=16702&" + query).ids == ids)
    }

    @Test(arguments: ["q=%", "q=%4", "q=%GG", "%ff=1", "q=%C3", "%", "q=%F0%9F%92"])
    func `bad percent-encoding in a query is refused`(_ query: String) throws {
        let response = try Office.village().get("/v1/hamlets?unit=16702&" + query)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
    }

    @Test func `a query has at most 50 parameters`() throws {
        let office = try Office.village()
        let many = (0..<51).map { "x\($0)=1" }.joined(separator: "&")
        let refused = try office.get("/v1/hamlets?unit=40&" + many)
        #expect(Refused(refused) == Refused(400, "parameter-invalid"))
        #expect(refused.errors.isEmpty)
        let named = try office.get("/v1/hamlets?" + (0..<50).map { "x\($0)=1" }.joined(separator: "&"))
        #expect(named.errors.contains("?x49 parameter-unknown"))
    }

    @Test(arguments: ["unit=16702&unit=40", "unit=16702&%75nit=16702", "unit=16702&limit=1&limit=1"])
    func `a repeated parameter is refused`(_ query: String) throws {
        let response = try Office.village().get("/v1/hamlets?" + query)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.text("/errors/0/detail") == "bị lặp lại")
    }

    @Test(arguments: ["", "&", "&&", "unit=16702&", "&unit=16702"])
    func `empty pairs in a query are ignored`(_ query: String) throws {
        #expect(
            try Office.village().get("/v1/units?" + query.replacing("unit=16702", with: "")).status == 200)
    }

    @Test(arguments: [
        ("/v1/hamlets?unit=16702&page=2", "page", "unit, q, as_of, commune, limit, cursor, format"),
        ("/v1/hamlets/1?x=1", "x", "–"),
        (
            "/v1/public/hamlets/1/contributions?household=1", "household",
            "from, to, fund, limit, cursor, format"
        ),
        ("/v1/public/hamlets/1/contributions?method=cash", "method", "from, to, fund, limit, cursor, format"),
        ("/v1/units?=5", "", "as_of, parent, q, limit, cursor, format"),
    ])
    func `an unknown parameter is refused with the allowed ones`(
        _ target: String, _ name: String, _ allowed: String
    ) throws {
        let response = try Office.village().get(target)
        #expect(Refused(response) == Refused(400, "parameter-unknown"))
        #expect(response.errors == ["?\(name) parameter-unknown"])
        #expect(response.text("/errors/0/detail") == "có thể dùng: " + allowed)
    }

    @Test func `a write accepts only the parameter dry_run`() throws {
        let response = try Office.village().post("/v1/funds?dryrun=true", #"{"hamlet":1,"name":"Q"}"#)
        #expect(Refused(response) == Refused(400, "parameter-unknown"))
        #expect(response.text("/errors/0/detail") == "có thể dùng: dry_run")
    }

    @Test func `a body on a read is ignored`() throws {
        let response = try Office.village().send(.get, "/v1/hamlets/1", "not JSON", as: .clerk)
        #expect(response.status == 200)
    }

    @Test func `no two rows of the table have the same name`() {
        #expect(Set(Endpoint.names).count == Endpoint.names.count)
    }
}
