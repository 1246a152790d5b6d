import Domain
import HTTP
import TestSupport
import Testing

/// Invalid texts and dates, sent to endpoints that store them.
@Suite struct BadTextTests {
    private static func fund(named json: String) -> String { #"{"hamlet":1,"name":\#(json)}"# }

    @Test(arguments: [
        (#""""#, "text-invalid"), (#""   ""#, "text-invalid"), ("\"\u{200B}\u{FEFF}\"", "text-invalid"),
        (#""a\u0000b""#, "text-invalid"), (#""a\u001bb""#, "text-invalid"),
        (#""a\u0085\u009Fb""#, "text-invalid"),
        (#""a\ufffeb""#, "text-invalid"), (#""a\ud83f\udfffb""#, "text-invalid"),
        (#""a\ufdd0b""#, "text-invalid"),
        ("\"a\u{202E}b\"", "text-invalid"), ("\"a\u{2066}b\"", "text-invalid"), ("5", "type-mismatch"),
        ("[]", "type-mismatch"), ("null", "member-missing"), ("false", "type-mismatch"),
    ])
    func `a text that nobody could read is refused`(_ name: String, _ code: String) throws {
        let response = try Office.village().post("/v1/funds", BadTextTests.fund(named: name))
        #expect(Refused(response) == Refused(422, code))
        #expect(response.errors == ["/name " + code])
    }

    @Test(arguments: [#""\ud800""#, #""a\udc00b""#, #""\ud83d\ud83d\ude00""#])
    func `half a surrogate pair is refused by its place`(_ name: String) throws {
        let response = try Office.village().post("/v1/funds", BadTextTests.fund(named: name))
        #expect(Refused(response) == Refused(422, "text-invalid"))
        #expect(response.errors == ["/name text-invalid"])
    }

    @Test func `text that came apart is stored composed`() throws {
        let office = try Office.village()
        let apart = "\u{0110}u\u{031B}o\u{031B}\u{0300}ng la\u{0300}ng"
        let response = try office.post("/v1/funds", BadTextTests.fund(named: "\"\(apart)\""))
        #expect(response.text("/name")?.unicodeScalars.elementsEqual("Đường làng".unicodeScalars) == true)
        let whole = try office.post("/v1/funds", BadTextTests.fund(named: #""Đường làng""#))
        #expect(Refused(whole) == Refused(409, "already-exists"))
    }

    @Test func `the place of the tone stays as it was written`() throws {
        let office = try Office.village()
        #expect(
            try office.post("/v1/funds", BadTextTests.fund(named: #""Hòa""#)).text("/name") == "Hòa")
        #expect(
            try office.post("/v1/funds", BadTextTests.fund(named: #""Hoà Bình""#)).text("/name") == "Hoà Bình"
        )
    }

    @Test func `blanks of every kind are one, and none at the ends`() throws {
        let response = try Office.village()
            .post(
                "/v1/funds",
                BadTextTests.fund(named: #""  \u00a0Đường\t\n bãi \u200b\u2800 9\ufff9\u3000""#))
        #expect(response.text("/name") == "Đường bãi 9")
    }

    @Test(arguments: [
        ("/v1/funds", #"{"hamlet":1,"name":"@"}"#, "name", 200), ("/v1/users", #"{"name":"@"}"#, "name", 100),
        ("/v1/households", #"{"hamlet":1,"code":"@","head_name":"A","persons":1}"#, "code", 20),
        ("/v1/households", #"{"hamlet":1,"code":"A","head_name":"@","persons":1}"#, "head_name", 100),
        ("/v1/organisations", #"{"name":"@","type":"enterprise","unit":"16702"}"#, "name", 200),
        (
            "/v1/hamlets", #"{"commune":"16702","name":"@","type":"xom","valid_from":"2026-01-01"}"#, "name",
            100
        ),
        (
            "/v1/contributions", #"{"fund":1,"sponsor_name":"@","method":"cash","amount":1}"#, "sponsor_name",
            100
        ),
        (
            "/v1/contributions", #"{"fund":1,"household":1,"method":"cash","amount":1,"payer_name":"@"}"#,
            "payer_name", 100
        ),
        (
            "/v1/contributions", #"{"fund":1,"household":1,"method":"cash","amount":1,"reason":"@"}"#,
            "reason", 300
        ),
        (
            "/v1/contributions",
            #"{"fund":1,"household":1,"method":"bank","amount":1,"bank_reference":"@"}"#, "bank_reference", 50
        ),
    ])
    func `a text has a longest form`(
        _ path: String, _ body: String, _ name: String, _ lengthMax: Int
    ) throws {
        let office = try Office.villageWithTypes()
        for (count, isTaken) in [(lengthMax, true), (lengthMax + 1, false)] {
            let text = String(repeating: "Ữ", count: count)
            let response = try office.post(
                path, body.replacing("@", with: text), as: path == "/v1/users" ? .admin : .clerk,
                key: office.newKey())
            #expect(response.status == (isTaken ? 201 : 422), "\(response.bodyText)")
            if !isTaken { #expect(response.errors == ["/\(name) text-too-long"]) }
            if !isTaken { #expect(response.text("/errors/0/detail") == "tối đa \(lengthMax)") }
        }
    }

    @Test(arguments: [
        "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "26-11-23", "23/11/2026",
        "2026-11-23T00:00:00Z",
        "2026-11-2３", "0000-01-01", "", " 2026-11-23", "-001-01-01",
    ])
    func `a day that is none is refused`(_ day: String) throws {
        let office = try Office.village()
        let response = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"\#(day)"}"#)
        #expect(Refused(response) == Refused(422, "date-invalid"))
        #expect(response.errors == ["/received_on date-invalid"])
        #expect(Refused(try office.get("/v1/hamlets/1/contributions?from=2026-02-30")).status == 400)
    }

    @Test func `a leap day is a day`() throws {
        let office = try Office.village()
        for (day, status) in [("2024-02-29", 201), ("2025-02-29", 422)] {
            let body = #"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"\#(day)"}"#
            #expect(try office.contribute(body).status == status)
        }
    }
}
