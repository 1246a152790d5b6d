import API
import Domain
import HTTP
import JSON
import Store
import TestSupport
import Testing
import Verify

/// Opening balances, interest and fees: success and each refusal.
@Suite struct MoneyMoveEndpointTests {
    private func held(_ office: Office, _ fund: Int64 = 1) throws -> [Int64?] {
        let shown = try office.get("/v1/funds/\(fund)")
        return [shown.integer("/balances/cash"), shown.integer("/balances/bank")]
    }

    private func expectSound(_ office: Office) throws {
        #expect(try office.read { tx in try tx.verification().discrepancies } == [])
    }

    @Test func `an opening balance is recorded by one and posted by another`() throws {
        let office = try Office.villageWithBooks()
        let recorded = try office.open(1, cash: 3000, bank: 12_000)
        #expect(recorded.status == 201 && recorded.field("Location") == "/v1/opening-balances/1")
        #expect(recorded.text("/state") == "recorded" && recorded.integer("/hamlet") == 1)
        #expect(recorded.items("/counted_by").count == 2 && recorded.json.at("/confirmed_by") == .null)
        #expect(try held(office) == [500_000, 0])
        let confirmed = try office.confirmOpening(1)
        #expect(confirmed.status == 200 && confirmed.text("/state") == "confirmed")
        #expect(confirmed.integer("/confirmed_by") == 5 && confirmed.taggedVersion == 2)
        #expect(try held(office) == [503_000, 12_000])
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?from=2026-10-31&to=2026-10-31", as: nil)
        #expect(statement.text("/received/0/kind") == "opening")
        #expect(statement.integer("/received/0/cash") == 3000)
        #expect(statement.integer("/closing/bank") == 12_000)
        #expect(try office.get("/v1/hamlets/1/opening-balances?fund=1&state=confirmed").ids == [1])
        #expect(try office.get("/v1/hamlets/1/opening-balances?fund=2").ids == [])
        try expectSound(office)
    }

