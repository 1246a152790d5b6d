import API
import Dispatch
import Domain
import HTTP
import Locks
import TestSupport
import Testing

@Suite struct ExpenditureEndpointTests {
    @Test func `a request returns the whole expenditure and its location`() throws {
        let office = try Office.villageWithBooks()
        let response = try office.request(as: .clerk)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/expenditures/1")
        #expect(response.taggedVersion == 1)
        try expect(
            response,
            shows: """
                {"id":1,"voucher":null,"amount":120000,"amount_in_words":"Một trăm hai mươi nghìn đồng",
                "paid_on":null,"hamlet":1,"fund":1,"payee":"Cửa hàng vật liệu","purpose":"Mua xi măng","note":null,
                "item":"Vật liệu","method":"cash","refund_of":null,"repays":null,"state":"requested","requested_by":2,"checked_by":null,
                "approved_by":null,"approved_on":null,"paid_by":null,"booked_by":null,"rejected_by":null,"cancelled_by":null,
                "voided_by":null,
                "reason":null,"replaces":null,"replaced_by":null,"reversed_on":null,"requested_at":"2026-11-23T02:00:00.000Z","version":1}
                """)
        #expect(try office.get("/v1/expenditures/1").body == response.body)
    }

    @Test func `a request needs only the minimum of members`() throws {
        let office = try Office.villageWithBooks()
        let body = """
            {"fund":1,"payee":"Cửa hàng vật liệu","purpose":"Mua xi măng","amount":120000,"method":"cash"}
            """
        let response = try office.post("/v1/expenditures", body, key: office.newKey())
        #expect(response.status == 201)
        #expect(response.text("/item") == "Chi khác")
    }

    @Test func `each step records its person, and paying creates the voucher`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        let checked = try office.take("check", 1, ifMatch: #""r1""#)
        #expect(checked.text("/state") == "checked" && checked.integer("/checked_by") == 3)
        let approved = try office.take("approve", 1, ifMatch: #""r2""#)
        #expect(approved.text("/state") == "approved" && approved.integer("/approved_by") == 5)
        #expect(approved.text("/approved_on") == "2026-11-23")
        let paid = try office.take("pay", 1, ifMatch: #""r3""#)
        #expect(paid.text("/state") == "paid" && paid.integer("/paid_by") == 4)
        try #expect(
            paid.json.at("/voucher")
                == json(
                    """
                    {"number":"PC-2026-0001","book":"1","kind":"payment","issued_on":"2026-11-23",
                    "party_name":"Cửa hàng vật liệu","party_address":"",
                    "reason":"Mua xi măng","line":1,"lines":1,"code":"C-1-KS",
                    "proof":"/v1/public/receipts/C-1-KS","attachments":null}
                    """))
        let booked = try office.take("book", 1, ifMatch: #""r4""#)
        #expect(booked.text("/state") == "booked" && booked.integer("/booked_by") == 3)
        #expect(booked.taggedVersion == 5)
        #expect(booked.field("Location") == nil)
        #expect(try office.get("/v1/expenditures/1").body == booked.body)
    }

    @Test func `paying takes the money and the next number of the year of that day`()
        throws
    {
        let office = try Office.villageWithBooks()
        try office.registerBook("Q2")
        let id = try office.approved(400_000)
        office.clock.advance(days: 40)
        let body = #"{"paid_on":"2026-12-31","book":"Q2"}"#
        let paid = try office.take("pay", id, body)
        #expect(paid.text("/voucher/number") == "PC-2026-Q2-0001")
        #expect(paid.text("/voucher/book") == "Q2")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 100_000)
        let next = try office.get("/v1/expenditures/\(office.spent(1000))")
        #expect(next.text("/voucher/number") == "PC-2027-1-0001")
    }

    @Test func `a voided payment keeps its number and restores the money`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent()
        let voided = try office.take("void", id)
        #expect(voided.status == 200)
        #expect(voided.text("/state") == "voided" && voided.integer("/voided_by") == 3)
        #expect(voided.text("/reason") == "Sai số tiền")
        #expect(voided.text("/voucher/number") == "PC-2026-0001")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 500_000)
        let next = try office.get("/v1/expenditures/\(office.spent())")
        #expect(next.text("/voucher/number") == "PC-2026-0002")
    }

    @Test func `a booked payment can be voided`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.spent()
        #expect(try office.take("book", id).status == 200)
        #expect(try office.take("void", id, as: .approver).text("/state") == "voided")
    }

