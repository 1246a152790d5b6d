import API
import Domain
import HTTP
import TestSupport
import Testing

/// What a count of cash is refused for.
@Suite struct CashCountRefusalTests {
    private func record(_ office: Office, _ body: String, as bearer: Bearer = .head) throws -> Response {
        try office.post("/v1/cash-counts", body, as: bearer, key: office.newKey())
    }

    @Test(arguments: [
        ("[1]", "/counted_by number-out-of-range"), ("[]", "/counted_by number-out-of-range"),
        ("[1,2,3,4,5,6]", "/counted_by number-out-of-range"), ("[1,1]", "/counted_by input-invalid"),
        ("[1,2,1]", "/counted_by input-invalid"), ("[1,999]", "/counted_by/1 reference-unknown"),
        ("[998,1]", "/counted_by/0 reference-unknown"), ("[1,0]", "/counted_by type-mismatch"),
        (#"[1,"2"]"#, "/counted_by type-mismatch"), ("1", "/counted_by type-mismatch"),
        ("null", "/counted_by member-missing"),
    ])
    func `two to five persons count, each once`(_ counters: String, _ error: String) throws {
        let office = try Office.villageWithBooks()
        let refused = try office.recordCount(500_000, by: counters)
        #expect(refused.status == 422 && refused.errors == [error], "\(refused.bodyText)")
        #expect(try office.get("/v1/cash-counts?hamlet=1").ids == [])
    }

    @Test func `whoever records a count has counted`() throws {
        let office = try Office.villageWithBooks()
        let refused = try office.recordCount(500_000, by: "[2,3]", as: .head)
        #expect(Refused(refused) == Refused(409, "not-counter"))
        #expect(try office.recordCount(500_000, by: "[2,3]", as: .clerk).status == 201)
    }

    @Test(arguments: [
        (#"{"500000":-1}"#, "/denominations/500000 number-out-of-range"),
        (#"{"500000":1000001}"#, "/denominations/500000 number-out-of-range"),
        (#"{"500000":1.5}"#, "/denominations/500000 type-mismatch"),
        (#"{"500000":"1"}"#, "/denominations/500000 type-mismatch"),
        (#"{"300":1}"#, "/denominations/300 member-unknown"), ("[1]", "/denominations type-mismatch"),
        ("500000", "/denominations type-mismatch"), ("null", "/denominations member-missing"),
    ])
    func `the notes are those in use, and whole`(_ notes: String, _ error: String) throws {
        let office = try Office.villageWithBooks()
        let refused = try record(office, #"{"fund":1,"denominations":\#(notes),"counted_by":[1,2]}"#)
        #expect(refused.status == 422 && refused.errors == [error], "\(refused.bodyText)")
    }

    @Test func `all faults are named at once`() throws {
        let office = try Office.villageWithBooks()
        let refused = try record(
            office, #"{"denominations":{"500000":-1,"7":1},"counted_by":[1,1],"on":"2026-02-30"}"#)
        #expect(
            Set(refused.errors) == [
                "/fund member-missing", "/denominations/500000 number-out-of-range",
                "/denominations/7 member-unknown", "/counted_by input-invalid", "/on date-invalid",
            ])
    }

    @Test(arguments: ["2026-11-24", "2019-12-31"])
    func `the day is one of the hamlet, and not to come`(_ day: String) throws {
        let refused = try Office.villageWithBooks().recordCount(500_000, on: day)
        #expect(refused.status == 422 && refused.errors == ["/on date-out-of-range"])
    }

    @Test func `a fund elsewhere is answered like none`() throws {
        let office = try Office.villageWithBooks()
        for fund in [3, 4, 99] as [Int64] {
            let refused = try office.recordCount(0, fund: fund)
            #expect(refused.errors == ["/fund reference-unknown"], "\(fund)")
        }
        try #require(try office.recordCount(500_000).integer("/id") == 1)
        let elsewhere = Bearer(.clerk, at: .xom10)
        #expect(try office.get("/v1/cash-counts/1", as: elsewhere).status == 404)
        for step in ["confirm", "withdraw"] {
            #expect(try office.take(step, ofCount: 1, as: elsewhere).status == 404)
        }
    }

    @Test func `neither the recorder confirms a count, under whatever role, nor a third person`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordCount(500_000).status == 201)
        let own = try office.take("confirm", ofCount: 1, as: .head)
        #expect(Refused(own) == Refused(409, "same-person"))
        #expect(own.text("/detail")?.contains("ghi lần kiểm kê") == true, "\(own.bodyText)")
        #expect(own.text("/detail")?.contains(Role.treasurer.vietnamese) == true)
        let other = try office.take(
            "confirm", ofCount: 1, secret: office.secondRole(.treasurer, of: .hamletHead))
        #expect(Refused(other) == Refused(409, "same-person"))
        for bearer in [Bearer.treasurer, .accountant, .approver, Bearer(.supervisor)] {
            #expect(
                Refused(try office.take("confirm", ofCount: 1, as: bearer)) == Refused(409, "not-counter"))
        }
        #expect(Refused(try office.take("confirm", ofCount: 1, as: .auditor)) == Refused(403, "role-missing"))
        // The second counter may have any role of the place.
        let second = try office.secondRole(.supervisor, of: .clerk)
        #expect(try office.take("confirm", ofCount: 1, secret: second).status == 200)
    }

    @Test func `a count is decided once`() throws {
        let office = try Office.villageWithBooks()
        try office.counted(500_000)
        for step in ["confirm", "withdraw"] {
            let refused = try office.take(step, ofCount: 1)
            #expect(Refused(refused) == Refused(409, "invalid-transition"))
            #expect(refused.text("/detail")?.contains("lập lần kiểm kê mới") == true, "\(refused.bodyText)")
        }
    }

    @Test func `a book that changed since then is counted again`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordCount(500_000, posts: true).status == 201)
        let gift = #"{"fund":1,"household":2,"method":"cash","amount":1000}"#
        try #require(try office.contribute(gift).status == 201)
        let refused = try office.take("confirm", ofCount: 1)
        #expect(Refused(refused) == Refused(409, "book-changed"))
        for text in ["500.000 ₫", "501.000 ₫", "withdraw"] {
            #expect(refused.text("/detail")?.contains(text) == true, "\(refused.bodyText)")
        }
        // What it advises: withdraw, and count again.
        #expect(try office.take("withdraw", ofCount: 1).status == 200)
        #expect(try office.counted(501_000) == 2)
        #expect(try office.isClean)
    }

    @Test func `a voided change leaves the book as it was`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordCount(500_000).status == 201)
        let gift = #"{"fund":1,"household":2,"method":"cash","amount":1000}"#
        let id = try #require(try office.contribute(gift).integer("/id"))
        try #require(try office.void(id).status == 200)
        #expect(try office.take("confirm", ofCount: 1).status == 200)
    }

