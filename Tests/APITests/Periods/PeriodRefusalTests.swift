import API
import Domain
import HTTP
import TestSupport
import Testing

/// What a month is refused for, and what a closed month refuses.
@Suite struct PeriodRefusalTests {
    @Test(arguments: [
        ("2026-13", "/month date-invalid"), ("2026-1", "/month date-invalid"),
        ("11/2026", "/month date-invalid"),
        ("2026-11-30", "/month text-too-long"), ("1945-08", "/month date-out-of-range"),
        ("0001-01", "/month date-out-of-range"), ("2101-01", "/month date-out-of-range"),
        ("2026-12", "/month date-out-of-range"), ("2019-12", "/month date-out-of-range"),
    ])
    func `a month is one of the hamlet that has begun`(_ month: String, _ error: String) throws {
        let refused = try Office.village().recordMonth(month)
        #expect(refused.status == 422 && refused.errors == [error], "\(refused.bodyText)")
    }

    @Test func `a month is of one owner, whom the caller sees`() throws {
        let office = try Office.village()
        for owner in [#""hamlet":1,"commune":"16702""#, #""commune":"16702","organisation":1"#] {
            #expect(
                try office.recordMonth("2026-10", of: owner).errors == ["/hamlet owner-ambiguous"], "\(owner)"
            )
        }
        let none = try office.post("/v1/periods", #"{"month":"2026-10"}"#, as: .accountant)
        #expect(none.errors == ["/hamlet owner-ambiguous"])
        for (owner, field) in [
            (#""hamlet":3"#, "hamlet"), (#""hamlet":99"#, "hamlet"), (#""commune":"17329""#, "commune"),
            (#""commune":"99999""#, "commune"), (#""organisation":2"#, "organisation"),
        ] {
            let refused = try office.recordMonth("2026-10", of: owner)
            #expect(refused.errors == ["/\(field) reference-unknown"], "\(owner) \(refused.bodyText)")
        }
        let ofProvince = try office.recordMonth(
            "2026-10", of: #""commune":"40""#, as: Bearer(.accountant, at: .province))
        #expect(ofProvince.errors == ["/commune reference-unknown"])
    }

    @Test func `a month is recorded once and takes each step once`() throws {
        let office = try Office.villageWithClosedMonth()
        let again = try office.recordMonth("2026-11")
        #expect(again.status == 409 && again.errors == ["/month already-exists"])
        for step in ["submit", "close"] {
            #expect(Refused(try office.take(step, ofMonth: 1)) == Refused(409, "invalid-transition"))
        }
        try #require(try office.take("reopen", ofMonth: 1).status == 200)
        for step in ["close", "reopen"] {
            #expect(Refused(try office.take(step, ofMonth: 1)) == Refused(409, "invalid-transition"))
        }
    }

    @Test func `accountant and approver are two persons`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordMonth("2026-10").status == 201)
        try #require(try office.take("submit", ofMonth: 1).status == 200)
        let own = try office.take("close", ofMonth: 1, secret: office.secondRole(.approver, of: .accountant))
        #expect(Refused(own) == Refused(409, "same-person"))
        #expect(own.text("/detail")?.contains(Role.approver.vietnamese) == true, "\(own.bodyText)")
        #expect(try office.take("close", ofMonth: 1).status == 200)
    }

    @Test func `a repeated closing is answered with the first one`() throws {
        let office = try Office.villageInDecember()
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").status == 201)
        try #require(try office.take("submit", ofMonth: 1).status == 200)
        let key = office.newKey()
        let first = try office.take("close", ofMonth: 1, ifMatch: #""r2""#, key: key)
        let again = try office.take("close", ofMonth: 1, ifMatch: #""r2""#, key: key)
        #expect(first.status == 200 && again.body == first.body)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(
            Refused(try office.take("reopen", ofMonth: 1, ifMatch: #""r2""#))
                == Refused(412, "version-mismatch"))
    }

    /// Every way to change the books of November, and where the refusal points.
    private static let changes:
        [(name: String, pointers: [String], take: @Sendable (Office) throws -> Response)] = [
            (
                "a receipt", ["/received_on period-closed"],
                { office in
                    try office.contribute(
                        #"{"fund":1,"household":2,"method":"cash","amount":1000,"received_on":"2026-11-30"}"#)
                }
            ),
            (
                "a receipt by bank", ["/received_on period-closed"],
                { office in
                    try office.contribute(
                        #"{"fund":2,"sponsor_name":"Anh Xa","method":"bank","amount":1000,"received_on":"2026-11-30"}"#
                    )
                }
            ),
            (
                "a row", ["/rows/2/received_on period-closed"],
                { office in
                    try office.importTable(
                        "contributions",
                        ["fund,household,method,amount,received_on", "1,2,cash,1000,2026-11-30"])
                }
            ),
            (
                "a payment", ["/paid_on period-closed"],
                { office in try office.take("pay", 2, #"{"paid_on":"2026-11-30"}"#) }
            ),
            ("a void of a receipt", [], { office in try office.void(2) }),
            ("a void of a payment", [], { office in try office.take("void", 1) }),
            (
                "a merger", ["/effective_on period-closed"],
                { office in try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-30") }
            ),
        ]

    @Test(arguments: changes.indices)
    func `a closed month refuses every change, and says where`(_ index: Int) throws {
        let (name, pointers, take) = Self.changes[index]
        let office = try Office.villageWithClosedMonth()
        let before = try office.get("/v1/hamlets/1/statement?from=2026-01-01&to=2026-11-30").body
        let refused = try take(office)
        #expect((409...422).contains(refused.status), "\(name): \(refused.bodyText)")
        #expect(refused.errors == pointers, "\(name): \(refused.bodyText)")
        let text = (refused.text("/detail") ?? "") + (refused.text("/errors/0/detail") ?? "")
        #expect(text.contains("2026-11") && text.contains(Role.approver.vietnamese), "\(name): \(text)")
        if pointers.isEmpty { #expect(Refused(refused) == Refused(409, "period-closed"), "\(name)") }
        #expect(try office.get("/v1/hamlets/1/statement?from=2026-01-01&to=2026-11-30").body == before)
        #expect(try office.get("/v1/periods/1").integer("/cash") == 499_000)
        // The month opened again, it works.
        try #require(try office.take("reopen", ofMonth: 1).status == 200)
        #expect((200...201).contains(try take(office).status), "\(name)")
        #expect(try office.isClean)
    }

    @Test func `in a later month the same is done: receipts, payments, and refunds for voids`() throws {
        let office = try Office.villageWithClosedMonth()
        #expect(
            try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#).status == 201)
        #expect(try office.take("pay", 2).text("/voucher/issued_on") == "2026-12-01")
        let refund = try #require(try office.refund(1, 500_000).integer("/id"))
        for step in ["check", "approve"] { try #require(try office.take(step, refund).status == 200) }
        // What was received in December is not the 500,000 of November.
        try #require(
            try office.contribute(#"{"fund":1,"household":3,"method":"cash","amount":2000}"#).status == 201)
        #expect(try office.take("pay", refund).status == 200)
        #expect(try office.take("book", refund).status == 200)
        #expect(try office.get("/v1/contributions/1").integer("/refunded") == 500_000)
        #expect(try office.get("/v1/periods/1").integer("/cash") == 499_000)
        // Hamlet 2 and the funds of others have months of their own.
        let other = #"{"fund":3,"household":5,"method":"cash","amount":1000,"received_on":"2026-11-30"}"#
        #expect(try office.contribute(other).status == 201)
        #expect(try office.isClean)
    }

    @Test func `only the commune opens a month again, only the last one`() throws {
        let office = try Office.villageInDecember()
        try office.close("2026-10")
        try office.counted(499_000, on: "2026-11-30")
        try office.close("2026-11")
        let below = try office.take("reopen", ofMonth: 2, as: Bearer(.approver, at: .xom9))
        #expect(Refused(below) == Refused(409, "period-order"))
        #expect(below.text("/detail")?.contains("của xã") == true)
        let earlier = try office.take("reopen", ofMonth: 1)
        #expect(Refused(earlier) == Refused(409, "period-order"))
        #expect(earlier.text("/detail")?.contains("2026-11") == true)
        for id in [2, 1] as [Int64] { #expect(try office.take("reopen", ofMonth: id).status == 200) }
        // A hamlet's approver closes it, as any approver.
        try #require(try office.take("submit", ofMonth: 1).status == 200)
        #expect(try office.take("close", ofMonth: 1, as: Bearer(.approver, at: .xom9)).status == 200)
    }

    @Test(arguments: [
        ("", "/reason member-missing"), (#"{"reason":""}"#, "/reason text-invalid"),
        (#"{"reason":"Ghi sót, hỏi 0912 345 678"}"#, "/reason private-data"),
        (#"{"reason":"Ghi sót của người có số 040087001234"}"#, "/reason private-data"),
        (#"{"reason":"\#(String(repeating: "sót ", count: 80))"}"#, "/reason text-too-long"),
    ])
    func `the reason is public, so it is there and names nobody`(_ body: String, _ error: String) throws {
        let office = try Office.villageWithClosedMonth()
        let refused = try office.take("reopen", ofMonth: 1, body)
        #expect(refused.status == 422 && refused.errors == [error], "\(refused.bodyText)")
        #expect(try office.get("/v1/periods/1").text("/state") == "closed")
    }

    @Test func `a dry run of closing closes nothing`() throws {
        let office = try Office.villageInDecember()
        try office.counted(499_000, on: "2026-11-30")
        try #require(try office.recordMonth("2026-11").status == 201)
        try #require(try office.take("submit", ofMonth: 1).status == 200)
        let dry = try office.post(
            "/v1/periods/1/close?dry_run=true", as: .approver, key: office.newKey(), ifMatch: "*")
        #expect(dry.text("/body/state") == "closed" && dry.integer("/body/cash") == 499_000)
        // What the writer knows of closed months is forgotten with it.
        let late = #"{"fund":1,"household":2,"method":"cash","amount":1000,"received_on":"2026-11-30"}"#
        #expect(try office.contribute(late).status == 201)
    }
}
