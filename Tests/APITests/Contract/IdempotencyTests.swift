import API
import Dispatch
import Domain
import HTTP
import JSON
import Locks
import TestSupport
import Testing

@Suite struct IdempotencyTests {
    private static let path = "/v1/contributions"
    private static let body = #"{"fund":1,"household":1,"method":"cash","amount":5000}"#
    private static let key = "0f8fad5b-d9cb-469f-a165-70867728950e"

    @Test(arguments: Endpoint.names { $0.key == .required })
    func `a request without a required key is refused`(_ name: String) throws {
        let endpoint = try Endpoint.named(name)
        let office = try Office.forSamples()
        let sample = try endpoint.sample
        let bearer = Bearer(try #require(endpoint.someRole))
        let response = try office.post(sample.target, sample.body, as: bearer, ifMatch: "*")
        #expect(Refused(response) == Refused(400, "idempotency-key-missing"))
    }

    @Test func `writes that move money or decide require a key`() {
        let required = Service.table.filter { $0.key == .required }.map(\.name)
        #expect(
            Set(required) == [
                "POST /v1/decisions/{id}/conclude",
                "POST /v1/contributions", "POST /v1/contributions/{id}/void",
                "POST /v1/contributions/{id}/replace", "POST /v1/contributions/{id}/reverse",
                "POST /v1/receipts", "POST /v1/receipts/{id}/void", "POST /v1/receipts/{id}/reverse",
                "POST /v1/receipts/{id}/replace",
                "POST /v1/expenditures/{id}/reverse", "POST /v1/expenditures/{id}/replace",
                "POST /v1/payments", "POST /v1/payments/{id}/approve", "POST /v1/payments/{id}/pay",
                "POST /v1/payments/{id}/void", "POST /v1/payments/{id}/reverse",
                "POST /v1/payments/{id}/replace",
                "POST /v1/contributions/{id}/refunds", "POST /v1/contributions/{id}/prints",
                "POST /v1/expenditures", "POST /v1/expenditures/{id}/prints",
                "POST /v1/expenditures/{id}/approve", "POST /v1/expenditures/{id}/pay",
                "POST /v1/expenditures/{id}/void",
                "POST /v1/cash-counts", "POST /v1/cash-counts/{id}/confirm",
                "POST /v1/cash-counts/{id}/withdraw",
                "POST /v1/bank-reconciliations", "POST /v1/bank-reconciliations/{id}/confirm",
                "POST /v1/bank-reconciliations/{id}/withdraw",
                "POST /v1/periods/{id}/submit", "POST /v1/periods/{id}/close",
                "POST /v1/periods/{id}/reopen",
                "POST /v1/opening-balances", "POST /v1/opening-balances/{id}/confirm",
                "POST /v1/opening-balances/{id}/void", "POST /v1/fund-transfers",
                "POST /v1/fund-transfers/{id}/void", "POST /v1/bank-entries",
                "POST /v1/bank-entries/{id}/void", "POST /v1/opening-balances/{id}/reverse",
                "POST /v1/fund-transfers/{id}/reverse", "POST /v1/bank-entries/{id}/reverse",
                "POST /v1/expenditures/{id}/owe", "POST /v1/payables/{id}/void",
                "POST /v1/payables/{id}/reverse", "POST /v1/hand-over-slips/{id}/reverse",
                "POST /v1/payables/{id}/repayments", "POST /v1/payables/{id}/gifts",
                "POST /v1/hand-over-slips", "POST /v1/hand-over-slips/{id}/confirm",
                "POST /v1/hand-over-slips/{id}/void",
                "POST /v1/payable-gifts/{id}/confirm", "POST /v1/payable-gifts/{id}/withdraw",
                "POST /v1/models/{id}/recognise", "POST /v1/models/{id}/decline",
                "POST /v1/book-handovers",
                "POST /v1/hamlet-mergers", "POST /v1/hamlet-splits", "POST /v1/hamlet-renames",
                "POST /v1/hamlet-reclassifications", "POST /v1/hamlet-transfers",
                "POST /v1/imports/units", "POST /v1/imports/unit-successions", "POST /v1/imports/parameters",
                "POST /v1/imports/hamlets", "POST /v1/imports/households", "POST /v1/imports/funds",
                "POST /v1/imports/pledges", "POST /v1/imports/contributions", "POST /v1/batches",
                "POST /v1/bank-credits/{id}/receipts",
            ])
        // A code is redeemed once by itself; a cosignature that comes again changes nothing.
        let others = Service.table.filter { $0.key == .none && $0.method != .get }.map(\.name)
        #expect(others == ["POST /v1/tokens", "POST /v1/public/log/cosignatures"])
        #expect(Service.table.allSatisfy { $0.key == .none || $0.method != .get })
    }

