import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Text
import Verify

/// What is wrong in a list, and what is then stored.
@Suite struct BatchRefusalTests {
    private func expectNothing(stored office: Office, since position: Int64) throws {
        #expect(office.lastPosition == position)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    private static let mismatches: [(count: Int?, amount: Int64?, errors: [String])] = [
        (2, nil, ["/expected_count control-total-mismatch"]),
        (nil, 6001, ["/expected_amount control-total-mismatch"]),
        (4, 0, ["/expected_count control-total-mismatch", "/expected_amount control-total-mismatch"]),
    ]

    @Test(arguments: mismatches)
    func `control totals that differ refuse the whole list in both modes`(
        _ count: Int?, _ amount: Int64?, _ errors: [String]
    ) throws {
        let office = try Office.village()
        let position = try office.positionOfClerk()
        for mode in ["atomic", "independent"] {
            let response = try office.postBatch(
                mode, [.gift(1000), .gift(2000), .gift(3000)], count: count, amount: amount)
            #expect(Refused(response) == Refused(422, "control-total-mismatch"))
            #expect(response.errors == errors)
        }
        try expectNothing(stored: office, since: position)
    }

    @Test func `the detail says what the list adds up to`() throws {
        let response = try Office.village().postBatch("atomic", [.gift(1_200_000)], count: 3, amount: 5)
        #expect(response.text("/errors/0/detail") == "danh sách có 1 dòng")
        #expect(response.text("/errors/1/detail") == "tổng của danh sách là " + formattedDong(1_200_000))
    }

    @Test func `a list has 1 to 1,000 operations, all of them objects`() throws {
        let office = try Office.village()
        for count in [0, 1001] {
            let response = try office.postBatch("atomic", Array(repeating: .gift(1), count: count))
            #expect(Refused(response) == Refused(422, "number-out-of-range"))
            #expect(response.errors == ["/operations number-out-of-range"])
        }
        for item in ["5", "null", "[]", #""x""#] {
            let response = try office.post(
                "/v1/batches",
                """
                {"mode":"independent","expected_count":2,"expected_amount":1,"operations":[
                \(SentOperation.gift(1).text),\(item)]}
                """, key: office.newKey())
            #expect(Refused(response) == Refused(422, "type-mismatch"))
            #expect(response.errors == ["/operations/1 type-mismatch"])
        }
    }

