import API
import Domain
import HTTP
import TestSupport
import Testing

/// Bodies that are not JSON, not the required JSON, or not declared as JSON.
@Suite struct BadBodyTests {
    private static let valid = #"{"hamlet":1,"name":"Quỹ mới"}"#

    @Test(arguments: [
        (#"{"hamlet":1,"name":"x""#, 22), (#"{"hamlet":1,}"#, 12), ("{'hamlet':1}", 1), ("{} {}", 3),
        ("nul", 3),
        (#"{"hamlet":01}"#, 11), (#"{"hamlet":+1}"#, 10), (#"{"hamlet":NaN}"#, 10), ("\u{FEFF}{}", 0),
        (#"{"name":"a\x"}"#, 11), ("{\"name\":\"a\tb\"}", 10), ("{\"name\":\"\u{1}\"}", 9), ("[1,2", 4),
        (" ", 1),
        (#"{"a":1 "b":2}"#, 7), ("// {}", 0),
    ])
    func `malformed JSON is refused with the place of the first error`(
        _ body: String, _ offset: Int
    ) throws {
        let response = try Office.village().post("/v1/funds", body)
        #expect(Refused(response) == Refused(400, "json-malformed"))
        #expect(response.text("/detail")?.hasPrefix("Sai ở byte \(offset) (") == true, "\(response.bodyText)")
    }

    @Test(arguments: [
        (#"{"amount":1.000.000}"#, "dấu ngăn hàng nghìn"), (#"{"hamlet":1,"#, "gửi lại cả yêu cầu"),
        (#"{"amount":0100}"#, "số 0 ở đầu"), ("\u{FEFF}{}", "BOM"),
    ])
    func `malformed JSON is refused with what to do`(_ body: String, _ advice: String) throws {
        let response = try Office.village().post("/v1/funds", body)
        #expect(response.text("/detail")?.contains(advice) == true, "\(response.bodyText)")
    }

    @Test func `bytes that are not UTF-8 are refused`() throws {
        let office = try Office.village()
        let fields = [
            ("Authorization", "Bearer " + (try office.secret(of: .clerk))),
            ("Content-Type", "application/json"),
        ]
        let body = Array(#"{"hamlet":1,"name":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        let response = office.send(Request(method: .post, target: "/v1/funds", fields: fields, body: body))
        #expect(Refused(response) == Refused(400, "json-malformed"))
    }

    @Test func `32 levels are accepted, 33 are not`() throws {
        let office = try Office.village()
        func nested(_ depth: Int) -> String {
            #"{"x":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
                + "}"
        }
        #expect(try office.post("/v1/funds", nested(32)).status == 422)
        let response = try office.post("/v1/funds", nested(33))
        #expect(Refused(response) == Refused(400, "json-malformed"))
        #expect(response.text("/detail")?.hasPrefix("Sai ở byte 36 (") == true, "\(response.bodyText)")
    }

    @Test(arguments: ["[]", "5", #""x""#, "null", "true", #"[{"hamlet":1,"name":"x"}]"#])
    func `a body must be an object`(_ body: String) throws {
        let response = try Office.village().post("/v1/funds", body)
        #expect(Refused(response) == Refused(422, "type-mismatch"))
        #expect(response.errors == [" type-mismatch"])
    }

    @Test func `an empty body lacks the required members`() throws {
        let response = try Office.village().post("/v1/pledges")
        #expect(Refused(response) == Refused(422, "member-missing"))
        #expect(
            response.errors == [
                "/fund member-missing", "/household member-missing", "/amount member-missing",
            ])
    }

    @Test func `a repeated member is refused, whatever its values`() throws {
        let response = try Office.village()
            .post("/v1/funds", #"{"hamlet":1,"name":"x","hamlet":1,"a":{"b":1,"b":1}}"#)
        #expect(Refused(response) == Refused(422, "member-repeated"))
        #expect(response.errors == ["/hamlet member-repeated", "/a/b member-repeated"])
    }

    @Test func `an unknown member is refused with the allowed ones`() throws {
        let response = try Office.village().post("/v1/funds", #"{"hamlet":1,"name":"x","a/b~c":1,"note":""}"#)
        #expect(Refused(response) == Refused(422, "member-unknown"))
        #expect(response.errors == ["/a~1b~0c member-unknown", "/note member-unknown"])
        #expect(
            response.text("/errors/0/detail")
                == "có thể dùng: hamlet, commune, organisation, name, collects_for, collection_basis")
    }

    @Test func `members assigned by the server cannot be set`() throws {
        let office = try Office.village()
        let response = try office.contribute(
            """
            {"id":9,"fund":1,"household":1,"method":"cash","amount":1,"voucher":{"number":"PT-2026-0009"},
            "recorded_by":1,"recorded_at":"2020-01-01T00:00:00Z","state":"voided","hamlet":1}
            """)
        #expect(
            response.errors
                == ["id", "voucher", "recorded_by", "recorded_at", "state", "hamlet"]
                .map { "/\($0) member-unknown" })
    }

    @Test func `all errors are reported at once`() throws {
        let response = try Office.village()
            .contribute(
                """
                {"fund":"1","household":1,"sponsor_name":"","method":"gold","amount":1.5,"received_on":"2026-02-30",
                "anonymous":0,"payer_name":"\\u0000","colour":"red"}
                """)
        #expect(Refused(response) == Refused(422, "input-invalid"))
        #expect(
            Set(response.errors) == [
                "/fund type-mismatch", "/sponsor_name text-invalid", "/household donor-ambiguous",
                "/method choice-unknown", "/amount amount-not-exact", "/received_on date-invalid",
                "/anonymous type-mismatch", "/payer_name text-invalid", "/colour member-unknown",
            ])
    }

    @Test func `errors of the query and of the body are reported together`() throws {
        let response = try Office.village().post("/v1/funds?dry_ru=1", #"{"hamlet":1}"#)
        #expect(Refused(response) == Refused(400, "parameter-invalid"))
        #expect(response.errors == ["/name member-missing", "?dry_ru parameter-unknown"])
    }

    @Test func `a thousand unknown members are not all listed`() throws {
        let members = (0..<1000).map { #""m\#($0)":\#($0)"# }.joined(separator: ",")
        let response = try Office.village().post("/v1/funds", "{" + members + "}")
        #expect(response.status == 422)
        #expect(response.errors.count == 102)
    }

    @Test func `as many unknown members as a body may have are refused briefly`() throws {
        let members = (0..<1900).map { #""\#($0)":1"# }.joined(separator: ",")
        let response = try Office.village().post("/v1/funds", "{" + members + "}")
        #expect(response.status == 422)
        #expect(response.body.count < 30_000)
    }

    @Test func `a body over the JSON limit is refused`() throws {
        var settings = ServiceSettings()
        settings.limitJSON(depthMax: 4, bytesMax: 100)
        let office = try Office.village(settings: settings)
        let long = #"{"hamlet":1,"name":"\#(String(repeating: "x", count: 100))"}"#
        #expect(Refused(try office.post("/v1/funds", long)) == Refused(400, "json-malformed"))
        #expect(Refused(try office.post("/v1/funds", "[[[[[]]]]]")) == Refused(400, "json-malformed"))
    }

    @Test(arguments: [
        "text/plain", "application/merge-patch+json", "application/x-www-form-urlencoded", "", "json",
        "application/jsonp", "multipart/form-data; boundary=x",
    ])
    func `a body that is not declared as JSON is refused`(_ type: String) throws {
        let office = try Office.village()
        let response = try office.send(
            .post, "/v1/funds", BadBodyTests.valid, as: .clerk, fields: [("Content-Type", type)])
        #expect(Refused(response) == Refused(415, "media-type-unsupported"))
        #expect(response.text("/detail") == "Cần application/json.")
    }

    @Test(arguments: ["application/json", "Application/JSON", "application/json; charset=utf-8"])
    func `a JSON content type is accepted with or without parameters`(_ type: String) throws {
        let office = try Office.village()
        let response = try office.send(
            .post, "/v1/funds", BadBodyTests.valid, as: .clerk, fields: [("Content-Type", type)])
        #expect(response.status == 201)
    }

    @Test(arguments: ["gzip", "GZIP", "br, gzip", "deflate"])
    func `a compressed body is refused, and the response says what is not (RFC 9110 §15.5.16)`(
        _ coding: String
    ) throws {
        let response = try Office.village()
            .send(
                .post, "/v1/funds", BadBodyTests.valid, as: .clerk,
                fields: [("Content-Type", "application/json"), ("Content-Encoding", coding)])
        #expect(Refused(response) == Refused(415, "media-type-unsupported"))
        #expect(response.field("Accept-Encoding") == "identity")
    }

    @Test func `TRACE gets 405 with the methods of the path`() throws {
        let response = try Office.village().send(.trace, "/v1/funds")
        #expect(Refused(response) == Refused(405, "method-not-allowed"))
        #expect(response.field("Allow") == "GET, HEAD, OPTIONS, POST")
        #expect(try Office.village().send(.trace, "/v1/nowhere").status == 404)
    }

    @Test func `a body without Content-Type is refused`() throws {
        let response = try Office.village().send(.post, "/v1/funds", BadBodyTests.valid, as: .clerk)
        #expect(Refused(response) == Refused(415, "media-type-unsupported"))
    }

    @Test func `an update must be a merge patch`() throws {
        let office = try Office.village()
        let response = try office.send(
            .patch, "/v1/households/1", #"{"persons":3}"#, as: .clerk,
            fields: [("Content-Type", "application/json"), ("If-Match", "*")])
        #expect(Refused(response) == Refused(415, "media-type-unsupported"))
        #expect(response.text("/detail") == "Cần application/merge-patch+json.")
    }
}