    @Test(arguments: [
        "", "short", "fifteen-letters", "with space in the middle", "sixteen-letters!", "\"unbalanced-quotes",
        "ümlaut-in-the-key-x", "\"\"", "a,b-0123456789abcdef", "key-in-\"quotes\"-0123",
    ])
    func `a malformed key is refused`(_ key: String) throws {
        let response = try Office.village().post(IdempotencyTests.path, IdempotencyTests.body, key: key)
        #expect(Refused(response) == Refused(400, "idempotency-key-malformed"))
    }

    @Test func `a key has 16 to 255 characters`() throws {
        let office = try Office.village()
        for (count, status) in [(15, 400), (16, 201), (255, 201), (256, 400)] {
            let key = String(repeating: "k", count: count)
            #expect(try office.post(IdempotencyTests.path, IdempotencyTests.body, key: key).status == status)
        }
        let signs = "A.b_C:d~E-0123456789"
        #expect(try office.post(IdempotencyTests.path, IdempotencyTests.body, key: signs).status == 201)
    }

    @Test func `a repeated request gets the same response and has one effect`() throws {
        let office = try Office.village()
        let first = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: IdempotencyTests.key)
        let position = office.lastPosition
        office.clock.advance(days: 2)
        let again = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: IdempotencyTests.key)
        #expect(again.status == 201)
        #expect(again.body == first.body)
        #expect(again.field("Location") == "/v1/contributions/1")
        #expect(again.field("ETag") == first.field("ETag"))
        #expect(first.field("Idempotency-Replayed") == nil)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(again.field("X-Request-Id") != first.field("X-Request-Id"))
        #expect(office.lastPosition == position)
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [1])
    }

    @Test func `a key in quotes is the same key`() throws {
        let office = try Office.village()
        _ = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: IdempotencyTests.key)
        let quoted = "\"" + IdempotencyTests.key + "\""
        let again = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: quoted)
        #expect(again.field("Idempotency-Replayed") == "true")
    }

    @Test func `the same content in other bytes is the same request`() throws {
        let office = try Office.village()
        _ = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: IdempotencyTests.key)
        let other = #" { "amount" : 5000, "method":"c\u0061sh", "household":1, "fund":1 } "#
        let again = try office.post(IdempotencyTests.path, other, key: IdempotencyTests.key)
        #expect(again.field("Idempotency-Replayed") == "true")
    }

    @Test(arguments: [
        ("/v1/contributions", #"{"fund":1,"household":1,"method":"cash","amount":5001}"#),
        ("/v1/contributions", #"{"fund":1,"household":2,"method":"cash","amount":5000}"#),
        ("/v1/contributions?dry_run=true", #"{"fund":1,"household":1,"method":"cash","amount":5000}"#),
        ("/v1/funds", #"{"hamlet":1,"name":"Quỹ khác"}"#),
    ])
    func `a key that was used for another request is refused`(_ path: String, _ body: String) throws {
        let office = try Office.village()
        _ = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: IdempotencyTests.key)
        let position = office.lastPosition
        let response = try office.post(path, body, key: IdempotencyTests.key)
        #expect(Refused(response) == Refused(422, "idempotency-key-reused"))
        #expect(office.lastPosition == position)
    }

    @Test func `two users may use the same key, two tokens of one user may not`() throws {
        let office = try Office.village()
        for bearer in [Bearer.clerk, .treasurer] {
            let response = try office.post(
                IdempotencyTests.path, IdempotencyTests.body, as: bearer, key: IdempotencyTests.key)
            #expect(response.field("Idempotency-Replayed") == nil)
        }
        let again = try office.post(
            IdempotencyTests.path, IdempotencyTests.body, as: Bearer(.clerk, at: .xom9),
            key: IdempotencyTests.key)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [2, 1])
    }

    @Test func `a refusal is not stored: the key works once its cause is gone`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":5}"#
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000}"#)
        let early = try office.post(IdempotencyTests.path, body, key: IdempotencyTests.key)
        #expect(Refused(early) == Refused(409, "invalid-transition"))
        _ = try office.confirm(1)
        let late = try office.post(IdempotencyTests.path, body, key: IdempotencyTests.key)
        #expect(late.status == 201)
        #expect(late.field("Idempotency-Replayed") == nil)
        #expect(late.text("/voucher/number") == "PT-2026-0001")
    }

    @Test func `a dry run stores no key`() throws {
        let office = try Office.village()
        let dryRunResult = try office.post(
            IdempotencyTests.path + "?dry_run=true", IdempotencyTests.body, key: IdempotencyTests.key)
        #expect(dryRunResult.status == 200)
        let real = try office.post(IdempotencyTests.path, IdempotencyTests.body, key: IdempotencyTests.key)
        #expect(real.status == 201)
        #expect(real.field("Idempotency-Replayed") == nil)
    }

    @Test func `a replayed transition does not check the version again`() throws {
        let office = try Office.villageWithBooks()
        func void() throws -> Response {
            try office.post(
                "/v1/contributions/1/void", #"{"reason":"Sai"}"#, as: .treasurer, key: IdempotencyTests.key,
                ifMatch: #""r1""#)
        }
        let first = try void()
        let again = try void()
        #expect(first.status == 200)
        #expect(again.status == 200)
        #expect(again.body == first.body)
        #expect(again.taggedVersion == 2)
        #expect(again.field("Location") == nil)
    }

    @Test func `keys are accepted where they are not required`() throws {
        let office = try Office.village()
        let body = #"{"hamlet":1,"name":"Quỹ mới"}"#
        let first = try office.post("/v1/funds", body, key: IdempotencyTests.key)
        let again = try office.post("/v1/funds", body, key: IdempotencyTests.key)
        #expect(again.body == first.body)
        #expect(Refused(try office.post("/v1/funds", body)) == Refused(409, "already-exists"))
        let patch = #"{"persons":9}"#
        let key = "patch-key-00000001"
        let patched = try office.patch("/v1/households/1", patch, key: key, ifMatch: #""r1""#)
        let repeated = try office.patch("/v1/households/1", patch, key: key, ifMatch: #""r1""#)
        #expect(patched.taggedVersion == 2)
        #expect(repeated.taggedVersion == 2)
    }

    @Test(arguments: 1...5)
    func `the same key at once on several event loops has one effect`(_ round: Int) throws {
        let office = try Office.village()
        let service = office.service
        let fields = [
            ("Authorization", "Bearer " + (try office.secret(of: .clerk))),
            ("Content-Type", "application/json"),
            ("Idempotency-Key", IdempotencyTests.key),
        ]
        let request = Request(
            method: .post, target: IdempotencyTests.path, fields: fields,
            body: Array(IdempotencyTests.body.utf8))
        let responses = Mutex<[Response]>([])
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            guard let responder = try? service.responder() else { return }
            let response = responder.respond(to: request) { response in
                responses.withLock { $0.append(response) }
                done.signal()
            }
            if let response { Issue.record("answered at once: \(response.status)") }
            responder.tickEnded()
        }
        for _ in 0..<4 { #expect(done.wait(timeout: .now() + 30) == .success) }
        let all = responses.withLock { $0 }
        #expect(all.map(\.status) == [201, 201, 201, 201])
        #expect(Set(all.map(\.body)).count == 1)
        #expect(all.count { $0.field("Idempotency-Replayed") == "true" } == 3)
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [1])
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 5000)
    }

    @Test func `different keys at once on several event loops each get a number`() throws {
        let office = try Office.village()
        let service = office.service
        let secret = try office.secret(of: .clerk)
        let numbers = Mutex<[String]>([])
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.concurrentPerform(iterations: 4) { loop in
            guard let responder = try? service.responder() else { return }
            for index in 0..<25 {
                let request = Request(
                    method: .post, target: IdempotencyTests.path,
                    fields: [
                        ("Authorization", "Bearer " + secret), ("Content-Type", "application/json"),
                        ("Idempotency-Key", "key-of-loop-0000-\(loop)-\(index)"),
                    ], body: Array(IdempotencyTests.body.utf8))
                _ = responder.respond(to: request) { response in
                    numbers.withLock { $0.append(response.text("/voucher/number") ?? "") }
                    done.signal()
                }
                responder.tickEnded()
            }
        }
        for _ in 0..<100 { #expect(done.wait(timeout: .now() + 30) == .success) }
        let wanted = (1...100).map { "PT-2026-0" + String(1000 + $0).dropFirst() }
        #expect(numbers.withLock { $0.sorted() } == wanted)
    }
}
