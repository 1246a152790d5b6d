import API
import Domain
import HTTP
import JSON
import SQLite
import Store
import TestSupport
import Testing
import Verify

@Suite struct IssuedReceiptTests {
    @Test func `one visit gives to two funds under one number`() throws {
        let office = try Office.villageWithBooks()
        let receipt = try office.issueTwoLines()
        #expect(receipt.field("Location") == "/v1/receipts/2" && receipt.taggedVersion == 1)
        #expect(receipt.text("/number") == "PT-2026-0002")
        #expect(receipt.integer("/amount") == 500_000)
        #expect(receipt.text("/amount_in_words") == "Năm trăm nghìn đồng")
        #expect(receipt.items("/lines").map { $0.integer("/contribution") } == [2, 3])
        #expect(receipt.items("/lines").map { $0.integer("/fund") } == [1, 2])
        #expect(receipt.items("/lines").map { $0.integer("/amount") } == [200_000, 300_000])
        #expect(
            receipt.items("/lines").map { $0.text("/reason") }
                == ["Đóng góp quỹ Đường xóm 9", "Đóng góp Quỹ khuyến học"])
        #expect(try office.get("/v1/pledges/1").integer("/received") == 700_000)
        #expect(try office.get("/v1/funds/1").integer("/balances/cash") == 700_000)
        #expect(try office.get("/v1/funds/2").integer("/balances/cash") == 300_000)
        for line in [2, 3] { #expect(try office.get("/v1/receipts/\(line)").body == receipt.body) }
        let second = try office.get("/v1/contributions/3")
        #expect(second.text("/voucher/number") == "PT-2026-0002")
        #expect(second.integer("/voucher/line") == 2 && second.integer("/voucher/lines") == 2)
        #expect(second.text("/voucher/code") == receipt.text("/code"))
        let next = try office.contribute(#"{"fund":1,"household":1,"method":"cash","amount":1}"#)
        #expect(next.text("/voucher/number") == "PT-2026-0003")
        try office.expectSound()
    }

    @Test func `a single line is the receipt of a contribution, entry and posting alike`() throws {
        let (office, other) = (try Office.village(), try Office.village())
        let receipt = try office.issue(
            #"{"household":1,"method":"cash","lines":[{"fund":1,"amount":5000}]}"#)
        let gift = try other.contribute(#"{"fund":1,"household":1,"method":"cash","amount":5000}"#)
        #expect(receipt.status == 201 && gift.status == 201)
        #expect(try office.get("/v1/contributions/1").json == gift.json)
        #expect(try other.get("/v1/receipts/1").json == receipt.json)
        func rows(_ office: Office) throws -> [String] {
            try RawFile(office.base.path).connection
                .all("SELECT payload FROM journal WHERE kind = 'contribution.recorded'") { row in
                    String(decoding: row.bytes(0), as: UTF8.self)
                }
        }
        #expect(try rows(office) == rows(other))
        #expect(try rows(office).allSatisfy { !$0.contains("voucher_line") })
    }

    @Test func `twelve funds fit on a receipt, thirteen do not`() throws {
        let office = try Office.village()
        var funds: [Int64] = []
        for number in 1...13 {
            let fund = try office.post("/v1/funds", #"{"hamlet":1,"name":"Quỹ số \#(number)"}"#)
            funds.append(try #require(fund.integer("/id")))
        }
        func body(_ count: Int) -> String {
            let lines = funds.prefix(count).map { #"{"fund":\#($0),"amount":\#($0)}"# }
            return #"{"household":1,"method":"cash","lines":[\#(lines.joined(separator: ","))]}"#
        }
        let refused = try office.issue(body(13))
        #expect(refused.status == 422 && refused.errors == ["/lines number-out-of-range"])
        let receipt = try office.issue(body(12))
        #expect(receipt.status == 201 && receipt.items("/lines").count == 12)
        #expect(receipt.integer("/amount") == funds.prefix(12).reduce(0, +))
        #expect(receipt.text("/number") == "PT-2026-0001")
        try office.expectSound()
    }

    @Test(arguments: [
        (#""lines":[]"#, ["/lines number-out-of-range"]),
        (#""fund":1"#, ["/lines member-missing", "/fund member-unknown"]),
        (#""lines":[{"fund":1,"amount":1},{"fund":1,"amount":2}]"#, ["/lines/1/fund input-invalid"]),
        (#""lines":[{"fund":1,"amount":0}]"#, ["/lines/0/amount amount-not-positive"]),
        (#""lines":[{"fund":1,"amount":1},{"amount":2}]"#, ["/lines/1/fund member-missing"]),
        (#""lines":[{"fund":1,"amount":1},{"fund":99,"amount":2}]"#, ["/lines/1/fund reference-unknown"]),
        (#""lines":[{"fund":99,"amount":1},{"fund":1,"amount":2}]"#, ["/lines/0/fund reference-unknown"]),
        (#""lines":[{"fund":1,"amount":1},{"fund":3,"amount":2}]"#, ["/lines/1/fund owner-elsewhere"]),
        (
            #""lines":[{"fund":2,"amount":1},{"fund":1,"amount":2,"pledge":9}]"#,
            ["/lines/1/pledge reference-unknown"]
        ),
        (#""bank_reference":"FT1","lines":[{"fund":1,"amount":1}]"#, ["/bank_reference input-invalid"]),
        (#""received_on":"2019-01-01","lines":[{"fund":1,"amount":1}]"#, ["/received_on date-out-of-range"]),
    ])
    func `what is wrong is named where it stands, and nothing is stored`(
        _ members: String, _ errors: [String]
    ) throws {
        let office = try Office.villageWithBooks()
        let before = office.lastPosition
        let refused = try office.issue(#"{"household":1,"method":"cash",\#(members)}"#)
        #expect(refused.status == 422 && refused.errors.sorted() == errors.sorted(), "\(refused.bodyText)")
        #expect(office.lastPosition == before)
        #expect(try office.issueTwoLines().text("/number") == "PT-2026-0002")
    }

    @Test func `a fund of another hamlet is unknown to who may not see it`() throws {
        let office = try Office.village()
        let body = #"{"household":1,"method":"cash","lines":[{"fund":1,"amount":1},{"fund":3,"amount":2}]}"#
        let clerk = Bearer(.clerk, at: .xom9)
        #expect(try office.issue(body, as: clerk).errors == ["/lines/1/fund reference-unknown"])
        #expect(try office.issue(body).errors == ["/lines/1/fund owner-elsewhere"])
    }

    @Test func `a repeated request is one receipt, shown as it is now`() throws {
        let office = try Office.villageWithBooks()
        let body = #"{"household":1,"method":"cash","lines":[{"fund":1,"amount":5},{"fund":2,"amount":6}]}"#
        let key = office.newKey()
        let first = try office.issue(body, key: key)
        let again = try office.issue(body, key: key)
        #expect(again.status == 201 && again.body == first.body)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(try office.take("void", onReceipt: 2).status == 200)
        #expect(try office.issue(body, key: key).text("/state") == "voided")
        #expect(try office.get("/v1/hamlets/1/contributions").ids == [3, 2, 1])
        try office.expectSound()
    }

    @Test func `all lines have the reference of one transfer, which is used once`() throws {
        let office = try Office.villageWithBooks()
        let body = """
            {"sponsor_name":"Công ty Hồng Lam","sponsor_kind":"company","method":"bank","bank_reference":"FT 77",
            "lines":[{"fund":1,"amount":1000},{"fund":2,"amount":2000}]}
            """
        let receipt = try office.issue(body)
        #expect(receipt.status == 201 && receipt.text("/bank_reference") == "FT 77")
        for line in [2, 3] {
            #expect(try office.get("/v1/contributions/\(line)").text("/bank_reference") == "FT 77")
        }
        let again = try office.issue(body)
        #expect(again.status == 409 && again.code == "already-exists", "\(again.bodyText)")
        let single = try office.contribute(
            #"{"fund":2,"household":1,"method":"bank","bank_reference":"ft77","amount":1}"#)
        #expect(single.status == 409)
        #expect(try office.take("void", onReceipt: 3).status == 200)
        #expect(try office.issue(body).text("/number") == "PT-2026-0003")
        try office.expectSound()
    }

    @Test func `a commune's and an organisation's funds have receipts of several lines too`() throws {
        let office = try Office.village()
        for owner in [#""commune":"16702""#, #""organisation":1"#] {
            var funds: [Int64] = []
            for name in ["Quỹ cứu trợ", "Quỹ khuyến học"] {
                let fund = try office.post("/v1/funds", #"{\#(owner),"name":"\#(name)"}"#)
                funds.append(try #require(fund.integer("/id"), "\(fund.bodyText)"))
            }
            let receipt = try office.issue(
                """
                {"sponsor_name":"Anh Sơn","method":"cash","anonymous":true,"lines":[{"fund":\(funds[0]),"amount":7},
                {"fund":\(funds[1]),"amount":8}]}
                """)
            #expect(receipt.status == 201 && receipt.text("/number") == "PT-2026-0001", "\(receipt.bodyText)")
            #expect(receipt.integer("/amount") == 15)
        }
        try office.expectSound()
    }

    @Test func `a list may have receipts of several lines, and its total counts all of them`() throws {
        let office = try Office.villageWithBooks()
        func receipt(_ second: Int64) -> SentOperation {
            SentOperation(
                path: "/v1/receipts",
                body: """
                    {"household":2,"method":"cash","lines":[{"fund":1,"amount":1000},{"fund":\(second),"amount":500}]}
                    """, amount: 1500)
        }
        let response = try office.postBatch("atomic", [receipt(2), .gift(10), receipt(2)])
        try #require(response.status == 200, "\(response.bodyText)")
        #expect(response.integer("/amount") == 3010)
        #expect(
            response.items("/results").map { $0.text("/location") }
                == ["/v1/receipts/2", "/v1/contributions/4", "/v1/receipts/5"])
        // The second line of the first operation is refused after the first was stored.
        let mixed = try office.postBatch("independent", [receipt(3), .gift(10)])
        #expect(mixed.integer("/recorded_count") == 1 && mixed.integer("/refused_count") == 1)
        #expect(
            mixed.text("/results/0/problem/errors/0/pointer") == "/operations/0/body/lines/1/fund")
        #expect(mixed.text("/results/1/body/voucher/number") == "PT-2026-0005")
        try office.expectSound()
    }
}
