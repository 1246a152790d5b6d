import API
import Domain
import HTTP
import JSON
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// A repeated request gets the first response again; of a resource, only its version is stored.
@Suite struct StoredResponseTests {
    private static let key = "stored-response-0001"

    /// The kind of resource by which the response is stored; nil when its bytes are.
    private func storedKind(in office: Office) throws -> String? {
        try RawFile(office.base.path).connection
            .all("SELECT kind FROM idempotency_key WHERE key = 'stored-response-0001'") { row in
                row.optionalText(0)
            }[0]
    }

    @Test(arguments: Endpoint.names { $0.key != .none })
    func `a repeated request gets the first response byte for byte`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let bearer = endpoint.someRole.map { Bearer($0) }
        func send() throws -> Response {
            try office.sendSample(of: endpoint, as: bearer, isReal: true, key: Self.key)
        }
        let first = try send()
        try #require(first.status == endpoint.status, "\(first.bodyText)")
        let position = office.lastPosition
        office.clock.advance(minutes: 1)
        let again = try send()
        #expect(again.status == first.status)
        #expect(again.field("Location") == first.field("Location"))
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.field("Content-Type") == first.field("Content-Type"))
        if first.text("/code") == nil || !name.hasSuffix("/enrolment-codes") {
            #expect(again.bodyText == first.bodyText)
            #expect(again.field("ETag") == first.field("ETag"))
        } else {
            // A code is shown once, and never stored.
            #expect(again.json.at("/code") == .null)
        }
        #expect(office.lastPosition == position)
    }

    @Test(arguments: Endpoint.names { $0.key == .required && $0.body == .members })
    func `the bytes about a resource are not stored`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let response = try office.sendSample(
            of: endpoint, as: endpoint.someRole.map { Bearer($0) }, isReal: true, key: Self.key)
        try #require(response.status == endpoint.status)
        // What a reorganisation says of hamlets and funds is more than its own row.
        let isReorganisation = name.hasPrefix("POST /v1/hamlet-") || name == "POST /v1/book-handovers"
        // A batch names the resource of each operation: see BatchReplayTests.
        let isBatch = name == "POST /v1/batches"
        let kind = try storedKind(in: office)
        #expect((kind == nil) == (isReorganisation || isBatch), "\(kind ?? "")")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
        // What is stored follows from the log, whatever the endpoint.
        let raw = try RawFile(office.base.path)
        try raw.run("UPDATE idempotency_key SET fingerprint = zeroblob(32)")
        #expect(try office.read { tx in try !tx.verification().isClean })
        try raw.run("DELETE FROM idempotency_key")
        #expect(try office.read { tx in try !tx.verification().isClean })
    }

    @Test func `a repeated request shows how the receipt stands now`() throws {
        let office = try Office.villageWithBooks()
        let body = #"{"fund":1,"household":2,"method":"cash","amount":7000}"#
        let first = try office.post("/v1/contributions", body, key: Self.key)
        let id = try #require(first.integer("/id"))
        #expect(first.text("/state") == "valid")
        #expect(try storedKind(in: office) == "contribution")
        try #require(try office.void(id).status == 200)
        let again = try office.post("/v1/contributions", body, key: Self.key)
        #expect(again.status == 201)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.field("Location") == first.field("Location"))
        #expect(again.text("/state") == "voided")
        #expect(again.text("/voucher/number") == first.text("/voucher/number"))
        let shown = try office.get("/v1/contributions/\(id)")
        #expect(again.body == shown.body && again.field("ETag") == shown.field("ETag"))
        #expect(again.taggedVersion == 2)
    }

    @Test func `who may no longer see the resource does not get it by repeating the request`() throws {
        let office = try Office.villageWithBooks()
        let body =
            #"{"hamlet":1,"code":"H099","head_name":"Cao Thị Én","persons":4,"valid_from":"2026-11-01"}"#
        func record() throws -> Response {
            try office.post("/v1/households", body, as: .head, key: Self.key)
        }
        let first = try record()
        try #require(first.status == 201, "\(first.bodyText)")
        #expect(try record().bodyText == first.bodyText)
        let id = try #require(first.integer("/id"))
        let move = #"{"on":"2026-11-22","hamlet":2,"code":"H050"}"#
        try #require(try office.post("/v1/households/\(id)/move", move, ifMatch: "*").status == 200)
        #expect(Refused(try record()).status == 404)
        #expect(try office.get("/v1/households/\(id)", as: .head).status == 404)
    }

    @Test func `a key is stored as long as the setting says, that of a receipt for good`() throws {
        var settings = ServiceSettings()
        settings.idempotencyDays = 30
        let office = try Office.villageWithBooks(settings: settings)
        let receipt = #"{"fund":1,"household":2,"method":"cash","amount":7000,"received_on":"2026-11-23"}"#
        let receiptKey = "receipt-key-0000001"
        func fund(_ name: String, key: String) throws -> Response {
            try office.post("/v1/funds", #"{"hamlet":1,"name":"\#(name)"}"#, key: key)
        }
        let first = try office.post("/v1/contributions", receipt, key: receiptKey)
        try #require(first.status == 201, "\(first.bodyText)")
        try #require(try fund("Quỹ khuyến học", key: Self.key).status == 201)
        office.clock.advance(days: 30)
        try #require(try fund("Quỹ đèn đường", key: "other-key-000000001").status == 201)
        #expect(try fund("Quỹ khuyến học", key: Self.key).field("Idempotency-Replayed") == "true")
        office.clock.advance(days: 1)
        try #require(try fund("Quỹ cây xanh", key: "other-key-000000002").status == 201)
        // Its key is free: the request is a new one, and is refused as such.
        #expect(Refused(try fund("Quỹ khuyến học", key: Self.key)) == Refused(409, "already-exists"))
        let again = try office.post("/v1/contributions", receipt, key: receiptKey)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.body == first.body)
    }
}
