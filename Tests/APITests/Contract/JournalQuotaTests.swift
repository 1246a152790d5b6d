import API
import HTTP
import TestSupport
import Testing

/// What one token may write to the journal in a day.
@Suite struct JournalQuotaTests {
    private func office() throws -> Office {
        var settings = ServiceSettings()
        settings.journalKibibytesPerTokenMax = 1
        return try Office.village(settings: settings)
    }

    private func write(_ office: Office, as bearer: Bearer = .clerk) throws -> Response {
        try office.post(
            "/v1/models", Office.model(others: #","situation":"\#(String(repeating: "a", count: 600))""#),
            as: bearer)
    }

    @Test func `a token that has written its share is refused until the next day`() throws {
        let office = try office()
        #expect(try write(office).status == 201)
        #expect(try write(office).status == 201)
        let refused = try write(office)
        #expect(Refused(refused) == Refused(429, "too-many-requests"))
        let seconds = try #require(refused.field("Retry-After").flatMap(Int64.init))
        #expect((1...86_400).contains(seconds))
        // Reads, and the writes of others, go on.
        #expect(try office.get("/v1/hamlets/1").status == 200)
        #expect(try write(office, as: .officer).status == 201)
        office.clock.advance(seconds: seconds)
        #expect(try write(office).status == 201)
    }

    @Test func `dry runs and refused writes count for nothing`() throws {
        let office = try office()
        for _ in 0..<5 {
            let model = Office.model(others: #","situation":"\#(String(repeating: "a", count: 600))""#)
            #expect(try office.post("/v1/models?dry_run=true", model).status == 200)
            #expect(try office.post("/v1/models", #"{"hamlet":1}"#).status == 422)
        }
        #expect(try write(office).status == 201)
    }
}