    @Test func `a rejected request shows the reason and the person`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        let rejected = try office.take("reject", 1)
        #expect(rejected.text("/state") == "rejected" && rejected.integer("/rejected_by") == 5)
        #expect(rejected.text("/reason") == "Sai mục")
        #expect(Refused(try office.take("check", 1)) == Refused(409, "invalid-transition"))
    }

    @Test func `the summary includes payments`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.spent(120_000)
        _ = try office.request(50_000)
        for path in ["/v1/hamlets/1/summary", "/v1/public/hamlets/1/summary"] {
            let year = try office.get(path)
            #expect(year.integer("/years/0/spent") == 120_000)
            #expect(year.integer("/years/0/refunded") == 0)
            #expect(year.integer("/years/0/expenditures") == 1)
            #expect(year.integer("/balances/cash") == 380_000)
        }
    }

    @Test func `a repeated payment gets the same response and pays once`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved()
        let key = office.newKey()
        let responses = try (0..<3)
            .map { _ in
                try office.post("/v1/expenditures/\(id)/pay", as: .treasurer, key: key, ifMatch: #""r3""#)
            }
        #expect(responses.map(\.status) == [200, 200, 200])
        #expect(Set(responses.map(\.body)).count == 1)
        #expect(responses.map { $0.field("Idempotency-Replayed") } == [nil, "true", "true"])
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 380_000)
    }

    @Test func `the same key for two payments is refused`() throws {
        let office = try Office.villageWithBooks()
        let (first, second) = (try office.approved(), try office.approved())
        let key = office.newKey()
        _ = try office.post("/v1/expenditures/\(first)/pay", as: .treasurer, key: key, ifMatch: "*")
        let response = try office.post(
            "/v1/expenditures/\(second)/pay", as: .treasurer, key: key, ifMatch: "*")
        #expect(Refused(response) == Refused(422, "idempotency-key-reused"))
    }

    @Test(arguments: [
        "POST /v1/expenditures", "POST /v1/contributions/{id}/refunds", "POST /v1/expenditures/{id}/approve",
        "POST /v1/expenditures/{id}/pay", "POST /v1/expenditures/{id}/void",
    ])
    func `steps that move money, approve or void require a key`(_ name: String) throws {
        let sample = try #require(EndpointSample.all[name])
        let role = try #require(try Endpoint.named(name).someRole)
        let response = try Office.forSamples()
            .post(sample.target, sample.body, as: Bearer(role), ifMatch: "*")
        #expect(Refused(response) == Refused(400, "idempotency-key-missing"))
    }

    @Test func `a dry run of a payment takes no money and no number`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved()
        let dryRunResult = try office.post(
            "/v1/expenditures/\(id)/pay?dry_run=true", as: .treasurer, key: office.newKey(), ifMatch: "*")
        #expect(dryRunResult.text("/body/voucher/number") == "PC-2026-0001")
        #expect(try office.get("/v1/expenditures/\(id)").text("/state") == "approved")
        #expect(try office.take("pay", id).text("/voucher/number") == "PC-2026-0001")
    }
}

@Suite struct ExpenditureVersionTests {
    @Test(arguments: ["check", "approve", "pay", "book", "reject", "void"])
    func `a step requires the current version`(_ step: String) throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        #expect(Refused(try office.take(step, 1, ifMatch: nil)) == Refused(428, "version-missing"))
        let stale = try office.take(step, 1, ifMatch: #""r9""#)
        #expect(Refused(stale) == Refused(412, "version-mismatch"))
        #expect(stale.taggedVersion == 1)
        #expect(try office.get("/v1/expenditures/1").text("/state") == "requested")
    }

    @Test func `two treasurers at once make one voucher`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved()
        let first = try office.take("pay", id, ifMatch: #""r3""#)
        let other = try office.secondRole(.treasurer, of: .clerk)
        let second = try office.take("pay", id, ifMatch: #""r3""#, secret: other)
        #expect(first.status == 200)
        #expect(Refused(second) == Refused(412, "version-mismatch"))
        #expect(Refused(try office.take("pay", id)) == Refused(409, "invalid-transition"))
        #expect(try office.get("/v1/hamlets/1/expenditures").items().count == 1)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 380_000)
        #expect(
            try office.get("/v1/expenditures/\(office.spent(1))").text("/voucher/number") == "PC-2026-0002")
    }

    @Test func `four treasurers on four event loops at once make one voucher`() throws {
        let office = try Office.villageWithBooks()
        let id = try office.approved()
        let secret = try office.secret(of: .treasurer)
        let service = office.service
        let responses = Mutex<[Response]>([])
        let done = DispatchSemaphore(value: 0)
        DispatchQueue.concurrentPerform(iterations: 4) { loop in
            guard let responder = try? service.responder() else { return }
            let request = Request(
                method: .post, target: "/v1/expenditures/\(id)/pay",
                fields: [
                    ("Authorization", "Bearer " + secret), ("If-Match", #""r3""#),
                    ("Idempotency-Key", "key-of-treasurer-\(loop)"),
                ], body: [])
            let response = responder.respond(to: request) { response in
                responses.withLock { $0.append(response) }
                done.signal()
            }
            if let response { Issue.record("answered at once: \(response.status)") }
            responder.tickEnded()
        }
        for _ in 0..<4 { #expect(done.wait(timeout: .now() + 30) == .success) }
        #expect(responses.withLock { $0 }.map(\.status).sorted() == [200, 412, 412, 412])
        #expect(try office.get("/v1/public/hamlets/1/expenditures").items().count == 1)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 380_000)
    }

    @Test func `an unchanged response is not sent again`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.request()
        for path in ["/v1/expenditures/1", "/v1/hamlets/1/expenditures", "/v1/public/hamlets/1/expenditures"]
        {
            let tag = try #require(try office.get(path).field("ETag"))
            #expect(try office.get(path, fields: [("If-None-Match", tag)]).status == 304, "\(path)")
        }
        let path = "/v1/hamlets/1/expenditures"
        let tag = try #require(try office.get(path).field("ETag"))
        _ = try office.take("check", 1)
        #expect(try office.get(path, fields: [("If-None-Match", tag)]).status == 200)
    }
}
