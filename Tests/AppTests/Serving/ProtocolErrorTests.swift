import Foundation
import TestSupport
import Testing

extension ProcessTests {
    /// Errors of the HTTP layer are reported as problems, too.
    @Suite struct ProtocolErrorTests {
        private static let malformed = "Yêu cầu HTTP sai cú pháp"
        private static let unknown = "Phương thức hoặc cách truyền không được hỗ trợ"

        @Test func `every HTTP error is a problem with a title, a code and a request id`() throws {
            let server = try ServerProcess(in: Folder())
            let cases: [(String, Int, String, String)] = [
                ("GET /livez HTTP/1.1\r\n\r\n", 400, "request-malformed", ProtocolErrorTests.malformed),
                ("GET  /livez HTTP/1.1\r\n\r\n", 400, "request-malformed", ProtocolErrorTests.malformed),
                ("GET /livez HTTP/1.1\nHost: a\n\n", 400, "request-malformed", ProtocolErrorTests.malformed),
                (
                    "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "request-malformed",
                    ProtocolErrorTests.malformed
                ),
                (
                    "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "request-malformed",
                    ProtocolErrorTests.malformed
                ),
                (
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                    400,
                    "request-malformed", ProtocolErrorTests.malformed
                ),
                (
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400, "request-malformed",
                    ProtocolErrorTests.malformed
                ),
                (
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400,
                    "request-malformed", ProtocolErrorTests.malformed
                ),
                (
                    "GET /" + String(repeating: "a", count: 9_000) + " HTTP/1.1\r\n\r\n", 414,
                    "request-line-too-long", "Đường dẫn quá dài"
                ),
                (
                    "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 17_000) + "\r\n\r\n",
                    431,
                    "header-too-large", "Phần đầu yêu cầu quá lớn"
                ),
                (
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n", 413, "body-too-large",
                    "Nội dung gửi lên quá lớn"
                ),
                (
                    "GET / HTTP/1.1\r\nHost: a\r\nExpect: coffee\r\n\r\n", 417, "expectation-unknown",
                    "Expect chỉ nhận 100-continue"
                ),
                ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501, "method-unknown", ProtocolErrorTests.unknown),
                (
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "method-unknown",
                    ProtocolErrorTests.unknown
                ),
                (
                    "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "version-unsupported",
                    "Chỉ hỗ trợ HTTP/1.1 và HTTP/1.0"
                ),
            ]
            for (bytes, status, code, title) in cases {
                let client = try Client(server.listener)
                try client.send(bytes)
                let response = try client.readResponse()
                #expect(response.isProblem(status, code, title), "\(bytes.prefix(60)): \(response)")
                #expect(response.closes && response.field("X-Content-Type-Options") == "nosniff")
            }
            #expect(try server.stopped().code == 0)
        }

        @Test func `an incomplete request on a half-closed connection gets 400`() throws {
            let server = try ServerProcess(in: Folder())
            for half in [
                "GET /livez HTT", "GET /livez HTTP/1.1\r\nHost: a\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{",
            ] {
                let client = try Client(server.listener)
                try client.send(half)
                client.shutDownWriting()
                let response = try client.readResponse()
                #expect(response.isProblem(400, "request-malformed", ProtocolErrorTests.malformed))
                #expect(response.json.text("/detail") == "Mã lỗi HTTP: request-incomplete.")
            }
        }

        @Test func `a client that connects and sends nothing does no harm`() throws {
            let server = try ServerProcess(in: Folder())
            let silent = try (1...50).map { _ in try Client(server.listener) }
            silent[0].shutDownWriting()
            #expect(silent[0].hasEnd())
            #expect(try Client(server.listener).get("/livez").status == 200)
        }

        @Test func `an error of the service is a problem in the requested language`() throws {
            let server = try ServerProcess(in: Folder())
            let client = try Client(server.listener)
            let message = Message("GET", "/v2").with("X-Request-Id", "mine-1")
            let vietnamese = try client.response(to: message)
            #expect(vietnamese.isProblem(404, "not-found", "Không tìm thấy"))
            #expect(vietnamese.field("X-Request-Id") == "mine-1" && !vietnamese.closes)
            let english = try client.response(to: message.with("Accept-Language", "en-GB, vi;q=0.5"))
            #expect(english.json.text("/title") == "Not found")
            let method = try client.response(to: Message("DELETE", "/v1/hamlets"))
            #expect(method.status == 405 && method.field("Allow") == "GET, HEAD, OPTIONS, POST")
            #expect(try client.response(to: Message("OPTIONS", "/v1/hamlets")).status == 204)
            #expect(try client.response(to: Message("HEAD", "/livez")).body == [])
            #expect(try client.get("/openapi.json").json.text("/openapi")?.hasPrefix("3.1") == true)
        }

        @Test func `HTTP 1_0, chunks and Expect 100-continue are supported`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let old = try Client(server.listener)
            try old.send("GET /livez HTTP/1.0\r\n\r\n")
            #expect(try old.readResponse().status == 200)
            #expect(old.hasEnd())

