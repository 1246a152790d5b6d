import Domain
import HTTP
import TestSupport
import Testing

@testable import API

/// No body is longer than what its endpoint can use, and no long one is parsed on an event loop.
@Suite struct BodyLimitTests {
    private static let writes = Endpoint.names { $0.method != .get && !$0.takesTable }

    /// Forms whose lists name all funds or households of a hamlet, and lists of contributions or receipts: at most 1 MiB and 20,000
    /// values in all.
    private static let wide: Set<String> = [
        "POST /v1/hamlet-mergers", "POST /v1/hamlet-splits", "POST /v1/batches", "POST /v1/book-handovers",
        "POST /v1/bank-credits/{id}/receipts",
    ]

    @Test(arguments: writes)
    func `a body that is longer than the endpoint's input is refused before it is parsed`(
        _ name: String
    ) throws {
        let endpoint = try Endpoint.named(name)
        let limits = endpoint.bodyLimits
        guard limits.bytesMax < 1 << 20 else { return }
        let office = try Office.forSamples()
        let type = endpoint.body.types(of: endpoint.method)[0]
        func answer(_ bytesCount: Int) throws -> Refused {
            // Not JSON: only a body that is not too long is looked at.
            let body = String(repeating: "!", count: bytesCount)
            let bearer = endpoint.someRole.map { Bearer($0) }
            return Refused(
                try office.send(
                    endpoint.method, try endpoint.sample.target, body, as: bearer,
                    fields: [("Content-Type", type), ("If-Match", "*"), ("Idempotency-Key", office.newKey())])
            )
        }
        #expect(try answer(limits.bytesMax) == Refused(400, "json-malformed"))
        #expect(try answer(limits.bytesMax + 1) == Refused(413, "body-too-large"))
    }

    @Test func `most endpoints take no more than is parsed on the loop, and none too many values`() throws {
        let all = try Self.writes.map { (name: $0, limits: try Endpoint.named($0).bodyLimits) }
        let small = all.filter { $0.limits.bytesMax == BodyLimits.loopBytesMax }
        #expect(small.count > all.count / 2, "\(small.count) of \(all.count)")
        for (name, limits) in all where !Self.wide.contains(name) {
            #expect(limits.bytesMax <= 1 << 20, "\(name): \(limits.bytesMax)")
            #expect(limits.valuesMax < BodyLimits.valuesMax, "\(name): \(limits.valuesMax)")
        }
        let tokens = try Endpoint.named("POST /v1/tokens").bodyLimits
        #expect(tokens.bytesMax == BodyLimits.loopBytesMax && tokens.valuesMax == BodyLimits.valuesMin)
    }

    @Test func `the input as documented fits, escaped and on lines of its own`() throws {
        let office = try Office.village()
        // A scalar of two escapes, 1,000 times: 12,000 bytes.
        let title = String(repeating: #"\uD842\uDFB7"#, count: 200)
        let text = String(repeating: #"\uD842\uDFB7"#, count: 1000)
        let items = (0..<5).map { _ in #"{"matter":"rates","text":"\#(text)"}"# }
        let body = #"{"hamlet":1,"title":"\#(title)","items":[\#(items.joined(separator: ",\n        "))]}"#
        #expect(body.utf8.count > BodyLimits.loopBytesMax)
        // It has no letters, or too many items of a matter: what counts is that it was decoded.
        #expect(try ![400, 413].contains(office.post("/v1/decisions", body).status))
    }

    @Test(arguments: [
        "[" + String(repeating: "1,", count: 7000) + "1]",
        #"{"a":["# + String(repeating: "1,", count: 7000) + "1]}",
        "{" + (0..<2001).map { "\"\(String($0, radix: 36))\":1" }.joined(separator: ",") + "}",
    ])
    func `a body of more values than any input has is refused where the first of them is`(
        _ body: String
    ) throws {
        #expect(body.utf8.count <= 16 * 1024)
        let response = try Office.village().post("/v1/tokens", body, as: nil)
        #expect(Refused(response) == Refused(400, "json-malformed"))
        #expect(response.text("/detail")?.contains("tooManyValues") == true, "\(response.bodyText)")
    }

    @Test func `a long body waits for the worker, a short one does not`() throws {
        let office = try Office.villageWithBooks()
        let loop = try office.service.responder()
        let fields = [
            ("Authorization", "Bearer " + (try office.secret(of: .clerk))),
            ("Content-Type", "application/json"),
        ]
        func isAnsweredAtOnce(_ bytesCount: Int) -> Bool {
            let body = Array(repeating: UInt8(ascii: " "), count: bytesCount)
            let request = Request(method: .post, target: "/v1/decisions", fields: fields, body: body)
            return loop.respond(to: request, completion: { _ in }) != nil
        }
        #expect(isAnsweredAtOnce(BodyLimits.loopBytesMax))
        #expect(!isAnsweredAtOnce(BodyLimits.loopBytesMax + 1))
    }
}