    @Test func `an operation is one of the requests that a batch may have`() throws {
        let office = try Office.village()
        func errors(_ operation: String) throws -> [String] {
            try office.post(
                "/v1/batches",
                #"{"mode":"independent","expected_count":1,"expected_amount":0,"operations":[\#(operation)]}"#,
                key: office.newKey()
            )
            .errors
        }
        let place = "/operations/0/"
        #expect(try errors("{}") == ["method", "path", "body"].map { place + $0 + " member-missing" })
        #expect(
            try errors(#"{"method":"DELETE","path":"/v1/users","body":[],"note":1}"#) == [
                place + "method choice-unknown", place + "path choice-unknown", place + "body type-mismatch",
                place + "note member-unknown",
            ])
        #expect(
            try errors(#"{"method":"POST","path":"/v1/batches","body":{}}"#) == [
                place + "path choice-unknown"
            ])
    }

    @Test func `an atomic list with a bad last line stores nothing, and names the line and its problem`()
        throws
    {
        let office = try Office.village()
        let good = (1...998).map { SentOperation.gift(Int64($0)) }
        let position = try office.positionOfClerk()
        let wrong = try office.postBatch("atomic", good + [.gift(0)])
        #expect(Refused(wrong) == Refused(422, "amount-not-positive"))
        #expect(wrong.errors == ["/operations/998/body/amount amount-not-positive"])
        let unknown = try office.postBatch("atomic", good + [.gift(7, of: 6)])
        #expect(Refused(unknown) == Refused(422, "reference-unknown"), "\(unknown.bodyText)")
        #expect(unknown.errors == ["/operations/998/body/household reference-unknown"])
        #expect(unknown.text("/detail")?.hasPrefix("Dòng 999 trong 999 dòng: ") == true)
        #expect(unknown.text("/detail")?.hasSuffix(" Chưa ghi dòng nào.") == true)
        try expectNothing(stored: office, since: position)
        #expect(try office.contribute(good[0].body).text("/voucher/number") == "PT-2026-0001")
    }

    @Test func `an independent list stores all lines but the bad one`() throws {
        let office = try Office.village()
        office.checksContract = false
        var operations = (1...999).map { SentOperation.gift(Int64($0)) }
        operations.insert(.gift(5, of: 6), at: 500)
        let response = try office.postBatch("independent", operations)
        try #require(response.status == 200, "\(response.bodyText.prefix(500))")
        #expect(response.integer("/recorded_count") == 999 && response.integer("/refused_count") == 1)
        let refused = try #require(response.json.at("/results/500"))
        #expect(refused.integer("/status") == 422 && refused.at("/body") == .null)
        #expect(refused.text("/problem/code") == "reference-unknown")
        #expect(refused.text("/problem/errors/0/pointer") == "/operations/500/body/household")
        let numbers = response.batchNumbers.filter { $0 != "–" }
        #expect(numbers.count == 999 && numbers.last == "PT-2026-0999")
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a list of which every line is refused is refused whole, and its key stays free`() throws {
        let office = try Office.village()
        let (position, key) = (try office.positionOfClerk(), office.newKey())
        let response = try office.postBatch("independent", [.gift(5, of: 6), .gift(0)], key: key)
        #expect(Refused(response) == Refused(422, "reference-unknown"))
        #expect(
            response.errors == [
                "/operations/0/body/household reference-unknown",
                "/operations/1/body/amount amount-not-positive",
            ])
        try expectNothing(stored: office, since: position)
        #expect(try office.postBatch("independent", [.gift(5)], key: key).status == 200)
    }

    /// A pledge is credited before the reference is refused: the line is undone, and those around it stay.
    @Test func `a line that is refused after it stored something is undone alone`() throws {
        let office = try Office.villageWithBooks()
        let pledged = #","pledge":1"#
        func transfer(_ reference: String) -> SentOperation {
            SentOperation(
                body: """
                    {"fund":1,"household":1,"method":"bank","bank_reference":"\(reference)","amount":1000\(pledged)}
                    """, amount: 1000)
        }
        let operations = [
            transfer("FT1"), .gift(5000), transfer("ft-1"), .pledge(70_000, of: 2), transfer("FT2"),
        ]
        let position = try office.positionOfClerk()
        let atomic = try office.postBatch("atomic", operations)
        #expect(
            atomic.errors.first?.hasPrefix("/operations/2/body/bank_reference ") == true, "\(atomic.bodyText)"
        )
        try expectNothing(stored: office, since: position)
        let response = try office.postBatch("independent", operations)
        try #require(response.status == 200, "\(response.bodyText)")
        #expect(response.batchStatuses == [201, 201, Int64(atomic.status), 201, 201])
        #expect(response.batchNumbers == ["PT-2026-0002", "PT-2026-0003", "–", "–", "PT-2026-0004"])
        #expect(try office.get("/v1/pledges/1").integer("/received") == 502_000)
        #expect(try office.get("/v1/funds/1").integer("/balances/bank") == 2000)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 505_000)
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `a second open pledge of a household is refused by its line`() throws {
        let office = try Office.villageWithBooks()
        let response = try office.postBatch(
            "independent", [.pledge(1000, of: 2), .pledge(2000, of: 2), .gift(3000)])
        #expect(response.batchStatuses == [201, 409, 201], "\(response.bodyText)")
        #expect(response.text("/results/1/problem/code") == "already-exists")
        #expect(try office.get("/v1/pledges?hamlet=1").ids == [2, 1])
    }

    @Test func `a sum that is too large is refused by the line that makes it so`() throws {
        let office = try Office.village()
        let most: Int64 = 9_007_199_254_740_991
        let operations: [SentOperation] = [.gift(most - 10), .gift(10), .gift(1), .gift(1)]
        // What does not fit into one expected total is refused before.
        let whole = try office.postBatch("independent", operations, amount: most)
        #expect(Refused(whole) == Refused(422, "control-total-mismatch"))
        try #require(try office.contribute(operations[0].body).status == 201)
        let rest = try office.postBatch("independent", Array(operations.dropFirst()))
        #expect(rest.batchStatuses == [201, 422, 422], "\(rest.bodyText)")
        #expect(rest.text("/results/1/problem/code") == "amount-too-large")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == most)
    }

    @Test func `a date before the series, and a closed month, are refused by their lines`() throws {
        let office = try Office.forSamples()
        let response = try office.postBatch(
            "independent",
            [
                .gift(1000, #","received_on":"2025-08-11""#), .gift(2000),
                .gift(3000, #","received_on":"2026-11-01""#),
            ])
        #expect(response.batchStatuses == [409, 201, 422], "\(response.bodyText)")
        #expect(response.text("/results/0/problem/code") == "period-closed")
        #expect(response.text("/results/2/problem/code") == "date-before-series")
        #expect(
            response.text("/results/2/problem/errors/0/pointer") == "/operations/2/body/received_on")
    }

    @Test func `each line needs the role of its own request`() throws {
        let office = try Office.villageWithBooks()
        let operations: [SentOperation] = [.gift(1000), .pledge(5000, of: 2)]
        let whole = try office.postBatch("atomic", operations, as: .treasurer)
        #expect(Refused(whole) == Refused(403, "role-missing"))
        #expect(whole.errors == ["/operations/1 role-missing"])
        let some = try office.postBatch("independent", operations, as: .treasurer)
        #expect(some.batchStatuses == [201, 403])
        #expect(
            Refused(try office.postBatch("atomic", operations, as: .approver)) == Refused(403, "role-missing")
        )
    }

    @Test func `each line needs a place that the caller may see`() throws {
        let office = try Office.village()
        let elsewhere = SentOperation(
            body: #"{"fund":3,"household":5,"method":"cash","amount":7000}"#, amount: 7000)
        _ = try office.secret(of: Bearer(.clerk, at: .xom9))
        let position = office.lastPosition
        let whole = try office.postBatch("atomic", [.gift(1000), elsewhere], as: Bearer(.clerk, at: .xom9))
        #expect(Refused(whole) == Refused(422, "reference-unknown"))
        #expect(whole.errors == ["/operations/1/body/fund reference-unknown"])
        try expectNothing(stored: office, since: position)
    }

    @Test func `a long list of bad lines is refused briefly`() throws {
        let office = try Office.village()
        let bad = SentOperation(
            body: "{" + (0..<10).map { #""member\#($0)":1"# }.joined(separator: ",") + "}", amount: 0)
        for mode in ["atomic", "independent"] {
            let response = try office.postBatch(mode, Array(repeating: bad, count: 1000))
            #expect(response.status == 422)
            #expect(response.errors.count == 100 && response.body.count < 60_000)
        }
        office.checksContract = false
        let some = try office.postBatch("independent", [.gift(1)] + Array(repeating: bad, count: 999))
        #expect(some.integer("/refused_count") == 999 && some.body.count < 1 << 20)
    }
}