            let client = try Client(server.listener)
            let body = #"{"hamlet":1,"name":"Quỹ khuyến học"}"#
            let head =
                "POST /v1/funds HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(office.clerk)\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
            try client.send(head)
            for byte in body.utf8 { try client.send([UInt8(ascii: "1"), 13, 10, byte, 13, 10]) }
            try client.send("0\r\n\r\n")
            let response = try client.readResponse()
            #expect(response.status == 201 && response.json.text("/name") == "Quỹ khuyến học")
        }
    }

    /// Issue 2, "Bad input": each input gets its problem, stores nothing, and never ends the process.
    @Suite struct BadInputTests {
        private static func contribution(_ member: String) -> String {
            let name = member.split(separator: "\"")[0]
            let others = [
                (#"fund"#, "1"), ("household", "1"), ("method", #""cash""#), ("amount", "500000"),
                ("received_on", #""2024-05-06""#),
            ]
            .filter { $0.0 != name }.map { "\"\($0.0)\":\($0.1)" }
            return "{" + (others + ["\"" + member]).joined(separator: ",") + "}"
        }

        @Test func `an invalid contribution gets its problem and stores nothing`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let cases: [(String, Int, String)] = [
                (#"amount":0"#, 422, "amount-not-positive"), (#"amount":-5"#, 422, "amount-not-positive"),
                (#"amount":1.5"#, 422, "amount-not-exact"), (#"amount":1e3"#, 422, "amount-not-exact"),
                (#"amount":9007199254740992"#, 422, "amount-not-exact"),
                (#"amount":9007199254740993"#, 422, "amount-not-exact"),
                (#"amount":1e400"#, 422, "amount-not-exact"), (#"amount":"500000""#, 422, "amount-not-exact"),
                (#"amount":99999999999999999999"#, 422, "amount-not-exact"),
                (#"amount":null"#, 422, "member-missing"), (#"amount":[1]"#, 422, "type-mismatch"),
                (#"received_on":"2026-02-30""#, 422, "date-invalid"),
                (#"received_on":"23/11/2023""#, 422, "date-invalid"),
                (#"received_on":"2999-01-01""#, 422, "date-out-of-range"),
                (#"received_on":"2019-12-31""#, 422, "date-out-of-range"),
                (#"fund":99"#, 422, "reference-unknown"), (#"fund":2"#, 422, "household-elsewhere"),
                (#"household":9"#, 422, "household-elsewhere"), (#"household":99"#, 422, "reference-unknown"),
                (#"pledge":2"#, 422, "pledge-mismatch"), (#"method":"gold""#, 422, "choice-unknown"),
                (#"note":"x""#, 422, "member-unknown"), (#"amount":1,"amount":1"#, 422, "member-repeated"),
                (#"reason":"\ud800""#, 422, "text-invalid"), (#"reason":"\u0007""#, 422, "text-invalid"),
                (#"amount":01"#, 400, "json-malformed"), (#"amount":NaN"#, 400, "json-malformed"),
                (#"amount":1}}"#, 400, "json-malformed"),
            ]
            let client = try Client(server.listener)
            for (number, (member, status, code)) in cases.enumerated() {
                let key = "bad-input-line-\(1000 + number)"
                let response = try client.response(
                    to: office.contribution(BadInputTests.contribution(member), key: key))
                #expect(response.status == status && response.code == code, "\(member): \(response.text)")
                #expect(response.field("Content-Type") == "application/problem+json")
            }
            #expect(try office.contributionsCount() == 0)
            let good = try client.response(to: office.contribution(1, key: "bad-input-then-good"))
            #expect(good.json.text("/voucher/number") == "PT-2024-0001")
            _ = try server.stopped()
            #expect(try office.folder.danvan("verify").code == 0)
        }

        @Test func `a payment on a closed pledge is refused`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let body = #"{"fund":1,"household":2,"pledge":2,"method":"cash","amount":1000}"#
            let response = try Client(server.listener)
                .response(to: office.contribution(body, key: "closed-pledge-0001"))
            #expect(response.status == 409 && response.code == "invalid-transition")
            #expect(try office.contributionsCount() == 0)
        }

        @Test func `a clerk of one commune cannot access a hamlet of another`() throws {
            let office = try Office()
            let token = try office.folder
                .danvan(
                    "token", "issue", "--user", "Lan", "--role", "clerk", "--unit", "17329"
                )
                .outputLines[0]
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            #expect(try client.get("/v1/hamlets/1/summary", token: token).status == 404)
            var message = office.contribution(1_000, key: "other-commune-001")
            message.fields = message.fields.filter { $0.0 != "Authorization" }
            let response = try client.response(to: message.with("Authorization", "Bearer " + token))
            #expect(response.status == 422 && response.code == "reference-unknown")
        }

        @Test func `bytes that are not UTF-8 are refused with their place`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            for bad in [[0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF]] as [[UInt8]] {
                var message = Message("POST", "/v1/funds", token: office.clerk, body: "x")
                message.body = Array(#"{"hamlet":1,"name":""#.utf8) + bad + Array("\"}".utf8)
                let response = try client.response(to: message)
                #expect(response.status == 400 && response.code == "json-malformed")
            }
            #expect(try office.folder.number("SELECT count(*) FROM fund") == 2)
        }

        @Test func `NFD text is stored and found as NFC`() throws {
            let office = try Office()
            let server = try ServerProcess(in: office.folder)
            let client = try Client(server.listener)
            let nfd = "Quy\u{303} khuye\u{302}\u{301}n ho\u{323}c"
            let body = #"{"hamlet":1,"name":"\#(nfd)"}"#
            let first = try client.response(to: Message("POST", "/v1/funds", token: office.clerk, body: body))
            #expect(first.status == 201)
            #expect(first.text.utf8.elementsEqual(first.text.precomposedStringWithCanonicalMapping.utf8))
            let again = #"{"hamlet":1,"name":"Quỹ khuyến học"}"#
            let second = try client.response(
                to: Message("POST", "/v1/funds", token: office.clerk, body: again))
            #expect(second.status == 409 && second.code == "already-exists")
        }
    }
}
