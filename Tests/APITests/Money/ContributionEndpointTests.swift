import API
import Domain
import HTTP
import TestSupport
import Testing

@Suite struct ContributionEndpointTests {
    @Test func `a contribution returns a receipt with everything that is printed`() throws {
        let office = try Office.village()
        _ = try office.post("/v1/pledges", #"{"fund":1,"household":1,"amount":2000000}"#)
        _ = try office.confirm(1)
        let response = try office.contribute(
            """
            {"fund":1,"household":1,"pledge":1,"method":"cash","amount":500000,"received_on":"2026-11-23"}
            """)
        #expect(response.status == 201)
        #expect(response.field("Location") == "/v1/contributions/1")
        #expect(response.taggedVersion == 1)
        #expect(response.field("Idempotency-Replayed") == nil)
        try expect(
            response,
            shows: """
                {"id":1,"voucher":{"number":"PT-2026-0001","book":"1","kind":"receipt",
                "issued_on":"2026-11-23","party_name":"Nguyễn Văn An",
                "party_address":"Xóm 9, Phường Vinh Phú","reason":"Đóng góp quỹ Đường xóm 9",
                "line":1,"lines":1,"code":"T-1-1H","proof":"/v1/public/receipts/T-1-1H","attachments":null},
                "amount":500000,"amount_in_words":"Năm trăm nghìn đồng","hamlet":1,"fund":1,"household":1,
                "organisation":null,"sponsor_name":null,"sponsor_kind":null,"sponsor_level":null,"source":"households","anonymous":false,"pledge":1,
                "method":"cash","settles":null,"collector":null,"donor_name":null,"donor_names":null,"bank_reference":null,"received_on":"2026-11-23","refunded":0,
                "foreign_currency":null,"foreign_amount":null,"foreign_rate":null,
                "import_key":null,"state":"valid",
                "replaces":null,"replaced_by":null,"reversed_on":null,"void_reason":null,"voided_by":null,"voided_at":null,"recorded_by":2,
                "recorded_at":"2026-11-23T02:00:00.000Z","version":1}
                """)
        let shown = try office.get("/v1/contributions/1", as: .auditor)
        #expect(shown.body == response.body)
        #expect(shown.taggedVersion == 1)
        #expect(try office.get("/v1/pledges/1").text("/state") == "partly")
    }

    @Test func `the receipt prints the payer as given`() throws {
        let office = try Office.village()
        try office.registerBook("A2")
        let response = try office.contribute(
            """
            {"fund":1,"organisation":1,"anonymous":true,"method":"bank","bank_reference":"FT26327",
            "amount":1005000,"received_on":"2026-01-02","payer_name":"Bà Lan","reason":"Ủng hộ","book":"A2"}
            """)
        #expect(response.text("/voucher/number") == "PT-2026-A2-0001")
        #expect(response.text("/voucher/book") == "A2")
        #expect(response.text("/voucher/party_name") == "Bà Lan")
        #expect(response.text("/voucher/reason") == "Ủng hộ")
        #expect(response.text("/amount_in_words") == "Một triệu không trăm linh năm nghìn đồng")
        #expect(response.integer("/organisation") == 1)
        #expect(response.text("/bank_reference") == "FT26327")
    }

    @Test(arguments: ["person_away", "person", "couple", "group", "company"])
    func `a sponsor has a name and a kind`(_ kind: String) throws {
        let office = try Office.village()
        let response = try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Sơn","sponsor_kind":"\#(kind)","method":"cash","amount":1}"#)
        #expect(response.text("/sponsor_kind") == kind)
        #expect(response.text("/voucher/party_name") == "Anh Sơn")
    }

    @Test func `a sponsor without a kind is a person`() throws {
        let office = try Office.village()
        let response = try office.contribute(
            #"{"fund":1,"sponsor_name":"Anh Sơn","method":"cash","amount":1}"#)
        #expect(response.text("/sponsor_kind") == "person")
    }

    @Test func `numbers are counted by hamlet, book and local year`() throws {
        let office = try Office.village()
        func number(_ rest: String) throws -> String? {
            try office.contribute(#"{"fund":1,"sponsor_name":"A","method":"cash","amount":1\#(rest)}"#)
                .text("/voucher/number")
        }
        #expect(try number("") == "PT-2026-0001")
        #expect(try number("") == "PT-2026-0002")
        try office.registerBook("2")
        #expect(try number(#","book":"2""#) == "PT-2026-2-0001")
        #expect(try number(#","received_on":"2025-12-31""#) == "PT-2025-1-0001")
        #expect(try number("") == "PT-2026-1-0003")
        let elsewhere = try office.contribute(#"{"fund":3,"sponsor_name":"A","method":"cash","amount":1}"#)
        #expect(elsewhere.text("/voucher/number") == "PT-2026-0001")
    }

    @Test func `the address has the name of the commune on that day`() throws {
        let office = try Office.village()
        let response = try office.contribute(
            #"{"fund":1,"household":1,"method":"cash","amount":1,"received_on":"2025-06-30"}"#)
        #expect(response.text("/voucher/party_address") == "Xóm 9, Phường Nghi Phú")
    }

    @Test func `the default book of receipts is the setting`() throws {
        var settings = ServiceSettings()
        settings.voucherBook = "Q9"
        let office = try Office.village(settings: settings)
        let response = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#)
        #expect(response.text("/voucher/book") == "Q9")
    }

    @Test func `a new year begins at midnight in Vietnam`() throws {
        let office = try Office.village()
        let body = #"{"fund":1,"household":1,"method":"cash","amount":1}"#
        office.clock.advance(days: 38)
        office.clock.advance(minutes: 14 * 60 + 59)
        #expect(try office.contribute(body).text("/voucher/number") == "PT-2026-0001")
        office.clock.advance(minutes: 1)
        let first = try office.contribute(body)
        #expect(first.text("/voucher/number") == "PT-2027-0001")
        #expect(first.text("/received_on") == "2027-01-01")
        #expect(first.text("/recorded_at") == "2026-12-31T17:00:00.000Z")
    }

    @Test func `more than the pledge is accepted and counted`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":1,"household":1,"pledge":1,"method":"cash","amount":3000000}"#)
        let pledge = try office.get("/v1/pledges/1")
        #expect(pledge.text("/state") == "fulfilled")
        #expect(pledge.integer("/received") == 3_500_000)
    }

    @Test func `contributions are listed newest first`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":2,"sponsor_name":"Anh Sơn","method":"bank","amount":70000}"#)
        let response = try office.get("/v1/hamlets/1/contributions")
        #expect(response.ids == [2, 1])
        let line = try #require(response.items().last)
        #expect(
            line.names == [
                "id", "number", "book", "party_name", "amount", "hamlet", "fund", "household", "organisation",
                "sponsor_name", "sponsor_kind", "sponsor_level", "source", "anonymous", "pledge", "method",
                "settles", "collector", "donor_name", "donor_names", "bank_reference", "received_on",
                "refunded", "foreign_currency", "foreign_amount", "foreign_rate", "import_key", "state",
                "replaces", "replaced_by", "reversed_on",
                "void_reason", "voided_by", "voided_at", "recorded_by", "recorded_at", "version",
            ])
        #expect(line.text("/number") == "PT-2026-0001")
    }

    @Test(arguments: [
        ("fund=2", [2]), ("household=1", [4, 1]), ("method=bank", [2]), ("state=voided", [3]),
        ("state=valid", [4, 2, 1]), ("to=2026-11-23", [3, 2, 1]), ("from=2026-11-24", [4]),
        ("from=2026-12-01&to=2026-12-01", [4]),
        ("fund=1&method=cash&state=valid&household=1&to=2026-11-23", [1]),
    ])
    func `filters restrict the list`(_ query: String, _ ids: [Int64]) throws {
        let office = try Office.villageWithBooks()
        _ = try office.contribute(#"{"fund":2,"sponsor_name":"Anh Sơn","method":"bank","amount":7}"#)
        _ = try office.contribute(#"{"fund":1,"household":2,"method":"cash","amount":8}"#)
        office.clock.advance(days: 8)
        _ = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":9}"#)
        _ = try office.void(3)
        #expect(try office.get("/v1/hamlets/1/contributions?" + query).ids == ids)
    }
}
