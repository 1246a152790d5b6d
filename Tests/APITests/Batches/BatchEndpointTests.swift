import API
import Dispatch
import Domain
import HTTP
import JSON
import Locks
import SQLite
import Store
import TestSupport
import Testing
import Verify

/// A paper list entered as one batch.
@Suite struct BatchEndpointTests {
    @Test func `a list gets its receipts in order, each with the response of its own request`() throws {
        let (office, single) = (try Office.village(), try Office.village())
        let operations: [SentOperation] = [
            .gift(50_000, of: 1), .gift(20_000, of: 2), .transfer(30_000, "FT26330001"),
            .gift(20_000, of: 2, #","received_on":"2026-11-23","payer_name":"Trần Văn Con""#),
        ]
        let response = try office.postBatch("atomic", operations)
        try #require(response.status == 200, "\(response.bodyText)")
        #expect(response.text("/mode") == "atomic")
        #expect(response.integer("/count") == 4 && response.integer("/amount") == 120_000)
        #expect(response.integer("/recorded_count") == 4 && response.integer("/refused_count") == 0)
        #expect(response.batchNumbers == (1...4).map { "PT-2026-000\($0)" })
        for (operation, result) in zip(operations, response.items("/results")) {
            let alone = try single.contribute(operation.body)
            #expect(result.integer("/status") == 201)
            #expect(result.at("/body") == alone.json)
            #expect(result.text("/location") == alone.field("Location"))
            #expect(result.text("/etag") == alone.field("ETag"))
            #expect(result.boolean("/replayed") == false && result.at("/problem") == .null)
            #expect(result.text("/body/voucher/code") != nil && result.text("/body/voucher/proof") != nil)
        }
        #expect(try office.get("/v1/funds/1").json == (try single.get("/v1/funds/1").json))
        // One entry more: what is stored under the key of the list.
        #expect(office.lastPosition == single.lastPosition + 1)
        let journal = try rows(of: office)
        #expect(try journal.count == 4 && journal == rows(of: single))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    /// The journal's rows of receipts, which have the whole state.
    private func rows(of office: Office) throws -> [String] {
        try RawFile(office.base.path).connection
            .all(
                "SELECT kind, subject, owner, payload FROM journal WHERE kind LIKE 'contribution%' ORDER BY position"
            ) { row in
                let payload = String(decoding: row.optionalBytes(3) ?? [], as: UTF8.self)
                return "\(row.text(0)) \(row.integer(1)) \(row.optionalText(2) ?? "–") \(payload)"
            }
    }

    @Test func `pledges and contributions stand in one list, and a pledge is paid by a later line`() throws {
        let office = try Office.villageWithBooks()
        let response = try office.postBatch(
            "atomic",
            [
                .pledge(400_000, of: 2),
                SentOperation(
                    body: #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":100000}"#,
                    amount: 100_000),
                .pledge(300_000, of: 3), .gift(50_000, of: 2),
            ])
        try #require(response.status == 200, "\(response.bodyText)")
        #expect(response.batchNumbers == ["–", "PT-2026-0002", "–", "PT-2026-0003"])
        #expect(
            response.items("/results").map { $0.text("/location") } == [
                "/v1/pledges/2", "/v1/contributions/2", "/v1/pledges/3", "/v1/contributions/3",
            ])
        #expect(try office.get("/v1/pledges/1").integer("/received") == 600_000)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 650_000)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `the same household twice on a list has given twice`() throws {
        let office = try Office.village()
        let response = try office.postBatch("atomic", [.gift(10_000), .gift(10_000)])
        #expect(response.batchNumbers == ["PT-2026-0001", "PT-2026-0002"])
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 20_000)
    }

    @Test func `a dry run says what would be recorded and stores nothing`() throws {
        let office = try Office.village()
        _ = try office.secret(of: .clerk)
        let before = office.lastPosition
        let dryRun = try office.postBatch("independent", [.gift(5000), .gift(0)], isDryRun: true)
        #expect(dryRun.status == 200 && dryRun.json.at("/dry_run")?.boolean() == true)
        #expect(dryRun.integer("/body/recorded_count") == 1 && dryRun.integer("/body/refused_count") == 1)
        #expect(dryRun.text("/body/results/0/body/voucher/number") == "PT-2026-0001")
        #expect(office.lastPosition == before)
        #expect(try office.contribute(SentOperation.gift(5).body).text("/voucher/number") == "PT-2026-0001")
    }

    @Test func `a list of several hamlets has numbers of each`() throws {
        let office = try Office.village()
        let other = SentOperation(
            body: #"{"fund":3,"household":5,"method":"cash","amount":7000}"#, amount: 7000)
        let response = try office.postBatch("atomic", [.gift(1000), other, .gift(2000), other])
        try #require(response.status == 200, "\(response.bodyText)")
        #expect(
            response.batchNumbers == ["PT-2026-0001", "PT-2026-0001", "PT-2026-0002", "PT-2026-0002"])
        #expect(try office.get("/v1/funds/3").integer("/balances/cash") == 14_000)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a thousand receipts are one list, with numbers 1 to 1000`() throws {
        let office = try Office.village()
        // Lists of a few lines are compared with the document; 1,000 take long.
        office.checksContract = false
        let response = try office.postBatch(
            "atomic", (1...1000).map { .gift(Int64($0), of: 1 + Int64($0 % 4)) })
        try #require(response.status == 200, "\(response.bodyText.prefix(500))")
        #expect(response.batchNumbers == (1...1000).map(Self.number))
        #expect(response.integer("/amount") == 500_500)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_500)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    private static func number(_ number: Int) -> String {
        "PT-2026-" + String(10_000 + number).dropFirst()
    }

    @Test func `lists and single receipts at once share a book without gaps`() throws {
        let office = try Office.village()
        let service = office.service
        let secret = try office.secret(of: .clerk)
        let list = batch("independent", [.gift(1000), .gift(0), .transfer(2000, "FT1"), .gift(3000)])
        let alone = SentOperation.gift(500).body
        let numbers = Mutex<[String]>([])
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.concurrentPerform(iterations: 4) { loop in
            guard let responder = try? service.responder() else { return }
            for index in 0..<10 {
                let isList = index % 2 == 0
                let request = Request(
                    method: .post, target: isList ? "/v1/batches" : "/v1/contributions",
                    fields: [
                        ("Authorization", "Bearer " + secret), ("Content-Type", "application/json"),
                        ("Idempotency-Key", "key-of-loop-0000-\(loop)-\(index)"),
                    ], body: Array((isList ? list : alone).utf8))
                _ = responder.respond(to: request) { response in
                    let found =
                        isList
                        ? response.batchNumbers.filter { $0 != "–" }
                        : [response.text("/voucher/number") ?? ""]
                    numbers.withLock { $0 += found }
                    done.signal()
                }
                responder.tickEnded()
            }
        }
        for _ in 0..<40 { #expect(done.wait(timeout: .now() + 30) == .success) }
        // 20 lists of two receipts, one of which has the only transfer with its reference, and 20 single receipts.
        #expect(numbers.withLock { $0.sorted() } == (1...61).map(Self.number))
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }
}