    @Test func `a voided opening balance leaves nothing, and another may be recorded`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.open(1, cash: 3000)
        _ = try office.confirmOpening(1)
        #expect(
            Refused(try office.voidMove("opening-balances", 1, as: .accountant))
                == Refused(409, "same-person"))
        let voided = try office.voidMove("opening-balances", 1)
        #expect(voided.text("/state") == "voided" && voided.text("/void_reason") == "Ghi sai")
        #expect(try held(office) == [500_000, 0])
        #expect(try office.open(1, cash: 4000).integer("/id") == 2)
        #expect(try office.confirmOpening(2).status == 200)
        #expect(try held(office) == [504_000, 0])
        #expect(Refused(try office.voidMove("opening-balances", 1)) == Refused(409, "invalid-transition"))
        #expect(Refused(try office.confirmOpening(2)) == Refused(409, "invalid-transition"))
        try expectSound(office)
    }

    @Test func `an opening balance whose money was spent is not voided`() throws {
        let office = try Office.villageWithBooks()
        _ = try office.open(1, bank: 3000)
        _ = try office.confirmOpening(1)
        _ = try office.spent(2000, method: "bank")
        #expect(Refused(try office.voidMove("opening-balances", 1)) == Refused(409, "balance-too-low"))
        #expect(try held(office) == [500_000, 1000])
    }

    @Test func `a fund has one opening balance, older than every voucher`() throws {
        let office = try Office.villageWithBooks()
        // The receipt of the fund is of 2026-11-23.
        #expect(Refused(try office.open(1, cash: 1, on: "2026-11-23")) == Refused(422, "date-out-of-range"))
        #expect(try office.open(1, cash: 1, on: "2026-11-22").status == 201)
        #expect(try office.open(1, cash: 1, on: "2026-11-21").errors == ["/fund already-exists"])
        // Before it is confirmed, a voucher may still come.
        let gift =
            #"{"fund":1,"household":2,"method":"cash","amount":1000,"book":"Q2","received_on":"2026-11-22"}"#
        try office.registerBook("Q2")
        #expect(try office.contribute(gift).status == 201)
        #expect(Refused(try office.confirmOpening(1)) == Refused(422, "date-out-of-range"))
        #expect(try office.void(2).status == 200)
        #expect(try office.confirmOpening(1).status == 200)
        try expectSound(office)
    }

    @Test(arguments: [("2026-10-31", 422), ("2026-10-30", 422), ("2026-11-01", 201)])
    func `nothing is dated on or before the day of an opening balance`(_ day: String, _ status: Int) throws {
        let office = try Office.village()
        _ = try office.open(1, cash: 3000, bank: 3000)
        _ = try office.confirmOpening(1)
        let gift = try office.contribute(
            #"{"fund":1,"household":2,"method":"cash","amount":1000,"received_on":"\#(day)"}"#)
        #expect(gift.status == status && (status == 201 || gift.code == "date-out-of-range"))
        let interest = try office.enter(#""fund":1,"kind":"interest","amount":10,"on":"\#(day)""#)
        #expect(interest.status == status)
        let transfer = try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":10,"on":"\#(day)""#)
        #expect(transfer.status == status)
        // Another fund is not concerned.
        #expect(
            try office
                .contribute(
                    #"{"fund":2,"household":2,"method":"cash","amount":1000,"received_on":"\#(day)"}"#
                )
                .status == 201)
        try expectSound(office)
    }

    private static let openings: [(String, [String])] = [
        (
            #"{"fund":1,"on":"2026-10-31","cash":0,"bank":0\#(Office.openingFacts)}"#,
            ["/cash amount-not-positive"]
        ),
        (
            #"{"fund":1,"on":"2026-10-31","cash":-1,"bank":5\#(Office.openingFacts)}"#,
            ["/cash number-out-of-range"]
        ),
        (
            #"{"fund":1,"on":"2026-10-31","cash":1.5,"bank":5\#(Office.openingFacts)}"#,
            ["/cash amount-not-exact"]
        ),
        (#"{"fund":1,"on":"2026-10-31","cash":1\#(Office.openingFacts)}"#, ["/bank member-missing"]),
        (
            #"{"fund":1,"on":"2026-11-24","cash":1,"bank":0\#(Office.openingFacts)}"#,
            ["/on date-out-of-range"]
        ),
        (
            #"{"fund":1,"on":"2019-12-31","cash":1,"bank":0\#(Office.openingFacts)}"#,
            ["/on date-out-of-range"]
        ),
        (
            #"{"fund":99,"on":"2026-10-31","cash":1,"bank":0\#(Office.openingFacts)}"#,
            ["/fund reference-unknown"]
        ),
        (
            #"{"fund":1,"on":"2026-10-31","cash":1,"bank":0,"basis":"A","counted_by":["An"]}"#,
            ["/counted_by number-out-of-range"]
        ),
        (
            #"{"fund":1,"on":"2026-10-31","cash":1,"bank":0,"basis":"A","counted_by":["Văn An","VĂN  AN"]}"#,
            ["/counted_by input-invalid"]
        ),
        (
            #"{"fund":1,"on":"2026-10-31","cash":1,"bank":0,"counted_by":["An","Bình"]}"#,
            ["/basis member-missing"]
        ),
    ]

    @Test(arguments: openings)
    func `a wrong opening balance is refused`(_ body: String, _ errors: [String]) throws {
        let office = try Office.village()
        let response = try office.open(body)
        #expect(response.status == 422 && response.errors == errors, "\(response.bodyText)")
    }

    @Test func `an opening balance keeps all sums exact`() throws {
        let office = try Office.village()
        let most = Dong.documentMax.amount
        #expect(Refused(try office.open(1, cash: most, bank: 1)) == Refused(422, "amount-too-large"))
        #expect(try office.open(1, cash: most).status == 201)
        #expect(try office.confirmOpening(1).status == 200)
        #expect(
            Refused(try office.enter(#""fund":2,"kind":"interest","amount":1"#))
                == Refused(422, "amount-too-large"))
        // Turnover between cash and bank is bounded too, so that no sum of a day ever overflows.
        #expect(
            Refused(try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":1"#))
                == Refused(422, "amount-too-large"))
        try expectSound(office)
    }

    @Test func `interest and fees move the bank account`() throws {
        let office = try Office.villageWithBooks()
        let interest = try office.enter(
            #""fund":1,"kind":"interest","amount":15000,"on":"2026-11-22","reference":"LAI 11""#)
        #expect(interest.status == 201 && interest.field("Location") == "/v1/bank-entries/1")
        #expect(interest.text("/state") == "valid" && interest.text("/on") == "2026-11-22")
        #expect(try office.enter(#""fund":1,"kind":"fee","amount":2000"#).text("/on") == "2026-11-23")
        #expect(try held(office) == [500_000, 13_000])
        let statement = try office.get(
            "/v1/public/hamlets/1/statement?from=2026-11-01&to=2026-11-30", as: nil)
        #expect(statement.items("/received").compactMap { $0.text("/kind") } == ["households", "interest"])
        #expect(statement.items("/spent").compactMap { $0.text("/kind") } == ["fees"])
        #expect(statement.integer("/closing/bank") == 13_000)
        #expect(try office.get("/v1/hamlets/1/bank-entries?kind=fee").ids == [2])
        #expect(try office.get("/v1/hamlets/1/bank-entries?from=2026-11-22&to=2026-11-22").ids == [1])
        try expectSound(office)
    }

    @Test func `a fee that the bank account cannot pay, and spent interest, are refused`() throws {
        let office = try Office.villageWithBooks()
        #expect(
            Refused(try office.enter(#""fund":1,"kind":"fee","amount":1"#)) == Refused(409, "balance-too-low")
        )
        _ = try office.enter(#""fund":1,"kind":"interest","amount":1000,"on":"2026-11-23""#)
        #expect(
            Refused(try office.enter(#""fund":1,"kind":"fee","amount":1,"on":"2026-11-22""#))
                == Refused(409, "balance-too-low-on-date"))
        _ = try office.spent(600, method: "bank")
        #expect(Refused(try office.voidMove("bank-entries", 1)) == Refused(409, "balance-too-low"))
        #expect(try held(office) == [500_000, 400])
    }

    @Test func `a reference is entered once for a fund and a kind, until it is voided`() throws {
        let office = try Office.village()
        let interest = #""fund":1,"kind":"interest","amount":1000,"reference":"FT-01""#
        #expect(try office.enter(interest).status == 201)
        let again = try office.enter(interest.replacing("FT-01", with: "ft01"))
        #expect(again.errors == ["/reference already-exists"])
        #expect(try office.enter(interest.replacing("interest", with: "fee")).status == 201)
        #expect(try office.enter(interest.replacing(#""fund":1"#, with: #""fund":2"#)).status == 201)
        #expect(
            Refused(try office.voidMove("bank-entries", 2, as: .accountant)) == Refused(409, "same-person"))
        #expect(try office.voidMove("bank-entries", 2).status == 200)
        #expect(try office.voidMove("bank-entries", 1).status == 200)
        #expect(Refused(try office.voidMove("bank-entries", 1)) == Refused(409, "invalid-transition"))
        #expect(try office.enter(interest).status == 201)
        try expectSound(office)
    }

    @Test(
        arguments: [
            (#""fund":1,"kind":"gift","amount":1"#, "/kind choice-unknown"),
            (#""fund":1,"kind":"fee","amount":0"#, "/amount amount-not-positive"),
            (#""fund":1,"kind":"interest","amount":1,"on":"2026-11-24""#, "/on date-out-of-range"),
            (#""fund":1,"kind":"interest","amount":1,"reference":"Ж1""#, "/reference text-invalid"),
            (#""fund":99,"kind":"interest","amount":1"#, "/fund reference-unknown"),
        ])
    func `wrong interest is refused`(_ members: String, _ error: String) throws {
        let response = try Office.village().enter(members)
        #expect(response.status == 422 && response.errors == [error], "\(response.bodyText)")
    }

    @Test func `lists are JSON, CSV and NDJSON`() throws {
        let office = try Office.village()
        _ = try office.open(1, cash: 1)
        _ = try office.enter(#""fund":1,"kind":"interest","amount":1000"#)
        _ = try office.transfer(#""fund":1,"from":"bank","to":"cash","amount":10"#)
        for list in ["opening-balances", "bank-entries", "fund-transfers"] {
            let target = "/v1/hamlets/1/" + list
            #expect(try office.get(target).ids == [1], "\(list)")
            for type in ["text/csv", "application/x-ndjson"] {
                let rows = try office.get(target, fields: [("Accept", type)])
                #expect(rows.status == 200 && rows.field("Content-Type")?.hasPrefix(type) == true, "\(list)")
            }
        }
    }

    @Test func `a closed hamlet takes no moves, and moves after the day block its closing`() throws {
        let office = try Office.village()
        _ = try office.enter(#""fund":1,"kind":"interest","amount":1000,"on":"2026-11-20""#)
        _ = try office.transfer(#""fund":1,"from":"bank","to":"cash","amount":10,"on":"2026-11-21""#)
        _ = try office.open(2, cash: 1, on: "2026-11-22")
        office.clock.advance(days: 2)
        for day in ["2026-11-20", "2026-11-21", "2026-11-22"] {
            let blocked = try office.merge([1, 2], into: "Xóm Mới", on: day)
            #expect(Refused(blocked) == Refused(409, "records-after-effective-date"), "\(day)")
        }
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-23").status == 201)
        for response in [
            try office.enter(#""fund":1,"kind":"interest","amount":1,"on":"2026-11-20""#),
            try office.transfer(#""fund":1,"from":"cash","to":"bank","amount":1,"on":"2026-11-20""#),
            try office.open(2, cash: 1), try office.confirmOpening(1),
            try office.voidMove("bank-entries", 1), try office.voidMove("fund-transfers", 1),
            try office.voidMove("opening-balances", 1),
        ] { #expect(Refused(response) == Refused(410, "closed"), "\(response.bodyText)") }
        try expectSound(office)
    }

    @Test func `a closed month takes no move, and its moves are not voided`() throws {
        let office = try Office.village()
        _ = try office.enter(#""fund":1,"kind":"interest","amount":1000,"on":"2026-10-20""#)
        _ = try office.open(2, bank: 5, on: "2026-10-19")
        try office.close("2026-10")
        for response in [
            try office.enter(#""fund":1,"kind":"interest","amount":1,"on":"2026-10-31""#),
            try office.transfer(#""fund":1,"from":"bank","to":"cash","amount":1,"on":"2026-10-31""#),
            try office.open(2, bank: 6, on: "2026-10-18"), try office.confirmOpening(1),
            try office.voidMove("bank-entries", 1),
        ] { #expect(Refused(response) == Refused(409, "period-closed"), "\(response.bodyText)") }
        #expect(try office.voidMove("opening-balances", 1).status == 200)
        try expectSound(office)
    }

    @Test func `voided moves block no closing`() throws {
        let office = try Office.village()
        _ = try office.enter(#""fund":1,"kind":"interest","amount":1000,"on":"2026-11-23""#)
        _ = try office.voidMove("bank-entries", 1)
        _ = try office.open(2, cash: 1, on: "2026-11-23")
        _ = try office.voidMove("opening-balances", 1)
        office.clock.advance(days: 2)
        #expect(try office.merge([1, 2], into: "Xóm Mới", on: "2026-11-23").status == 201)
        try expectSound(office)
    }
}
