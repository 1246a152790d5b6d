import API
import Domain
import HTTP
import JSON
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// A list whose response was lost is sent again.
@Suite struct BatchReplayTests {
    private static let key = "batch-replay-0000001"

    @Test(arguments: ["atomic", "independent"])
    func `the same key gets the same response and records nothing`(_ mode: String) throws {
        let office = try Office.villageWithBooks()
        let refused: [SentOperation] = mode == "atomic" ? [] : [.gift(0), .gift(5, of: 6)]
        let operations = [SentOperation.gift(1000), .pledge(2000, of: 2)] + refused
        let first = try office.postBatch(mode, operations, key: Self.key)
        try #require(first.status == 200, "\(first.bodyText)")
        let position = office.lastPosition
        office.clock.advance(minutes: 5)
        let again = try office.postBatch(mode, operations, key: Self.key)
        #expect(again.bodyText == first.bodyText)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(office.lastPosition == position)
        let other = try office.postBatch(mode, [.gift(1001)] + operations.dropFirst(), key: Self.key)
        #expect(Refused(other) == Refused(422, "idempotency-key-reused"))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a response is stored by its resources, and shows them as they stand`() throws {
        let office = try Office.village()
        let operations = (0..<100).map { _ in SentOperation.gift(1000) }
        let first = try office.postBatch("atomic", operations, key: Self.key)
        let stored = try RawFile(office.base.path).connection
            .all("SELECT length(body) FROM idempotency_key WHERE key = 'batch-replay-0000001'") { row in
                row.integer(0)
            }
        #expect(stored.count == 1 && stored[0] < 8000 && first.body.count > 50_000)
        try #require(try office.void(3).status == 200)
        let again = try office.postBatch("atomic", operations, key: Self.key)
        let states = again.items("/results").map { $0.text("/body/state") }
        #expect(states.enumerated().allSatisfy { $1 == ($0 == 2 ? "voided" : "valid") })
        #expect(again.text("/results/2/etag") == (try office.get("/v1/contributions/3").field("ETag")))
    }

    @Test func `who may no longer see a place does not get the list again`() throws {
        let office = try Office.village()
        let first = try office.postBatch("atomic", [.gift(1000)], key: Self.key)
        #expect(first.status == 200)
        let elsewhere = try office.postBatch(
            "atomic", [.gift(1000)], as: Bearer(.clerk, at: .otherCommune), key: Self.key)
        #expect(Refused(elsewhere) == Refused(422, "reference-unknown"))
    }

    @Test func `an operation with a key of its own is one with the same single request`() throws {
        let office = try Office.village()
        let (one, two) = ("operation-key-000001", "operation-key-000002")
        let alone = try office.post("/v1/contributions", SentOperation.gift(1000).body, key: one)
        try #require(alone.status == 201)
        let list = try office.postBatch(
            "independent", [.gift(1000, key: one), .gift(2000, key: two), .gift(0)])
        #expect(list.batchNumbers == ["PT-2026-0001", "PT-2026-0002", "–"], "\(list.bodyText)")
        #expect(list.items("/results").map { $0.boolean("/replayed") } == [true, false, false])
        #expect(list.json.at("/results/0/body") == alone.json)
        // What was refused is corrected and sent again with the rest, under another key of the list.
        let again = try office.postBatch(
            "atomic", [.gift(1000, key: one), .gift(2000, key: two), .gift(3000)])
        #expect(again.batchNumbers == ["PT-2026-0001", "PT-2026-0002", "PT-2026-0003"])
        let single = try office.post("/v1/contributions", SentOperation.gift(2000).body, key: two)
        #expect(single.field("Idempotency-Replayed") == "true")
        #expect(single.text("/voucher/number") == "PT-2026-0002")
        let changed = try office.postBatch("atomic", [.gift(1001, key: one)])
        #expect(Refused(changed) == Refused(422, "idempotency-key-reused"))
        #expect(changed.errors == ["/operations/0 idempotency-key-reused"])
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 6000)
    }

    @Test func `keys within a list are well-formed, and each names one operation`() throws {
        let office = try Office.village()
        let position = try office.positionOfClerk()
        let key = "operation-key-000001"
        let twice = try office.postBatch("independent", [.gift(1000, key: key), .gift(1000, key: key)])
        #expect(twice.errors == ["/operations/1/idempotency_key idempotency-key-reused"])
        let short = try office.postBatch("independent", [.gift(1000, key: "short")])
        #expect(Refused(short) == Refused(400, "idempotency-key-malformed"))
        #expect(short.errors == ["/operations/0/idempotency_key idempotency-key-malformed"])
        let same = try office.postBatch("independent", [.gift(1000, key: key), .gift(1)], key: key)
        #expect(Refused(same) == Refused(422, "idempotency-key-reused"))
        #expect(office.lastPosition == position)
    }

    @Test func `a list without a key is refused`() throws {
        let office = try Office.village()
        let response = try office.post("/v1/batches", batch("atomic", [.gift(1)]))
        #expect(Refused(response) == Refused(400, "idempotency-key-missing"))
    }
}