    @Test func `the bank, other funds and later days change no count`() throws {
        let office = try Office.villageWithBooks()
        try #require(try office.recordCount(500_000).status == 201)
        for gift in [
            #"{"fund":1,"household":2,"method":"bank","amount":1000}"#,
            #"{"fund":2,"household":2,"method":"cash","amount":1000}"#,
        ] {
            try #require(try office.contribute(gift).status == 201)
        }
        office.clock.advance(days: 1)
        try #require(
            try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":1000}"#).status == 201)
        #expect(try office.take("confirm", ofCount: 1).status == 200)
    }

    @Test func `a shortage that the cash of a later day does not bear is not posted`() throws {
        let office = try Office.village()
        let gift =
            #"{"fund":1,"household":1,"method":"cash","amount":500000,"received_on":"2026-11-20"}"#
        try #require(try office.contribute(gift).status == 201)
        _ = try office.spent(400_000)
        try #require(try office.recordCount(50_000, on: "2026-11-20", posts: true).status == 201)
        let refused = try office.take("confirm", ofCount: 1)
        #expect(Refused(refused) == Refused(409, "balance-too-low"), "\(refused.bodyText)")
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 100_000)
        #expect(try office.get("/v1/cash-counts/1").text("/state") == "recorded")
        #expect(try office.isClean)
    }

    @Test func `no count is recorded on a day of a closed month, and none changes it`() throws {
        let office = try Office.villageInDecember()
        try #require(try office.recordCount(498_000, on: "2026-11-30", posts: true).integer("/id") == 1)
        try office.counted(499_000, on: "2026-11-30")
        try office.close("2026-11")
        let refused = try office.recordCount(499_000, on: "2026-11-30")
        #expect(refused.status == 409 && refused.errors == ["/on period-closed"], "\(refused.bodyText)")
        #expect(Refused(try office.take("confirm", ofCount: 1)) == Refused(409, "period-closed"))
        #expect(try office.take("withdraw", ofCount: 1).status == 200)
        #expect(try office.recordCount(499_000, on: "2026-12-01").status == 201)
        #expect(try office.isClean)
    }
}
